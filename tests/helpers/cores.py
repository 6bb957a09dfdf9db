"""Opened cores on temporary folders for tests: an office, or a tablet, with a clock that stands still."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock, FixedClock
from core.settings import Role, Settings
from core.storage.opening import open_database

STORY_TIME = datetime(2026, 11, 24, 7, 43, tzinfo=UTC)
"""Tuesday 24 November 2026, 08:43 in Göteborg: James rings."""


@contextmanager
def opened_office(folder: Path, clock: Clock | None = None) -> Iterator[Core]:
    with _opened("office", folder, clock) as core:
        yield core


@contextmanager
def opened_tablet(folder: Path, clock: Clock | None = None) -> Iterator[Core]:
    with _opened("tablet", folder, clock) as core:
        yield core


@contextmanager
def _opened(role: Role, folder: Path, clock: Clock | None) -> Iterator[Core]:
    settings = Settings(role=role, folder=folder)
    if not settings.database_path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        settings.database_path.write_bytes(_tables(role))
    core = open_core(settings, clock or FixedClock(STORY_TIME))
    try:
        yield core
    finally:
        core.close()


@cache
def _tables(role: Role) -> bytes:
    """A database as it is before anything is written to it; making its tables once saves every test some time."""
    folder = Path(tempfile.mkdtemp())
    try:
        settings = Settings(role=role, folder=folder)
        open_database(settings).close()
        return settings.database_path.read_bytes()
    finally:
        shutil.rmtree(folder)
