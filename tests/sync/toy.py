"""A tiny trade on real SQL for the simulator: visits with minutes on them, in memory, that can crash at any commit."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import core.model
from core.sync.feed import Key
from core.sync.letters import Entry, Rows
from core.sync.office_engine import TryLater
from core.sync.office_ledger import Trusted

KIND_ORDER = {"activity": 0, "time_effort": 1}
COLUMNS = {
    ("activity", "full"): ("id", "person", "slot", "status", "minutes"),
    ("activity", "kept"): ("id", "person", "status", "minutes"),
    ("time_effort", "full"): ("id", "activity_id", "person", "minutes"),
}
STEPS = ("new", "accepted", "working", "done")
_TABLES = (
    "command_log", "row_change", "counter", "device", "sync_state", "sync_stream", "sync_bundle", "sync_quarantine",
    "sync_sent", "sync_seen", "sync_deferred",
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
    statements.append("CREATE TABLE activity (id PRIMARY KEY, person, slot DEFAULT 0, status, minutes DEFAULT 0)")
    statements.append("CREATE TABLE time_effort (id PRIMARY KEY, activity_id, person, minutes)")
    return ";".join(statements)


@cache
def _empty() -> bytes:
    """A database with every table, made once: most of a short history would go into making them."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_schema())
    return connection.serialize()


