"""Copies of a program's whole database with its attachments, proven by opening them and rotated."""

import importlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.errors import SurroundingsError, UserError
from core.settings import Settings
from core.storage.blobs import BlobStore
from core.storage.engine import key_words
from core.storage.migrations import HEAD

BACKUPS = "backups"
"""The folder, beside the database, for copies of it."""
SET_ASIDE = "before-restore"
EVERY = timedelta(hours=6)
_LATEST = 4
_DAYS = 14
_WEEKS = 12
_FORM = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One proven copy; `is_set_aside`: the database as it was right before another copy was put back."""

    path: Path
    made_at: datetime
    size: int
    is_set_aside: bool = False


class Backups:
    """The copies of one program in one folder; another disk is the better place for it. Not for the GUI thread."""

    def __init__(self, settings: Settings, clock: Clock, folder: Path | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self.folder = folder or settings.folder / BACKUPS

    def all(self) -> list[Backup]:
        """The newest first."""
        found = []
        for path in self.folder.glob(f"{self._settings.role}-*.db") if self.folder.is_dir() else ():
            try:
                made_at = datetime.strptime(path.stem.partition("-")[2], _FORM).replace(tzinfo=UTC)
            except ValueError:
                continue  # a copy from before an upgrade has the version for its name
            found.append(Backup(path, made_at, path.stat().st_size))
        return sorted(found, key=lambda one: one.made_at, reverse=True)

    def offered(self) -> list[Backup]:
        """All that can be put back, the newest first: the copies, and what copies that were put back have replaced."""
        kept = self._settings.folder / BACKUPS
        aside = [
            Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.stat().st_size, is_set_aside=True)
            for path in kept.glob(f"{self._settings.role}-{SET_ASIDE}*.db")
        ]
        return sorted((*self.all(), *aside), key=lambda one: one.made_at, reverse=True)

    def is_due(self) -> bool:
        newest = next(iter(self.all()), None)
        return newest is None or self._clock.now() - newest.made_at >= EVERY

    def make(self) -> Backup:
        """A new copy, made while the program goes on, and proven before it gets its name; old ones go after that."""
        moment = self._clock.now().astimezone(UTC).replace(microsecond=0)
        target = self.folder / f"{self._settings.role}-{moment.strftime(_FORM)}.db"
        unproven = target.with_suffix(".part")
        try:
            copy_database(self._settings.database_path, unproven)
            names = prove(unproven)
            self._copy_attachments(names)
            unproven.replace(target)
        finally:
            unproven.unlink(missing_ok=True)
        self._rotate()
        return Backup(target, moment, target.stat().st_size)

    def _copy_attachments(self, names: set[str]) -> None:
        """Each file once, however many copies of the database name it; damaged ones are not carried on."""
        here, there = BlobStore(self._settings.attachments), BlobStore(self.folder / "attachments")
        for name in sorted(names):
            if here.has(name) and not there.has(name):
                content = here.get(name)
                if content is not None:
                    there.put(content)

    def _rotate(self) -> None:
        """Keeps the latest, one for each of the last days, and one for each of the last weeks."""
        backups = self.all()
        kept = {one.path for one in backups[:_LATEST]}
        for form, limit in (("%Y-%j", _DAYS), ("%G-%V", _WEEKS)):
            newest: dict[str, Path] = {}
            for one in backups:
                newest.setdefault(one.made_at.strftime(form), one.path)
            kept |= set(list(newest.values())[:limit])
        for one in backups:
            if one.path not in kept:
                one.path.unlink(missing_ok=True)


def prove(path: Path) -> set[str]:
    """Opens a copy and reads it through; the names of the attachments it needs.

    Raises when it is no whole database, or one of a newer program.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            names = {row[0] for row in connection.execute("SELECT sha256 FROM attachment")}
    except sqlite3.Error as error:
        raise SurroundingsError("errors.database_damaged") from error
    if verdict != ("ok",) or version is None:
        raise SurroundingsError("errors.database_damaged")
    if version[0] > HEAD:
        raise UserError("errors.database_newer")
    return names


def copy_database(source: Path, target: Path, key: bytes | None = None) -> None:
    """The database as it is now, in one file; one from an attempt before is replaced. An encrypted one stays so."""
    driver: Any = sqlite3 if key is None else importlib.import_module("sqlcipher3.dbapi2")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with closing(driver.connect(str(source), isolation_level=None)) as connection:
            if key is not None:
                connection.execute(key_words(key))
            connection.execute("VACUUM INTO ?", (str(target),))
    except OSError as error:
        raise UserError("errors.folder_not_writable") from error
    except driver.Error as error:
        if "full" in str(error):
            raise SurroundingsError("errors.disk_full") from error
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
