"""Tells wherever the technician is about a new job, with a mark on the rail, and about one that he left unfinished."""

from functools import partial
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.changes import Changes
from core.clock import local
from core.presenters.new_job import new_job
from core.queries.today import Today, today
from core.rules.current_job import at_work, left_behind
from field_app.context import FieldContext

_KINDS = ("service_assignment", "activity")


class Notices(QObject):
    """Each is said once; Today's page shows a new job until it has been looked at, and a left one until it is ended."""

    changed = Signal()

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: set[str] | None = None
        self._left: frozenset[str] | None = None
        self._count = 0
        context.tasks.changed.connect(self._on_changed)
        context.tablet.ownerChanged.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        context = self._context
        if not context.tasks.author_id:
            return
        now = context.now()
        context.tasks.ask(
            today, context.tasks.author_id, local(now).date(), now, done=self._arrived, key="notices", owner=self
        )

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.refresh()

    def _arrived(self, answer: Today) -> None:
        new = {one.activity_id for one in answer.new_visits}
        if self._known is not None and self._context.navigation.current.page != "today":
            for visit in answer.new_visits:
                if visit.activity_id not in self._known:
                    self._context.messages.say(new_job(visit, self._context.now(), self._context.texts.current), "info")
        self._known = new
        if len(new) != self._count:
            self._count = len(new)
            self.changed.emit()
        self._tell_left(answer)

    def _tell_left(self, answer: Today) -> None:
        """Whoever drives on without ending a job has forgotten it, and must know until when his time there counts."""
        texts, visits = self._context.texts.current, {one.activity_id: one for one in answer.visits}
        there, left = visits.get(at_work(answer.at_hand)), left_behind(answer.at_hand)
        until = (there.set_out_at or there.arrived_at) if there is not None else None
        before, self._left = self._left, left
        if before is None or until is None:
            return
        for activity_id in left - before:
            self._context.messages.offer(
                texts("field.left_unfinished", customer=visits[activity_id].customer, time=texts.time(until)), "warn",
                texts("field.show"), partial(self._open, activity_id),
            )

    def _open(self, activity_id: str) -> None:
        self._context.navigation.open("job", activityId=activity_id)

    def _get_count(self) -> int:
        return self._count

    count: Any = Property(int, _get_count, notify=changed)
