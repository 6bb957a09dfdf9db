"""What a tablet's program writes down of its sync beside the engine's books: moments that its pages tell."""

from core.model.sync_ledger import CLOCK_AHEAD
from core.sync.assembly import Opened
from core.sync.moments import from_text, to_text
from core.sync.sql import ConnectionSql, set_state
from core.sync.tablet_ledger import Cursor, read_cursor


class TabletNotes:
    """Short transactions of their own, from any thread."""

    def __init__(self, core: Opened) -> None:
        self._core = core

    def cursor(self) -> Cursor:
        with self._core.database.read() as session:
            return read_cursor(ConnectionSql(session.connection()))

    def happened(self, *names: str) -> None:
        """Each of these moments is now."""
        now = to_text(self._core.clock.now())
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), **dict.fromkeys(names, now))

    def met(self, office_time: str) -> None:
        """The office has answered just now, and that was its own time; empty when it did not say."""
        now = self._core.clock.now()
        values: dict[str, str | int] = {"last_contact_at": to_text(now)}
        if office_time:
            values[CLOCK_AHEAD] = round((now - from_text(office_time)).total_seconds())
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), **values)
