"""A part of the board kept as a picture: scrolling moves it and paints only what came into view."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

PaintPart = Callable[[QPainter, QRectF], None]


class Layer:
    """`paint` draws a part, given in the layer's own coordinates (its origin is its upper left corner)."""

    def __init__(self, paint: PaintPart) -> None:
        self._paint = paint
        self._pixmap = QPixmap()
        self._stale: list[QRect] = []
        self._whole, self._drawn = True, False
        self._moved = QPoint()
        self._size, self._ratio = QSize(), 1.0

    def fit(self, size: QSize, ratio: float) -> None:
        if size != self._size or ratio != self._ratio:
            self._size, self._ratio = size, ratio
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self.invalidate()

    def invalidate(self) -> None:
        """All of it looks different now."""
        self._whole, self._drawn = True, False

    def touch(self, part: QRect) -> None:
        """This part looks different now."""
        if not self._whole:
            self._stale.append(part)

    def scroll(self, dx: int, dy: int) -> None:
        """Moves what is there when it is next shown; positive values move it right and down."""
        self._moved += QPoint(dx, dy)
        self._stale = [part.translated(dx, dy) for part in self._stale]

    def draw(self, painter: QPainter, left: int, top: int) -> None:
        """Shows it with its origin there.

        What is new as a whole, as each frame of zooming is, goes straight to the painter; a picture is kept of what is
        wanted once more.
        """
        if not self._whole or self._drawn:
            painter.drawPixmap(left, top, self._picture())
            return
        self._drawn = True
        painter.save()
        painter.translate(left, top)
        part = QRect(0, 0, self._size.width(), self._size.height())
        painter.setClipRect(part)
        self._paint(painter, QRectF(part))
        painter.restore()

    def _picture(self) -> QPixmap:
        self._move()
        parts = [QRect(0, 0, self._size.width(), self._size.height())] if self._whole else self._stale
        if parts and not self._pixmap.isNull():
            painter = QPainter(self._pixmap)
            for part in parts:
                painter.setClipRect(part)
                self._paint(painter, QRectF(part))
            painter.end()
        self._stale, self._whole = [], False
        return self._pixmap

    def _move(self) -> None:
        dx, dy, self._moved = self._moved.x(), self._moved.y(), QPoint()
        if self._whole or not (dx or dy):
            return
        width, height, ratio = self._size.width(), self._size.height(), self._ratio
        whole_pixels = float(dx * ratio).is_integer() and float(dy * ratio).is_integer()
        if not whole_pixels or abs(dx) >= width or abs(dy) >= height:
            self._whole = True
            return
        self._pixmap.scroll(round(dx * ratio), round(dy * ratio), self._pixmap.rect())
        if dx:
            self._stale.append(QRect(0 if dx > 0 else width + dx, 0, abs(dx), height))
        if dy:
            self._stale.append(QRect(0, 0 if dy > 0 else height + dy, width, abs(dy)))
