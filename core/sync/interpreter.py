"""Carries out what tablets have sent, behind their backs: the answer to a letter only waits until it is durable."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)
GATHER_SECONDS = 0.25
"""A tablet that has more to send is let finish first: storing is quick, and to be safe matters more than to be done."""
AGAIN_SECONDS = 5.0
"""What could not be carried out because the disk is full is tried again after this."""
MAKE_WAY_SECONDS = 1.0


class Interpreter:
    """One thread, from the first work to `close`.

    `recover` carries out what is stored of one tablet (of all when the name is empty) and says whether nothing is
    left; `done` is told the tablet afterwards.
    """

    def __init__(self, recover: Callable[[str], bool], done: Callable[[str], None]) -> None:
        self._recover = recover
        self._done = done
        self._condition = threading.Condition()
        self._due: dict[str, float] = {}
        self._current: str | None = None
        self._arriving = 0
        self._is_closed = False
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def expect(self, device_id: str, *, more_comes: bool = False) -> None:
        """There is work of this tablet; when it has more to send, a little later."""
        self._schedule(device_id, GATHER_SECONDS if more_comes else 0.0)

    def is_at(self, device_id: str) -> bool:
        """Whether work of this tablet is being carried out, or is about to be."""
        return device_id in self._due or device_id == self._current

    def now(self, device_id: str = "") -> None:
        """Carries out what is stored before it returns."""
        with self._turn:
            self._recover(device_id)

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """A letter is being taken in: it goes first."""
        with self._condition:
            self._arriving += 1
        try:
            yield
        finally:
            with self._condition:
                self._arriving -= 1
                self._condition.notify_all()

    def goes_on(self) -> bool:
        """Called between two transactions: lets arriving letters pass; false when the program is closing."""
        until = time.monotonic() + MAKE_WAY_SECONDS
        with self._condition:
            while self._arriving and not self._is_closed and (left := until - time.monotonic()) > 0:
                self._condition.wait(left)
            return not self._is_closed

    def close(self) -> None:
        """What is under way is finished; what waits is left to the next start."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _schedule(self, device_id: str, seconds: float) -> None:
        with self._condition:
            if self._is_closed:
                return
            self._due[device_id] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="interpreter", daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def _run(self) -> None:
        while (device_id := self._next()) is not None:
            is_whole = False
            try:
                with self._turn:
                    is_whole = self._recover(device_id)
            except Exception:  # it stays stored, and is tried again
                log.exception("stored commands could not be carried out now")
            self._current = None
            if not is_whole:
                self._schedule(device_id, AGAIN_SECONDS)
            self._done(device_id)

    def _next(self) -> str | None:
        """The tablet whose work is due; None when the program is closing."""
        with self._condition:
            while not self._is_closed:
                now = time.monotonic()
                first = min(self._due, key=lambda device: self._due[device], default=None)
                if first is not None and self._due[first] <= now:
                    self._current = first
                    del self._due[first]
                    return first
                self._condition.wait(None if first is None else self._due[first] - now)
            return None
