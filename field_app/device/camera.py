"""The tablet's camera, when there is one; QtMultimedia is loaded only when a page asks."""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from field_app.qml_module import for_qml


@for_qml
class Camera(QObject):
    """`available` is false where there is no camera or where it cannot be used: files do the same then.

    `still` carries a picture that was taken, `frame` pictures to look for codes in (at most one every 120 ms).
    """

    availableChanged = Signal()
    runningChanged = Signal()
    torchChanged = Signal()
    troubled = Signal()
    still = Signal(QImage)
    frame = Signal(QImage)
    FRAME_PAUSE = 120

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[str, Any] = {}
        self._available = has_camera()
        self._last_frame = 0
        self._torch = False

    @Slot(QQuickItem)
    def show_on(self, output: QQuickItem) -> None:
        """Starts the camera and shows it on a QML VideoOutput."""
        if not self._available:
            return
        from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession

        camera, session, capture = QCamera(self), QMediaCaptureSession(self), QImageCapture(self)
        session.setCamera(camera)
        session.setImageCapture(capture)
        session.setVideoOutput(output)
        capture.imageCaptured.connect(lambda _id, image: self.still.emit(image))
        capture.errorOccurred.connect(lambda *_error: self.troubled.emit())
        camera.errorOccurred.connect(lambda *_error: self._fail())
        camera.activeChanged.connect(self._on_active)
        self.begin(camera, session=session, capture=capture)
        camera.start()

    def begin(self, camera: Any, **parts: Any) -> None:
        """With this camera, or one that a test brings."""
        self._parts = {"camera": camera, **parts}
        self.runningChanged.emit()
        self.torchChanged.emit()

    @Slot()
    def shoot(self) -> None:
        capture = self._parts.get("capture")
        if capture is not None:
            capture.capture()

    @Slot()
    def _on_active(self) -> None:
        """Only a running camera knows its lamp."""
        self.torchChanged.emit()

    @Slot()
    def switch_torch(self) -> None:
        """Lights up a dark cabinet, or puts the lamp out."""
        if self._has_torch():
            self._torch = not self._torch
            self._parts["camera"].setTorchMode(_torch_mode(self._torch))
            self.torchChanged.emit()

    def _has_torch(self) -> bool:
        camera = self._parts.get("camera")
        return camera is not None and bool(camera.isTorchModeSupported(_torch_mode(True)))

    @Slot()
    def stop(self) -> None:
        camera = self._parts.pop("camera", None)
        if camera is not None:
            camera.stop()
        self._parts.clear()
        self._torch = False
        self.torchChanged.emit()
        self.runningChanged.emit()

    def watch(self, sink: Any) -> None:
        """Looks at the frames of a QVideoSink: the camera's, or one that a test feeds."""
        sink.videoFrameChanged.connect(self._on_frame)

    @Slot(object)
    def _on_frame(self, frame: Any) -> None:
        now = frame.startTime() // 1000 if frame.startTime() > 0 else self._last_frame + self.FRAME_PAUSE
        if now - self._last_frame >= self.FRAME_PAUSE:
            self._last_frame = now
            self.frame.emit(frame.toImage())

    def _fail(self) -> None:
        self._available = False
        self.stop()
        self.availableChanged.emit()
        self.troubled.emit()

    available = Property(bool, lambda self: self._available, notify=availableChanged)
    running = Property(bool, lambda self: bool(self._parts), notify=runningChanged)
    hasTorch = Property(bool, _has_torch, notify=torchChanged)
    torch = Property(bool, lambda self: self._torch, notify=torchChanged)


def _torch_mode(is_on: bool) -> Any:
    from PySide6.QtMultimedia import QCamera

    return QCamera.TorchMode.TorchOn if is_on else QCamera.TorchMode.TorchOff


def has_camera() -> bool:
    """Whether this computer has a camera that QtMultimedia can open; false also when the library is missing."""
    if sys.platform.startswith("linux") and not any(Path("/dev").glob("video*")):
        return False  # known without loading anything
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return False
    return bool(QMediaDevices.videoInputs())
