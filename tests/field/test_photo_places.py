"""Where a photo was taken: kept only when the firm wants it, only when it is sure, and never waited for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.firm import EditFirm
from core.model.attachment import Attachment
from field_app.device import position
from field_app.device.position import FRESH, NEAR, Fix, Whereabouts, worth_keeping
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import FILMS, opens_camera
from tests.helpers.satellites import Satellites, satellites
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

pytestmark = FILMS
HERE = (57.5, 11.25)


@pytest.fixture
def sky() -> Any:
    with satellites() as heard:
        yield heard


def kept_place(core: Core) -> tuple[float | None, float | None]:
    with core.database.read() as session:
        photo = session.scalars(select(Attachment).where(Attachment.object_kind == "activity")).one()
        return photo.latitude, photo.longitude


def whereabouts(screen: TabletScreen) -> Whereabouts:
    return screen.application.context.whereabouts


def shoots(screen: TabletScreen) -> None:
    screen.touch("shoot")
    screen.holds(lambda: screen.find("takenPhotos").property("count") == 1)
    screen.settle()


@pytest.mark.parametrize(("keeps", "place"), [(True, (57.5, 11.25)), (False, (None, None))])
def test_the_firms_setting_decides_whether_a_photo_keeps_its_place(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path, keeps: bool, place: tuple[float | None, float | None]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 30.0, 0.0), 3: "E", 4: (11.0, 15.0, 0.0)})
    path = tmp_path / "plats.jpg"
    Image.new("RGB", (64, 48), (90, 120, 60)).save(path, "JPEG", exif=exif)
    alex.does(EditFirm(fields={}, settings={"photo_position": keeps}))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        screen.settle()
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_file(QUrl.fromLocalFile(str(path)))
        screen.sees("usePhotos", "1 sparat på plattan")
        screen.settle()
    with tablet.database.read() as session:
        photo = session.scalars(select(Attachment).where(Attachment.object_kind == "activity")).one()
        assert (photo.latitude, photo.longitude) == place


def test_a_camera_s_picture_gets_the_place_that_the_receiver_is_sure_of(
    alex: FieldDay, tablet: Core, qtbot: QtBot, sky: Satellites
) -> None:
    alex.does(EditFirm(fields={}, settings={"photo_position": True}))
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.holds(lambda: whereabouts(screen).place == HERE)
        shoots(screen)
    assert kept_place(tablet) == HERE


def test_where_the_firm_does_not_want_places_nobody_asks_for_one(
    alex: FieldDay, tablet: Core, qtbot: QtBot, sky: Satellites
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        shoots(screen)
    assert kept_place(tablet) == (None, None) and sky.listeners == 0


def test_a_firm_that_changes_its_mind_is_heeded_at_once(
    alex: FieldDay, tablet: Core, qtbot: QtBot, sky: Satellites
) -> None:
    alex.does(EditFirm(fields={}, settings={"photo_position": True}))
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.holds(lambda: whereabouts(screen).place == HERE)
        alex.does(EditFirm(fields={}, settings={"photo_position": False}))
        screen.holds(lambda: not whereabouts(screen).is_listening)
        shoots(screen)
    assert kept_place(tablet) == (None, None)


def test_a_picture_does_not_wait_for_a_place_and_a_doubtful_one_is_none(
    alex: FieldDay, tablet: Core, qtbot: QtBot, sky: Satellites
) -> None:
    sky.dilution = 9.9  # indoors, by a window
    alex.does(EditFirm(fields={}, settings={"photo_position": True}))
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.holds(lambda: whereabouts(screen)._fix is not None)
        assert whereabouts(screen).place is None
        shoots(screen)
    assert kept_place(tablet) == (None, None)


def test_the_receiver_rests_when_the_camera_is_put_away(
    alex: FieldDay, tablet: Core, qtbot: QtBot, sky: Satellites
) -> None:
    alex.does(EditFirm(fields={}, settings={"photo_position": True}))
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.holds(lambda: whereabouts(screen).place == HERE)
        screen.touch("cameraDone")
        screen.sees("jobPage")
        screen.holds(lambda: not sky.is_heard)
        screen.settle()


def test_what_the_receiver_knew_yesterday_is_no_place_until_it_goes_on(qtbot: QtBot, tablet: Core) -> None:
    """Also on a tablet whose clock is wrong: then the first place is left out, and the next one is newer."""
    knows = Whereabouts(tablet.clock)
    knows.is_listening = True
    yesterday = tablet.clock.now() - timedelta(days=1)
    knows._on_fix(Fix(*HERE, yesterday, 8.0))
    assert knows.place is None
    knows._on_fix(Fix(*HERE, yesterday, 8.0))
    assert knows.place is None, "said again it is as old"
    knows._on_fix(Fix(*HERE, yesterday + timedelta(seconds=5), 8.0))
    assert knows.place == HERE
    knows.close()


@pytest.mark.parametrize(("metres", "age", "is_kept"), [
    (8.0, timedelta(), True), (NEAR, FRESH, True), (NEAR + 1, timedelta(), False), (None, timedelta(), False),
    (8.0, FRESH + timedelta(seconds=1), False),
])
def test_only_a_fresh_and_sure_place_is_kept(metres: float | None, age: timedelta, is_kept: bool) -> None:
    found = worth_keeping(Fix(*HERE, datetime.now(UTC), metres), age)
    assert found == (HERE if is_kept else None)


def test_nothing_known_is_no_place() -> None:
    assert worth_keeping(None, timedelta()) is None


def test_a_system_without_a_receiver_takes_pictures_all_the_same(
    alex: FieldDay, tablet: Core, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(position, "system_source", lambda _parent: None)
    alex.does(EditFirm(fields={}, settings={"photo_position": True}))
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        shoots(screen)
    assert kept_place(tablet) == (None, None)
