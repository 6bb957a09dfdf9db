"""A signature as vectors: where its points lie, and how its line is drawn, alike on tablet, report and at the office.

A point is [x, y, milliseconds]; x and y are shares of a box that is twice as wide as high, so that a circle stays a
circle wherever it is shown. What the hand drew beside the box lies outside 0–1.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

ASPECT = 2.0
BASELINE = 0.77
"""Where the line to write on lies in the box."""
THICKEST, THINNEST = 0.016, 0.0076
"""Of the line, as shares of the box's height; a slow hand draws thick, a fast one thin."""
_FAST = 0.007
"""Heights of the box in a millisecond at which the line is at its thinnest."""
_INERTIA = 0.7
"""How much of its thickness a line keeps from one piece to the next."""
_LEAST_DRAWN = 0.35
"""A drawing lower than this share of the box is not blown up further: a small name stays small."""
_LEAST_WRITTEN = 0.1
"""So much line, in heights of the box, is somebody's hand: 5 mm on the tablet; less is a finger that slipped."""
_FARTHEST = 10.0


class Piece(NamedTuple):
    """A straight piece of the line, `width` thick; a dot ends where it begins."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Box:
    """The place of the points in a field."""

    left: float
    top: float
    width: float
    height: float

    def share(self, x: float, y: float) -> tuple[float, float]:
        """A place in the field as a point keeps it."""
        return (x - self.left) / max(self.width, 1e-6), (y - self.top) / max(self.height, 1e-6)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies in the field."""
        return self.left + x * self.width, self.top + y * self.height


def box_in(width: float, height: float) -> Box:
    """The largest box of that shape in the middle of a field."""
    tall = max(min(height, width / ASPECT), 0.0)
    return Box((width - tall * ASPECT) / 2, (height - tall) / 2, tall * ASPECT, tall)


def is_written(strokes: Sequence[Any]) -> bool:
    """Whether somebody wrote; a dot, or the trace of a touch, is nobody's name."""
    return sum(math.hypot(one.x2 - one.x1, one.y2 - one.y1) for one in _pieces(strokes)) >= _LEAST_WRITTEN


def drawn_in(strokes: Sequence[Any], box: Box) -> tuple[Piece, ...]:
    """The line as it lies in the field that it was drawn in, or in another one."""
    return tuple(_moved(piece, box.height, box.left, box.top) for piece in _pieces(strokes))


def shown_in(strokes: Sequence[Any], width: float, height: float) -> tuple[Piece, ...]:
    """The line where it was drawn; smaller when a part of it lay beside the box, in a wider field than this one."""
    pieces = drawn_in(strokes, box_in(width, height))
    middle_x, middle_y = width / 2, height / 2
    across = max((max(abs(one.x1 - middle_x), abs(one.x2 - middle_x)) for one in pieces), default=0.0)
    down = max((max(abs(one.y1 - middle_y), abs(one.y2 - middle_y)) for one in pieces), default=0.0)
    scale = min(1.0, middle_x / max(across, 1e-6), middle_y / max(down, 1e-6))
    return tuple(_moved(one, scale, middle_x * (1 - scale), middle_y * (1 - scale)) for one in pieces)


def fitted(strokes: Sequence[Any], width: float, height: float) -> tuple[Piece, ...]:
    """The line as large as the place allows, its proportions kept; it begins at the left and stands on the bottom."""
    pieces = tuple(_pieces(strokes))
    if not pieces:
        return ()
    left, right = min(min(one.x1, one.x2) for one in pieces), max(max(one.x1, one.x2) for one in pieces)
    top, bottom = min(min(one.y1, one.y2) for one in pieces), max(max(one.y1, one.y2) for one in pieces)
    scale = min(width / max(right - left, 1e-6), height / max(bottom - top, _LEAST_DRAWN))
    return tuple(_moved(piece, scale, -left * scale, height - bottom * scale) for piece in pieces)


def _moved(piece: Piece, scale: float, x: float, y: float) -> Piece:
    return Piece(
        x + piece.x1 * scale, y + piece.y1 * scale, x + piece.x2 * scale, y + piece.y2 * scale, piece.width * scale
    )


def _pieces(strokes: Sequence[Any]) -> Iterator[Piece]:
    """In heights of the box."""
    for stroke in strokes:
        points = [point for point in map(_point, stroke if isinstance(stroke, (list, tuple)) else ()) if point]
        if len(points) == 1:
            yield Piece(*points[0][:2], *points[0][:2], THICKEST)
        width = (THICKEST + THINNEST) / 2
        for before, after in pairwise(points):
            width = _INERTIA * width + (1 - _INERTIA) * _width(before, after)
            yield Piece(*before[:2], *after[:2], width)


def _width(before: tuple[float, float, float], after: tuple[float, float, float]) -> float:
    speed = math.hypot(after[0] - before[0], after[1] - before[1]) / max(after[2] - before[2], 1.0)
    return THICKEST - (THICKEST - THINNEST) * min(speed / _FAST, 1.0)


def _point(raw: Any) -> tuple[float, float, float] | None:
    """A point in heights of the box with its time; None for what is none: strokes may come from outside."""
    if not isinstance(raw, (list, tuple)) or len(raw) not in (2, 3):
        return None
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) for one in raw):
        return None
    if max(abs(raw[0]), abs(raw[1])) > _FARTHEST:
        return None
    return float(raw[0]) * ASPECT, float(raw[1]), float(raw[2]) if len(raw) == 3 else 0.0
