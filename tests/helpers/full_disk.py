"""A disk without room under a real database, and what is said of it."""

from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from core.bootstrap import Core

LONG = "Parkering " * 390
"""More than fits into the room that the pages of the database have left."""
FULL = "Disken är full. Det du just skrev är inte sparat, allt äldre är det."


class Disk:
    """SQLite's own limit: not one more page, as on a disk that has no room."""

    def __init__(self, core: Core) -> None:
        self._core, self._most = core, 2**30
        event.listen(core.database.engine, "begin", self._limit)

    def _limit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self._most}")

    def fill(self) -> None:
        self._most = int(self._core.database.ask(lambda session: session.scalar(text("PRAGMA page_count"))) or 0)

    def clear(self) -> None:
        self._most = 2**30
