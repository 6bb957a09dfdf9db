"""A database is made, brought up to date or refused; whatever happens, nothing that was in it is lost."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.bootstrap import open_core
from core.errors import SurroundingsError, TulpanError, UserError
from core.model.firm import Counter
from core.settings import Settings
from core.storage.blobs import BlobStore
from core.storage.engine import Database
from core.storage.migrations import FOLDER, HEAD
from core.storage.opening import BACKUPS, open_database
from core.texts import Texts
from tests.helpers.cores import opened_office, opened_tablet
from tests.helpers.story import STORY, build_story

NEXT = "9998"
_STEP = f'''"""Machines get a colour, and a register of keys."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision: str | None = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("equipment", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default="black"))
    op.create_table("key_ring", sa.Column("id", sa.String(36), primary_key=True))
'''
_BROKEN_STEP = f'''{_STEP}
    op.execute("DELETE FROM business_partner")
    raise RuntimeError("the step failed half-way")
'''


@pytest.fixture
def office_folder(tmp_path: Path) -> Path:
    """An office with the story in it, closed."""
    folder = tmp_path / "office"
    with opened_office(folder) as core:
        build_story(core)
    return folder


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """The program's own steps, to which a test adds the next."""
    folder = tmp_path / "steps"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def add_step(steps: Path, source: str) -> None:
    (steps / "versions" / f"{NEXT}_next.py").write_text(source, "utf-8")


def settings(folder: Path) -> Settings:
    return Settings(role="office", folder=folder)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, read past the program."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        tables = [name for (name,) in found if "_trigram" not in name and not name.startswith("sqlite_")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}


def fingerprint(folder: Path) -> str:
    return hashlib.sha256((folder / "office.db").read_bytes()).hexdigest()


def test_a_new_database_has_the_programs_version(tmp_path: Path) -> None:
    with opened_office(tmp_path / "new") as core:
        with core.database.read() as session:
            assert session.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    assert not (tmp_path / "new" / BACKUPS).exists()


def test_a_database_that_is_up_to_date_opens_without_the_migrations(office_folder: Path) -> None:
    """They take half a second that nobody should wait for at every start."""
    code = (
        "import sys; from pathlib import Path; "
        "from core.bootstrap import open_core; from core.settings import Settings; "
        f"open_core(Settings(role='office', folder=Path({str(office_folder)!r}))).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parents[2], check=False).returncode == 0


def test_an_older_database_is_copied_and_brought_up_to_date(office_folder: Path, steps: Path) -> None:
    before = contents(office_folder / "office.db")
    add_step(steps, _STEP)
    database = open_database(settings(office_folder), steps=steps, head=NEXT)
    with database.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == NEXT
        assert session.scalar(text("SELECT colour FROM equipment WHERE id = :id"), {"id": STORY.machine}) == "black"
    database.close()
    after = contents(office_folder / "office.db")
    assert after.pop("key_ring") == []
    assert [row[:-1] for row in after.pop("equipment")] == before.pop("equipment")
    after["alembic_version"] = before["alembic_version"]
    assert after == before
    assert contents(office_folder / BACKUPS / f"office-{HEAD}.db")["service_call"] == before["service_call"]


def test_references_hold_after_a_table_was_put_in_anothers_place(office_folder: Path, steps: Path) -> None:
    add_step(steps, _STEP)
    open_database(settings(office_folder), steps=steps, head=NEXT).close()
    with closing(sqlite3.connect(office_folder / "office.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM service_call_equipment").fetchone() != (0,)


def test_a_step_that_fails_leaves_the_database_as_it_was(office_folder: Path, steps: Path) -> None:
    before = contents(office_folder / "office.db")
    add_step(steps, _BROKEN_STEP)
    with pytest.raises(RuntimeError, match="half-way"):
        open_database(settings(office_folder), steps=steps, head=NEXT)
    assert contents(office_folder / "office.db") == before
    with opened_office(office_folder):
        """And the program that made it still opens it."""


def test_a_backup_that_cannot_be_made_stops_the_upgrade(office_folder: Path, steps: Path) -> None:
    add_step(steps, _STEP)
    before = fingerprint(office_folder)
    (office_folder / BACKUPS).write_text("a file stands in the folder's place", "utf-8")
    with pytest.raises(UserError) as refused:
        open_database(settings(office_folder), steps=steps, head=NEXT)
    assert refused.value.key == "errors.folder_not_writable"
    assert fingerprint(office_folder) == before


def test_a_newer_database_is_left_alone(office_folder: Path) -> None:
    with closing(sqlite3.connect(office_folder / "office.db")) as connection, connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{NEXT}'")
    before = contents(office_folder / "office.db")
    with pytest.raises(UserError) as refused:
        open_core(settings(office_folder))
    assert is_one_sentence(refused.value, "nyare version")
    assert contents(office_folder / "office.db") == before


@pytest.mark.parametrize("kept", [10, 50, 5000, 60_000])
def test_a_truncated_database_is_not_opened_and_not_touched(office_folder: Path, kept: int) -> None:
    path = office_folder / "office.db"
    path.write_bytes(path.read_bytes()[:kept])
    before = fingerprint(office_folder)
    with pytest.raises(SurroundingsError) as refused:
        open_core(settings(office_folder))
    assert is_one_sentence(refused.value, "skadad")
    assert fingerprint(office_folder) == before


def test_an_emptied_database_is_not_taken_for_a_new_one(office_folder: Path) -> None:
    with opened_office(office_folder) as core:
        core.blobs.put(b"a photo of the machine")
    (office_folder / "office.db").write_bytes(b"")
    with pytest.raises(SurroundingsError, match="database_damaged"):
        open_core(settings(office_folder))


def test_a_first_start_that_was_cut_short_begins_again(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"")
    with opened_office(tmp_path) as core:
        assert core.database.ask(lambda session: session.scalar(text("SELECT count(*) FROM firm"))) == 0


@pytest.mark.parametrize("name", ["office.lock", "office.db", "attachments"])
def test_what_stands_in_the_way_in_the_folder_is_said(office_folder: Path, name: str) -> None:
    """A folder in a file's place and a file in a folder's; the lock is given back each time."""
    way = office_folder / name
    if way.is_dir():
        shutil.rmtree(way)
        way.write_text("", "utf-8")
    else:
        way.unlink(missing_ok=True)
        way.mkdir()
    with pytest.raises(TulpanError) as refused:
        open_core(settings(office_folder))
    assert is_one_sentence(refused.value, "")


def test_a_tablet_whose_name_was_lost_to_a_full_disk_takes_another(tmp_path: Path) -> None:
    (tmp_path / "device-id").write_text("", "ascii")
    with opened_tablet(tmp_path) as core:
        assert len(core.device_id) == 36
    with opened_tablet(tmp_path) as again:
        assert again.device_id == core.device_id


@pytest.mark.parametrize(("code", "about"), [("SQLITE_IOERR_SHMSIZE", "full"), ("SQLITE_IOERR_READ", "write_failed")])
def test_a_disk_that_fails_is_not_called_a_damaged_database(office_folder: Path, code: str, about: str) -> None:
    """Nobody may be told to restore a backup over a database that is whole."""
    database = open_database(settings(office_folder))
    with pytest.raises(SurroundingsError, match=about), database.read():
        fault = sqlite3.OperationalError("disk I/O error")
        fault.sqlite_errorname = code
        raise OperationalError("SELECT 1", {}, fault)
    database.close()


def test_a_damaged_attachment_is_mended_by_adding_it_again(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "attachments")
    name = store.put(b"the photo as it was taken")
    store.path(name).write_bytes(b"the photo as it was takeX")
    assert store.get(name) is None
    assert store.put(b"the photo as it was taken") == name
    assert store.get(name) == b"the photo as it was taken"


def test_an_attachment_that_finds_no_place_is_said(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "attachments")
    shutil.rmtree(store.folder)
    store.folder.write_text("", "utf-8")
    with pytest.raises(SurroundingsError, match="disk_write_failed"):
        store.put(b"a photo")


def test_a_file_that_is_no_database_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"a letter to grandmother, a long one" * 40)
    with pytest.raises(SurroundingsError, match="database_damaged"):
        open_core(settings(tmp_path))


def test_tables_without_a_version_are_no_database_of_ours(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "office.db")) as connection:
        connection.execute("CREATE TABLE counter (name TEXT)")
    with pytest.raises(SurroundingsError, match="database_damaged"):
        open_core(settings(tmp_path))


def test_a_refused_database_can_be_opened_after_it_was_put_right(office_folder: Path) -> None:
    """The lock is given back, so that a restored file opens without ending the program first."""
    path = office_folder / "office.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    with pytest.raises(SurroundingsError):
        open_core(settings(office_folder))
    path.write_bytes(whole)
    with opened_office(office_folder) as core:
        assert core.database.ask(lambda session: session.scalar(text("SELECT count(*) FROM firm"))) == 1


@pytest.fixture
def full_disk(office_folder: Path) -> Iterator[Database]:
    """The story's office where not one more page can be written."""
    database = open_database(settings(office_folder))
    with database.read() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages}")
    yield database
    database.close()


def test_a_full_disk_is_said_in_one_sentence_and_loses_nothing(full_disk: Database, office_folder: Path) -> None:
    with pytest.raises(SurroundingsError) as refused:
        with full_disk.write() as session:
            for number in range(20_000):
                session.add(Counter(name=f"filling the disk, row {number}", value=number))
            session.flush()
    assert is_one_sentence(refused.value, "full")
    with full_disk.read() as session:
        assert session.scalar(text("SELECT count(*) FROM counter WHERE name LIKE 'filling%'")) == 0
        assert session.scalar(text("SELECT count(*) FROM service_call")) == 2
    with full_disk.write() as session:
        session.execute(text("UPDATE counter SET value = value + 1 WHERE name = 'feed'"))


def is_one_sentence(error: TulpanError, about: str) -> bool:
    """Shown as what happened, what is safe and what to do; never a trace."""
    shown = Texts("sv").error(error)
    return about in shown and error.key not in shown and len(shown) < 220
