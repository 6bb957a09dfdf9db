"""Whether a change at the office can concern a tablet at all, so that its scope is not computed for nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.call import ServiceCallEquipment
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.storage.base import Entity
from core.storage.row_state import entity_classes
from core.sync.feed import Key
from core.sync.scope_columns import STAYS_AT_OFFICE
from core.sync.sql import ConnectionSql

_MANY = 500
Holds = Callable[[str, str], bool]
"""Whether the tablet holds the row of this kind and id."""

_SHARED = frozenset({
    "firm", "skill", "person", "item", "fault_template", "checklist_template", "checklist_version", "document",
    "diagram", "diagram_hotspot", "warehouse",
})
"""Kinds that every tablet has: a change of one concerns all, a reference to one says nothing."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a set of changes can concern: everyone, these people, and every tablet that holds one of these rows."""

    everyone: bool = False
    people: frozenset[str] = frozenset()
    rows: frozenset[Key] = frozenset()


_EVERYONE = Reach(everyone=True)


def may_concern(reach: Reach, person_id: str, holds: Holds) -> bool:
    """Whether changes of that reach could change this person's scope; in doubt they could."""
    return reach.everyone or person_id in reach.people or any(holds(kind, row_id) for kind, row_id in reach.rows)


def reach_of(session: Session, changed: Collection[Key]) -> Reach:
    """Where these changed rows lead to: looked up once, however many tablets ask."""
    if len(changed) > _MANY:
        return _EVERYONE
    classes = entity_classes()
    people: set[str] = set()
    rows: set[Key] = set()
    for kind, row_id in changed:
        if kind in STAYS_AT_OFFICE and kind != "device":
            continue
        # A tablet that was given to somebody else is to hold his rows from now on.
        if kind == "device" or kind in _SHARED:
            return _EVERYONE
        rows.add((kind, row_id))
        row = session.get(classes[kind], row_id) if kind in classes else None
        if isinstance(row, StockMove):
            people |= _people_of_move(session, row)
        elif row is not None:
            _follow(session, row, people, rows)
    return Reach(people=frozenset(people), rows=frozenset(rows))


def _follow(session: Session, row: Entity, people: set[str], rows: set[Key]) -> None:
    if isinstance(row, Attachment):
        rows.add((row.object_kind, row.object_id))
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if value is None or not column.key.endswith("_id"):
            continue
        people.add(value)
        for reference in column.foreign_keys:
            target = reference.column.table.name
            if target not in _SHARED:
                rows.add((target, value))
    if isinstance(row, Activity):
        machines = session.scalars(
            select(ServiceCallEquipment.equipment_id).where(ServiceCallEquipment.call_id == row.call_id)
        )
        rows |= {("equipment", machine) for machine in machines}


def _people_of_move(session: Session, move: StockMove) -> set[str]:
    """Whose van it was, and who needs that part."""
    owners = session.scalars(select(Warehouse.person_id).where(Warehouse.id == move.warehouse_id))
    needing = session.scalars(
        select(ServiceAssignment.person_id)
        .join(RequiredMaterial, ServiceAssignment.activity_id == RequiredMaterial.activity_id)
        .where(RequiredMaterial.item_id == move.item_id)
        .distinct()
    )
    return {person for person in (*owners, *needing) if person}


# ---- Whom to wake ---------------------------------------------------------------------------------------------------


def devices_concerned(session: Session, reach: Reach) -> frozenset[str] | None:
    """The tablets whose scope these changes could alter; None: any."""
    if reach.everyone:
        return None
    sql = ConnectionSql(session.connection())
    found = {
        str(device) for device, person in sql.rows("SELECT id, person_id FROM device") if person in reach.people
    }
    for kind, row_id in reach.rows:
        found |= {str(row[0]) for row in sql.rows(_HOLDERS, kind=kind, id=row_id)}
    return frozenset(found)


_HOLDERS = (
    "SELECT device_id FROM sync_stream t WHERE EXISTS "
    "(SELECT 1 FROM sync_sent s WHERE s.stream_id = t.id AND s.kind = :kind AND s.id = :id)"
)
