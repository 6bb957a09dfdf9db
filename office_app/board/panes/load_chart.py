"""How full the hours are: work, driving and free time as stacked columns."""

from collections import defaultdict
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.presenters.board import HourLoad, local_hour
from core.rules.facts import Minute, local_day
from core.texts import Texts
from office_app.board.painting.look import Look, hatch
from office_app.widgets.toast_place import KEPT_SEEN

_WITH_LEGEND = 78


class LoadChart(QWidget):
    """One column per hour of a day; with several days one per day."""

    def __init__(self, look: Look, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("loadChart")
        self.setMinimumHeight(64)
        self.setProperty(KEPT_SEEN, 1.0)
        self.now: Minute = 0
        self._look, self._texts = look, texts
        self._loads: tuple[HourLoad, ...] = ()
        look.theme.changed.connect(self._on_theme)
        self._on_theme()

    def _on_theme(self) -> None:
        """Driving is hatched strongly enough to be told from work without its colour."""
        style = self._look.bars["travelling"]
        self._hatch = hatch(style.strong, style.soft)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 130)

    def show_loads(self, loads: tuple[HourLoad, ...]) -> None:
        if loads != self._loads:
            self._loads = loads
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        columns = self._columns()
        if not columns:
            return
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.ratio = painter.deviceTransform().m11()
        legend = 20 if self.height() > _WITH_LEGEND else 0
        height = self.height() - 16 - legend
        width = min(96.0, self.width() / len(columns))
        most = max(sum(parts) for _, parts, _ in columns) or 1
        for number, (text, (work, travel, free), current) in enumerate(columns):
            x, bar = number * width, max(3.0, min(56.0, width * 0.76))
            left = x + (width - bar) / 2
            base = float(height)
            painter.setPen(Qt.PenStyle.NoPen)
            for minutes, brush in ((work, look.accent), (travel, self._hatch), (free, look.block)):
                size = height * minutes / most
                if size >= 1:
                    painter.setBrush(brush)
                    painter.setBrushOrigin(QPointF(left, base))
                    painter.drawRoundedRect(QRectF(left, base - size, bar, max(1.0, size - 1)), 2, 2)
                base -= size
            line = look.small_strong if current else look.small
            painter.setFont(line.font)
            painter.setPen(theme.colour("accent") if current else look.text3)
            if width >= 17 or current or number % 5 == 0:
                line.draw_centred(painter, x + width / 2, height + 1, text)
        if legend:
            self._legend(painter, self.height() - 17)

    def _legend(self, painter: QPainter, top: float) -> None:
        look, left = self._look, 4.0
        entries = (("board.load_work", look.accent), ("board.load_travel", self._hatch),
                   ("board.load_free", look.block))
        painter.setFont(look.small.font)
        for key, brush in entries:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRoundedRect(QRectF(left, top + 3, 9, 9), 2, 2)
            text = self._texts(key)
            painter.setPen(look.text2)
            look.small.draw(painter, left + 14, top, text)
            left += look.small.width(text) + 30

    def _columns(self) -> list[tuple[str, tuple[int, int, int], bool]]:
        days = {local_day(hour.start) for hour in self._loads}
        if len(days) <= 1:
            current = self.now // 60
            return [(f"{local_hour(h.start):02}", (h.work, h.travel, h.free), h.start // 60 == current)
                    for h in self._loads]
        sums: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
        for hour in self._loads:
            entry = sums[local_day(hour.start)]
            entry[0] += hour.work
            entry[1] += hour.travel
            entry[2] += hour.free
        return [(str(day.day), (w, t, f), day == local_day(self.now)) for day, (w, t, f) in sorted(sums.items())]
