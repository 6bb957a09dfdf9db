"""Which of a tablet's own commands must be laid over its rows again, after what the office sent has changed some.

A handler does what its command and the rows that it finds tell it. So commands about a visit are laid over again when a
row near that visit changed: itself, what it refers to (call, customer, machine, contract…) and what refers to those.
What is not known to lie near visits only (prices, articles, the firm) concerns them all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import msgspec
from sqlalchemy import Table

from core.storage.row_bulk import Written
from core.storage.row_state import entity_classes
from core.sync.sql import Sql

ABOUT_NONE = ""
"""Stands for the commands that are about no visit; there are few, and anything may concern them."""
_NEAR_VISITS = frozenset({
    "activity", "address", "attachment", "business_partner", "checklist_answer", "checklist_instance", "contact",
    "equipment", "expense", "material", "mileage", "note", "price_list", "price_list_line", "reading",
    "required_material", "service_assignment", "service_call", "service_call_equipment", "service_contract",
    "signature", "status_event", "stock_move", "time_effort",
})  # fmt: skip
"""Kinds whose rows are found from a visit, or by what they refer to."""
_BELOW = (
    ("checklist_instance", "SELECT id FROM checklist_instance WHERE activity_id = :visit"),
    (
        "equipment",
        "SELECT e.equipment_id FROM service_call_equipment e JOIN activity a ON a.call_id = e.call_id "
        "WHERE a.id = :visit",
    ),
)
"""What lies near a visit without being referred to, and is referred to in turn."""


def concerned(sql: Sql, visits: Collection[str], changed: Sequence[tuple[str, Written]]) -> Collection[str]:
    """Those of the visits whose own commands must be laid over again; see `tablet_engine.TabletWork`."""
    if any(kind not in _NEAR_VISITS for kind, _ in changed):
        return visits
    near = {visit: _near(sql, visit) for visit in visits if visit != ABOUT_NONE}
    mentioned = {one for _, written in changed for one in _mentioned(written)}
    found = {visit for visit, ids in near.items() if not ids.isdisjoint(mentioned)}
    found |= _writers(sql, ((kind, row.id) for kind, written in changed for row in written.touched)) & set(visits)
    if ABOUT_NONE in visits:
        found.add(ABOUT_NONE)
    return _with_linked(sql, found, near, set(visits)) if found and len(visits) > 1 else found


def _mentioned(written: Written) -> Iterable[str]:
    """The ids of these rows and of all that they refer to or referred to."""
    places = [n for n, name in enumerate(written.names) if name == "id" or name.endswith("_id")]
    return (state[n] for state in written.states for n in places if state[n])


def _near(sql: Sql, visit: str) -> set[str]:
    """The visit with all that it leads to."""
    found = {("activity", visit)}
    edge = set(found)
    for kind, statement in _BELOW:
        edge |= {(kind, str(row[0])) for row in sql.rows(statement, visit=visit) if row[0]}
    while edge:
        found |= edge
        edge = _above(sql, edge) - found
    return {row_id for _, row_id in found}


def _above(sql: Sql, rows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What these rows refer to."""
    found: set[tuple[str, str]] = set()
    for kind in {kind for kind, _ in rows}:
        targets = _references(kind)
        if not targets:
            continue
        ids = msgspec.json.encode([row_id for of, row_id in rows if of == kind]).decode()
        chosen = f"SELECT {', '.join(targets)} FROM {kind} WHERE id IN (SELECT value FROM json_each(:ids))"
        for row in sql.rows(chosen, ids=ids):
            found |= {(target, str(value)) for target, value in zip(targets.values(), row, strict=True) if value}
    return found


@cache
def _references(kind: str) -> Mapping[str, str]:
    """The columns that refer to rows near visits, with the kinds of those."""
    table = entity_classes()[kind].__table__
    assert isinstance(table, Table)
    return {
        column.key: reference.column.table.name
        for column in table.columns
        for reference in column.foreign_keys
        if reference.column.table.name in _NEAR_VISITS
    }


def _writers(sql: Sql, rows: Iterable[tuple[str, str]]) -> set[str]:
    """The visits that the own commands which wrote these rows are about."""
    return {
        str(row[0])
        for kind, row_id in rows
        for row in sql.rows(
            "SELECT COALESCE(c.activity_id, '') FROM sync_guess g JOIN command_log c ON c.seq = g.seq "
            "WHERE g.kind = :kind AND g.id = :id",
            kind=kind, id=row_id,
        )
    }


def _with_linked(sql: Sql, found: set[str], near: Mapping[str, set[str]], visits: set[str]) -> set[str]:
    """With the visits that share a customer, a machine or a written row with one of them, and so on."""
    by_row: dict[tuple[str, str], set[str]] = {}
    for kind, row_id, visit in sql.rows(
        "SELECT DISTINCT g.kind, g.id, COALESCE(c.activity_id, '') FROM sync_guess g "
        "JOIN command_log c ON c.seq = g.seq"
    ):
        by_row.setdefault((kind, row_id), set()).add(str(visit))
    by_id: dict[str, set[str]] = {}
    for visit, ids in near.items():
        for one in ids:
            by_id.setdefault(one, set()).add(visit)
    links = [group for group in (*by_row.values(), *by_id.values()) if len(group) > 1]
    edge = set(found)
    while edge:
        edge = {other for group in links if not group.isdisjoint(edge) for other in group} & visits - found
        found = found | edge
    return found
