"""Drafts that follow their records, numbered invoices that never change, and the credit notes that correct them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.clock import local
from core.commands.invoicing import CreditInvoice, DiscardInvoiceDraft, IssueInvoice, KeepInvoicePaper, MakeInvoiceDraft
from core.errors import UserError
from core.ids import derived_id
from core.model.attachment import Attachment
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.money import Invoice, InvoiceLine
from core.model.visit import Activity
from core.queries.billing import call_bill, waits_for_approval
from core.queries.invoice_parties import buyer_of, seller
from core.queries.prices import firm_settings
from core.queries.visit_lines import RECORD_KINDS
from core.rules.invoicing import invoice_number, number_series, ocr_reference
from core.rules.lifecycle import CALL, allowed
from core.rules.pricing import Totals, totals_of
from core.storage.unit_of_work import UnitOfWork

LONGEST_REASON = 200


def make_draft(command: MakeInvoiceDraft, work: UnitOfWork) -> None:
    calls = [work.get(ServiceCall, call_id) for call_id in dict.fromkeys(command.call_ids)]
    partners = {call.partner_id for call in calls}
    partner_id = calls[0].partner_id if calls else None
    if partner_id is None or len(partners) != 1:
        raise UserError("invoicing.error_one_customer")
    partner = work.get(BusinessPartner, partner_id)
    if any(_drafts(work, call.id) for call in calls):
        raise UserError("invoicing.error_has_draft", name=partner.name)
    draft = work.add(
        Invoice(
            id=command.invoice_id, partner_id=partner.id, call_id=calls[0].id if len(calls) == 1 else None,
            language=partner.language, created_at=work.now,
        )
    )
    work.session.flush()
    _fill(work, draft, [call.id for call in calls])
    if not _lines(work, draft.id):
        raise UserError("invoicing.error_nothing_to_bill", name=partner.name)
    work.undo_with(DiscardInvoiceDraft(invoice_id=draft.id))
    work.label("invoicing.did_draft", name=partner.name)
    work.result(draft.id)


def discard_draft(command: DiscardInvoiceDraft, work: UnitOfWork) -> None:
    draft = _draft(work, command.invoice_id)
    lines = _lines(work, draft.id)
    work.undo_with(MakeInvoiceDraft(invoice_id=draft.id, call_ids=tuple(_calls(work, draft, lines))))
    for line in lines:
        work.session.delete(line)
    work.session.flush()
    work.session.delete(draft)
    work.label("invoicing.did_discard", name=_name(work, draft))


def issue_invoice(command: IssueInvoice, work: UnitOfWork) -> None:
    draft = _draft(work, command.invoice_id)
    calls = _calls(work, draft, _lines(work, draft.id))
    _fill(work, draft, calls)
    lines = _lines(work, draft.id)
    if not lines:
        raise UserError("invoicing.error_nothing_to_bill", name=_name(work, draft))
    sums = _sums(lines)
    if sums.net <= 0:
        raise UserError("invoicing.error_nothing_to_pay", name=_name(work, draft))
    for line in lines:
        work.get(RECORD_KINDS[line.source_kind], line.source_id).state = "billed"
    buyer = buyer_of(work.session, draft.partner_id, calls)
    _give_number(work, draft, lines, sums, buyer)
    _close_calls(work, calls)
    work.label("invoicing.did_issue", number=draft.number, name=_name(work, draft))
    work.result(draft.id)


def credit_invoice(command: CreditInvoice, work: UnitOfWork) -> None:
    original = work.get(Invoice, command.invoice_id)
    if original.kind != "invoice" or original.state not in ("issued", "paid"):
        raise UserError("invoicing.error_cannot_credit")
    reason = command.reason.strip()[:LONGEST_REASON]
    if not reason:
        raise UserError("invoicing.error_credit_reason")
    note = work.add(
        Invoice(
            id=command.credit_id, kind="credit", credits_id=original.id, partner_id=original.partner_id,
            call_id=original.call_id, language=original.language, created_at=work.now,
        )
    )
    work.session.flush()
    for line in _lines(work, original.id):
        work.add(_mirrored(line, note.id))
        record: Any = work.find(RECORD_KINDS[line.source_kind], line.source_id)
        if record is not None:
            record.state = "approved"
    work.session.flush()
    lines = _lines(work, note.id)
    buyer = {**original.buyer, "credits": original.number, "reason": reason}
    _give_number(work, note, lines, _sums(lines), buyer)
    original.state = "credited"
    work.label("invoicing.did_credit", number=original.number, credit=note.number)
    work.result(note.id)


def keep_paper(command: KeepInvoicePaper, work: UnitOfWork) -> None:
    invoice = work.get(Invoice, command.invoice_id)
    if invoice.number is None:
        raise UserError("invoicing.error_not_issued")
    if invoice.pdf_sha256:
        return
    invoice.pdf_sha256 = command.sha256
    work.add(
        Attachment(
            id=command.attachment_id, sha256=command.sha256, mime="application/pdf", size=command.size,
            file_name=command.file_name, object_kind="invoice", object_id=invoice.id, taken_at=work.now,
            taken_by_id=work.author_id,
        )
    )
    work.result(invoice.id)


def refresh_drafts(work: UnitOfWork, call_id: str) -> None:
    """A draft shows what is approved now: it is filled anew when something of its calls changed."""
    work.session.flush()
    for draft in _drafts(work, call_id):
        _fill(work, draft, _calls(work, draft, _lines(work, draft.id)))


def _fill(work: UnitOfWork, draft: Invoice, call_ids: Sequence[str]) -> None:
    """Writes the draft's lines and sums from the records as they are."""
    work.session.flush()
    partner = work.get(BusinessPartner, draft.partner_id)
    draft.language = partner.language
    there = {line.source_id: line for line in _lines(work, draft.id)}
    bill = [line for call_id in call_ids for line in call_bill(work.session, call_id, draft.language)]
    for position, line in enumerate(bill, 1):
        values = {
            "position": position, "source_kind": line.source_kind, "activity_id": line.activity_id,
            "item_id": line.item_id, "text": line.text, "quantity": line.quantity, "unit": line.unit,
            "unit_price": line.unit_price, "net": line.net, "vat_rate": line.vat_rate,
            "charge_option": line.charge_option, "charge_reason": line.charge_reason,
            "charge_params": dict(line.charge_params),
        }
        row = there.pop(line.source_id, None)
        if row is None:
            line_id = derived_id(f"{draft.id}:{line.source_id}", "invoice_line")
            work.add(InvoiceLine(id=line_id, invoice_id=draft.id, source_id=line.source_id, **values))
            continue
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    for row in there.values():
        work.session.delete(row)
    work.session.flush()
    _write_sums(draft, _sums(_lines(work, draft.id)))


