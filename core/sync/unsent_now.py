"""What lies on this tablet now and is not yet safe at the office, by the sync's own books."""

from sqlalchemy.orm import Session

from core.queries.unsent import Unsent, unsent
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor


def unsent_now(session: Session, device_id: str) -> Unsent:
    """This device's commands that the office has not acknowledged, by visit."""
    return unsent(session, device_id, read_cursor(ConnectionSql(session.connection())).acked)
