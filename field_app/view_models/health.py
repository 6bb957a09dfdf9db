"""Today's warnings about the tablet itself, looked at when the page opens and every minute."""

import shutil
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from core.presenters.tablet_health import warnings
from core.queries.tablet_health import TabletHealth, tablet_health
from core.rules.battery import Battery
from field_app.device.battery import read_battery
from field_app.qml_module import for_qml
from field_app.view_models.page_model import WorkContext

_MINUTE = 60_000


@for_qml
class Health(QObject):
    """`rows` are icon, text and whether it is bad."""

    changed = Signal()

    def __init__(self, context: WorkContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._rows: list[dict[str, Any]] = []
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    rows = Property("QVariantList", lambda self: self._rows, notify=changed)  # type: ignore[arg-type]

    @Slot()
    def look(self) -> None:
        tasks, core = self._context.tasks, self._context.core

        def work() -> tuple[TabletHealth, int, Battery | None]:
            health = core.database.ask(tablet_health, tasks.author_id, core.clock.now())
            return health, shutil.disk_usage(core.settings.folder).free, read_battery()

        tasks.work(work, self._take, self._missed, self)

    def _take(self, found: tuple[TabletHealth, int, Battery | None]) -> None:
        health, free, battery = found
        rows = [
            {"icon": one.icon, "text": one.text, "bad": one.is_bad}
            for one in warnings(health, free, self._context.texts, battery, self._tablet.status.photos)
        ]
        if rows != self._rows:
            self._rows = rows
            self.changed.emit()

    def _missed(self, _error: Any) -> None:
        """A look that failed is no trouble of the technician's: the next one is a minute away."""
