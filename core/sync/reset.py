"""Making a tablet new again: never while anything on it is neither at the office nor in a whole file for it."""

import shutil

from core.errors import SurroundingsError, UserError
from core.settings import Settings
from core.storage.instance_lock import InstanceLock
from core.storage.vault import Vault
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.journal_copy import kept_in_file
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor, waiting

_BESIDE = ("-wal", "-shm")
_OWN = ("sync-token", "device-id")


def refuse_unless_safe(core: Opened) -> str:
    """UserError while a command or a picture of this tablet is neither known to be at the office nor in a file.

    The answer is the file that has to be handed to the office; empty when nothing needs one. Reads the whole file.
    """
    with core.database.read() as session:
        sql = ConnectionSql(session.connection())
        count = waiting(sql, core.device_id, read_cursor(sql).acked).count
    count += len(BlobMover(core).to_send())
    if not count:
        return ""
    path = kept_in_file(core)
    if not path:
        raise UserError("sync.error_reset_unsent", count=count)
    return path


def erase(settings: Settings, vault: Vault) -> None:
    """Takes everything of a closed tablet away: the next start finds an empty one with a new identity.

    The database goes after the attachments, so that after a power cut in between the tablet still knows whose it is;
    its key goes after it, and what the disk may still hold of it can never be read again.
    """
    lock = InstanceLock(settings.folder / f"{settings.role}.lock")
    try:
        shutil.rmtree(settings.attachments, ignore_errors=True)
        database = settings.database_path
        for path in (*(database.with_name(database.name + one) for one in _BESIDE), database):
            path.unlink(missing_ok=True)
        vault.forget()
        for name in _OWN:
            (settings.folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
    finally:
        lock.release()
