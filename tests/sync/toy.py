"""Databases in memory for the simulator's small trade, with the product's own books, that can crash at any commit."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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
    connection.executescript(_schema())
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


class ToyStore:
    """A disk that outlives its program. `fault` says what happens at the next commit: before, after, full, nothing."""

    def __init__(self, is_office: bool, is_old: bool = False) -> None:
        self.is_office = is_office
        self.is_old = is_old
        self.fault: Callable[[], str] = lambda: ""
        self.connection = _fresh()
        self._look = _Look(ToyWork(ToySql(self.connection), is_office, is_old))

    def give_back(self) -> None:
        """The history is over."""
        self._fill({})
        _spare.append(self.connection)

    def read(self) -> "_Look":
        return self._look

    @contextmanager
    def write(self) -> Iterator[ToyWork]:
        self.connection.execute("BEGIN")
        try:
            yield ToyWork(ToySql(self.connection), self.is_office, self.is_old)
            fault = self.fault()
            if fault == "before":
                raise Crash
            if fault == "full":
                raise TryLater("disk full")
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        if fault == "after":
            raise Crash

    def snapshot(self) -> Snapshot:
        return self.connection.serialize()

    def restore(self, kept: Snapshot) -> None:
        # Past another connection: this one would have to prepare all its statements anew.
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(kept)
            self._fill({name: copy.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in _tables()})

    def _fill(self, kept: dict[str, list[tuple[Any, ...]]]) -> None:
        self.connection.execute("BEGIN")
        for name in _tables():
            self.connection.execute(f"DELETE FROM {name}")
            if rows := kept.get(name):
                marks = ", ".join("?" for _ in rows[0])
                self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        self.connection.execute("COMMIT")

    def ids(self, kind: str) -> set[str]:
        return {row[0] for row in self.connection.execute(f"SELECT id FROM {kind}")}

    def table(self, kind: str) -> dict[str, tuple[Any, ...]]:
        columns = [name for name in COLUMNS[kind, "full"] if not (self.is_old and name in OLD_LACKS)]
        return {row[0]: row for row in self.connection.execute(f"SELECT {', '.join(columns)} FROM {kind}")}
