"""A camera that no computer needs to have: its lamp and its shutter work, it sees something and takes the same picture
each time."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from core.demo.drawing import photo
from field_app.device.camera import Camera
from field_app.device.viewfinder import Viewfinder
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen

FILMS = pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "No RHI backend", "Using Qt multimedia")
"""What Qt's multimedia says about libraries that a computer without a camera does not have."""
STILLS = (QColor("#336699"), QColor("#996633"), QColor("#669933"))
WIDE, HIGH = 1280, 720


class Lamp:
    """A camera with a lamp, or without."""

    def __init__(self, has_lamp: bool) -> None:
        self.has_lamp, self.modes = has_lamp, list[Any]()

    def isTorchModeSupported(self, _mode: Any) -> bool:
        return self.has_lamp

    def setTorchMode(self, mode: Any) -> None:
        self.modes.append(mode)

    def stop(self) -> None:
        """Nothing runs."""


class Shutter:
    """Takes a picture of another colour each time."""

    def __init__(self, camera: Camera) -> None:
        self._camera, self._taken = camera, 0

    def capture(self) -> None:
        still = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
        still.fill(STILLS[self._taken % len(STILLS)])
        self._taken += 1
        self._camera.still.emit(still)


class FilmingCamera(Camera):
    """The tablet's camera on a computer that has none; before it stands a machine."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._available = True

    @Slot(Viewfinder)
    def show_on(self, finder: Viewfinder) -> None:
        from PySide6.QtMultimedia import QVideoSink

        sink = QVideoSink(self)
        self.begin(Lamp(has_lamp=True), capture=Shutter(self), sink=sink)
        self.watch(sink, finder)
        film(self, machine())


def film(camera: Camera, seen: Image.Image) -> None:
    """The camera sees this from now on."""
    from PySide6.QtMultimedia import QVideoFrame

    pixels = seen.convert("RGBA").tobytes()
    image = QImage(pixels, seen.width, seen.height, 4 * seen.width, QImage.Format.Format_RGBA8888)
    camera._parts["sink"].setVideoFrame(QVideoFrame(image.copy()))


@cache
def machine() -> Image.Image:
    return Image.open(io.BytesIO(photo("machine")[0])).convert("RGB").resize((WIDE, HIGH))


def label(*codes: tuple[str, tuple[int, int]]) -> Image.Image:
    """QR codes on a grey ground, each with its upper left corner."""
    ground = Image.new("L", (WIDE, HIGH), 200)
    for text, corner in codes:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        ground.paste(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)), corner)
    return ground


@contextmanager
def filming(page: str) -> Iterator[None]:
    """A page that is opened meanwhile has a camera."""
    with patch(f"field_app.view_models.{page}.Camera", FilmingCamera):
        yield


def opens_camera(screen: TabletScreen, page: str = "photo", **more: str) -> QQuickItem:
    """From the job, as a person comes there."""
    screen.application.navigation.open("job", activityId=STORY.visit)
    with filming(page):
        screen.application.navigation.open(page, activityId=STORY.visit, **more)
    layer = screen.sees("cameraLayer")
    screen.settle()
    return layer
