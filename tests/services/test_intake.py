"""Taking a call: nothing typed is lost, a call gets its number once, and everything can be taken back."""

from datetime import time, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock, at_local
from core.commands.base import Command
from core.commands.intake import (
    BookCall,
    CancelCall,
    DiscardDraft,
    EditCall,
    IntakeForm,
    MergeIntoOpenCall,
    NoteOnCall,
    RegisterCall,
    ReopenCall,
    SaveDraft,
)
from core.errors import UserError
from core.ids import new_id
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.knowledge import Diagram, DiagramHotspot
from core.model.visit import Activity, Note, RequiredMaterial
from core.queries.symptoms import symptoms
from core.rules.wish import parse_wish
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def told(office: Core, command: Command, by: str) -> Changes:
    return office.commands.execute(command, by)


def undo(office: Core, changes: Changes, by: str) -> Changes:
    last = Changes()
    for command in changes.undo:
        last = told(office, command, by)
    return last


def james(firm: KafeTulpan, office: Core) -> IntakeForm:
    wish = parse_wish("10-12", office.clock.now())
    assert wish is not None
    return IntakeForm(
        who_text="031-555 01 40", partner_id=firm.partner, contact_id=firm.james, equipment_ids=(firm.espresso,),
        problem="Tappar tryck", fault_template_id=firm.pressure, priority="emergency", wish_text="10-12",
        wish_from=wish.start, wish_to=wish.end,
    )


def call_of(office: Core, call_id: str) -> ServiceCall:
    with office.database.read() as session:
        call = session.get(ServiceCall, call_id)
        assert call is not None
        session.expunge(call)
        return call


def test_the_first_key_press_is_already_saved(office: Core, firm: KafeTulpan) -> None:
    call_id = new_id()
    told(office, SaveDraft(call_id=call_id, form=IntakeForm(who_text="0")), firm.mara)
    call = call_of(office, call_id)
    assert call.state == "draft"
    assert call.number is None
    assert call.intake == {"who_text": "0"}


def test_registering_gives_a_number_a_promise_and_one_visit_with_all_that_the_symptom_needs(
    office: Core, firm: KafeTulpan
) -> None:
    call_id, visit_id = new_id(), new_id()
    told(office, SaveDraft(call_id=call_id, form=IntakeForm(who_text="031")), firm.mara)
    changes = told(office, RegisterCall(call_id=call_id, activity_id=visit_id, form=james(firm, office)), firm.mara)
    call = call_of(office, call_id)
    assert call.state == "open"
    assert call.number == "S-2026-00001"
    assert call.contract_id == firm.contract
    assert call.address_id == firm.address
    assert call.sla_respond_by == office.clock.now() + timedelta(hours=4)
    assert (call.promised_from, call.promised_to) == (james(firm, office).wish_from, james(firm, office).wish_to)
    with office.database.read() as session:
        visit = session.get(Activity, visit_id)
        assert visit is not None
        assert (visit.state, visit.duration_minutes) == ("draft", 90)
        assert visit.required_skill_ids == [firm.skill_espresso, firm.skill_pressure]
        assert visit.checklist_template_ids == [firm.checklist]
        parts = session.scalars(select(RequiredMaterial.item_id).where(RequiredMaterial.activity_id == visit_id)).all()
        assert set(parts) == {firm.switch, firm.gasket}
    assert changes.label is not None and office.texts.label(changes.label) == "Kafé Tulpan: ärende S-2026-00001 sparat"


def test_only_who_and_what_are_asked_for(office: Core, firm: KafeTulpan) -> None:
    form = IntakeForm(partner_id=firm.husaren, problem="Läcker vid foten")
    told(office, RegisterCall(call_id=new_id(), activity_id=new_id(), form=form), firm.mara)
    for missing, key in (
        (IntakeForm(problem="Läcker"), "intake.error_who_needed"),
        (IntakeForm(partner_id=firm.husaren, problem="  "), "intake.error_what_needed"),
    ):
        with pytest.raises(UserError) as error:
            told(office, RegisterCall(call_id=new_id(), activity_id=new_id(), form=missing), firm.mara)
        assert error.value.key == key
        assert office.texts.error(error.value) != key


def test_a_late_draft_save_never_reverts_a_registered_call(office: Core, firm: KafeTulpan) -> None:
    call_id = new_id()
    told(office, RegisterCall(call_id=call_id, activity_id=new_id(), form=james(firm, office)), firm.mara)
    told(office, SaveDraft(call_id=call_id, form=IntakeForm(who_text="031")), firm.mara)
    assert call_of(office, call_id).state == "open"
    assert call_of(office, call_id).partner_id == firm.partner


