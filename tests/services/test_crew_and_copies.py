"""Helpers, copies and split jobs: stored, refused in words, and undone and redone exactly."""

from datetime import timedelta

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.commands.copies import CopyVisit, RemoveCopy, SplitVisit
from core.commands.crew import SetHelpers
from core.commands.release import ReleaseVisit
from core.errors import UserError
from core.ids import new_id
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.queries.board import VisitRow, board
from core.texts import Texts
from tests.helpers.board_day import TODAY, BoardDay, at, build_board_day


@pytest.fixture
def day(office: Core) -> BoardDay:
    return build_board_day(office)


def do(office: Core, day: BoardDay, command: Command) -> Changes:
    return office.commands.execute(command, day.mara)


def undo(office: Core, day: BoardDay, changes: Changes) -> tuple[Command, ...]:
    """Takes it back; what would take that back."""
    inverse: list[Command] = []
    for command in changes.undo:
        inverse[:0] = do(office, day, command).undo
    return tuple(inverse)


def shown(office: Core) -> dict[str, VisitRow]:
    rows = office.database.ask(board, TODAY, 14, office.clock.now())
    return {row.id: row for row in (*rows.visits, *rows.unplanned)}


def parts_of(office: Core, activity_id: str) -> dict[str, str]:
    with office.database.read() as session:
        found = session.query(ServiceAssignment).filter_by(activity_id=activity_id)
        return {part.person_id: part.step for part in found}


def test_a_helper_is_on_both_rows_and_undo_and_redo_are_exact(office: Core, day: BoardDay) -> None:
    before, job = shown(office), day.jobs["Kontor Opalen"]
    changes = do(office, day, SetHelpers(activity_id=job, helper_ids=(day.people["petra"],)))
    after = shown(office)
    assert Texts("sv").label(changes.label) == "Kontor Opalen: Petra hjälper till"
    assert after[job].helper_ids == (day.people["petra"],)
    redo = undo(office, day, changes)
    assert shown(office) == before
    for command in redo:
        do(office, day, command)
    assert shown(office) == after


def test_a_sent_job_reaches_its_helper_at_once_and_leaves_him_at_undo(office: Core, day: BoardDay) -> None:
    job, petra = day.jobs["Restaurang Kajen"], day.people["petra"]
    changes = do(office, day, SetHelpers(activity_id=job, helper_ids=(petra,), assignment_ids=(new_id(),)))
    assert parts_of(office, job)[petra] == "new"
    redo = undo(office, day, changes)
    assert parts_of(office, job)[petra] == "cancelled"
    do(office, day, redo[0])
    assert parts_of(office, job)[petra] == "new"


def test_who_is_away_cannot_help_and_who_began_is_not_taken_off(office: Core, day: BoardDay) -> None:
    job, petra = day.jobs["Restaurang Kajen"], day.people["petra"]
    with pytest.raises(UserError):
        do(office, day, SetHelpers(activity_id=job, helper_ids=(day.people["johan"],)))
    do(office, day, SetHelpers(activity_id=job, helper_ids=(petra,), assignment_ids=(new_id(),)))
    with office.database.write() as session:
        session.query(ServiceAssignment).filter_by(activity_id=job, person_id=petra).one().step = "travelling"
    with pytest.raises(UserError):
        do(office, day, SetHelpers(activity_id=job, helper_ids=()))
    assert shown(office)[job].helper_ids == (petra,)


def test_a_copy_lies_unplanned_with_the_same_parts(office: Core, day: BoardDay) -> None:
    before, copy = shown(office), new_id()
    changes = do(office, day, CopyVisit(activity_id=day.james_job, copy_id=copy))
    after = shown(office)
    assert (after[copy].start, after[copy].duration, after[copy].customer) == (None, 90, "Kafé Tulpan")
    with office.database.read() as session:
        assert session.query(RequiredMaterial).filter_by(activity_id=copy).count() == 2
    redo = undo(office, day, changes)
    assert shown(office) == before
    for command in redo:
        do(office, day, command)
    assert set(shown(office)) == set(after)


def test_a_long_job_is_split_and_whole_again(office: Core, day: BoardDay) -> None:
    before, job, rest = shown(office), day.jobs["Konditori Aveny"], new_id()
    tomorrow = at("08:00", TODAY + timedelta(days=1))
    changes = do(office, day, SplitVisit(
        activity_id=job, rest_id=rest, first_minutes=60, person_id=day.people["sara"], start=tomorrow,
    ))
    after = shown(office)
    assert (after[job].duration, after[rest].duration, after[rest].person_id) == (60, 30, day.people["sara"])
    redo = undo(office, day, changes)
    assert shown(office) == before
    for command in redo:
        do(office, day, command)
    again = shown(office)
    assert (again[job].duration, again[rest].start) == (60, after[rest].start)


def test_a_copy_that_was_sent_is_not_taken_away(office: Core, day: BoardDay) -> None:
    job, rest = day.jobs["Konditori Aveny"], new_id()
    do(office, day, SplitVisit(
        activity_id=job, rest_id=rest, first_minutes=60, person_id=day.people["sara"],
        start=at("08:00", TODAY + timedelta(days=1)),
    ))
    do(office, day, ReleaseVisit(activity_id=rest, assignment_ids=(new_id(),), message_id=new_id()))
    with pytest.raises(UserError):
        do(office, day, RemoveCopy(activity_id=rest, copied_from=job))
    with office.database.read() as session:
        assert session.get(Activity, rest) is not None


def test_too_short_a_job_is_not_split(office: Core, day: BoardDay) -> None:
    with pytest.raises(UserError):
        do(office, day, SplitVisit(
            activity_id=day.jobs["Konditori Aveny"], rest_id=new_id(), first_minutes=88,
            person_id=day.people["sara"], start=at("08:00", TODAY + timedelta(days=1)),
        ))
