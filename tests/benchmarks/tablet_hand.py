"""A hand on the tablet for benchmarks: touches, waits until what was asked for is painted, and times it."""

import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from core.bootstrap import Core
from core.qt.driving import NotYet
from field_app.application import FieldApplication, qt_application
from field_app.warm_up import WarmUp
from tests.helpers.tablet_screen import Screen

PATIENCE = 60.0


class TabletHand(Screen):
    """The tablet program on this core, and the hand that uses it."""

    def __init__(self, core: Core, person_id: str) -> None:
        self.qt = qt_application()
        super().__init__(FieldApplication(core, language="sv", person_id=person_id))
        self._tick = QTimer(interval=2)  # the loop wakes often enough to see when a touch has had its effect
        self._tick.start()
        self.application.show()
        warm_up = WarmUp(self.application.engine, self.application.tasks, self.application)
        self.until(lambda: None)
        self.until(lambda: _is_done(warm_up))

    def until(self, holds: Callable[[], Any]) -> Any:
        """As a person sees it: what was asked for is there, nothing is under way, and it is painted."""
        give_up = time.monotonic() + PATIENCE
        why: NotYet | None = None
        while time.monotonic() < give_up:
            # Asleep between events, as the program itself is: spinning would take the time from what is measured.
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if self.application.tasks.busy:
                continue
            try:
                found = holds()
            except NotYet as reason:
                why = reason
                continue
            self.window.grabWindow()
            return found
        raise TimeoutError(str(why))

    def milliseconds(self, act: Callable[[], Any], holds: Callable[[], Any]) -> float:
        started = time.perf_counter()
        act()
        self.until(holds)
        return (time.perf_counter() - started) * 1_000

    def touch(self, target: str, sees: str, text: str = "") -> float:
        """Milliseconds from the touch of an item, aimed at before, until another one is seen, with this text."""
        point = self.aim(target)
        return self.milliseconds(lambda: self.press(point), lambda: self.find(sees, text))

    def frame(self) -> float:
        """Milliseconds until what was just changed is painted."""
        started = time.perf_counter()
        self.qt.processEvents()
        self.window.grabWindow()
        return (time.perf_counter() - started) * 1_000

    def close(self) -> None:
        self._tick.stop()
        self.application.close()


def _is_done(warm_up: WarmUp) -> None:
    if not warm_up.is_done:
        raise NotYet("pages are still being loaded")
