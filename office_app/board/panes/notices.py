"""Sentences over the board that ask for something: messages about to leave, and conflicts with their ways out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from core.changes import Changes
from core.presenters.board import clock_text
from core.presenters.reasons import conflict_text, fix_text
from core.queries.board import VisitRow
from core.queries.messages import MessageRow
from core.rules.verdict import Conflict, Fix, Verdict
from core.texts import Texts
from office_app.board.data import BoardData
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, label

_TICK_MS = 200
_CONFLICT_MS = 12_000


class Notice(QFrame):
    """A plate at the lower edge of its parent: icon, sentence, at most three buttons."""

    def __init__(self, context: OfficeContext, parent: QWidget, name: str, icon: str, colour: str, kind: str) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.text = label("", "strong", wrap=True)
        self.text.setObjectName(f"{name}Text")
        self.buttons: list[Button] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 8, 8)
        self._layout.setSpacing(10)
        self._layout.addWidget(IconLabel(context.theme, icon, colour), 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self.text, 1)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, buttons: list[tuple[str, str, str, Callable[[], None]]]) -> None:
        """`buttons`: (object name, text, icon, what it does)."""
        self.set_text(text)
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [Button(self._theme, words, "quiet", icon, act, name) for name, words, icon, act in buttons]
        for button in self.buttons:
            self._layout.addWidget(button)
        self.show()
        self._place()

    def set_text(self, text: str) -> None:
        self.text.setText(text)
        self.setAccessibleName(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        widest = max(280, parent.width() - 24)
        wanted = self.text.fontMetrics().horizontalAdvance(self.text.text()) + 60
        wanted += sum(button.sizeHint().width() + 10 for button in self.buttons)
        width = min(widest, wanted + 12)
        self.setFixedWidth(width)
        self.setFixedHeight(self._layout.totalHeightForWidth(width))
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 16)
        self.raise_()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message that has not left, the step that queued it, and until when (on a monotonic clock) it can be stopped."""

    changes: Changes
    message: MessageRow
    until: float


class SendingNotice(Notice):
    """Counts down until messages leave; «Ångra» takes the release back and nobody was told anything."""

    def __init__(self, context: OfficeContext, parent: QWidget, texts: Texts) -> None:
        super().__init__(context, parent, "sendingNotice", "message-square-text", "accent", "popover")
        self._context, self._texts = context, texts
        self._waiting: list[_Waiting] = []
        self._said = ""
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        context.tasks.changed.connect(self._on_changed)

    def add(self, changes: Changes, message: MessageRow) -> None:
        self._said = ""
        self._count_down(changes, (message,))

    def add_all(self, changes: Changes, messages: tuple[MessageRow, ...], said: str) -> None:
        """Many jobs of one step; `said` tells what was done with all of them."""
        self._said = said
        self._count_down(changes, messages)

    def done(self) -> None:
        """Nothing is under way any more; what counts down goes on."""
        if not self._waiting:
            self._stop()

    def _count_down(self, changes: Changes, messages: tuple[MessageRow, ...]) -> None:
        """On a clock of its own from the seconds that the outbox keeps the messages."""
        now, started = self._context.core.clock.now(), time.monotonic()
        self._waiting += [
            _Waiting(changes, message, started + max(0.0, (message.not_before - now).total_seconds()))
            for message in messages
        ]
        self.say(self._sentence(), [("sendingUndo", self._texts("shell.undo"), "undo-2", self._undo)])
        self._timer.start()

    def _sentence(self) -> str:
        names = ", ".join(dict.fromkeys(entry.message.recipient_name for entry in self._waiting))
        seconds = max(0, round(max(entry.until for entry in self._waiting) - time.monotonic() + 0.4))
        if seconds > 60:
            at = self._texts.time(max(entry.message.not_before for entry in self._waiting))
            sentence = self._texts("board.sending_later", names=names, at=at)
        elif self._said:
            return self._texts("board.sending_all", said=self._said, seconds=seconds)
        elif len(self._waiting) > 3:
            sentence = self._texts("board.sending_many", n=len(self._waiting), seconds=seconds)
        else:
            sentence = self._texts("board.sending", names=names, seconds=seconds)
        return sentence

    def _tick(self) -> None:
        now = time.monotonic()
        self._waiting = [entry for entry in self._waiting if entry.until > now]
        if self._waiting:
            self.set_text(self._sentence())
        else:
            self._stop()

    def _undo(self) -> None:
        taken, self._waiting = self._waiting, []
        self._stop()
        steps: list[Changes] = []
        for entry in reversed(taken):
            if not any(step is entry.changes for step in steps):
                steps.append(entry.changes)
        for step in steps:
            self._context.undo.undo(step)

    def _on_changed(self, changes: Changes) -> None:
        """A message that left or was withdrawn by other means needs no countdown."""
        gone = changes.ids("message")
        if gone and self._waiting:
            self._waiting = [
                entry for entry in self._waiting if entry.message.id not in gone or changes is entry.changes
                or changes.command_id == entry.changes.command_id
            ]
            if not self._waiting:
                self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._said = ""
        self.hide()


