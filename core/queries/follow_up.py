"""What waits for the office after the visits: finished ones to review, calls to invoice, and the invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.device import SyncFlag
from core.model.item import Item
from core.model.money import Invoice, InvoiceLine, WarrantyClaim
from core.model.visit import Activity
from core.model.workforce import Person
from core.queries.billing import call_bill, waits_for_approval
from core.queries.visit_lines import RECORD_KINDS
from core.rules.pricing import ZERO

WAITING_STATES = ("pending", "change_requested")
SETTLED_CLAIMS = ("credited", "written_off")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A finished visit to look through; `late` when something came after it was approved."""

    activity_id: str
    call_id: str
    number: str
    customer: str
    subject: str
    technician: str
    initials: str
    colour: int
    finished_at: datetime | None
    outcome: str
    late: bool
    flags: int

    @property
    def id(self) -> str:
        return self.activity_id


@dataclass(frozen=True, slots=True)
class ToInvoiceRow:
    """A call with something approved. `net` is what the customer would pay; 0 closes without an invoice."""

    call_id: str
    partner_id: str
    number: str
    customer: str
    subject: str
    completed_at: datetime | None
    net: Decimal
    draft_id: str | None
    credit_hold: bool
    waits: bool

    @property
    def id(self) -> str:
        return self.call_id


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An issued invoice or credit note."""

    invoice_id: str
    number: str
    kind: str
    state: str
    customer: str
    call_number: str
    issued_on: date | None
    due_on: date | None
    to_pay: Decimal

    @property
    def id(self) -> str:
        return self.invoice_id


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A warranty claim on a supplier, with the visit that it came from."""

    id: str
    activity_id: str
    customer: str
    call_number: str
    item: str
    amount: Decimal
    state: str
    opened_at: datetime


