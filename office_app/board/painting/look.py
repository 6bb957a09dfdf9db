"""The board's colours, pens, patterns and fonts, made once per theme so that painting only picks them up."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from core.rules.verdict import Grade
from core.tokens import STATUSES
from office_app.board.painting.lines import Line
from office_app.board.painting.plates import TILE, Lead, Plate, Shape
from office_app.theme import Theme
from office_app.widgets.painted import draw_avatar

GRADE_ICONS: dict[Grade, str] = {
    "best": "star", "good": "check", "possible": "circle-alert", "conflict": "triangle-alert", "no": "x",
}
GRADE_TONES: dict[Grade, tuple[str, str]] = {
    "best": ("accentSoft", "accentInk"), "good": ("infoSoft", "infoInk"), "possible": ("warnSoft", "warnInk"),
    "conflict": ("badSoft", "badInk"), "no": ("sunken", "text2"),
}


@dataclass(frozen=True, slots=True)
class BarLook:
    """How a bar of one status is drawn. `begun`: the part that has passed; `narrow`: a bar of a few pixels."""

    soft: QColor
    strong: QColor
    ink: QColor
    icon: str
    hatch: QBrush
    plate: Plate
    begun: Plate
    narrow: Plate
    lead: Lead


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
        self.hour_line = _mixed(self.surface, self.border, 0.75)
        self.veil = theme.colour("surface", 0.58)
        self.bars = {status: self._bar(status) for status in STATUSES}
        self.away = Plate(Shape(hatch(theme.colour("border"), self.block), edge=QPen(self.border, 1)))
        self.rest = Plate(Shape(self.block, 5))
        self.track = Plate(Shape(self.block, 2))
        self.filled, self.overfull = (Plate(Shape(theme.colour(name), 2)) for name in ("accent", "badStrong"))
        self.free = Plate(Shape(theme.colour("goodStrong", 0.8), 1.5))
        self.grades = {grade: Plate(Shape(theme.colour(soft), 5)) for grade, (soft, _ink) in GRADE_TONES.items()}
        self._icons: dict[tuple[str, int, int, float], QPixmap] = {}
        self._avatars: dict[tuple[str, int, int, float], QPixmap] = {}

    def icon(self, name: str, colour: QColor, size: int) -> QPixmap:
        key = name, colour.rgb(), size, self.ratio
        found = self._icons.get(key)
        if found is None:
            found = self._icons[key] = self.theme.pixmap(name, colour.name(), size, self.ratio)
        return found

    def avatar(self, initials: str, colour: int, size: int) -> QPixmap:
        """A person's initials on his hue."""
        key = initials, colour, size, self.ratio
        found = self._avatars.get(key)
        if found is None:
            found = self._avatars[key] = QPixmap(round(size * self.ratio), round(size * self.ratio))
            found.setDevicePixelRatio(self.ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            draw_avatar(painter, self.theme, QRectF(0, 0, size, size), initials, colour)
            painter.end()
        return found

    def _bar(self, status: str) -> BarLook:
        look = self.theme.status(status)
        soft, strong = QColor(look.soft), QColor(look.strong)
        lines = hatch(_mixed(soft, strong, 0.28), soft)
        fill = lines if status == "paused" else soft
        edge = None
        if status == "planned":
            edge = QPen(strong, 1.2)
            edge.setDashPattern([3.75, TILE / 1.2 - 3.75])
        elif status == "deviation":
            edge = QPen(strong, 1)
        return BarLook(
            soft, strong, QColor(look.ink), look.icon, lines, Plate(Shape(fill, edge=edge, stripe=strong)),
            Plate(Shape(fill, edge=edge, stripe=strong, foot=True)), Plate(Shape(fill, 2, edge, strong)),
            Lead(soft, _mixed(soft, strong, 0.55)),
        )


def _mixed(a: QColor, b: QColor, share: float) -> QColor:
    """A colour between two, opaque."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share, a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def hatch(line: QColor, ground: QColor) -> QBrush:
    """Diagonal lines on a ground, as a pattern that tiles without a seam."""
    tile = QPixmap(TILE, TILE)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1.4))
    for shift in (-TILE, 0, TILE):
        painter.drawLine(QPointF(shift - 1, TILE + 1), QPointF(shift + TILE + 1, -1))
    painter.end()
    return QBrush(tile)


def pill(painter: QPainter, look: Look, right: float, centre: float, text: str, grade: Grade) -> int:
    """A grade with its icon, ending at `right`; returns its width."""
    ink = look.theme.colour(GRADE_TONES[grade][1])
    width = round(look.small_strong.width(text)) + 26
    left, top = round(right) - width, round(centre) - 9
    look.grades[grade].draw(painter, left, top, width, 18, look.ratio)
    painter.drawPixmap(left + 6, top + 3, look.icon(GRADE_ICONS[grade], ink, 12))
    painter.setPen(ink)
    painter.setFont(look.small_strong.font)
    look.small_strong.draw(painter, left + 20, centre - look.small_strong.height / 2, text)
    return width
