"""The articles that lie one touch away: those a technician has put a star on, then those he uses most."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.visit import Material
from core.model.workforce import Person
from core.queries.part_models import made_for_others, visit_models
from core.queries.van_stock import ZERO, VanItem, van_left, van_stock

_LOOKS_BACK = timedelta(days=120)
_COLUMNS = (Item.id, Item.code, Item.name, Item.unit, Item.barcode)


@dataclass(frozen=True, slots=True)
class Favourites:
    """`starred` by the person, the newest star first; `often` used, without those."""

    starred: tuple[VanItem, ...] = ()
    often: tuple[VanItem, ...] = ()

    @property
    def all(self) -> tuple[VanItem, ...]:
        return self.starred + self.often


def favourites(
    session: Session, person_id: str, now: datetime, activity_id: str = "", most: int = 6
) -> Favourites:
    """As they lie in the van; an article that the van has none of is still one of them.

    On a visit without the parts that are made for other machines than its own.
    """
    person = session.get(Person, person_id)
    others = made_for_others(session, visit_models(session, activity_id)) if activity_id else frozenset()
    stars = [one for one in person.starred_item_ids if one not in others] if person is not None else []
    starred = {row.id: row for row in session.execute(select(*_COLUMNS).where(Item.id.in_(stars)))} if stars else {}
    often = session.execute(
        select(*_COLUMNS, func.count(Material.id).label("uses"))
        .join(Material, Material.item_id == Item.id)
        .where(
            Material.person_id == person_id, Material.corrected_by_id.is_(None), Material.state != "declined",
            Material.recorded_at > now - _LOOKS_BACK, Item.id.not_in({*stars, *others}),
        )
        .group_by(*_COLUMNS).order_by(func.count(Material.id).desc(), Item.name).limit(most)
    ).all()
    wanted = (*starred, *(row.id for row in often))
    here = {item.item_id: item for item in van_left(session, person_id, wanted).items} if wanted else {}
    return Favourites(_in_van([starred[one] for one in stars if one in starred], here), _in_van(often, here))


def proposed_parts(
    session: Session, person_id: str, now: datetime, activity_id: str, most: int = 6
) -> tuple[VanItem, ...]:
    """What a visit's step is likely to need: the favourites; before anything was used what lies in the van."""
    found = favourites(session, person_id, now, activity_id).all
    if not found:
        others = made_for_others(session, visit_models(session, activity_id))
        found = tuple(one for one in van_stock(session, person_id) if one.item_id not in others)
    return found[:most]


def _in_van(rows: Collection[Any], here: dict[str, VanItem]) -> tuple[VanItem, ...]:
    return tuple(
        here.get(row.id) or VanItem(row.id, row.code, row.name, row.unit, row.barcode, ZERO, "", ZERO) for row in rows
    )
