"""Codes before the camera: aimed at in the whole window, read beside the screen's thread, and kept until decided."""

import threading
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.integrations.scanning import pictures
from core.model.visit import Material
from core.rules.scan_code import label_payload
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import FILMS, film, filming, label, machine, opens_camera
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, place, tablet_screen

pytestmark = FILMS
GASKET, SWITCH = "7310000532017", "532-0108"
MIDDLE, CORNER = (560, 280), (20, 20)


@pytest.fixture
def screen(alex: FieldDay, tablet: Core, qtbot: QtBot, request: pytest.FixtureRequest) -> Any:
    with tablet_screen(tablet, qtbot, size=getattr(request, "param", (1280, 800))) as shown:
        yield shown


def sees(screen: TabletScreen, seen: Image.Image) -> None:
    """The tablet is held over this, long enough for it to be read."""
    model = screen.application.navigation.page_model
    assert model is not None
    screen.settle()
    film(model.camera, seen)
    screen.settle()


def is_running(screen: TabletScreen) -> bool:
    model = screen.application.navigation.page_model
    return model is not None and bool(model.camera.property("running"))


@pytest.mark.parametrize("left_handed", [False, True], ids=["right", "left"])
@pytest.mark.parametrize("screen", [(1280, 800), (800, 1280)], ids=["lying", "standing"], indirect=True)
def test_the_camera_fills_the_window_with_a_frame_in_its_middle(screen: TabletScreen, left_handed: bool) -> None:
    screen.application.context.look.setLeftHanded(left_handed)
    layer = opens_camera(screen, "scan")
    window = QRectF(0, 0, screen.window.width(), screen.window.height())
    assert place(layer) == window == place(screen.find("viewfinder"))
    frame = place(screen.find("aimingFrame"))
    assert frame.center() == window.center() and frame.bottom() < place(screen.sees("scanHint")).top()
    assert frame.height() > 200
    screen.sees("scanHint", "För jobbet hos Kafé Tulpan")
    sees(screen, label((GASKET, MIDDLE)))
    use = place(screen.sees("scanUse", "Packning E61"))
    assert use.left() < 40 if left_handed else use.right() > window.right() - 40
    screen.application.context.look.setLeftHanded(False)


@pytest.mark.parametrize("page", ["photo", "scan"])
def test_what_the_camera_sees_is_painted_also_without_a_graphics_card(screen: TabletScreen, page: str) -> None:
    opens_camera(screen, page)
    seen = machine()
    finder = place(screen.find("viewfinder"))

    def is_shown() -> bool:
        """The gauge's white face, a little beside its needle, is where the picture has it."""
        scale = (max if page == "scan" else min)(finder.width() / seen.width, finder.height() / seen.height)
        spots = [(640, 460), (300, 260), (100, 700)]
        grab = screen.window.grabWindow()
        for x, y in spots:
            at = finder.center() + QPointF(x - seen.width / 2, y - seen.height / 2) * scale
            shown, there = grab.pixelColor(at.toPoint()), seen.getpixel((x, y))
            if place(screen.find("backButton" if page == "scan" else "shoot")).top() < at.y():
                continue
            if max(abs(a - b) for a, b in zip(shown.getRgb()[:3], there, strict=True)) > 12:
                return False
        return True

    screen.holds(is_shown)
    screen.settle()


def test_a_code_in_the_frame_is_read_and_used(screen: TabletScreen, tablet: Core) -> None:
    opens_camera(screen, "scan")
    sees(screen, label((GASKET, MIDDLE)))
    screen.sees("scanTitle", "Packning E61")
    screen.touch("scanUse")
    screen.sees("scanUsed", "Packning E61 använd")
    assert "kvar" not in screen.find("scanDetail").property("text"), "that was the balance before"
    screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


