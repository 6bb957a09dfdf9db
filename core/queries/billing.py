"""What of a call is approved and not yet billed, line by line, as it will stand on an invoice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.money import Invoice, InvoiceLine
from core.model.visit import Activity
from core.queries.checkout import shown_lines
from core.queries.visit_lines import visit_lines
from core.rules.charging import FIXED_TRAVEL, IN_FIXED_TRAVEL
from core.rules.invoicing import BilledLine, left_to_bill
from core.rules.pricing import PricedLine
from core.texts import Texts

BILLED_STATES = ("issued", "paid")


@dataclass(frozen=True, slots=True)
class BillLine:
    """A record as an invoice line; `text` is in the customer's language."""

    activity_id: str
    source_kind: str
    source_id: str
    item_id: str | None
    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    vat_rate: Decimal
    charge_option: str
    charge_reason: str
    charge_params: Mapping[str, Any]


def call_bill(session: Session, call_id: str, language: str = "sv") -> tuple[BillLine, ...]:
    """Every approved, unbilled line of the call's approved visits, in the order of the visits."""
    visits = session.scalars(
        select(Activity.id)
        .where(Activity.call_id == call_id, Activity.state == "done", Activity.approval == "approved")
        .order_by(Activity.planned_start, Activity.id)
    )
    texts = Texts(language)
    return tuple(line for visit_id in visits for line in _visit_bill(session, visit_id, texts))


def is_billed(session: Session, source_ids: Iterable[str]) -> bool:
    """Whether any of these records stands on an invoice that was issued and not credited."""
    wanted = list(source_ids)
    found = session.scalar(
        select(InvoiceLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.source_id.in_(wanted), Invoice.state.in_(BILLED_STATES), Invoice.kind == "invoice").limit(1)
    )
    return found is not None


def waits_for_approval(session: Session, call_id: str) -> bool:
    """Whether a visit of the call is unfinished or unapproved."""
    rows = session.execute(select(Activity.state, Activity.approval).where(Activity.call_id == call_id))
    return any(
        row.state not in ("done", "cancelled") or (row.state == "done" and row.approval != "approved") for row in rows
    )


def _visit_bill(session: Session, activity_id: str, texts: Texts) -> list[BillLine]:
    lines = visit_lines(session, activity_id, ("approved", "billed"))
    rest = left_to_bill(lines, _billed(session, activity_id))
    words = {line.source_id: line_words(line, texts) for line in shown_lines(session, activity_id, lines, texts)}
    return [_bill_line(activity_id, line, words.get(line.source_id, ""), texts) for line in rest]


def line_words(line: Any, texts: Texts) -> str:
    """A shown line (`CheckoutLine`) in one phrase: «Arbetstid 09:47–11:12», «Resa 5,2 km · 22 min», «Packning»."""
    return f"{line.title} {line.detail}" if line.source_kind == "time" and line.detail else str(line.title)


def _bill_line(activity_id: str, line: PricedLine, words: str, texts: Texts) -> BillLine:
    text = words or (texts("visit.line_mileage") if line.source_kind == "mileage" else line.title)
    return BillLine(
        activity_id=activity_id, source_kind=line.source_kind, source_id=line.source_id, item_id=line.item_id,
        text=text[:200], quantity=line.quantity, unit=line.unit, unit_price=line.unit_price, net=line.amount,
        vat_rate=line.vat_rate, charge_option=line.charge_option, charge_reason=line.reason_key,
        charge_params=line.reason_params,
    )


def _billed(session: Session, activity_id: str) -> dict[str, BilledLine]:
    rows = session.execute(
        select(InvoiceLine.source_id, InvoiceLine.quantity, InvoiceLine.unit_price, InvoiceLine.charge_reason)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            InvoiceLine.activity_id == activity_id, Invoice.kind == "invoice", Invoice.state.in_(BILLED_STATES)
        )
    )
    return {
        row.source_id: BilledLine(row.quantity, row.unit_price, row.charge_reason == FIXED_TRAVEL) for row in rows
    }


def is_within_travel(source_kind: str, charge_reason: str, net: Decimal) -> bool:
    """Kilometres that the travel fee holds: they stand on the journey's own line."""
    return source_kind == "mileage" and charge_reason == IN_FIXED_TRAVEL and not net
