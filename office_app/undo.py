"""What this window has done and can take back, without limit, each step named."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance

from core.changes import Changes, Label
from core.commands.base import Command
from core.errors import TulpanError
from core.qt.tasks import Tasks


class UndoHistory(QObject):
    """Two stacks of inverse commands. Undoing runs them like any command, so it is journalled and seen everywhere."""

    changed = Signal()
    failed = Signal(object)
    undone = Signal(object)
    redone = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._undo: list[Changes] = []
        self._redo: list[Changes] = []
        self._under_way = 0
        self._asked: list[Callable[[], None]] = []

    def begin(self) -> None:
        """A person has given a command; what he takes back before it is carried out is this one, not the one before."""
        self._under_way += 1

    def end(self, changes: Changes | None) -> None:
        """The command was carried out, or (None) refused."""
        self._under_way -= 1
        if changes is not None:
            self.remember(changes)
        while self._asked and not self._under_way:
            self._asked.pop(0)()

    def remember(self, changes: Changes) -> None:
        """To be called with the answer of every undoable command that a person gave in this window."""
        if changes.undo:
            self._undo.append(changes)
            self._redo.clear()
            self.changed.emit()

    @property
    def can_undo(self) -> bool:
        return bool(self._undo or self._under_way)

    @property
    def undo_label(self) -> Label | None:
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> Label | None:
        return self._redo[-1].label if self._redo else None

    def undo(self, which: Changes | None = None) -> None:
        """Takes back the latest step, or the one given (from its toast) if it is still there."""
        if self._under_way:
            self._asked.append(lambda: self.undo(which))
            return
        if not self._undo or (which is not None and which not in self._undo):
            return
        step = which if which is not None else self._undo[-1]
        self._undo.remove(step)
        self._run(step, self._redo, self.undone)

    def redo(self) -> None:
        if self._under_way:
            self._asked.append(self.redo)
        elif self._redo:
            self._run(self._redo.pop(), self._undo, self.redone)

    def _run(self, step: Changes, other: list[Changes], told: SignalInstance) -> None:
        inverse: list[Command] = []

        def done(changes: Changes) -> None:
            inverse[:0] = changes.undo

        def last(changes: Changes) -> None:
            done(changes)
            other.append(Changes(changes.touched, tuple(inverse), step.label))
            told.emit(step)
            self.changed.emit()
            self.end(None)

        def failed(error: TulpanError) -> None:
            self.failed.emit(error)
            self.changed.emit()

        def last_failed(error: TulpanError) -> None:
            failed(error)
            self.end(None)

        self.begin()
        for command in step.undo[:-1]:
            self._tasks.run(command, done, failed)
        self._tasks.run(step.undo[-1], last, last_failed)
