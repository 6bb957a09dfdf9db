"""Looks after work and photos while the battery runs out, whatever page is shown; Today's page shows it for as long."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from core.presenters.tablet_health import battery_warning
from core.rules.battery import Battery, Stage, stage
from field_app.context import FieldContext
from field_app.device.battery import read_battery

_MINUTE = 60_000


class LowBattery(QObject):
    """Looks at the start and every minute, off the GUI thread. That photos wait is said once; that the battery is as
    good as empty stands over every page (`Tablet.powerNotice`) until it is charged."""

    def __init__(self, context: FieldContext, flush: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._flush = context, flush
        self._stage: Stage = "fine"
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        self.look()

    @Slot()
    def look(self) -> None:
        self._context.tasks.work(lambda: (read_battery(),), self._take, owner=self)

    def _take(self, answer: tuple[Battery | None]) -> None:
        (battery,) = answer
        now, before = stage(battery), self._stage
        self._stage = now
        self._context.tablet.take_battery(battery)
        if now == "empty" != before:
            self._flush()
        if now == "low" and before == "fine" and self._context.navigation.current.page != "today":
            warning = battery_warning(battery, self._context.tablet.status.photos, self._context.texts.current)
            if warning is not None:
                self._context.messages.say(warning.text, "warn")
