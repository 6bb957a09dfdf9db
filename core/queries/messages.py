"""What customers are told: the SMS a visit would have, the messages of a call with their state, and the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner, Contact
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.model.visit import Activity
from core.model.workforce import Person
from core.rules import phone
from core.rules.sms_text import SmsValues, compose, size

TRIED = ("queued", "sending")
LEFT = ("sending", "sent", "delivered")
STILL_USEFUL = timedelta(minutes=15)
"""So long after the told time a message may still arrive late; later it would only confuse."""
_AT_ONCE = 500
RECEIPTS_WITHIN = timedelta(days=3)
"""Networks give a phone that is switched off about two days; nobody asks for a receipt longer than this."""


# ---- Before: what would be sent -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SmsDraft:
    """The SMS as it would leave. `obstacle` says why there is none (text key `sms.obstacle_<it>`), else empty."""

    purpose: str
    activity_id: str
    call_id: str
    contact_id: str | None
    recipient: str
    recipient_name: str
    language: str
    text: str
    parts: int
    arrival: datetime | None
    useful_until: datetime | None
    obstacle: str = ""


def sms_draft(
    session: Session, activity_id: str, purpose: str, now: datetime, arrival: datetime | None = None
) -> SmsDraft | None:
    """The message of this purpose about a visit, in the customer's language; None when the visit is not here.

    `arrival` is the time to tell when it is not the planned start. Somebody who sets out later than planned is on the
    way «now», unless the caller has an estimate.
    """
    row = _visit(session, activity_id)
    firm = session.get(Firm, FIRM_ID)
    if row is None or firm is None:
        return None
    on_the_way = purpose == "on_the_way"
    if arrival is None and not (on_the_way and row.planned_start is not None and row.planned_start <= now):
        arrival = row.planned_start
    recipient = _mobile(row.mobile, row.phone, row.partner_phone)
    own = row.technician_phone or "", firm.phone
    values = SmsValues(
        firm=firm.name, contact=row.contact_name or "", technician=row.technician or "", arrival=arrival,
        phone=next((n for n in (reversed(own) if purpose == "cancelled" else own) if n), ""),
    )
    language = row.language or firm.language
    told = arrival or (now if on_the_way else None)
    text = compose(purpose, language, values) if told is not None else ""
    useful_until = told + STILL_USEFUL if told is not None else None
    return SmsDraft(
        purpose=purpose, activity_id=row.id, call_id=row.call_id, contact_id=row.contact_id, recipient=recipient,
        recipient_name=row.contact_name or row.partner_name or "", language=language, text=text, parts=size(text).parts,
        arrival=arrival, useful_until=useful_until, obstacle=_obstacle(row, firm, recipient, useful_until, now),
    )


def _visit(session: Session, activity_id: str) -> Any:
    return session.execute(
        select(
            Activity.id, Activity.call_id, Activity.planned_start, ServiceCall.contact_id,
            Contact.name.label("contact_name"), Contact.mobile, Contact.phone, Contact.sms_consent,
            BusinessPartner.name.label("partner_name"), BusinessPartner.phone.label("partner_phone"),
            BusinessPartner.language, Person.name.label("technician"), Person.phone.label("technician_phone"),
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(Contact, Contact.id == ServiceCall.contact_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .where(Activity.id == activity_id)
    ).one_or_none()


def _mobile(*numbers: str | None) -> str:
    """The first number that can take an SMS, in E.164."""
    return next((phone.e164(number) or "" for number in numbers if number and phone.can_text(number)), "")


def _obstacle(row: Any, firm: Firm, recipient: str, useful_until: datetime | None, now: datetime) -> str:
    if firm.settings.get("sms_off"):
        return "off"
    if row.sms_consent is False:
        return "no_consent"
    if not recipient:
        return "no_mobile" if row.contact_id or row.partner_name else "no_contact"
    if useful_until is None:
        return "no_time"
    return "passed" if useful_until <= now else ""


# ---- After: what was sent -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message with its state. `trouble` is a code (text key `sms.trouble_<it>`), `detail` the gateway's own words."""

    id: str
    purpose: str
    subject_id: str
    call_id: str | None
    recipient: str
    recipient_name: str
    language: str
    text: str
    parts: int
    state: str
    created_at: datetime
    not_before: datetime
    attempts: int
    trouble: str
    detail: str
    sent_at: datetime | None
    delivered_at: datetime | None

    @property
    def can_be_stopped(self) -> bool:
        return self.state == "queued"

    @property
    def can_be_repeated(self) -> bool:
        return self.state in ("failed", "withdrawn")


