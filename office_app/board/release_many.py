"""Sends many jobs at once: one step, one sentence, and eight seconds in which all of it can be taken back.

A long sending goes in batches, says how far it has come, and stops between two of them when a person wants it to.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from core.changes import Changes, Label, joined
from core.commands.release import ReleaseVisit, ReleaseVisits
from core.errors import TulpanError
from core.ids import new_id
from core.queries.board import VisitRow
from core.queries.messages import MessageRow, queued_messages
from core.rules.sending import together
from office_app.board.actions import BoardActions
from office_app.board.data import BoardData
from office_app.board.panes.notices import SendingNotice
from office_app.context import OfficeContext

_BATCH = 20
_QUICK_MS = 400  # what takes no longer needs no sentence of its own


class Sending:
    """One click's jobs: those not asked for yet, and what the batches before them did."""

    def __init__(self, visits: tuple[ReleaseVisit, ...]) -> None:
        self.total = len(visits)
        self.waiting = list(visits)
        self.tried: list[ReleaseVisit] = []
        self.steps: list[Changes] = []

    def next_batch(self) -> ReleaseVisits:
        batch, self.waiting = self.waiting[:_BATCH], self.waiting[_BATCH:]
        self.tried += batch
        return ReleaseVisits(visits=tuple(batch))

    def put_back(self, batch: ReleaseVisits) -> None:
        """It was refused as a whole."""
        self.waiting = [*batch.visits, *self.waiting]

    def whole(self) -> Changes:
        """All batches as the one step that the person took."""
        figures = [step.label.params for step in self.steps if step.label is not None]
        return joined(self.steps, Label(*together(figures, len(self.waiting))))


class ReleaseMany(QObject):
    def __init__(
        self, context: OfficeContext, data: BoardData, actions: BoardActions, notice: SendingNotice
    ) -> None:
        super().__init__(notice)
        self._context, self._data, self._actions, self._notice = context, data, actions, notice
        self._slow = QTimer(self, singleShot=True, interval=_QUICK_MS)
        self._slow.timeout.connect(self._say_progress)
        self._sending: Sending | None = None
        self._stopping = False

    def send(self, visits: Iterable[VisitRow]) -> None:
        """All that are not under way already; a second click while the first is carried out does nothing."""
        chosen = [visit for visit in visits if visit.planned and visit.state in ("planned", "released")]
        if not chosen or self._sending is not None:
            return
        if len(chosen) == 1:
            self._actions.release(chosen[0].id)
            return
        self._stopping = False
        self._sending = Sending(tuple(
            ReleaseVisit(
                activity_id=visit.id, message_id=new_id(),
                assignment_ids=tuple(new_id() for _person in (visit.person_id, *visit.helper_ids)),
            )
            for visit in chosen
        ))
        self._slow.start()
        self._context.undo.begin()
        self._go_on(self._sending)

    def stop(self) -> None:
        """What was sent stays sent; the rest is not."""
        self._stopping = True
        self._notice.say(self._context.texts("board.sending_stops"), [])

    def _go_on(self, sending: Sending) -> None:
        batch = sending.next_batch()

        def sent(changes: Changes) -> None:
            sending.steps.append(changes)
            if sending.waiting and not self._stopping:
                self._go_on(sending)
                self._show_progress()
            else:
                self._end(sending)

        def failed(error: TulpanError) -> None:
            sending.put_back(batch)
            self._data.refresh({one.activity_id for one in sending.tried})
            self._end(sending)
            self._context.report(error)

        self._context.tasks.run(batch, sent, failed)

    def _end(self, sending: Sending) -> None:
        """Which SMS wait is asked of the outbox: what is said is what is true."""
        self._sending = None
        self._slow.stop()
        whole = sending.whole() if sending.steps else None
        self._context.undo.end(whole)
        if whole is None:
            self._notice.done()
            return
        ids = tuple(sorted(one.message_id for one in sending.tried))
        self._context.tasks.ask(queued_messages, ids, done=lambda found: self._tell(whole, found), owner=self)

    def _tell(self, changes: Changes, waiting: tuple[MessageRow, ...]) -> None:
        said = self._context.texts.label(changes.label) if changes.label is not None else ""
        if waiting:
            self._notice.add_all(changes, waiting, said)
            return
        self._notice.done()
        self._context.messages.show(said, lambda: self._context.undo.undo(changes))

    def _say_progress(self) -> None:
        if self._sending is not None and not self._stopping:
            stop = ("sendingStop", self._context.texts("shell.cancel"), "x", self.stop)
            self._notice.say(self._progress(self._sending), [stop] if self._sending.waiting else [])

    def _show_progress(self) -> None:
        """The sentence that is shown already goes on; the button stays where it is."""
        sending = self._sending
        if sending is None or self._slow.isActive() or self._stopping:
            return
        if sending.waiting and self._notice.isVisible():
            self._notice.set_text(self._progress(sending))
        else:
            self._say_progress()

    def _progress(self, sending: Sending) -> str:
        done = sum(len(step.ids("activity")) for step in sending.steps)
        return self._context.texts("board.sending_now", done=done, n=sending.total)
