"""Puts parts aside for visits that had to be broken off without them; what comes in serves those that wait first."""

from decimal import Decimal

from sqlalchemy import select

from core.commands.reserving import FreePart, ReservePart
from core.model.call import ServiceCall
from core.model.item import Item
from core.model.stock import Warehouse
from core.model.visit import Activity, RequiredMaterial
from core.queries.parts import balances
from core.queries.reservations import RESERVED, held_for_others, likely_lead, lots
from core.rules.reserving import broken, lot_for
from core.storage.unit_of_work import UnitOfWork

_TO_COME = ("draft", "planned", "released")


def reserve_for(work: UnitOfWork, activity: Activity) -> None:
    """Everything that this visit surely needs and that lies free; then its call waits for parts or no longer does."""
    work.session.flush()
    for need in _needs(work, activity.id):
        if need.state == "required":
            _reserve(work, activity, need)
    _judge(work, activity, may_wait=False)


def settle(work: UnitOfWork, item_id: str) -> None:
    """After the article's stock has changed: reservations that nothing covers are given up, who waits is served."""
    if not work.is_office:
        return
    work.session.flush()
    rows = _rows(work, item_id)
    by_place: dict[str, list[RequiredMaterial]] = {}
    for need, _activity in rows:
        if need.state in RESERVED and need.warehouse_id is not None:
            by_place.setdefault(need.warehouse_id, []).append(need)
    for warehouse_id, needs in by_place.items():
        there = balances(work.session, warehouse_id, [item_id]).get(item_id, Decimal(0))
        lost = broken([(need.id, need.quantity) for need in needs], there)
        for need in needs:
            if need.id in lost:
                need.state, need.warehouse_id = "required", None
    work.session.flush()
    for need, activity in rows:
        if need.state == "required" and activity.next_visit_of_id is not None:
            _reserve(work, activity, need)
    for activity in {activity.id: activity for _need, activity in rows}.values():
        _judge(work, activity)


def carry_along(work: UnitOfWork, source: Warehouse, target: Warehouse, item_id: str, quantity: Decimal) -> None:
    """What is moved into the van of the technician whose visit it is put aside for stays put aside, there."""
    left = quantity
    for need, activity in _rows(work, item_id):
        is_his = target.person_id is not None and activity.lead_person_id == target.person_id
        if is_his and need.state in RESERVED and need.warehouse_id == source.id and need.quantity <= left:
            need.warehouse_id = target.id
            left -= need.quantity
    work.session.flush()


def held_in(work: UnitOfWork, warehouse_id: str, item_id: str, but_activity_id: str = "") -> Decimal:
    work.session.flush()
    return held_for_others(work.session, [item_id], but_activity_id).get((warehouse_id, item_id), Decimal(0))


def reserve_part(command: ReservePart, work: UnitOfWork) -> None:
    need, place = work.get(RequiredMaterial, command.required_id), work.get(Warehouse, command.warehouse_id)
    item, activity = work.get(Item, need.item_id), work.get(Activity, need.activity_id)
    there = balances(work.session, place.id, [item.id]).get(item.id, Decimal(0))
    free = there - held_in(work, place.id, item.id, activity.id)
    if not work.guard(free >= need.quantity, "stock.error_none_free", item=item.name, place=place.name):
        return
    before = need.warehouse_id if need.state in RESERVED else None
    work.undo_with(
        ReservePart(required_id=need.id, warehouse_id=before) if before else FreePart(required_id=need.id)
    )
    need.state, need.warehouse_id = "reserved", place.id
    work.label("stock.done_reserved", item=item.name, place=place.name)
    work.session.flush()
    _judge(work, activity)
    work.result(need.id)


def free_part(command: FreePart, work: UnitOfWork) -> None:
    need = work.get(RequiredMaterial, command.required_id)
    item, activity = work.get(Item, need.item_id), work.get(Activity, need.activity_id)
    if need.state not in RESERVED or need.warehouse_id is None:
        return
    work.undo_with(ReservePart(required_id=need.id, warehouse_id=need.warehouse_id))
    need.state, need.warehouse_id = "required", None
    work.label("stock.done_freed", item=item.name)
    work.session.flush()
    _judge(work, activity)
    work.result(need.id)


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _reserve(work: UnitOfWork, activity: Activity, need: RequiredMaterial) -> None:
    lot = lot_for(need.quantity, likely_lead(work.session, activity), lots(work.session, need.item_id))
    if lot is not None:
        need.state, need.warehouse_id = "reserved", lot.warehouse_id
        work.session.flush()


def _judge(work: UnitOfWork, activity: Activity, may_wait: bool = True) -> None:
    """A call whose next visit lacks a part waits for it; one that lacks nothing is in the planner's list again."""
    call = work.find(ServiceCall, activity.call_id)
    if call is None or activity.next_visit_of_id is None or activity.state not in _TO_COME[:2]:
        return
    lacks = any(need.state == "required" for need in _needs(work, activity.id))
    if call.state == "pending" and call.pending_reason == "parts" and not lacks:
        call.state, call.pending_reason = "open", ""
    elif call.state == "open" and lacks and may_wait:
        call.state, call.pending_reason = "pending", "parts"


def _needs(work: UnitOfWork, activity_id: str) -> list[RequiredMaterial]:
    return list(work.session.scalars(
        select(RequiredMaterial)
        .where(RequiredMaterial.activity_id == activity_id, RequiredMaterial.maybe.is_(False))
        .order_by(RequiredMaterial.id)
    ))


def _rows(work: UnitOfWork, item_id: str) -> list[tuple[RequiredMaterial, Activity]]:
    """Who needs the article on a visit to come, who has waited longest first."""
    return [
        (need, activity) for need, activity in work.session.execute(
            select(RequiredMaterial, Activity)
            .join(Activity, Activity.id == RequiredMaterial.activity_id)
            .join(ServiceCall, ServiceCall.id == Activity.call_id)
            .where(
                RequiredMaterial.item_id == item_id, RequiredMaterial.maybe.is_(False), Activity.state.in_(_TO_COME)
            )
            .order_by(ServiceCall.created_at, RequiredMaterial.id)
        )
    ]


HANDLERS = {ReservePart: reserve_part, FreePart: free_part}
