"""Runs the steps on a connection, and finds what differs between a database and the model."""

from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata, produce_migrations
from alembic.config import Config
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from core.storage.migrations import FOLDER


def upgrade(connection: Connection, target: str = "head", folder: Path = FOLDER) -> None:
    """Takes the database to the target version within the connection's transaction, which the caller commits."""
    config = _config(folder)
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def head(folder: Path = FOLDER) -> str | None:
    """The last step in the folder."""
    return ScriptDirectory.from_config(_config(folder)).get_current_head()


def differences(connection: Connection) -> list[Any]:
    """What Alembic would change to make the database be the model; empty when they are the same."""
    return list(compare_metadata(_context(connection), _metadata()))


def missing_steps(connection: Connection) -> MigrationScript:
    """The same as operations that can be written down."""
    return produce_migrations(_context(connection), _metadata())


def render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Steps are written with plain column types: what a step does must not follow later changes of our own types."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _context(connection: Connection) -> MigrationContext:
    options = {"include_name": _is_ours, "render_item": render_type, "render_as_batch": True}
    return MigrationContext.configure(connection, opts={**options, "target_metadata": _metadata()})


def _metadata() -> Any:
    from core.model import metadata

    return metadata


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The tables that SQLite's full-text search makes for itself are no part of the model."""
    return not (kind == "table" and name is not None and "_trigram" in name)
