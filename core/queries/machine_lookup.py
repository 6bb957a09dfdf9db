"""Which machine does this code mean? Our own label, a serial, or a number, as a scanner reads it."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.model.customer import BusinessPartner
from core.model.equipment import Equipment
from core.model.item import FurtherCode
from core.rules.folding import serial_key
from core.storage import search


@dataclass(frozen=True, slots=True)
class FoundMachine:
    """A machine with its owner."""

    equipment_id: str
    name: str
    serial: str
    partner_id: str
    partner_name: str


def machines_by_code(session: Session, code: str, limit: int = 8) -> tuple[FoundMachine, ...]:
    """Machines whose label, serial or number is this code (dashes and case aside); usually one, none when unknown."""
    key = serial_key(code)
    if not key:
        return ()
    ids = {
        hit.row_id for hit in search.find(session, key.lower(), "code", limit)
        if hit.kind == "equipment" and hit.closeness == 0
    }
    rows = session.execute(
        select(Equipment.id, Equipment.name, Equipment.serial, Equipment.partner_id, BusinessPartner.name)
        .join(BusinessPartner, BusinessPartner.id == Equipment.partner_id)
        .where(or_(
            Equipment.id.in_(ids), Equipment.serial_key == key, Equipment.label_code == code.strip(),
            Equipment.id.in_(select(FurtherCode.equipment_id).where(FurtherCode.code == code.strip())),
        ))
        .order_by((func.lower(Equipment.state) == "scrapped"), Equipment.id).limit(limit)
    )
    return tuple(FoundMachine(*row) for row in rows)


def machines_by_scan(session: Session, candidates: tuple[str, ...], limit: int = 8) -> tuple[FoundMachine, ...]:
    """Machines by a read code: `candidates` as `core.rules.scan_code.ScanCode` gives them, the surest first."""
    for candidate in candidates:
        found = machines_by_code(session, candidate, limit)
        if found:
            return found
    return ()
