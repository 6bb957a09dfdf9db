"""A technician who has arrived at Kafé Tulpan, and his tablet; a file whose story begins elsewhere has its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from field_app.device import battery
from tests.helpers.field_day import FieldDay
from tests.helpers.full_disk import Disk
from tests.helpers.story import build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture(scope="session", autouse=True)
def no_battery() -> Iterator[None]:
    """What is tested here does not hang on how full the battery of the computer is that tests it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(battery, "SUPPLIES", Path("/nowhere"))
        yield


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    return day


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


@pytest.fixture
def disk(tablet: Core) -> Iterator[Disk]:
    """The disk under the tablet, which a test fills and clears."""
    made = Disk(tablet)
    yield made
    made.clear()
