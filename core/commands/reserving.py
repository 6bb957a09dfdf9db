"""Parts put aside for a visit, so that no other job takes them."""

from core.commands.base import Command


class ReservePart(Command, frozen=True, kw_only=True, tag="stock.reserve/1"):
    """A part that a visit needs is put aside in this place."""

    required_id: str
    warehouse_id: str


class FreePart(Command, frozen=True, kw_only=True, tag="stock.free/1"):
    """It may be taken by another job again."""

    required_id: str


COMMANDS = (ReservePart, FreePart)
