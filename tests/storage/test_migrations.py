"""The steps lead to exactly the model's tables, on a new database and on one with the story in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from core.model import metadata
from core.storage.migrations import FOLDER, HEAD, make
from core.storage.migrations.running import differences, head, upgrade
from tests.helpers.cores import opened_office


def schema(path: Path) -> set[tuple[str, str, str]]:
    """Tables with their columns, indexes and triggers as the database itself describes them."""
    with closing(sqlite3.connect(path)) as connection:
        found = set()
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
            if name.startswith("alembic") or "alembic" in name:
                continue
            if kind == "table" and "_trigram" not in name:
                columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
                found |= {("column", f"{name}.{row[1]}", f"{row[2]} {row[3]} {row[5]}") for row in columns}
                keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
                found |= {("reference", f"{name}.{row[3]}", f"{row[2]}.{row[4]}") for row in keys}
                continue
            found.add((kind, name, " ".join((sql or "").split())))
        return found


def test_the_steps_and_the_model_make_the_same_database(tmp_path: Path) -> None:
    by_steps = tmp_path / "steps.db"
    engine = create_engine(f"sqlite:///{by_steps}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    with opened_office(tmp_path / "office"):
        """Made from the model at once."""
    assert schema(by_steps) == schema(tmp_path / "office" / "office.db")


def test_alembic_sees_no_difference_either(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    with engine.begin() as connection:
        upgrade(connection)
        assert differences(connection) == []
    engine.dispose()


def test_the_version_that_is_wanted_is_the_last_step() -> None:
    assert head() == HEAD


def test_every_table_is_in_the_first_step() -> None:
    source = (FOLDER / "versions" / "0001_first.py").read_text("utf-8")
    missing = [name for name in metadata.tables if f'create_table("{name}"' not in source]
    assert not missing


def test_the_first_step_is_what_its_maker_writes(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    written = make.main([], tmp_path)
    assert written.read_text("utf-8") == (FOLDER / "versions" / "0001_first.py").read_text("utf-8"), (
        "the model has changed: run python -m core.storage.migrations.make"
    )
