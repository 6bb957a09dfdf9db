"""The office's stock: the places with what they hold, their articles, and one article with its movements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.workforce import Person
from core.queries.stock_reasons import Reason, reasons_of
from core.rules.folding import fold, serial_key, sort_key

ZERO = Decimal(0)
STOCKED = ("part", "consumable")
"""Kinds of articles that lie on shelves; labour, travel and fees do not."""
SHOWN_MOVES = 200

Level = Literal["negative", "out", "low", "ok", "none"]
Which = Literal["here", "low", "all"]
Value = TypeVar("Value")


def level(quantity: Decimal, minimum: Decimal) -> Level:
    """How an article stands: below nothing, nothing left of what should be there, too few, enough, not kept here."""
    if quantity < 0:
        return "negative"
    if quantity < minimum:
        return "out" if quantity == 0 else "low"
    return "ok" if quantity > 0 else "none"


# ---- Places ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StockPlace:
    """A warehouse or van. `articles` it holds, `short` of them too few; `value` at cost."""

    id: str
    name: str
    kind: str
    initials: str
    colour: int
    articles: int
    short: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class StockOverview:
    """All places, and all of them together: articles that lie anywhere, those that are short somewhere, the value."""

    places: tuple[StockPlace, ...]
    articles: int
    short: int
    value: Decimal


def stock_overview(session: Session) -> StockOverview:
    places = stock_places(session)
    counted = stock_list(session)
    lying = sum(row.quantity > 0 for row in counted.rows)
    return StockOverview(places, lying, counted.counts["low"], counted.value)


def stock_places(session: Session) -> tuple[StockPlace, ...]:
    """Main warehouses first, then vans by name."""
    balances, shelves, costs = _by_place(_balances(session)), _by_place(_shelves(session)), _costs(session)
    found = []
    for row in _warehouses(session):
        held = {item: quantity for item, quantity in balances.get(row.id, {}).items() if item in costs}
        wanted = {item: shelf.minimum for item, shelf in shelves.get(row.id, {}).items() if item in costs}
        levels = [level(held.get(item, ZERO), wanted.get(item, ZERO)) for item in held.keys() | wanted.keys()]
        found.append(StockPlace(
            row.id, row.name, row.kind, row.initials or "", row.colour or 0,
            articles=sum(quantity > 0 for quantity in held.values()),
            short=sum(one in ("negative", "out", "low") for one in levels),
            value=sum((quantity * costs[item] for item, quantity in held.items()), ZERO),
        ))
    return tuple(found)


def _warehouses(session: Session) -> list[Any]:
    rows = session.execute(
        select(Warehouse.id, Warehouse.name, Warehouse.kind, Person.initials, Person.colour)
        .outerjoin(Person, Person.id == Warehouse.person_id)
    )
    return sorted(rows, key=lambda row: (row.kind != "main", sort_key(row.name), row.id))


# ---- Articles -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StockRow:
    """An article in one place, or in all of them together (then without a shelf)."""

    item_id: str
    code: str
    name: str
    unit: str
    shelf: str
    quantity: Decimal
    minimum: Decimal
    cost: Decimal
    value: Decimal
    level: Level


@dataclass(frozen=True, slots=True)
class StockList:
    """The rows that were asked for by name, how many each filter has, and what the whole place is worth."""

    rows: tuple[StockRow, ...]
    counts: Mapping[str, int]
    value: Decimal


def stock_list(session: Session, warehouse_id: str = "", text: str = "", which: Which = "here") -> StockList:
    """Articles of a place ("" for all places) whose name, code or bar code holds the text.

    `which`: "here" for what lies or should lie there, "low" for too few, "all" for everything that can be kept.
    """
    balances = _by_item(_balances(session, warehouse_id))
    shelves = _by_item(_shelves(session, warehouse_id))
    items = session.execute(_items()).all()
    value = sum((item.cost * sum(balances.get(item.id, {}).values(), ZERO) for item in items), ZERO)
    wanted, key = fold(text), serial_key(text)
    rows = [
        _row(item, warehouse_id, balances.get(item.id, {}), shelves.get(item.id, {}))
        for item in items
        if not wanted or wanted in fold(item.name) or wanted in fold(item.code)
        or (key and (key in serial_key(item.code) or key.lstrip("0") == item.barcode.lstrip("0")))
    ]
    here = [row for row in rows if row.level != "none" or row.minimum > 0 or row.shelf]
    low = [row for row in here if row.level in ("negative", "out", "low")]
    chosen = {"here": here, "low": low, "all": rows}[which]
    chosen.sort(key=lambda row: (sort_key(row.name), row.code))
    counts = {"here": len(here), "low": len(low), "all": len(rows)}
    return StockList(tuple(chosen), counts, value)


def _items() -> Any:
    return select(Item.id, Item.code, Item.name, Item.unit, Item.barcode, Item.cost).where(Item.kind.in_(STOCKED))


def _row(item: Any, warehouse_id: str, balances: Mapping[str, Decimal], shelves: Mapping[str, Any]) -> StockRow:
    """From the article's balances and shelves by place."""
    quantity = sum(balances.values(), ZERO)
    minimum = sum((shelf.minimum for shelf in shelves.values()), ZERO)
    name = shelves[warehouse_id].shelf if warehouse_id in shelves else ""
    return StockRow(
        item.id, item.code, item.name, item.unit, name, quantity, minimum, item.cost, quantity * item.cost,
        _worst(balances, shelves),
    )


def _worst(balances: Mapping[str, Decimal], shelves: Mapping[str, Any]) -> Level:
    """The level of the place that is worst off, so that a full store hides no empty van."""
    order: tuple[Level, ...] = ("negative", "out", "low", "ok", "none")
    levels = {
        level(balances.get(place, ZERO), shelves[place].minimum if place in shelves else ZERO)
        for place in balances.keys() | shelves.keys()
    }
    return next((one for one in order if one in levels), "none")


