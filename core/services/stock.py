"""Movements in the office's warehouses and vans; a balance is their sum, and nothing is ever wiped out."""

from decimal import Decimal

from sqlalchemy import func, select

from core.commands.stock import CountStock, MoveStock, ReceiveStock, ReverseMoves, SetShelf
from core.ids import derived_id
from core.model.item import Item
from core.model.stock import StockMove, StockShelf, Warehouse
from core.queries.reservations import holder_name
from core.services.reserving import carry_along, held_in, settle
from core.storage.unit_of_work import UnitOfWork

MOST = Decimal(1_000_000)
"""More of one thing is a slip of the finger in any firm of this size."""
LONGEST_SHELF = 12


def receive(command: ReceiveStock, work: UnitOfWork) -> None:
    place, item = work.get(Warehouse, command.warehouse_id), work.get(Item, command.item_id)
    if not _is_quantity(work, command.quantity):
        return
    move = _move(work, command.move_id, place, item, command.quantity, "receipt")
    settle(work, item.id)
    work.undo_with(_opposite(move.id))
    work.label("stock.done_received", n=_said(command.quantity), unit=item.unit, item=item.name, place=place.name)
    work.result(move.id)


def move_stock(command: MoveStock, work: UnitOfWork) -> None:
    source, target = work.get(Warehouse, command.from_id), work.get(Warehouse, command.to_id)
    item = work.get(Item, command.item_id)
    if not work.guard(source.id != target.id, "stock.error_same_place", place=source.name):
        return
    if not _is_quantity(work, command.quantity):
        return
    there = _balance(work, source.id, item.id)
    enough = there >= command.quantity or work.find(StockMove, command.out_id) is not None
    if not work.guard(enough, "stock.error_too_few", place=source.name, n=_said(there), unit=item.unit):
        return
    carry_along(work, source, target, item.id, command.quantity)
    free = there - held_in(work, source.id, item.id)
    if not work.guard(
        free >= command.quantity or work.find(StockMove, command.out_id) is not None
        or not held_in(work, source.id, item.id),
        "stock.error_reserved", place=source.name, n=_said(max(free, Decimal(0))), unit=item.unit,
        customer=holder_name(work.session, source.id, item.id),
    ):
        return
    out = _move(work, command.out_id, source, item, -command.quantity, "transfer", command.in_id)
    into = _move(work, command.in_id, target, item, command.quantity, "transfer", command.out_id)
    settle(work, item.id)
    work.undo_with(_opposite(out.id, into.id))
    work.label(
        "stock.done_moved", n=_said(command.quantity), unit=item.unit, item=item.name, source=source.name,
        target=target.name,
    )
    work.result(into.id)


def count(command: CountStock, work: UnitOfWork) -> None:
    place, item = work.get(Warehouse, command.warehouse_id), work.get(Item, command.item_id)
    possible = command.counted.is_finite() and 0 <= command.counted <= MOST
    if not work.guard(possible, "stock.error_count", n=str(command.counted)):
        return
    if work.find(StockMove, command.move_id) is not None:
        return
    difference = command.counted - _balance(work, place.id, item.id)
    move = _move(work, command.move_id, place, item, difference, "count")
    settle(work, item.id)
    work.undo_with(_opposite(move.id))
    work.label("stock.done_counted", n=_said(command.counted), unit=item.unit, item=item.name, place=place.name)
    work.result(move.id)


def reverse(command: ReverseMoves, work: UnitOfWork) -> None:
    made: list[str] = []
    for move_id, reverse_id in zip(command.move_ids, command.reverse_ids, strict=True):
        move = work.get(StockMove, move_id)
        if _is_reversed(work, move):
            continue
        work.add(StockMove(
            id=reverse_id, warehouse_id=move.warehouse_id, item_id=move.item_id, quantity=-move.quantity,
            kind="reversal", at=work.now, person_id=work.author_id or None, source_id=move.id,
        ))
        made.append(reverse_id)
        settle(work, move.item_id)
    if made:
        first = work.get(StockMove, command.move_ids[0])
        work.undo_with(_opposite(*made))
        work.label("stock.done_reversed", item=work.get(Item, first.item_id).name)
        work.result(first.id)


def set_shelf(command: SetShelf, work: UnitOfWork) -> None:
    place, item = work.get(Warehouse, command.warehouse_id), work.get(Item, command.item_id)
    possible = command.minimum.is_finite() and 0 <= command.minimum <= MOST
    if not work.guard(possible, "stock.error_minimum", n=str(command.minimum)):
        return
    name = command.shelf.strip()
    if not work.guard(len(name) <= LONGEST_SHELF, "stock.error_shelf", n=LONGEST_SHELF):
        return
    shelf = work.session.scalars(
        select(StockShelf).where(StockShelf.warehouse_id == place.id, StockShelf.item_id == item.id)
        .order_by(StockShelf.id)
    ).first()
    if shelf is None:
        shelf = work.add(StockShelf(
            id=command.shelf_id, warehouse_id=place.id, item_id=item.id, shelf="", minimum=Decimal(0)
        ))
    before = SetShelf(
        shelf_id=shelf.id, warehouse_id=place.id, item_id=item.id, shelf=shelf.shelf, minimum=shelf.minimum
    )
    shelf.shelf, shelf.minimum = name, command.minimum
    work.undo_with(before)
    work.label("stock.done_shelf", item=item.name, place=place.name)
    work.result(shelf.id)


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _is_quantity(work: UnitOfWork, quantity: Decimal) -> bool:
    return work.guard(quantity.is_finite() and 0 < quantity <= MOST, "stock.error_quantity", n=str(quantity))


def _move(
    work: UnitOfWork, move_id: str, place: Warehouse, item: Item, quantity: Decimal, kind: str,
    source_id: str | None = None,
) -> StockMove:
    return work.add(StockMove(
        id=move_id, warehouse_id=place.id, item_id=item.id, quantity=quantity, kind=kind, at=work.now,
        person_id=work.author_id or None, source_id=source_id,
    ))


def _balance(work: UnitOfWork, warehouse_id: str, item_id: str) -> Decimal:
    work.session.flush()
    total = work.session.scalar(
        select(func.sum(StockMove.quantity))
        .where(StockMove.warehouse_id == warehouse_id, StockMove.item_id == item_id)
    )
    return Decimal(total or 0)


def _is_reversed(work: UnitOfWork, move: StockMove) -> bool:
    found = work.session.scalar(
        select(StockMove.id).where(StockMove.source_id == move.id, StockMove.kind == "reversal").limit(1)
    )
    return found is not None


def _opposite(*move_ids: str) -> ReverseMoves:
    return ReverseMoves(
        move_ids=move_ids, reverse_ids=tuple(derived_id(move_id, "reversal") for move_id in move_ids)
    )


def _said(quantity: Decimal) -> str:
    """Without the decimals that say nothing; a label's comma is the reader's language's business."""
    return f"{quantity.normalize():f}" if quantity else "0"


HANDLERS = {
    ReceiveStock: receive, MoveStock: move_stock, CountStock: count, ReverseMoves: reverse, SetShelf: set_shelf,
}
