"""Wakes the waiting requests that something new at the office may concern."""

import asyncio
from collections.abc import Iterable


class Bell:
    """Rung from any thread, waited for in one event loop. A ticket taken before looking misses no ring."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._events: dict[str, asyncio.Event] = {}
        self.is_closed = False

    def hang_in(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def ring(self, names: Iterable[str] | None = None) -> None:
        """Wakes those who wait under one of the names; everybody when there are none."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._rung, names)

    def close(self) -> None:
        """From here on nobody waits any more."""
        self.is_closed = True
        self.ring()

    def _rung(self, names: Iterable[str] | None) -> None:
        for name in list(self._events) if names is None else names:
            event = self._events.pop(name, None)
            if event is not None:
                event.set()

    def ticket(self, name: str = "") -> asyncio.Event:
        return self._events.setdefault(name, asyncio.Event())

    async def wait(self, ticket: asyncio.Event, seconds: float) -> bool:
        """True when it was rung since the ticket was taken, false when the time ran out."""
        if self.is_closed:
            return True
        try:
            await asyncio.wait_for(ticket.wait(), seconds)
        except TimeoutError:
            return False
        return True
