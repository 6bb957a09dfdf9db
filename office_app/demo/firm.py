"""The demonstration's data: one folder a day with the office and Alex's tablet, made when it is not there."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock, ShiftedClock, SystemClock, at_local, local
from core.errors import UserError
from core.queries.firm import firm
from core.queries.journal import latest_moment
from core.settings import Role, Settings
from core.storage.instance_lock import InstanceLock
from core.sync.identity import read_pairing

CALL_COMES_AT = time(8, 43)
_FINISHED, _AHEAD = "finished", "ahead"
"""Marks a firm that is made to its end; how many seconds the story is ahead of the real time."""
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoFolders:
    """Where the two programs keep their things, and what time it is in the story when they start."""

    office: Path
    tablet: Path
    now: datetime
    technician_id: str
    is_paired: bool


def story_time() -> datetime:
    """08:43 on this working day, or on the next one when it is weekend: the minute when the customer rings."""
    today = local(SystemClock().now()).date()
    weekend = max(0, today.isoweekday() - 5)
    return at_local(today + timedelta(days=(3 - weekend) if weekend else 0), CALL_COMES_AT)


def place_of(folder: Path, scale: int) -> Path:
    """Where the firm of the story's day lies."""
    day = local(story_time()).date()
    return folder / (day.isoformat() if scale == 1 else f"{day.isoformat()}-x{scale}")


def prepare(place: Path, *, scale: int, fresh: bool, progress: Progress) -> DemoFolders:
    """Makes the firm in `place`, or finds it there; a half-made one is made again.

    Where somebody has worked already, the story goes on at his last step: a clock that went back would have the
    customer ring again after the work was done.
    """
    now, done = story_time(), place / _FINISHED
    if fresh or not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        _build(place / "office", now, scale, progress)
        done.write_text("", "utf-8")
    office, tablet = place / "office", place / "tablet"
    with _opened("office", office) as core:
        found, last = core.database.ask(firm), core.database.ask(latest_moment)
    assert found is not None
    moments = [now, last or now]
    is_paired = False
    if (tablet / "tablet.db").exists():
        with _opened("tablet", tablet) as core:
            is_paired = read_pairing(core.database) is not None
            moments.append(core.database.ask(latest_moment) or now)
    # By name: the firm may have been made on an earlier start.
    alex = next(person.id for person in found.people if person.name.startswith("Alex"))
    story = max(moments)
    (place / _AHEAD).write_text(repr((story - SystemClock().now()).total_seconds()), "ascii")
    return DemoFolders(office, tablet, story, alex, is_paired)


def beside_the_other(place: Path) -> DemoFolders:
    """For one program while the other one is open: the same minute of the story, and nothing of it is opened."""
    ahead = timedelta(seconds=float((place / _AHEAD).read_text("ascii")))
    return DemoFolders(place / "office", place / "tablet", SystemClock().now() + ahead, "", True)


def is_open(folder: Path, role: Role) -> bool:
    """Whether a program runs on this folder."""
    if not folder.is_dir():
        return False
    try:
        InstanceLock(folder / f"{role}.lock").release()
    except UserError:
        return True
    return False


def _build(folder: Path, now: datetime, scale: int, progress: Progress) -> None:
    from core.demo import build_demo

    clock: Clock = ShiftedClock(now - SystemClock().now())
    core = open_core(Settings(role="office", folder=folder), clock)
    try:
        build_demo(core, today=local(now).date(), now=now, scale=scale, progress=progress)
    finally:
        core.close()


@contextmanager
def _opened(role: Role, folder: Path) -> Iterator[Core]:
    core = open_core(Settings(role=role, folder=folder))
    try:
        yield core
    finally:
        core.close()
