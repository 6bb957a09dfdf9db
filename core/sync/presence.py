"""Which tablets are there now, and the screens that want to know."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.changes import ChangeBus, Changes, Touched

GONE_AFTER = 45.0
"""A tablet that was silent so many seconds (its longest wait and some) is no longer connected."""


class Presence:
    """Thread-safe: letters are answered on several threads, and the hub looks around on its own."""

    def __init__(self, changes: ChangeBus) -> None:
        self._changes = changes
        self._heard: dict[str, float] = {}
        self._connected: frozenset[str] = frozenset()
        self._counting = threading.Lock()
        self._waiting: Counter[str] = Counter()

    @property
    def connected(self) -> frozenset[str]:
        """Tablets heard of within the last waits."""
        return self._connected

    def heard(self, device_id: str) -> None:
        self._heard[device_id] = time.monotonic()
        if device_id not in self._connected:
            self.look_around()

    @contextmanager
    def waits(self, device_id: str) -> Iterator[None]:
        """While a tablet holds the line for news. Used by the hub's loop alone."""
        self._waiting[device_id] += 1
        try:
            yield
        finally:
            self._waiting[device_id] -= 1

    def left(self, device_id: str) -> None:
        """A line on which a tablet waited has ended; unless it waits on another, it is gone now and not only later."""
        if not self._waiting[device_id]:
            self._heard.pop(device_id, None)
            self.look_around()

    def look_around(self) -> None:
        """Finds who has come and gone, and tells the screens."""
        with self._counting:
            now = time.monotonic()
            current = frozenset(device for device, at in list(self._heard.items()) if now - at < GONE_AFTER)
            changed = current ^ self._connected
            self._connected = current
        self.show(sorted(changed))

    def show(self, device_ids: Iterable[str]) -> None:
        """Screens that list these tablets look again."""
        touched = tuple(Touched("device", one, "updated") for one in device_ids)
        if touched:
            self._changes.publish(Changes(touched))
