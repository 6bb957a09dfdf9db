"""How long a job takes: typed, stepped by arrows or chosen, with its end and what speaks against it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.presenters.board import clock_text
from core.presenters.duration import parse_minutes, stepped
from core.presenters.reasons import grade_text, reason_text
from core.queries.board import VisitRow
from core.rules.facts import LONGEST, Minute
from core.rules.running import SHORTEST, shortest
from core.rules.verdict import Verdict
from core.texts import Texts
from office_app.board.panes.beside import place_beside
from office_app.theme import Theme
from office_app.widgets.basics import Button, label, row, set_role

_WIDTH = 340
_CHOICES = (30, 45, 60, 90, 120)
Judge = Callable[[VisitRow, int], Verdict | None]


class DurationField(QLineEdit):
    """Arrows step, Enter and Escape end it; the board's own keys stay out of it."""

    stepped = Signal(int)
    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


_OWN = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class DurationBox(QFrame):
    """`chosen`: the visit's id and its minutes. `closed`: it is gone, with or without a choice."""

    chosen = Signal(str, int)
    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme, texts: Texts, judge: Judge) -> None:
        super().__init__(parent)
        self.setObjectName("durationBox")
        self.setProperty("kind", "popover")
        self._texts, self._judge = texts, judge
        self._visit: VisitRow | None = None
        self._now: Minute = 0
        self._title = label("", "section")
        self.field = DurationField()
        self.field.setObjectName("durationText")
        self.field.setFixedWidth(120)
        self.end, self.said = label("", "second"), label("", "dense", wrap=True)
        self.end.setObjectName("durationEnd")
        self.said.setObjectName("durationSaid")
        choices = QHBoxLayout()
        choices.setSpacing(4)
        for minutes in _CHOICES:
            button = Button(theme, texts.minutes(minutes), "quiet", "", None, f"duration_{minutes}")
            button.clicked.connect(lambda _checked=False, minutes=minutes: self._take(minutes))
            choices.addWidget(button)
        choices.addStretch(1)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSpacing(8)
        self._body.addWidget(self._title)
        self._body.addLayout(row(self.field, self.end, None, spacing=10))
        self._body.addLayout(choices)
        self._body.addWidget(self.said)
        self._body.addWidget(label(texts("board.duration_keys"), "meta"))
        self.field.textChanged.connect(lambda _text: self._say())
        self.field.stepped.connect(self._step)
        self.field.returnPressed.connect(self._store)
        self.field.given_up.connect(self.close_box)
        self.hide()

    def show_at(self, visit: VisitRow, point: QPoint, now: Minute) -> None:
        self._visit, self._now = visit, now
        self._title.setText(self._texts("board.duration_title", customer=visit.customer))
        self.field.setText(self._texts.minutes(visit.duration))
        self.field.setAccessibleName(self._title.text())
        self._say()
        place_beside(self, point)
        self.field.setFocus()
        self.field.selectAll()

    def close_box(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    @property
    def least(self) -> int:
        assert self._visit is not None
        return shortest(self._visit.start, self._visit.state, self._now)

    def _step(self, steps: int) -> None:
        minutes = parse_minutes(self.field.text())
        if minutes is None and self._visit is not None:
            minutes = self._visit.duration
        if minutes is not None:
            self._put(min(LONGEST, max(self.least, stepped(minutes, steps))))

    def _put(self, minutes: int) -> None:
        self.field.setText(self._texts.minutes(minutes))
        self.field.selectAll()

    def _take(self, minutes: int) -> None:
        self._put(minutes)
        self._store()

    def _store(self) -> None:
        minutes, visit = parse_minutes(self.field.text()), self._visit
        if visit is None or minutes is None or not self.least <= minutes <= LONGEST:
            self.field.selectAll()
            return
        self.close_box()
        if minutes != visit.duration:
            self.chosen.emit(visit.id, minutes)

    def _say(self) -> None:
        """The end, and in words what speaks against this length."""
        visit, texts = self._visit, self._texts
        if visit is None:
            return
        minutes, tone, said = parse_minutes(self.field.text()), "bad", ""
        ends = minutes is not None and visit.start is not None and SHORTEST <= minutes <= LONGEST
        self.end.setText(texts("board.duration_end", time=clock_text(texts, (visit.start or 0) + (minutes or 0)))
                         if ends else "")
        if minutes is None or not SHORTEST <= minutes <= LONGEST:
            said = texts("board.duration_how")
        elif minutes < self.least:
            said = texts("board.card_end_now", time=clock_text(texts, self._now))
        else:
            verdict = self._judge(visit, minutes)
            if verdict is not None:
                said = f"{grade_text(texts, verdict)}: {reason_text(texts, verdict.reason)}"
                tone = {"conflict": "warn", "no": "bad", "possible": "warn"}.get(verdict.grade, "good")
        self.said.setText(said)
        set_role(self.said, role=tone)
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(self._body.totalHeightForWidth(_WIDTH))
