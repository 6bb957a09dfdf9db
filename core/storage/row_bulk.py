"""Many rows at once, past the mapped classes: what the office sends to a tablet, and what is made in bulk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Dialect, LargeBinary, Table, delete, insert, select
from sqlalchemy.orm import Session

from core.changes import Touched
from core.storage.base import Exact, Json, UtcDateTime
from core.storage.row_state import entity_classes, plain
from core.storage.unit_of_work import feed_numbers

_AT_ONCE = 400


def read_rows(session: Session, kind: str, columns: Sequence[str], ids: Sequence[str]) -> list[list[Any]]:
    """These columns of the rows that exist, as JSON can hold them, in the order of the ids."""
    table = _table(kind)
    found: dict[str, list[Any]] = {}
    for chunk in _chunks(ids):
        for row in session.execute(select(*(table.c[name] for name in columns)).where(table.c.id.in_(chunk))):
            values = [plain(value) for value in row]
            found[values[columns.index("id")]] = values
    return [found[row_id] for row_id in ids if row_id in found]


def put_rows(session: Session, kind: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Touched]:
    """Makes each row be exactly this (columns that are not given get their defaults); returns what changed.

    A row that stands in the way of a unique value is replaced: the office's states are true together, but they arrive
    one after the other. Values are as `read_rows` gives them; unknown columns are a newer office's, and left out.
    """
    table = _table(kind)
    known = [(number, table.c[name]) for number, name in enumerate(columns) if name in table.c]
    blanks = _blanks(kind, tuple(column.key for _, column in known))
    wanted: dict[str, dict[str, Any]] = {}
    for row in rows:
        values = {column.key: _loaded(column, row[number]) for number, column in known}
        wanted[values["id"]] = values
    before = _present(session, table, [column for _, column in known], list(wanted))
    touched, changed = [], []
    for row_id, values in wanted.items():
        old = before.get(row_id)
        if old is None:
            touched.append(Touched(kind, row_id, "created"))
        else:
            fields = frozenset(name for name, value in values.items() if old[name] != value)
            if not fields:
                continue
            touched.append(Touched(kind, row_id, "updated", fields))
        changed.append(blanks | values)
    for chunk in _chunks(changed):
        session.execute(insert(table).prefix_with("OR REPLACE", dialect="sqlite"), chunk)
    return touched


def add_rows(session: Session, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows that are certainly new (values as Python has them, by column) and numbers them in the feed.

    Columns that are not given get their defaults. Nothing is journalled, undone or told to screens.
    """
    if not rows:
        return
    connection = session.connection()
    sql, usual, processes = _insertion(kind, connection.dialect)
    written = []
    for row in rows:
        values = {**usual, **row}
        for name, process in processes:
            if (value := row.get(name)) is not None:
                values[name] = process(value)
        written.append(values)
    connection.exec_driver_sql(sql, written)
    first = feed_numbers(session, len(rows))
    change = _statement("row_change", ("kind", "id", "seq", "deleted"), connection.dialect)
    connection.exec_driver_sql(
        change, [{"kind": kind, "id": row["id"], "seq": first + n, "deleted": False} for n, row in enumerate(rows)]
    )


def drop_rows(session: Session, kind: str, ids: Sequence[str]) -> list[Touched]:
    """Removes the rows; returns those that were there."""
    table = _table(kind)
    there: list[str] = []
    for chunk in _chunks(ids):
        there += session.scalars(select(table.c.id).where(table.c.id.in_(chunk)))
    for chunk in _chunks(there):
        session.execute(delete(table).where(table.c.id.in_(chunk)))
    return [Touched(kind, row_id, "deleted") for row_id in there]


def _table(kind: str) -> Table:
    table = entity_classes()[kind].__table__
    assert isinstance(table, Table)
    return table


def _present(
    session: Session, table: Table, columns: Sequence[Column[Any]], ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    names = [column.key for column in columns]
    return {
        row.id: dict(zip(names, row, strict=True))
        for chunk in _chunks(ids)
        for row in session.execute(select(*columns).where(table.c.id.in_(chunk)))
    }


Processes = tuple[tuple[str, Callable[[Any], Any]], ...]
"""The columns whose values the database takes in another form, with what makes that form."""


@cache
def _insertion(kind: str, dialect: Dialect) -> tuple[str, dict[str, Any], Processes]:
    """What adds a row without the mapper, which would spend most of the time of a big import on each value.

    The statement, what every column holds when nothing is said (as written), and how other values are written.
    """
    found = ((column.key, column.type.bind_processor(dialect)) for column in _table(kind).columns)
    processes = {name: process for name, process in found if process is not None}
    usual = {column.key: _default(column) for column in _table(kind).columns}
    for name, process in processes.items():
        usual[name] = None if usual[name] is None else process(usual[name])
    return _statement(kind, tuple(usual), dialect), usual, tuple(processes.items())


@cache
def _statement(table: str, columns: tuple[str, ...], dialect: Dialect) -> str:
    """An INSERT with named parameters in the words of the database's own driver."""
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in columns)
    form = ":{}" if dialect.name == "sqlite" else "%({})s"
    return f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(form.format(name) for name in columns)})"


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


@cache
def _blanks(kind: str, given: tuple[str, ...]) -> dict[str, Any]:
    """Values for columns that must hold something but were not sent and have no default of their own."""
    return {
        column.key: _blank(column)
        for column in _table(kind).columns
        if column.key not in given and not column.nullable and column.default is None
    }


def _blank(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Exact):
        return Decimal(0)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    if isinstance(kind, Date):
        return date(1970, 1, 1)
    if isinstance(kind, LargeBinary):
        return b""
    if isinstance(kind, Json):
        return {}
    return "" if kind.python_type is str else kind.python_type()


def _loaded(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Exact):
        return Decimal(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(value)
    return value


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
