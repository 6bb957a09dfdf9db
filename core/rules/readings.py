"""Measured values of a machine over time: the last one before, and how they are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """One measured value; `quantity` names what was measured («Panntryck»)."""

    id: str
    activity_id: str
    element_id: str
    quantity: str
    value: Decimal
    unit: str
    read_at: datetime


def standing(readings: Iterable[ReadingFacts]) -> tuple[ReadingFacts, ...]:
    """One value per visit and step, in the order they were taken: measuring again replaces the value before."""
    latest: dict[tuple[str, str, str], ReadingFacts] = {}
    for reading in sorted(readings, key=lambda one: (one.read_at, one.id)):
        latest[(reading.activity_id, reading.element_id, reading.quantity)] = reading
    return tuple(sorted(latest.values(), key=lambda one: (one.read_at, one.id)))


def last_before(readings: Iterable[ReadingFacts], quantity: str, activity_id: str) -> ReadingFacts | None:
    """The latest standing value of a quantity from another visit than this one."""
    others = [one for one in standing(readings) if one.quantity == quantity and one.activity_id != activity_id]
    return others[-1] if others else None
