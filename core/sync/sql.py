"""The small port to plain SQL that all bookkeeping goes through; named parameters, portable statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, TextClause, text

Item = TypeVar("Item")


class Sql(Protocol):
    """Statements inside one transaction. Parameters are named `:name` in the statement."""

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]: ...

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None: ...

    def run(self, statement: str, **parameters: Any) -> None: ...

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None: ...


@lru_cache(maxsize=512)
def _clause(statement: str) -> TextClause:
    return text(statement)


class ConnectionSql:
    """The port on a SQLAlchemy connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        return self._connection.execute(_clause(statement), parameters).fetchall()

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        return self._connection.execute(_clause(statement), parameters).first()

    def run(self, statement: str, **parameters: Any) -> None:
        self._connection.execute(_clause(statement), parameters)

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        if parameters:
            self._connection.execute(_clause(statement), list(parameters))


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size`: databases allow only so many parameters."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def get_state(sql: Sql, name: str, default: str = "") -> str:
    row = sql.one("SELECT value FROM sync_state WHERE name = :name", name=name)
    return str(row[0]) if row is not None else default


def set_state(sql: Sql, **values: str | int) -> None:
    """Keeps named values of this installation (`SyncState`)."""
    sql.run_many(
        "INSERT INTO sync_state (name, value) VALUES (:name, :value) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [{"name": name, "value": str(value)} for name, value in values.items()],
    )