def test_a_machines_label_leads_to_its_job(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    sees(screen, label((label_payload("TLP-M-1001"), MIDDLE)))
    screen.sees("scanTitle", "Faema E61 Legend")
    screen.touch("scanOpenJob")
    screen.sees("jobPage")
    screen.is_gone("cameraLayer")
    screen.settle()


def test_of_two_codes_the_one_in_the_middle_is_meant(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    sees(screen, label((label_payload("TLP-M-1001"), CORNER), (GASKET, MIDDLE)))
    screen.sees("scanTitle", "Packning E61")
    screen.settle()


def test_what_was_read_stands_until_somebody_decides(screen: TabletScreen) -> None:
    """A camera that is put down sweeps over other codes; the finger must not meet another part than the eye."""
    opens_camera(screen, "scan")
    sees(screen, label((GASKET, MIDDLE)))
    screen.sees("scanTitle", "Packning E61")
    sees(screen, label((SWITCH, MIDDLE)))
    assert screen.find("scanTitle").property("text") == "Packning E61"
    screen.touch("scanAnother")
    screen.sees("scanHint", "Rikta kameran mot koden")
    sees(screen, label((SWITCH, MIDDLE)))
    screen.sees("scanTitle", "Tryckvakt")
    screen.settle()


def test_after_one_is_used_the_next_is_read_by_itself_and_the_same_when_asked(
    screen: TabletScreen, tablet: Core
) -> None:
    opens_camera(screen, "scan")
    sees(screen, label((GASKET, MIDDLE)))
    screen.touch("scanUse")
    screen.sees("scanUsed")
    sees(screen, label((GASKET, MIDDLE)))
    assert screen.items("scanUsed"), "it lies there still"
    sees(screen, label((SWITCH, MIDDLE)))
    screen.sees("scanTitle", "Tryckvakt")
    screen.touch("scanUse")
    screen.sees("scanUsed")
    screen.touch("scanAnother")
    sees(screen, label((SWITCH, MIDDLE)))
    screen.touch("scanUse")
    screen.sees("scanUsed")
    screen.settle()
    with tablet.database.read() as session:
        used = session.scalars(select(Material.item_id)).all()
    assert sorted(used) == sorted([STORY.gasket, STORY.pressure_switch, STORY.pressure_switch])


def test_frames_are_read_beside_the_screens_thread(screen: TabletScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    read = pictures.aimed_at

    def seen(luma: Any) -> Any:
        threads.append(threading.current_thread())
        return read(luma)

    monkeypatch.setattr(pictures, "aimed_at", seen)
    opens_camera(screen, "scan")
    sees(screen, label((GASKET, MIDDLE)))
    screen.sees("scanTitle")
    screen.settle()
    assert threads and threading.main_thread() not in threads


def test_a_code_is_typed_by_thumb_while_the_camera_rests(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    assert is_running(screen)
    screen.touch("typeCode")
    screen.is_gone("cameraLayer")
    screen.holds(lambda: not is_running(screen))
    for key in ("5", "3", "2", "decimal", "0", "1", "9", "back", "0", "8"):
        screen.touch(f"key-{key}")
    assert screen.find("scanCode").property("text") == SWITCH
    screen.touch("scanLookUp")
    screen.sees("scanTitle", "Tryckvakt")
    screen.touch("key-9")
    assert screen.find("scanCode").property("text") == "9", "what is typed next takes the place of what was looked up"
    screen.touch("scanByCamera")
    screen.sees("cameraLayer")
    screen.sees("scanTitle", "Tryckvakt")
    assert is_running(screen)
    screen.settle()


def test_the_pad_and_what_is_half_typed_stand_again_after_a_sudden_end(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    screen.touch("typeCode")
    screen.touch("key-7")
    screen.touch("key-3")
    screen.settle()
    ended = screen.application.navigation.page_model
    assert ended is not None
    ended.blockSignals(True)
    with filming("scan"):
        screen.application.navigation.start(screen.application.context)
    screen.holds(lambda: screen.find("scanCode").property("text") == "73")
    assert not screen.items("cameraLayer")
    screen.settle()


def test_a_file_instead_and_escape_lead_back_to_the_camera_and_out_of_it(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    screen.touch("cameraFile")
    screen.is_gone("cameraLayer")
    screen.settle()
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    screen.sees("cameraLayer")
    screen.settle()
    screen.touch("backButton")
    screen.sees("jobPage")
    screen.is_gone("cameraLayer")
    screen.settle()


def test_a_camera_that_fails_leaves_the_pad_and_says_so(screen: TabletScreen) -> None:
    opens_camera(screen, "scan")
    model = screen.application.navigation.page_model
    assert model is not None
    model.camera._fail()
    screen.sees("toastText", "Kameran svarar inte.")
    screen.is_gone("cameraLayer")
    screen.sees("codePad")
    screen.settle()