def call_messages(session: Session, call_id: str) -> tuple[MessageRow, ...]:
    """Everything told to the customer of a call, the newest first."""
    return _rows(session, select(Message).where(Message.call_id == call_id).order_by(*_NEWEST))


def visit_messages(session: Session, activity_id: str) -> tuple[MessageRow, ...]:
    """Everything told about one visit, the newest first."""
    return _rows(session, select(Message).where(Message.subject_id == activity_id).order_by(*_NEWEST))


def queued_messages(session: Session, ids: Sequence[str]) -> tuple[MessageRow, ...]:
    """Those of these messages that have not left yet."""
    found: list[MessageRow] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found += _rows(session, select(Message).where(Message.id.in_(part), Message.state == "queued"))
    return tuple(found)


def recent_messages(session: Session, limit: int = 100) -> tuple[MessageRow, ...]:
    """The whole outbox, the newest first; what a person looks through when an SMS is said to be missing."""
    return _rows(session, select(Message).order_by(*_NEWEST).limit(limit))


def phone_messages(session: Session, recipient: str = "") -> tuple[MessageRow, ...]:
    """What lies on customers' phones (one of them, by E.164 number), in the order it came there."""
    arrived = select(Message).where(Message.state.in_(("sent", "delivered"))).order_by(Message.sent_at, Message.id)
    return _rows(session, arrived.where(Message.recipient == recipient) if recipient else arrived)


_NEWEST = (Message.created_at.desc(), Message.id.desc())


def _rows(session: Session, chosen: Select[Message]) -> tuple[MessageRow, ...]:
    return tuple(_row(message) for message in session.scalars(chosen))


def _row(message: Message) -> MessageRow:
    trouble, _, detail = message.error.partition(": ")
    return MessageRow(
        id=message.id, purpose=message.purpose, subject_id=message.subject_id, call_id=message.call_id,
        recipient=message.recipient, recipient_name=message.recipient_name, language=message.language,
        text=message.text, parts=size(message.text).parts, state=message.state, created_at=message.created_at,
        not_before=message.not_before, attempts=message.attempts, trouble=trouble, detail=detail,
        sent_at=message.sent_at, delivered_at=message.delivered_at,
    )


# ---- For the dispatcher ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A message that the dispatcher has something to do with."""

    id: str
    purpose: str
    state: str
    recipient: str
    text: str
    attempts: int
    not_before: datetime
    useful_until: datetime | None
    attempt_started_at: datetime | None
    gateway_id: str
    sent_at: datetime | None


def outbox(session: Session, now: datetime) -> tuple[OutboxItem, ...]:
    """Queued messages that are due, and all whose fate is not known yet; in the order they were due."""
    due = (Message.state == "queued") & (Message.not_before <= now)
    awaited = (Message.state == "sent") & (Message.sent_at >= now - RECEIPTS_WITHIN)
    return tuple(
        OutboxItem(*row)
        for row in session.execute(
            select(
                Message.id, Message.purpose, Message.state, Message.recipient, Message.text, Message.attempts,
                Message.not_before, Message.useful_until, Message.attempt_started_at, Message.gateway_id,
                Message.sent_at,
            )
            .where(Message.channel == "sms")
            .where(or_(due, awaited, Message.state == "sending"))
            .order_by(Message.not_before, Message.id)
        )
    )


def known_gateway_ids(session: Session, recipient: str) -> frozenset[str]:
    """The gateway's ids of messages to this number that we already know of."""
    found = session.scalars(
        select(Message.gateway_id).where(Message.recipient == recipient).where(Message.gateway_id != "")
    )
    return frozenset(found)


def sms_settings(session: Session) -> tuple[str, dict[str, Any]]:
    """The firm's name and settings, from which sender, quiet hours and opening hours are read."""
    firm = session.get(Firm, FIRM_ID)
    return (firm.name, dict(firm.settings)) if firm is not None else ("", {})


def left_for(session: Session, subject_id: str, purposes: Sequence[str]) -> bool:
    """True when a message of these purposes about this visit has left, or may have."""
    return session.scalar(
        select(Message.id).where(Message.subject_id == subject_id)
        .where(Message.purpose.in_(purposes)).where(Message.state.in_(LEFT)).limit(1)
    ) is not None
