"""How long a tablet waits before it tries its office again: longer after each failure, shorter when there is work."""

import random
import threading
import time

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
POKED_PAUSE = 2.0
"""New work shortens a pause after a failure to this."""


class Patience:
    """`stopping` ends every pause, `poked` shortens those of a tablet that finds no office."""

    def __init__(self, stopping: threading.Event, poked: threading.Event) -> None:
        self._stopping = stopping
        self._poked = poked
        self._failures = 0
        self._stumbles: dict[str, int] = {}

    def begin_anew(self) -> None:
        """The office was found, or a person has changed something: what failed before no longer counts."""
        self._failures = 0

    def went_well(self) -> None:
        """For the thread that calls it."""
        self._stumbles.pop(threading.current_thread().name, None)

    def stumble(self) -> None:
        """The office answers hello but not what follows, or no longer answers: not at once again."""
        name = threading.current_thread().name
        self._stumbles[name] = times = self._stumbles.get(name, 0) + 1
        self._stopping.wait(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(times - 1, 8)))

    def count_failure(self) -> None:
        self._failures += 1

    def pause(self) -> None:
        """With some chance in it, so that tablets do not come all at once."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures - 1, 8)) * random.uniform(0.7, 1.3)
        until = time.monotonic() + pause
        earliest = time.monotonic() + min(pause, POKED_PAUSE)
        while not self._stopping.is_set():
            left = until - time.monotonic()
            if left <= 0 or (self._poked.is_set() and time.monotonic() >= earliest) or self._failures == 0:
                return
            self._stopping.wait(min(left, 0.1))
