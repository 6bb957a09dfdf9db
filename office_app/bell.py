"""The bell in the top bar: everything that was told, by job, with time and a jump to what it is about."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.clock import local
from office_app.context import About, OfficeContext
from office_app.notifications import Group, Notifications
from office_app.theme import Theme
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row

_WIDTH, _HEIGHT, _SHOWN, _OLDER = 400, 460, 40, 3
_EDGES, _HEAD = 22, 58


class BellButton(Button):
    """With a dot as long as something has not been looked at."""

    def __init__(self, context: OfficeContext, notifications: Notifications) -> None:
        super().__init__(context.theme, "", "icon", "bell", self.open_panel, "bell")
        self._context, self._notifications = context, notifications
        self._panel: BellPanel | None = None
        notifications.changed.connect(self._on_changed)
        self._on_changed()

    def open_panel(self) -> None:
        window = self.window()
        if self._panel is None:
            self._panel = BellPanel(self._context, self._notifications, window)
        self._panel.open_under(self)

    def _on_changed(self) -> None:
        words = self._context.texts.count("shell.bell", self._notifications.unread)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._notifications.unread:
            draw_dot(self, self._context.theme)


def draw_dot(widget: QWidget, theme: Theme) -> None:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(QRectF(widget.width() - 15, 5, 11, 11))
    painter.setBrush(theme.colour("badStrong"))
    painter.drawEllipse(QRectF(widget.width() - 13.5, 6.5, 8, 8))


class BellPanel(QFrame):
    """Closes with Esc, a click beside it, or a jump."""

    def __init__(self, context: OfficeContext, notifications: Notifications, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("bellPanel")
        self.setProperty("kind", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context, self._notifications = context, notifications
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        inner = QWidget()
        self._all = column(self._list, None, spacing=0, margins=(0, 0, 6, 0))
        inner.setLayout(self._all)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._title = label("", "section")
        self.setLayout(column(self._title, scroll, spacing=8, margins=(14, 12, 8, 12)))
        notifications.changed.connect(lambda: self._fill() if self.isVisible() else None)
        self.hide()

    def open_under(self, button: QWidget) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self._notifications.read()
        self._fill()
        corner = button.mapTo(parent, QPoint(button.width(), button.height() + 6))
        wanted = self._all.totalHeightForWidth(_WIDTH - _EDGES) + _HEAD
        height = min(_HEIGHT, wanted, parent.height() - corner.y() - 12)
        self.setGeometry(max(8, corner.x() - _WIDTH), corner.y(), _WIDTH, height)
        self.show()
        self.raise_()
        self.setFocus()

    def _fill(self) -> None:
        texts = self._context.texts
        self._title.setText(texts("shell.bell_title"))
        clear_layout(self._list)
        groups = self._notifications.groups()[:_SHOWN]
        for number, group in enumerate(groups):
            self._list.addWidget(self._card(number, group))
        if not groups:
            self._list.addWidget(label(texts("shell.bell_empty"), "second", wrap=True))

    def _card(self, number: int, group: Group) -> Card:
        theme, texts = self._context.theme, self._context.texts
        newest = group.notes[0]
        card = Card(selectable=newest.about is not None, name=f"note_{number}")
        icon, colour = ("triangle-alert", "badStrong") if newest.trouble else ("check", "accent")
        lines = [row(label(newest.text, "strong", wrap=True), label(self._time(newest.at), "meta"), spacing=8)]
        lines[0].setStretch(0, 1)
        for note in group.notes[1 : 1 + _OLDER]:
            older = row(label(note.text, "dense", wrap=True), label(self._time(note.at), "meta"), spacing=8)
            older.setStretch(0, 1)
            lines.append(older)
        left = len(group.notes) - 1 - _OLDER
        words = column(*lines, spacing=2)
        if left > 0:
            words.addWidget(label(texts.count("shell.bell_older", left), "meta"))
        line = row(IconLabel(theme, icon, colour, 17), words, spacing=10, margins=(12, 8, 12, 8))
        line.setStretch(1, 1)
        card.setLayout(line)
        if newest.about is not None:
            about = newest.about
            card.clicked.connect(lambda: self._jump(about))
        return card

    def _time(self, at) -> str:  # type: ignore[no-untyped-def]
        today = local(self._context.core.clock.now()).date()
        texts = self._context.texts
        return texts.time(at) if local(at).date() == today else texts.date_time(at)

    def _jump(self, about: About) -> None:
        self.hide()
        self._context.navigation.go(about.place, **about.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.hide()
