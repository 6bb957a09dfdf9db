"""The technician's own day and his own earlier visits, on the tablet's real pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.queries.day_log import DayLog, day_log
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    return FieldDay(tablet)


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


def log(alex: FieldDay) -> DayLog:
    return alex.core.database.ask(day_log, STORY.alex, TODAY)


def test_a_day_is_begun_filled_and_ended(screen: TabletScreen, alex: FieldDay) -> None:
    alex.clock.set(STORY.at("07:00"))
    screen.touch("openDayLog")
    screen.touch("beginDay", "Börja dagen")
    screen.touch("begin-office", "Kontor")
    screen.sees("runningSince", "Kontor sedan 07:00")
    alex.clock.advance(timedelta(minutes=40))
    screen.touch("begin-break")
    screen.sees("runningSince", "Rast sedan 07:40")
    alex.clock.advance(timedelta(minutes=10))
    screen.touch("begin-break")
    screen.sees("runningSince", "Ett tryck börjar")
    alex.clock.advance(timedelta(minutes=30))
    screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
    gap = f"gap-{STORY.at('07:50').isoformat()}"
    screen.touch(f"dayFill-{gap}")
    screen.touch("fill-travel")
    screen.is_gone(f"dayFill-{gap}")
    travel = next(one for one in log(alex).spans if one.kind == "travel")
    screen.touch(f"dayLess-{travel.id}")
    screen.touch("endDay")
    screen.sees("reopenDay")
    screen.settle()
    found = log(alex)
    assert [(one.kind, one.end) for one in found.spans] == [
        ("office", STORY.at("07:40")), ("break", STORY.at("07:50")), ("travel", STORY.at("08:15")),
    ]
    assert found.day is not None and found.day.end == STORY.at("08:20")


def test_a_job_takes_over_from_the_log(screen: TabletScreen, alex: FieldDay) -> None:
    alex.arrives()
    alex.records_time("work", "09:47", "11:12")
    screen.touch("openDayLog")
    screen.sees("dayLogPage", "Kafé Tulpan")
    entry = log(alex).spans[0]
    screen.touch(f"dayVisit-{entry.id}")
    screen.sees("timeMaterialPage")


def test_own_visits_are_searched_and_opened(screen: TabletScreen, alex: FieldDay) -> None:
    screen.touch("openOwnHistory")
    screen.sees("own_" + STORY.earlier_visit, "Panntryck 0,92 bar")
    assert not screen.items("ownVisit_" + STORY.earlier_visit), "only its history is on the tablet"
    screen.type("historySearch", "husaren")
    screen.sees("ownHistoryPage", "Inget besök med de orden")
    alex.works_the_whole_visit()
    screen.type("historySearch", "e61 tappar", clear=True)
    screen.touch("ownVisit_" + STORY.visit)
    screen.sees("jobPage", "Kafé Tulpan")


def test_a_day_that_is_begun_late_reaches_back_to_what_was_done_and_shows_the_job_under_way(
    screen: TabletScreen, alex: FieldDay
) -> None:
    alex.records_time("travel", "07:18", "07:30")
    alex.arrives()
    alex.clock.set(STORY.at("10:00"))
    screen.touch("openDayLog")
    screen.touch("beginDay")
    screen.sees("dayLogPage", "började 07:18")
    screen.sees("dayLogPage", "09:47–nu")
    screen.touch("endDay")
    screen.sees("toastText", "Dagen är avslutad. Jobbet hos Kafé Tulpan är igång")
    screen.sees("dayLogPage", "07:18–10:00")
    screen.settle()
    found = log(alex)
    assert found.day is not None and found.job is not None
    assert (found.day.start, found.day.end) == (STORY.at("07:18"), STORY.at("10:00"))
