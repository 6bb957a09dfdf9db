"""What a used part means to the van it came out of, and to the parts the visit was planned with."""

from decimal import Decimal

from sqlalchemy import func, select

from core.ids import derived_id
from core.model.item import Item
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, Material, RequiredMaterial
from core.queries.parts import balances
from core.queries.reservations import holder_name
from core.services.field_work import permit
from core.services.reserving import held_in, settle
from core.storage.unit_of_work import UnitOfWork


def van_of(work: UnitOfWork, person_id: str) -> Warehouse | None:
    return work.session.scalars(
        select(Warehouse).where(Warehouse.kind == "van", Warehouse.person_id == person_id).order_by(Warehouse.id)
    ).first()


def take_out(work: UnitOfWork, activity: Activity, record: Material, move_id: str) -> None:
    """Moves the quantity out of the author's van; a van may go below zero, the office is told."""
    van = van_of(work, record.person_id)
    record.warehouse_id = van.id if van is not None else None
    if van is not None:
        move = StockMove(
            id=move_id or derived_id(record.id, "use"), warehouse_id=van.id, item_id=record.item_id,
            quantity=-record.quantity, kind="use", at=work.now, person_id=record.person_id, source_id=record.id,
        )
        if work.add(move) is move:
            _flag_shortage(work, activity, move)
    work.session.flush()
    _mark_required(work, activity.id, record.item_id, used=True)
    settle(work, record.item_id)


def permit_taking(work: UnitOfWork, activity: Activity, item: Item, quantity: Decimal) -> None:
    """What lies in the van for another visit is that visit's: refused where it is tried, seen when it has happened."""
    van = van_of(work, work.author_id)
    held = held_in(work, van.id, item.id, activity.id) if van is not None else Decimal(0)
    if van is None or not held:
        return
    there = balances(work.session, van.id, [item.id]).get(item.id, Decimal(0))
    permit(
        work, there - held >= quantity, "visit.error_part_reserved", "visit.flag_part_reserved", row=activity,
        name=item.name, customer=holder_name(work.session, van.id, item.id, activity.id),
    )


def put_back(
    work: UnitOfWork, activity: Activity, record: Material, move_id: str, purpose: str = "corrected"
) -> None:
    """Puts a corrected or withdrawn quantity back where it was taken; each record goes back at most once."""
    work.session.flush()
    if record.warehouse_id is not None and not _is_back(work, record):
        work.add(
            StockMove(
                id=move_id or derived_id(record.id, purpose), warehouse_id=record.warehouse_id, item_id=record.item_id,
                quantity=record.quantity, kind="use", at=work.now, person_id=work.author_id, source_id=record.id,
            )
        )
    if purpose == "withdrawn" and not _still_used(work, activity.id, record.item_id):
        _mark_required(work, activity.id, record.item_id, used=False)
    settle(work, record.item_id)


def _is_back(work: UnitOfWork, record: Material) -> bool:
    found = work.session.scalar(
        select(StockMove.id).where(StockMove.source_id == record.id, StockMove.quantity > 0).limit(1)
    )
    return found is not None


def _still_used(work: UnitOfWork, activity_id: str, item_id: str) -> bool:
    found = work.session.scalar(
        select(Material.id)
        .where(
            Material.activity_id == activity_id, Material.item_id == item_id, Material.corrected_by_id.is_(None),
            Material.state != "declined",
        )
        .limit(1)
    )
    return found is not None


def _mark_required(work: UnitOfWork, activity_id: str, item_id: str, *, used: bool) -> None:
    """A planned part that has been used is used; one that was put back lies in the van again."""
    rows = work.session.scalars(
        select(RequiredMaterial).where(RequiredMaterial.activity_id == activity_id, RequiredMaterial.item_id == item_id)
    )
    for row in rows:
        if used and row.state not in ("used", "returned"):
            row.state = "used"
        elif not used and row.state == "used":
            row.state = "in_van"


def _flag_shortage(work: UnitOfWork, activity: Activity, move: StockMove) -> None:
    if not work.remote:
        return
    work.session.flush()
    balance = work.session.scalar(
        select(func.sum(StockMove.quantity))
        .where(StockMove.warehouse_id == move.warehouse_id, StockMove.item_id == move.item_id)
    )
    if balance is not None and balance < 0:
        name = work.session.scalar(select(Item.name).where(Item.id == move.item_id))
        work.flag("visit.flag_stock_negative", row=activity, name=name or "", balance=balance)
