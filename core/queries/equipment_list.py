"""The register of machines: ids in order, and the rows that come into view."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.rules.folding import serial_key, words
from core.storage import search

Filter = Literal["in_use", "service_due", "warranty", "all"]
FILTERS: tuple[Filter, ...] = ("in_use", "service_due", "warranty", "all")


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    id: str
    number: str
    name: str
    serial: str
    category: str
    manufacturer: str
    customer: str
    partner_id: str
    place: str
    state: str
    warranty_end: date | None
    next_service_on: date | None


def equipment_ids(
    session: Session, which: Filter, text: str = "", today: date | None = None, order: str = "name"
) -> tuple[str, ...]:
    """The whole list in its order; the text is a serial, label, model, maker or customer."""
    wanted: Select[str] = (
        select(Equipment.id).join(BusinessPartner, BusinessPartner.id == Equipment.partner_id)
        .where(_belongs(which, today))
    )
    if text.strip():
        wanted = wanted.where(_matches(session, text.strip()))
    columns = {
        "name": (Equipment.name, Equipment.serial), "serial": (Equipment.serial_key, Equipment.name),
        "customer": (BusinessPartner.name, Equipment.name),
        "warranty": (Equipment.warranty_end.is_(None), Equipment.warranty_end),
        "service": (Equipment.next_service_on.is_(None), Equipment.next_service_on),
    }
    return tuple(session.scalars(wanted.order_by(*columns.get(order, columns["name"]), Equipment.id)))


def equipment_rows(session: Session, ids: tuple[str, ...]) -> tuple[EquipmentRow, ...]:
    """These machines, in this order."""
    rows = {
        row.id: row for row in session.execute(
            select(Equipment.id, Equipment.number, Equipment.name, Equipment.serial, Equipment.category,
                   Equipment.manufacturer, BusinessPartner.name.label("customer"), Equipment.partner_id,
                   Address.street, Address.city, Equipment.location_note, Equipment.state, Equipment.warranty_end,
                   Equipment.next_service_on)
            .join(BusinessPartner, BusinessPartner.id == Equipment.partner_id)
            .outerjoin(Address, Address.id == Equipment.address_id)
            .where(Equipment.id.in_(ids))
        )
    }
    return tuple(
        EquipmentRow(
            row.id, row.number, row.name, row.serial, row.category, row.manufacturer, row.customer, row.partner_id,
            ", ".join(part for part in (row.location_note, row.street or "", row.city or "") if part), row.state,
            row.warranty_end, row.next_service_on,
        )
        for row in (rows[one] for one in ids if one in rows)
    )


def equipment_counts(session: Session, today: date) -> dict[str, int]:
    """How many machines each filter holds."""
    counts: dict[str, int] = {}
    for name in FILTERS:
        counts[name] = session.scalar(
            select(func.count()).select_from(Equipment).where(_belongs(name, today))
        ) or 0
    return counts


def _belongs(which: Filter, today: date | None) -> ColumnElement[bool]:
    in_use = Equipment.state != "scrapped"
    if which == "service_due" and today is not None:
        return in_use & Equipment.next_service_on.is_not(None) & (Equipment.next_service_on <= today)
    if which == "warranty" and today is not None:
        return in_use & (Equipment.warranty_end >= today)
    return in_use if which != "all" else Equipment.id.is_not(None)


def _matches(session: Session, text: str) -> ColumnElement[bool]:
    folded = words(text)
    machines = {hit.row_id for hit in search.find(session, folded, "thing", 500)}
    key = serial_key(text).lower()
    if any(letter.isdigit() for letter in key):
        machines |= {hit.row_id for hit in search.find(session, key, "code", 200) if hit.kind == "equipment"}
    partners = {hit.partner_id for hit in search.find(session, folded, "name", 200)}
    return or_(
        Equipment.id.in_(machines), Equipment.partner_id.in_(partners),
        func.lower(Equipment.manufacturer).contains(text.lower(), autoescape=True),
    )
