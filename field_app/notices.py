"""Tells about a new job wherever the technician is: a sentence over the page, and a mark on the rail."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.changes import Changes
from core.clock import local
from core.presenters.new_job import new_job
from core.queries.today import Today, today
from field_app.context import FieldContext

_KINDS = ("service_assignment", "activity")


class Notices(QObject):
    """Each new job is said once; Today's page shows it until it has been looked at."""

    changed = Signal()

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: set[str] | None = None
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

    def _get_count(self) -> int:
        return self._count

    count: Any = Property(int, _get_count, notify=changed)
