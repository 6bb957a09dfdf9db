"""What stands on the labels of machines."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.equipment import Equipment


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A machine's label code (its number when it has no other), name and serial."""

    code: str
    name: str
    serial: str


def equipment_labels(session: Session, equipment_ids: tuple[str, ...]) -> tuple[LabelRow, ...]:
    """In the order of the ids; machines that are gone are left out."""
    rows = {row.id: row for row in session.execute(
        select(Equipment.id, Equipment.label_code, Equipment.number, Equipment.name, Equipment.serial)
        .where(Equipment.id.in_(equipment_ids))
    )}
    found = (rows[one] for one in equipment_ids if one in rows)
    return tuple(LabelRow(row.label_code or row.number, row.name, row.serial) for row in found)
