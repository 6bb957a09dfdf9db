"""Changes calls after intake: their text and promise, remarks, calling them off and taking them up again."""

from decimal import Decimal

from sqlalchemy import select

from core.commands.intake import CancelCall, EditCall, KeptState, NoteOnCall, RemoveNote, ReopenCall, RestoreCall
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity, Note, ServiceAssignment
from core.rules.lifecycle import CALL, STEPS_OPEN, allowed
from core.services.editing import apply_edit, given
from core.services.intake import remove_needs
from core.storage.unit_of_work import UnitOfWork

MOST_KRONOR = 10_000_000


def edit_call(command: EditCall, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    limit = command.quote_limit
    sound = not isinstance(limit, Decimal) or (limit.is_finite() and 0 < limit < MOST_KRONOR)
    if not work.guard(sound, "calls.error_quote_limit", row=call):
        return
    undo = apply_edit(command, call, given(command, without=("call_id",)))
    if undo is not None:
        work.undo_with(undo)
    work.label("calls.done_edited", number=call.number or call.subject)
    work.result(call.id)


def cancel_call(command: CancelCall, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    possible = allowed(CALL, call.state, "cancelled") is not None
    if not work.guard(possible, "calls.error_cannot_cancel", number=call.number or "", row=call):
        return
    if not work.guard(bool(command.reason.strip()), "calls.error_reason_needed"):
        return
    visits = list(work.session.scalars(select(Activity).where(Activity.call_id == call.id)))
    begun = any(visit.state == "in_execution" for visit in visits)
    if not work.guard(not begun, "calls.error_visit_under_way", number=call.number or "", row=call):
        return
    kept: list[KeptState] = []
    for visit in visits:
        if visit.state not in ("draft", "planned", "released"):
            continue
        kept.append(KeptState(kind="activity", id=visit.id, state=visit.state))
        visit.state = "cancelled"
        for part in work.session.scalars(
            select(ServiceAssignment)
            .where(ServiceAssignment.activity_id == visit.id, ServiceAssignment.step.in_(STEPS_OPEN))
        ):
            kept.append(KeptState(kind="service_assignment", id=part.id, state=part.step))
            part.step = "cancelled"
    work.undo_with(_restore(call, kept, note_id=command.note_id))
    call.state, call.pending_reason, call.closed_at = "cancelled", "", work.now
    _note(work, call, command.note_id, command.reason)
    work.label("calls.done_cancelled", number=call.number or "", name=_name(call, work))
    work.result(call.id)


def reopen_call(command: ReopenCall, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    if call.state == "open":
        return
    possible = call.state in ("technically_complete", "closed", "cancelled")
    if not work.guard(possible, "calls.error_cannot_reopen", number=call.number or "", row=call):
        return
    if not work.guard(bool(command.reason.strip()), "calls.error_reason_needed"):
        return
    last = work.session.scalars(
        select(Activity).where(Activity.call_id == call.id).order_by(Activity.planned_start.desc(), Activity.id.desc())
    ).first()
    work.undo_with(_restore(call, (), activity_id=command.activity_id, note_id=command.note_id))
    call.state, call.completed_at, call.closed_at = "open", None, None
    work.add(Activity(
        id=command.activity_id, call_id=call.id, subject=call.subject, address_id=call.address_id,
        duration_minutes=last.duration_minutes if last else 60,
        required_skill_ids=list(last.required_skill_ids) if last else [],
        checklist_template_ids=list(last.checklist_template_ids) if last else [],
        next_visit_of_id=last.id if last and last.state == "done" else None,
    ))
    _note(work, call, command.note_id, command.reason)
    work.label("calls.done_reopened", number=call.number or "", name=_name(call, work))
    work.result(call.id)


def restore_call(command: RestoreCall, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    extra = work.find(Activity, command.remove_activity_id)
    untouched = extra is None or extra.state in ("draft", "planned")
    if not work.guard(untouched, "intake.error_already_sent", number=call.number or "", row=call):
        return
    if extra is not None:
        remove_needs(work, extra.id)
        work.session.delete(extra)
    note = work.find(Note, command.remove_note_id)
    if note is not None:
        work.session.delete(note)
    call.state, call.pending_reason = command.state, command.pending_reason
    call.completed_at, call.closed_at = command.completed_at, command.closed_at
    for kept in command.kept:
        if kept.kind == "activity":
            work.get(Activity, kept.id).state = kept.state
        else:
            work.get(ServiceAssignment, kept.id).step = kept.state
    work.label("calls.done_restored", number=call.number or "", name=_name(call, work))
    work.result(call.id)


def note_on_call(command: NoteOnCall, work: UnitOfWork) -> None:
    if not work.guard(bool(command.text.strip()), "calls.error_note_empty"):
        return
    call = work.get(ServiceCall, command.call_id)
    work.add(Note(
        id=command.note_id, call_id=call.id, activity_id=command.activity_id, person_id=work.author_id,
        text=command.text.strip(), at=work.now, visible_to_customer=command.visible_to_customer,
    ))
    work.undo_with(RemoveNote(note_id=command.note_id))
    work.label("calls.done_note", number=call.number or call.subject)
    work.result(call.id)


def remove_note(command: RemoveNote, work: UnitOfWork) -> None:
    note = work.get(Note, command.note_id)
    work.undo_with(NoteOnCall(
        note_id=note.id, call_id=note.call_id, text=note.text, activity_id=note.activity_id,
        visible_to_customer=note.visible_to_customer,
    ))
    work.session.delete(note)
    work.label("calls.done_note_removed")


def _restore(
    call: ServiceCall, kept: list[KeptState] | tuple[()], activity_id: str | None = None, note_id: str | None = None
) -> RestoreCall:
    return RestoreCall(
        call_id=call.id, state=call.state, pending_reason=call.pending_reason, completed_at=call.completed_at,
        closed_at=call.closed_at, kept=tuple(kept), remove_activity_id=activity_id, remove_note_id=note_id,
    )


def _note(work: UnitOfWork, call: ServiceCall, note_id: str, text: str) -> None:
    work.add(Note(id=note_id, call_id=call.id, person_id=work.author_id, text=text.strip(), at=work.now))


def _name(call: ServiceCall, work: UnitOfWork) -> str:
    partner = work.find(BusinessPartner, call.partner_id)
    return partner.name if partner else ""


HANDLERS = {
    EditCall: edit_call, CancelCall: cancel_call, ReopenCall: reopen_call, RestoreCall: restore_call,
    NoteOnCall: note_on_call, RemoveNote: remove_note,
}
