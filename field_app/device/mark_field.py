"""A layer over a photo to draw on: arrows, rings and words as points, painted over whatever lies below."""

import math
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Property, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

_HEAD = 0.5
"""Radians between an arrow's line and each side of its head."""
_SHORTEST = 24
"""Pixels below which a stroke was a touch, not a drawing."""


class MarkField(QQuickPaintedItem):
    """Shows `marks`. A drawn arrow or ring is told by `drew`, a touch for words by `touchedAt`: shares of the field."""

    marksChanged = Signal()
    toolChanged = Signal()
    inkChanged = Signal()
    drew = Signal(str, list)
    touchedAt = Signal(float, float)

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setAcceptTouchEvents(True)
        self.setAntialiasing(True)
        self._marks: list[dict[str, Any]] = []
        self._tool = "arrow"
        self._ink, self._edge = QColor(), QColor()
        self._begin: QPointF | None = None
        self._here = QPointF()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(event.position())

    def touchEvent(self, event: QTouchEvent) -> None:
        points = event.points()
        if not points:
            event.ignore()
            return
        position, kind = points[0].position(), event.type()
        if kind == event.Type.TouchBegin:
            self._press(position)
        elif kind == event.Type.TouchUpdate:
            self._go_on(position)
        else:
            self._release(position)
        event.accept()

    def _press(self, position: QPointF) -> None:
        self._begin = self._here = position
        self.setKeepMouseGrab(True)

    def _go_on(self, position: QPointF) -> None:
        if self._begin is not None:
            self._here = position
            self.update()

    def _release(self, position: QPointF) -> None:
        begin, self._begin = self._begin, None
        self.setKeepMouseGrab(False)
        self.update()
        if begin is None:
            return
        if self._tool == "text":
            self.touchedAt.emit(*self._share(position))
        elif (position - begin).manhattanLength() >= _SHORTEST:
            self.drew.emit(self._tool, [self._share(begin), self._share(position)])

    def _share(self, position: QPointF) -> list[float]:
        x = min(max(position.x() / max(self.width(), 1), 0.0), 1.0)
        y = min(max(position.y() / max(self.height(), 1), 0.0), 1.0)
        return [round(x, 4), round(y, 4)]

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = list(self._marks)
        if self._begin is not None and self._tool != "text":
            marks.append({"kind": self._tool, "points": [self._share(self._begin), self._share(self._here)]})
        line = max(3.0, max(self.width(), self.height()) / 180)
        # A light edge under every mark: it is seen on dark and on light ground alike.
        for ink, width in ((self._edge, 2 * line), (self._ink, line)):
            for mark in marks:
                self._paint_mark(painter, mark, ink, width, line)

    def _paint_mark(self, painter: QPainter, mark: Mapping[str, Any], ink: QColor, width: float, line: float) -> None:
        points = [QPointF(x * self.width(), y * self.height()) for x, y in mark["points"]]
        pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark["kind"] == "ring":
            painter.drawEllipse(QRectF(points[0], points[1]).normalized())
        elif mark["kind"] == "arrow":
            begin, end = points
            painter.drawLine(begin, end)
            angle, length = math.atan2(end.y() - begin.y(), end.x() - begin.x()), 7 * line
            for side in (-_HEAD, _HEAD):
                way = QPointF(length * math.cos(angle + side), length * math.sin(angle + side))
                painter.drawLine(end, end - way)
        else:
            font = QFont("Inter")
            font.setPixelSize(round(8 * line))
            font.setWeight(QFont.Weight.Bold)
            words = QPainterPath()
            words.addText(points[0] + QPointF(0, 7 * line), font, str(mark.get("text", "")))
            if width > line:
                painter.strokePath(words, QPen(ink, width - line))
            painter.fillPath(words, ink)

    def _get_marks(self) -> list[Any]:
        return self._marks

    def _set_marks(self, marks: list[Any]) -> None:
        self._marks = [dict(mark) for mark in marks or ()]
        self.marksChanged.emit()
        self.update()

    def _get_tool(self) -> str:
        return self._tool

    def _set_tool(self, tool: str) -> None:
        self._tool = tool
        self.toolChanged.emit()

    def _get_ink(self) -> QColor:
        return self._ink

    def _set_ink(self, ink: QColor) -> None:
        self._ink = QColor(ink)
        self.inkChanged.emit()
        self.update()

    def _get_edge(self) -> QColor:
        return self._edge

    def _set_edge(self, edge: QColor) -> None:
        self._edge = QColor(edge)
        self.inkChanged.emit()
        self.update()

    marks = Property("QVariantList", _get_marks, _set_marks, notify=marksChanged)  # type: ignore[arg-type]
    tool = Property(str, _get_tool, _set_tool, notify=toolChanged)
    ink = Property(QColor, _get_ink, _set_ink, notify=inkChanged)
    edge = Property(QColor, _get_edge, _set_edge, notify=inkChanged)
