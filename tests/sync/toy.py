"""Databases in memory for the simulator's small trade, with the product's own books, that can crash at any commit."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import core.model
from core.sync.office_engine import TryLater
from tests.sync.toy_trade import COLUMNS, OLD_LACKS, TABLES, ToySql, ToyWork

_TABLES = (
    "command_log", "row_change", "counter", "device", "sync_state", "sync_stream", "sync_bundle", "sync_quarantine",
    "sync_sent", "sync_seen", "sync_guess", "sync_deferred",
)


class Crash(BaseException):
    """The power goes."""


@cache
def _schema() -> str:
    dialect = sqlite.dialect()
    statements = []
    for name in _TABLES:
        table = core.model.metadata.tables[name]
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    statements += TABLES
    return ";".join(statements)


Snapshot = bytes
"""The whole database as it would lie on a disk; most are taken in vain, so that taking one must cost little."""
_spare: list[sqlite3.Connection] = []
"""Emptied databases of histories that are over: their statements are prepared, which is most of what one costs."""


def _fresh() -> sqlite3.Connection:
    if _spare:
        return _spare.pop()
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=256)
    # Small pages, since most tables are nearly empty and whole databases are copied; what is deleted is no secret.
    connection.execute("PRAGMA page_size = 1024")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.executescript(_schema())
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    # All tables are emptied by one statement instead of one each.
    connection.execute("CREATE VIEW everything AS SELECT 1")
    emptied = " ".join(f"DELETE FROM {name};" for name in names)
    connection.execute(f"CREATE TRIGGER emptied INSTEAD OF DELETE ON everything BEGIN {emptied} END")
    return connection


@cache
def _tables() -> tuple[str, ...]:
    probe = _fresh()
    found = probe.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    _spare.append(probe)
    return tuple(row[0] for row in found)


class _Look:
    """A block in which a steady state is read; plain, because there are hundreds of them in a history."""

    def __init__(self, work: ToyWork) -> None:
        self._work = work

    def __enter__(self) -> ToyWork:
        return self._work

    def __exit__(self, *_failure: object) -> None:
        """Nothing was begun."""


class _Transaction:
    """A block whose writes come to stay together, or not at all."""

    def __init__(self, store: "ToyStore") -> None:
        self._store = store

    def __enter__(self) -> ToyWork:
        store = self._store
        store.connection.execute("BEGIN")
        return ToyWork(store.sql, store.is_office, store.is_old)

    def __exit__(self, _kind: object, failure: BaseException | None, _trace: object) -> None:
        store = self._store
        fault = store.fault() if failure is None else ""
        if failure is not None or fault in ("before", "full"):
            store.connection.execute("ROLLBACK")
        else:
            store.connection.execute("COMMIT")
        if fault == "full":
            raise TryLater("disk full")
        if fault:
            raise Crash


class ToyStore:
    """A disk that outlives its program. `fault` says what happens at the next commit: before, after, full, nothing."""

    def __init__(self, is_office: bool, is_old: bool = False) -> None:
        self.is_office = is_office
        self.is_old = is_old
        self.fault: Callable[[], str] = lambda: ""
        self.connection = _fresh()
        self.sql = ToySql(self.connection)
        self._ids: dict[str, tuple[int, set[str]]] = {}
        self._look = _Look(ToyWork(self.sql, is_office, is_old))

    def give_back(self) -> None:
        """The history is over."""
        self._fill({})
        _spare.append(self.connection)

    def read(self) -> "_Look":
        return self._look

    def write(self) -> "_Transaction":
        return _Transaction(self)

    def snapshot(self) -> Snapshot:
        return self.connection.serialize()

    def restore(self, kept: Snapshot) -> None:
        # Past another connection: this one would have to prepare all its statements anew.
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(kept)
            self._fill({name: copy.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in _tables()})

    def _fill(self, kept: dict[str, list[tuple[Any, ...]]]) -> None:
        self.connection.execute("BEGIN")
        self.connection.execute("DELETE FROM everything")
        for name, rows in kept.items():
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        self.connection.execute("COMMIT")

    def ids(self, kind: str) -> set[str]:
        """Outside of a transaction; asked after every letter, most of which change nothing."""
        written = self.connection.total_changes
        known = self._ids.get(kind)
        if known is None or known[0] != written:
            found = {row[0] for row in self.connection.execute(f"SELECT id FROM {kind}")}
            known = self._ids[kind] = written, found
        return known[1]

    def table(self, kind: str) -> dict[str, tuple[Any, ...]]:
        columns = [name for name in COLUMNS[kind, "full"] if not (self.is_old and name in OLD_LACKS)]
        return {row[0]: row for row in self.connection.execute(f"SELECT {', '.join(columns)} FROM {kind}")}
