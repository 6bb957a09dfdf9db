"""A signature as it was drawn on the tablet, on a widget."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.rules.pen import fitted
from office_app.theme import Theme

_MARGIN = 4


class SignatureView(QWidget):
    """Fitted into the widget with its proportions kept, thinner where the hand was faster."""

    def __init__(self, theme: Theme, strokes: Sequence[Any], name: str, height: int) -> None:
        super().__init__()
        self._theme, self._strokes = theme, strokes
        self.setFixedHeight(height)
        self.setObjectName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_MARGIN, _MARGIN)
        pen = QPen(
            self._theme.colour("text"), 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )
        for piece in fitted(self._strokes, self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN):
            pen.setWidthF(max(piece.width, 1.0))
            painter.setPen(pen)
            painter.drawLine(QPointF(piece.x1, piece.y1), QPointF(piece.x2, piece.y2))
