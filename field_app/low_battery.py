"""Looks after work and photos while the battery runs out, whatever page is shown; Today's page shows it for as long."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from core.presenters.tablet_health import battery_warning
from core.rules.battery import Battery, Stage, stage
from field_app.context import FieldContext
from field_app.device.battery import read_battery

_MINUTE = 60_000


class LowBattery(QObject):
    """Looks every minute, off the GUI thread. Each stage is said once; photos go again when there is power."""

    def __init__(self, context: FieldContext, flush: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._flush = context, flush
        self._stage: Stage = "fine"
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    @Slot()
    def look(self) -> None:
        self._context.tasks.work(lambda: (read_battery(),), self._take, owner=self)

    def _take(self, answer: tuple[Battery | None]) -> None:
        (battery,) = answer
        now, before = stage(battery), self._stage
        if now == before:
            return
        self._stage = now
        self._context.tablet.hold_photos(now != "fine")
        if now == "empty":
            self._flush()
        warning = battery_warning(battery, self._context.texts)
        if warning is not None and not (before == "empty" and now == "low"):
            self._context.messages.say(warning.text, "bad" if warning.is_bad else "warn")
