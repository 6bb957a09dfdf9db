"""Opening a program's database: one owner at a time, never a newer one, never a damaged one in silence."""

from pathlib import Path

from sqlalchemy import inspect

from core.errors import SurroundingsError
from core.ids import new_id
from core.settings import Role, Settings
from core.storage.base import Base
from core.storage.engine import Database, create_database, sqlite_url

_HEADER = b"SQLite format 3\x00"


def open_database(settings: Settings) -> Database:
    """The database of these settings, at the program's version."""
    import core.model  # noqa: F401,PLC0415  registers the tables

    url = settings.database_url or sqlite_url(settings.database_path)
    if settings.database_url is None:
        _check_file(settings.database_path)
    database = create_database(url, enforce_references=settings.role == "office")
    if not inspect(database.engine).has_table("counter"):
        Base.metadata.create_all(database.engine)
    return database


def _check_file(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_HEADER):
        raise SurroundingsError("errors.database_damaged")
    page_size = int.from_bytes(header[16:18], "big") or 1
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    if path.stat().st_size < pages * page_size and not path.with_name(path.name + "-wal").exists():
        raise SurroundingsError("errors.database_damaged")


def device_identity(database: Database, folder: Path, role: Role) -> str:
    """This installation's own id: `office` for the authority, otherwise made once and kept in the folder."""
    if role == "office":
        return "office"
    path = folder / "device-id"
    if path.exists():
        return path.read_text("ascii").strip()
    identity = new_id()
    path.write_text(identity, "ascii")
    return identity
