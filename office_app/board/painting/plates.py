"""Rounded shapes drawn once and then put together from pieces in any width: a bar costs two copies of pixels."""

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

TILE = 9
"""Hatches and dashes repeat after so many pixels, so that a middle of whole tiles continues without a seam."""
_END = TILE
_MIDDLE = 32 * TILE
_STRIPE, _FOOT = 3.5, 3.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a plate looks like: a fill, perhaps an edge, a strong stripe at its left and a line along its foot."""

    fill: QBrush | QColor
    radius: float = 6.0
    edge: QPen | None = None
    stripe: QColor | None = None
    foot: bool = False


class Plate:
    """Draws one shape. It is kept as a picture per height: left end, middle, right end.

    Where the shape has a pattern there is one picture for each rest of the width, so that its right end is in step.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        edge = shape.edge is not None and shape.edge.style() != Qt.PenStyle.SolidLine
        self._steps = TILE if edge or isinstance(shape.fill, QBrush) else 1
        self._pictures: dict[tuple[int, int, float], QPixmap] = {}

    def draw(self, painter: QPainter, left: int, top: int, width: int, height: int, ratio: float) -> None:
        """All in whole pixels; the ends of a plate narrower than both are cut."""
        if width <= 0:
            return  # Qt takes a part of no width for all the rest of a picture
        rest = width % self._steps
        picture = self._pictures.get((rest, height, ratio)) or self._picture(rest, height, ratio)
        end = _END if width >= 2 * _END else width // 2
        length, depth = width - end, ceil(height * ratio)
        if length <= _END + _MIDDLE:
            painter.drawPixmap(left, top, picture, 0, 0, ceil(length * ratio), depth)
        else:
            _pieces(painter, picture, left, top, length, height, ratio)
        begin = floor((2 * _END + _MIDDLE + rest - end) * ratio)
        painter.drawPixmap(left + length, top, picture, begin, 0, ceil(end * ratio), depth)

    def draw_left(self, painter: QPainter, left: int, top: int, width: int, height: int, ratio: float) -> None:
        """Only the left part of a longer plate."""
        _pieces(painter, self._picture(0, height, ratio), left, top, width, height, ratio)

    def _picture(self, rest: int, height: int, ratio: float) -> QPixmap:
        key = rest, height, ratio
        found = self._pictures.get(key)
        if found is None:
            found = self._pictures[key] = self._drawn(2 * _END + _MIDDLE + rest, height, ratio)
        return found

    def _drawn(self, width: int, height: int, ratio: float) -> QPixmap:
        shape, picture = self._shape, QPixmap(ceil(width * ratio), ceil(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shape.fill)
        radius = min(shape.radius, height / 2)
        outline = _rounded(QRectF(0, 0, width, height), radius)
        painter.drawPath(outline)
        if shape.stripe is not None:
            painter.setBrush(shape.stripe)
            painter.drawPath(outline.intersected(_plain(QRectF(0, 0, _STRIPE, height))))
            if shape.foot:
                painter.drawPath(outline.intersected(_plain(QRectF(0, height - _FOOT, width, _FOOT))))
        if shape.edge is not None:
            inset = shape.edge.widthF() / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(shape.edge)
            painter.drawRoundedRect(QRectF(0, 0, width, height).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.end()
        return picture


class Lead:
    """The driving before a visit: a soft line of dots of any length that ends in a round cap."""

    HEIGHT = 6
    _LENGTH, _STEP = 256, 4

    def __init__(self, ground: QColor, dots: QColor) -> None:
        self._ground, self._dots = ground, dots
        self._pictures: dict[float, QPixmap] = {}

    def draw(self, painter: QPainter, left: int, top: int, width: int, ratio: float) -> None:
        picture = self._pictures.get(ratio)
        if picture is None:
            picture = self._pictures[ratio] = self._drawn(ratio)
        right, cap = left + width, 0
        while right > left:
            length = min(right - left, self._LENGTH - cap)
            part = floor((self._LENGTH - cap - length) * ratio), 0, ceil(length * ratio), ceil(self.HEIGHT * ratio)
            painter.drawPixmap(right - length, top, picture, *part)
            right, cap = right - length, self._STEP

    def _drawn(self, ratio: float) -> QPixmap:
        picture = QPixmap(ceil(self._LENGTH * ratio), ceil(self.HEIGHT * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(QRectF(-self._STEP, 0, self._LENGTH + self._STEP, self.HEIGHT), 3, 3)
        middle = self.HEIGHT / 2 - 1
        for x in range(1, self._LENGTH - 2, self._STEP):
            painter.fillRect(QRectF(x, middle, 2, 2), self._dots)
        painter.end()
        return picture


def _pieces(
    painter: QPainter, picture: QPixmap, left: int, top: int, width: int, height: int, ratio: float
) -> None:
    """The left end and as many middles as the width needs."""
    begin, length = 0, min(width, _END + _MIDDLE)
    while length > 0:
        part = floor(begin * ratio), 0, ceil(length * ratio), ceil(height * ratio)
        painter.drawPixmap(left, top, picture, *part)
        left, width = left + length, width - length
        begin, length = _END, min(width, _MIDDLE)


def _rounded(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def _plain(box: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(box)
    return path
