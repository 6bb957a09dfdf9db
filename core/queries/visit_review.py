"""A finished visit as the office looks it through: what was done, each line with who pays and why, and what is off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.device import SyncFlag
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.money import Invoice, InvoiceLine, WarrantyClaim
from core.model.visit import Activity
from core.model.workforce import Person
from core.queries.call_visits import VisitCard, visit_card
from core.queries.checklist_run import ChecklistRun, checklist_run
from core.queries.checkout import shown_lines
from core.queries.visit_facts import call_equipment, visit_facts, warranty_of
from core.queries.visit_lines import RECORD_KINDS, live, visit_lines
from core.rules.pricing import Totals, totals
from core.rules.warranty import WarrantyVerdict, in_warranty
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line with who pays; amounts excl. VAT. `list_amount` is what it would cost the customer."""

    source_kind: str
    source_id: str
    icon: str
    title: str
    detail: str
    person: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    list_amount: Decimal
    vat_rate: Decimal
    charge_option: str
    reason_key: str
    reason_params: Mapping[str, Any]
    by_hand: bool
    state: str

    @property
    def locked(self) -> bool:
        return self.state in ("billed", "credited")


@dataclass(frozen=True, slots=True)
class Machine:
    id: str
    name: str
    serial: str
    verdict: WarrantyVerdict


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What the supplier is asked to pay for."""

    id: str
    item: str
    quantity: Decimal
    amount: Decimal
    serial: str
    removed_serial: str
    state: str


@dataclass(frozen=True, slots=True)
class VisitReview:
    """Everything on the review page. `flags` are sentences (key, params) that ask for a person's eye."""

    activity_id: str
    call_id: str
    call_number: str
    call_state: str
    customer: str
    partner_id: str
    contact: str
    phone: str
    place: str
    problem: str
    contract: str
    day: date | None
    arrived_at: datetime | None
    finished_at: datetime | None
    card: VisitCard
    machines: tuple[Machine, ...]
    checklists: tuple[ChecklistRun, ...]
    lines: tuple[ReviewLine, ...]
    sums: Totals
    claims: tuple[ClaimLine, ...]
    flags: tuple[tuple[str, dict[str, str]], ...]
    waiting: int
    invoice_numbers: tuple[str, ...]
    on_draft: bool

    @property
    def covered(self) -> Decimal:
        """What somebody else than the customer pays for."""
        return sum((line.list_amount - line.amount for line in self.lines), Decimal(0))

    @property
    def can_approve(self) -> bool:
        return self.card.state == "done" and (self.card.approval != "approved" or self.waiting > 0)

    @property
    def can_withdraw(self) -> bool:
        return self.card.approval == "approved" and not self.invoice_numbers and not self.on_draft


def visit_review(session: Session, activity_id: str, language: str = "sv") -> VisitReview | None:
    """The visit, or None when it is gone; `language` is the reader's."""
    card, facts = visit_card(session, activity_id), visit_facts(session, activity_id)
    visit = session.get(Activity, activity_id)
    if card is None or facts is None or visit is None:
        return None
    call = session.get(ServiceCall, facts.call_id)
    assert call is not None
    contact = session.get(Contact, call.contact_id) if call.contact_id else None
    place = session.get(Address, call.address_id) if call.address_id else None
    priced = visit_lines(session, activity_id)
    lines = _lines(session, activity_id, Texts(language))
    partner = session.get(BusinessPartner, call.partner_id) if call.partner_id else None
    runs = (checklist_run(session, state.instance_id, language) for state in card.checklists)
    numbers, on_draft = _invoiced(session, activity_id)
    return VisitReview(
        activity_id=activity_id, call_id=call.id, call_number=call.number or "", call_state=call.state,
        customer=facts.customer, partner_id=call.partner_id or "", contact=contact.name if contact else "",
        phone=(contact.mobile or contact.phone) if contact else partner.phone if partner else "",
        place=", ".join(part for part in (place.street, place.city) if part) if place else "",
        problem=call.problem or call.subject, contract=_contract(session, call.contract_id), day=facts.day,
        arrived_at=visit.arrived_at, finished_at=visit.finished_at, card=card,
        machines=_machines(session, call.id, facts.day), checklists=tuple(run for run in runs if run is not None),
        lines=lines, sums=totals(priced), claims=_claims(session, activity_id), flags=_flags(session, activity_id),
        waiting=sum(line.state in ("pending", "change_requested") for line in lines),
        invoice_numbers=numbers, on_draft=on_draft,
    )


def _lines(session: Session, activity_id: str, texts: Texts) -> tuple[ReviewLine, ...]:
    priced = visit_lines(session, activity_id)
    rates = {line.source_id: line.vat_rate for line in priced}
    records = {record.id: record for kind in RECORD_KINDS for record in session.scalars(live(kind, activity_id))}
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    return tuple(
        ReviewLine(
            source_kind=line.source_kind, source_id=line.source_id, icon=line.icon, title=line.title,
            detail=line.detail, person=names.get(records[line.source_id].person_id, "–"), quantity=line.quantity,
            unit=line.unit, unit_price=line.unit_price, amount=line.amount, list_amount=line.list_amount,
            vat_rate=rates[line.source_id], charge_option=line.charge_option, reason_key=line.reason_key,
            reason_params=line.reason_params, by_hand=records[line.source_id].charge_by_hand,
            state=records[line.source_id].state,
        )
        for line in shown_lines(session, activity_id, priced, texts)
    )


def _machines(session: Session, call_id: str, day: date | None) -> tuple[Machine, ...]:
    found = (session.get(Equipment, one) for one in call_equipment(session, call_id))
    return tuple(
        Machine(one.id, one.name, one.serial, in_warranty(warranty_of(session, one.id), day or date.min))
        for one in found if one is not None
    )


def _contract(session: Session, contract_id: str | None) -> str:
    return session.scalar(select(ServiceContract.name).where(ServiceContract.id == contract_id)) or ""


def _claims(session: Session, activity_id: str) -> tuple[ClaimLine, ...]:
    rows = session.execute(
        select(
            WarrantyClaim.id, Item.name, WarrantyClaim.quantity, WarrantyClaim.amount, WarrantyClaim.serial,
            WarrantyClaim.removed_serial, WarrantyClaim.state,
        )
        .outerjoin(Item, Item.id == WarrantyClaim.item_id)
        .where(WarrantyClaim.activity_id == activity_id).order_by(WarrantyClaim.opened_at, WarrantyClaim.id)
    )
    return tuple(ClaimLine(row[0], row[1] or "–", *row[2:]) for row in rows)


def _flags(session: Session, activity_id: str) -> tuple[tuple[str, dict[str, str]], ...]:
    rows = session.execute(
        select(SyncFlag.code, SyncFlag.params)
        .where(SyncFlag.activity_id == activity_id, SyncFlag.resolved_at.is_(None)).order_by(SyncFlag.at)
    )
    return tuple((row.code, dict(row.params)) for row in rows)


def _invoiced(session: Session, activity_id: str) -> tuple[tuple[str, ...], bool]:
    rows = session.execute(
        select(Invoice.number, Invoice.state)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .where(InvoiceLine.activity_id == activity_id, Invoice.kind == "invoice").distinct()
        .order_by(Invoice.number)
    ).all()
    numbers = tuple(row.number for row in rows if row.number and row.state in ("issued", "paid"))
    return numbers, any(row.state == "draft" for row in rows)
