"""Parts that lie in a place but are put aside for a visit that has not been made yet."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, RequiredMaterial
from core.rules.reserving import Lot

RESERVED = ("reserved", "picked")
_OVER = ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class Held:
    """So many pieces in this place are for another visit, for this customer."""

    warehouse_id: str
    item_id: str
    activity_id: str
    quantity: Decimal


def held(session: Session, item_ids: Collection[str]) -> tuple[Held, ...]:
    """Everything that is put aside of these articles."""
    return tuple(
        Held(*row) for row in session.execute(
            _held(RequiredMaterial.warehouse_id, RequiredMaterial.item_id, RequiredMaterial.activity_id)
            .add_columns(func.sum(RequiredMaterial.quantity))
            .where(RequiredMaterial.item_id.in_(item_ids))
            .group_by(RequiredMaterial.warehouse_id, RequiredMaterial.item_id, RequiredMaterial.activity_id)
        )
    )


def held_for_others(session: Session, item_ids: Collection[str], activity_id: str) -> dict[tuple[str, str], Decimal]:
    """By place and article: what a visit may not take because it is another one's."""
    found: dict[tuple[str, str], Decimal] = {}
    for one in held(session, item_ids):
        if one.activity_id != activity_id:
            key = (one.warehouse_id, one.item_id)
            found[key] = found.get(key, Decimal(0)) + one.quantity
    return found


def holder_name(session: Session, warehouse_id: str, item_id: str, but_activity_id: str = "") -> str:
    """The customer for whom it is put aside."""
    return session.scalar(
        _held(BusinessPartner.name)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .join(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            RequiredMaterial.warehouse_id == warehouse_id, RequiredMaterial.item_id == item_id,
            RequiredMaterial.activity_id != but_activity_id,
        )
        .order_by(RequiredMaterial.id).limit(1)
    ) or ""


def likely_lead(session: Session, activity: Activity) -> str | None:
    """Who makes the visit; of one that nobody has yet, who made the one before it, in whose van its parts lie."""
    if activity.lead_person_id is not None or activity.next_visit_of_id is None:
        return activity.lead_person_id
    return session.scalar(select(Activity.lead_person_id).where(Activity.id == activity.next_visit_of_id))


def lots(session: Session, item_id: str) -> tuple[Lot, ...]:
    """Where the article lies, with what nobody has put aside."""
    taken = held_for_others(session, [item_id], "")
    return tuple(
        Lot(row.id, row.person_id, Decimal(row.there) - taken.get((row.id, item_id), Decimal(0)))
        for row in session.execute(
            select(Warehouse.id, Warehouse.person_id, func.sum(StockMove.quantity).label("there"))
            .join(StockMove, StockMove.warehouse_id == Warehouse.id)
            .where(StockMove.item_id == item_id)
            .group_by(Warehouse.id, Warehouse.person_id).order_by(Warehouse.id)
        )
    )


def _held(*columns: Any) -> Select[Any]:
    return (
        select(*columns).select_from(RequiredMaterial)
        .join(Activity, Activity.id == RequiredMaterial.activity_id)
        .where(
            RequiredMaterial.state.in_(RESERVED), RequiredMaterial.warehouse_id.is_not(None),
            Activity.state.not_in(_OVER),
        )
    )
