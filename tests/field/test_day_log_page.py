"""The technician's own day and his own earlier visits, on the tablet's real pages."""

import threading
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.clock import at_local
from core.commands.day_log import KeepDayEntry
from core.queries.day_log import DayLog, day_log
from field_app.view_models.today import part_of_day
from tests.helpers.field_day import FieldDay
from tests.helpers.patience import PATIENCE
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


TOMORROW = TODAY + timedelta(days=1)
NIGHT = at_local(TOMORROW, time(0, 5))
MORNING = at_local(TOMORROW, time(7, 30))


def log(alex: FieldDay) -> DayLog:
    return alex.core.database.ask(day_log, STORY.alex, alex.clock.now())


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


def test_a_night_shift_goes_on_past_midnight_and_is_ended_in_it(screen: TabletScreen, alex: FieldDay) -> None:
    alex.clock.set(STORY.at("22:00"))
    screen.touch("openDayLog")
    screen.touch("begin-office")
    screen.sees("runningSince", "Kontor sedan 22:00")
    alex.clock.set(NIGHT)
    screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
    screen.sees("dayLogPage", "tisdag 24 november · började 22:00")
    screen.touch("begin-break")
    screen.sees("runningSince", "Rast sedan 00:05")
    alex.clock.advance(timedelta(minutes=55))
    screen.touch("endDay")
    screen.sees("reopenDay")
    screen.settle()
    found = alex.core.database.ask(day_log, STORY.alex, alex.clock.now(), TODAY)
    assert found.day is not None and found.day.end == NIGHT + timedelta(minutes=55)
    assert [(one.kind, one.end) for one in found.spans] == [("office", NIGHT), ("break", found.day.end)]
    screen.touch("nextDay")
    screen.sees("beginDay")  # the night after is another day


def test_a_forgotten_end_is_asked_for_before_the_next_day_is_begun(screen: TabletScreen, alex: FieldDay) -> None:
    alex.does(KeepDayEntry(entry_id="day", kind="day", start=STORY.at("07:00")))
    alex.does(KeepDayEntry(entry_id="desk", kind="office", start=STORY.at("07:00"), end=STORY.at("15:40")))
    alex.does(KeepDayEntry(entry_id="drive", kind="travel", start=STORY.at("15:50")))
    alex.clock.set(MORNING)
    screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
    screen.touch("forgotten-2026-11-24", "Inte avslutad: tisdag 24 november")
    screen.sees("dayQuestionText", "Det sista som är noterat: Resa började 15:50")
    assert not screen.items("beginDay") and not screen.items("begin-office")
    screen.sees("endAtLast", "Slutade 15:50")
    screen.touch("endedOther")
    types(screen, "1530")
    screen.touch("saveDayTime")
    screen.sees("toastText", "Resa började 15:50 och har inget slut")
    for _ in "1530":
        screen.touch("key-back")
    types(screen, "1612")
    screen.touch("saveDayTime")
    screen.sees("day-drive", "15:50–16:12")
    screen.touch("backButton")
    screen.is_gone("forgotten-2026-11-24")
    screen.touch("openDayLog")
    screen.touch("beginDay")
    screen.sees("dayLogPage", "onsdag 25 november · började 07:30")
    screen.touch("endDay")
    screen.sees("reopenDay")
    screen.settle()
    found = alex.core.database.ask(day_log, STORY.alex, alex.clock.now(), TODAY)
    assert found.day is not None and found.day.end == STORY.at("16:12") and found.running is None


def test_who_is_at_work_still_goes_on_with_the_day_that_was_taken_for_forgotten(
    screen: TabletScreen, alex: FieldDay
) -> None:
    alex.does(KeepDayEntry(entry_id="day", kind="day", start=STORY.at("18:00")))
    alex.clock.set(MORNING)
    screen.touch("openDayLog")
    screen.touch("stillWorking")
    screen.is_gone("dayQuestion")
    screen.touch("begin-travel")
    screen.sees("runningSince", "Resa sedan 07:30")
    alex.clock.advance(timedelta(minutes=20))
    screen.touch("endDay")
    screen.sees("reopenDay")
    screen.settle()
    found = alex.core.database.ask(day_log, STORY.alex, alex.clock.now(), TODAY)
    assert [(one.kind, one.start, one.end) for one in found.spans] == [
        ("work", STORY.at("18:00"), MORNING), ("travel", MORNING, MORNING + timedelta(minutes=20)),
    ]


def test_yesterdays_open_day_asks_in_the_night_and_takes_the_last_thing_for_its_end(
    screen: TabletScreen, alex: FieldDay
) -> None:
    alex.does(KeepDayEntry(entry_id="day", kind="day", start=STORY.at("07:00")))
    alex.does(KeepDayEntry(entry_id="desk", kind="office", start=STORY.at("07:00"), end=STORY.at("16:12")))
    alex.clock.set(NIGHT)
    screen.touch("openDayLog")
    screen.sees("dayQuestionText", "Kontor slutade 16:12. Slutade du då?")
    screen.touch("endedThen", "Slutade 16:12")
    screen.sees("dayLogPage", "onsdag 25 november")
    screen.touch("beginDay")
    screen.sees("dayLogPage", "onsdag 25 november · började 00:05")


