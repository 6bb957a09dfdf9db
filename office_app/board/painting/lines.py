"""One line of text in one font, drawn often: measured once, laid out once, shortened without measuring again."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

_MOST = 4_000


class Line:
    """While zooming, texts are cut anew in each frame; the beginnings of a text are few, so their layouts return."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        self.height, self.ascent = metrics.height(), metrics.ascent()
        self._metrics = metrics
        self._dots = metrics.horizontalAdvance("…")
        self._advances: dict[str, float] = {}
        self._widths: dict[str, float] = {}
        self._ends: dict[str, list[float]] = {}
        self._laid: dict[str, QStaticText] = {}

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
        ends = self._ends.get(text)
        if ends is None:
            if len(self._ends) > _MOST:
                self._ends.clear()
            ends = self._ends[text] = list(accumulate(map(self._advance, text)))
        count = bisect_right(ends, width - self._dots)
        return text[:count].rstrip() + "…" if count else ""

    def draw(self, painter: QPainter, x: float, top: float, text: str, width: float = 1e6) -> None:
        """Draws with the painter's pen, on whole pixels; the painter's font must be this line's."""
        if self._widths.get(text, width + 1) > width:
            text = self.cut(text, width)
            if not text:
                return
        laid = self._laid.get(text)
        if laid is None:
            if len(self._laid) > _MOST:
                self._laid.clear()
            laid = self._laid[text] = QStaticText(text)
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.prepare(font=self.font)
        painter.drawStaticText(round(x), round(top), laid)

    def draw_right(self, painter: QPainter, right: float, top: float, text: str) -> None:
        self.draw(painter, right - self.width(text), top, text)

    def draw_centred(self, painter: QPainter, centre: float, top: float, text: str) -> None:
        self.draw(painter, centre - self.width(text) / 2, top, text)

    def _advance(self, letter: str) -> float:
        found = self._advances.get(letter)
        if found is None:
            found = self._advances[letter] = self._metrics.horizontalAdvance(letter)
        return found
