"""The forms in which the answers of a checklist are kept: counts, moments, scanned codes and signatures."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

MOST_COUNTED = 1_000_000
_YEARS = range(1900, 2200)
_LONGEST_CODE, _LONGEST_NAME, _MOST_POINTS = 120, 120, 20_000


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


def scanned(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """A code, whether it is what was to be scanned, and the name of what it stands on, when those were to be known."""
    code = value.get("code")
    if not isinstance(code, str) or not code.strip() or len(code) > _LONGEST_CODE:
        return None
    matches, found = value.get("matches"), value.get("found")
    return {
        "code": code.strip(), **({"matches": matches} if isinstance(matches, bool) else {}),
        **({"found": found[:_LONGEST_NAME]} if isinstance(found, str) and found else {}),
    }


def signed(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """A name and the pen's strokes, each a row of points [x, y, milliseconds]; a dot alone is no signature."""
    name, strokes = value.get("name"), value.get("strokes")
    if not isinstance(name, str) or not name.strip() or not isinstance(strokes, list):
        return None
    if not all(isinstance(stroke, list) and all(_is_point(point) for point in stroke) for stroke in strokes):
        return None
    drawn = any(len(stroke) > 1 for stroke in strokes)
    if not drawn or sum(map(len, strokes)) > _MOST_POINTS:
        return None
    return {"name": name.strip()[:_LONGEST_NAME].strip(), "strokes": strokes}


def _is_point(point: Any) -> bool:
    return isinstance(point, list) and len(point) in (2, 3) and all(
        isinstance(number, (int, float)) and not isinstance(number, bool) for number in point
    )
