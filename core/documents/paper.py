"""The sheet that every document is drawn on: A4, Inter, the firm's head and foot, panels, tables and tags."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.settings import RESOURCES
from core.tokens import load_tokens

WIDTH, HEIGHT = A4
MARGIN = 44.0
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
BOTTOM = 60.0
_WEIGHTS = {"regular": "Inter-Regular", "medium": "Inter-Medium", "semibold": "Inter-SemiBold", "bold": "Inter-Bold"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The firm as its documents show it; `foot` is the line at the bottom of every page."""

    name: str
    line: str
    foot: str
    initial: str


@cache
def _register_fonts() -> None:
    for name in (*_WEIGHTS.values(), "InterDisplay-Bold"):
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / f"{name}.ttf")))


@cache
def colour(name: str) -> Color:
    """A colour of the light theme: paper has no dark mode."""
    return HexColor(load_tokens().theme("light")[name])


def font(weight: str) -> str:
    return _WEIGHTS.get(weight, weight)


def text_width(text: str, weight: str, size: float) -> float:
    _register_fonts()
    return float(pdfmetrics.stringWidth(text, font(weight), size))


def wrapped(text: str, weight: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width` points; a single longer word is broken."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        current = ""
        for word in paragraph.split(" "):
            while text_width(word, weight, size) > width:
                cut = next(n for n in range(len(word), 0, -1) if text_width(word[:n], weight, size) <= width or n == 1)
                lines.extend([current] if current else [])
                lines.append(word[:cut])
                current, word = "", word[cut:]
            trial = f"{current} {word}" if current else word
            if text_width(trial, weight, size) <= width:
                current = trial
            else:
                lines.append(current)
                current = word
        lines.append(current)
    return lines


class Paper:
    """A document being drawn from the top down; `y` is where the next thing goes (points from the bottom)."""

    def __init__(
        self, head: Letterhead, title: str, number: str, page_words: str, subject: str, watermark: str = ""
    ) -> None:
        """`page_words` is a format with {page} and {pages}; `subject` names the document in the PDF's own data.

        `watermark` lies across every page.
        """
        _register_fonts()
        self._head, self._title, self._number, self._page_words = head, title, number, page_words
        self._watermark = watermark
        self._buffer = io.BytesIO()
        self.canvas = _CountingCanvas(self._buffer, self._foot)
        self.canvas.setTitle(f"{title} {number}")
        self.canvas.setAuthor(head.name)
        self.canvas.setSubject(subject)
        self.y = HEIGHT - 60
        self._draw_head()

    def text(
        self, x: float, y: float, text: str, weight: str = "regular", size: float = 9.2, ink: str = "text"
    ) -> None:
        self.canvas.setFillColor(colour(ink))
        self.canvas.setFont(font(weight), size)
        self.canvas.drawString(x, y, text)

    def right(
        self, x: float, y: float, text: str, weight: str = "regular", size: float = 9.2, ink: str = "text"
    ) -> None:
        self.canvas.setFillColor(colour(ink))
        self.canvas.setFont(font(weight), size)
        self.canvas.drawRightString(x, y, text)

    def rule(self, y: float, ink: str = "border") -> None:
        self.canvas.setStrokeColor(colour(ink))
        self.canvas.setLineWidth(0.6)
        self.canvas.line(LEFT, y, RIGHT, y)

    def panel(self, x: float, y: float, width: float, height: float, fill: str = "canvas") -> None:
        self.canvas.setFillColor(colour(fill))
        self.canvas.roundRect(x, y, width, height, 8, stroke=0, fill=1)

    def need(self, height: float) -> None:
        """Starts a new page when fewer than `height` points are left on this one."""
        if self.y - height < BOTTOM:
            self.canvas.showPage()
            self.y = HEIGHT - 60

    def heading(self, text: str, note: str = "") -> None:
        self.need(60)
        self.y -= 24
        self.text(LEFT, self.y, text, "semibold", 11.2)
        if note:
            self.right(RIGHT, self.y, note, "semibold", 9, "accent")
        self.y -= 6

    def paragraph(self, text: str, ink: str = "text2") -> None:
        for piece in wrapped(text, "regular", 9.2, RIGHT - LEFT):
            self.need(14)
            self.y -= 13
            self.text(LEFT, self.y, piece, ink=ink)

    def check(self, x: float, y: float, verdict: str) -> None:
        """A filled mark: tick for ok, cross for fail, exclamation for warn, dash for skipped; needs no colour."""
        canvas = self.canvas
        fill = {"fail": "badStrong", "warn": "warnStrong", "skipped": "text3"}.get(verdict, "accent")
        canvas.setFillColor(colour(fill))
        canvas.circle(x, y, 5, stroke=0, fill=1)
        canvas.setStrokeColor(colour("accentFg"))
        canvas.setLineWidth(1.3)
        marks: dict[str, list[tuple[float, float, float, float]]] = {
            "fail": [(-2, -2, 2, 2), (-2, 2, 2, -2)], "warn": [(0, 2.6, 0, -0.4), (0, -2.2, 0, -2.6)],
            "skipped": [(-2.2, 0, 2.2, 0)],
        }
        strokes = marks.get(verdict, [(-2.3, 0, -0.6, -1.8), (-0.6, -1.8, 2.4, 2)])
        for x1, y1, x2, y2 in strokes:
            canvas.line(x + x1, y + y1, x + x2, y + y2)

    def columns(self, cards: Sequence[tuple[str, str, Sequence[str]]], widths: Sequence[float]) -> None:
        """A tinted panel of (label, name, lines) side by side; widths are shares of the panel."""
        rows = max(len(lines) for _label, _name, lines in cards)
        height = 56 + rows * 15.5
        self.y -= 24 + height
        self.panel(LEFT, self.y, RIGHT - LEFT, height)
        x = LEFT + 16
        for (label, name, lines), share in zip(cards, widths, strict=True):
            width = (RIGHT - LEFT - 32) * share - 8
            top = self.y + height - 21
            self.text(x, top, label.upper(), "medium", 6.4, "text3")
            self.text(x, top - 18, fitted(name, "semibold", 10.2, width), "semibold", 10.2)
            for n, line in enumerate(lines):
                self.text(x, top - 34 - n * 15.5, fitted(line, "regular", 8.8, width), "regular", 8.8, "text2")
            x += (RIGHT - LEFT - 32) * share

    def bytes(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()

    def _draw_head(self) -> None:
        self.canvas.setFillColor(colour("accent"))
        self.canvas.roundRect(LEFT, self.y - 5, 26, 26, 6, stroke=0, fill=1)
        self.canvas.setFillColor(colour("accentFg"))
        self.canvas.setFont(font("bold"), 13)
        self.canvas.drawCentredString(LEFT + 13, self.y + 3.5, self._head.initial)
        self.text(LEFT + 36, self.y + 10, self._head.name, "semibold", 11.5)
        self.text(LEFT + 36, self.y - 3, self._head.line, size=8.8, ink="text2")
        self.right(RIGHT, self.y + 7, self._title, "InterDisplay-Bold", 18)
        self.right(RIGHT, self.y - 9, self._number, size=9.2, ink="text2")

    def _foot(self, page: int, pages: int) -> None:
        if self._watermark:
            self._across(self._watermark)
        self.text(LEFT, 40, self._head.foot, size=7.6, ink="text3")
        self.right(RIGHT, 40, self._page_words.format(page=page, pages=pages), size=7.6, ink="text3")

    def _across(self, text: str) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColor(colour("text3"), alpha=0.18)
        canvas.setFont(font("InterDisplay-Bold"), 84)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(38)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()


class _CountingCanvas(Canvas):  # type: ignore[misc]
    """Keeps the pages back until their number is known, for «page x of y»."""

    def __init__(self, buffer: io.BytesIO, foot: object) -> None:
        super().__init__(buffer, pagesize=A4, pageCompression=1, invariant=1)
        self._foot = foot
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self._foot(number, len(self._kept))  # type: ignore[operator]
            super().showPage()
        super().save()


def fitted(text: str, weight: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it would run into its neighbour."""
    if text_width(text, weight, size) <= width:
        return text
    while text and text_width(text + "…", weight, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
