"""Setting only the fields that a command names and the command that sets them back; phone numbers as they are kept."""

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from core.commands.base import Command
from core.rules import phone
from core.storage.base import Entity
from core.storage.unit_of_work import UnitOfWork

Edit = TypeVar("Edit", bound=Command)


def given(command: Command, *, without: tuple[str, ...]) -> dict[str, Any]:
    """The fields that were given a value, except the ids named in `without`."""
    values = {name: getattr(command, name) for name in command.__struct_fields__ if name not in without}
    chosen = {name: value for name, value in values.items() if value is not UNSET}
    return {name: value.strip() if isinstance(value, str) else value for name, value in chosen.items()}


def apply_edit(command: Edit, row: Entity, values: dict[str, Any]) -> Edit | None:
    """Writes the values that differ; returns the command that sets them back, or None when nothing changed."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, values[name])
    if not before:
        return None
    unset = {name: before.get(name, UNSET) for name in values}
    return msgspec.structs.replace(command, **unset)


def phone_kept(work: UnitOfWork, text: str) -> str:
    """E.164, or one clear sentence; from a tablet the text is kept as written and flagged."""
    if not text.strip():
        return ""
    number = phone.e164(text)
    work.guard(number is not None, "customers.error_phone_invalid", phone=text.strip())
    return number or text.strip()[:32]
