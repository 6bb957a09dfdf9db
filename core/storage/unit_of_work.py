"""One command's transaction: what a handler may use, and the automatic record of everything that it wrote."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import event, inspect, text
from sqlalchemy.orm import Session

from core.changes import Action, Changes, Label, Touched
from core.errors import UserError
from core.storage.base import Entity
from core.storage.batch import batch_of
from core.storage.row_state import plain
from core.storage.traces import Traces, stored_time

Row = TypeVar("Row", bound=Entity)

_BUMP_NUMBER = text(
    "INSERT INTO counter (name, value) VALUES (:name, :first) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


@dataclass(frozen=True)
class Flag:
    """Something a person at the office should look at; the work itself was kept."""

    code: str
    params: Mapping[str, Any]
    kind: str = ""
    row_id: str = ""
    activity_id: str | None = None


class UnitOfWork:
    """What a handler works with.

    `remote` is true when the office interprets a tablet's command: then nothing is refused, only flagged.
    `replaying` is true when a tablet lays its own unsent commands over a newer state from the office.
    """

    def __init__(
        self, session: Session, *, now: datetime, author_id: str, device_id: str, command_id: str,
        is_office: bool, remote: bool = False, replaying: bool = False,
    ) -> None:
        self.session = session
        self.now = now
        self.author_id = author_id
        self.device_id = device_id
        self.command_id = command_id
        self.is_office = is_office
        self.remote = remote
        self.replaying = replaying
        self.flags: list[Flag] = []
        self._found: dict[int, Entity] = {}
        self._undo: list[Any] = []
        self._label: Label | None = None
        self._result: str | None = None
        self._touched: dict[tuple[str, str], Touched] = {}
        self._journal: list[dict[str, Any]] = []
        self._batch = batch_of(session)
        self._record()

    # What a handler says

    def get(self, row_class: type[Row], row_id: str) -> Row:
        """The row, or a UserError that says it is gone."""
        row = self.find(row_class, row_id)
        if row is None:
            raise UserError("errors.row_gone", kind=row_class.__tablename__)
        return row

    def find(self, row_class: type[Row], row_id: str | None) -> Row | None:
        row = self.session.get(row_class, row_id) if row_id else None
        if row is not None:
            self._found[id(row)] = row  # the session forgets what nobody holds, and would read it once more
        return row

    def add(self, row: Row) -> Row:
        """Adds a row unless its id is already there (a replayed command); returns the row that is there."""
        if self._batch is None or self._batch.exists(row):
            existing = self.session.get(type(row), row.id)
            if existing is not None:
                return existing
        self.session.add(row)
        return row

    def next_number(self, series: str, first: int = 1) -> int:
        """The next number of a series; only the office gives numbers."""
        if not self.is_office:
            raise RuntimeError("only the office gives numbers")
        return int(self.session.execute(_BUMP_NUMBER, {"name": series, "first": first}).scalar_one())

    def undo_with(self, *commands: Any) -> None:
        """The commands, in order, that take this one back."""
        self._undo.extend(commands)

    def label(self, key: str, **params: Any) -> None:
        """The sentence that names what was done, for undo menus and toasts."""
        self._label = Label(key, params)

    def result(self, row_id: str) -> None:
        self._result = row_id

    def guard(self, allowed: bool, key: str, *, row: Entity | None = None, **params: Any) -> bool:
        """True when allowed. When not: refused at the screen it was tried on, flagged when it comes from a tablet."""
        if allowed:
            return True
        if not self.remote and not self.replaying:
            raise UserError(key, **params)
        self.flag(key, row=row, **params)
        return False

    def flag(self, key: str, *, row: Entity | None = None, **params: Any) -> None:
        """Asks a person at the office to look at this later; `key` is a text key."""
        if row is None:
            self.flags.append(Flag(key, params))
            return
        activity = row.id if row.__tablename__ == "activity" else getattr(row, "activity_id", None)
        self.flags.append(Flag(key, params, row.__tablename__, row.id, activity))

    def keep_overruled(self, row: Entity, field: str, standing: Any, wanted: Any) -> None:
        """A value that did not become the row's, because a later one stands: it stays in the history."""
        self._journal.append({
            **self._stamp(row), "action": "lost", "field": field, "old": _shown(standing), "new": _shown(wanted)
        })

    # What is recorded by itself

    def finish(self, logged: Callable[[Changes], dict[str, Any]] | None = None) -> Changes:
        """Writes journal, feed and (what `logged` makes of the changes) the command log. Called once, by the bus.

        In a batch that happens together with those of other commands, unless something is asked before.
        """
        if self._batch is None or self.session.dirty or self.session.deleted:
            self.session.flush()
        else:  # what is only new can wait for what the next commands add
            self._note_new(self.session)
            self._batch.claim()
        self.stop_recording()
        touched = tuple(self._touched.values())
        changes = Changes(touched, tuple(self._undo), self._label, self._result, self.author_id, self.command_id)
        traces = self._batch.traces if self._batch is not None else Traces()
        if self.is_office:
            for row in touched:
                traces.touched.pop((row.kind, row.id), None)
                traces.touched[row.kind, row.id] = row.action == "deleted"
            traces.journal += self._journal
        else:
            traces.guesses += [{"kind": row.kind, "id": row.id, "command_id": self.command_id} for row in touched]
        if logged is not None:
            traces.commands.append(logged(changes))
        if self._batch is None:
            traces.write(self.session)
        return changes

    def stop_recording(self) -> None:
        """After the command, or after a failed handler: then the caller rolls back."""
        if self._batch is not None:
            self._batch.on_written = None
        elif event.contains(self.session, "after_flush", self._on_flush):
            event.remove(self.session, "after_flush", self._on_flush)

    def _record(self) -> None:
        if self._batch is not None:  # which listens already: to come and go with each command would cost a tenth of it
            self._batch.on_written = self._on_flush
        else:
            event.listen(self.session, "after_flush", self._on_flush)

    def _on_flush(self, session: Session, _context: Any) -> None:
        self._note_new(session)
        for row in session.dirty:
            fields = frozenset(a.key for a in inspect(row).attrs if a.history.has_changes())
            if fields:
                self._note(row, "updated", fields)
        for row in session.deleted:
            self._note(row, "deleted", frozenset())

    def _note_new(self, session: Session) -> None:
        for row in session.new if self._batch is None else self._batch.unclaimed:
            self._note(row, "created", frozenset())

    def _note(self, row: object, action: Action, fields: frozenset[str]) -> None:
        if not isinstance(row, Entity):
            return
        key = (row.__tablename__, row.id)
        before = self._touched.get(key)
        if before is not None and before.action == "created" and action == "updated":
            return  # born with these values, as far as anybody else will ever see
        if before is not None and action == "updated":
            fields |= before.fields
        self._touched[key] = Touched(row.__tablename__, row.id, action, fields)
        stamp = self._stamp(row)
        if action != "updated":
            self._journal.append({**stamp, "action": action, "field": "", "old": None, "new": None})
            return
        for name in sorted(fields):
            history = inspect(row).attrs[name].history
            if history.has_changes():
                old = history.deleted[0] if history.deleted else None
                new = history.added[0] if history.added else None
                self._journal.append({**stamp, "action": action, "field": name, "old": _shown(old), "new": _shown(new)})

    def _stamp(self, row: Entity) -> dict[str, Any]:
        return {
            "command_id": self.command_id, "person_id": self.author_id, "device_id": self.device_id,
            "at": stored_time(self.now), "kind": row.__tablename__, "row_id": row.id,
        }


def _shown(value: Any) -> str | None:
    return None if value is None else str(plain(value))