def _give_number(
    work: UnitOfWork, invoice: Invoice, lines: Sequence[InvoiceLine], sums: Totals, buyer: dict[str, Any]
) -> None:
    """Issues the invoice: from here on its rows refuse every change (`core.model.money`)."""
    day = local(work.now).date()
    first = int(firm_settings(work.session).get("first_invoice_number") or 1)
    number = invoice_number(day.year, work.next_number(number_series(day.year), first))
    _write_sums(invoice, sums)
    invoice.number, invoice.ocr = number, ocr_reference(number)
    invoice.issued_on = day
    invoice.due_on = day if invoice.kind == "credit" else day + timedelta(days=int(buyer.get("payment_days", 30)))
    invoice.delivered_on = _delivered(work, lines) or day
    invoice.seller, invoice.buyer, invoice.state = seller(work.session), buyer, "issued"
    work.session.flush()


def _close_calls(work: UnitOfWork, call_ids: Iterable[str]) -> None:
    """A completed call with nothing left to approve or to bill is over."""
    for call_id in call_ids:
        call = work.get(ServiceCall, call_id)
        done = allowed(CALL, call.state, "closed") is not None and not waits_for_approval(work.session, call_id)
        if done and not any(line.net for line in call_bill(work.session, call_id)):
            call.state, call.closed_at = "closed", work.now


def _mirrored(line: InvoiceLine, credit_id: str) -> InvoiceLine:
    return InvoiceLine(
        id=derived_id(f"{credit_id}:{line.source_id}", "invoice_line"), invoice_id=credit_id, position=line.position,
        source_kind=line.source_kind, source_id=line.source_id, activity_id=line.activity_id, item_id=line.item_id,
        text=line.text, quantity=-line.quantity, unit=line.unit, unit_price=line.unit_price, net=-line.net,
        vat_rate=line.vat_rate, charge_option=line.charge_option, charge_reason=line.charge_reason,
        charge_params=dict(line.charge_params),
    )


def _sums(lines: Iterable[InvoiceLine]) -> Totals:
    return totals_of((line.vat_rate, line.net) for line in lines)


def _write_sums(invoice: Invoice, sums: Totals) -> None:
    invoice.net, invoice.vat, invoice.rounding, invoice.to_pay = sums.net, sums.vat, sums.rounding, sums.to_pay


def _lines(work: UnitOfWork, invoice_id: str) -> list[InvoiceLine]:
    chosen = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id).order_by(InvoiceLine.position)
    return list(work.session.scalars(chosen))


def _draft(work: UnitOfWork, invoice_id: str) -> Invoice:
    draft = work.get(Invoice, invoice_id)
    if draft.state != "draft":
        raise UserError("invoicing.error_issued", number=draft.number or "")
    return draft


def _drafts(work: UnitOfWork, call_id: str) -> list[Invoice]:
    through_lines = (
        select(InvoiceLine.invoice_id)
        .join(Activity, Activity.id == InvoiceLine.activity_id).where(Activity.call_id == call_id)
    )
    chosen = select(Invoice).where(
        Invoice.state == "draft", (Invoice.call_id == call_id) | Invoice.id.in_(through_lines)
    )
    return list(work.session.scalars(chosen))


def _calls(work: UnitOfWork, invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[str]:
    """The calls of an invoice: its one call, or those of its lines."""
    if invoice.call_id is not None:
        return [invoice.call_id]
    visits = {line.activity_id: work.get(Activity, line.activity_id) for line in lines if line.activity_id}
    return list(dict.fromkeys(visit.call_id for visit in visits.values()))


def _delivered(work: UnitOfWork, lines: Sequence[InvoiceLine]) -> date | None:
    """The day the work was done: the last visit's."""
    visits = [work.find(Activity, line.activity_id) for line in lines]
    moments = [visit.finished_at or visit.arrived_at for visit in visits if visit is not None]
    days = [local(moment).date() for moment in moments if moment is not None]
    return max(days, default=None)


def _name(work: UnitOfWork, invoice: Invoice) -> str:
    return work.get(BusinessPartner, invoice.partner_id).name


HANDLERS = {
    MakeInvoiceDraft: make_draft, DiscardInvoiceDraft: discard_draft, IssueInvoice: issue_invoice,
    CreditInvoice: credit_invoice, KeepInvoicePaper: keep_paper,
}
