"""The real program killed at random moments of whole jobs: nothing that was seen to be done is lost.

Ten kills, and more until a whole job is done; `run.py kill` does more and leaves a log.
"""

import random
from pathlib import Path

import pytest

from tests.field.kill import Day

KILLS, MOST = 10, 30


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_random_moments_nothing_is_lost(tmp_path: Path) -> None:
    lines: list[str] = []
    day = Day(tmp_path, random.Random(20261124), lines.append)
    day.begin()
    while day.lives < KILLS or (day.lives < MOST and not day.jobs_done):
        day.one_life()
    assert day.jobs_done, "\n".join(["it came to no end of a job:", *lines])
    assert len(lines) == day.lives
