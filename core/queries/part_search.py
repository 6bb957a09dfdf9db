"""Which part was missing: what the visit needs and the van has not, or any article by its name or code."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.commands.checkout import missing_part
from core.model.item import Item
from core.model.visit import RequiredMaterial
from core.queries.parts import visit_parts
from core.rules.folding import fold, serial_key, sort_key

_PARTS = ("part", "consumable")


@dataclass(frozen=True, slots=True)
class FoundPart:
    item_id: str
    name: str
    code: str
    unit: str


@dataclass(frozen=True, slots=True)
class LackingPart:
    """A part that was said to be missing on a visit, and how many."""

    item_id: str
    name: str
    count: int


def said_missing(session: Session, activity_id: str) -> tuple[LackingPart, ...]:
    """What has been said so far: said anew without them, they would be forgotten."""
    rows = session.execute(
        select(RequiredMaterial.id, RequiredMaterial.item_id, Item.name, RequiredMaterial.quantity)
        .join(Item, Item.id == RequiredMaterial.item_id).where(RequiredMaterial.activity_id == activity_id)
        .order_by(Item.name)
    )
    return tuple(
        LackingPart(row.item_id, row.name, int(row.quantity)) for row in rows
        if row.id == missing_part(activity_id, row.item_id, 1).required_id
    )


def part_search(session: Session, activity_id: str, person_id: str, text: str, most: int = 4) -> tuple[FoundPart, ...]:
    """Without words: the visit's own parts that are not at hand."""
    if not text.strip():
        away = (one for one in visit_parts(session, activity_id, person_id) if not one.used and one.where != "van")
        return tuple(FoundPart(one.item_id, one.name, one.code, one.unit) for one in away)[:most]
    wanted, key = fold(text), serial_key(text)
    found = [
        FoundPart(*row) for row in session.execute(
            select(Item.id, Item.name, Item.code, Item.unit).where(Item.kind.in_(_PARTS))
        )
        if wanted in fold(row.name) or (key and key in serial_key(row.code))
    ]
    return tuple(sorted(found, key=lambda one: (not fold(one.name).startswith(wanted), sort_key(one.name))))[:most]
