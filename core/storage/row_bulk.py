"""Many rows at once, past the mapped classes: what the office sends to a tablet, and what is made in bulk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Column, Date, Dialect, LargeBinary, Table, delete
from sqlalchemy.orm import Session

from core.changes import Touched
from core.storage.base import Exact, Json, UtcDateTime
from core.storage.row_state import entity_classes, plain
from core.storage.traces import feed_numbers, stored_time

_AT_ONCE = 400


def read_rows(session: Session, kind: str, columns: Sequence[str], ids: Sequence[str]) -> list[list[Any]]:
    """These columns of the rows that exist, as JSON can hold them, in the order of the ids."""
    form = _form(kind, tuple(columns), session.connection().dialect)
    found: dict[str, list[Any]] = {}
    for row in _as_stored(session, form, ids):
        values = list(row)
        for position, told in form.readers:
            if (value := values[position]) is not None:
                values[position] = told(value)
        found[values[form.id_position]] = values
    return [found[row_id] for row_id in ids if row_id in found]


@dataclass(frozen=True, slots=True)
class Written:
    """What changed of one kind: the rows as screens are told of them, and as they were stored, before and after.

    `names` are the columns of `states`; a row that was born has one state, one that is gone its last.
    """

    touched: list[Touched]
    names: tuple[str, ...]
    states: list[tuple[Any, ...]]


def put_rows(session: Session, kind: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Written:
    """Makes each row be exactly this (columns that are not given get their defaults); returns what changed.

    A row that stands in the way of a unique value is replaced: the office's states are true together, but they arrive
    one after the other. Values are as `read_rows` gives them; unknown columns are a newer office's, and left out.
    """
    connection = session.connection()
    form = _form(kind, tuple(columns), connection.dialect)
    wanted: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        values = [row[position] for position in form.positions]
        for position, stored in form.writers:
            if (value := values[position]) is not None:
                values[position] = stored(value)
        wanted[values[form.id_position]] = tuple(values)
    before = {row[form.id_position]: tuple(row) for row in _as_stored(session, form, list(wanted))}
    touched, changed, states = [], [], []
    for row_id, now in wanted.items():
        was = before.get(row_id)
        if was == now:
            continue
        if was is None:
            touched.append(Touched(kind, row_id, "created"))
        else:
            fields = (name for name, old, new in zip(form.names, was, now, strict=True) if old != new)
            touched.append(Touched(kind, row_id, "updated", frozenset(fields)))
            states.append(was)
        states.append(now)
        changed.append(now + form.others)
    if changed:
        connection.exec_driver_sql(form.insertion, changed)
    return Written(touched, form.names, states)


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


def drop_rows(session: Session, kind: str, ids: Sequence[str]) -> Written:
    """Removes the rows; returns those that were there."""
    table = _table(kind)
    form = _form(kind, tuple(column.key for column in table.columns), session.connection().dialect)
    states = [tuple(row) for row in _as_stored(session, form, ids)]
    there = [str(state[form.id_position]) for state in states]
    for chunk in _chunks(there):
        session.execute(delete(table).where(table.c.id.in_(chunk)))
    return Written([Touched(kind, row_id, "deleted") for row_id in there], form.names, states)


def _table(kind: str) -> Table:
    table = entity_classes()[kind].__table__
    assert isinstance(table, Table)
    return table


def _as_stored(session: Session, form: "_Form", ids: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The rows in the database's own values: making Python's of each costs more than fetching it."""
    connection = session.connection()
    for chunk in _chunks(ids):
        given = msgspec.json.encode(chunk).decode() if connection.dialect.name == "sqlite" else list(chunk)
        yield from connection.exec_driver_sql(form.selection, {"ids": given}).fetchall()


@dataclass(frozen=True, slots=True)
class _Form:
    """How rows with these columns, as JSON holds them, are read and written.

    `names` are the columns we know, at `positions` of what was given; `readers` and `writers` change the values at
    these places of `names`. `insertion` takes the known columns and then `others`: what all the rest hold.
    """

    names: tuple[str, ...]
    positions: tuple[int, ...]
    id_position: int
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    writers: tuple[tuple[int, Callable[[Any], Any]], ...]
    selection: str
    insertion: str
    others: tuple[Any, ...]


@cache
def _form(kind: str, columns: tuple[str, ...], dialect: Dialect) -> _Form:
    table = _table(kind)
    known = [(position, table.c[name]) for position, name in enumerate(columns) if name in table.c]
    names = tuple(column.key for _, column in known)
    _, usual, processes = _insertion(kind, dialect)
    process = dict(processes)
    blanks = {name: process.get(name, _same)(value) for name, value in _blanks(kind, names).items()}
    others = {name: value for name, value in (usual | blanks).items() if name not in names}
    quote = dialect.identifier_preparer.quote
    quoted = ", ".join(quote(name) for name in (*names, *others))
    marks = ", ".join("?" for _ in (*names, *others))
    return _Form(
        names, tuple(position for position, _ in known), names.index("id"),
        tuple((n, told) for n, (_, column) in enumerate(known) if (told := _told(column, dialect)) is not None),
        tuple((n, stored) for n, (_, column) in enumerate(known) if (stored := _stored(column, dialect)) is not None),
        f"SELECT {', '.join(map(quote, names))} FROM {quote(table.name)} WHERE id {_among(dialect)}",
        f"INSERT OR REPLACE INTO {table.name} ({quoted}) VALUES ({marks})", tuple(others.values()),
    )


def _among(dialect: Dialect) -> str:
    """The ids as one parameter: a mark for each would be put together and parsed anew for every few hundred rows."""
    return "IN (SELECT value FROM json_each(:ids))" if dialect.name == "sqlite" else "= ANY(%(ids)s)"


def _same(value: Any) -> Any:
    return value


def _told(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes JSON's value of a stored one; None when it is the same."""
    kind = column.type
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _moment_told
    loaded = kind.result_processor(dialect, None) or _same
    if isinstance(kind, UtcDateTime | Exact | Date | LargeBinary):
        return lambda value: plain(loaded(value))
    return None if loaded is _same else loaded


def _stored(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the stored value of JSON's; None when it is the same."""
    kind = column.type
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _moment_stored
    written = kind.bind_processor(dialect)
    parsed: Callable[[Any], Any] | None = None
    if isinstance(kind, UtcDateTime):
        parsed = datetime.fromisoformat
    elif isinstance(kind, Exact):
        parsed = Decimal
    elif isinstance(kind, Date):
        parsed = date.fromisoformat
    elif isinstance(kind, LargeBinary):
        parsed = bytes.fromhex
    if parsed is None or written is None:
        return parsed or written
    first, then = parsed, written
    return lambda value: then(first(value))


def _moment_told(stored: str) -> str:
    """`2026-11-24 07:43:00.000000` as ISO 8601, without a datetime in between."""
    return stored.replace(" ", "T", 1).removesuffix(".000000") + "+00:00"


def _moment_stored(told: str) -> str:
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError("a stored time must know its zone")
    return stored_time(moment)


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


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
