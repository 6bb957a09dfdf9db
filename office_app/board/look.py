"""The board's colours, pens, patterns and fonts, made once per theme so that painting only picks them up."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from core.rules.verdict import Grade
from core.tokens import STATUSES
from office_app.board.lines import Line
from office_app.theme import Theme

GRADE_ICONS: dict[Grade, str] = {
    "best": "star", "good": "check", "possible": "circle-alert", "conflict": "triangle-alert", "no": "x",
}
GRADE_TONES: dict[Grade, tuple[str, str]] = {
    "best": ("accentSoft", "accentInk"), "good": ("infoSoft", "infoInk"), "possible": ("warnSoft", "warnInk"),
    "conflict": ("badSoft", "badInk"), "no": ("sunken", "text2"),
}


@dataclass(frozen=True, slots=True)
class BarLook:
    """How a bar of one status is drawn."""

    soft: QColor
    strong: QColor
    ink: QColor
    icon: str
    hatch: QBrush
    dashed: QPen
    dotted: QPen


class Look:
    """Everything painters need from the theme; it follows the theme by itself and is made before those who use it."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.title = Line(theme.font("dense", 600))
        self.small = Line(theme.font("meta", 400))
        self.small_strong = Line(theme.font("meta", 600))
        self.body = Line(theme.font("body", 600))
        self.hours = Line(theme.font("dense", 500))
        self.ratio = 1.0
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        theme = self.theme
        self.surface, self.canvas, self.text = theme.colour("surface"), theme.colour("canvas"), theme.colour("text")
        self.text2, self.text3, self.border = theme.colour("text2"), theme.colour("text3"), theme.colour("border")
        self.accent, self.accent_ink = theme.colour("accent"), theme.colour("accentInk")
        self.off = _mixed(theme.colour("surface"), theme.colour("sunken"), 0.62)
        self.block = _mixed(theme.colour("surface"), theme.colour("sunken"), 0.85)
        self.hour_line = QPen(_mixed(self.surface, self.border, 0.75), 1)
        self.row_line = QPen(self.border, 1)
        self.now_pen = QPen(theme.colour("badStrong"), 1.5)
        self.veil = theme.colour("surface", 0.58)
        self.block_hatch = _hatch(theme.colour("border"), self.block)
        self.bars = {status: self._bar(status) for status in STATUSES}

    def icon(self, name: str, colour: QColor | str, size: int) -> QPixmap:
        value = colour if isinstance(colour, str) else colour.name()
        return self.theme.pixmap(name, value, size, self.ratio)

    def _bar(self, status: str) -> BarLook:
        look = self.theme.status(status)
        soft, strong = QColor(look.soft), QColor(look.strong)
        dashed = QPen(strong, 1.2)
        dashed.setDashPattern([4, 3])
        dotted = QPen(strong, 2)
        dotted.setDashPattern([1, 1.6])
        hatch = _hatch(_mixed(soft, strong, 0.28), soft)
        return BarLook(soft, strong, QColor(look.ink), look.icon, hatch, dashed, dotted)


def _mixed(a: QColor, b: QColor, share: float) -> QColor:
    """A colour between two, opaque."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share, a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def _hatch(line: QColor, ground: QColor) -> QBrush:
    """Diagonal lines on a ground, as a pattern that tiles without a seam."""
    tile = QPixmap(9, 9)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1.4))
    for shift in (-9, 0, 9):
        painter.drawLine(QPointF(shift - 1, 10), QPointF(shift + 10, -1))
    painter.end()
    return QBrush(tile)


def pill(painter: QPainter, look: Look, right: float, centre: float, text: str, grade: Grade) -> float:
    """A grade with its icon, ending at `right`; returns its width."""
    back, ink = (look.theme.colour(name) for name in GRADE_TONES[grade])
    width = look.small_strong.width(text) + 26
    box = QRectF(right - width, centre - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(box, 5, 5)
    painter.drawPixmap(QPointF(box.left() + 6, centre - 6), look.icon(GRADE_ICONS[grade], ink, 12))
    painter.setPen(ink)
    painter.setFont(look.small_strong.font)
    look.small_strong.draw(painter, box.left() + 20, centre - look.small_strong.height / 2, text)
    return width
