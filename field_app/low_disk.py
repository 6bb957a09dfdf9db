"""Says once that the tablet's disk is filling up, wherever the technician is; Today's page shows it for as long."""

import shutil

from PySide6.QtCore import QObject, QTimer, Slot

from core.presenters.tablet_health import disk_warning
from field_app.context import FieldContext

_MINUTE = 60_000


class LowDisk(QObject):
    """Looks every minute, off the GUI thread. Nothing is blocked: what can still be stored is stored."""

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_low = False
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    @Slot()
    def look(self) -> None:
        folder = self._context.core.settings.folder
        self._context.tasks.work(lambda: shutil.disk_usage(folder).free, self._take, owner=self)

    def _take(self, free_bytes: int) -> None:
        warning = disk_warning(free_bytes, self._context.texts)
        if warning is not None and not self._is_low and self._context.navigation.current.page != "today":
            self._context.messages.say(warning.text, "warn")
        self._is_low = warning is not None
