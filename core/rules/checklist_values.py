"""The forms in which the answers of a checklist are kept: counts and moments."""

from datetime import datetime
from decimal import Decimal
from typing import Any

MOST_COUNTED = 1_000_000
_YEARS = range(1900, 2200)


def whole_count(number: Decimal | None) -> str | None:
    """A count as it is kept; None for anything that nobody can count to."""
    if number is None or number != number.to_integral_value() or not 0 <= number <= MOST_COUNTED:
        return None
    return str(int(number))


def read_moment(raw: Any) -> datetime | None:
    """A day, or a day with its time, as the technician's own clock has it; None for anything else."""
    if not isinstance(raw, str):
        return None
    try:
        found = datetime.fromisoformat(raw.strip())
    except ValueError:
        return None
    return found if found.tzinfo is None and found.year in _YEARS else None


def moment(raw: Any, with_time: bool) -> str | None:
    """The moment as it is kept: 2026-11-24, or 2026-11-24T10:30; a time that is asked for must be there."""
    found = read_moment(raw)
    if found is None or (with_time and "T" not in str(raw)):
        return None
    return found.strftime("%Y-%m-%dT%H:%M") if with_time else found.strftime("%Y-%m-%d")