class ToySql:
    """The SQL port on a bare sqlite3 connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def gathered(self, column: str) -> str:
        return f"json_group_array({column})"

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        return self.connection.execute(statement, parameters).fetchall()

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        row: Sequence[Any] | None = self.connection.execute(statement, parameters).fetchone()
        return row

    def run(self, statement: str, **parameters: Any) -> None:
        self.connection.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        self.connection.executemany(statement, parameters)


class ToyWork:
    """A transaction of either side."""

    def __init__(self, sql: ToySql, is_office: bool) -> None:
        self.sql = sql
        self._is_office = is_office

    # The trade itself: the same on both sides, as the real services are.

    def handle(self, entry: Entry) -> None:
        order = json.loads(entry.payload)
        visit = order["activity_id"]
        if order["type"] == "time":
            if self._insert_time(order, visit, entry.person_id):
                self.sql.run(
                    "UPDATE activity SET minutes = minutes + :n WHERE id = :id", n=order["minutes"], id=visit
                )
                self.touch("activity", visit)
        elif order["type"] == "step":
            row = self.sql.one("SELECT status FROM activity WHERE id = :id", id=visit)
            legal = row is not None and row[0] in STEPS and STEPS.index(order["status"]) > STEPS.index(row[0])
            if legal:
                self.sql.run("UPDATE activity SET status = :s WHERE id = :id", s=order["status"], id=visit)
                self.touch("activity", visit)
        elif order["type"] == "poison":
            if self._is_office:
                self._insert_time(order, visit, entry.person_id)
                raise ValueError("nobody expected this")
            self._insert_time(order, visit, entry.person_id)

    def _insert_time(self, order: dict[str, Any], visit: str, person: str) -> bool:
        if self.sql.one("SELECT 1 FROM time_effort WHERE id = :id", id=order["row"]) is not None:
            return False
        self.sql.run(
            "INSERT INTO time_effort VALUES (:id, :visit, :person, :minutes)",
            id=order["row"], visit=visit, person=person, minutes=order["minutes"],
        )
        self.touch("time_effort", order["row"])
        return True

    def touch(self, kind: str, row_id: str, deleted: bool = False) -> None:
        self.sql.run(
            "INSERT INTO counter (name, value) VALUES ('feed', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
        )
        self.sql.run(
            "INSERT INTO row_change (kind, id, seq, deleted) VALUES (:kind, :id, "
            "(SELECT value FROM counter WHERE name = 'feed'), :deleted) "
            "ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted",
            kind=kind, id=row_id, deleted=deleted,
        )

    def log(self, entry: Entry, device_id: str) -> None:
        order = json.loads(entry.payload)
        self.sql.run(
            "INSERT INTO command_log (id, type, payload, person_id, device_id, at, activity_id, verdict) "
            "VALUES (:id, :type, :payload, :person, :device, :at, :activity, 'applied')",
            id=entry.id, type=order["type"], payload=entry.payload, person=entry.person_id, device=device_id,
            at=entry.at, activity=order["activity_id"],
        )

    # What the office's engine asks for

    def carry_out(self, sender: Trusted, entry: Entry) -> None:
        self.handle(entry)
        self.log(entry, sender.device_id)

    def scope(self, person_id: str) -> Mapping[Key, str]:
        wanted: dict[Key, str] = {}
        rows = self.sql.rows(
            "SELECT id, person = :p FROM activity WHERE (person = :p AND slot > 0) "
            "OR id IN (SELECT activity_id FROM time_effort WHERE person = :p)",
            p=person_id,
        )
        for visit, is_own in rows:
            wanted["activity", visit] = "full" if is_own else "kept"
            for (row_id,) in self.sql.rows("SELECT id FROM time_effort WHERE activity_id = :v", v=visit):
                wanted["time_effort", row_id] = "full"
        return wanted

    def may_concern(self, changed: Mapping[Key, int], person_id: str, holds: Callable[[str, str], bool]) -> bool:
        for kind, row_id in changed:
            if holds(kind, row_id):
                return True
            row = self.sql.one(
                "SELECT person FROM activity WHERE id = :id"
                if kind == "activity"
                else "SELECT activity_id FROM time_effort WHERE id = :id",
                id=row_id,
            )
            if row is not None and (row[0] == person_id if kind == "activity" else holds("activity", row[0])):
                return True
            if kind == "time_effort" and row is not None:
                author = self.sql.one("SELECT person FROM time_effort WHERE id = :id", id=row_id)
                if author is not None and author[0] == person_id:
                    return True
        return False

    def states(self, kind: str, shape: str, ids: Sequence[str]) -> Rows:
        columns = COLUMNS[kind, shape]
        found = []
        for row_id in ids:
            row = self.sql.one(f"SELECT {', '.join(columns)} FROM {kind} WHERE id = :id", id=row_id)
            if row is not None:
                found.append(list(row))
        return Rows(kind, columns, found)

    # What the tablet's engine asks for

    def put(self, group: Rows) -> None:
        for row in group.rows:
            values = dict(zip(group.columns, row, strict=True))
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            self.sql.run(f"INSERT OR REPLACE INTO {group.kind} ({names}) VALUES ({marks})", **values)

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        if kind in KIND_ORDER:
            for row_id in ids:
                self.sql.run(f"DELETE FROM {kind} WHERE id = :id", id=row_id)

    def replay(self, entry: Entry) -> None:
        order = json.loads(entry.payload)
        if self.sql.one("SELECT 1 FROM activity WHERE id = :id", id=order["activity_id"]) is not None:
            self.handle(entry)

    def unseen(self) -> Iterable[Key]:
        for kind in KIND_ORDER:
            for (row_id,) in self.sql.rows(
                f"SELECT id FROM {kind} WHERE id NOT IN (SELECT id FROM sync_seen WHERE kind = :kind)", kind=kind
            ):
                yield kind, row_id


class ToyStore:
    """A disk that outlives its program. `fault` says what happens at the next commit: before, after, full, nothing."""

    def __init__(self, is_office: bool) -> None:
        self.is_office = is_office
        self.fault: Callable[[], str] = lambda: ""
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.deserialize(_empty())

    @contextmanager
    def read(self) -> Iterator[ToyWork]:
        yield ToyWork(ToySql(self.connection), self.is_office)

    @contextmanager
    def write(self) -> Iterator[ToyWork]:
        self.connection.execute("BEGIN")
        try:
            yield ToyWork(ToySql(self.connection), self.is_office)
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

    def snapshot(self) -> bytes:
        return self.connection.serialize()

    def restore(self, kept: bytes) -> None:
        self.connection.close()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.deserialize(kept)

    def table(self, kind: str) -> dict[str, tuple[Any, ...]]:
        columns = COLUMNS[kind, "full"]
        return {row[0]: row for row in self.connection.execute(f"SELECT {', '.join(columns)} FROM {kind}")}
