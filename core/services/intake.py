"""Takes calls: the draft that is saved as it is typed, and what it becomes when it is registered or booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from core.clock import local
from core.commands.dispatch import PlanVisit
from core.commands.intake import (
    BackToDraft,
    BookCall,
    DiscardDraft,
    IntakeForm,
    RegisterCall,
    SaveDraft,
)
from core.ids import derived_id
from core.model.call import FaultTemplate, ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.knowledge import ChecklistTemplate
from core.model.visit import Activity, RequiredMaterial
from core.queries.part_models import fitting, models_of
from core.rules.folding import fold
from core.rules.made_for import meant_for
from core.rules.service_hours import add_service_hours, service_hours_of
from core.services import dispatch
from core.storage.unit_of_work import UnitOfWork

SAME_CALL_WITHIN = timedelta(minutes=2)
SUBJECT_LENGTH = 80
_DUE_HOURS = {"emergency": 4.0, "high": 10.0, "normal": 50.0, "planned": 200.0}
"""Service hours until a call without promise or contract should be done, by priority."""


def save_draft(command: SaveDraft, work: UnitOfWork) -> None:
    call = work.find(ServiceCall, command.call_id)
    if call is not None and call.state != "draft":
        return  # a late save of a call that was registered in between: nothing of it is lost, it is all there
    call = call or work.add(_new_call(command.call_id, work))
    _fill(call, command.form, work)
    work.result(call.id)


def discard_draft(command: DiscardDraft, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    if not work.guard(call.state == "draft", "intake.error_not_a_draft", number=call.number or "", row=call):
        return
    form = form_of(call)
    remove_draft(call, work)
    work.undo_with(SaveDraft(call_id=command.call_id, form=form))
    name = customer_name(work, form.partner_id) or form.who_text or call.subject or "–"
    work.label("intake.done_discarded", name=name)


def register_call(command: RegisterCall, work: UnitOfWork) -> None:
    if make_call(command, work) is not None:
        work.undo_with(BackToDraft(call_id=command.call_id, activity_id=command.activity_id))


def make_call(command: RegisterCall, work: UnitOfWork) -> Activity | None:
    """Registers the call and makes its visit; None when it already was registered (a replay)."""
    form = command.form
    work.guard(form.partner_id is not None, "intake.error_who_needed")
    work.guard(bool(form.problem.strip()) or form.fault_template_id is not None, "intake.error_what_needed")
    call = work.find(ServiceCall, command.call_id) or work.add(_new_call(command.call_id, work))
    if call.state != "draft":
        work.result(call.id)
        return None
    _refuse_same_call(call, form, work)
    _fill(call, form, work)
    template = work.find(FaultTemplate, form.fault_template_id)
    call.kind = template.call_kind if template else ("maintenance" if form.priority == "planned" else "breakdown")
    call.state = "open"
    call.number = call.number or _call_number(work)
    call.address_id = form.address_id or _address_of(form, work)
    _promise(call, form, work)
    call.intake = _kept(form) | {"registered_at": work.now.isoformat()}
    activity = work.add(Activity(
        id=command.activity_id, call_id=call.id, subject=call.subject, address_id=call.address_id,
        duration_minutes=template.duration_minutes if template else 60,
        required_skill_ids=list(template.skill_ids) if template else [],
        checklist_template_ids=checklists_of(template, form.equipment_ids, work),
    ))
    if template is not None:
        need_parts(template, activity.id, form.equipment_ids, work)
    work.label("intake.done_registered", number=call.number or "", name=customer_name(work, form.partner_id))
    work.result(call.id)
    return activity


def book_call(command: BookCall, work: UnitOfWork) -> None:
    make_call(RegisterCall(call_id=command.call_id, activity_id=command.activity_id, form=command.form), work)
    dispatch.plan_visit(
        PlanVisit(
            activity_id=command.activity_id, person_id=command.person_id, start=command.start,
            accepted=command.accepted,
        ),
        work,
    )
    work.undo_with(BackToDraft(call_id=command.call_id, activity_id=command.activity_id))
    work.result(command.call_id)


def back_to_draft(command: BackToDraft, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    activity = work.find(Activity, command.activity_id)
    begun = activity is not None and activity.state not in ("draft", "planned")
    if not work.guard(not begun, "intake.error_already_sent", number=call.number or "", row=call):
        return
    form = form_of(call)
    if activity is not None:
        remove_needs(work, activity.id)
        work.session.delete(activity)
    call.state = "draft"
    call.promised_from = call.promised_to = call.due_at = call.sla_respond_by = call.sla_fix_by = None
    call.intake = _kept(form)
    work.undo_with(RegisterCall(call_id=call.id, activity_id=command.activity_id, form=form))
    work.label("intake.done_back_to_draft", number=call.number or "")
    work.result(call.id)


def form_of(call: ServiceCall) -> IntakeForm:
    """The form as it was last saved."""
    kept = {name: value for name, value in (call.intake or {}).items() if name in IntakeForm.__struct_fields__}
    return msgspec.convert(kept, IntakeForm)


def remove_needs(work: UnitOfWork, activity_id: str) -> None:
    """Deletes the parts that a visit was thought to need, before the visit itself goes."""
    for material in work.session.scalars(select(RequiredMaterial).where(RequiredMaterial.activity_id == activity_id)):
        work.session.delete(material)
    work.session.flush()


def _new_call(call_id: str, work: UnitOfWork) -> ServiceCall:
    return ServiceCall(id=call_id, state="draft", created_at=work.now, created_by_id=work.author_id or None)


def _fill(call: ServiceCall, form: IntakeForm, work: UnitOfWork) -> None:
    """Writes the form's values on the call, and which machines it is about."""
    template = work.find(FaultTemplate, form.fault_template_id)
    call.subject = _subject(form, template)
    call.problem = form.problem.strip() or (template.text if template else "")
    call.priority, call.origin, call.wish_text = form.priority, form.origin, form.wish_text.strip()[:80]
    call.partner_id, call.contact_id, call.address_id = form.partner_id, form.contact_id, form.address_id
    call.fault_template_id = form.fault_template_id
    call.intake = _kept(form)
    links = {link.equipment_id: link for link in work.session.scalars(
        select(ServiceCallEquipment).where(ServiceCallEquipment.call_id == call.id)
    )}
    for machine in form.equipment_ids:
        if machine not in links:
            work.add(ServiceCallEquipment(id=derived_id(call.id, machine), call_id=call.id, equipment_id=machine))
    for machine, link in links.items():
        if machine not in form.equipment_ids:
            work.session.delete(link)


