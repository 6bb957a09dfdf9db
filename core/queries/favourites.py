"""The articles that a technician uses most, so that they are one touch away."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.visit import Material
from core.queries.van_stock import ZERO, VanItem, van_stock

_LOOKS_BACK = timedelta(days=120)


def favourites(session: Session, person_id: str, now: datetime, most: int = 6) -> tuple[VanItem, ...]:
    """Most used first, as they lie in the van; an article that the van has none of is still one of them."""
    rows = session.execute(
        select(Item.id, Item.code, Item.name, Item.unit, Item.barcode, func.count(Material.id).label("uses"))
        .join(Material, Material.item_id == Item.id)
        .where(
            Material.person_id == person_id, Material.corrected_by_id.is_(None), Material.state != "declined",
            Material.recorded_at > now - _LOOKS_BACK,
        )
        .group_by(Item.id, Item.code, Item.name, Item.unit, Item.barcode)
        .order_by(func.count(Material.id).desc(), Item.name).limit(most)
    ).all()
    here = {item.item_id: item for item in van_stock(session, person_id)} if rows else {}
    return tuple(
        here.get(row.id) or VanItem(row.id, row.code, row.name, row.unit, row.barcode, ZERO, "", ZERO) for row in rows
    )
