"""A field to sign in: strokes are kept as vectors with their time, and drawn thinner where the hand was faster."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Property, QElapsedTimer, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

Stroke = list[list[float]]
_THICKEST, _THINNEST = 4.6, 2.2
_FAST = 2.0
"""Pixels per millisecond at which the line is at its thinnest."""
_NEAREST = 1.5
"""Pixels that the pen must move before a new point is kept."""


class SignatureField(QQuickPaintedItem):
    """`strokes`: each a list of [x, y, milliseconds since the first touch], x and y as shares of the field."""

    strokesChanged = Signal()
    inkChanged = Signal()
    enabledToDrawChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setAcceptTouchEvents(True)
        self.setAntialiasing(True)
        self._strokes: list[Stroke] = []
        self._is_drawing = False
        self._draws = True
        self._ink = QColor()
        self._clock = QElapsedTimer()

    @Slot()
    def clear(self) -> None:
        self._strokes = []
        self._clock.invalidate()
        self._tell()

    # The pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._draws:
            event.ignore()
            return
        self._begin(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end(event.position())

    def touchEvent(self, event: QTouchEvent) -> None:
        """The first finger draws; a resting hand does not."""
        points = event.points()
        if not self._draws or not points:
            event.ignore()
            return
        position = points[0].position()
        kind = event.type()
        if kind == event.Type.TouchBegin:
            self._begin(position)
        elif kind == event.Type.TouchUpdate:
            self._go_on(position)
        else:
            self._end(position)
        event.accept()

    def _begin(self, position: QPointF) -> None:
        if not self._clock.isValid():
            self._clock.start()
        self._is_drawing = True
        self._strokes.append([self._point(position)])
        self.setKeepMouseGrab(True)
        self.update()

    def _go_on(self, position: QPointF) -> None:
        if not self._is_drawing:
            return
        stroke = self._strokes[-1]
        last = QPointF(stroke[-1][0] * self.width(), stroke[-1][1] * self.height())
        moved = position - last
        if abs(moved.x()) + abs(moved.y()) >= _NEAREST:
            stroke.append(self._point(position))
            self.update()

    def _end(self, position: QPointF) -> None:
        if not self._is_drawing:
            return
        self._go_on(position)
        self._is_drawing = False
        self.setKeepMouseGrab(False)
        self._tell()

    def _point(self, position: QPointF) -> list[float]:
        x = min(max(position.x() / max(self.width(), 1), 0.0), 1.0)
        y = min(max(position.y() / max(self.height(), 1), 0.0), 1.0)
        return [round(x, 4), round(y, 4), self._clock.elapsed()]

    def _tell(self) -> None:
        self.update()
        self.strokesChanged.emit()

    # The picture

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self._strokes:
            self._paint_stroke(painter, stroke)

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        width, height = self.width(), self.height()
        pen = QPen(self._ink, _THICKEST, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if len(stroke) == 1:
            painter.drawPoint(QPointF(stroke[0][0] * width, stroke[0][1] * height))
            return
        thickness = _THICKEST - 1
        for before, after in pairwise(stroke):
            begin = QPointF(before[0] * width, before[1] * height)
            end = QPointF(after[0] * width, after[1] * height)
            thickness = 0.7 * thickness + 0.3 * _thickness(begin, end, after[2] - before[2])
            pen.setWidthF(thickness)
            painter.setPen(pen)
            painter.drawLine(begin, end)

    # Properties

    def _get_strokes(self) -> list[Any]:
        return self._strokes

    def _set_strokes(self, strokes: list[Any]) -> None:
        self._strokes = [[[float(number) for number in point] for point in stroke] for stroke in strokes or ()]
        self._tell()

    def _get_ink(self) -> QColor:
        return self._ink

    def _set_ink(self, ink: QColor) -> None:
        self._ink = QColor(ink)
        self.inkChanged.emit()
        self.update()

    def _get_draws(self) -> bool:
        return self._draws

    def _set_draws(self, draws: bool) -> None:
        self._draws = draws
        self.enabledToDrawChanged.emit()

    def _is_empty(self) -> bool:
        return not any(len(stroke) > 1 for stroke in self._strokes)

    strokes = Property("QVariantList", _get_strokes, _set_strokes, notify=strokesChanged)  # type: ignore[arg-type]
    ink = Property(QColor, _get_ink, _set_ink, notify=inkChanged)
    draws = Property(bool, _get_draws, _set_draws, notify=enabledToDrawChanged)
    empty = Property(bool, _is_empty, notify=strokesChanged)


def _thickness(begin: QPointF, end: QPointF, milliseconds: float) -> float:
    way = end - begin
    speed = (way.x() ** 2 + way.y() ** 2) ** 0.5 / max(milliseconds, 1)
    return _THICKEST - (_THICKEST - _THINNEST) * min(speed / _FAST, 1)
