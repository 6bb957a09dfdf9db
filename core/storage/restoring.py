"""A copy put back: looked into, fetched beside the database while the program runs, and put in its place after that."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from core.errors import SurroundingsError
from core.settings import Settings
from core.storage.backup import BACKUPS, SET_ASIDE, Backup, copy_database, prove
from core.storage.blobs import BlobStore
from core.storage.instance_lock import InstanceLock

_RESTORED = "restored"
Told = Callable[[int, int], None]
"""How many of how many attachments are here."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What tells a person that this is the right copy."""

    firm: str
    tablets: int
    attachments: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy that lies, proven, beside the database whose place it is to take."""

    backup: Backup
    path: Path


def look_into(backup: Backup) -> Contents:
    """Reads a copy through. Raises when it is no whole database of this program. Not for the GUI thread."""
    names = prove(backup.path)
    try:
        with closing(sqlite3.connect(f"{backup.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            firm = connection.execute("SELECT name FROM firm").fetchone()
            tablets = connection.execute("SELECT COUNT(*) FROM device WHERE revoked_at IS NULL").fetchone()
    except sqlite3.Error as error:
        raise SurroundingsError("errors.database_damaged") from error
    return Contents(firm[0] if firm is not None else "", tablets[0], len(names))


def fetch(settings: Settings, backup: Backup, told: Told = lambda _here, _all: None) -> Incoming:
    """Brings everything of a copy to this program's folder and proves it there; nothing that stands is touched.

    A copy from a disk that is taken away, or that fills this one, is found out before anything is closed.
    """
    incoming = settings.database_path.with_suffix(".incoming")
    try:
        prove(backup.path)
        copy_database(backup.path, incoming)
        names = prove(incoming)
        _mark_restored(incoming)
        _bring_attachments(settings, backup, names, told)
    except BaseException as error:
        incoming.unlink(missing_ok=True)
        if isinstance(error, ValueError):  # no attachment can have such a name
            raise SurroundingsError("errors.database_damaged") from error
        if isinstance(error, OSError):
            raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
        raise
    return Incoming(backup, incoming)


def put_in_place(settings: Settings, incoming: Incoming) -> Path:
    """Makes a fetched copy the closed program's database; what was there is kept, and its path returned.

    The database then tells by itself that it was put back: tablets send again what it lacks.
    """
    lock = InstanceLock(settings.folder / f"{settings.role}.lock")
    try:
        aside = _set_aside(settings)
        incoming.path.replace(settings.database_path)
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
    finally:
        lock.release()
    return aside


def _mark_restored(path: Path) -> None:
    """Its token no longer fits any folder, even one whose token has not changed since the copy was made.

    Where copies lie was the other computer's matter: a disk that this one does not have is forgotten.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sync_state SET value = ? WHERE name = 'token'", (_RESTORED,))
        kept = connection.execute("SELECT value FROM sync_state WHERE name = 'backup_folder'").fetchone()
        if kept is not None and kept[0] and not Path(kept[0]).is_dir():
            connection.execute("UPDATE sync_state SET value = '' WHERE name = 'backup_folder'")


def _set_aside(settings: Settings) -> Path:
    """The present database as it is, with what its write-ahead log still holds; beside those of earlier times."""
    present = settings.database_path
    aside = _free(settings.folder / BACKUPS / f"{settings.role}-{SET_ASIDE}.db")
    if present.exists():
        try:
            copy_database(present, aside)
        except SurroundingsError:  # it is damaged: that may be why a copy is put back
            shutil.copyfile(present, aside)
    for ending in ("-wal", "-shm"):
        present.with_name(present.name + ending).unlink(missing_ok=True)
    return aside


def _free(path: Path) -> Path:
    """This name, or the first with a number after it that nothing has."""
    names = chain((path,), (path.with_stem(f"{path.stem}-{number}") for number in count(2)))
    return next(one for one in names if not one.exists())


def _bring_attachments(settings: Settings, backup: Backup, names: set[str], told: Told) -> None:
    """Those that the copy needs and that lie whole beside it: some may still have been on a tablet when it was made."""
    kept = backup.path.parent / "attachments"
    if not kept.is_dir():
        return  # and a disk that is only read must not be written to
    there, here = BlobStore(kept), BlobStore(settings.attachments)
    for number, name in enumerate(sorted(names)):
        told(number, len(names))
        if not here.has(name):
            content = there.get(name)
            if content is not None:
                here.put(content)
    told(len(names), len(names))
