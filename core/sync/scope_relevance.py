"""Whether a change at the office can concern a tablet at all, so that its scope is not computed for nothing."""

from collections.abc import Callable, Iterable

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

_MANY = 500
Holds = Callable[[str, str], bool]
"""Whether the tablet holds the row of this kind and id."""

_SHARED = frozenset({
    "firm", "skill", "person", "item", "fault_template", "checklist_template", "checklist_version", "document",
    "diagram", "diagram_hotspot", "warehouse",
})
"""Kinds that every tablet has: a change of one concerns all, a reference to one says nothing."""


def may_concern(
    session: Session, changed: Iterable[Key], person_id: str, holds: Holds
) -> bool:
    """Whether one of these changed rows could change this person's scope; in doubt it could."""
    classes = entity_classes()
    for number, (kind, row_id) in enumerate(changed):
        if number > _MANY:
            return True
        if kind in STAYS_AT_OFFICE and kind != "device":
            continue
        # A tablet that was given to somebody else is to hold his rows from now on.
        if kind == "device" or kind in _SHARED or holds(kind, row_id):
            return True
        row = session.get(classes[kind], row_id) if kind in classes else None
        if row is not None and _leads_here(session, row, person_id, holds):
            return True
    return False


def _leads_here(session: Session, row: Entity, person_id: str, holds: Holds) -> bool:
    if isinstance(row, StockMove):
        return _move_concerns(session, row, person_id)
    if isinstance(row, Attachment) and holds(row.object_kind, row.object_id):
        return True
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if value is None or not column.key.endswith("_id"):
            continue
        if value == person_id:
            return True
        for reference in column.foreign_keys:
            target = reference.column.table.name
            if target not in _SHARED and holds(target, value):
                return True
    if isinstance(row, Activity):
        machines = session.scalars(
            select(ServiceCallEquipment.equipment_id).where(ServiceCallEquipment.call_id == row.call_id)
        )
        return any(holds("equipment", machine) for machine in machines)
    return False


def _move_concerns(session: Session, move: StockMove, person_id: str) -> bool:
    own = session.scalar(
        select(Warehouse.id).where(Warehouse.id == move.warehouse_id, Warehouse.person_id == person_id)
    )
    if own is not None:
        return True
    needed = session.scalar(
        select(RequiredMaterial.id)
        .join(ServiceAssignment, ServiceAssignment.activity_id == RequiredMaterial.activity_id)
        .where(ServiceAssignment.person_id == person_id, RequiredMaterial.item_id == move.item_id)
        .limit(1)
    )
    return needed is not None
