"""An invoice with its lines and sums: not yet made, a draft, or as it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.money import Invoice, InvoiceLine
from core.queries.billing import call_bill, is_within_travel
from core.queries.invoice_parties import buyer_of, seller
from core.rules.pricing import VatRow, totals_of


@dataclass(frozen=True, slots=True)
class InvoiceCardLine:
    """A line as the customer reads it; `reason_key` says why it costs what it costs."""

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    vat_rate: Decimal
    charge_option: str
    reason_key: str
    reason_params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """`state` is unbilled while nobody has made the draft (`invoice_id` is then empty)."""

    invoice_id: str
    call_ids: tuple[str, ...]
    number: str
    kind: str
    state: str
    language: str
    issued_on: date | None
    due_on: date | None
    delivered_on: date | None
    ocr: str
    seller: Mapping[str, Any]
    buyer: Mapping[str, Any]
    lines: tuple[InvoiceCardLine, ...]
    net: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    rounding: Decimal
    to_pay: Decimal
    pdf_sha256: str
    credited_by: str
    credits: str


def bill_card(session: Session, call_id: str) -> InvoiceCard | None:
    """What an invoice of the call would be now: its draft when there is one."""
    draft_id = session.scalar(select(Invoice.id).where(Invoice.call_id == call_id, Invoice.state == "draft"))
    if draft_id is not None:
        return invoice_card(session, draft_id)
    call = session.get(ServiceCall, call_id)
    if call is None or call.partner_id is None:
        return None
    partner = session.get(BusinessPartner, call.partner_id)
    language = partner.language if partner else "sv"
    bill = call_bill(session, call_id, language)
    sums = totals_of((line.vat_rate, line.net) for line in bill)
    return InvoiceCard(
        invoice_id="", call_ids=(call_id,), number="", kind="invoice", state="unbilled", language=language,
        issued_on=None, due_on=None, delivered_on=None, ocr="", seller=seller(session),
        buyer=buyer_of(session, call.partner_id, (call_id,)), lines=_shown(bill), net=sums.net,
        vat_rows=sums.vat_rows, vat=sums.vat, rounding=sums.rounding, to_pay=sums.to_pay, pdf_sha256="",
        credited_by="", credits="",
    )


def invoice_card(session: Session, invoice_id: str) -> InvoiceCard | None:
    """The invoice, or None when it is gone."""
    row = session.get(Invoice, invoice_id)
    if row is None:
        return None
    lines = session.scalars(
        select(InvoiceLine).where(InvoiceLine.invoice_id == row.id).order_by(InvoiceLine.position)
    ).all()
    calls = (row.call_id,) if row.call_id else ()
    is_draft = row.state == "draft"
    sums = totals_of((line.vat_rate, line.net) for line in lines)
    credited_by = session.scalar(select(Invoice.number).where(Invoice.credits_id == row.id))
    return InvoiceCard(
        invoice_id=row.id, call_ids=calls, number=row.number or "", kind=row.kind, state=row.state,
        language=row.language, issued_on=row.issued_on, due_on=row.due_on, delivered_on=row.delivered_on, ocr=row.ocr,
        seller=seller(session) if is_draft else row.seller,
        buyer=buyer_of(session, row.partner_id, calls) if is_draft else row.buyer, lines=_shown(lines), net=row.net,
        vat_rows=sums.vat_rows, vat=row.vat, rounding=row.rounding, to_pay=row.to_pay, pdf_sha256=row.pdf_sha256,
        credited_by=credited_by or "", credits=str(row.buyer.get("credits", "")),
    )


def _shown(lines: Any) -> tuple[InvoiceCardLine, ...]:
    return tuple(
        InvoiceCardLine(
            line.text, line.quantity, line.unit, line.unit_price, line.net, line.vat_rate, line.charge_option,
            line.charge_reason, line.charge_params,
        )
        for line in lines if not is_within_travel(line.source_kind, line.charge_reason, line.net)
    )
