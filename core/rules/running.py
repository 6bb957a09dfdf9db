"""How short a job may be made: what is under way cannot have ended before now."""

from core.rules.facts import LONGEST, Minute

SHORTEST = 5
"""Minutes; nobody drives to a customer for less."""
DECIDING = 5
"""So many minutes a person may have looked at what he decides: the clock went on meanwhile."""


def shortest(start: Minute | None, state: str, now: Minute) -> int:
    """The fewest minutes a job can take. One that is under way ends now at the earliest, or it would be over."""
    if state != "in_execution" or start is None:
        return SHORTEST
    return min(LONGEST, max(SHORTEST, now - start))


def may_last(minutes: int, start: Minute | None, state: str, now: Minute) -> bool:
    """Whether a length that somebody has just chosen is possible still."""
    return shortest(start, state, now - DECIDING) <= minutes <= LONGEST
