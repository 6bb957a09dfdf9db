"""The search index: one table of folded texts, found by any part of three letters or more on both databases."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import DDL, Connection, Index, Integer, String, event, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.storage.base import Base

SHORTEST = 2
"""Fewer letters than this find nothing: the list would be the whole register."""

SHELVES = ("name", "street", "phone", "code", "thing")
"""Texts that are looked for apart: people and firms, places, phone numbers, serials and numbers, models of machines."""


class SearchEntry(Base):
    """One searchable text of one row. `area` is what it is (name, contact, street, phone, code, call…).

    `words` begins with a space and has single spaces, so that "a word begins with «tu»" is the text " tu".
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_row", "kind", "row_id"), Index("ix_search_entry_words", "shelf", "words"))

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[str] = mapped_column(String(36))
    shelf: Mapped[str] = mapped_column(String(8))
    area: Mapped[str] = mapped_column(String(12))
    partner_id: Mapped[str] = mapped_column(String(36))
    words: Mapped[str] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put into the index; `words` is already folded."""

    kind: str
    row_id: str
    shelf: str
    area: str
    partner_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry. `closeness`: 0 the same, 1 begins so, 2 a word begins so, 3 somewhere inside."""

    kind: str
    row_id: str
    area: str
    partner_id: str
    words: str
    closeness: int


_DELETE = text("DELETE FROM search_entry WHERE kind = :kind AND row_id = :row_id")
_INSERT = text(
    "INSERT INTO search_entry (kind, row_id, shelf, area, partner_id, words) "
    "VALUES (:kind, :row_id, :shelf, :area, :partner_id, :words)"
)


def put_entries(connection: Connection, gone: Iterable[tuple[str, str]], entries: Iterable[Entry]) -> None:
    """Replaces the entries of the rows `gone` (kind, id) by `entries`, in the caller's transaction."""
    rows = [{"kind": kind, "row_id": row_id} for kind, row_id in gone]
    if rows:
        connection.execute(_DELETE, rows)
    added = [
        {"kind": e.kind, "row_id": e.row_id, "shelf": e.shelf, "area": e.area, "partner_id": e.partner_id,
         "words": f" {e.words}"[:200]}
        for e in entries if e.words
    ]
    if added:
        connection.execute(_INSERT, added)


def clear(connection: Connection) -> None:
    connection.execute(text("DELETE FROM search_entry"))


def find(session: Session, needle: str, shelf: str, limit: int = 40) -> list[Hit]:
    """Entries on this shelf that hold the folded needle, the closest first. Two letters match beginnings of words.

    Asked in three steps, each only when the one before left room, so that a common beginning never reads everything.
    """
    if len(needle) < SHORTEST:
        return []
    found: dict[int, Hit] = {}
    for step in (_beginning, _inside(f" {needle}", 2), _inside(needle, 3)):
        found |= {seq: hit for seq, hit in step(session, needle, shelf, limit) if seq not in found}
        if len(found) >= limit:
            break
        if step is _beginning and shelf == "code" and any(hit.closeness == 0 for hit in found.values()):
            break  # the whole serial was typed: parts of other serials would only be noise
    return sorted(found.values(), key=lambda hit: hit.closeness)[:limit]


def partners_with_all(session: Session, needles: Sequence[str], limit: int = 40) -> list[str]:
    """Customers where each needle begins a word somewhere, perhaps in different rows («tulpan james»)."""
    wanted = sorted((f" {needle}" for needle in needles if len(needle) >= SHORTEST), key=len, reverse=True)
    if not wanted:
        return []
    parts = {f"part{n}": _wanted(session, part) for n, part in enumerate(wanted)}
    somewhere = [
        " UNION ".join(f"SELECT partner_id FROM {_source(session, shelf, name)}" for shelf in ("name", "street"))
        for name in parts
    ]
    sql = " INTERSECT ".join(f"SELECT partner_id FROM ({either}) AS either{n}" for n, either in enumerate(somewhere))
    found = text(f"SELECT partner_id FROM ({sql}) AS found LIMIT :limit")
    return list(session.scalars(found, {**parts, "limit": limit}))


