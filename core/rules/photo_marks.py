"""What is drawn on a photo: arrows, rings and words, kept as their points and never burnt into the picture."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

MOST_MARKS, LONGEST_TEXT = 60, 80
PAIRS = ("", "before", "after")
"""A photo that stands alone, or one half of a pair."""


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One mark; points are shares (0–1) of the picture's width and height.

    arrow: from, to (its head) · ring: two corners of its box · text: where it begins, with `text`
    """

    kind: Literal["arrow", "ring", "text"]
    points: tuple[tuple[float, float], ...]
    text: str = ""


def read_marks(raw: Sequence[Any]) -> tuple[Mark, ...] | None:
    """The marks, or None when they are not in this form."""
    try:
        marks = msgspec.convert(list(raw), tuple[Mark, ...])
    except (msgspec.ValidationError, TypeError):
        return None
    return marks if len(marks) <= MOST_MARKS and all(map(_is_sound, marks)) else None


def write_marks(marks: Sequence[Mark]) -> list[Any]:
    """The marks as they are stored: JSON-ready."""
    stored: list[Any] = msgspec.json.decode(msgspec.json.encode(list(marks)))
    return stored


def _is_sound(mark: Mark) -> bool:
    inside = all(0 <= number <= 1 for point in mark.points for number in point)
    needed = 1 if mark.kind == "text" else 2
    words = mark.text.strip() if mark.kind == "text" else "-"
    return inside and len(mark.points) == needed and bool(words) and len(mark.text) <= LONGEST_TEXT
