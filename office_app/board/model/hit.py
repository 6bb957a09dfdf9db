"""What lies under a point of the board, without any painting."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from office_app.board.model.arrange import Bar, Row
from office_app.board.model.blocks import Piece, piece_at
from office_app.board.model.geometry import COLUMN, EDGE, HEADER, Geometry
from office_app.board.model.scene import Scene


@dataclass(frozen=True, slots=True)
class Hit:
    """`bar` is set for bar and edge, `piece` for block and block_edge; `row` for all but header and nothing."""

    kind: Literal["bar", "edge", "block", "block_edge", "row", "column", "header", "nothing"]
    row: int | None = None
    bar: Bar | None = None
    minute: float = 0.0
    piece: Piece | None = None


REACH = 4
"""A bar of a few minutes is this many pixels wide."""


def hit(scene: Scene, geometry: Geometry, point: QPointF) -> Hit:
    if point.y() < HEADER:
        return Hit("header", None, None, geometry.minute_at(point.x()))
    row = geometry.row_at(point.y())
    if row is None:
        return Hit("nothing")
    minute = geometry.minute_at(point.x())
    if point.x() < COLUMN:
        return Hit("column", row, None, minute)
    for bar in scene.bars_between(row, *geometry.minutes_between(point.x() - REACH, point.x() + REACH)):
        box = geometry.bar_rect(row, bar)
        if box.contains(point):
            edge = not geometry.stacked and box.width() > 4 * EDGE and point.x() >= box.right() - EDGE
            return Hit("edge" if edge else "bar", row, bar, minute)
    if geometry.stacked:
        found = _away_at(scene.arranged(row), row, geometry, point)
        return Hit("row" if found is None else "block", row, None, minute, found)
    piece = piece_at(scene.rows[row].technician, minute)
    if piece is None or (piece.block.kind == "break" and not geometry.shows_breaks):
        return Hit("row", row, None, minute)
    box = geometry.span_rect(row, piece.start, piece.end)
    if not box.contains(point):
        return Hit("row", row, None, minute)
    edge = box.width() > 4 * EDGE and point.x() >= box.right() - EDGE
    return Hit("block_edge" if edge else "block", row, None, minute, piece)


def _away_at(row: Row, number: int, geometry: Geometry, point: QPointF) -> Piece | None:
    """Where a day is a column: the absence of a part of it that stands under a point, or the one of the whole day."""
    for away in row.away:
        if QRectF(*geometry.place_box(number, away.piece.start, away.number, away.count)).contains(point):
            return away.piece
    return next(
        (piece for piece in row.whole if QRectF(*geometry.day_box(number, piece.start)).contains(point)), None
    )
