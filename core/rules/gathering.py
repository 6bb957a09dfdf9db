"""From where the pieces of a needed part come: the own van first, then as few other places as possible."""

from collections.abc import Sequence
from decimal import Decimal


def gathered(needed: Decimal, own: Decimal, others: Sequence[Decimal]) -> tuple[Decimal, tuple[Decimal, ...], Decimal]:
    """What is taken from the own van, from each of the others (given in the order they are asked), and what is short.

    One place that has all that the van lacks is better than two on the way, however near they are.
    """
    from_own = min(needed, max(own, Decimal(0)))
    left = needed - from_own
    whole = next((number for number, has in enumerate(others) if left and has >= left), None)
    taken = []
    for number, has in enumerate(others):
        some = min(left, max(has, Decimal(0))) if whole in (None, number) else Decimal(0)
        taken.append(some)
        left -= some
    return from_own, tuple(taken), left
