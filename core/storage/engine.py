"""Opens the database and hands out reading and writing sessions; one writer at a time, readers never wait."""

import importlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from core.errors import SurroundingsError, UserError
from core.storage.writer_lock import WriterLock

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Database:
    """One opened database. Thread-safe: `write` queues writers, `read` sees the last committed state."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = WriterLock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine, autoflush=False) as session:
            try:
                yield session
            except DatabaseError as error:
                raise _translated(error) from error
            finally:
                session.rollback()

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """The last committed state for plain statements: a fifth of what a session costs."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            except DatabaseError as error:
                raise _translated(error) from error
            finally:
                transaction.rollback()

    def ask(self, query: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The answer of a query function whose first parameter is the session."""
        with self.read() as session:
            return query(session, *args, **kwargs)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in a write transaction: committed at the end of the block, rolled back on any error."""
        with self._writer, self.engine.connect() as connection:
            connection = connection.execution_options(tulpan_write=True)
            with Session(connection, autoflush=True, expire_on_commit=False) as session:
                try:
                    yield session
                    session.commit()
                except DatabaseError as error:
                    session.rollback()
                    raise _translated(error) from error
                except BaseException:
                    session.rollback()
                    raise

    def count_anew(self) -> None:
        """Lets the database see how its values are spread, after many rows came at once: it picks indexes by that."""
        with self.write() as session:
            session.execute(text("ANALYZE"))

    @property
    def writer_lock(self) -> WriterLock:
        """Held while a transaction writes; publishing under it keeps listeners in commit order."""
        return self._writer

    def close(self) -> None:
        """Lets SQLite note what it learnt about its indexes, so that a database that grew is as quick tomorrow."""
        if self.engine.dialect.name == "sqlite":
            try:
                with self.write() as session:
                    session.execute(text("PRAGMA analysis_limit=400"))
                    session.execute(text("PRAGMA optimize"))
            except (UserError, SurroundingsError, DatabaseError) as error:
                log.info("the database was closed without tidying up: %s", error)
        self.engine.dispose()


def create_database(url: str, *, enforce_references: bool, key: bytes | None = None) -> Database:
    """A database by SQLAlchemy URL. Tablets do not enforce references: the feed may bring a row before its parent.

    With a `key` (32 bytes) an SQLite file is encrypted: by SQLCipher, which is SQLite otherwise.
    """
    if not url.startswith("sqlite"):
        return Database(create_engine(url, pool_size=8, max_overflow=8))
    engine = _sqlite_engine(url, key)
    _prepare_sqlite(engine, enforce_references)
    return Database(engine)


def key_words(key: bytes) -> str:
    """The first statement on a connection to an encrypted file: the key itself, not a password to derive one from."""
    return f"PRAGMA key = \"x'{key.hex()}'\""


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _sqlite_engine(url: str, key: bytes | None) -> Engine:
    words: dict[str, Any] = {} if key is None else {"module": importlib.import_module("sqlcipher3.dbapi2")}
    engine = create_engine(
        url, pool_size=8, max_overflow=8, connect_args={"timeout": 10, "check_same_thread": False}, **words
    )
    if key is not None:
        opening = key_words(key)

        @event.listens_for(engine, "connect")
        def _unlocked(connection: Any, _record: Any) -> None:
            connection.execute(opening)

    return engine


def _prepare_sqlite(engine: Engine, enforce_references: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # pysqlite would begin transactions by itself, and only before writes; we begin them ourselves below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        # A page from the office is some 4 MB: with the usual 1,000 pages each would be written twice at once.
        cursor.execute("PRAGMA wal_autocheckpoint=4000")
        cursor.execute("PRAGMA cache_size=-32000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if enforce_references else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("tulpan_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
        if writing:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def _translated(error: DatabaseError) -> Exception:
    """Names the failures of disk and file that a person can do something about; others stay what they are."""
    said = str(error.orig).lower()
    if "disk is full" in said:
        return SurroundingsError("errors.disk_full")
    if "malformed" in said or "not a database" in said:
        return SurroundingsError("errors.database_damaged")
    if "disk i/o error" in said:
        # A disk without room for the shared index (-shm) fails so: nothing is wrong with the database itself.
        name = str(getattr(error.orig, "sqlite_errorname", ""))
        if name == "SQLITE_IOERR_SHMSIZE":
            return SurroundingsError("errors.disk_full")
        return SurroundingsError("errors.disk_write_failed", detail=name or said)
    if "readonly" in said or "unable to open" in said:
        return UserError("errors.folder_not_writable")
    if isinstance(error, OperationalError) and "locked" in said:
        return SurroundingsError("errors.database_busy")
    return error
