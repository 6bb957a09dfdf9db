"""What of the tablets' work a proven copy of the office's database holds."""

import sqlite3
from contextlib import closing

from core.storage.backup import Backup
from core.storage.engine import Database
from core.sync.office_ledger import note_backed_up as note
from core.sync.sql import ConnectionSql


def note_backed_up(database: Database, backup: Backup) -> None:
    """Reads it from the copy itself, not from what the copy was meant to be."""
    with closing(sqlite3.connect(f"{backup.path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        held = copy.execute("SELECT device_id, epoch, have_through FROM sync_stream WHERE have_through > 0")
        streams = held.fetchall()
    with database.write() as session:
        sql = ConnectionSql(session.connection())
        for device_id, epoch, through in streams:
            note(sql, device_id, epoch, int(through))
