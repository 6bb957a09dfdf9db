"""The course of a visit on the tablet: stamps, refusals in words, and that doing it all again changes nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.visit import AddNote, MarkSeen
from core.errors import UserError
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.visit import Activity, Note, ServiceAssignment, StatusEvent
from core.storage.base import Base
from tests.helpers.cores import opened_office
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story

BOOKKEEPING = {"command_log", "journal", "row_change", "counter", "search_gram", "search_word", "sync_guess"}


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    return FieldDay(tablet)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Core]:
    with opened_office(tmp_path / "desk") as core:
        build_story(core)
        yield core


def rows(core: Core) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but the bookkeeping, table by table."""
    with core.database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in BOOKKEEPING
        }


def assignment(core: Core) -> ServiceAssignment:
    with core.database.read() as session:
        mine = session.get_one(ServiceAssignment, STORY.assignment)
        session.expunge(mine)
        return mine


def test_each_step_has_its_stamp(alex: FieldDay) -> None:
    alex.arrives()
    mine = assignment(alex.core)
    assert mine.accepted_at == STORY.at("09:30")
    assert mine.travel_started_at == STORY.at("09:33")
    assert mine.arrived_at == STORY.at("09:47")
    with alex.core.database.read() as session:
        visit = session.get_one(Activity, STORY.visit)
        assert (visit.state, visit.started_at, visit.arrived_at) == (
            "in_execution", STORY.at("09:33"), STORY.at("09:47")
        )
        events = session.scalars(select(StatusEvent).order_by(StatusEvent.at)).all()
        assert [event.to_step for event in events] == ["accepted", "travelling", "arrived"]


def test_a_step_out_of_order_is_refused_and_changes_nothing(alex: FieldDay) -> None:
    before = rows(alex.core)
    with pytest.raises(UserError, match=r"visit\.error_step"):
        alex.step("working")
    assert rows(alex.core) == before


def test_saying_no_needs_a_reason(alex: FieldDay) -> None:
    with pytest.raises(UserError, match=r"visit\.error_reason_needed"):
        alex.step("rejected")
    alex.step("rejected", reason="Sjuk")
    assert (assignment(alex.core).step, assignment(alex.core).reason) == ("rejected", "Sjuk")


def test_a_no_is_taken_back_to_where_it_was_said_until_the_office_has_acted(alex: FieldDay) -> None:
    alex.step("accepted")
    alex.step("rejected", reason="Sjuk")
    alex.step("accepted")
    assert (assignment(alex.core).step, assignment(alex.core).reason) == ("accepted", "")
    alex.step("rejected", reason="Sjuk")
    with alex.core.database.write() as session:
        session.get_one(Activity, STORY.visit).lead_person_id = STORY.milan
    with pytest.raises(UserError, match=r"visit\.error_step"):
        alex.step("accepted")
    assert assignment(alex.core).step == "rejected"


def test_a_break_is_a_pause_and_the_work_goes_on(alex: FieldDay) -> None:
    alex.arrives()
    for step in ("working", "paused", "working"):
        alex.step(step)
    assert assignment(alex.core).step == "working"


def test_the_first_look_is_kept_and_not_the_second(alex: FieldDay) -> None:
    alex.clock.set(STORY.at("09:00"))
    seen = MarkSeen(activity_id=STORY.visit, assignment_id=STORY.assignment)
    alex.does(seen)
    alex.clock.set(STORY.at("09:10"))
    alex.does(seen)
    assert assignment(alex.core).seen_at == STORY.at("09:00")


def test_a_note_needs_words(alex: FieldDay) -> None:
    with pytest.raises(UserError, match=r"visit\.error_note_empty"):
        alex.does(AddNote(activity_id=STORY.visit, note_id=new_id(), text="  "))
    alex.does(AddNote(activity_id=STORY.visit, note_id="note-1", text=" Koden är ändrad "))
    with alex.core.database.read() as session:
        assert session.get_one(Note, "note-1").text == "Koden är ändrad"


def test_the_whole_visit_ends_the_call(alex: FieldDay) -> None:
    alex.works_the_whole_visit()
    with alex.core.database.read() as session:
        visit = session.get_one(Activity, STORY.visit)
        assert (visit.state, visit.outcome, visit.report_email) == ("done", "solved", "james@kafetulpan.example")
        assert session.get_one(ServiceCall, STORY.call).state == "technically_complete"
    assert assignment(alex.core).step == "done"


def test_doing_it_all_again_changes_nothing(alex: FieldDay) -> None:
    alex.works_the_whole_visit()
    before = rows(alex.core)
    alex.replays()
    assert rows(alex.core) == before
    alex.replays()
    assert rows(alex.core) == before


def test_the_office_takes_each_command_once(alex: FieldDay, desk: Core) -> None:
    alex.works_the_whole_visit()
    for issued in alex.issued:
        _changes, flags = desk.commands.interpret(issued)
        assert flags == 0, issued.command
    before = rows(desk)
    assert [desk.commands.interpret(issued)[0].touched for issued in alex.issued] == [()] * len(alex.issued)
    assert rows(desk) == before
    with desk.database.read() as session:
        assert session.get_one(ServiceCall, STORY.call).state == "technically_complete"


def test_both_sides_end_with_the_same_visit(alex: FieldDay, desk: Core) -> None:
    alex.works_the_whole_visit()
    for issued in alex.issued:
        desk.commands.interpret(issued)
    here, there = rows(alex.core), rows(desk)
    differing = [table for table in ("activity", "service_assignment", "status_event", "time_effort", "material",
                                     "mileage", "checklist_answer", "reading", "signature", "stock_move", "attachment")
                 if Counter(map(str, here[table])) != Counter(map(str, there[table]))]
    assert differing == []
