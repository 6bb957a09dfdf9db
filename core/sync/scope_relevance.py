"""Whether a change at the office can concern a tablet at all, so that its scope is not computed for nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Table, exists, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.call import ServiceCallEquipment
from core.model.knowledge import ChecklistInstance
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.sync_ledger import SyncSent, SyncStream
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.storage.row_bulk import read_rows
from core.storage.row_state import entity_classes
from core.sync.feed import Key
from core.sync.scope_columns import STAYS_AT_OFFICE
from core.sync.sql import ConnectionSql, chunks

_MANY = 1000
_AT_ONCE = 500
Holds = Callable[[str, str], bool]
"""Whether the tablet holds the row of this kind and id."""

_SHARED = frozenset({
    "firm", "skill", "person", "item", "further_code", "fault_template", "checklist_template", "checklist_version",
    "document", "diagram", "diagram_hotspot", "warehouse",
})
"""Kinds that every tablet has: a change of one concerns all, a reference to one says nothing."""
_STOCKED: dict[str, type[StockMove | StockShelf]] = {kind.__tablename__: kind for kind in (StockMove, StockShelf)}
"""They lead to people only by the van or the part that they are about."""


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
    people: set[str] = set()
    rows: set[Key] = set()
    by_kind: dict[str, list[str]] = {}
    for kind, row_id in changed:
        # A tablet that was given to somebody else is to hold his rows from now on.
        if kind == "device" or kind in _SHARED:
            return _EVERYONE
        if kind not in STAYS_AT_OFFICE:
            by_kind.setdefault(kind, []).append(row_id)
            rows.add((kind, row_id))
    for kind, ids in by_kind.items():
        if kind in _STOCKED:
            people |= _people_of_stock(session, _STOCKED[kind], ids)
        elif kind in entity_classes():
            _follow(session, kind, ids, people, rows)
    rows |= _visits_of(session, [row_id for kind, row_id in rows if kind == ChecklistInstance.__tablename__])
    return Reach(people=frozenset(people), rows=frozenset(rows))


def _follow(session: Session, kind: str, ids: list[str], people: set[str], rows: set[Key]) -> None:
    """Past the mapped rows: a tablet's morning of work leads to a few ids, hundreds of times."""
    names, targets = _references(kind)
    for values in read_rows(session, kind, names, ids):
        for value, kinds in zip(values, targets, strict=True):
            if value is not None:
                people.add(value)
                rows.update((target, value) for target in kinds)
    if kind == Attachment.__tablename__:
        rows |= {(of, row_id) for _, of, row_id in read_rows(session, kind, ("id", "object_kind", "object_id"), ids)}
    if kind == Activity.__tablename__:
        machines = session.scalars(
            select(ServiceCallEquipment.equipment_id)
            .join(Activity, Activity.call_id == ServiceCallEquipment.call_id)
            .where(Activity.id.in_(ids))
        )
        rows |= {("equipment", machine) for machine in machines}


def _visits_of(session: Session, instances: list[str]) -> set[Key]:
    """A tablet that has a visit for its machine's history need not have its checklists, until they have something."""
    found: set[Key] = set()
    for chunk in chunks(instances, _AT_ONCE):
        visits = session.scalars(select(ChecklistInstance.activity_id).where(ChecklistInstance.id.in_(chunk)))
        found |= {(Activity.__tablename__, visit) for visit in visits}
    return found


@cache
def _references(kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """`id` and the columns that refer to something; with the kinds that each leads to, but for those everybody has."""
    table = entity_classes()[kind].__table__
    assert isinstance(table, Table)
    columns = [column for column in table.columns if column.key.endswith("_id")]
    found = (tuple(reference.column.table.name for reference in column.foreign_keys) for column in columns)
    kinds = (tuple(target for target in targets if target not in _SHARED) for targets in found)
    return ("id", *(column.key for column in columns)), ((), *kinds)


def _people_of_stock(session: Session, stocked: type[StockMove | StockShelf], ids: list[str]) -> set[str]:
    """Whose van it is about, and who needs that part."""
    owners = session.scalars(
        select(Warehouse.person_id).join(stocked, stocked.warehouse_id == Warehouse.id).where(stocked.id.in_(ids))
    )
    needing = session.scalars(
        select(ServiceAssignment.person_id)
        .join(RequiredMaterial, ServiceAssignment.activity_id == RequiredMaterial.activity_id)
        .where(RequiredMaterial.item_id.in_(select(stocked.item_id).where(stocked.id.in_(ids))))
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
    by_kind: dict[str, list[str]] = {}
    for kind, row_id in reach.rows:
        by_kind.setdefault(kind, []).append(row_id)
    for kind, ids in by_kind.items():
        for chunk in chunks(ids, _AT_ONCE):
            holders = select(SyncStream.device_id).where(
                exists().where(SyncSent.stream_id == SyncStream.id, SyncSent.kind == kind, SyncSent.id.in_(chunk))
            )
            found.update(session.scalars(holders))
    return frozenset(found)
