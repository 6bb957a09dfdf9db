"""What the office does with its stock: receive, move, count, and say where things lie and how many there should be."""

from decimal import Decimal

from core.commands.base import Command


class ReceiveStock(Command, frozen=True, kw_only=True, tag="stock.receive/1"):
    """A delivery put on the shelf."""

    move_id: str
    warehouse_id: str
    item_id: str
    quantity: Decimal


class MoveStock(Command, frozen=True, kw_only=True, tag="stock.move/1"):
    """From one place to another: two movements that belong together, out and in."""

    out_id: str
    in_id: str
    from_id: str
    to_id: str
    item_id: str
    quantity: Decimal


class CountStock(Command, frozen=True, kw_only=True, tag="stock.count/1"):
    """So many were counted; the difference to what was believed becomes a movement, also when it is nought."""

    move_id: str
    warehouse_id: str
    item_id: str
    counted: Decimal


class ReverseMoves(Command, frozen=True, kw_only=True, tag="stock.reverse/1"):
    """Takes movements back by their opposites, each at most once; what happened stays in the books.

    `reverse_ids` are the ids of the opposites, in the same order.
    """

    move_ids: tuple[str, ...]
    reverse_ids: tuple[str, ...]


class SetShelf(Command, frozen=True, kw_only=True, tag="stock.set_shelf/1"):
    """Where an article lies in a warehouse, and the least that should be there; `shelf_id` is for a new row."""

    shelf_id: str
    warehouse_id: str
    item_id: str
    shelf: str
    minimum: Decimal


COMMANDS = (ReceiveStock, MoveStock, CountStock, ReverseMoves, SetShelf)
