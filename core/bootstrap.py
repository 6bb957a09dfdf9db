"""Wires everything from Settings; the one function that both apps, the hub, the command line and all tests call."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from core.changes import ChangeBus
from core.clock import Clock, SystemClock
from core.errors import UserError
from core.services.command_bus import CommandBus
from core.services.registry import handlers
from core.settings import Settings
from core.storage.blobs import BlobStore
from core.storage.encrypting import keys_of
from core.storage.engine import Database
from core.storage.file_forms import SealedFiles
from core.storage.instance_lock import InstanceLock
from core.storage.opening import device_identity, open_database
from core.storage.vault import KeyStore, Vault
from core.texts import Texts


@dataclass(frozen=True)
class Core:
    """The product, opened: what every program and test works through."""

    settings: Settings
    clock: Clock
    database: Database
    changes: ChangeBus
    commands: CommandBus
    blobs: BlobStore
    texts: Texts
    device_id: str
    lock: InstanceLock
    vault: Vault

    def close(self) -> None:
        self.database.close()
        self.lock.release()


def open_core(
    settings: Settings, clock: Clock | None = None, *, pin: str = "", keystore: KeyStore | None = None
) -> Core:
    """Opens (making or upgrading it where needed) the database of this role.

    `pin` opens an encrypted tablet whose key it wraps; `keystore` is the operating system's unless given. Raises
    UserError when the folder cannot be used, the PIN is wrong or the database is newer than the program,
    SurroundingsError when it is damaged.
    """
    clock = clock or SystemClock()
    folder = _usable(settings.folder)
    lock = InstanceLock(folder / f"{settings.role}.lock")
    opened = ExitStack()
    opened.callback(lock.release)
    with opened:
        keys = keys_of(settings, pin, keystore)
        database = open_database(settings, key=keys.database if keys else None)
        opened.callback(database.close)
        try:
            device_id = device_identity(database, folder, settings.role)
            blobs = BlobStore(settings.attachments, SealedFiles(keys.files) if keys else None)
        except OSError as error:
            raise UserError("errors.folder_not_writable") from error
        opened.pop_all()  # from here on the core closes them
    changes = ChangeBus()
    commands = CommandBus(
        database, clock, changes, handlers(), is_office=settings.role == "office", device_id=device_id
    )
    return Core(
        settings=settings, clock=clock, database=database, changes=changes, commands=commands,
        blobs=blobs, texts=Texts(settings.language), device_id=device_id, lock=lock,
        vault=Vault(settings.folder, keystore),
    )


def _usable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("errors.folder_not_writable") from error
    return folder
