"""Which shelf is meant, in the own van or in a store, and what lies there."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.stock import Warehouse
from core.queries.parts import van_id
from core.queries.van_stock import VanItem, matches, on_shelf, stocked, van_left
from core.rules.folding import fold, serial_key, sort_key


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """An article where it lies; `place` is the store's name, empty in the own van."""

    place: str
    item: VanItem


def lying(session: Session, person_id: str, text: str) -> tuple[ShelfRow, ...]:
    """What the words find by name, code or shelf in the van and in the stores, as far as the tablet knows them;
    without words what is in the van."""
    wanted, key = fold(text), serial_key(text)
    return tuple(
        row for row in _everywhere(session, person_id) if (wanted or not row.place) and matches(row.item, wanted, key)
    )


def shelf_content(session: Session, person_id: str, label: str) -> tuple[ShelfRow, ...]:
    """What lies on the shelf of this label, in the van and in the stores; nothing when no shelf is called so."""
    return tuple(row for row in _everywhere(session, person_id) if on_shelf(row.item, label))


def shelf_parts(session: Session, person_id: str, label: str) -> tuple[VanItem, ...]:
    """The same articles, each with what the van has of it: that is where it is taken from when it is used."""
    found = dict.fromkeys(row.item.item_id for row in shelf_content(session, person_id, label))
    return van_left(session, person_id, tuple(found)).items


def _everywhere(session: Session, person_id: str) -> list[ShelfRow]:
    van = van_id(session, person_id)
    stores = session.execute(
        select(Warehouse.id, Warehouse.name).where(Warehouse.kind == "main").order_by(Warehouse.name, Warehouse.id)
    ).all()
    places = [(van, ""), *((row.id, row.name) for row in stores)]
    return [
        ShelfRow(name, item) for place, name in places if place is not None
        for item in sorted(stocked(session, place), key=lambda one: (sort_key(one.name), one.code))
    ]
