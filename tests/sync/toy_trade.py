"""A tiny trade for the simulator: visits with minutes and steps on them, and vans whose stock is moved and counted."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from core.sync.feed import Key
from core.sync.letters import Entry, Rows
from core.sync.office_ledger import Trusted

KIND_ORDER = {"stock": 0, "activity": 1, "time_effort": 2, "stock_move": 3}
COLUMNS = {
    ("stock", "full"): ("id", "person", "quantity"),
    ("activity", "full"): ("id", "person", "slot", "status", "minutes", "own_note", "colour"),
    ("activity", "kept"): ("id", "person", "status", "minutes"),
    ("time_effort", "full"): ("id", "activity_id", "person", "minutes"),
    ("stock_move", "full"): ("id", "stock_id", "quantity"),
}
OLD_LACKS = ("colour",)
"""What a tablet of the version before does not know."""
_FEW = 12
_MARKS = tuple(", ".join(f":i{n}" for n in range(count)) for count in range(_FEW + 1))
STEPS = ("new", "accepted", "working", "done")
TABLES = (
    "CREATE TABLE activity (id PRIMARY KEY, person, slot DEFAULT 0, status, minutes DEFAULT 0, own_note, colour, cost)",
    "CREATE TABLE time_effort (id PRIMARY KEY, activity_id, person, minutes)",
    "CREATE TABLE stock (id PRIMARY KEY, person, quantity)",
    "CREATE TABLE stock_move (id PRIMARY KEY, stock_id, quantity)",
    "CREATE TABLE status_event (number INTEGER PRIMARY KEY, activity_id, from_step, to_step, legal)",
)


class ToySql:
    """The SQL port on a bare sqlite3 connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # One for all statements: making one for each is a tenth of what they cost here.
        self._cursor = connection.cursor()

    def gathered(self, column: str) -> str:
        return f"json_group_array({column})"

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        return self._cursor.execute(statement, parameters).fetchall()

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        row: Sequence[Any] | None = self._cursor.execute(statement, parameters).fetchone()
        return row

    def run(self, statement: str, **parameters: Any) -> None:
        self._cursor.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        if parameters:
            self._cursor.executemany(statement, parameters)


