"""One line of text in one font, drawn often: shortened once per width, laid out once it has been drawn twice."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

_MOST = 6_000


class Line:
    """While zooming, texts are cut anew in each frame: such a text is drawn directly and kept only when it returns."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        self.height, self.ascent = metrics.height(), metrics.ascent()
        self._metrics = metrics
        self._widths: dict[str, float] = {}
        self._cut: dict[tuple[str, int], str] = {}
        self._laid: dict[str, QStaticText | None] = {}

    def width(self, text: str) -> float:
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > _MOST:
                self._widths.clear()
            found = self._widths[text] = self._metrics.horizontalAdvance(text)
        return found

    def cut(self, text: str, width: float) -> str:
        """The text, ending with «…» where it is too wide; empty when nothing would be left of it."""
        if self.width(text) <= width:
            return text
        key = text, int(width)
        found = self._cut.get(key)
        if found is None:
            if len(self._cut) > _MOST:
                self._cut.clear()
            found = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            found = self._cut[key] = "" if found in ("…", "") else found
        return found

    def draw(self, painter: QPainter, x: float, top: float, text: str, width: float = 1e6) -> None:
        """Draws with the painter's pen; the painter's font must be this line's."""
        text = self.cut(text, width)
        if not text:
            return
        laid = self._laid.get(text)
        if laid is not None:
            painter.drawStaticText(QPointF(x, top), laid)
            return
        painter.drawText(QPointF(x, top + self.ascent), text)
        if text in self._laid:
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            self._laid[text] = static
        else:
            if len(self._laid) > _MOST:
                self._laid.clear()
            self._laid[text] = None

    def draw_right(self, painter: QPainter, right: float, top: float, text: str) -> None:
        self.draw(painter, right - self.width(text), top, text)

    def draw_centred(self, painter: QPainter, centre: float, top: float, text: str) -> None:
        self.draw(painter, centre - self.width(text) / 2, top, text)
