"""Opening a program's database: one owner at a time, never a newer one, never a damaged one in silence."""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from core.errors import SurroundingsError, UserError
from core.ids import new_id
from core.settings import Role, Settings
from core.storage.backup import BACKUPS, copy_database
from core.storage.base import Base
from core.storage.engine import Database, create_database, sqlite_url
from core.storage.migrations import FOLDER, HEAD

_HEADER = b"SQLite format 3\x00"
_IDENTITY = "device-id"


def open_database(
    settings: Settings, *, steps: Path = FOLDER, head: str = HEAD, key: bytes | None = None
) -> Database:
    """The database of these settings, at the program's version (the step `head` of the folder `steps`).

    A new one is made, an older one is copied and then brought up to date; a newer or damaged one is left untouched.
    """
    import core.model  # noqa: F401  registers the tables

    url = settings.database_url or sqlite_url(settings.database_path)
    if settings.database_url is None:
        _check_file(settings.database_path, settings.attachments, is_encrypted=key is not None)
    database = create_database(url, enforce_references=settings.role == "office", key=key)
    try:
        version = database.ask(_version)
        if version is None:
            _make(database, head)
        elif version > head:
            raise UserError("errors.database_newer")
        elif version < head:
            _bring_up_to_date(url, settings, version, steps, key)
    except BaseException:
        database.close()
        raise
    return database


def _version(session: Session) -> str | None:
    """The last step that the database has taken; None when there is nothing in it yet."""
    names = set(inspect(session.connection()).get_table_names())
    if "alembic_version" in names:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")) or "")
    if names & set(Base.metadata.tables):
        raise SurroundingsError("errors.database_damaged")  # they are made together with their version, or not at all
    return None


def _make(database: Database, head: str) -> None:
    """All tables at once, without loading Alembic: a test proves that the steps lead to exactly these."""
    with database.write() as session:
        connection = session.connection()
        Base.metadata.create_all(connection)
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                 "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))")
        )
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": head})


def _bring_up_to_date(url: str, settings: Settings, version: str, steps: Path, key: bytes | None) -> None:
    """Copies the file, then takes the missing steps in one transaction: all of them, or none."""
    from core.storage.migrations.running import upgrade

    if settings.database_url is None:
        copy_database(settings.database_path, settings.folder / BACKUPS / f"{settings.role}-{version}.db", key)
    # A step may put a new table in an old one's place; with references enforced that would empty its children.
    database = create_database(url, enforce_references=False, key=key)
    try:
        with database.write() as session:
            upgrade(session.connection(), folder=steps)
            if settings.role == "office":
                _check_references(session)
    finally:
        database.close()


def _check_references(session: Session) -> None:
    """A step that left rows without their parents is undone with everything else."""
    connection = session.connection()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise SurroundingsError("errors.database_damaged")


def _check_file(path: Path, attachments: Path, *, is_encrypted: bool) -> None:
    if not path.exists():
        return
    if path.stat().st_size == 0:
        # Emptied, when there are attachments that only rows can have brought; else a first start that was cut short.
        if attachments.is_dir() and any(attachments.iterdir()):
            raise SurroundingsError("errors.database_damaged")
        return
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except IsADirectoryError as error:
        raise SurroundingsError("errors.database_damaged") from error
    except OSError as error:
        raise UserError("errors.folder_not_writable") from error
    if is_encrypted:
        return  # the key will tell: without it there is nothing to be seen of it
    if len(header) < 100 or not header.startswith(_HEADER):
        raise SurroundingsError("errors.database_damaged")
    page_size = int.from_bytes(header[16:18], "big") or 1
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    if path.stat().st_size < pages * page_size and not path.with_name(path.name + "-wal").exists():
        raise SurroundingsError("errors.database_damaged")


def known_identity(folder: Path) -> str:
    """The id that an installation in this folder has; empty when there is none, or what a full disk left of it."""
    path = folder / _IDENTITY
    return path.read_text("ascii").strip() if path.exists() else ""


def device_identity(database: Database, folder: Path, role: Role) -> str:
    """This installation's own id: `office` for the authority, otherwise made once and kept in the folder."""
    if role == "office":
        return "office"
    known = known_identity(folder)
    if known:
        return known
    identity, path = new_id(), folder / _IDENTITY
    beside = path.with_suffix(".new")
    beside.write_text(identity, "ascii")
    beside.replace(path)
    return identity
