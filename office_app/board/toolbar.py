"""The board's controls in the top bar: which day, how far in, and what is ready to be sent."""

from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from core.presenters.board import day_title
from core.rules.timeline import ZOOM_DAYS, Zoom
from core.texts import Texts
from office_app.theme import Theme
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, column, label, row

View = Literal["day", "three_days", "week", "month", "list"]
VIEWS: tuple[View, ...] = ("day", "three_days", "week", "month", "list")
_ZOOMS: dict[str, Zoom] = {"day": "day", "three_days": "three_days", "week": "week", "list": "day"}
_HOLD_MS = 600


class Toolbar(QObject):
    """Lives in the page's top bar. `stepped`: one period back or on; `viewed`: another zoom."""

    stepped = Signal(int)
    today = Signal()
    viewed = Signal(str)
    send_day = Signal()
    break_out = Signal()

    def __init__(self, bar: TopBar, theme: Theme, texts: Texts) -> None:
        super().__init__(bar)
        self._texts = texts
        self.back = Button(theme, "", "icon", "chevron-left", lambda: self.stepped.emit(-1), "dayBack")
        self.now = Button(theme, "", "", "", self.today.emit, "dayToday")
        self.on = Button(theme, "", "icon", "chevron-right", lambda: self.stepped.emit(1), "dayOn")
        self.date, self.week = label("", "section"), label("", "meta")
        self.date.setObjectName("boardDate")
        self.views: dict[View, Button] = {}
        group = QButtonGroup(self)
        frame = QFrame()
        frame.setProperty("kind", "sunken")
        inner = row(spacing=2, margins=(3, 3, 3, 3))
        for view in VIEWS:
            button = Button(theme, "", "segment", "", None, f"zoom_{view}")
            button.clicked.connect(lambda _checked=False, view=view: self.viewed.emit(view))
            group.addButton(button)
            inner.addWidget(button)
            self.views[view] = button
        frame.setLayout(inner)
        self.send = Button(theme, "", "", "send", self.send_day.emit, "sendDay")
        self.out = Button(theme, "", "quiet", "external-link", self.break_out.emit, "breakBoard")
        self._unsent = 0
        self._shown: tuple[View, date] = "day", date.min
        self.send.hide()
        when = QWidget()
        when.setProperty("kind", "transparent")
        when.setLayout(column(None, self.date, self.week, None, spacing=0, margins=(0, 0, 0, 0)))
        for widget in (self.back, self.now, self.on, when, frame, self.out, self.send):
            bar.left.addWidget(widget)
        bar.spare = [self.out]
        self.retranslate()

    def retranslate(self) -> None:
        self.now.setText(self._texts("board.today"))
        self.out.setToolTip(self._texts("board.break_board"))
        self.back.setToolTip(self._texts("board.day_back"))
        self.on.setToolTip(self._texts("board.day_on"))
        for view, button in self.views.items():
            button.setText(self._texts(f"board.view_{view}"))
        self.show_unsent(self._unsent)

    def show_window(self, view: View, first_day: date, days: int) -> None:
        title = day_title(self._texts, first_day, days)
        if view == "month":
            title = f"{self._texts(f'calendar.month_{first_day.month}')} {first_day.year}"
        self.date.setText(title)
        self.week.setText(self._texts("calendar.week", week=first_day.isocalendar().week))
        self.week.setVisible(view != "month")
        self.views[view].setChecked(True)
        self._shown = view, first_day
        self._fix_widths()
        self.show_unsent(self._unsent)

    def show_unsent(self, count: int) -> None:
        """How much the button sends, and of which time when it is more than a day."""
        self._unsent = count
        self.send.setVisible(count > 0)
        month = self._texts(f"calendar.month_{self._shown[1].month}")
        self.send.setText(self._texts(f"board.send_{self._shown[0]}", n=count, month=month))

    def _fix_widths(self) -> None:
        """As wide as the longest title asks, so that the controls behind it never slide under the pointer."""
        self.date.ensurePolished()
        metrics = self.date.fontMetrics()
        weeks = (date(2026, month, day) for month in range(1, 13) for day in range(21, 28))
        longest = max(
            max(metrics.horizontalAdvance(day_title(self._texts, day, 1)),
                metrics.horizontalAdvance(day_title(self._texts, day, 7)))
            for day in weeks
        )
        self.date.setMinimumWidth(longest + 4)


class HoldToPress(QObject):
    """Presses a button when a drag rests on it: so a job is carried to another day or zoom."""

    def __init__(self, buttons: list[Button], parent: QObject) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._over: Button | None = None
        self._timer = QTimer(self, interval=_HOLD_MS)
        self._timer.timeout.connect(self._press)

    def pointer(self, point: QPoint, dragging: bool) -> None:
        over = next(
            (b for b in self._buttons if dragging and b.isVisible() and b.rect().contains(b.mapFromGlobal(point))), None
        )
        if over is not self._over:
            self._over = over
            self._timer.stop()
            if over is not None:
                self._timer.start()

    def _press(self) -> None:
        if self._over is not None:
            self._over.click()


def window_of(view: View, day: date) -> tuple[date, int]:
    """The first day and the number of days that a zoom shows around a day; weeks begin on Monday."""
    if view == "month":
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return first, (following - first).days
    if view == "week":
        return day - timedelta(days=day.isoweekday() - 1), 7
    return day, ZOOM_DAYS[_ZOOMS[view]]


def stepped(view: View, day: date, step: int) -> date:
    """The day a period later or earlier."""
    if view == "month":
        first = day.replace(day=1)
        return (first + timedelta(days=32)).replace(day=1) if step > 0 else (first - timedelta(days=1)).replace(day=1)
    return day + timedelta(days=step * ZOOM_DAYS[_ZOOMS[view]])
