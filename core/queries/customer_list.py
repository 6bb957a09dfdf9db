"""The register of customers: ids in order, and the rows that come into view."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, Select, func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.queries.customer_search import customer_search
from core.rules import phone
from core.rules.folding import sort_key


@dataclass(frozen=True, slots=True)
class CustomerRow:
    id: str
    number: str
    name: str
    city: str
    contact: str
    phone: str
    machines: int
    open_calls: int
    last_call: datetime | None
    contract: str


def customer_ids(session: Session, text: str = "", order: str = "name") -> tuple[str, ...]:
    """All customers in Swedish order, or those that the text finds, the likeliest first."""
    if text.strip():
        return tuple(match.partner_id for match in customer_search(session, text.strip(), 200))
    if order == "recent":
        last = (
            select(func.max(ServiceCall.created_at)).where(ServiceCall.partner_id == BusinessPartner.id)
            .scalar_subquery()
        )
        recent: Select[str] = (
            select(BusinessPartner.id).where(BusinessPartner.merged_into_id.is_(None))
            .order_by(last.is_(None), last.desc(), BusinessPartner.name)
        )
        return tuple(session.scalars(recent))
    rows = session.execute(
        select(BusinessPartner.id, BusinessPartner.name, BusinessPartner.number)
        .where(BusinessPartner.merged_into_id.is_(None))
    ).all()
    key = (lambda row: row.number) if order == "number" else (lambda row: sort_key(row.name))
    return tuple(row.id for row in sorted(rows, key=key))


def customer_rows(session: Session, ids: tuple[str, ...], today: date) -> tuple[CustomerRow, ...]:
    """These customers, in this order."""
    partners = {row.id: row for row in session.execute(
        select(BusinessPartner.id, BusinessPartner.number, BusinessPartner.name, BusinessPartner.phone)
        .where(BusinessPartner.id.in_(ids))
    )}
    cities: dict[str, str] = {}
    for place in session.execute(
        select(Address.partner_id, Address.city).where(Address.partner_id.in_(ids))
        .order_by((Address.kind != "site"), Address.id)
    ):
        cities.setdefault(place.partner_id or "", place.city)
    people: dict[str, tuple[str, str]] = {}
    for person in session.execute(
        select(Contact.partner_id, Contact.name, Contact.mobile, Contact.phone).where(Contact.partner_id.in_(ids))
        .order_by(Contact.is_site_contact.desc(), Contact.id)
    ):
        people.setdefault(person.partner_id, (person.name, person.mobile or person.phone))
    machines = {row[0]: row[1] for row in session.execute(
        select(Equipment.partner_id, func.count()).where(Equipment.partner_id.in_(ids), Equipment.state != "scrapped")
        .group_by(Equipment.partner_id)
    )}
    calls = {row[0]: (row[1], row[2]) for row in session.execute(
        select(ServiceCall.partner_id, func.max(ServiceCall.created_at),
               func.sum(func.coalesce((ServiceCall.state.in_(("open", "pending"))).cast(Integer), 0)))
        .where(ServiceCall.partner_id.in_(ids), ServiceCall.state != "draft").group_by(ServiceCall.partner_id)
    )}
    contracts = {row[0]: row[1] for row in session.execute(
        select(ServiceContract.partner_id, ServiceContract.name)
        .where(ServiceContract.partner_id.in_(ids), ServiceContract.starts_on <= today,
               ServiceContract.ends_on.is_(None) | (ServiceContract.ends_on >= today))
    )}
    return tuple(
        CustomerRow(
            one, partners[one].number, partners[one].name, cities.get(one, ""), people.get(one, ("", ""))[0],
            phone.shown(partners[one].phone or people.get(one, ("", ""))[1]), machines.get(one, 0),
            int(calls[one][1] or 0) if one in calls else 0, calls[one][0] if one in calls else None,
            contracts.get(one, ""),
        )
        for one in ids if one in partners
    )
