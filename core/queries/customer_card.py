"""Everything about one customer: people, places, machines, agreements, calls and money."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.contract import ServiceContract
from core.model.customer import BusinessPartner
from core.model.item import PriceList
from core.model.money import Invoice
from core.queries.call_list import CallRow, call_rows
from core.queries.intake import (
    MachineTile,
    PersonAtCustomer,
    PlaceOfCustomer,
    contacts_of,
    machines_of,
    places_of,
)
from core.rules import phone


@dataclass(frozen=True, slots=True)
class Agreement:
    """A service contract: what it covers and how fast we come."""

    id: str
    name: str
    covers_labour: bool
    covers_travel: bool
    covers_parts: bool
    response_hours: int | None
    fix_hours: int | None
    yearly_price: Decimal
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class CustomerInvoice:
    id: str
    number: str
    kind: str
    state: str
    issued_on: date | None
    due_on: date | None
    to_pay: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Net invoiced in the last twelve months, and what is issued and not paid."""

    last_year: Decimal
    unpaid: Decimal
    overdue: Decimal


@dataclass(frozen=True, slots=True)
class CustomerCard:
    id: str
    number: str
    name: str
    kind: str
    org_number: str
    vat_number: str
    language: str
    payment_days: int
    price_list: str
    credit_hold: bool
    phone: str
    email: str
    note: str
    contacts: tuple[PersonAtCustomer, ...]
    places: tuple[PlaceOfCustomer, ...]
    machines: tuple[MachineTile, ...]
    agreements: tuple[Agreement, ...]
    calls: tuple[CallRow, ...]
    call_count: int
    first_call: datetime | None
    invoices: tuple[CustomerInvoice, ...]
    money: Money


def customer_card(session: Session, partner_id: str, today: date, calls: int = 30) -> CustomerCard | None:
    """The card with the latest calls, or None when the customer is gone."""
    row = session.execute(
        select(BusinessPartner, PriceList.name)
        .outerjoin(PriceList, PriceList.id == BusinessPartner.price_list_id)
        .where(BusinessPartner.id == partner_id)
    ).one_or_none()
    if row is None:
        return None
    partner, price_list = row
    call_ids = tuple(session.scalars(
        select(ServiceCall.id).where(ServiceCall.partner_id == partner_id)
        .order_by(ServiceCall.created_at.desc()).limit(calls)
    ))
    count, first = session.execute(
        select(func.count(), func.min(ServiceCall.created_at)).where(ServiceCall.partner_id == partner_id)
    ).one()
    return CustomerCard(
        partner.id, partner.number, partner.name, partner.kind, partner.org_number, partner.vat_number,
        partner.language, partner.payment_days, price_list or "", partner.credit_hold, phone.shown(partner.phone),
        partner.email, partner.note, contacts_of(session, partner_id), places_of(session, partner_id),
        machines_of(session, partner_id), _agreements(session, partner_id), call_rows(session, call_ids), count, first,
        _invoices(session, partner_id), _money(session, partner_id, today),
    )


def same_phone(session: Session, partner_id: str, number: str) -> tuple[tuple[str, str], ...]:
    """Other customers (id, name) with this phone number: perhaps the same one twice."""
    if not number:
        return ()
    rows = session.execute(
        select(BusinessPartner.id, BusinessPartner.name)
        .where(BusinessPartner.phone == number, BusinessPartner.id != partner_id,
               BusinessPartner.merged_into_id.is_(None))
    )
    return tuple((row.id, row.name) for row in rows)


def _agreements(session: Session, partner_id: str) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(*tuple(row))
        for row in session.execute(
            select(ServiceContract.id, ServiceContract.name, ServiceContract.covers_labour,
                   ServiceContract.covers_travel, ServiceContract.covers_parts, ServiceContract.response_hours,
                   ServiceContract.fix_hours, ServiceContract.yearly_price, ServiceContract.starts_on,
                   ServiceContract.ends_on)
            .where(ServiceContract.partner_id == partner_id).order_by(ServiceContract.starts_on.desc())
        )
    )


def _invoices(session: Session, partner_id: str) -> tuple[CustomerInvoice, ...]:
    return tuple(
        CustomerInvoice(row[0], row[1] or "", *row[2:])
        for row in session.execute(
            select(Invoice.id, Invoice.number, Invoice.kind, Invoice.state, Invoice.issued_on, Invoice.due_on,
                   Invoice.to_pay)
            .where(Invoice.partner_id == partner_id).order_by(Invoice.created_at.desc()).limit(20)
        )
    )


def _money(session: Session, partner_id: str, today: date) -> Money:
    year_ago = date(today.year - 1, today.month, min(today.day, 28))
    total = select(func.coalesce(func.sum(Invoice.net), Decimal(0))).where(
        Invoice.partner_id == partner_id, Invoice.issued_on > year_ago, Invoice.state != "draft"
    )
    unpaid = select(func.coalesce(func.sum(Invoice.to_pay), Decimal(0))).where(
        Invoice.partner_id == partner_id, Invoice.state == "issued"
    )
    return Money(
        session.scalar(total) or Decimal(0), session.scalar(unpaid) or Decimal(0),
        session.scalar(unpaid.where(Invoice.due_on < today)) or Decimal(0),
    )
