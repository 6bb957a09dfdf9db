"""What intake shows beside the form: the caller with machines and open calls, and where a draft was left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.commands.intake import IntakeForm
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.visit import Activity
from core.model.workforce import Person
from core.rules import phone
from core.rules.lifecycle import call_progress
from core.rules.travel import Place, road_km

SAME_CALLER_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PersonAtCustomer:
    """A contact; `phone` is the number to call first, `mobile` and `landline` are both as people write them."""

    id: str
    name: str
    role: str
    phone: str
    email: str
    sms_consent: bool
    mobile: str = ""
    landline: str = ""
    on_site: bool = True


@dataclass(frozen=True, slots=True)
class PlaceOfCustomer:
    id: str
    kind: str
    street: str
    zip: str
    city: str
    access_note: str
    latitude: float | None
    longitude: float | None

    @property
    def line(self) -> str:
        return ", ".join(part for part in (self.street, self.city) if part)


@dataclass(frozen=True, slots=True)
class MachineTile:
    """A machine as a card: what it is, its serial, and what is due on it."""

    id: str
    number: str
    name: str
    serial: str
    category: str
    item_id: str | None
    address_id: str | None
    location_note: str
    warranty_end: date | None
    next_service_on: date | None
    manufacturer: str


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call of the same customer that is not finished; `planned` is its next visit with whom."""

    id: str
    number: str
    subject: str
    progress: str
    created_at: datetime
    planned: datetime | None
    technician: str
    equipment_ids: tuple[str, ...]
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class IntakeCustomer:
    """The caller's firm with everything that a call needs."""

    id: str
    number: str
    name: str
    note: str
    credit_hold: bool
    phone: str
    contract: str
    response_hours: int | None
    contacts: tuple[PersonAtCustomer, ...]
    places: tuple[PlaceOfCustomer, ...]
    machines: tuple[MachineTile, ...]
    open_calls: tuple[OpenCall, ...]

    def machine(self, equipment_id: str | None) -> MachineTile | None:
        return next((machine for machine in self.machines if machine.id == equipment_id), None)

    def contact(self, contact_id: str | None) -> PersonAtCustomer | None:
        return next((person for person in self.contacts if person.id == contact_id), None)

    def place(self, address_id: str | None) -> PlaceOfCustomer | None:
        return next((place for place in self.places if place.id == address_id), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was left."""

    call_id: str
    form: IntakeForm
    created_at: datetime
    number: str


def intake_customer(session: Session, partner_id: str, now: datetime, draft_id: str = "") -> IntakeCustomer | None:
    """The customer, or None when it is gone; calls opened within 14 days or still to be visited count as open."""
    partner = session.execute(
        select(
            BusinessPartner.id, BusinessPartner.number, BusinessPartner.name, BusinessPartner.note,
            BusinessPartner.credit_hold, BusinessPartner.phone,
        ).where(BusinessPartner.id == partner_id)
    ).one_or_none()
    if partner is None:
        return None
    contract = session.execute(
        select(ServiceContract.name, ServiceContract.response_hours)
        .where(
            ServiceContract.partner_id == partner_id, ServiceContract.starts_on <= now.date(),
            ServiceContract.ends_on.is_(None) | (ServiceContract.ends_on >= now.date()),
        )
        .order_by(ServiceContract.response_hours)
    ).first()
    places = places_of(session, partner_id)
    return IntakeCustomer(
        partner.id, partner.number, partner.name, partner.note, partner.credit_hold, phone.shown(partner.phone),
        contract.name if contract else "", contract.response_hours if contract else None,
        contacts_of(session, partner_id), places, machines_of(session, partner_id),
        open_calls(session, partner_id, now, places, draft_id),
    )


def contacts_of(session: Session, partner_id: str) -> tuple[PersonAtCustomer, ...]:
    """The people of a customer, those on site first."""
    return tuple(
        PersonAtCustomer(
            row.id, row.name, row.role, phone.shown(row.mobile or row.phone), row.email, row.sms_consent,
            phone.shown(row.mobile), phone.shown(row.phone), row.is_site_contact,
        )
        for row in session.execute(
            select(Contact.id, Contact.name, Contact.role, Contact.phone, Contact.mobile, Contact.email,
                   Contact.sms_consent, Contact.is_site_contact)
            .where(Contact.partner_id == partner_id).order_by(Contact.is_site_contact.desc(), Contact.id)
        )
    )


def places_of(session: Session, partner_id: str) -> tuple[PlaceOfCustomer, ...]:
    """The addresses of a customer, sites first."""
    return tuple(
        PlaceOfCustomer(*row)
        for row in session.execute(
            select(Address.id, Address.kind, Address.street, Address.zip, Address.city, Address.access_note,
                   Address.latitude, Address.longitude)
            .where(Address.partner_id == partner_id).order_by((Address.kind != "site"), Address.id)
        )
    )


def machines_of(session: Session, partner_id: str) -> tuple[MachineTile, ...]:
    """The customer's machines in use, in the order they were put in."""
    return tuple(
        MachineTile(*row)
        for row in session.execute(
            select(Equipment.id, Equipment.number, Equipment.name, Equipment.serial, Equipment.category,
                   Equipment.item_id, Equipment.address_id, Equipment.location_note, Equipment.warranty_end,
                   Equipment.next_service_on, Equipment.manufacturer)
            .where(Equipment.partner_id == partner_id, Equipment.state.in_(("in_use", "draft", "suspended")))
            .order_by(Equipment.id)
        )
    )


def open_calls(
    session: Session, partner_id: str, now: datetime, places: tuple[PlaceOfCustomer, ...] = (), draft_id: str = ""
) -> tuple[OpenCall, ...]:
    """Unfinished calls of the customer, the newest first; `kilometres` is the way from the firm and back once."""
    rows = session.execute(
        select(ServiceCall.id, ServiceCall.number, ServiceCall.subject, ServiceCall.state, ServiceCall.created_at)
        .where(
            ServiceCall.partner_id == partner_id, ServiceCall.state.in_(("open", "pending")),
            ServiceCall.id != draft_id,
        )
        .order_by(ServiceCall.created_at.desc()).limit(20)
    ).all()
    ids = [row.id for row in rows]
    visits = _visits(session, ids)
    machines: dict[str, list[str]] = {}
    for link in session.execute(
        select(ServiceCallEquipment.call_id, ServiceCallEquipment.equipment_id)
        .where(ServiceCallEquipment.call_id.in_(ids))
    ):
        machines.setdefault(link.call_id, []).append(link.equipment_id)
    way = _kilometres(session, places)
    found = []
    for row in rows:
        own = visits.get(row.id, [])
        coming = next((visit for visit in own if visit.planned_start is not None and visit.state != "done"), None)
        if coming is None and now - row.created_at > SAME_CALLER_WITHIN:
            continue
        found.append(OpenCall(
            row.id, row.number or "", row.subject, call_progress(row.state, [visit.state for visit in own]),
            row.created_at, coming.planned_start if coming else None, (coming.name or "") if coming else "",
            tuple(machines.get(row.id, ())), way,
        ))
    return tuple(found)


def draft(session: Session, call_id: str) -> Draft | None:
    """A draft to go on with, or None when it is no longer one."""
    row = session.execute(
        select(ServiceCall.id, ServiceCall.intake, ServiceCall.created_at, ServiceCall.number)
        .where(ServiceCall.id == call_id, ServiceCall.state == "draft")
    ).one_or_none()
    if row is None:
        return None
    kept = {name: value for name, value in (row.intake or {}).items() if name in IntakeForm.__struct_fields__}
    return Draft(row.id, msgspec.convert(kept, IntakeForm), row.created_at, row.number or "")


def _visits(session: Session, call_ids: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in session.execute(
        select(Activity.call_id, Activity.state, Activity.planned_start, Person.name)
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .where(Activity.call_id.in_(call_ids), Activity.state != "cancelled").order_by(Activity.planned_start)
    ):
        found.setdefault(row.call_id, []).append(row)
    return found


def _kilometres(session: Session, places: tuple[PlaceOfCustomer, ...]) -> float | None:
    """What one visit less saves in driving, as far as it can be known: there and back from the firm."""
    firm = session.execute(select(Firm.latitude, Firm.longitude).where(Firm.id == FIRM_ID)).one_or_none()
    site = next((place for place in places if place.latitude is not None and place.longitude is not None), None)
    if firm is None or firm.latitude is None or site is None:
        return None
    return 2 * road_km(Place(firm.latitude, firm.longitude), Place(site.latitude or 0.0, site.longitude or 0.0))