def test_registering_the_same_call_again_changes_nothing(office: Core, firm: KafeTulpan) -> None:
    command = RegisterCall(call_id=new_id(), activity_id=new_id(), form=james(firm, office))
    told(office, command, firm.mara)
    again = told(office, command, firm.mara)
    assert again.touched == ()
    with office.database.read() as session:
        assert session.scalar(select(func.count()).where(Activity.call_id == command.call_id)) == 1


def test_the_same_call_saved_twice_within_two_minutes_is_stopped_with_a_way_to_the_first(
    office: Core, firm: KafeTulpan
) -> None:
    first, clock = new_id(), office.clock
    assert isinstance(clock, FixedClock)
    told(office, RegisterCall(call_id=first, activity_id=new_id(), form=james(firm, office)), firm.mara)
    clock.advance(timedelta(seconds=90))
    with pytest.raises(UserError) as error:
        told(office, RegisterCall(call_id=new_id(), activity_id=new_id(), form=james(firm, office)), firm.mara)
    assert error.value.key == "intake.error_same_call"
    assert error.value.params["call_id"] == first
    clock.advance(timedelta(seconds=60))
    told(office, RegisterCall(call_id=new_id(), activity_id=new_id(), form=james(firm, office)), firm.mara)


def test_undo_of_a_registration_brings_the_draft_back_and_redo_keeps_the_number(office: Core, firm: KafeTulpan) -> None:
    command = RegisterCall(call_id=new_id(), activity_id=new_id(), form=james(firm, office))
    changes = told(office, command, firm.mara)
    back = undo(office, changes, firm.mara)
    call = call_of(office, command.call_id)
    assert (call.state, call.problem, call.due_at) == ("draft", "Tappar tryck", None)
    with office.database.read() as session:
        assert session.get(Activity, command.activity_id) is None
        assert session.scalar(select(func.count()).select_from(RequiredMaterial)) == 0
    undo(office, back, firm.mara)
    assert (call_of(office, command.call_id).state, call_of(office, command.call_id).number) == ("open", "S-2026-00001")


def test_a_discarded_draft_comes_back_as_it_was(office: Core, firm: KafeTulpan) -> None:
    call_id = new_id()
    told(office, SaveDraft(call_id=call_id, form=james(firm, office)), firm.mara)
    changes = told(office, DiscardDraft(call_id=call_id), firm.mara)
    with office.database.read() as session:
        assert session.get(ServiceCall, call_id) is None
    undo(office, changes, firm.mara)
    assert call_of(office, call_id).intake["who_text"] == "031-555 01 40"
    with office.database.read() as session:
        machines = session.scalars(
            select(ServiceCallEquipment.equipment_id).where(ServiceCallEquipment.call_id == call_id)
        ).all()
        assert machines == [firm.espresso]


def test_a_saved_call_cannot_be_thrown_away_as_a_draft(office: Core, firm: KafeTulpan) -> None:
    command = RegisterCall(call_id=new_id(), activity_id=new_id(), form=james(firm, office))
    told(office, command, firm.mara)
    with pytest.raises(UserError, match=r"intake\.error_not_a_draft"):
        told(office, DiscardDraft(call_id=command.call_id), firm.mara)


def test_merging_adds_machine_words_time_and_parts_to_the_open_call_and_can_be_undone(
    office: Core, firm: KafeTulpan
) -> None:
    draft, note, target = new_id(), new_id(), firm.calls[-1]
    told(office, SaveDraft(call_id=draft, form=james(firm, office)), firm.mara)
    changes = told(
        office, MergeIntoOpenCall(call_id=draft, target_id=target, note_id=note, form=james(firm, office)), firm.mara
    )
    with office.database.read() as session:
        assert session.get(ServiceCall, draft) is None
        machines = session.scalars(
            select(ServiceCallEquipment.equipment_id).where(ServiceCallEquipment.call_id == target)
        ).all()
        assert set(machines) == {firm.water, firm.espresso}
        visit = session.scalars(select(Activity).where(Activity.call_id == target)).one()
        assert visit.duration_minutes == 120
        assert firm.skill_pressure in visit.required_skill_ids
        remark = session.get(Note, note)
        assert remark is not None and remark.text == "Tappar tryck"
    undo(office, changes, firm.mara)
    assert call_of(office, draft).state == "draft"
    with office.database.read() as session:
        visit = session.scalars(select(Activity).where(Activity.call_id == target)).one()
        assert (visit.duration_minutes, visit.required_skill_ids) == (30, [])
        assert session.get(Note, note) is None
        assert session.scalar(select(func.count()).select_from(RequiredMaterial)) == 0


