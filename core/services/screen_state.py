"""What this device's own screen remembers between starts: never sent, never undone, no command."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.sync_ledger import SyncState
from core.storage.engine import Database

_PREFIX = "screen."


def keep_screen_state(database: Database, name: str, value: str) -> None:
    """Keeps one named value, committed when this returns."""
    with database.write() as session:
        session.merge(SyncState(name=_PREFIX + name, value=value))


def kept_screen_state(session: Session, name: str) -> str:
    """The kept value, empty when there is none."""
    return session.scalar(select(SyncState.value).where(SyncState.name == _PREFIX + name)) or ""
