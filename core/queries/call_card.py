"""Everything about one call on one card: who, what, promise, visits, messages, notes and money."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.device import SyncFlag
from core.model.equipment import Equipment
from core.model.message import Message
from core.model.money import Invoice
from core.model.visit import Activity, Note
from core.model.workforce import Person
from core.queries.call_visits import VisitCard, call_visits
from core.queries.intake import MachineTile
from core.queries.journal import JournalLine, call_journal
from core.rules import phone
from core.rules.lifecycle import call_progress


@dataclass(frozen=True, slots=True)
class CallMessage:
    channel: str
    purpose: str
    recipient: str
    recipient_name: str
    text: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class CallNote:
    id: str
    at: datetime
    person: str
    text: str
    visible_to_customer: bool


@dataclass(frozen=True, slots=True)
class CallInvoice:
    id: str
    number: str
    kind: str
    state: str
    net: Decimal
    to_pay: Decimal
    paper_sha256: str


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call with all that hangs on it. `progress` is derived from its visits; phones are as people write them."""

    id: str
    number: str
    subject: str
    problem: str
    kind: str
    state: str
    progress: str
    pending_reason: str
    priority: str
    origin: str
    created_at: datetime
    created_by: str
    wish_text: str
    promised_from: datetime | None
    promised_to: datetime | None
    due_at: datetime | None
    sla_respond_by: datetime | None
    sla_fix_by: datetime | None
    quote_limit: Decimal | None
    contract: str
    partner_id: str | None
    customer: str
    customer_number: str
    contact: str
    contact_role: str
    contact_phone: str
    contact_email: str
    address: str
    access_note: str
    machines: tuple[MachineTile, ...]
    visits: tuple[VisitCard, ...]
    messages: tuple[CallMessage, ...]
    notes: tuple[CallNote, ...]
    invoices: tuple[CallInvoice, ...]
    flags: tuple[tuple[str, dict[str, str]], ...]
    journal: tuple[JournalLine, ...]

    @property
    def to_charge(self) -> Decimal:
        """What the customer pays for all visits so far, excl. VAT."""
        return sum((line.amount for visit in self.visits for line in visit.lines), Decimal(0))

    @property
    def covered(self) -> Decimal:
        """What warranty, contract or goodwill pays."""
        everything = sum((line.list_amount for visit in self.visits for line in visit.lines), Decimal(0))
        return everything - self.to_charge


def call_card(session: Session, call_id: str) -> CallCard | None:
    """The card, or None when the call is gone."""
    row = session.execute(
        select(
            ServiceCall, BusinessPartner.name, BusinessPartner.number, BusinessPartner.phone, ServiceContract.name,
            Person.name,
        )
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(ServiceContract, ServiceContract.id == ServiceCall.contract_id)
        .outerjoin(Person, Person.id == ServiceCall.created_by_id)
        .where(ServiceCall.id == call_id)
    ).one_or_none()
    if row is None:
        return None
    call, customer, customer_number, customer_phone, contract, created_by = row
    contact = session.execute(
        select(Contact.name, Contact.role, Contact.phone, Contact.mobile, Contact.email)
        .where(Contact.id == call.contact_id)
    ).one_or_none()
    place = session.execute(
        select(Address.street, Address.city, Address.access_note).where(Address.id == call.address_id)
    ).one_or_none()
    number = (contact.mobile or contact.phone) if contact else ""
    visits = call_visits(session, call_id)
    return CallCard(
        call.id, call.number or "", call.subject, call.problem, call.kind, call.state,
        call_progress(call.state, [visit.state for visit in visits]), call.pending_reason, call.priority, call.origin,
        call.created_at, created_by or "", call.wish_text, call.promised_from, call.promised_to, call.due_at,
        call.sla_respond_by, call.sla_fix_by, call.quote_limit, contract or "",
        call.partner_id, customer or "", customer_number or "",
        contact.name if contact else "", contact.role if contact else "",
        phone.shown(number or customer_phone or ""), contact.email if contact else "",
        ", ".join(part for part in (place.street, place.city) if part) if place else "",
        place.access_note if place else "", _machines(session, call_id), visits, _messages(session, call_id),
        _notes(session, call_id), _invoices(session, call_id), _flags(session, call_id),
        call_journal(session, call_id),
    )


def call_of_activity(session: Session, activity_id: str) -> str | None:
    """The call that a visit belongs to, for links from the board."""
    return session.scalar(select(Activity.call_id).where(Activity.id == activity_id))


def _machines(session: Session, call_id: str) -> tuple[MachineTile, ...]:
    return tuple(
        MachineTile(*row)
        for row in session.execute(
            select(Equipment.id, Equipment.number, Equipment.name, Equipment.serial, Equipment.category,
                   Equipment.item_id, Equipment.address_id, Equipment.location_note, Equipment.warranty_end,
                   Equipment.next_service_on, Equipment.manufacturer)
            .join(ServiceCallEquipment, ServiceCallEquipment.equipment_id == Equipment.id)
            .where(ServiceCallEquipment.call_id == call_id).order_by(ServiceCallEquipment.id)
        )
    )


def _messages(session: Session, call_id: str) -> tuple[CallMessage, ...]:
    return tuple(
        CallMessage(*tuple(row))
        for row in session.execute(
            select(Message.channel, Message.purpose, Message.recipient, Message.recipient_name, Message.text,
                   Message.state, Message.created_at, Message.sent_at, Message.delivered_at, Message.error)
            .where(Message.call_id == call_id).order_by(Message.created_at.desc(), Message.id.desc())
        )
    )


def _notes(session: Session, call_id: str) -> tuple[CallNote, ...]:
    return tuple(
        CallNote(row[0], row[1], row[2] or "", row[3], row[4])
        for row in session.execute(
            select(Note.id, Note.at, Person.name, Note.text, Note.visible_to_customer)
            .outerjoin(Person, Person.id == Note.person_id)
            .where(Note.call_id == call_id).order_by(Note.at.desc(), Note.id.desc())
        )
    )


def _invoices(session: Session, call_id: str) -> tuple[CallInvoice, ...]:
    return tuple(
        CallInvoice(row[0], row[1] or "", *row[2:])
        for row in session.execute(
            select(
                Invoice.id, Invoice.number, Invoice.kind, Invoice.state, Invoice.net, Invoice.to_pay,
                Invoice.pdf_sha256,
            )
            .where(Invoice.call_id == call_id).order_by(Invoice.created_at.desc())
        )
    )


def _flags(session: Session, call_id: str) -> tuple[tuple[str, dict[str, str]], ...]:
    visits = select(Activity.id).where(Activity.call_id == call_id)
    return tuple(
        (row.code, dict(row.params))
        for row in session.execute(
            select(SyncFlag.code, SyncFlag.params)
            .where(SyncFlag.resolved_at.is_(None), SyncFlag.activity_id.in_(visits)).order_by(SyncFlag.at)
        )
    )