class ConflictNotice(Notice):
    """What a drop runs into, with the best ways out as buttons; gone after a while: nothing has to be answered."""

    def __init__(self, context: OfficeContext, parent: QWidget, texts: Texts, data: BoardData) -> None:
        super().__init__(context, parent, "conflictNotice", "triangle-alert", "badStrong", "popover")
        self._texts, self._data = texts, data
        self._timer = QTimer(self, singleShot=True, interval=_CONFLICT_MS)
        self._timer.timeout.connect(self.hide)

    def tell_group(self, visit: VisitRow, verdict: Verdict, left: int) -> None:
        """Why jobs that were moved together stay where they are; `left`: how many more of them are forbidden."""
        sentence = conflict_text(self._texts, replace(_worst(verdict), fixes=()))
        key = "board.group_stopped_more" if left else "board.group_stopped"
        said = self._texts(key, customer=visit.customer, sentence=sentence, n=left)
        self.say(said, [("conflictClose", self._texts("shell.close"), "x", self.hide)])
        self._timer.start()

    def tell_locked(self, visit: VisitRow, move: Callable[[], None]) -> None:
        """A locked job stays where it is, unless its lock is opened for it."""
        assert visit.start is not None
        who = self._data.scene.technician(visit.person_id)
        said = self._texts(
            "board.locked_stays", customer=visit.customer, person=who.short_name if who is not None else "–",
            time=clock_text(self._texts, visit.start),
        )

        def act() -> None:
            self.hide()
            move()

        self.say(said, [
            ("unlockAndMove", self._texts("board.unlock_and_move"), "lock-open", act),
            ("conflictClose", self._texts("shell.close"), "x", self.hide),
        ])
        self._timer.start()

    def tell(self, verdict: Verdict, choose: Callable[[Fix], None], customer: str = "") -> None:
        """`customer` is named when it is not plain whose conflict it is."""
        worst = _worst(verdict)
        fixes = {(fix.person_id, fix.start): fix for fix in worst.fixes}
        buttons = [
            (f"conflictFix{number}", fix_text(self._texts, fix), "arrow-right", self._chooser(choose, fix))
            for number, fix in enumerate(fixes.values(), 1)
        ]
        sentence = conflict_text(self._texts, worst) if not buttons else self._texts(
            "board.conflict_not_planned" if worst.severity == "hard" else "board.conflict_accepted",
            sentence=conflict_text(self._texts, _without_fixes(verdict, worst.code)),
        )
        if customer:
            sentence = f"{customer}: {sentence}"
        buttons.append(("conflictClose", self._texts("shell.close"), "x", self.hide))
        self.say(sentence, buttons)
        self._timer.start()

    def _chooser(self, choose: Callable[[Fix], None], fix: Fix) -> Callable[[], None]:
        def act() -> None:
            self.hide()
            choose(fix)

        return act


def _worst(verdict: Verdict) -> Conflict:
    return min(verdict.conflicts, key=lambda conflict: ("hard", "soft", "note").index(conflict.severity))


def _without_fixes(verdict: Verdict, code: str) -> Conflict:
    return replace(next(conflict for conflict in verdict.conflicts if conflict.code == code), fixes=())
