"""Making a tablet new again: never while anything on it is neither at the office nor in a whole file for it."""

from core.errors import UserError
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.journal_copy import kept_in_file
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor, waiting


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
