"""Lets another program play on this one's real screens: orders as JSON lines on stdin, answers on stdout."""

import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TextIO, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from core.clock import Clock, ShiftedClock

ANSWER = "@driver "
"""What stands before every answer, so that ordinary output between them does no harm."""
PATIENCE_SECONDS = 15.0
_LOOK_AGAIN_MS = 25
_STILL_LOOKS, _MOST_LOOKS = 10, 100


Screen = TypeVar("Screen")
"""A picture of a screen: anything that can be compared with the one before."""


class NotYet(Exception):
    """The screen does not show what the order needs; it is tried again until the patience ends."""


class Driver(QObject):
    """Carries out one order after the other on the GUI thread.

    An order is `{"do": verb, …}`; the verb is a method `do_<verb>(**rest)` of a subclass, which looks at the screen,
    raises NotYet while it is not ready, and returns something that JSON can carry. `seconds` in an order is its
    patience.
    """

    _received = Signal(object)

    def __init__(
        self, parent: QObject, clock: Clock, orders: TextIO | None = None, answers: TextIO | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._orders, self._answers = orders or sys.stdin, answers or sys.stdout
        self._waiting: deque[dict[str, Any]] = deque()
        self._seen: object = None
        self._still = self._looks = 0
        self._received.connect(self._on_received)
        threading.Thread(target=self._read, name="driver", daemon=True).start()

    def do_quit(self) -> None:
        """Ends the program the way closing its window does."""
        QTimer.singleShot(0, self, QCoreApplication.quit)

    def do_advance(self, minutes: float) -> str:
        """Lets time pass, in a program whose clock was shifted at its start; the time it is then."""
        if not isinstance(self._clock, ShiftedClock):
            raise TypeError("the clock of this program is the computer's own")
        self._clock.offset += timedelta(minutes=minutes)
        return self._clock.now().isoformat()

    def at_rest(self, screen: Screen) -> Screen:
        """The picture of a screen that has stopped changing; NotYet while it still does, but not for ever."""
        self._still = self._still + 1 if screen == self._seen else 0
        self._seen = screen
        self._looks += 1
        if self._still < _STILL_LOOKS and self._looks < _MOST_LOOKS:
            raise NotYet("the screen has not come to rest")
        self._looks = self._still = 0
        return screen

    def _read(self) -> None:
        for line in self._orders:
            if line.strip():
                self._received.emit(json.loads(line))
        self._received.emit({"do": "quit"})

    @Slot(object)
    def _on_received(self, order: dict[str, Any]) -> None:
        self._waiting.append(order)
        if len(self._waiting) == 1:
            self._begin(order)

    def _begin(self, order: dict[str, Any]) -> None:
        verb = getattr(self, f"do_{order.pop('do')}")
        until = time.monotonic() + float(order.pop("seconds", PATIENCE_SECONDS))
        self._try(lambda: verb(**order), until)

    def _try(self, act: Callable[[], Any], until: float) -> None:
        try:
            self._answer({"ok": True, "value": act()})
        except NotYet as reason:
            if time.monotonic() > until:
                self._answer({"ok": False, "error": str(reason)})
            else:
                QTimer.singleShot(_LOOK_AGAIN_MS, self, lambda: self._try(act, until))
        except Exception as error:
            self._answer({"ok": False, "error": f"{type(error).__name__}: {error}"})

    def _answer(self, answer: dict[str, Any]) -> None:
        self._answers.write(ANSWER + json.dumps(answer, ensure_ascii=False) + "\n")
        self._answers.flush()
        self._waiting.popleft()
        if self._waiting:
            self._begin(self._waiting[0])