def test_todays_page_after_midnight_greets_for_the_evening_and_names_the_day_of_a_job_that_goes_on(
    screen: TabletScreen, alex: FieldDay
) -> None:
    alex.step("travelling", "23:20")
    alex.step("arrived", "23:40")
    alex.clock.set(NIGHT)
    screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
    screen.sees("pageTitle", "God kväll, Alex")
    screen.sees("todayPage", "onsdag 25 november")
    screen.sees("day_" + STORY.visit, "Från i går, tisdag 24 november")
    screen.touch("openDayLog")
    screen.sees("dayLogPage", "23:40–nu")
    assert [part_of_day(hour) for hour in (3, 4, 9, 10, 17, 18, 0)] == [
        "evening", "morning", "morning", "day", "day", "evening", "evening",
    ]


def test_a_day_that_has_not_come_can_only_be_removed(screen: TabletScreen, alex: FieldDay) -> None:
    alex.does(KeepDayEntry(entry_id="ahead", kind="day", start=MORNING))
    alex.clock.set(STORY.at("07:00"))
    screen.touch("openDayLog")
    screen.sees("beginDay")
    screen.touch("unended-2026-11-25", "Börjad innan den kom")
    screen.sees("dayQuestionText", "Plattans klocka gick fel")
    screen.touch("removeDay")
    screen.is_gone("removeDay")
    screen.settle()
    assert log(alex).unended == ()


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


def types(screen: TabletScreen, digits: str) -> None:
    for digit in digits:
        screen.touch(f"key-{digit}")


def test_a_time_stands_between_its_buttons_and_is_typed_exactly(screen: TabletScreen, alex: FieldDay) -> None:
    alex.does(KeepDayEntry(entry_id="day", kind="day", start=STORY.at("07:00")))
    alex.does(KeepDayEntry(entry_id="desk", kind="office", start=STORY.at("07:00"), end=STORY.at("07:40")))
    alex.does(KeepDayEntry(entry_id="drive", kind="travel", start=STORY.at("07:45")))
    alex.clock.set(STORY.at("08:00"))
    screen.touch("openDayLog")
    less, shown, more = (screen.sees(f"day{name}-desk") for name in ("Less", "Time", "More"))
    assert less.mapToScene(QPointF()).x() < shown.mapToScene(QPointF()).x() < more.mapToScene(QPointF()).x()
    screen.touch("dayTime-desk", "07:40")
    types(screen, "733")
    screen.sees("dayTimeValue", "07:33")
    screen.touch("saveDayTime")
    screen.sees("dayTime-desk", "07:33")
    screen.touch("dayTime-desk")
    types(screen, "0650")
    screen.touch("saveDayTime")
    screen.sees("toastText", "Tiden slutar före sin början")
    screen.touch("edge-start", "07:00")
    types(screen, "652")
    screen.touch("saveDayTime")
    screen.sees("day-desk", "06:52–07:33")
    screen.touch("dayTime-drive", "07:45")  # what runs has a start only
    assert not screen.items("edge-end")
    types(screen, "0830")
    screen.touch("saveDayTime")
    screen.sees("toastText", "så mycket tid har inte gått än")
    for _ in "0830":
        screen.touch("key-back")
    types(screen, "736")
    screen.touch("saveDayTime")
    screen.sees("day-drive", "07:36–nu")
    screen.touch("beginTime", "07:00")
    types(screen, "648")
    screen.touch("saveDayTime")
    screen.sees("beginTime", "06:48")
    screen.touch("endDay")
    screen.touch("endTime", "08:00")
    types(screen, "758")
    screen.touch("saveDayTime")
    screen.sees("endTime", "07:58")
    screen.settle()
    found = log(alex)
    assert found.day is not None
    assert (found.day.start, found.day.end) == (STORY.at("06:48"), STORY.at("07:58"))
    assert [(one.start, one.end) for one in found.spans] == [
        (STORY.at("06:52"), STORY.at("07:33")), (STORY.at("07:36"), STORY.at("08:00")),
    ]


def test_a_touch_counts_while_an_older_answer_is_still_on_its_way(
    screen: TabletScreen, alex: FieldDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two readers answer: the page already shows the newest answer and is touched again, the older one comes late."""
    alex.clock.set(STORY.at("07:00"))
    screen.touch("openDayLog")
    screen.sees("beginDay")
    screen.settle()
    first, may_answer = threading.Lock(), threading.Event()

    def late(*asked: Any, **more: Any) -> DayLog:
        if first.acquire(blocking=False):
            assert may_answer.wait(PATIENCE / 1000)
        return day_log(*asked, **more)

    monkeypatch.setattr("field_app.view_models.day_log.day_log", late)
    screen.touch("begin-office")  # begins the day too: two commands, two questions
    screen.sees("runningSince", "Kontor sedan 07:00")
    page = screen.application.navigation.page_model
    screen.holds(lambda: not page.is_busy)  # its answer may overtake the word that it was committed
    alex.clock.advance(timedelta(minutes=20))
    screen.touch("begin-office")
    screen.sees("runningSince", "Ett tryck börjar")
    may_answer.set()
    screen.settle()
    assert [(one.kind, one.end) for one in log(alex).spans] == [("office", STORY.at("07:20"))]
