"""Where the parts of a visit are: in the technician's own van, in a colleague's, in the main store, or nowhere.

Pieces in several places are counted together: one in the van and one at a colleague's are two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.commands.checkout import missing_part
from core.model.item import Item
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.visit import RequiredMaterial
from core.model.workforce import Person
from core.queries.reservations import RESERVED, held, held_for_others
from core.queries.whereabouts import last_sites
from core.rules.gathering import gathered
from core.rules.travel import Place, travel_minutes

Where = Literal["van", "other_van", "main", "none"]


@dataclass(frozen=True, slots=True)
class PartSource:
    """So many pieces in one place. Of a colleague's van `minutes` is the way to where he was seen last today, when that
    is known here, and `phone` rings him."""

    kind: Where
    name: str
    quantity: Decimal
    shelf: str
    minutes: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part the visit is thought to need; `where` is `van` when all of it lies there, else where the rest is.

    `sources` are the places in the order they are asked, the own van first; `short` pieces are nowhere.
    """

    item_id: str
    code: str
    name: str
    quantity: Decimal
    maybe: bool
    where: Where
    sources: tuple[PartSource, ...]
    short: Decimal
    unit: str
    used: bool
    reserved_at: str = ""
    """The place where it is put aside for this visit."""
    lacking: bool = False
    """Said to be missing on this visit: for the next one."""
    van_balance: Decimal = Decimal(0)
    """What the van has of it; below zero when more was used than it was known to have."""


@dataclass(frozen=True, slots=True)
class _Holding:
    warehouse_id: str
    kind: str
    person_id: str | None
    name: str
    phone: str
    quantity: Decimal


def van_id(session: Session, person_id: str) -> str | None:
    """The person's van."""
    return session.scalar(
        select(Warehouse.id).where(Warehouse.kind == "van", Warehouse.person_id == person_id).order_by(Warehouse.id)
    )


def visit_parts(
    session: Session, activity_id: str, person_id: str, here: Place | None = None, now: datetime | None = None
) -> tuple[PartRow, ...]:
    """The visit's parts, certain ones first, each with where it is; `here` is where they are needed."""
    rows = session.execute(
        select(
            RequiredMaterial.id, RequiredMaterial.item_id, RequiredMaterial.quantity, RequiredMaterial.maybe,
            RequiredMaterial.state, Item.code, Item.name, Item.unit, Warehouse.name.label("place"),
        )
        .join(Item, Item.id == RequiredMaterial.item_id)
        .outerjoin(Warehouse, Warehouse.id == RequiredMaterial.warehouse_id)
        .where(RequiredMaterial.activity_id == activity_id, RequiredMaterial.state != "returned")
        .order_by(RequiredMaterial.maybe, RequiredMaterial.id)
    ).all()
    item_ids = [row.item_id for row in rows]
    holdings = _holdings(session, item_ids, held_for_others(session, item_ids, activity_id))
    shelves = _shelves(session, item_ids)
    colleagues = {one.person_id for rows in holdings.values() for one in rows if one.person_id} - {person_id}
    seen = last_sites(session, colleagues, now) if here is not None and now is not None else {}
    van = van_id(session, person_id)
    in_van = balances(session, van, item_ids) if van is not None else {}
    lacking = {row.item_id for row in rows if _is_lacking(row, activity_id)}
    found = []
    for row in rows:
        if row.item_id in lacking and row.state != "used" and not _is_lacking(row, activity_id):
            continue  # the plan's row of the same part
        places = _in_order(holdings.get(row.item_id, ()), person_id, here, seen)
        sources, short = _sources(places, row, person_id, here, seen, shelves)
        away: Where = next((one.kind for one in sources if one.kind != "van"), "van")
        found.append(
            PartRow(
                item_id=row.item_id, code=row.code, name=row.name, quantity=row.quantity, maybe=row.maybe,
                where="none" if short else away, sources=sources, short=short, unit=row.unit, used=row.state == "used",
                reserved_at=(row.place or "") if row.state in RESERVED else "",
                lacking=_is_lacking(row, activity_id), van_balance=in_van.get(row.item_id, Decimal(0)),
            )
        )
    return tuple(found)


def _is_lacking(row: Any, activity_id: str) -> bool:
    return bool(row.id == missing_part(activity_id, row.item_id, 1).required_id) and row.state != "used"


