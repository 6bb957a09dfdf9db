"""The real program killed at random moments of whole jobs: nothing that was seen to be done is lost.

Ten kills; `run.py kill` does more and leaves a log.
"""

import random
from pathlib import Path

import pytest

from tests.field.kill import Day

KILLS = 10


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_killed_at_random_moments_nothing_is_lost(tmp_path: Path) -> None:
    lines: list[str] = []
    day = Day(tmp_path, random.Random(20261124), lines.append)
    day.begin()
    for _ in range(KILLS):
        day.one_life()
    assert day.deeds_done >= KILLS, "the program was killed before it could do anything"
    assert len(lines) == KILLS
