"""Keeps the search index true: every flushed customer, contact, address, machine and call is put there at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.rules.folding import digits, phone_key, serial_key, words
from core.storage import search
from core.storage.base import Entity
from core.storage.search import Entry

_WATCHED: dict[type[Entity], frozenset[str]] = {
    BusinessPartner: frozenset({"name", "number", "phone", "org_number", "merged_into_id"}),
    Contact: frozenset({"name", "phone", "mobile", "partner_id"}),
    Address: frozenset({"street", "city", "partner_id"}),
    Equipment: frozenset({"name", "number", "serial", "label_code", "partner_id"}),
    ServiceCall: frozenset({"number", "partner_id"}),
}
"""The columns whose change makes a row's entries stale."""


def _texts(row: Entity) -> Iterator[tuple[str, str, str]]:
    """(shelf, area, folded text) of everything that this row can be found by."""
    match row:
        case BusinessPartner():
            yield "name", "name", words(row.name)
            yield "phone", "phone", phone_key(row.phone)
            yield "code", "number", serial_key(row.number).lower()
            yield "code", "number", digits(row.org_number)
        case Contact():
            yield "name", "contact", words(row.name)
            yield "phone", "phone", phone_key(row.phone)
            yield "phone", "phone", phone_key(row.mobile)
        case Address():
            yield "street", "street", words(f"{row.street} {row.city}")
        case Equipment():
            yield "thing", "machine", words(row.name)
            yield "code", "code", serial_key(row.serial).lower()
            yield "code", "code", serial_key(row.label_code).lower()
            yield "code", "code", serial_key(row.number).lower()
        case ServiceCall():
            number = row.number or ""
            yield "code", "call", serial_key(number).lower()
            # «00123» is said and typed as 123.
            yield "code", "call", digits(number.rsplit("-", 1)[-1]).lstrip("0")


def entries_of(row: Entity) -> list[Entry]:
    """The index entries of a row; none for rows that belong to no customer."""
    partner_id = row.id if isinstance(row, BusinessPartner) else getattr(row, "partner_id", None)
    if isinstance(row, BusinessPartner) and row.merged_into_id:
        partner_id = row.merged_into_id
    if not partner_id:
        return []
    found = dict.fromkeys(triple for triple in _texts(row) if triple[2])
    return [Entry(row.__tablename__, row.id, shelf, area, partner_id, folded) for shelf, area, folded in found]


def index_new_rows(session: Session, kind: type[Entity], rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts new rows that were written past the mapped classes into the index."""
    watched = _WATCHED.get(kind)
    if not watched:
        return
    names = ("id", *watched)
    entries = [entry for row in rows for entry in entries_of(kind(**{name: row.get(name, "") for name in names}))]
    search.put_entries(session.connection(), (), entries)


def rebuild_search_index(session: Session) -> None:
    """Makes the index anew from the tables: after rows were written past the mapped classes (a bulk import)."""
    connection = session.connection()
    search.clear(connection)
    for kind in _WATCHED:
        for rows in session.scalars(select(kind).execution_options(yield_per=2000)).partitions():
            search.put_entries(connection, (), [entry for row in rows for entry in entries_of(row)])


@event.listens_for(Session, "after_flush")
def _on_flush(session: Session, _context: Any) -> None:
    changed = [row for row in session.dirty if type(row) in _WATCHED and _is_stale(row)]
    added = [row for row in session.new if type(row) in _WATCHED]
    deleted = [row for row in session.deleted if type(row) in _WATCHED]
    if changed or added or deleted:
        search.put_entries(
            session.connection(),
            [(row.__tablename__, row.id) for row in (*changed, *deleted)],
            [entry for row in (*changed, *added) for entry in entries_of(row)],
        )


def _is_stale(row: Any) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _WATCHED[type(row)])
