"""The tray with the jobs of somebody who is away: a ranked replacement for each, taken one by one or all at once."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.changes import Changes
from core.commands.absence import RecordAbsence
from core.ids import new_id
from core.planning.replan import Replacement
from core.presenters.absent_day import AbsentDay, absent_day, rest_of_day
from core.presenters.board import clock_text
from core.presenters.reasons import reason_text
from core.rules.facts import to_minute
from core.texts import Texts
from office_app.board.actions import BoardActions
from office_app.board.panes.small import ElidedLabel
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, clear_layout, column, label, row

_WIDTH = 520


class BoardTray(QFrame):
    """A plate with rows over the board's lower right corner."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "popover")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        self._plate = column(self.rows, margins=(16, 12, 12, 12))
        self.setLayout(self._plate)
        self.setFixedWidth(_WIDTH)
        self._covered = 0
        parent.installEventFilter(self)
        self.hide()

    def keep_clear_of(self, pixels: int) -> None:
        """So much of the board's right side lies under something else."""
        self._covered = pixels
        if self.isVisible():
            self._place()

    def open_tray(self) -> None:
        self.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            room = parent.width() - self._covered
            width = min(_WIDTH, room - 24)
            self.setFixedSize(width, self._plate.totalHeightForWidth(width))
            self.move(room - self.width() - 16, parent.height() - self.height() - 24)
            self.raise_()


class AbsentTray(BoardTray):
    """Opens over the board by itself when «sjuk idag» leaves jobs behind; `looked_at` names a job in it."""

    looked_at = Signal(str)

    def __init__(self, context: OfficeContext, parent: QWidget, texts: Texts, actions: BoardActions) -> None:
        super().__init__(parent, "absentTray")
        self._context, self._texts, self._actions = context, texts, actions
        self._person = ""
        self._found: AbsentDay | None = None
        context.tasks.changed.connect(self._on_changed)

    def away_today(self, person_id: str) -> None:
        """«Sjuk idag»: recorded at once, undoable; then what it leaves behind is shown."""
        start, end = rest_of_day(self._context.core.clock.now())
        command = RecordAbsence(absence_id=new_id(), person_id=person_id, start=start, end=end)
        self._context.do(command, lambda _changes: self.show_for(person_id), owner=self)

    def show_for(self, person_id: str) -> None:
        self._person = person_id
        self._ask()

    def _ask(self) -> None:
        self._context.tasks.ask(
            absent_day, self._person, self._context.core.clock.now(), done=self._on_found, key=("absent", id(self)),
            owner=self,
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._person and changes.touches("activity", "absence"):
            self._ask()

    def _on_found(self, found: AbsentDay) -> None:
        self._found = found
        clear_layout(self.rows)
        if not found.replacements:
            self._person = ""
            self.hide()
            return
        texts, theme = self._texts, self._context.theme
        title = texts.count("board.away_title", len(found.replacements), person=found.name)
        close = Button(theme, "", "quiet", "x", self.close_tray, "absentClose")
        self.rows.addLayout(row(IconLabel(theme, "user-x", "badStrong"), label(title, "section"), None, close))
        for number, replacement in enumerate(found.replacements):
            self.rows.addLayout(self._line(number, replacement))
        if found.staying:
            self.rows.addWidget(label(texts("board.away_staying", names=", ".join(found.staying)), "meta", wrap=True))
        if any(entry.suggestion is not None for entry in found.replacements):
            every = Button(theme, texts("board.away_move_all"), "primary", "check", self._move_all, "absentMoveAll")
            self.rows.addLayout(row(None, every))
        self.open_tray()

    def _line(self, number: int, entry: Replacement):  # type: ignore[no-untyped-def]
        texts, theme = self._texts, self._context.theme
        was = ElidedLabel(f"{clock_text(texts, entry.start)}  {entry.job.name}", "strong")
        chosen = entry.suggestion
        if chosen is None:
            line = row(was, label(texts("board.away_nobody"), "bad"), spacing=10)
            line.setStretch(0, 1)
            return line
        time = texts.time(chosen.start)
        who = ElidedLabel(f"{chosen.name} {time} · {reason_text(texts, chosen.reason)}",
                          "bad" if chosen.grade == "conflict" else "second")
        words = texts("board.away_move")
        move = Button(theme, words, "quiet", "arrow-right", self._mover(entry), f"absentMove{number}")
        line = row(was, who, move, spacing=10)
        line.setStretch(0, 4)
        line.setStretch(1, 5)
        return line

    def _mover(self, entry: Replacement) -> Callable[[], None]:
        return lambda: self._move(entry)

    def _move(self, entry: Replacement) -> None:
        chosen = entry.suggestion
        if chosen is not None:
            self._actions.plan(
                entry.job.activity_id, chosen.person_id, to_minute(chosen.start), accepted=chosen.verdict.codes("soft")
            )
            self.looked_at.emit(entry.job.activity_id)

    def _move_all(self) -> None:
        found = self._found.replacements if self._found is not None else ()
        chosen = [(entry, entry.suggestion) for entry in found if entry.suggestion is not None]
        if len(chosen) == 1:
            self._move(chosen[0][0])
        else:
            self._actions.plan_many(
                (entry.job.activity_id, taken.person_id, to_minute(taken.start)) for entry, taken in chosen
            )

    def close_tray(self) -> None:
        self._person = ""
        self.hide()
