"""Tablets that knock and that this office does not know: few, for a while, by nothing but their ids."""

import logging
import re
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.clock import Clock
from core.settings import Settings
from core.storage.backup import Backups

log = logging.getLogger(__name__)
MOST = 32
KEPT = timedelta(hours=12)
_IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME = 60


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who knocked last at `at`. The names are those of the office before a copy was put back; empty when it never knew
    this tablet."""

    device_id: str
    at: datetime
    name: str = ""
    person_id: str = ""
    person_name: str = ""


class Strangers:
    """Anybody can send any id, so nothing is believed of it, and the one that was silent longest makes room."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._heard: dict[str, datetime] = {}

    def heard(self, device_id: str) -> None:
        if not _IDENTITY.fullmatch(device_id):
            return
        with self._lock:
            self._heard.pop(device_id, None)
            self._heard[device_id] = self._clock.now()
            while len(self._heard) > MOST:
                del self._heard[next(iter(self._heard))]

    def recent(self) -> dict[str, datetime]:
        """The latest last; what is too old is forgotten."""
        with self._lock:
            over = self._clock.now() - KEPT
            self._heard = {device_id: at for device_id, at in self._heard.items() if at > over}
            return dict(self._heard)


def recognised(settings: Settings, clock: Clock, heard: dict[str, datetime]) -> tuple[Stranger, ...]:
    """The strangers with what the database that was put aside knows of them, those first. Reads a file."""
    found = {device_id: Stranger(device_id, at) for device_id, at in heard.items()}
    if found and settings.database_url is None:
        aside = next((one for one in Backups(settings, clock).offered() if one.is_set_aside), None)
        if aside is not None:
            for device_id, name, person_id, person_name in _known_in(aside.path, tuple(found)):
                at = heard[device_id]
                found[device_id] = Stranger(device_id, at, name[:_NAME], person_id, person_name[:_NAME])
    return tuple(sorted(found.values(), key=lambda one: (bool(one.person_name), one.at), reverse=True))


def _known_in(path: Path, device_ids: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    marks = ", ".join("?" * len(device_ids))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(
                "SELECT device.id, device.name, person.id, person.name FROM device "
                f"JOIN person ON person.id = device.person_id WHERE device.id IN ({marks})", device_ids,
            ).fetchall()
    except sqlite3.Error as error:  # they are listed without their names, then
        log.warning("the database that was put aside does not tell of tablets: %s", error)
        return []
