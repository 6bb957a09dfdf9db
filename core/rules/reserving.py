"""Which lot of a part is put aside for a visit, and which reservations no longer hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces of one article in one place; `driver_id` is set for a van, `free` is what nobody has put aside."""

    warehouse_id: str
    driver_id: str | None
    free: Decimal


def lot_for(quantity: Decimal, lead_id: str | None, lots: Sequence[Lot]) -> Lot | None:
    """The technician's own van first, then the store; a colleague's van is his to give, not ours to take."""
    enough = [lot for lot in lots if lot.free >= quantity]
    own = next((lot for lot in enough if lead_id is not None and lot.driver_id == lead_id), None)
    return own or next((lot for lot in enough if lot.driver_id is None), None)


def broken(reserved: Sequence[tuple[str, Decimal]], there: Decimal) -> tuple[str, ...]:
    """Of reservations in one place, the oldest first, those that what lies there no longer covers."""
    lost = []
    for name, quantity in reserved:
        if quantity > there:
            lost.append(name)
        else:
            there -= quantity
    return tuple(lost)
