"""Sends many jobs at once: one step, one sentence, and eight seconds in which all of it can be taken back."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from core.changes import Changes
from core.commands.release import ReleaseVisit, ReleaseVisits
from core.errors import TulpanError
from core.ids import new_id
from core.queries.board import VisitRow
from core.queries.messages import MessageRow, queued_messages
from office_app.board.actions import BoardActions
from office_app.board.data import BoardData
from office_app.board.panes.notices import SendingNotice
from office_app.context import OfficeContext

_QUICK_MS = 400  # what takes no longer needs no sentence of its own


class ReleaseMany(QObject):
    def __init__(
        self, context: OfficeContext, data: BoardData, actions: BoardActions, notice: SendingNotice
    ) -> None:
        super().__init__(notice)
        self._context, self._data, self._actions, self._notice = context, data, actions, notice
        self._slow = QTimer(self, singleShot=True, interval=_QUICK_MS)
        self._slow.timeout.connect(self._say_progress)
        self._under_way: ReleaseVisits | None = None

    def send(self, visits: Iterable[VisitRow]) -> None:
        """All that are not under way already; a second click while the first is carried out does nothing."""
        chosen = [visit for visit in visits if visit.planned and visit.state in ("planned", "released")]
        if not chosen or self._under_way is not None:
            return
        if len(chosen) == 1:
            self._actions.release(chosen[0].id)
            return
        self._under_way = ReleaseVisits(visits=tuple(
            ReleaseVisit(
                activity_id=visit.id, message_id=new_id(),
                assignment_ids=tuple(new_id() for _person in (visit.person_id, *visit.helper_ids)),
            )
            for visit in chosen
        ))
        self._slow.start()
        self._context.do(self._under_way, self._on_sent, toast=False, failed=self._on_failed, owner=self)

    def _on_sent(self, changes: Changes) -> None:
        """Which SMS wait is asked of the outbox: what is said is what is true."""
        command, self._under_way = self._under_way, None
        self._slow.stop()
        assert command is not None
        ids = {one.message_id for one in command.visits}
        self._context.tasks.ask(
            queued_messages, tuple(sorted(ids)), done=lambda found: self._tell(changes, found), owner=self
        )

    def _tell(self, changes: Changes, waiting: tuple[MessageRow, ...]) -> None:
        said = self._context.texts.label(changes.label) if changes.label is not None else ""
        if waiting:
            self._notice.add_all(changes, waiting, said)
            return
        self._notice.done()
        self._context.messages.show(said, lambda: self._context.undo.undo(changes))

    def _on_failed(self, error: TulpanError) -> None:
        command, self._under_way = self._under_way, None
        self._slow.stop()
        self._notice.done()
        if command is not None:
            self._data.refresh({one.activity_id for one in command.visits})
        self._context.report(error)

    def _say_progress(self) -> None:
        if self._under_way is not None:
            self._notice.say(self._context.texts("board.sending_now", n=len(self._under_way.visits)), [])
