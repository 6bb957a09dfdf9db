"""Everybody's day log beside the figures: when each began and ended, and what the day was made of."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from core.changes import Changes
from core.clock import local
from core.presenters.day_log import DayRow, day_page
from core.queries.day_log import PersonDay, day_logs
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row
from office_app.widgets.painted import Avatar, EmptyState

_KINDS = ("day_entry", "time_effort", "person")
_REST_MS = 250


class DayLogPane(QWidget):
    """One day at a time; emits `closed`. Who noted nothing is named in one line, so that nobody is missed."""

    closed = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._day = self._today()
        self._found: tuple[PersonDay, ...] | None = None
        self.setObjectName("dayLogPane")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = context.theme
        self.title, self.day_label = label("", "section"), label("", "strong")
        self.back = Button(theme, "", "icon", "chevron-left", lambda: self.go(self._day - timedelta(days=1)), "dayBack")
        self.on = Button(theme, "", "icon", "chevron-right", lambda: self.go(self._day + timedelta(days=1)), "dayOn")
        self.close_button = Button(theme, "", "icon", "x", self.closed.emit, "dayLogClose")
        self._list = column(spacing=10, margins=(0, 0, 8, 0))
        holder = QWidget()
        holder.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        self.empty = EmptyState(theme, "clipboard-list", "")
        whole = column(
            row(self.title, None, self.close_button), row(self.back, self.on, self.day_label, None, spacing=6),
            self.empty, area, spacing=10, margins=(16, 14, 12, 14),
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.refresh)
        context.tasks.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.title.setText(texts("day_log.office_title"))
        self.empty.set_texts(texts("day_log.office_empty"))
        for button, key in (
            (self.back, "day_log.day_before"), (self.on, "day_log.day_after"), (self.close_button, "day_log.close")
        ):
            button.setToolTip(texts(key))
            button.setAccessibleName(texts(key))
        self._render()

    def go(self, day: date) -> None:
        self._day = min(day, self._today())
        self.refresh()

    def refresh(self) -> None:
        if not self.isHidden():
            now = self._context.core.clock.now()
            self._context.tasks.ask(day_logs, self._day, now, done=self._arrived, key="day logs", owner=self)

    def _today(self) -> date:
        return local(self._context.core.clock.now()).date()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS) and not self.isHidden() and not self._rest.isActive():
            self._rest.start()

    def _arrived(self, found: tuple[PersonDay, ...]) -> None:
        self._found = found
        self._render()

    def _render(self) -> None:
        texts = self._context.texts.current
        said = texts.relative_day(self._day, self._today())
        self.day_label.setText(f"{said[:1].upper()}{said[1:]} {self._day.isoformat()}")
        self.on.setEnabled(self._day < self._today())
        if self._found is None:
            return
        clear_layout(self._list)
        noted = [one for one in self._found if one.log.day is not None or one.log.spans]
        silent = [one.name for one in self._found if one not in noted]
        self.empty.setVisible(not noted)
        for one in noted:
            self._list.addWidget(self._card(one))
        if noted and silent:
            self._list.addWidget(label(texts("day_log.office_silent", names=", ".join(silent)), "second", wrap=True))
        self._list.addStretch(1)

    def _card(self, one: PersonDay) -> Card:
        texts, theme = self._context.texts.current, self._context.theme
        page = day_page(one.log, self._context.core.clock.now(), texts)
        card = Card(name=f"day_{one.person_id}")
        head = row(
            Avatar(theme, one.initials, one.colour, 32),
            column(label(one.name, "strong"), label(page.summary, "second"), spacing=0), None, spacing=10,
        )
        lines: list[QLayout] = [self._line(each) for each in page.rows]
        sums = label(" · ".join(page.sums), "second", wrap=True)
        card.setLayout(column(head, *lines, *([sums] if page.sums else []), spacing=6, margins=(14, 12, 14, 12)))
        return card

    def _line(self, span: DayRow) -> QLayout:
        what = " · ".join(part for part in (span.title, span.detail) if part)
        words = label(what, "second" if span.kind == "gap" else "", wrap=True)
        clock = label(span.time, "meta")
        clock.setMinimumWidth(86)
        found = row(
            clock, IconLabel(self._context.theme, span.icon, "text3", 16), words, label(span.minutes, "meta"), spacing=8
        )
        found.setStretch(2, 1)
        return found