Step = Callable[[Session, str, str, int], Iterator[tuple[int, Hit]]]
_COLUMNS = "seq, kind, row_id, area, partner_id, words"
_ENOUGH = 2000
"""So many entries that hold a needle inside are looked at; more would mean that the needle says nothing yet."""


def _beginning(session: Session, needle: str, shelf: str, limit: int) -> Iterator[tuple[int, Hit]]:
    """Entries that begin with the needle, read straight off the ordered index."""
    column = "words" if _on_sqlite(session) else 'words COLLATE "C"'
    whole = f" {needle}"
    rows = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM search_entry WHERE shelf = :shelf AND {column} >= :whole AND {column} < :after "
            f"ORDER BY {column} LIMIT :limit"
        ),
        {"shelf": shelf, "whole": whole, "after": whole[:-1] + chr(ord(whole[-1]) + 1), "limit": limit},
    )
    for row in rows:
        hit = Hit(row[1], row[2], row[3], row[4], row[5], 1)
        yield row[0], replace(hit, closeness=0) if hit.words == whole else hit


def _inside(part: str, closeness: int) -> Step:
    """Entries that hold this part anywhere, short texts first."""

    def step(session: Session, needle: str, shelf: str, limit: int) -> Iterator[tuple[int, Hit]]:
        if len(part) < 3:
            return
        rows = session.execute(
            text(
                f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS} FROM {_source(session, shelf)} LIMIT {_ENOUGH}) AS found "
                "ORDER BY length(words), words, row_id LIMIT :limit"
            ),
            {"part": _wanted(session, part), "limit": limit},
        )
        for row in rows:
            yield row[0], Hit(row[1], row[2], row[3], row[4], row[5], closeness)

    return step


# What differs between the two databases: trigrams live in FTS5 tables here and in a pg_trgm index there


def _fts(shelf: str) -> str:
    return f"search_{shelf}_trigram"


def _sqlite_statements(shelf: str) -> tuple[str, str, str]:
    table = _fts(shelf)
    return (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5("
        "words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')",
        f"CREATE TRIGGER IF NOT EXISTS {table}_added AFTER INSERT ON search_entry WHEN new.shelf = '{shelf}' BEGIN "
        f"INSERT INTO {table} (rowid, words) VALUES (new.seq, new.words); END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_gone AFTER DELETE ON search_entry WHEN old.shelf = '{shelf}' BEGIN "
        f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', old.seq, old.words); END",
    )


_POSTGRES_STATEMENTS = (
    # Without the right to add the extension the search still answers, by reading the table.
    "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; "
    "CREATE INDEX IF NOT EXISTS ix_search_entry_trigram ON search_entry USING gin (words gin_trgm_ops); "
    "EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN NULL; END $$",
    'CREATE INDEX IF NOT EXISTS ix_search_entry_beginning ON search_entry (shelf, words COLLATE "C")',
)


def _after_create(statement: str, dialect: str) -> None:
    ddl = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    event.listen(SearchEntry.__table__, "after_create", ddl.execute_if(dialect=dialect))


def statements(dialect: str) -> tuple[str, ...]:
    """What a new search_entry table needs beside it; the first migration step writes the same down."""
    if dialect == "postgresql":
        return _POSTGRES_STATEMENTS
    return tuple(statement for shelf in SHELVES for statement in _sqlite_statements(shelf))


for _dialect in ("sqlite", "postgresql"):
    for _statement in statements(_dialect):
        _after_create(_statement, _dialect)


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _source(session: Session, shelf: str, parameter: str = "part") -> str:
    """FROM and WHERE for the entries of a shelf that hold the text of this parameter; shelf is one of SHELVES."""
    if _on_sqlite(session):
        return f"search_entry WHERE seq IN (SELECT rowid FROM {_fts(shelf)} WHERE words MATCH :{parameter})"
    return f"search_entry WHERE shelf = '{shelf}' AND words LIKE :{parameter}"


def _wanted(session: Session, part: str) -> str:
    if _on_sqlite(session):
        return '"' + part.replace('"', '""') + '"'
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
