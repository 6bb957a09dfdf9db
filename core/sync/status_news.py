"""Tells whoever wants to know it how the sync stands, and only when that has changed."""

import contextlib
from collections.abc import Callable

from core.sync.status import SyncStatus

Listener = Callable[[SyncStatus], None]


class StatusNews:
    """`now` reads the present status. Listeners are called on the thread that tells."""

    def __init__(self, now: Callable[[], SyncStatus]) -> None:
        self._now = now
        self._listeners: list[Listener] = []
        self._last = SyncStatus("unpaired")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls the listener with the present status and with every later one; returns how to end that."""
        self._listeners.append(listener)
        listener(self._now())

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def tell(self) -> None:
        status = self._now()
        if status != self._last:
            self._last = status
            for listener in tuple(self._listeners):
                listener(status)
