"""The board's body kept as a picture: scrolling moves it and paints only what came into view."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

PaintPart = Callable[[QPainter, QRectF], None]


class BodyLayer:
    """`paint` draws a part, given in the layer's own coordinates (its origin is the body's upper left corner)."""

    def __init__(self, paint: PaintPart) -> None:
        self._paint = paint
        self._pixmap = QPixmap()
        self._stale: list[QRect] = []
        self._whole = True
        self._size, self._ratio = QSize(), 1.0

    def fit(self, size: QSize, ratio: float) -> None:
        if size != self._size or ratio != self._ratio:
            self._size, self._ratio = size, ratio
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._whole = True

    def invalidate(self) -> None:
        self._whole = True

    def touch(self, part: QRect) -> None:
        """This part looks different now."""
        if not self._whole:
            self._stale.append(part)

    def scroll(self, dx: int, dy: int) -> None:
        """Moves what is there; positive values move it right and down."""
        width, height = self._size.width(), self._size.height()
        whole_pixels = float(dx * self._ratio).is_integer() and float(dy * self._ratio).is_integer()
        if self._whole or not whole_pixels or abs(dx) >= width or abs(dy) >= height:
            self._whole = True
            return
        self._pixmap.scroll(round(dx * self._ratio), round(dy * self._ratio), self._pixmap.rect())
        self._stale = [part.translated(dx, dy) for part in self._stale]
        if dx:
            self._stale.append(QRect(0 if dx > 0 else width + dx, 0, abs(dx), height))
        if dy:
            self._stale.append(QRect(0, 0 if dy > 0 else height + dy, width, abs(dy)))

    def picture(self) -> QPixmap:
        """The body as it is now."""
        parts = [QRect(0, 0, self._size.width(), self._size.height())] if self._whole else self._stale
        if parts and not self._pixmap.isNull():
            painter = QPainter(self._pixmap)
            for part in parts:
                painter.setClipRect(part)
                self._paint(painter, QRectF(part))
            painter.end()
        self._stale, self._whole = [], False
        return self._pixmap
