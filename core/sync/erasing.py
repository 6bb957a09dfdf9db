"""Takes everything of a tablet away, for good and through power cuts, and keeps what it may still say of itself.

Loaded at every start, so it brings nothing else of the sync with it.
"""

import logging
import os
import shutil
from datetime import datetime
from pathlib import Path

import msgspec

from core.errors import SurroundingsError
from core.settings import Settings
from core.storage.backup import BACKUPS
from core.storage.former import remember_former
from core.storage.instance_lock import InstanceLock
from core.storage.vault import FILE, Vault

log = logging.getLogger(__name__)
_BESIDE = ("-wal", "-shm")
_OWN = ("sync-token", "device-id", FILE, "tablet.ini")
_ERASING, _FAREWELL = "erasing", "farewell.json"


class Farewell(msgspec.Struct, frozen=True):
    """What an emptied tablet may still say: which office blocked it and when, and the file with unsent work."""

    office: str
    at: datetime
    file: str = ""


def erase(settings: Settings, vault: Vault, farewell: Farewell | None = None) -> None:
    """Takes everything of a closed tablet away: the next start finds an empty one with a new identity.

    The decision is written down first, so that a power cut in between is finished by the next start (`finish_erasing`).
    Then the key goes: from there on nobody can read what the disk still holds. A farewell stays, and its former id.
    """
    lock = InstanceLock(settings.folder / f"{settings.role}.lock")
    try:
        _write(settings.folder / _ERASING, msgspec.json.encode(farewell))
        remember_former(settings.folder)
        try:
            vault.forget()
        except SurroundingsError as error:  # its keeper does not answer: what it opens goes all the same
            log.warning("the key could not be taken from its keeper: %s", error)
        for folder in (settings.attachments, settings.folder / BACKUPS):
            shutil.rmtree(folder, ignore_errors=True)
        database = settings.database_path
        for path in (*(database.with_name(database.name + one) for one in _BESIDE), database):
            path.unlink(missing_ok=True)
        for name in _OWN:
            (settings.folder / name).unlink(missing_ok=True)
        if farewell is not None:
            _write(settings.folder / _FAREWELL, msgspec.json.encode(farewell))
        (settings.folder / _ERASING).unlink()
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
    finally:
        lock.release()


def finish_erasing(settings: Settings, vault: Vault) -> None:
    """What a power cut left of an erasing goes before anything is opened."""
    mark = settings.folder / _ERASING
    if mark.exists():
        erase(settings, vault, _read(mark))


def farewell_of(settings: Settings) -> Farewell | None:
    """Why this tablet is empty, until somebody has read it (`forget_farewell`)."""
    return _read(settings.folder / _FAREWELL)


def forget_farewell(settings: Settings) -> None:
    (settings.folder / _FAREWELL).unlink(missing_ok=True)


def _read(path: Path) -> Farewell | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Farewell | None)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
