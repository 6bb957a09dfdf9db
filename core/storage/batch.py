"""Many commands in one transaction: what they look up is remembered, and what they only add goes down together.

Each handler sees exactly what it would see alone: whatever asks the database through the session has everything
written to it first, and an answer is remembered only until a row that it was made of is written.
"""

from collections.abc import Callable, Collection, Hashable
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import ORMExecuteState, Session

from core.storage.base import Base, Entity
from core.storage.traces import Traces

_HERE = "batch"
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Batch:
    """Lives as long as its session's transaction; `close` writes what is left.

    `on_written` belongs to the command that is being carried out: it is told after each flush.
    """

    def __init__(self, session: Session) -> None:
        self.traces = Traces()
        self.on_written: Callable[[Session, Any], None] | None = None
        self._session = session
        self._held: list[object] = []
        self._pending: dict[tuple[str, str], type[Entity]] = {}
        self._pending_kinds: set[type[Entity]] = set()
        self._unclaimed: dict[tuple[str, str], Entity] = {}
        self._answers: dict[Hashable, tuple[tuple[type[Base], ...], Any]] = {}
        session.info[_HERE] = self
        event.listen(session, "do_orm_execute", self._on_execute)
        event.listen(session, "transient_to_pending", self._on_pending)
        event.listen(session, "pending_to_transient", self._on_withdrawn)
        event.listen(session, "after_flush", self._on_flush)
        event.listen(session, "after_flush_postexec", self._on_flushed)
        for arrival in ("loaded_as_persistent", "pending_to_persistent"):
            event.listen(session, arrival, self._hold)

    def close(self) -> None:
        self._session.flush()
        self.traces.write(self._session)

    def exists(self, row: Entity) -> bool:
        """Whether there is a row of this kind with this id, here or in the database."""
        kind = row.__tablename__
        if (kind, row.id) in self._pending:
            return True
        connection = self._session.connection()
        statement = _search(kind, connection.dialect)
        if connection.dialect.name == "sqlite":  # straight to the driver: this is asked for every new row
            driver: Any = connection.connection.driver_connection
            return driver.execute(statement, {"id": row.id}).fetchone() is not None
        return connection.exec_driver_sql(statement, {"id": row.id}).first() is not None

    @property
    def unclaimed(self) -> Collection[Entity]:
        """Rows that wait to be written, and of which no command has said yet that it added them."""
        return self._unclaimed.values()

    def claim(self) -> None:
        """They are not written yet, but the command that added them has said so now."""
        self._unclaimed.clear()

    def recall(self, key: Hashable, kinds: tuple[type[Base], ...], look: Callable[[], Answer]) -> Answer:
        """The answer of `look`, as long as none of the rows it may be made of is written."""
        session, concerned = self._session, _with_kinds_below(kinds)
        if not concerned.isdisjoint(self._pending_kinds) or any(
            type(row) in concerned for rows in (session.dirty, session.deleted) for row in rows
        ):
            self._session.flush()
        if key not in self._answers:
            self._answers[key] = kinds, look()
        answer: Answer = self._answers[key][1]
        return answer

    # What the session tells

    def _on_execute(self, asked: ORMExecuteState) -> None:
        self.traces.write(self._session)
        if not asked.is_select:
            self._answers.clear()

    def _on_pending(self, _session: Session, row: object) -> None:
        if isinstance(row, Entity):
            key = row.__tablename__, row.id
            self._pending[key] = type(row)
            self._pending_kinds.add(type(row))
            self._unclaimed[key] = row

    def _on_withdrawn(self, _session: Session, row: object) -> None:
        if isinstance(row, Entity):
            key = row.__tablename__, row.id
            self._pending.pop(key, None)
            self._unclaimed.pop(key, None)

    def _on_flush(self, session: Session, context: Any) -> None:
        if self.on_written is not None:
            self.on_written(session, context)
        written = {type(row) for rows in (session.new, session.dirty, session.deleted) for row in rows}
        stale = [key for key, (kinds, _) in self._answers.items() if any(issubclass(one, kinds) for one in written)]
        for key in stale:
            del self._answers[key]

    def _on_flushed(self, _session: Session, _context: Any) -> None:
        self._pending.clear()
        self._pending_kinds.clear()
        self._unclaimed.clear()

    def _hold(self, _session: Session, row: object) -> None:
        """A session forgets rows that nobody holds, and would fetch them again for the next command."""
        self._held.append(row)


def batch_of(session: Session) -> Batch | None:
    batch: Batch | None = session.info.get(_HERE)
    return batch


def recalled(
    *kinds: type[Base],
) -> Callable[
    [Callable[Concatenate[Session, Given], Answer]], Callable[Concatenate[Session, Given], Answer]
]:
    """For a query that is made of rows of these kinds, and of nothing else: in a batch it is asked once."""

    def remembering(
        query: Callable[Concatenate[Session, Given], Answer],
    ) -> Callable[Concatenate[Session, Given], Answer]:
        @wraps(query)
        def answered(session: Session, /, *given: Given.args, **named: Given.kwargs) -> Answer:
            batch = batch_of(session)
            if batch is None:
                return query(session, *given, **named)
            key = (query, given, tuple(sorted(named.items())))
            return batch.recall(key, kinds, lambda: query(session, *given, **named))

        return answered

    return remembering


@cache
def _with_kinds_below(kinds: tuple[type[Base], ...]) -> frozenset[type[Base]]:
    """A set, because it is asked for several times by each of thousands of commands."""
    return frozenset(kinds).union(*(_with_kinds_below(tuple(kind.__subclasses__())) for kind in kinds))


@cache
def _search(kind: str, dialect: Dialect) -> str:
    mark = ":id" if dialect.name == "sqlite" else "%(id)s"
    return f"SELECT 1 FROM {dialect.identifier_preparer.quote(kind)} WHERE id = {mark}"
