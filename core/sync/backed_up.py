"""Where the office's copies lie, and what of the tablets' work a proven one of them holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from core.storage.backup import Backup, Backups
from core.storage.engine import Database
from core.sync.assembly import Opened
from core.sync.office_ledger import note_backed_up as note
from core.sync.sql import ConnectionSql, get_state


def backups_of(core: Opened) -> Backups:
    """The copies in the folder that a person chose, or beside the database; also while no hub runs."""
    with core.database.read() as session:
        folder = get_state(ConnectionSql(session.connection()), "backup_folder")
    return Backups(core.settings, core.clock, Path(folder) if folder else None)


def note_backed_up(database: Database, backup: Backup) -> None:
    """Reads it from the copy itself, not from what the copy was meant to be."""
    with closing(sqlite3.connect(f"{backup.path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        held = copy.execute("SELECT device_id, epoch, have_through FROM sync_stream WHERE have_through > 0")
        streams = held.fetchall()
    with database.write() as session:
        sql = ConnectionSql(session.connection())
        for device_id, epoch, through in streams:
            note(sql, device_id, epoch, int(through))