def _kept(form: IntakeForm) -> dict[str, Any]:
    return dict(msgspec.to_builtins(form))


def _subject(form: IntakeForm, template: FaultTemplate | None) -> str:
    first_line = next(iter(form.problem.strip().splitlines()), "")
    text = first_line or (template.text if template else "")
    return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _refuse_same_call(call: ServiceCall, form: IntakeForm, work: UnitOfWork) -> None:
    """The same words about the same machines of the same customer, registered moments ago, is a slip of the hand."""
    recent = work.session.scalars(
        select(ServiceCall).where(
            ServiceCall.partner_id == form.partner_id, ServiceCall.id != call.id,
            ServiceCall.state.in_(("open", "pending")), ServiceCall.created_at >= work.now - timedelta(hours=2),
        )
    )
    for other in recent:
        at = (other.intake or {}).get("registered_at")
        kept = form_of(other)
        same = fold(kept.problem) == fold(form.problem) and set(kept.equipment_ids) == set(form.equipment_ids)
        if at and same and work.now - datetime.fromisoformat(at) <= SAME_CALL_WITHIN:
            work.guard(False, "intake.error_same_call", number=other.number or "", call_id=other.id)


def _promise(call: ServiceCall, form: IntakeForm, work: UnitOfWork) -> None:
    """The promised window from the wish, the deadlines from contract and priority."""
    firm = work.find(Firm, FIRM_ID)
    opening = service_hours_of(firm.settings if firm else {})
    call.promised_from, call.promised_to = form.wish_from, form.wish_to
    contract = _contract(form, work)
    call.contract_id = contract.id if contract else None
    if contract is not None and contract.response_hours and call.kind != "maintenance":
        call.sla_respond_by = add_service_hours(work.now, contract.response_hours, opening)
    if contract is not None and contract.fix_hours and call.kind != "maintenance":
        call.sla_fix_by = add_service_hours(work.now, contract.fix_hours, opening)
    by_priority = add_service_hours(work.now, _DUE_HOURS.get(form.priority, 50.0), opening)
    call.due_at = form.wish_to or call.sla_respond_by or by_priority