def parts_ready(session: Session, person_id: str, activity_ids: Sequence[str]) -> frozenset[str]:
    """Which of these visits have every certain part used already or in the technician's van."""
    rows = session.execute(
        select(RequiredMaterial.activity_id, RequiredMaterial.item_id, RequiredMaterial.quantity)
        .where(
            RequiredMaterial.activity_id.in_(activity_ids), RequiredMaterial.maybe.is_(False),
            RequiredMaterial.state.not_in(("used", "returned")),
        )
    ).all()
    van = van_id(session, person_id)
    items = [row.item_id for row in rows]
    balance = balances(session, van, items) if van is not None else {}
    put_aside = [one for one in held(session, items) if one.warehouse_id == van]

    def free(item_id: str, activity_id: str) -> Decimal:
        others = (one.quantity for one in put_aside if one.item_id == item_id and one.activity_id != activity_id)
        return balance.get(item_id, Decimal(0)) - sum(others, Decimal(0))

    short = {row.activity_id for row in rows if free(row.item_id, row.activity_id) < row.quantity}
    return frozenset(activity_ids) - short


def balances(session: Session, warehouse_id: str, item_ids: Sequence[str] | None = None) -> dict[str, Decimal]:
    """What lies in a warehouse by item: the sum of its movements."""
    asked = select(StockMove.item_id, func.sum(StockMove.quantity)).where(StockMove.warehouse_id == warehouse_id)
    if item_ids is not None:
        asked = asked.where(StockMove.item_id.in_(item_ids))
    return {item_id: Decimal(total) for item_id, total in session.execute(asked.group_by(StockMove.item_id))}


def _holdings(
    session: Session, item_ids: Sequence[str], put_aside: Mapping[tuple[str, str], Decimal]
) -> Mapping[str, Sequence[_Holding]]:
    """Where how many lie that are not put aside for another visit."""
    rows = session.execute(
        select(
            StockMove.item_id, Warehouse.id, Warehouse.kind, Warehouse.person_id, Warehouse.name,
            Person.name.label("who"), Person.phone, func.sum(StockMove.quantity).label("total"),
        )
        .join(Warehouse, Warehouse.id == StockMove.warehouse_id)
        .outerjoin(Person, Person.id == Warehouse.person_id)
        .where(StockMove.item_id.in_(item_ids))
        .group_by(
            StockMove.item_id, Warehouse.id, Warehouse.kind, Warehouse.person_id, Warehouse.name, Person.name,
            Person.phone,
        )
        .order_by(Warehouse.id)
    )
    found: dict[str, list[_Holding]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(
            _Holding(
                row.id, row.kind, row.person_id, row.who or row.name, row.phone or "",
                Decimal(row.total) - put_aside.get((row.id, row.item_id), Decimal(0)),
            )
        )
    return found


def _in_order(
    holdings: Sequence[_Holding], person_id: str, here: Place | None, seen: Mapping[str, Place | None]
) -> list[_Holding]:
    """The own van, the colleagues' from the nearest on, then the store."""

    def turn(one: _Holding) -> tuple[int, int, str]:
        if one.kind == "van" and one.person_id == person_id:
            return 0, 0, one.warehouse_id
        if one.kind == "van":
            return 1, travel_minutes(here, seen.get(one.person_id or "")), one.warehouse_id
        return 2, 0, one.warehouse_id

    return sorted(holdings, key=turn)


def _sources(
    places: Sequence[_Holding], row: Any, person_id: str, here: Place | None, seen: Mapping[str, Place | None],
    shelves: Mapping[tuple[str, str], str],
) -> tuple[tuple[PartSource, ...], Decimal]:
    own = next((one for one in places if one.kind == "van" and one.person_id == person_id), None)
    others = [one for one in places if one is not own and one.kind in ("van", "main")]
    from_own, taken, short = gathered(
        row.quantity, own.quantity if own is not None else Decimal(0), [one.quantity for one in others]
    )
    found = []
    if own is not None and from_own:
        found.append(PartSource("van", own.name, from_own, shelves.get((own.warehouse_id, row.item_id), "")))
    for one, some in zip(others, taken, strict=True):
        if some:
            kind: Where = "other_van" if one.kind == "van" else "main"
            place = seen.get(one.person_id or "")
            minutes = travel_minutes(here, place) if kind == "other_van" and place is not None else None
            shelf = shelves.get((one.warehouse_id, row.item_id), "")
            found.append(PartSource(kind, one.name, some, shelf, minutes, one.phone if kind == "other_van" else ""))
    return tuple(found), short


def _shelves(session: Session, item_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = session.execute(
        select(StockShelf.warehouse_id, StockShelf.item_id, StockShelf.shelf).where(StockShelf.item_id.in_(item_ids))
    )
    return {(row.warehouse_id, row.item_id): row.shelf for row in rows}
