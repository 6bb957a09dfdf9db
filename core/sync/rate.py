"""Limits how often one caller may ask: a bucket of tokens for each."""

import time
from collections import OrderedDict
from collections.abc import Callable


class RateLimit:
    """`per_second` requests in the long run, `burst` at once; remembers at most `callers` of them."""

    def __init__(
        self, per_second: float, burst: int, callers: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._callers = callers
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, caller: str) -> bool:
        now = self._clock()
        tokens, at = self._buckets.pop(caller, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - at) * self._per_second)
        is_allowed = tokens >= 1
        self._buckets[caller] = (tokens - 1 if is_allowed else tokens, now)
        while len(self._buckets) > self._callers:
            self._buckets.popitem(last=False)
        return is_allowed