def test_cancelling_takes_the_visit_along_and_undo_brings_both_back(office: Core, firm: KafeTulpan) -> None:
    target = firm.calls[-1]
    changes = told(office, CancelCall(call_id=target, reason="Kunden bytte själv", note_id=new_id()), firm.mara)
    with office.database.read() as session:
        assert session.scalars(select(Activity.state).where(Activity.call_id == target)).one() == "cancelled"
    assert call_of(office, target).state == "cancelled"
    undo(office, changes, firm.mara)
    assert call_of(office, target).state == "open"
    with office.database.read() as session:
        assert session.scalars(select(Activity.state).where(Activity.call_id == target)).one() == "planned"
        assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_cancelling_asks_why(office: Core, firm: KafeTulpan) -> None:
    with pytest.raises(UserError, match=r"calls\.error_reason_needed"):
        told(office, CancelCall(call_id=firm.calls[-1], reason=" ", note_id=new_id()), firm.mara)


def test_a_closed_call_is_taken_up_again_with_a_new_visit(office: Core, firm: KafeTulpan) -> None:
    closed, visit = firm.calls[0], new_id()
    command = ReopenCall(call_id=closed, reason="Samma fel igen", activity_id=visit, note_id=new_id())
    changes = told(office, command, firm.mara)
    assert call_of(office, closed).state == "open"
    with office.database.read() as session:
        again = session.get(Activity, visit)
        assert again is not None and again.next_visit_of_id is not None
    undo(office, changes, firm.mara)
    assert call_of(office, closed).state == "closed"
    assert call_of(office, closed).completed_at is not None


def test_a_note_is_kept_and_can_be_taken_back(office: Core, firm: KafeTulpan) -> None:
    note = new_id()
    changes = told(office, NoteOnCall(note_id=note, call_id=firm.calls[-1], text="Ring före"), firm.mara)
    undo(office, changes, firm.mara)
    with office.database.read() as session:
        assert session.get(Note, note) is None


def test_an_edit_changes_only_what_it_names(office: Core, firm: KafeTulpan) -> None:
    changes = told(office, EditCall(call_id=firm.calls[-1], priority="high"), firm.mara)
    assert call_of(office, firm.calls[-1]).priority == "high"
    assert call_of(office, firm.calls[-1]).subject == "Filterbyte"
    undo(office, changes, firm.mara)
    assert call_of(office, firm.calls[-1]).priority == "normal"


def test_booking_registers_and_plans_in_one_step_and_undo_brings_the_draft_back(
    office: Core, firm: KafeTulpan
) -> None:
    start = at_local(TODAY, time(10))
    command = BookCall(
        call_id=new_id(), activity_id=new_id(), form=james(firm, office), person_id=firm.alex, start=start
    )
    changes = told(office, command, firm.mara)
    with office.database.read() as session:
        visit = session.get(Activity, command.activity_id)
        assert visit is not None
        assert (visit.state, visit.lead_person_id, visit.planned_start) == ("planned", firm.alex, start)
    assert call_of(office, command.call_id).state == "open"
    for step in changes.undo:
        told(office, step, firm.mara)
    assert call_of(office, command.call_id).state == "draft"
    with office.database.read() as session:
        assert session.get(Activity, command.activity_id) is None


def test_a_fault_asks_for_no_part_that_is_made_for_other_models(office: Core, firm: KafeTulpan) -> None:
    with office.database.write() as session:
        session.add(Item(id="linea", code="LM-LINEA", name="Linea PB", kind="machine"))
        session.add(Diagram(id="group", title="Grupp", item_ids=["linea"]))
        session.flush()
        session.add(DiagramHotspot(id="spot", diagram_id="group", position="1", item_id=firm.gasket, x=0.5, y=0.5))
        session.get_one(Equipment, firm.espresso).item_id = firm.model

    def needed(form: IntakeForm) -> set[str]:
        call, visit = new_id(), new_id()
        told(office, RegisterCall(call_id=call, activity_id=visit, form=form), firm.mara)
        with office.database.read() as session:
            return set(session.scalars(select(RequiredMaterial.item_id).where(RequiredMaterial.activity_id == visit)))

    form = james(firm, office)
    assert needed(form) == {firm.switch}
    symptom = office.database.ask(symptoms, "Tappar tryck", (), (firm.model,))[0]
    assert (symptom.template_id, symptom.parts) == (firm.pressure, 1), "the card says what the call will ask for"
    office.clock.advance(timedelta(minutes=10))  # type: ignore[attr-defined]
    assert needed(msgspec.structs.replace(form, equipment_ids=())) == {firm.switch, firm.gasket}
