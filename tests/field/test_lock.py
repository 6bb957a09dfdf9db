"""The PIN: keeps others out, loses nothing that is half typed, and never keeps the technician from his work."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from field_app.lock import Lock
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as shown:
        yield shown


def types(screen: TabletScreen, digits: str) -> None:
    for digit in digits:
        screen.touch(f"key-{digit}")


def test_a_pin_is_chosen_twice_and_opens_the_tablet_where_it_was(screen: TabletScreen, tablet: Core,
                                                                 qtbot: QtBot) -> None:
    screen.touch("rail_more")
    screen.touch("openPin", "Av")
    types(screen, "2580")
    screen.touch("pinNext", "Nästa")
    types(screen, "2581")
    screen.touch("pinNext", "Spara")
    screen.sees("pinStage", "olika")
    for _ in range(2):
        types(screen, "2580")
        screen.touch("pinNext")
    screen.touch("lockNow")
    screen.sees("lockSays", "Skriv din PIN")
    types(screen, "1111")
    screen.touch("unlock")
    screen.sees("lockSays", "inte rätt PIN")
    types(screen, "2580")
    screen.touch("unlock")
    screen.is_gone("lockScreen")
    screen.sees("morePage")
    kept = screen.application.context.settings.value("lock/pin")
    assert "2580" not in str(kept)
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.settle()
    with tablet_screen(tablet, qtbot) as again:
        again.sees("lockScreen")
        again.application.context.lock.enter("2580")
        again.sees("jobPage")


@pytest.fixture
def lock(qapp: object, tmp_path: object) -> tuple[Lock, list[str]]:
    said: list[str] = []
    settings = QSettings(f"{tmp_path}/tablet.ini", QSettings.Format.IniFormat)
    made = Lock(settings)
    made.closes.connect(lambda: said.append("flushed"))
    made.forgotten.connect(lambda: said.append("told"))
    assert made.set_pin("2580")
    return made, said


def test_locking_commits_what_is_half_typed(lock: tuple[Lock, list[str]]) -> None:
    made, said = lock
    made.lock()
    made.lock()
    assert said == ["flushed"] and made.property("locked")


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "１２３４"])
def test_a_pin_is_four_to_eight_digits(lock: tuple[Lock, list[str]], pin: str) -> None:
    made, _said = lock
    assert not made.set_pin(pin)
    made.lock()
    assert made.enter("2580")


def test_wrong_digits_cost_time_but_not_the_day(lock: tuple[Lock, list[str]]) -> None:
    made, _said = lock
    made.lock()
    assert not any(made.enter("0000") for _ in range(5))
    assert made.property("wait") == 30 and not made.enter("2580"), "even the right one waits"
    for _ in range(30):
        made._count()
    assert made.enter("2580")


def test_a_forgotten_pin_opens_after_a_minute_and_is_told(lock: tuple[Lock, list[str]]) -> None:
    made, said = lock
    made.lock()
    made.forget()
    for _ in range(59):
        made._count()
    assert made.property("locked")
    made._count()
    assert not made.property("locked") and not made.has_pin and said == ["flushed", "told"]


def test_who_remembers_while_waiting_gets_in_at_once(lock: tuple[Lock, list[str]]) -> None:
    made, said = lock
    made.lock()
    made.forget()
    assert made.enter("2580") and made.has_pin and said == ["flushed"]


def test_how_soon_it_locks_is_chosen_and_kept(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("pin")
        screen.sees("pinPage", "efter 10 min utan tryck")
        screen.touch("lockAfter-2")
        screen.sees("pinPage", "efter 2 min utan tryck")
        assert screen.application.context.lock._idle.interval() == 120_000
        screen.settle()
    with tablet_screen(tablet, qtbot) as screen:
        assert screen.application.context.lock.idle_minutes == 2
        screen.settle()
