"""Answers that the store refused, with this tablet until they are kept, whatever page is left or program ended."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from core.commands.checklist import AnswerStep
from core.errors import TulpanError, UserError
from core.presenters.unkept_answers import UnkeptAnswer, read, with_answer, written
from core.qt.tasks import Tasks
from core.storage.engine import Database
from field_app.kept_state import KeptState


class UnkeptAnswers(QObject):
    """By checklist and step; written down beside the place as soon as the disk has room for it."""

    changed = Signal(str)
    """The checklist whose answers are refused or kept now."""

    def __init__(self, database: Database, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # That the disk is full has been said when it refused the answer itself.
        self._state = KeptState("unkept", database, tasks, lambda _error: None, self)
        self._unkept = read(self._state.text)

    def of(self, instance_id: str) -> Mapping[str, UnkeptAnswer]:
        return self._unkept.get(instance_id, {})

    def refused(self, command: AnswerStep, error: TulpanError) -> None:
        self._set(command, UnkeptAnswer(dict(command.value), command.reason, again=not isinstance(error, UserError)))

    def kept(self, command: AnswerStep) -> None:
        if command.element_id in self.of(command.instance_id):
            self._set(command, None)

    def finish(self) -> None:
        self._state.finish()

    def _set(self, given: AnswerStep, answer: UnkeptAnswer | None) -> None:
        self._unkept = with_answer(self._unkept, given.instance_id, given.element_id, answer)
        self._state.keep(written(self._unkept))
        self.changed.emit(given.instance_id)
