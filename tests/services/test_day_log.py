"""The day log: own entries only, corrected in place with a history, carried to the owner's tablet and nobody else's."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.clock import at_local
from core.commands.day_log import KeepDayEntry, RemoveDayEntry
from core.errors import UserError
from core.model.history import Journal
from core.presenters.day_log import day_page
from core.queries.day_log import DayLog, day_log, day_logs, forgotten_days
from core.queries.own_history import own_history
from core.rules.day_log import GAP
from core.sync.scope import DAYS_BACK, scope
from core.texts import Texts
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, TODAY, build_story


@pytest.fixture
def alex(office: Core) -> FieldDay:
    build_story(office)
    return FieldDay(office)


def keeps(day: FieldDay, entry: str, kind: str, start: str, end: str = "") -> None:
    ended = STORY.at(end) if end else None
    day.does(KeepDayEntry(entry_id=entry, kind=kind, start=STORY.at(start), end=ended))


HOUR = timedelta(hours=1)
TOMORROW = TODAY + timedelta(days=1)
AFTER_MIDNIGHT = at_local(TOMORROW, time(0, 5))
NEXT_MORNING = at_local(TOMORROW, time(7, 30))


def log(alex: FieldDay, day: date | None = None) -> DayLog:
    return alex.core.database.ask(day_log, STORY.alex, alex.clock.now(), day)


def test_a_day_has_its_own_entries_and_the_time_on_jobs(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "07:00")
    keeps(alex, "office", "office", "07:00", "07:30")
    alex.arrives()
    alex.clock.set(STORY.at("11:30"))
    alex.records_time("work", "09:47", "11:12")
    found = log(alex)
    assert found.day is not None and found.day.start == STORY.at("07:00") and found.day.end is None
    assert [(one.kind, one.customer, one.is_unrecorded) for one in found.spans] == [
        ("office", "", False), ("travel", "Kafé Tulpan", True), ("work", "Kafé Tulpan", False),
        ("work", "Kafé Tulpan", True),
    ]
    keeps(alex, "lunch", "break", "11:30")
    assert log(alex).running is not None
    keeps(alex, "lunch", "break", "11:30", "12:00")
    keeps(alex, "day", "day", "07:00", "16:00")
    assert log(alex).running is None
    alex.replays()
    again = log(alex)
    assert again.day is not None and again.day.end == STORY.at("16:00")
    assert [one.id for one in again.spans if not one.is_unrecorded] == ["office", found.spans[2].id, "lunch"]


def test_work_on_a_paused_job_stands_there_as_what_it_is_and_not_as_a_gap(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "09:33")
    alex.arrives()
    keeps(alex, "coffee", "break", "10:00", "10:10")
    alex.step("paused", "10:30")
    alex.clock.set(STORY.at("11:00"))
    assert [(one.kind, one.start, one.end) for one in log(alex).spans] == [
        ("travel", STORY.at("09:33"), STORY.at("09:47")), ("work", STORY.at("09:47"), STORY.at("10:00")),
        ("break", STORY.at("10:00"), STORY.at("10:10")), ("work", STORY.at("10:10"), STORY.at("10:30")),
    ]
    page = day_page(log(alex), alex.clock.now(), Texts("sv"))
    assert page.rows[1].detail == "Kafé Tulpan · inte sparad än" and not page.rows[1].own
    assert [(row.kind, row.time) for row in page.rows if row.kind == GAP] == [(GAP, "10:30–11:00")]


def test_the_night_belongs_to_the_day_that_it_was_begun_on(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "22:00")
    keeps(alex, "desk", "office", "22:00")
    alex.clock.set(AFTER_MIDNIGHT)
    found = log(alex)
    assert (found.date, found.is_current, found.is_forgotten) == (TODAY, True, False)
    assert found.running is not None and found.running.id == "desk"
    alex.does(KeepDayEntry(entry_id="lunch", kind="break", start=AFTER_MIDNIGHT, end=AFTER_MIDNIGHT + HOUR))
    alex.clock.set(AFTER_MIDNIGHT + 2 * HOUR)
    found = log(alex)
    assert [(one.id, one.end, one.is_unended) for one in found.spans] == [
        ("desk", AFTER_MIDNIGHT, True), ("lunch", AFTER_MIDNIGHT + HOUR, False),
    ], "what begins later ends what ran"
    assert log(alex, day=TOMORROW).spans == () and log(alex, day=TOMORROW).day is None
    alex.does(KeepDayEntry(entry_id="day", kind="day", start=STORY.at("22:00"), end=AFTER_MIDNIGHT + 2 * HOUR))
    assert log(alex).date == TOMORROW and len(log(alex, day=TODAY).spans) == 2


def test_a_job_in_the_night_is_there_though_no_day_was_begun(alex: FieldDay) -> None:
    alex.step("travelling", "23:30")
    alex.step("arrived", "23:50")
    alex.clock.set(AFTER_MIDNIGHT)
    found = log(alex)
    assert found.date == TODAY and found.job is not None and found.job.start == STORY.at("23:50")
    assert [one.kind for one in found.spans] == ["travel", "work"]


def test_a_forgotten_day_counts_to_its_last_sign_and_the_next_one_is_another(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "07:00")
    keeps(alex, "desk", "office", "07:00", "07:40")
    keeps(alex, "drive", "travel", "15:50")
    alex.clock.set(NEXT_MORNING)
    found = log(alex)
    assert (found.date, found.is_forgotten, found.last_sign) == (TODAY, True, STORY.at("15:50"))
    page = day_page(found, alex.clock.now(), Texts("sv"))
    assert page.state == "forgotten" and "tisdag 24 november" in page.question and "15:50" in page.question
    assert page.sums[0] == "Kontor 40\u00a0min" and page.rows[-1].end == STORY.at("15:50")
    with alex.core.database.read() as session:
        [office] = [one.log for one in day_logs(session, TODAY, NEXT_MORNING) if one.person_id == STORY.alex]
        assert day_page(office, NEXT_MORNING, Texts("sv")).sums == page.sums, "the office counts the same"
        assert forgotten_days(session, STORY.alex, NEXT_MORNING) == (TODAY,)
    alex.does(KeepDayEntry(entry_id="next", kind="day", start=NEXT_MORNING))
    found = log(alex)
    assert (found.date, found.is_forgotten, found.unended) == (TOMORROW, False, (TODAY,))
    assert found.spans == ()


def test_a_day_begun_on_two_tablets_is_one(alex: FieldDay) -> None:
    keeps(alex, "day-a", "day", "07:00")
    keeps(alex, "desk-a", "office", "07:00")
    keeps(alex, "day-b", "day", "07:05", "16:00")
    keeps(alex, "lunch-b", "break", "12:00", "12:30")
    alex.clock.set(STORY.at("17:00"))
    found = log(alex)
    assert found.day is not None and found.day_ids == ("day-a", "day-b") and found.running is None
    assert (found.day.start, found.day.end) == (STORY.at("07:00"), STORY.at("16:00"))
    assert [(one.id, one.end) for one in found.spans] == [
        ("desk-a", STORY.at("12:00")), ("lunch-b", STORY.at("12:30")),
    ]


def test_a_day_that_a_wrong_clock_began_in_the_time_to_come_is_not_todays(alex: FieldDay) -> None:
    alex.does(KeepDayEntry(entry_id="ahead", kind="day", start=NEXT_MORNING))
    found = log(alex)
    assert (found.date, found.day, found.unended) == (TODAY, None, (TOMORROW,))
    assert day_page(log(alex, day=TOMORROW), alex.clock.now(), Texts("sv")).question.startswith("Den dagen har inte")


def test_an_open_day_stays_on_the_tablet_however_old_it_is(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "07:00")
    keeps(alex, "desk", "office", "07:00", "08:00")
    later = TODAY + timedelta(days=DAYS_BACK + 5)
    with alex.core.database.read() as session:
        carried = scope(session, STORY.alex, later)
    assert ("day_entry", "day") in carried and ("day_entry", "desk") not in carried


def test_a_job_that_is_paused_is_not_under_way(alex: FieldDay) -> None:
    alex.arrives()
    job = log(alex).job
    assert job is not None and job.start == STORY.at("09:47")
    alex.step("paused", "10:15")
    assert log(alex).job is None
    alex.step("working", "11:20")
    job = log(alex).job
    assert job is not None and job.start == STORY.at("11:20")


def test_what_was_changed_or_removed_stays_in_the_history(alex: FieldDay) -> None:
    keeps(alex, "office", "office", "07:00", "07:30")
    keeps(alex, "office", "office", "07:00", "07:45")
    alex.does(RemoveDayEntry(entry_id="office"))
    assert log(alex).spans == ()
    with alex.core.database.read() as session:
        fields = session.scalars(select(Journal.field).where(Journal.row_id == "office")).all()
    assert {"end", "removed"} <= set(fields)


@pytest.mark.parametrize(("kind", "start", "end"), [
    ("nap", STORY.at("07:00"), None), ("office", STORY.at("08:00"), STORY.at("07:00")),
    ("office", datetime(2026, 11, 24, 8), None),  # a time without a zone
])
def test_what_makes_no_sense_is_refused(alex: FieldDay, kind: str, start: datetime, end: datetime | None) -> None:
    with pytest.raises(UserError):
        alex.does(KeepDayEntry(entry_id="x", kind=kind, start=start, end=end))
    assert log(alex).spans == ()


def test_nobody_changes_anothers_day_and_only_his_tablet_carries_it(alex: FieldDay) -> None:
    keeps(alex, "office", "office", "07:00", "07:30")
    milan = FieldDay(alex.core, STORY.milan)
    with pytest.raises(UserError):
        milan.does(RemoveDayEntry(entry_id="office"))
    with alex.core.database.read() as session:
        assert ("day_entry", "office") in scope(session, STORY.alex, TODAY)
        assert ("day_entry", "office") not in scope(session, STORY.milan, TODAY)


@pytest.mark.parametrize(("words", "hits"), [
    ("", 2), ("tulpan årsservice", 1), ("E6120417", 2), ("tappar", 1), ("02048", 1), ("packning", 2),
    ("vänster packning", 1), ("husaren", 0),
])
def test_own_visits_are_found_by_any_word(alex: FieldDay, words: str, hits: int) -> None:
    alex.works_the_whole_visit()
    found = alex.core.database.ask(own_history, STORY.alex, words)
    assert len(found) == hits
