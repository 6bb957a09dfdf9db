"""What lies under a point of the board, without any painting."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF

from office_app.board.model.blocks import Piece, piece_at
from office_app.board.model.geometry import COLUMN, EDGE, HEADER, Geometry
from office_app.board.model.scene import Bar, Scene


@dataclass(frozen=True, slots=True)
class Hit:
    """`bar` is set for bar and edge, `piece` for block and block_edge; `row` for all but header and nothing."""

    kind: Literal["bar", "edge", "block", "block_edge", "row", "column", "header", "nothing"]
    row: int | None = None
    bar: Bar | None = None
    minute: float = 0.0
    piece: Piece | None = None


def hit(scene: Scene, geometry: Geometry, point: QPointF) -> Hit:
    if point.y() < HEADER:
        return Hit("header", None, None, geometry.minute_at(point.x()))
    row = geometry.row_at(point.y())
    if row is None:
        return Hit("nothing")
    minute = geometry.minute_at(point.x())
    if point.x() < COLUMN:
        return Hit("column", row, None, minute)
    reach = max(1, round(4 / geometry.axis.pixels_per_hour * 60))
    for bar in scene.bars_between(row, int(minute) - reach, int(minute) + reach + 1):
        box = geometry.bar_rect(row, bar)
        if box.contains(point):
            edge = box.width() > 4 * EDGE and point.x() >= box.right() - EDGE
            return Hit("edge" if edge else "bar", row, bar, minute)
    piece = piece_at(scene.rows[row].technician, minute)
    if piece is None or (piece.block.kind == "break" and not geometry.shows_breaks):
        return Hit("row", row, None, minute)
    box = geometry.span_rect(row, piece.start, piece.end)
    if not box.contains(point):
        return Hit("row", row, None, minute)
    edge = box.width() > 4 * EDGE and point.x() >= box.right() - EDGE
    return Hit("block_edge" if edge else "block", row, None, minute, piece)