def to_review(session: Session, limit: int = 300) -> tuple[ReviewRow, ...]:
    """Finished visits that wait for approval, the oldest first."""
    lead = aliased(Person)
    rows = session.execute(
        select(
            Activity.id, Activity.call_id, ServiceCall.number, BusinessPartner.name, ServiceCall.subject,
            lead.name.label("technician"), lead.initials, lead.colour, Activity.finished_at, Activity.outcome,
            Activity.approval, _open_flags(),
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(lead, lead.id == Activity.lead_person_id)
        .where(_waits_for_review())
        .order_by(Activity.finished_at, Activity.id).limit(limit)
    )
    return tuple(
        ReviewRow(
            row.id, row.call_id, row.number or "", row.name or "", row.subject, row.technician or "–",
            row.initials or "–", row.colour or 0, row.finished_at, row.outcome, row.approval == "approved", row.flags,
        )
        for row in rows
    )


def to_invoice(session: Session, limit: int = 200) -> tuple[ToInvoiceRow, ...]:
    """Calls whose approved work is not billed yet, completed ones first, then the oldest."""
    drafts = _drafts(session)
    found = []
    rows = session.execute(
        select(
            ServiceCall.id, ServiceCall.partner_id, ServiceCall.number, ServiceCall.subject, ServiceCall.completed_at,
            ServiceCall.state, BusinessPartner.name, BusinessPartner.language, BusinessPartner.credit_hold,
        )
        .join(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(ServiceCall.id.in_(_billable_calls()))
        .order_by((ServiceCall.state != "technically_complete"), ServiceCall.completed_at, ServiceCall.id).limit(limit)
    )
    for row in rows:
        bill = call_bill(session, row.id, row.language)
        net = sum((line.net for line in bill), ZERO)
        if net or row.id in drafts or row.state == "technically_complete":
            found.append(
                ToInvoiceRow(
                    row.id, row.partner_id, row.number or "", row.name, row.subject, row.completed_at, net,
                    drafts.get(row.id), row.credit_hold, waits_for_approval(session, row.id),
                )
            )
    return tuple(found)


def invoices(session: Session, limit: int = 500) -> tuple[InvoiceRow, ...]:
    """Issued invoices and credit notes, the latest number first."""
    rows = session.execute(
        select(
            Invoice.id, Invoice.number, Invoice.kind, Invoice.state, BusinessPartner.name, ServiceCall.number,
            Invoice.issued_on, Invoice.due_on, Invoice.to_pay,
        )
        .join(BusinessPartner, BusinessPartner.id == Invoice.partner_id)
        .outerjoin(ServiceCall, ServiceCall.id == Invoice.call_id)
        .where(Invoice.state != "draft")
        .order_by(Invoice.issued_on.desc(), Invoice.number.desc()).limit(limit)
    )
    return tuple(InvoiceRow(row[0], row[1] or "", *row[2:5], row[5] or "", *row[6:]) for row in rows)


def latest_visit(session: Session, call_id: str) -> str | None:
    """The call's last finished visit."""
    return session.scalar(
        select(Activity.id)
        .where(Activity.call_id == call_id, Activity.state == "done")
        .order_by(Activity.finished_at.desc(), Activity.id.desc()).limit(1)
    )


def warranty_claims(session: Session, limit: int = 300) -> tuple[ClaimRow, ...]:
    """Claims that are not settled yet first, the oldest first; then the settled ones."""
    rows = session.execute(
        select(
            WarrantyClaim.id, WarrantyClaim.activity_id, BusinessPartner.name, ServiceCall.number, Item.name,
            WarrantyClaim.amount, WarrantyClaim.state, WarrantyClaim.opened_at,
        )
        .join(ServiceCall, ServiceCall.id == WarrantyClaim.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Item, Item.id == WarrantyClaim.item_id)
        .order_by(WarrantyClaim.state.in_(SETTLED_CLAIMS), WarrantyClaim.opened_at, WarrantyClaim.id).limit(limit)
    )
    return tuple(ClaimRow(row[0], row[1], row[2] or "", row[3] or "", row[4] or "–", *row[5:]) for row in rows)


def follow_up_counts(session: Session) -> dict[str, int]:
    """How many visits to review, calls to invoice, issued invoices and unsettled claims there are."""
    review = session.scalar(select(func.count()).select_from(Activity).where(_waits_for_review()))
    calls = session.scalar(select(func.count()).select_from(_billable_calls().subquery()))
    issued = session.scalar(select(func.count()).select_from(Invoice).where(Invoice.state != "draft"))
    claims = session.scalar(
        select(func.count()).select_from(WarrantyClaim).where(WarrantyClaim.state.not_in(SETTLED_CLAIMS))
    )
    return {"review": review or 0, "invoice": calls or 0, "invoices": issued or 0, "claims": claims or 0}


def _open_flags() -> Any:
    return (
        select(func.count()).select_from(SyncFlag)
        .where(SyncFlag.activity_id == Activity.id, SyncFlag.resolved_at.is_(None))
        .scalar_subquery().label("flags")
    )


def _waits_for_review() -> ColumnElement[bool]:
    late = [
        Activity.id.in_(
            select(row.activity_id).where(row.state.in_(WAITING_STATES), row.corrected_by_id.is_(None))
        )
        for row in RECORD_KINDS.values()
    ]
    return (Activity.state == "done") & or_(Activity.approval != "approved", *late)


def _billable_calls() -> Select[Any]:
    """Calls that are technically complete and approved, or have an approved visit, or got their invoice back."""
    approved = select(Activity.call_id).where(Activity.state == "done", Activity.approval == "approved")
    unapproved = select(Activity.call_id).where(Activity.state == "done", Activity.approval != "approved")
    returned = (
        select(Activity.call_id)
        .join(InvoiceLine, InvoiceLine.activity_id == Activity.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id).where(Invoice.state == "credited")
    )
    return select(ServiceCall.id).where(
        or_(
            ServiceCall.state.in_(("open", "pending")) & ServiceCall.id.in_(approved),
            (ServiceCall.state == "technically_complete") & ServiceCall.id.not_in(unapproved),
            (ServiceCall.state == "closed") & ServiceCall.id.in_(returned) & ServiceCall.id.in_(_unbilled()),
        )
    )


def _unbilled() -> Select[Any]:
    """Calls with an approved record: one that is not billed, or whose invoice was credited."""
    parts = [
        select(Activity.call_id).join(row, row.activity_id == Activity.id)
        .where(row.state == "approved", row.charge_option == "chargeable")
        for row in RECORD_KINDS.values()
    ]
    return select(parts[0].union_all(*parts[1:]).subquery().c.call_id)


def _drafts(session: Session) -> dict[str, str]:
    rows: Sequence[Any] = session.execute(
        select(Invoice.call_id, Invoice.id).where(Invoice.state == "draft", Invoice.call_id.is_not(None))
    ).all()
    return {row.call_id: row.id for row in rows}
