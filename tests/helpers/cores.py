"""Opened cores on temporary folders for tests: an office, or a tablet, with a clock that stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock, FixedClock
from core.settings import Settings

STORY_TIME = datetime(2026, 11, 24, 7, 43, tzinfo=UTC)
"""Tuesday 24 November 2026, 08:43 in Göteborg: James rings."""


@contextmanager
def opened_office(folder: Path, clock: Clock | None = None) -> Iterator[Core]:
    core = open_core(Settings(role="office", folder=folder), clock or FixedClock(STORY_TIME))
    try:
        yield core
    finally:
        core.close()


@contextmanager
def opened_tablet(folder: Path, clock: Clock | None = None) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=folder), clock or FixedClock(STORY_TIME))
    try:
        yield core
    finally:
        core.close()
