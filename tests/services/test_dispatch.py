"""Planning visits: what is allowed, what is refused in words, and that every step can be taken back exactly."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.clock import at_local
from core.commands.dispatch import PlanVisit, ResizeVisit, SwapVisits, UnplanVisit
from core.commands.intake import IntakeForm, RegisterCall
from core.commands.release import ReleaseVisit
from core.errors import UserError
from core.ids import new_id
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Absence, PersonSkill
from core.queries.board import BoardRows, board
from core.texts import Texts
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan

TEXTS = Texts("sv")


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def at(hour: int, minute: int = 0) -> datetime:
    return at_local(TODAY, time(hour, minute))


def james_calls(office: Core, firm: KafeTulpan) -> str:
    """Registers James's call; returns its visit."""
    visit = new_id()
    form = IntakeForm(
        partner_id=firm.partner, contact_id=firm.james, address_id=firm.address, equipment_ids=(firm.espresso,),
        problem="Tappar tryck", fault_template_id=firm.pressure, priority="emergency",
    )
    office.commands.execute(RegisterCall(call_id=new_id(), activity_id=visit, form=form), firm.mara)
    return visit


def do(office: Core, firm: KafeTulpan, command: Any) -> Changes:
    return office.commands.execute(command, firm.mara)


def undo(office: Core, firm: KafeTulpan, changes: Changes) -> list[Changes]:
    return [office.commands.execute(command, firm.mara) for command in changes.undo]


def rows(office: Core) -> BoardRows:
    return office.database.ask(board, TODAY, 5, office.clock.now())


def activity(office: Core, visit: str) -> Activity:
    with office.database.read() as session:
        row = session.get(Activity, visit)
        assert row is not None
        session.expunge(row)
        return row


def test_a_planned_job_leaves_the_list_and_stands_on_the_board(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    assert visit in {row.id for row in rows(office).unplanned}
    changes = do(office, firm, PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10)))
    assert TEXTS.label(changes.label) == "Kafé Tulpan → Alex 10:00"
    after = rows(office)
    assert visit not in {row.id for row in after.unplanned}
    bar = next(row for row in after.visits if row.id == visit)
    assert (bar.person_id, bar.status, bar.duration) == (firm.alex, "planned", 90)


def test_a_planned_job_is_not_seen_by_the_technician(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    do(office, firm, PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10)))
    assert activity(office, visit).released_at is None
    with office.database.read() as session:
        assert not session.query(ServiceAssignment).filter_by(activity_id=visit).count()


def test_the_label_says_the_day_when_it_is_another(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    start = at(10) + timedelta(days=1)
    changes = do(office, firm, PlanVisit(activity_id=visit, person_id=firm.elin, start=start))
    assert TEXTS.label(changes.label) == "Kafé Tulpan → Elin onsdag 25 november 10:00"


def test_a_missing_certificate_is_a_hard_stop_and_nothing_moves(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    with office.database.write() as session:
        session.query(PersonSkill).filter_by(person_id=firm.elin, skill_id=firm.skill_pressure).delete()
    before = rows(office)
    with pytest.raises(UserError) as refusal:
        do(office, firm, PlanVisit(activity_id=visit, person_id=firm.elin, start=at(10)))
    assert TEXTS.error(refusal.value).startswith("Elin saknar Tryckkärl")
    assert rows(office) == before


def test_nobody_is_planned_while_away(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    with office.database.write() as session:
        session.add(Absence(id=new_id(), person_id=firm.alex, kind="sick", start=at(0), end=at(23)))
    with pytest.raises(UserError) as refusal:
        do(office, firm, PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10)))
    assert refusal.value.key == "board.error_absent"


def test_an_accepted_clash_is_kept_with_who_and_when(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    command = PlanVisit(activity_id=visit, person_id=firm.alex, start=at(13, 30), accepted=("overlap",))
    do(office, firm, command)
    kept = activity(office, visit).accepted_conflicts
    assert kept == [{"code": "overlap", "by": firm.mara, "at": office.clock.now().isoformat()}]


def test_what_a_technician_has_begun_stays_where_it_is(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    do(office, firm, PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10)))
    do(office, firm, ReleaseVisit(activity_id=visit, assignment_ids=(part := new_id(),), message_id=new_id()))
    with office.database.write() as session:
        session.get_one(ServiceAssignment, part).step = "travelling"
    for command in (
        PlanVisit(activity_id=visit, person_id=firm.elin, start=at(11)), UnplanVisit(activity_id=visit),
    ):
        with pytest.raises(UserError) as refusal:
            do(office, firm, command)
        assert TEXTS.error(refusal.value).startswith("Alex har redan börjat med Kafé Tulpan")


def test_another_technician_takes_it_from_the_first_at_once(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    do(office, firm, PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10)))
    do(office, firm, ReleaseVisit(activity_id=visit, assignment_ids=(part := new_id(),), message_id=new_id()))
    changes = do(office, firm, PlanVisit(activity_id=visit, person_id=firm.elin, start=at(10)))
    with office.database.read() as session:
        assert session.get_one(ServiceAssignment, part).step == "cancelled"
    assert activity(office, visit).state == "planned"
    undo(office, firm, changes)
    with office.database.read() as session:
        assert session.get_one(ServiceAssignment, part).step == "new"
    assert activity(office, visit).state == "released"


def test_a_swap_changes_both_and_its_undo_changes_both_back(office: Core, firm: KafeTulpan) -> None:
    first, second = james_calls(office, firm), next(
        row.id for row in rows(office).visits if row.customer == "Café Husaren"
    )
    do(office, firm, PlanVisit(activity_id=first, person_id=firm.elin, start=at(9)))
    before = rows(office)
    changes = do(office, firm, SwapVisits(first_id=first, second_id=second))
    places = {row.id: (row.person_id, row.start) for row in rows(office).visits}
    was = {row.id: (row.person_id, row.start) for row in before.visits}
    assert places[first] == was[second] and places[second] == was[first]
    undo(office, firm, changes)
    assert rows(office) == before


@pytest.mark.parametrize("minutes", [0, 4, 24 * 60 + 1, -30])
def test_an_impossible_length_is_refused(office: Core, firm: KafeTulpan, minutes: int) -> None:
    visit = james_calls(office, firm)
    with pytest.raises(UserError):
        do(office, firm, ResizeVisit(activity_id=visit, duration_minutes=minutes))


def test_the_same_command_twice_changes_nothing_more(office: Core, firm: KafeTulpan) -> None:
    visit = james_calls(office, firm)
    command = PlanVisit(activity_id=visit, person_id=firm.alex, start=at(10))
    do(office, firm, command)
    before = rows(office)
    assert do(office, firm, command).ids("activity") == set()
    assert rows(office) == before
