"""The demonstration's data: one folder a day with the office and Alex's tablet, made when it is not there."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from core.bootstrap import open_core
from core.clock import Clock, ShiftedClock, SystemClock, at_local, local
from core.queries.firm import firm
from core.settings import Settings
from core.sync.identity import read_pairing

CALL_COMES_AT = time(8, 43)
_FINISHED = "finished"
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


def prepare(folder: Path, *, scale: int, fresh: bool, progress: Progress) -> DemoFolders:
    """Makes the firm of today in `folder`, or finds it there; a half-made one is made again."""
    now = story_time()
    place = folder / _name(local(now).date(), scale)
    done = place / _FINISHED
    if fresh or not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        _build(place / "office", now, scale, progress)
        done.write_text("", "utf-8")
    office, tablet = place / "office", place / "tablet"
    return DemoFolders(office, tablet, now, _technician(office), _is_paired(tablet))


def _name(day: date, scale: int) -> str:
    return day.isoformat() if scale == 1 else f"{day.isoformat()}-x{scale}"


def _build(folder: Path, now: datetime, scale: int, progress: Progress) -> None:
    from core.demo import build_demo

    clock: Clock = ShiftedClock(now - SystemClock().now())
    core = open_core(Settings(role="office", folder=folder), clock)
    try:
        build_demo(core, today=local(now).date(), now=now, scale=scale, progress=progress)
    finally:
        core.close()


def _technician(office: Path) -> str:
    """Alex, by name: the firm may have been made on an earlier start."""
    core = open_core(Settings(role="office", folder=office))
    try:
        found = core.database.ask(firm)
    finally:
        core.close()
    assert found is not None
    return next(person.id for person in found.people if person.name.startswith("Alex"))


def _is_paired(tablet: Path) -> bool:
    if not (tablet / "tablet.db").exists():
        return False
    core = open_core(Settings(role="tablet", folder=tablet))
    try:
        return read_pairing(core.database) is not None
    finally:
        core.close()