class ToyWork:
    """A transaction of either side."""

    def __init__(self, sql: ToySql, is_office: bool, is_old: bool = False) -> None:
        self.sql = sql
        self._is_office = is_office
        self._is_old = is_old
        self._wrote: list[Key] = []
        self._changed: set[str] = set()

    # The trade itself: the same on both sides, as the real services are.

    def handle(self, entry: Entry) -> None:
        order = json.loads(entry.payload)
        visit = order["activity_id"]
        match order["type"]:
            case "time":
                self._time(order, visit, entry.person_id)
            case "step":
                self._step(order, visit)
            case "take" | "count":
                self._move(order, f"s-{entry.person_id}")
            case "poison":
                self._insert_time(order["row"], visit, entry.person_id, order["minutes"])
                if self._is_office:
                    raise ValueError("nobody expected this")

    def _time(self, order: dict[str, Any], visit: str, person: str) -> None:
        minutes = self.minutes_of(order)
        if self._insert_time(order["row"], visit, person, minutes):
            self.sql.run("UPDATE activity SET minutes = minutes + :n WHERE id = :id", n=minutes, id=visit)
            self.touch("activity", visit)

    def minutes_of(self, order: dict[str, Any]) -> int:
        """The version before called them otherwise."""
        return int(order["minutes"] if "minutes" in order else order["mins"])

    def _insert_time(self, row_id: str, visit: str, person: str, minutes: int) -> bool:
        if self.sql.one("SELECT 1 FROM time_effort WHERE id = :id", id=row_id) is not None:
            return False
        self.sql.run(
            "INSERT INTO time_effort VALUES (:id, :visit, :person, :minutes)",
            id=row_id, visit=visit, person=person, minutes=minutes,
        )
        self.touch("time_effort", row_id)
        return True

    def _step(self, order: dict[str, Any], visit: str) -> None:
        row = self.sql.one("SELECT status FROM activity WHERE id = :id", id=visit)
        was = str(row[0]) if row is not None else ""
        is_legal = self.may_step(was, order["status"])
        if self._is_office:
            self.sql.run(
                "INSERT INTO status_event (activity_id, from_step, to_step, legal) VALUES (:visit, :was, :now, :legal)",
                visit=visit, was=was, now=order["status"], legal=is_legal,
            )
        if is_legal:
            self.sql.run("UPDATE activity SET status = :s WHERE id = :id", s=order["status"], id=visit)
            self.touch("activity", visit)

    def may_step(self, was: str, now: str) -> bool:
        return was in STEPS and STEPS.index(now) > STEPS.index(was)

    def _move(self, order: dict[str, Any], stock: str) -> None:
        held = self.sql.one("SELECT quantity FROM stock WHERE id = :id", id=stock)
        if held is None or self.sql.one("SELECT 1 FROM stock_move WHERE id = :id", id=order["row"]) is not None:
            return
        # A count becomes the movement that makes it true.
        quantity = order["value"] - held[0] if order["type"] == "count" else -order["value"]
        self.sql.run("INSERT INTO stock_move VALUES (:id, :stock, :n)", id=order["row"], stock=stock, n=quantity)
        self.sql.run("UPDATE stock SET quantity = quantity + :n WHERE id = :id", n=quantity, id=stock)
        self.touch("stock_move", order["row"])
        self.touch("stock", stock)

    def touch(self, kind: str, row_id: str, deleted: bool = False) -> None:
        if not self._is_office:
            self._wrote.append((kind, row_id))
            return
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
        self._keep_guesses(entry.id)

    def _keep_guesses(self, command_id: str) -> None:
        for kind, row_id in self._wrote:
            self.sql.run(
                "INSERT OR IGNORE INTO sync_guess (kind, id, seq) SELECT :kind, :id, seq FROM command_log "
                "WHERE id = :command",
                kind=kind, id=row_id, command=command_id,
            )
        self._wrote.clear()

    # What the office's engine asks for

    def carry_out(self, sender: Trusted, entry: Entry) -> None:
        self.handle(entry)
        self.log(entry, sender.device_id)

    def scope(self, person_id: str) -> Mapping[Key, str]:
        wanted: dict[Key, str] = {("stock", f"s-{person_id}"): "full"}
        efforts: dict[str, list[str]] = {}
        worked: set[str] = set()
        for row_id, visit, person in self.sql.rows("SELECT id, activity_id, person FROM time_effort"):
            efforts.setdefault(visit, []).append(row_id)
            if person == person_id:
                worked.add(visit)
        for visit, person, slot in self.sql.rows("SELECT id, person, slot FROM activity"):
            is_own = person == person_id
            if visit not in worked and not (is_own and slot > 0):
                continue
            wanted["activity", visit] = "full" if is_own else "kept"
            for row_id in efforts.get(visit, ()):
                wanted["time_effort", row_id] = "full"
        for (row_id,) in self.sql.rows("SELECT id FROM stock_move WHERE stock_id = :s", s=f"s-{person_id}"):
            wanted["stock_move", row_id] = "full"
        return wanted

    def may_concern(self, changed: Mapping[Key, int], person_id: str, holds: Callable[[str, str], bool]) -> bool:
        return any(holds(*key) or self._concerns(*key, person_id, holds) for key in changed)

    def _concerns(self, kind: str, row_id: str, person_id: str, holds: Callable[[str, str], bool]) -> bool:
        if kind == "stock":
            return row_id == f"s-{person_id}"
        if kind == "stock_move":
            row = self.sql.one("SELECT stock_id FROM stock_move WHERE id = :id", id=row_id)
            return row is not None and row[0] == f"s-{person_id}"
        if kind == "activity":
            row = self.sql.one("SELECT person FROM activity WHERE id = :id", id=row_id)
            return row is not None and row[0] == person_id
        row = self.sql.one("SELECT activity_id, person FROM time_effort WHERE id = :id", id=row_id)
        return row is not None and (row[1] == person_id or holds("activity", row[0]))

    def states(self, kind: str, shape: str, ids: Sequence[str]) -> Rows:
        columns = COLUMNS[kind, shape]
        there = self._rows(kind, columns, ids)
        return Rows(kind, columns, [list(there[row_id]) for row_id in ids if row_id in there])

    def _rows(self, kind: str, columns: Sequence[str], ids: Sequence[str]) -> dict[str, Sequence[Any]]:
        """Those of the rows that exist, by their ids."""
        head = f"SELECT {', '.join(columns)} FROM {kind} WHERE id"
        if len(ids) > _FEW:
            found = self.sql.rows(f"{head} IN (SELECT value FROM json_each(:ids))", ids=json.dumps(ids))
        else:  # a list costs a fifth of that, but is another statement for every length
            named = {f"i{number}": row_id for number, row_id in enumerate(ids)}
            found = self.sql.rows(f"{head} IN ({_MARKS[len(ids)]})", **named)
        return {row[0]: row for row in found}

    # What the tablet's engine asks for

    def put(self, group: Rows) -> None:
        known = [n for n, name in enumerate(group.columns) if not (self._is_old and name in OLD_LACKS)]
        names = [group.columns[n] for n in known]
        marks = ", ".join("?" for _ in names)
        before = self._rows(group.kind, names, [row[0] for row in group.rows])
        for row in group.rows:
            now = tuple(row[n] for n in known)
            if before.get(row[0]) != now:
                self._changed.add(self._visit_of(group.kind, dict(zip(names, now, strict=True))))
                self.sql.connection.execute(
                    f"INSERT OR REPLACE INTO {group.kind} ({', '.join(names)}) VALUES ({marks})", now
                )

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        if kind not in KIND_ORDER:
            return
        for row_id in ids:
            visit = row_id if kind == "activity" else ""
            if kind == "time_effort":
                row = self.sql.one("SELECT activity_id FROM time_effort WHERE id = :id", id=row_id)
                visit = str(row[0]) if row is not None else ""
            self._changed.add(visit)
            self.sql.run(f"DELETE FROM {kind} WHERE id = :id", id=row_id)

    def _visit_of(self, kind: str, row: Mapping[str, Any]) -> str:
        """What a changed row is about: one visit, or (the empty name) the van that all of them draw on."""
        return str(row["id"] if kind == "activity" else row.get("activity_id", ""))

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def concerned(self, visits: Collection[str]) -> Collection[str]:
        return visits if "" in self._changed else self._changed & set(visits)

    def replay(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._replay(entry)

    def _replay(self, entry: Entry) -> None:
        order = json.loads(entry.payload)
        if self.sql.one("SELECT 1 FROM activity WHERE id = :id", id=order["activity_id"]) is not None:
            self.handle(entry)
            self._keep_guesses(entry.id)

    def unseen(self) -> Iterable[Key]:
        for kind in KIND_ORDER:
            for (row_id,) in self.sql.rows(
                f"SELECT id FROM {kind} WHERE id NOT IN (SELECT id FROM sync_seen WHERE kind = :kind)", kind=kind
            ):
                yield kind, row_id
