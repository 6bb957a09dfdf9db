"""Adds what a caller said to a call that is already open, and takes that back."""

import msgspec
from sqlalchemy import select

from core.commands.intake import MergeIntoOpenCall, SaveDraft, SplitFromOpenCall
from core.ids import derived_id
from core.model.call import FaultTemplate, ServiceCall, ServiceCallEquipment
from core.model.visit import Activity, Note, RequiredMaterial
from core.services.crew_certificates import mark_lacking
from core.services.intake import checklists_of, customer_name, need_parts, remove_draft, save_draft
from core.storage.unit_of_work import UnitOfWork


def merge_into_open_call(command: MergeIntoOpenCall, work: UnitOfWork) -> None:
    target = work.get(ServiceCall, command.target_id)
    open_still = target.state in ("open", "pending")
    if not work.guard(open_still, "intake.error_target_closed", number=target.number, row=target):
        return
    if work.find(Note, command.note_id) is not None:
        return
    form = command.form
    known = set(work.session.scalars(
        select(ServiceCallEquipment.equipment_id).where(ServiceCallEquipment.call_id == target.id)
    ))
    added = tuple(machine for machine in form.equipment_ids if machine not in known)
    for machine in added:
        work.add(ServiceCallEquipment(id=derived_id(target.id, machine), call_id=target.id, equipment_id=machine))
    template = work.find(FaultTemplate, form.fault_template_id)
    text = form.problem.strip() or (template.text if template else "")
    work.add(Note(id=command.note_id, call_id=target.id, person_id=work.author_id, text=text, at=work.now))
    undo = SplitFromOpenCall(
        call_id=command.call_id, target_id=target.id, note_id=command.note_id, form=form, equipment_ids=added
    )
    visit = _open_visit(target.id, work)
    if visit is not None and template is not None:
        undo = msgspec.structs.replace(
            undo, activity_id=visit.id, duration_minutes=visit.duration_minutes,
            skill_ids=tuple(visit.required_skill_ids), checklist_ids=tuple(visit.checklist_template_ids),
            material_ids=need_parts(template, visit.id, form.equipment_ids, work),
        )
        visit.duration_minutes += template.duration_minutes
        visit.required_skill_ids = list(dict.fromkeys([*visit.required_skill_ids, *template.skill_ids]))
        more = checklists_of(template, form.equipment_ids, work)
        visit.checklist_template_ids = list(dict.fromkeys([*visit.checklist_template_ids, *more]))
        mark_lacking(work, visit)
    draft = work.find(ServiceCall, command.call_id)
    if draft is not None and draft.state == "draft":
        remove_draft(draft, work)
    work.undo_with(undo)
    work.label("intake.done_merged", number=target.number or "", name=customer_name(work, target.partner_id))
    work.result(target.id)


def split_from_open_call(command: SplitFromOpenCall, work: UnitOfWork) -> None:
    for machine in command.equipment_ids:
        link = work.find(ServiceCallEquipment, derived_id(command.target_id, machine))
        if link is not None:
            work.session.delete(link)
    note = work.find(Note, command.note_id)
    if note is not None:
        work.session.delete(note)
    visit = work.find(Activity, command.activity_id)
    if visit is not None:
        visit.duration_minutes = command.duration_minutes
        visit.required_skill_ids = list(command.skill_ids)
        visit.checklist_template_ids = list(command.checklist_ids)
        mark_lacking(work, visit)
        for material_id in command.material_ids:
            material = work.find(RequiredMaterial, material_id)
            if material is not None:
                work.session.delete(material)
    save_draft(SaveDraft(call_id=command.call_id, form=command.form), work)
    work.undo_with(MergeIntoOpenCall(
        call_id=command.call_id, target_id=command.target_id, note_id=command.note_id, form=command.form
    ))
    work.label("intake.done_split")


def _open_visit(call_id: str, work: UnitOfWork) -> Activity | None:
    return work.session.scalars(
        select(Activity).where(Activity.call_id == call_id, Activity.state.in_(("draft", "planned", "released")))
        .order_by(Activity.id)
    ).first()


HANDLERS = {MergeIntoOpenCall: merge_into_open_call, SplitFromOpenCall: split_from_open_call}
