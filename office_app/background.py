"""What the office program runs beside its windows: the hub for the tablets, the SMS gateway and the message outbox."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.qt.tasks import Tasks

log = logging.getLogger(__name__)


class Loop:
    """Calls a step again and again on its own thread until stopped; a failing step is logged and tried again."""

    def __init__(self, name: str, step: Callable[[], None], seconds: float) -> None:
        self._step, self._seconds = step, seconds
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        """Does the next step at once."""
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._step()
            except Exception:
                log.exception("a background step failed and will be tried again")
            self._wake.wait(self._seconds)
            self._wake.clear()


class Devices(QObject):
    """How many tablets are paired and connected, for the pill in the top bar; asked for off the GUI thread."""

    changed = Signal()

    def __init__(self, tasks: Tasks, query: Callable[..., Any], connected: Callable[[], set[str]]) -> None:
        super().__init__()
        self.paired = 0
        self.connected = 0
        self._tasks, self._query, self._connected = tasks, query, connected
        self._timer = QTimer(self, interval=5_000)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        self._tasks.ask(self._query, done=self._on_devices, key="devices", owner=self)

    def _on_devices(self, device_ids: tuple[str, ...]) -> None:
        connected = self._connected()
        paired, now = len(device_ids), sum(1 for device in device_ids if device in connected)
        if (paired, now) != (self.paired, self.connected):
            self.paired, self.connected = paired, now
            self.changed.emit()
