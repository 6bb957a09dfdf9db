"""Photos of an earlier visit: small in the machine's history, large by a touch, fetched when they are not here."""

import hashlib
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.changes import Changes, Touched
from core.integrations.photos import photo_from_bytes
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.standing_sync import SENT, Standing
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

EARLIER = f"history_{STORY.earlier_visit}"


class Fetching(Standing):
    """A sync that is asked for files."""

    def __init__(self) -> None:
        super().__init__(SENT)
        self.asked: list[str] = []

    def fetch(self, sha256: str) -> None:
        self.asked.append(sha256)


@pytest.mark.parametrize("way", ["history", "machine"])
def test_a_touch_on_a_small_picture_opens_it_large(tablet: Core, qtbot: QtBot, way: str) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.photographed_before("older")
    day.photographed_before("newer", timedelta(hours=1))
    with tablet_screen(tablet, qtbot) as screen:
        where = {"activityId": STORY.visit} if way == "history" else {"equipmentId": STORY.machine}
        screen.application.navigation.open(way, **where)
        screen.sees(EARLIER, "Panntryck 0,92 bar")
        screen.touch("pastPhoto_newer")
        screen.sees("pageTitle", "Årsservice")
        screen.sees("photoPlace", "Foto 1 av 2")
        shows(screen, "image://ready/blob/")
        assert not screen.items("photoFetching")
        screen.touch("olderPhoto")
        screen.sees("photoPlace", "Foto 2 av 2")
        assert not screen.find("olderPhoto").isEnabled()
        screen.touch("newerPhoto")
        screen.sees("photoPlace", "Foto 1 av 2")
        screen.touch("back")
        screen.sees(EARLIER)
        screen.settle()


def test_one_that_is_not_here_is_small_until_it_has_come(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    FieldDay(tablet).photographed_before("away", is_here=False)
    sync = Fetching()
    with tablet_screen(tablet, qtbot, sync=sync) as screen:
        screen.application.context.tablet.start()
        screen.application.navigation.open("history", activityId=STORY.visit)
        screen.sees("pastPhoto_away")
        assert not sync.asked, "the whole picture is wanted when somebody opens it"
        screen.touch("pastPhoto_away")
        screen.sees("photoFetching", "hämtas från kontoret")
        shows(screen, "data:image/jpeg")
        content = photo_from_bytes(picture()).jpeg
        assert set(sync.asked) == {hashlib.sha256(content).hexdigest()}
        tablet.blobs.put(content)
        tablet.changes.publish(Changes((Touched("attachment", "away", "updated"),)))
        screen.is_gone("photoFetching")
        shows(screen, "image://ready/blob/")
        screen.settle()


def shows(screen: TabletScreen, address: str) -> None:
    """The large picture is painted from there."""

    def painted() -> None:
        picture = screen.find("pastPicture")
        assert picture.property("source").toString().startswith(address) and picture.property("paintedWidth") > 400

    screen.until(painted)
