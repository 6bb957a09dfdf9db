"""Says once what is the matter with the tablet or its owner, wherever he is; Today's page shows it for as long."""

import shutil

from PySide6.QtCore import QObject, QTimer, Slot

from core.presenters.tablet_health import HealthWarning, warnings
from core.queries.tablet_health import TabletHealth, tablet_health
from field_app.context import FieldContext

_MINUTE = 60_000


class HealthWatch(QObject):
    """Looks at the start and every minute, off the GUI thread: a disk that fills up, a clock that is wrong, a
    certificate that has run out. Nothing is blocked: what can still be stored is stored."""

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: frozenset[str] = frozenset()
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        self.look()

    @Slot()
    def look(self) -> None:
        core, author = self._context.core, self._context.tasks.author_id

        def work() -> tuple[TabletHealth, int]:
            health = core.database.ask(tablet_health, author, core.clock.now())
            return health, shutil.disk_usage(core.settings.folder).free

        self._context.tasks.work(work, self._take, owner=self)

    def _take(self, found: tuple[TabletHealth, int]) -> None:
        now = [one for one in warnings(*found, self._context.texts.current) if one.is_now]
        new = [one for one in now if one.code not in self._known]
        self._known = frozenset(one.code for one in now)
        if new and self._context.navigation.current.page != "today":
            self._context.messages.say(_together(new), "warn")


def _together(found: list[HealthWarning]) -> str:
    return " ".join(one.text for one in found)
