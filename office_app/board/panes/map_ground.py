"""The land under the map: water, parks, roads and names, drawn from bundled simple shapes, so it needs no network.

The shapes are schematic and our own: they show what lies on which side of the river, not where a house stands.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from core.rules.travel import Place
from core.settings import RESOURCES
from office_app.board.painting.look import Look

At = Callable[[Place], QPointF]
_DETAIL_PIXELS = 26
"""So many pixels must a kilometre have for smaller roads and names."""


@dataclass(frozen=True, slots=True)
class Land:
    """One bundled region, as its file says it."""

    shapes: dict[str, Any]

    def holds(self, place: Place) -> bool:
        found = self.shapes
        inside = found["south"] <= place.latitude <= found["north"]
        return bool(inside and found["west"] <= place.longitude <= found["east"])


@cache
def lands() -> tuple[Land, ...]:
    return tuple(Land(json.loads(path.read_text("utf-8"))) for path in sorted((RESOURCES / "map").glob("*.json")))


def land_at(place: Place) -> Land | None:
    return next((land for land in lands() if land.holds(place)), None)


class MapGround:
    """Painted once for a place, scale and theme, and then only copied."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._key: tuple[object, ...] = ()
        self._drawn = QPixmap()

    def draw(self, painter: QPainter, size: QSize, centre: Place, kilometre: float, at: At) -> bool:
        """False where no region is bundled; `kilometre` is its length in pixels."""
        land = land_at(centre)
        if land is None:
            return False
        ratio = painter.deviceTransform().m11()
        key = (size, centre, kilometre, ratio, self._look.theme.mode)
        if key != self._key:
            self._key = key
            self._drawn = QPixmap(size * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(self._look.theme.colour("sunken"))
            inner = QPainter(self._drawn)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(inner, land.shapes, kilometre, at)
            inner.end()
        painter.drawPixmap(0, 0, self._drawn)
        return True

    def _paint(self, painter: QPainter, shapes: dict[str, Any], kilometre: float, at: At) -> None:
        theme = self._look.theme
        water, park = theme.colour("mapWater"), theme.colour("mapPark")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(park)
        for blob in shapes["parks"]:
            self._blob(painter, blob, kilometre, at)
        painter.setBrush(water)
        for blob in shapes["lakes"]:
            self._blob(painter, blob, kilometre, at)
        painter.drawPath(_smooth([at(Place(*point)) for point in shapes["sea"]], closed=True))
        for river in shapes["rivers"]:
            self._line(painter, river["points"], water, max(2.0, river["width"] * kilometre), at)
        detailed = kilometre >= _DETAIL_PIXELS
        for road in sorted(shapes["roads"], key=lambda one: -one["rank"]):
            main = road["rank"] == 1
            if main or detailed:
                width = (4.0 if main else 2.4) * (1.0 if detailed else 0.6)
                self._line(painter, road["points"], theme.colour("mapRoad"), width, at)
        self._names(painter, shapes["places"], detailed, at)

    def _blob(self, painter: QPainter, blob: Sequence[float], kilometre: float, at: At) -> None:
        latitude, longitude, across, down = blob
        painter.drawEllipse(at(Place(latitude, longitude)), across * kilometre, down * kilometre)

    def _line(self, painter: QPainter, points: list[Sequence[float]], colour: QColor, width: float, at: At) -> None:
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(_smooth([at(Place(*point)) for point in points]))
        painter.restore()

    def _names(self, painter: QPainter, places: list[dict[str, Any]], detailed: bool, at: At) -> None:
        font = QFont(self._look.small_strong.font)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        font.setPixelSize(9)
        painter.setFont(font)
        painter.setPen(self._look.text3)
        taken: list[QRectF] = []
        for place in sorted(places, key=lambda one: one["rank"]):
            if place["rank"] > 1 and not detailed:
                continue
            width = painter.fontMetrics().horizontalAdvance(place["name"].upper()) + 8
            middle = at(Place(*place["at"]))
            box = QRectF(middle.x() - width / 2, middle.y() - 7, width, 14)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, place["name"])


def _smooth(points: list[QPointF], closed: bool = False) -> QPainterPath:
    """A line through the middles of its stretches, rounded at its points."""
    path = QPainterPath(points[0])
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1])
    if closed:
        path.closeSubpath()
    return path
