"""Puts a tablet's folder aside under another name, whole and untouched, and an empty one in its place."""

from datetime import datetime
from pathlib import Path

from core.clock import local
from core.errors import SurroundingsError
from core.settings import Settings
from core.storage.durable import sync_folder
from core.storage.former import remember_former
from core.storage.instance_lock import InstanceLock
from core.storage.vault import Kept, Vault

_READY = "-new"
"""Ends the name of the empty folder until the old one has made room for it."""


def aside_folder(settings: Settings, now: datetime) -> Path:
    """Where the folder would be put: beside itself, under a name that nothing has."""
    name = f"{settings.folder.name}-locked-{local(now):%Y%m%d-%H%M}"
    taken = {path.name for path in settings.folder.parent.iterdir()}
    number = next(one for one in range(1, len(taken) + 2) if _numbered(name, one) not in taken)
    return settings.folder.with_name(_numbered(name, number))


def set_aside(settings: Settings, aside: Path, owed: Kept) -> None:
    """Renames the folder of a closed tablet to `aside`; the empty one remembers who kept the old key (`Vault.owed`).

    The empty one is made first, so that a power cut between the two names leaves what the next start finishes.
    """
    folder, ready = settings.folder, _ready(settings)
    try:
        ready.mkdir(exist_ok=True)
        Vault(ready).owe(owed)
        remember_former(folder, ready)
        InstanceLock(folder / f"{settings.role}.lock").release()  # nobody else has it open
        folder.rename(aside)
        ready.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=error.strerror or str(error)) from error


def finish_setting_aside(settings: Settings) -> None:
    """After a power cut between the two names: the empty folder that was made ready takes its place."""
    ready = _ready(settings)
    if ready.is_dir() and not settings.folder.exists():
        ready.rename(settings.folder)


def _ready(settings: Settings) -> Path:
    return settings.folder.with_name(settings.folder.name + _READY)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
