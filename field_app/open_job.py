"""Says what the office changes about the job at hand, on whatever page of it the technician is."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from core.changes import Changes
from core.presenters.office_changes import office_changes
from core.queries.open_jobs import OpenJob, open_jobs
from field_app.context import FieldContext

_KINDS = ("service_assignment", "activity", "service_call", "service_call_equipment", "address", "contact")


class OpenJobWatch(QObject):
    """The job that the rail leads to, and the one whose page was opened last. It closes nothing and takes no words."""

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[str, OpenJob] = {}
        context.tasks.changed.connect(self._on_changed)
        context.navigation.jobChanged.connect(self.look)
        context.navigation.jobLookedAt.connect(self.look)

    @Slot()
    def look(self) -> None:
        tasks, wanted = self._context.tasks, self._at_hand() | set(self._known)
        if wanted and tasks.author_id:
            tasks.ask(
                open_jobs, tuple(sorted(wanted)), tasks.author_id, done=self._arrived, key="open job", owner=self
            )

    def _at_hand(self) -> set[str]:
        return self._context.navigation.jobs_at_hand

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.look()

    def _arrived(self, found: tuple[OpenJob, ...]) -> None:
        for one in found:
            before = self._known.get(one.activity_id)
            if before is not None:
                self._tell(before, one)
        for gone in self._known.keys() - {one.activity_id for one in found}:
            self._tell(self._known[gone], replace(self._known[gone], taken=True))
        at_hand = self._at_hand()
        self._known = {one.activity_id: one for one in found if one.activity_id in at_hand}

    def _tell(self, before: OpenJob, now: OpenJob) -> None:
        words = office_changes(before, now, self._context.texts.current)
        if words:
            self._say(words, now)

    def _say(self, words: str, job: OpenJob) -> None:
        navigation, messages = self._context.navigation, self._context.messages
        if navigation.current.page == "job" and navigation.current.arguments.get("activityId") == job.activity_id:
            messages.say(words, "info")
        else:
            messages.offer(
                words, "info", self._context.texts("field.show"),
                lambda: navigation.open("job", activityId=job.activity_id),
            )
