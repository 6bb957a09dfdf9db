"""The day log: own entries only, corrected in place with a history, carried to the owner's tablet and nobody else's."""

from datetime import datetime

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.day_log import KeepDayEntry, RemoveDayEntry
from core.errors import UserError
from core.model.history import Journal
from core.queries.day_log import DayLog, day_log
from core.queries.own_history import own_history
from core.sync.scope import scope
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, TODAY, build_story


@pytest.fixture
def alex(office: Core) -> FieldDay:
    build_story(office)
    return FieldDay(office)


def keeps(day: FieldDay, entry: str, kind: str, start: str, end: str = "") -> None:
    ended = STORY.at(end) if end else None
    day.does(KeepDayEntry(entry_id=entry, kind=kind, start=STORY.at(start), end=ended))


def log(day: FieldDay, person: str = STORY.alex) -> DayLog:
    return day.core.database.ask(day_log, person, TODAY)


def test_a_day_has_its_own_entries_and_the_time_on_jobs(alex: FieldDay) -> None:
    keeps(alex, "day", "day", "07:00")
    keeps(alex, "office", "office", "07:00", "07:30")
    alex.arrives()
    alex.records_time("work", "09:47", "11:12")
    found = log(alex)
    assert found.day is not None and found.day.start == STORY.at("07:00") and found.day.end is None
    assert [(one.kind, one.customer) for one in found.spans] == [("office", ""), ("work", "Kafé Tulpan")]
    keeps(alex, "lunch", "break", "11:30")
    assert log(alex).running is not None
    keeps(alex, "lunch", "break", "11:30", "12:00")
    keeps(alex, "day", "day", "07:00", "16:00")
    assert log(alex).running is None
    alex.replays()
    again = log(alex)
    assert again.day is not None and again.day.end == STORY.at("16:00") and len(again.spans) == 3


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
