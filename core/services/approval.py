"""The office looks through a finished visit, lets its records be billed, and closes a call that owes nothing."""

from typing import Any

from sqlalchemy import select

from core.commands.follow_up import ApproveVisit, CloseCall, RecordState, WithdrawApproval
from core.commands.intake import RestoreCall
from core.errors import UserError
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.money import Invoice, InvoiceLine
from core.model.visit import Activity
from core.queries.billing import call_bill, is_billed, waits_for_approval
from core.queries.visit_lines import RECORD_KINDS, live
from core.rules.lifecycle import CALL, allowed
from core.services.invoicing import refresh_drafts
from core.storage.unit_of_work import UnitOfWork

WAITING_STATES = ("pending", "change_requested")


def approve_visit(command: ApproveVisit, work: UnitOfWork) -> None:
    visit = work.get(Activity, command.activity_id)
    if visit.state != "done":
        raise UserError("invoicing.error_visit_not_done")
    kept = [
        RecordState(kind=kind, record_id=record.id, state=record.state)  # type: ignore[arg-type]
        for kind, record in _records(work, visit.id) if record.state in WAITING_STATES
    ]
    was_approved = visit.approval == "approved"
    if was_approved and not kept:
        work.result(visit.id)
        return
    for one in kept:
        work.get(RECORD_KINDS[one.kind], one.record_id).state = "approved"
    visit.approval, visit.approved_at, visit.approved_by_id = "approved", work.now, work.author_id
    refresh_drafts(work, visit.call_id)
    work.undo_with(
        WithdrawApproval(activity_id=visit.id, records=tuple(kept), still_approved=was_approved)
    )
    work.label("invoicing.did_approve", name=customer_name(work, visit.call_id))
    work.result(visit.id)


def withdraw_approval(command: WithdrawApproval, work: UnitOfWork) -> None:
    visit = work.get(Activity, command.activity_id)
    records = _records(work, visit.id)
    chosen = {one.record_id: one.state for one in command.records} or {
        record.id: "pending" for _kind, record in records if record.state in ("approved", "billed")
    }
    if is_billed(work.session, chosen):
        raise UserError("invoicing.error_already_billed")
    on_draft = work.session.scalar(
        select(InvoiceLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "draft", InvoiceLine.source_id.in_(chosen)).limit(1)
    )
    if on_draft is not None and not command.still_approved:
        raise UserError("invoicing.error_on_draft")
    for _kind, record in records:
        if record.id in chosen:
            record.state = chosen[record.id]
    if not command.still_approved:
        visit.approval, visit.approved_at, visit.approved_by_id = "", None, None
    refresh_drafts(work, visit.call_id)
    work.undo_with(ApproveVisit(activity_id=visit.id))
    work.label("invoicing.did_withdraw", name=customer_name(work, visit.call_id))
    work.result(visit.id)


def close_call(command: CloseCall, work: UnitOfWork) -> None:
    call = work.get(ServiceCall, command.call_id)
    if call.state == "closed":
        return
    if allowed(CALL, call.state, "closed") is None:
        raise UserError("invoicing.error_call_not_complete", number=call.number or "")
    work.session.flush()
    if waits_for_approval(work.session, call.id):
        raise UserError("invoicing.error_not_approved", number=call.number or "")
    if any(line.net for line in call_bill(work.session, call.id)):
        raise UserError("invoicing.error_left_to_bill", number=call.number or "")
    work.undo_with(
        RestoreCall(
            call_id=call.id, state=call.state, pending_reason=call.pending_reason, completed_at=call.completed_at,
            closed_at=call.closed_at,
        )
    )
    call.state, call.closed_at = "closed", work.now
    work.label("invoicing.did_close", number=call.number or "", name=customer_name(work, call.id))
    work.result(call.id)


def customer_name(work: UnitOfWork, call_id: str) -> str:
    return work.session.scalar(
        select(BusinessPartner.name)
        .join(ServiceCall, ServiceCall.partner_id == BusinessPartner.id).where(ServiceCall.id == call_id)
    ) or ""


def _records(work: UnitOfWork, activity_id: str) -> list[tuple[str, Any]]:
    return [(kind, record) for kind in RECORD_KINDS for record in work.session.scalars(live(kind, activity_id))]


HANDLERS = {ApproveVisit: approve_visit, WithdrawApproval: withdraw_approval, CloseCall: close_call}
