"""A painted bar chart, standing or lying: bars light up, tell their story on hover, and open what is behind them."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.presenters.insight import Bar, Chart, Part
from core.presenters.insight_groups import Pick
from office_app.theme import Theme

_ROW, _NAME, _VALUE, _FOOT, _HEAD = 26, 128, 84, 22, 20
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ROOM_FOR_VALUE = 22
_NARROW, _SHORT_NAME = 320, 66
_COLOURS = {
    "accent": "accent", "good": "goodStrong", "bad": "badStrong", "warn": "warnStrong", "idle": "sunken",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bar lies: all of its row or column, and its painted parts."""

    bar: Bar
    whole: QRectF
    parts: tuple[tuple[Part, QRectF], ...]


class BarChart(QWidget):
    """Emits `picked` with a bar's Pick. Left and right (up and down) walk along the bars, Enter opens."""

    picked = Signal(object)

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme = theme
        self._chart: Chart | None = None
        self._hovered, self._chosen = -1, Pick("")
        self.setObjectName(f"insightChart_{key}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_chart(self, chart: Chart, chosen: Pick) -> None:
        self._chart, self._chosen = chart, chosen
        self.setAccessibleName(f"{chart.title}: " + ", ".join(f"{bar.label} {bar.value}" for bar in chart.bars))
        if chart.lying:
            self.setMinimumHeight(len(chart.bars) * 20 + 6)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def point_of(self, value: str) -> QPoint | None:
        """The middle of the bar whose pick has this value."""
        return next(
            (place.whole.center().toPoint() for place in self._places() if place.bar.pick.value == value), None
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number >= 0 and self._chart is not None:
                QToolTip.showText(event.globalPos(), self._chart.bars[number].hint, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0 and self._chart is not None:
            self.picked.emit(self._chart.bars[number].pick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bars = self._chart.bars if self._chart is not None else ()
        step = _STEPS.get(event.key())
        if step is not None and bars:
            self._hover(max(0, min(len(bars) - 1, self._hovered + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._hovered < len(bars):
            self.picked.emit(bars[self._hovered].pick)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = tuple(self._places())
        if not self._chart.lying:
            self._grid(painter)
        every = max(1, -(-len(places) * 34 // max(1, self.width())))
        for number, place in enumerate(places):
            chosen = place.bar.pick == self._chosen
            if chosen or number == self._hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accentSoft" if chosen else "canvas"))
                painter.drawRoundedRect(place.whole.adjusted(1, 0, -1, 0), 6, 6)
            for part, box in place.parts:
                self._paint_part(painter, part, box)
            if self._chart.lying:
                self._name_row(painter, place)
            else:
                lit = chosen or number == self._hovered
                self._name_column(painter, place, number % every == 0 or lit, lit)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    # Where things lie

    def _places(self) -> Iterator[_Place]:
        chart = self._chart
        if chart is None or not chart.bars:
            return
        if chart.lying:
            yield from self._rows(chart)
            return
        most = self._most(chart)
        base = self.height() - _FOOT
        width = self.width() / len(chart.bars)
        thick = min(44.0, width * 0.68)
        for number, bar in enumerate(chart.bars):
            left, at, parts = number * width, float(base), []
            for part in bar.parts:
                size = (base - _HEAD) * part.amount / most
                parts.append((part, QRectF(left + (width - thick) / 2, at - size, thick, size)))
                at -= size
            yield _Place(bar, QRectF(left, 0, width, self.height()), tuple(parts))

    def _rows(self, chart: Chart) -> Iterator[_Place]:
        low = min(0.0, *(part.amount for bar in chart.bars for part in bar.parts))
        most = self._most(chart)
        height = min(float(_ROW), self.height() / len(chart.bars))
        names = self._name_room()
        room = max(10.0, self.width() - names - _VALUE)
        zero = names + room * -low / (most - low)
        for number, bar in enumerate(chart.bars):
            top, at, parts = number * height, zero, []
            for part in bar.parts:
                size = room * part.amount / (most - low)
                box = QRectF(at, top + height * 0.2, size, height * 0.6).normalized()
                parts.append((part, box))
                at += size
            yield _Place(bar, QRectF(0, top, self.width(), height), tuple(parts))

    def _name_room(self) -> int:
        return _NAME if self.width() > _NARROW else _SHORT_NAME

    @staticmethod
    def _most(chart: Chart) -> float:
        return max(1.0, *(sum(max(0.0, part.amount) for part in bar.parts) for bar in chart.bars))

    def _at(self, point: QPointF) -> int:
        return next((n for n, place in enumerate(self._places()) if place.whole.contains(point)), -1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    # How they look

    def _grid(self, painter: QPainter) -> None:
        assert self._chart is not None
        most, base = self._most(self._chart), self.height() - _FOOT
        step = _nice_step(most)
        painter.setFont(self._theme.font("meta"))
        value = 0
        while value <= most:
            y = base - (base - _HEAD) * value / most
            painter.setPen(QPen(self._theme.colour("border"), 1))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            value += step

    def _paint_part(self, painter: QPainter, part: Part, box: QRectF) -> None:
        if box.width() < 0.5 or box.height() < 0.5:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(part_brush(self._theme, part))
        painter.drawRoundedRect(box, min(3.0, box.width() / 2), min(3.0, box.height() / 2))

    def _name_column(self, painter: QPainter, place: _Place, named: bool, lit: bool) -> None:
        """The bar's name under it where there is room, and its value above; in a dense chart only of a lit bar."""
        if named:
            painter.setFont(self._theme.font("meta", 600 if lit else 400))
            painter.setPen(self._theme.colour("text" if lit else "text2"))
            width = painter.fontMetrics().horizontalAdvance(place.bar.label) + 4
            left = min(max(0.0, place.whole.center().x() - width / 2), self.width() - width)
            foot = QRectF(left, self.height() - _FOOT + 4, width, _FOOT - 4)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, place.bar.label)
        if place.whole.width() < _ROOM_FOR_VALUE and not lit:
            return
        top = min((box.top() for _part, box in place.parts), default=0.0)
        painter.setFont(self._theme.font("meta", 600))
        painter.setPen(self._theme.colour("text"))
        above = QRectF(place.whole.left() - 20, top - 17, place.whole.width() + 40, 15)
        if place.bar.value != "0":
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, place.bar.value)

    def _name_row(self, painter: QPainter, place: _Place) -> None:
        painter.setFont(self._theme.font("dense"))
        painter.setPen(self._theme.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = self._name_room()
        label = place.bar.label if room == _NAME else place.bar.label.split(" ")[0]
        name = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room - 14)
        painter.drawText(QRectF(6, place.whole.top(), room - 10, place.whole.height()), middle, name)
        painter.setFont(self._theme.font("dense", 600))
        area = QRectF(self.width() - _VALUE, place.whole.top(), _VALUE - 6, place.whole.height())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, place.bar.value)


class Legend(QWidget):
    """What the colours and patterns of a chart's parts mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self.setFixedHeight(18)
        theme.changed.connect(self.update)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self.setVisible(bool(parts))
        self.setAccessibleName(", ".join(part.name for part in parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("meta"))
        left, words = 0.0, [painter.fontMetrics().horizontalAdvance(part.name) for part in self._parts]
        gap = 10 if sum(words) + 26 * len(words) < self.width() else 3
        for part, width in zip(self._parts, words):
            painter.setPen(QPen(self._theme.colour("borderStrong"), 1) if part.colour == "idle" else Qt.PenStyle.NoPen)
            painter.setBrush(part_brush(self._theme, part))
            painter.drawRoundedRect(QRectF(left + 0.5, 4.5, 10, 10), 2, 2)
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(QRectF(left + 15, 0, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, part.name)
            left += width + 16 + gap


def part_brush(theme: Theme, part: Part) -> QBrush:
    """A part's colour; what waits is hatched, and travel is too, so that no colour stands alone."""
    if part.colour == "travel":
        return QBrush(QColor(theme.status("travelling").strong))
    colour = theme.colour(_COLOURS[part.colour])
    return QBrush(colour, Qt.BrushStyle.BDiagPattern) if part.pattern else QBrush(colour)


def _nice_step(most: float) -> int:
    """About four lines at round numbers."""
    step = 1
    while most / step > 5:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step
