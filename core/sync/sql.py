"""The small port to plain SQL that all bookkeeping goes through; named parameters, portable statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection, String, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Item = TypeVar("Item")


class gathered(FunctionElement[str]):
    """All values of a column as one JSON array: thousands of ids in one row (`spread` reads it).

    Every row that is fetched by itself is a chance for another thread to take the interpreter; a busy office would
    wait for each of thousands of them.
    """

    type = String()
    inherit_cache = True


@compiles(gathered, "sqlite")
def _gathered_in_sqlite(element: FunctionElement[str], compiler: SQLCompiler, **words: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **words)})"


@compiles(gathered, "postgresql")
def _gathered_in_postgresql(element: FunctionElement[str], compiler: SQLCompiler, **words: Any) -> str:
    return f"CAST(json_agg({compiler.process(element.clauses, **words)}) AS TEXT)"


_spread = msgspec.json.Decoder(list[str | None])


def spread(array: str | None) -> list[str]:
    """The texts in a `gathered` column; nothing stands for no row at all."""
    return [one for one in _spread.decode(array) if one] if array else []


class Sql(Protocol):
    """Statements inside one transaction. Parameters are named `:name` in the statement."""

    def gathered(self, column: str) -> str:
        """The words for all values of a column as one JSON array, for `spread`."""

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]: ...

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None: ...

    def run(self, statement: str, **parameters: Any) -> None: ...

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None: ...


@lru_cache(maxsize=512)
def _clause(statement: str) -> TextClause:
    return text(statement)


def ConnectionSql(connection: Connection) -> Sql:
    """The port on a SQLAlchemy connection."""
    return _SqliteSql(connection) if connection.dialect.name == "sqlite" else _AnySql(connection)


class _AnySql:
    """By SQLAlchemy's statements, for whichever database it speaks to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def gathered(self, column: str) -> str:
        return f"CAST(json_agg({column}) AS TEXT)"

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        return self._connection.execute(_clause(statement), parameters).fetchall()

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        return self._connection.execute(_clause(statement), parameters).first()

    def run(self, statement: str, **parameters: Any) -> None:
        self._connection.execute(_clause(statement), parameters)

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        if parameters:
            self._connection.execute(_clause(statement), list(parameters))


class _SqliteSql:
    """Straight to the driver, in the connection's transaction: it takes these words as they are, ten times as fast."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # The driver knows nothing of a transaction that SQLAlchemy has not begun yet.
        if not connection.in_transaction():
            connection.begin()
        self._driver: Any = connection.connection.driver_connection

    def gathered(self, column: str) -> str:
        return f"json_group_array({column})"

    def rows(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        with self._named_failures(statement):
            found: Sequence[Sequence[Any]] = self._driver.execute(statement, parameters).fetchall()
            return found

    def one(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        with self._named_failures(statement):
            row: Sequence[Any] | None = self._driver.execute(statement, parameters).fetchone()
            return row

    def run(self, statement: str, **parameters: Any) -> None:
        with self._named_failures(statement):
            self._driver.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        if parameters:
            with self._named_failures(statement):
                self._driver.executemany(statement, parameters)

    @contextmanager
    def _named_failures(self, statement: str) -> Iterator[None]:
        """A full disk is the same failure, whichever way the statement went."""
        driver = self._connection.dialect.loaded_dbapi
        try:
            yield
        except driver.Error as error:
            raise DBAPIError.instance(statement, None, error, driver.Error, dialect=self._connection.dialect) from error


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
