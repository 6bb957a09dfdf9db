"""What a technician has in his van, and an article by the code on it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.item import FurtherCode, Item
from core.model.stock import StockShelf
from core.queries.parts import balances, van_id
from core.rules.folding import fold, serial_key, sort_key

ZERO = Decimal(0)
_USABLE = ("part", "consumable", "fee")


@dataclass(frozen=True, slots=True)
class VanItem:
    """An article with its balance in the van (or a store); negative when more was used than it was known to have."""

    item_id: str
    code: str
    name: str
    unit: str
    barcode: str
    quantity: Decimal
    shelf: str
    minimum: Decimal


def van_stock(session: Session, person_id: str, text: str = "") -> tuple[VanItem, ...]:
    """The van's articles (also those that have run out but have a shelf) whose name or code holds the text, or whose
    barcode or shelf it is."""
    van = van_id(session, person_id)
    if van is None:
        return ()
    wanted, key = fold(text), serial_key(text)
    found = [item for item in stocked(session, van) if matches(item, wanted, key)]
    return tuple(sorted(found, key=lambda item: (sort_key(item.name), item.code)))


def matches(item: VanItem, wanted: str, key: str) -> bool:
    """`wanted` is the folded text, `key` the same as a code."""
    named = not wanted or wanted in fold(item.name)
    return named or (bool(key) and key in serial_key(item.code)) or key == item.barcode or on_shelf(item, wanted)


def on_shelf(item: VanItem, text: str) -> bool:
    """Whether the text is the shelf's label, alone or as the last of several words («fack A2»)."""
    shelf = serial_key(item.shelf)
    return bool(shelf) and shelf in (serial_key(text), *(serial_key(word) for word in text.split()[-1:]))


def find_item(session: Session, person_id: str, code: str) -> VanItem | None:
    """The article that a scanned or typed code names, whether or not it is in the van."""
    key = serial_key(code)
    if not key:
        return None
    columns = select(Item.id, Item.code, Item.name, Item.unit, Item.barcode).where(Item.kind.in_(_USABLE))
    further = select(FurtherCode.item_id).where(FurtherCode.code == code.strip())
    exact = columns.where((Item.barcode == code.strip()) | (Item.code == code.strip()) | Item.id.in_(further))
    row = session.execute(exact.order_by(Item.barcode != code.strip(), Item.id)).first()
    if row is None:  # typed with other dashes and spaces, or scanned with the leading zeros of a longer code
        alike = (one for one in session.execute(columns.order_by(Item.id)) if key.lstrip("0") in _keys(one))
        row = next(alike, None)
    if row is None:
        return None
    van = van_id(session, person_id)
    here = next((item for item in stocked(session, van) if item.item_id == row.id), None) if van else None
    return here or VanItem(row.id, row.code, row.name, row.unit, row.barcode, ZERO, "", ZERO)


@dataclass(frozen=True, slots=True)
class VanLeft:
    """What the van has of some articles, below zero too; without a van nothing is counted."""

    has_van: bool
    items: tuple[VanItem, ...]


def van_left(session: Session, person_id: str, item_ids: tuple[str, ...]) -> VanLeft:
    """In the order in which they are asked for."""
    van = van_id(session, person_id)
    here = {item.item_id: item for item in stocked(session, van)} if van is not None else {}
    columns = select(Item.id, Item.code, Item.name, Item.unit, Item.barcode)
    found = {
        row.id: here.get(row.id) or VanItem(row.id, row.code, row.name, row.unit, row.barcode, ZERO, "", ZERO)
        for row in session.execute(columns.where(Item.id.in_(item_ids)))
    }
    return VanLeft(van is not None, tuple(found[one] for one in item_ids if one in found))


def _keys(row: Any) -> set[str]:
    return {serial_key(row.code).lstrip("0"), row.barcode.lstrip("0")} - {""}


def stocked(session: Session, warehouse: str) -> list[VanItem]:
    """What lies in a van or store, or has its shelf there."""
    balance = balances(session, warehouse)
    shelves = {
        row.item_id: row
        for row in session.execute(
            select(StockShelf.item_id, StockShelf.shelf, StockShelf.minimum).where(
                StockShelf.warehouse_id == warehouse
            )
        )
    }
    rows = session.execute(
        select(Item.id, Item.code, Item.name, Item.unit, Item.barcode).where(Item.id.in_({*balance, *shelves}))
    )
    return [
        VanItem(
            row.id, row.code, row.name, row.unit, row.barcode, balance.get(row.id, ZERO),
            shelves[row.id].shelf if row.id in shelves else "", shelves[row.id].minimum if row.id in shelves else ZERO,
        )
        for row in rows
        if row.id in shelves or balance.get(row.id, ZERO) != 0
    ]
