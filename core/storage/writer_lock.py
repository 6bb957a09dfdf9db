"""The queue of those who want to write: first come, first served, and its holder knows whether somebody waits."""

import threading
from collections import deque


class WriterLock:
    """A lock that one thread may take several times; left, it goes to who has waited longest.

    A plain lock would go to whoever runs when it is free: one that writes again and again would keep all others out.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._holder = 0
        self._times = 0
        self._queue: deque[tuple[int, threading.Lock]] = deque()

    @property
    def is_wanted(self) -> bool:
        """Whether another thread waits for it."""
        return bool(self._queue)

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._holder in (0, me):
                self._holder = me
                self._times += 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append((me, turn))
        try:
            turn.acquire()
        except BaseException:  # interrupted while it waited
            with self._guard:
                is_still_waiting = (me, turn) in self._queue
                if is_still_waiting:
                    self._queue.remove((me, turn))
            if not is_still_waiting:
                self.__exit__()
            raise

    def __exit__(self, *_error: object) -> None:
        with self._guard:
            self._times -= 1
            if self._times:
                return
            self._holder = 0
            if self._queue:
                self._holder, turn = self._queue.popleft()
                self._times = 1
                turn.release()