# ---- One article ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holding:
    """How many of the article are in one place."""

    warehouse_id: str
    place: str
    kind: str
    shelf: str
    quantity: Decimal
    minimum: Decimal
    level: Level


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One movement, with the balance of its place after it; `reversed` when it was taken back."""

    id: str
    at: datetime
    kind: str
    place: str
    quantity: Decimal
    balance: Decimal
    person: str
    reason: Reason
    reversed: bool


@dataclass(frozen=True, slots=True)
class StockArticle:
    """An article with all places (also those without it, so that it can be sent there) and its latest movements."""

    item_id: str
    code: str
    name: str
    unit: str
    barcode: str
    manufacturer: str
    cost: Decimal
    price: Decimal
    quantity: Decimal
    holdings: tuple[Holding, ...]
    moves: tuple[MoveRow, ...]
    moves_in_all: int

    def holding(self, warehouse_id: str) -> Holding | None:
        return next((one for one in self.holdings if one.warehouse_id == warehouse_id), None)


def stock_article(session: Session, item_id: str, warehouse_id: str = "") -> StockArticle | None:
    """The article with its movements in one place ("" for all), the newest first; None when it is gone."""
    item = session.get(Item, item_id)
    if item is None:
        return None
    balances, shelves = _balances(session, item_id=item_id), _shelves(session, item_id=item_id)
    holdings = []
    places = _warehouses(session)
    for place in places:
        quantity = balances.get((place.id, item_id), ZERO)
        shelf = shelves.get((place.id, item_id))
        minimum = shelf.minimum if shelf is not None else ZERO
        holdings.append(Holding(
            place.id, place.name, place.kind, shelf.shelf if shelf is not None else "", quantity, minimum,
            level(quantity, minimum),
        ))
    names = {place.id: place.name for place in places}
    moves, in_all = _moves(session, item_id, warehouse_id, balances, names)
    return StockArticle(
        item.id, item.code, item.name, item.unit, item.barcode, item.manufacturer, item.cost, item.price,
        sum(balances.values(), ZERO), tuple(holdings), moves, in_all,
    )


def _moves(
    session: Session, item_id: str, warehouse_id: str, balances: Mapping[tuple[str, str], Decimal],
    names: Mapping[str, str],
) -> tuple[tuple[MoveRow, ...], int]:
    of_item = select(StockMove).where(StockMove.item_id == item_id)
    if warehouse_id:
        of_item = of_item.where(StockMove.warehouse_id == warehouse_id)
    in_all = session.scalar(select(func.count()).select_from(of_item.subquery())) or 0
    moves = session.scalars(of_item.order_by(StockMove.at.desc(), StockMove.id.desc()).limit(SHOWN_MOVES)).all()
    people = {row.id: row.name for row in session.execute(
        select(Person.id, Person.name).where(Person.id.in_({move.person_id for move in moves}))
    )}
    reasons = reasons_of(session, moves, names)
    reversed_ids = set(session.scalars(
        select(StockMove.source_id).where(StockMove.kind == "reversal", StockMove.source_id.in_([m.id for m in moves]))
    ))
    left = {place: quantity for (place, _item), quantity in balances.items()}
    found = []
    for move in moves:
        after = left.get(move.warehouse_id, ZERO)
        left[move.warehouse_id] = after - move.quantity
        found.append(MoveRow(
            move.id, move.at, move.kind, names.get(move.warehouse_id, ""), move.quantity, after,
            people.get(move.person_id or "", ""), reasons.get(move.id, Reason()), move.id in reversed_ids,
        ))
    return tuple(found), in_all


# ---- Sums -----------------------------------------------------------------------------------------------------------


def _balances(session: Session, warehouse_id: str = "", item_id: str = "") -> dict[tuple[str, str], Decimal]:
    asked: Any = select(StockMove.warehouse_id, StockMove.item_id, func.sum(StockMove.quantity))
    asked = _limited(asked, StockMove, warehouse_id, item_id).group_by(StockMove.warehouse_id, StockMove.item_id)
    return {(place, item): Decimal(total) for place, item, total in session.execute(asked)}


def _shelves(session: Session, warehouse_id: str = "", item_id: str = "") -> dict[tuple[str, str], Any]:
    asked: Any = select(StockShelf.warehouse_id, StockShelf.item_id, StockShelf.shelf, StockShelf.minimum)
    rows = session.execute(_limited(asked, StockShelf, warehouse_id, item_id).order_by(StockShelf.id.desc()))
    return {(row.warehouse_id, row.item_id): row for row in rows}


def _limited(asked: Any, table: Any, warehouse_id: str, item_id: str) -> Any:
    if warehouse_id:
        asked = asked.where(table.warehouse_id == warehouse_id)
    return asked.where(table.item_id == item_id) if item_id else asked


def _by_item(found: Mapping[tuple[str, str], Value]) -> dict[str, dict[str, Value]]:
    """{(place, item): x} → {item: {place: x}}."""
    sorted_out: dict[str, dict[str, Value]] = {}
    for (place, item), value in found.items():
        sorted_out.setdefault(item, {})[place] = value
    return sorted_out


def _by_place(found: Mapping[tuple[str, str], Value]) -> dict[str, dict[str, Value]]:
    """{(place, item): x} → {place: {item: x}}."""
    return _by_item({(item, place): value for (place, item), value in found.items()})


def _costs(session: Session) -> dict[str, Decimal]:
    rows: Sequence[Any] = session.execute(select(Item.id, Item.cost).where(Item.kind.in_(STOCKED))).all()
    return {row.id: row.cost for row in rows}
