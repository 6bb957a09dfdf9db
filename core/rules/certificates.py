"""Which certificates a visit asks for and a person lacks on its day."""

from collections.abc import Mapping, Sequence
from datetime import date


def lacking(required: Sequence[str], held: Mapping[str, date | None], day: date) -> tuple[str, ...]:
    """The required skills that are not held, or whose certificate has run out by that day; without a last day it holds
    for good, and on its last day it still does."""
    return tuple(skill for skill in dict.fromkeys(required) if skill not in held or _has_run_out(held[skill], day))


def _has_run_out(valid_to: date | None, day: date) -> bool:
    return valid_to is not None and valid_to < day
