"""Keeps the rail's way to «the job» true, whatever happens to it here or at the office, and after a restart."""

from PySide6.QtCore import QObject, Slot

from core.changes import Changes
from core.clock import local
from core.queries.current_job import current_job
from core.services.screen_state import keep_screen_state, kept_screen_state
from field_app.context import FieldContext

_KINDS = ("service_assignment", "activity")
_LOOKED = "job"


class CurrentJob(QObject):
    """Asked anew when a job changes or a job's page is opened; the page that was last looked at is kept on the disk."""

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._looked_id = context.core.database.ask(kept_screen_state, _LOOKED)
        context.tasks.changed.connect(self._on_changed)
        context.tablet.ownerChanged.connect(self.refresh)
        context.navigation.jobLookedAt.connect(self._on_looked)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        context = self._context
        if context.tasks.author_id:
            day = local(context.now()).date()
            context.tasks.ask(
                current_job, context.tasks.author_id, self._looked_id, day, done=context.navigation.lead_to,
                key="current job", owner=self,
            )

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.refresh()

    @Slot(str)
    def _on_looked(self, activity_id: str) -> None:
        if activity_id == self._looked_id:
            return
        self._looked_id = activity_id
        database = self._context.core.database
        self._context.tasks.work(lambda: keep_screen_state(database, _LOOKED, activity_id), owner=self)
        self.refresh()
