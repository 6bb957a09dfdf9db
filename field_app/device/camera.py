"""The tablet's camera, when there is one; QtMultimedia is loaded only when a page asks."""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QImage
from shiboken6 import isValid

from core.qt.tasks import Tasks
from field_app.device.viewfinder import Viewfinder
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

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._parts: dict[str, Any] = {}
        self._finder: Viewfinder | None = None
        self._available = has_camera()
        self._last_frame = 0
        self._is_developing = False
        self._torch = False

    @Slot(Viewfinder)
    def show_on(self, finder: Viewfinder) -> None:
        """Starts the camera and shows it there."""
        if not self._available:
            return
        from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession, QVideoSink

        camera, session, capture = QCamera(self), QMediaCaptureSession(self), QImageCapture(self)
        sink = QVideoSink(self)
        session.setCamera(camera)
        session.setImageCapture(capture)
        session.setVideoSink(sink)
        capture.imageCaptured.connect(lambda _id, image: self.still.emit(image))
        capture.errorOccurred.connect(lambda *_error: self.troubled.emit())
        camera.errorOccurred.connect(lambda *_error: self._fail())
        camera.activeChanged.connect(self._on_active)
        self.begin(camera, session=session, capture=capture, sink=sink)
        self.watch(sink, finder)
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
        """The lamp goes out with it; it can be started again."""
        parts, self._parts, self._finder = self._parts, {}, None
        if parts:
            parts.pop("camera").stop()
        self._torch = False
        self.torchChanged.emit()
        self.runningChanged.emit()

    def watch(self, sink: Any, finder: Viewfinder | None = None) -> None:
        """Looks at the frames of a QVideoSink: the camera's, or one that a test feeds."""
        self._finder = finder
        sink.videoFrameChanged.connect(self._on_frame)

    @Slot(object)
    def _on_frame(self, frame: Any) -> None:
        """Made a picture of off the GUI thread, which takes some 10 ms; what comes meanwhile is left out."""
        if self._is_developing:
            return
        self._is_developing = True
        self._tasks.work(frame.toImage, lambda image: self._developed(frame, image), self._not_developed, self)

    def _developed(self, frame: Any, image: QImage) -> None:
        self._is_developing = False
        if self._finder is not None and isValid(self._finder):
            self._finder.look(image)
        now = frame.startTime() // 1000 if frame.startTime() > 0 else self._last_frame + self.FRAME_PAUSE
        if now - self._last_frame >= self.FRAME_PAUSE:
            self._last_frame = now
            self.frame.emit(image)

    def _not_developed(self, _error: Any) -> None:
        """The next frame will do."""
        self._is_developing = False

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
