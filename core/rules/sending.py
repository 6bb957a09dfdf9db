"""What is said of many jobs that were sent together."""

from collections.abc import Iterable, Mapping
from typing import Any

Said = tuple[str, dict[str, int]]


def many_sent(sent: int, told: int, left: int, unsent: int = 0) -> Said:
    """A text key and its figures. `told` got an SMS, `left` could not be sent, `unsent` a person kept back."""
    figures = {"n": sent, "sms": told, "silent": sent - told, "left": left, "unsent": unsent}
    if unsent:
        return "release.done_many_stopped", figures
    if left:
        return "release.done_many_left", figures
    return "release.done_many_to_ring" if told < sent else "release.done_many", figures


def together(parts: Iterable[Mapping[str, Any]], unsent: int) -> Said:
    """Several sendings as one; `parts` are the figures that were said of each."""
    figures = tuple(parts)
    sent, told, left = (sum(int(part[name]) for part in figures) for name in ("n", "sms", "left"))
    return many_sent(sent, told, left, unsent)