def _contract(form: IntakeForm, work: UnitOfWork) -> ServiceContract | None:
    """The agreement in force: the machine's own, else the customer's."""
    today = local(work.now).date()
    machine = work.find(Equipment, form.equipment_ids[0] if form.equipment_ids else None)
    own = work.find(ServiceContract, machine.contract_id if machine else None)
    if own is not None and (own.ends_on is None or own.ends_on >= today):
        return own
    return work.session.scalars(
        select(ServiceContract)
        .where(
            ServiceContract.partner_id == form.partner_id, ServiceContract.starts_on <= today,
            ServiceContract.ends_on.is_(None) | (ServiceContract.ends_on >= today),
        )
        .order_by(ServiceContract.response_hours)
    ).first()


def _address_of(form: IntakeForm, work: UnitOfWork) -> str | None:
    """Where to go: where the machine stands, else the customer's first site."""
    machine = work.find(Equipment, form.equipment_ids[0] if form.equipment_ids else None)
    if machine is not None and machine.address_id:
        return machine.address_id
    return work.session.scalar(
        select(Address.id).where(Address.partner_id == form.partner_id)
        .order_by((Address.kind != "site"), Address.id).limit(1)
    )


def _call_number(work: UnitOfWork) -> str | None:
    """S-2026-00123, one series a year; only the office gives numbers."""
    if not work.is_office:
        return None
    year = local(work.now).year
    while True:
        number = f"S-{year}-{work.next_number(f'call-{year}'):05d}"
        if work.session.scalar(select(ServiceCall.id).where(ServiceCall.number == number)) is None:
            return number


def need_parts(
    template: FaultTemplate, activity_id: str, equipment_ids: Sequence[str], work: UnitOfWork
) -> tuple[str, ...]:
    """The template's parts that suit the machines, as needed on the visit; returns the ids of the new rows."""
    added = []
    for item_id in fitting(work.session, template.item_ids, models_of(work.session, equipment_ids)):
        need = RequiredMaterial(id=derived_id(activity_id, item_id), activity_id=activity_id, item_id=item_id)
        if work.find(RequiredMaterial, need.id) is None:
            work.add(need)
            added.append(need.id)
    return tuple(added)


def checklists_of(template: FaultTemplate | None, equipment_ids: Sequence[str], work: UnitOfWork) -> list[str]:
    """The fault's checklist, unless it is made for other models than the machines that the call is about."""
    checklist = work.find(ChecklistTemplate, template.checklist_template_id) if template else None
    if checklist is None:
        return []
    wanted = (checklist.binding or {}).get("item_ids") or ()
    return [checklist.id] if meant_for(wanted, models_of(work.session, equipment_ids)) else []


def remove_draft(call: ServiceCall, work: UnitOfWork) -> None:
    for link in work.session.scalars(select(ServiceCallEquipment).where(ServiceCallEquipment.call_id == call.id)):
        work.session.delete(link)
    work.session.flush()
    work.session.delete(call)


def customer_name(work: UnitOfWork, partner_id: str | None) -> str:
    partner = work.find(BusinessPartner, partner_id)
    return partner.name if partner else ""


HANDLERS = {
    SaveDraft: save_draft, DiscardDraft: discard_draft, RegisterCall: register_call, BookCall: book_call,
    BackToDraft: back_to_draft,
}
