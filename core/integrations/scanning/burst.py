"""Tells the keys of a scanner that types from those of a person: by their speed."""

import time
from collections.abc import Callable

FASTEST_PERSON = 0.035
"""Seconds per key, on the average of the whole code; no person types this fast, every scanner does."""
LONGEST_PAUSE = 0.1
"""A single key may be late when the computer is busy; after a longer pause a new code begins."""
SHORTEST_CODE, LONGEST_CODE = 4, 512
SHORTEST_LABEL = 2
"""A shelf's («A2»): enough where no box has the focus, so that nobody can be typing."""
ENDS = ("\r", "\n", "\t")


class KeyboardBurst:
    """Is told of every key press and answers with the code when its Enter or Tab comes.

    The keys have reached the focused field by then: the answer ends with what is to be taken out of it again.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, shortest: int = SHORTEST_CODE) -> None:
        """`clock` gives seconds that only grow."""
        self._clock, self._shortest = clock, shortest
        self._keys: list[str] = []
        self._begun = self._last = 0.0
        self._longest = 0.0

    def press(self, text: str, at: float | None = None) -> str | None:
        """A key's text as the keyboard gave it ("" for Shift and its like), with its own time stamp if known.

        Returns the whole code at its end key, otherwise None.
        """
        now = self._clock() if at is None else at
        pause, self._last = now - self._last, now
        if pause > LONGEST_PAUSE or pause < 0:
            self._keys.clear()
        self._longest = max(self._longest, pause) if self._keys else 0.0
        if text in ENDS:
            return self._finish(now)
        if text and (text.isprintable() or text == "\x1d"):
            if not self._keys:
                self._begun = now
            self._keys.extend(text)
            if len(self._keys) > LONGEST_CODE:
                self._keys.clear()
        return None

    @property
    def begins(self) -> bool:
        """The last key was the first of what may be a code."""
        return len(self._keys) == 1

    @property
    def is_steady(self) -> bool:
        """No key of what was typed last came as late as a person's: then no letter of a person is among them."""
        return self._longest <= FASTEST_PERSON

    @property
    def patience(self) -> float:
        """So many seconds after the last key another one may come and all of them still be a scanner's; nothing or less
        when it is clear that a person types."""
        if not self._keys:
            return 0.0
        return min(self._begun + FASTEST_PERSON * (len(self._keys) + 1) - self._last, LONGEST_PAUSE)

    def forget(self) -> None:
        """The focus went elsewhere: what was typed so far belongs to nothing."""
        self._keys.clear()

    def _finish(self, now: float) -> str | None:
        code, count = "".join(self._keys), len(self._keys)
        self._keys.clear()
        fast = now - self._begun <= FASTEST_PERSON * count
        return code if count >= self._shortest and fast else None
