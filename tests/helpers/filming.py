"""A camera that no computer needs to have: its lamp and its shutter work, and it takes the same picture each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from field_app.device.camera import Camera
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen

FILMS = pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "No RHI backend", "Using Qt multimedia")
"""What Qt's multimedia says about libraries that a computer without a camera does not have."""
STILLS = (QColor("#336699"), QColor("#996633"), QColor("#669933"))


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
        still = QImage(1280, 720, QImage.Format.Format_RGB32)
        still.fill(STILLS[self._taken % len(STILLS)])
        self._taken += 1
        self._camera.still.emit(still)


class FilmingCamera(Camera):
    """The tablet's camera on a computer that has none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._available = True

    @Slot(QQuickItem)
    def show_on(self, _output: QQuickItem) -> None:
        self.begin(Lamp(has_lamp=True), capture=Shutter(self))


@contextmanager
def filming(page: str) -> Iterator[None]:
    """A page that is opened meanwhile has a camera."""
    with patch(f"field_app.view_models.{page}.Camera", FilmingCamera):
        yield


def opens_camera(screen: TabletScreen) -> QQuickItem:
    """From the job, as a person comes there."""
    screen.application.navigation.open("job", activityId=STORY.visit)
    with filming("photo"):
        screen.application.navigation.open("photo", activityId=STORY.visit)
    layer = screen.sees("cameraLayer")
    screen.settle()
    return layer
