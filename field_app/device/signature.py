"""A field to sign in, or to show in what was signed: strokes are kept as vectors with their time (`core.rules.pen`)."""

from typing import Any

from PySide6.QtCore import Property, QElapsedTimer, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from core.rules.pen import BASELINE, Box, box_in, drawn_in, is_written, shown_in

Stroke = list[list[float]]
_THINNEST = 1.0
"""Pixels that a line must have to be seen."""
_NEAREST = 1.5
"""Pixels that the pen must move before a new point is kept."""


class SignatureField(QQuickPaintedItem):
    """`strokes`: each a list of [x, y, milliseconds since the first touch].

    x and y are shares of the box in the middle of the field that has the shape of every signature, so that what was
    signed in a field of one shape looks the same in one of another. `lineY` is where the line to write on lies; what is
    `written` can be a name, which a mere dot is not.
    """

    strokesChanged = Signal()
    inkChanged = Signal()
    enabledToDrawChanged = Signal()
    lineYChanged = Signal()

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
        moved = position - QPointF(*self._box.place(stroke[-1][0], stroke[-1][1]))
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
        x, y = self._box.share(
            min(max(position.x(), 0.0), self.width()), min(max(position.y(), 0.0), self.height())
        )
        return [round(x, 4), round(y, 4), self._clock.elapsed()]

    def _tell(self) -> None:
        self.update()
        self.strokesChanged.emit()

    # The picture

    @property
    def _box(self) -> Box:
        return box_in(self.width(), self.height())

    def geometryChange(self, now: QRectF | QRect, before: QRectF | QRect) -> None:
        super().geometryChange(now, before)
        if now.size() != before.size():
            self.lineYChanged.emit()

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._ink, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        drawn = drawn_in(self._strokes, self._box) if self._draws else shown_in(
            self._strokes, self.width(), self.height()
        )
        for piece in drawn:
            pen.setWidthF(max(piece.width, _THINNEST))
            painter.setPen(pen)
            painter.drawLine(QPointF(piece.x1, piece.y1), QPointF(piece.x2, piece.y2))

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

    def _get_line_y(self) -> float:
        return self._box.place(0.0, BASELINE)[1]

    def _is_empty(self) -> bool:
        return not any(len(stroke) > 1 for stroke in self._strokes)

    def _is_written(self) -> bool:
        return is_written(self._strokes)

    strokes = Property("QVariantList", _get_strokes, _set_strokes, notify=strokesChanged)  # type: ignore[arg-type]
    ink = Property(QColor, _get_ink, _set_ink, notify=inkChanged)
    draws = Property(bool, _get_draws, _set_draws, notify=enabledToDrawChanged)
    lineY = Property(float, _get_line_y, notify=lineYChanged)
    empty = Property(bool, _is_empty, notify=strokesChanged)
    written = Property(bool, _is_written, notify=strokesChanged)
