"""Rows as plain values and back: what the sync sends, what undo keeps and what the journal shows."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Date, LargeBinary, inspect
from sqlalchemy.orm import Session

from core.storage.base import Base, Entity, Exact, UtcDateTime

State = dict[str, Any]


@cache
def entity_classes() -> dict[str, type[Entity]]:
    """Every synchronisable entity by its kind (table name)."""
    import core.model  # noqa: F401  registers the tables; the model itself imports this package

    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return {entity.__tablename__: entity for entity in classes if issubclass(entity, Entity)}


@cache
def column_names(kind: str) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(entity_classes()[kind]).column_attrs)


def plain(value: Any) -> Any:
    """A column value as JSON can hold it: ISO times in UTC, decimals as text, bytes as hex."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes):
        return value.hex()
    return value


def dump(row: Entity) -> State:
    """All columns of a row as JSON-ready values."""
    return {name: plain(getattr(row, name)) for name in column_names(row.__tablename__)}


def load_values(kind: str, state: State) -> State:
    """JSON-ready values as the column types want them; unknown columns are left out (they are from a newer office)."""
    columns = entity_classes()[kind].__table__.columns
    result: State = {}
    for name in column_names(kind):
        if name not in state:
            continue
        value, column_type = state[name], columns[name].type
        if value is not None:
            if isinstance(column_type, UtcDateTime):
                value = datetime.fromisoformat(value)
            elif isinstance(column_type, Exact):
                value = Decimal(value)
            elif isinstance(column_type, Date):
                value = date.fromisoformat(value)
            elif isinstance(column_type, LargeBinary):
                value = bytes.fromhex(value)
        result[name] = value
    return result


def put(session: Session, kind: str, state: State) -> None:
    """Makes the row be exactly this state, whether it was there or not."""
    row_class = entity_classes()[kind]
    values = load_values(kind, state)
    row = session.get(row_class, values["id"])
    if row is None:
        session.add(row_class(**values))
        return
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def remove(session: Session, kind: str, row_id: str) -> None:
    row = session.get(entity_classes()[kind], row_id)
    if row is not None:
        session.delete(row)
