"""The camera over the whole window: what it takes, what lies around it, and the ways back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.model.attachment import Attachment
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import FILMS, Lamp, filming, opens_camera
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, place, tablet_screen


@FILMS
@pytest.mark.parametrize("left_handed", [False, True], ids=["right", "left"])
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_the_camera_fills_the_window_and_its_shutter_lies_at_the_thumb(
    alex: FieldDay, tablet: Core, qtbot: QtBot, size: tuple[int, int], left_handed: bool
) -> None:
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.application.context.look.setLeftHanded(left_handed)
        window = QRectF(0, 0, *size)
        layer = opens_camera(screen)
        assert place(layer) == window
        assert place(screen.find("viewfinder")) == window
        shutter = place(screen.find("shoot"))
        assert min(shutter.width(), shutter.height()) >= 64
        assert shutter.bottom() > size[1] - 40
        assert shutter.left() < 40 if left_handed else shutter.right() > size[0] - 40
        rail = screen.find("rail_parts")
        screen.press(screen.point(rail))
        screen.settle()
        assert screen.sees("cameraLayer") is layer, "nothing under the camera is touched"
        screen.application.context.look.setLeftHanded(False)


@FILMS
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_what_the_camera_takes_stands_in_its_strip_and_done_leads_back(
    alex: FieldDay, tablet: Core, qtbot: QtBot, size: tuple[int, int]
) -> None:
    with tablet_screen(tablet, qtbot, size=size) as screen:
        opens_camera(screen)
        before: set[str] = set()
        newest = ""
        for taken in (1, 2, 3):
            tablet.clock.advance(timedelta(minutes=1))
            screen.touch("shoot")
            screen.holds(lambda count=taken: shown_in_strip(screen) == count)
            screen.settle()
            (newest,) = photo_ids(tablet) - before
            before.add(newest)
        screen.holds(lambda: place(screen.find("takenPhotos")).contains(place(screen.find(f"removePhoto-{newest}"))))
        screen.touch(f"removePhoto-{newest}")
        screen.holds(lambda: shown_in_strip(screen) == 2)
        screen.settle()
        screen.touch("cameraDone")
        screen.sees("jobPage")
        screen.is_gone("cameraLayer")
        screen.settle()
    assert len(photo_ids(tablet)) == 2


def photo_ids(core: Core) -> set[str]:
    with core.database.read() as session:
        return set(session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")))


def shown_in_strip(screen: TabletScreen) -> int:
    return int(screen.find("takenPhotos").property("count"))


@FILMS
def test_escape_leads_back_from_the_camera_and_a_file_can_be_chosen_instead(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.touch("cameraFile")
        screen.is_gone("cameraLayer")
        screen.settle()
        QTest.keyClick(screen.window, Qt.Key.Key_Escape)
        screen.sees("cameraLayer")
        screen.settle()
        QTest.keyClick(screen.window, Qt.Key.Key_Escape)
        screen.sees("jobPage")
        screen.is_gone("cameraLayer")
        screen.settle()


@FILMS
def test_a_camera_that_fails_gives_the_page_back_and_says_so(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        model.camera._fail()
        screen.sees("toastText", "Kameran svarar inte.")
        screen.is_gone("cameraLayer")
        screen.sees("usePhotos")
        screen.settle()


@FILMS
def test_the_camera_stands_again_after_a_sudden_end(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        before = opens_camera(screen)
        screen.touch("shoot")
        screen.holds(lambda: shown_in_strip(screen) == 1)
        screen.settle()
        ended = screen.application.navigation.page_model
        assert ended is not None
        ended.blockSignals(True)
        with filming("photo"):
            screen.application.navigation.start(screen.application.context)
        screen.holds(lambda: screen.find("cameraLayer") is not before and shown_in_strip(screen) == 1)
        screen.settle()


@FILMS
def test_what_is_said_lies_over_the_camera_and_beside_its_buttons(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "trasig.jpg"
    bad.write_bytes(b"nothing")

    def is_painted(toast: QQuickItem) -> bool:
        here, pixels = place(toast), screen.window.grabWindow()
        at_edge = QPointF(here.left() + 8, here.center().y()).toPoint()
        return toast.opacity() == 1 and pixels.pixelColor(at_edge) == toast.property("color")

    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_files([QUrl.fromLocalFile(str(bad))])
        screen.holds(lambda: is_painted(screen.find("toast")))
        said = place(screen.find("toast"))
        assert not [name for name in ("cameraFile", "torch", "shoot") if said.intersects(place(screen.find(name)))]
        screen.settle()


@FILMS
def test_a_scanner_is_understood_over_the_camera(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.scan("7310000532017")
        screen.sees("scanPage")
        screen.is_gone("cameraLayer")
        screen.settle()


@FILMS
@pytest.mark.parametrize("page", ["photo", "scan"])
def test_the_cameras_lamp_is_lit_and_put_out(alex: FieldDay, tablet: Core, qtbot: QtBot, page: str) -> None:
    from PySide6.QtMultimedia import QCamera

    with tablet_screen(tablet, qtbot) as screen:
        with filming(page):
            screen.application.navigation.open(page, activityId=STORY.visit)
        screen.settle()
        model = screen.application.navigation.page_model
        assert model is not None
        model.camera.stop()
        screen.is_gone("torch")
        lamp = Lamp(has_lamp=True)
        model.camera.begin(lamp)
        screen.touch("torch")
        screen.until(lambda: _lit(model, True))
        screen.touch("torch")
        screen.until(lambda: _lit(model, False))
        assert lamp.modes == [QCamera.TorchMode.TorchOn, QCamera.TorchMode.TorchOff]
        model.camera.stop()
        model.camera.begin(Lamp(has_lamp=False))
        screen.is_gone("torch")
        screen.settle()


def _lit(model: Any, is_on: bool) -> None:
    assert model.camera.property("torch") is is_on
