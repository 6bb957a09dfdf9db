"""Wakes every waiting request when something at the office has changed."""

import asyncio


class Bell:
    """Rung from any thread, waited for in one event loop. A ticket taken before looking misses no ring."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self.is_closed = False

    def hang_in(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def ring(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._rung)

    def close(self) -> None:
        """From here on nobody waits any more."""
        self.is_closed = True
        self.ring()

    def _rung(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    def ticket(self) -> asyncio.Event:
        return self._event

    async def wait(self, ticket: asyncio.Event, seconds: float) -> bool:
        """True when it was rung since the ticket was taken, false when the time ran out."""
        if self.is_closed:
            return True
        try:
            await asyncio.wait_for(ticket.wait(), seconds)
        except TimeoutError:
            return False
        return True
