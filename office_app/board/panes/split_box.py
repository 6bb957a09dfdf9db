"""How much of a job is done now and when the rest: stepped, typed or chosen by keys; nothing is stored before Enter."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from core.presenters.board import clock_text
from core.presenters.duration import parse_minutes, stepped
from core.presenters.split_job import RestTime, SplitJob, rest_text
from core.queries.board import VisitRow
from core.rules.facts import Minute, local_day
from core.rules.running import SHORTEST
from core.texts import Texts
from office_app.board.panes.beside import place_beside
from office_app.board.panes.duration_box import DurationField
from office_app.theme import Theme
from office_app.widgets.basics import Button, label, row

_WIDTH = 380


class SplitField(DurationField):
    """Tab chooses when the rest is done instead of leaving the field."""

    turned = Signal(int)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.turned.emit(1 if forward else -1)
        return True


class SplitBox(QFrame):
    """`asked`: the times for the rest of (visit, first minutes) are wanted. `chosen`: (visit id, first minutes, the
    rest's time or None for the unplanned list)."""

    asked = Signal(object, int)
    chosen = Signal(str, int, object)
    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(parent)
        self.setObjectName("splitBox")
        self.setProperty("kind", "popover")
        self._theme, self._texts = theme, texts
        self._visit: VisitRow | None = None
        self._now: Minute = 0
        self._point = QPoint()
        self._times: tuple[RestTime | None, ...] = ()
        self._known = 0
        self._title = label("", "section", wrap=True)
        self.field = SplitField()
        self.field.setObjectName("splitText")
        self.field.setFixedWidth(120)
        self.said = label("", "second", wrap=True)
        self.said.setObjectName("splitSaid")
        self._rest = label("", "strong")
        self._group = QButtonGroup(self)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(2)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSpacing(8)
        self._body.addWidget(self._title)
        first = row(label(texts("board.split_now"), "strong"), self.field, self.said, spacing=10)
        first.setStretch(2, 1)
        self._body.addLayout(first)
        self._body.addWidget(self._rest)
        self._body.addLayout(self._choices)
        self._body.addWidget(label(texts("board.split_keys"), "meta", wrap=True))
        self.field.textChanged.connect(lambda _text: self._say())
        self.field.stepped.connect(self._step)
        self.field.turned.connect(self._turn)
        self.field.returnPressed.connect(self._store)
        self.field.given_up.connect(self.close_box)
        self.hide()

    def show_at(self, visit: VisitRow, found: SplitJob, point: QPoint, now: Minute) -> None:
        self._visit, self._now, self._point = visit, now, point
        self._title.setText(self._texts(
            "board.split_title", customer=visit.customer, minutes=self._texts.minutes(visit.duration)
        ))
        self._known = found.first_minutes
        self.field.setText(self._texts.minutes(found.first_minutes))
        self.field.setAccessibleName(self._title.text())
        self.know(found)
        self._say()
        place_beside(self, point)
        self.field.setFocus()
        self.field.selectAll()

    def know(self, found: SplitJob | None) -> None:
        """The times for the rest of the length that stands in the field."""
        if found is None or self._visit is None or found.first_minutes != self._first:
            return
        self._known = found.first_minutes
        self._rest.setText(self._texts("board.split_rest", minutes=self._texts.minutes(found.rest_minutes)))
        chosen = max(0, self._group.checkedId())
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._times = (*found.times, None)
        for number, time in enumerate(self._times):
            words = self._texts("board.split_unplanned") if time is None else rest_text(
                self._texts, time, local_day(self._now)
            )
            button = Button(self._theme, words, "segment", "", None, f"splitRest_{number + 1}")
            button.clicked.connect(self.field.setFocus)
            self._group.addButton(button, number)
            self._choices.addWidget(button)
        self._group.button(min(chosen, len(self._times) - 1)).setChecked(True)
        self._fit()

    def close_box(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    @property
    def _first(self) -> int | None:
        """The first part's minutes, None when the field holds nothing that leaves a rest."""
        minutes = parse_minutes(self.field.text())
        possible = minutes is not None and self._visit is not None and (
            SHORTEST <= minutes <= self._visit.duration - SHORTEST
        )
        return minutes if possible else None

    def _step(self, steps: int) -> None:
        minutes = parse_minutes(self.field.text())
        if minutes is not None and self._visit is not None:
            most = self._visit.duration - SHORTEST
            self.field.setText(self._texts.minutes(min(most, max(SHORTEST, stepped(minutes, steps)))))
            self.field.selectAll()

    def _turn(self, steps: int) -> None:
        if self._times:
            self._group.button((self._group.checkedId() + steps) % len(self._times)).setChecked(True)

    def _store(self) -> None:
        """Only what was shown: while the times for another length are on their way, nothing is stored."""
        first, visit = self._first, self._visit
        if first is None or visit is None or first != self._known or not self._times:
            self.field.selectAll()
            return
        time = self._times[self._group.checkedId()]
        self.close_box()
        self.chosen.emit(visit.id, first, time)

    def _say(self) -> None:
        visit, first = self._visit, self._first
        if visit is None or visit.start is None:
            return
        if first is None:
            most = self._texts.minutes(visit.duration - SHORTEST)
            self.said.setText(self._texts("board.split_how", least=self._texts.minutes(SHORTEST), most=most))
        else:
            end = clock_text(self._texts, visit.start + first)
            self.said.setText(self._texts("board.duration_end", time=end))
            if first != self._known:
                self.asked.emit(visit, first)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._body.activate()
        self.setFixedHeight(self._body.totalHeightForWidth(_WIDTH))
        if self.isVisible():
            place_beside(self, self._point)
