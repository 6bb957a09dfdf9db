"""What the office writes down about each tablet: stored commands, what went down, what is in quarantine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from core.sync.chain import genesis
from core.sync.feed import SETTLED, Key, Sent
from core.sync.letters import Entry, Waiting
from core.sync.sql import Sql, spread

_STREAM = (
    "id, device_id, epoch, have_through, have_hash, done_through, feed, page, confirmed, issued, scanned_feed, "
    "scanned_day, backed_up"
)
_FIND_STREAM = f"SELECT {_STREAM} FROM sync_stream WHERE device_id = :device AND epoch = :epoch"


class Stream(msgspec.Struct, frozen=True):
    """A tablet in one epoch, as `SyncStream` describes it."""

    id: int
    device_id: str
    epoch: str
    have_through: int
    have_hash: str
    done_through: int
    feed: str
    page: int
    confirmed: int
    issued: str
    scanned_feed: int
    scanned_day: str
    backed_up: int


class Trusted(msgspec.Struct, frozen=True):
    """A paired tablet and whom it belongs to."""

    device_id: str
    person_id: str
    sign_key: bytes
    seal_key: bytes
    revoked: bool


def trusted(sql: Sql, device_id: str) -> Trusted | None:
    row = sql.one(
        "SELECT id, person_id, sign_key, seal_key, revoked_at FROM device WHERE id = :id", id=device_id
    )
    return Trusted(row[0], row[1], bytes(row[2]), bytes(row[3]), row[4] is not None) if row else None


def find_stream(sql: Sql, device_id: str, epoch: str) -> Stream | None:
    row = sql.one(_FIND_STREAM, device=device_id, epoch=epoch)
    return Stream(*row) if row else None


def stream(sql: Sql, device_id: str, epoch: str, now: str) -> Stream:
    """The stream of this epoch, begun when it is new."""
    found = find_stream(sql, device_id, epoch)
    if found is not None:
        return found
    sql.run(
        "INSERT INTO sync_stream (device_id, epoch, have_through, have_hash, done_through, feed, page, confirmed, "
        "issued, scanned_feed, scanned_day, first_contact_at, last_contact_at, last_work_at, waiting, "
        "oldest_waiting_at) VALUES (:device, :epoch, 0, :hash, 0, '', 0, 0, '', -1, '', :now, :now, '', 0, '')",
        device=device_id, epoch=epoch, hash=genesis(device_id, epoch), now=now,
    )
    found = find_stream(sql, device_id, epoch)
    if found is None:
        raise RuntimeError("a stream that was just written cannot be read")
    return found


def open_streams(sql: Sql) -> list[Stream]:
    """Streams with commands that are stored but not yet interpreted."""
    rows = sql.rows(f"SELECT {_STREAM} FROM sync_stream WHERE done_through < have_through ORDER BY id")
    return [Stream(*row) for row in rows]


# ---- Up -------------------------------------------------------------------------------------------------------------


def keep_bundle(
    sql: Sql, of: Stream, *, seq_from: int, seq_to: int, hash_after: str, raw: bytes, sha256: str, now: str
) -> None:
    """Stores a bundle as it came and moves the durable mark over its commands, in one transaction with it."""
    sql.run(
        "INSERT INTO sync_bundle (stream_id, seq_to, seq_from, sha256, received_at, raw) "
        "VALUES (:stream, :seq_to, :seq_from, :sha256, :now, :raw)",
        stream=of.id, seq_to=seq_to, seq_from=seq_from, sha256=sha256, now=now, raw=raw,
    )
    sql.run(
        "UPDATE sync_stream SET have_through = :seq, have_hash = :hash, last_work_at = :now WHERE id = :id",
        seq=seq_to, hash=hash_after, now=now, id=of.id,
    )


def bundles_after(sql: Sql, stream_id: int, seq: int) -> Iterator[bytes]:
    for row in sql.rows(
        "SELECT raw FROM sync_bundle WHERE stream_id = :stream AND seq_to > :seq ORDER BY seq_to",
        stream=stream_id, seq=seq,
    ):
        yield bytes(row[0])


def mark_done(sql: Sql, stream_id: int, seq: int) -> None:
    sql.run(
        "UPDATE sync_stream SET done_through = :seq WHERE id = :id AND done_through < :seq", seq=seq, id=stream_id
    )


def known(sql: Sql, command_id: str) -> bool:
    """Whether this command has had its effect, or waits in quarantine, whichever epoch it came in."""
    return (
        sql.one("SELECT 1 FROM command_log WHERE id = :id", id=command_id) is not None
        or sql.one("SELECT 1 FROM sync_quarantine WHERE command_id = :id", id=command_id) is not None
    )


def unknown(sql: Sql, entries: Sequence[Entry]) -> list[Entry]:
    """Those of the commands that are not `known`, each once."""
    fresh = {entry.id: entry for entry in reversed(entries) if not known(sql, entry.id)}
    return sorted(fresh.values(), key=lambda entry: entry.seq)


def quarantine(sql: Sql, of: Stream, entry: Entry, error: str, now: str) -> None:
    sql.run(
        "INSERT INTO sync_quarantine (command_id, stream_id, device_id, seq, person_id, at, payload, error, "
        "received_at, resolved_at, resolution, resolved_by) VALUES (:id, :stream, :device, :seq, :person, :at, "
        ":payload, :error, :now, '', '', '') ON CONFLICT (command_id) DO NOTHING",
        id=entry.id, stream=of.id, device=of.device_id, seq=entry.seq, person=entry.person_id, at=entry.at,
        payload=entry.payload, error=error[:2000], now=now,
    )


def quarantined(sql: Sql, device_id: str) -> tuple[str, ...]:
    """Ids of this tablet's commands that wait in quarantine, whichever epoch they came in."""
    rows = sql.rows(
        "SELECT command_id FROM sync_quarantine WHERE device_id = :device AND resolved_at = '' ORDER BY command_id",
        device=device_id,
    )
    return tuple(str(row[0]) for row in rows)


def waiting_in_quarantine(sql: Sql, command_id: str) -> Entry | None:
    row = sql.one(
        "SELECT seq, command_id, person_id, at, payload FROM sync_quarantine "
        "WHERE command_id = :id AND resolved_at = ''",
        id=command_id,
    )
    return Entry(*row) if row else None


def quarantine_origin(sql: Sql, command_id: str) -> str | None:
    row = sql.one("SELECT device_id FROM sync_quarantine WHERE command_id = :id", id=command_id)
    return str(row[0]) if row else None


def names_file(sql: Sql, device_id: str, sha256: str) -> bool:
    """Whether an attachment, or a command of this tablet in quarantine, is about a file with this hash."""
    return (
        sql.one("SELECT 1 FROM attachment WHERE sha256 = :sha LIMIT 1", sha=sha256) is not None
        or sql.one(
            "SELECT 1 FROM sync_quarantine WHERE device_id = :device AND payload LIKE :named LIMIT 1",
            device=device_id, named=f"%{sha256}%",
        )
        is not None
    )


def resolve_quarantine(sql: Sql, command_id: str, resolution: str, now: str, person_id: str = "") -> None:
    """What waits no longer waits; what somebody else has settled meanwhile stays as it is."""
    sql.run(
        "UPDATE sync_quarantine SET resolved_at = :now, resolution = :resolution, resolved_by = :person "
        "WHERE command_id = :id AND resolved_at = ''",
        id=command_id, resolution=resolution, now=now, person=person_id,
    )


def take_up_again(sql: Sql, command_id: str) -> None:
    """What was put aside waits for a person again; what was carried out is done."""
    sql.run(
        "UPDATE sync_quarantine SET resolved_at = '', resolution = '', resolved_by = '' "
        "WHERE command_id = :id AND resolution = 'dismissed'",
        id=command_id,
    )


def note_contact(sql: Sql, of: Stream, now: str, waiting: Waiting, way: str = "lan") -> None:
    """`waiting` is what the tablet told; `way` is how its letter came. An older contact is not news."""
    sql.run(
        "UPDATE sync_stream SET last_contact_at = :now, waiting = :count, oldest_waiting_at = :oldest, last_way = :way "
        "WHERE id = :id AND last_contact_at <= :now",
        now=now, count=waiting.count, oldest=waiting.oldest, way=way, id=of.id,
    )


def note_backed_up(sql: Sql, device_id: str, epoch: str, seq: int) -> None:
    """A proven copy of the database holds this tablet's commands through `seq`."""
    sql.run(
        "UPDATE sync_stream SET backed_up = :seq WHERE device_id = :device AND epoch = :epoch AND backed_up < :seq",
        seq=seq, device=device_id, epoch=epoch,
    )


# ---- Down -----------------------------------------------------------------------------------------------------------


def feed_counter(sql: Sql) -> int:
    """The number of the last change of any row."""
    row = sql.one("SELECT value FROM counter WHERE name = 'feed'")
    return int(row[0]) if row else 0


def changes_since(sql: Sql, seq: int) -> dict[Key, int]:
    rows = sql.rows("SELECT kind, id, seq FROM row_change WHERE seq > :seq", seq=seq)
    return {(row[0], row[1]): int(row[2]) for row in rows}


def deleted_rows(sql: Sql, keys: Iterable[Key]) -> set[Key]:
    """Those of the keys whose row no longer exists."""
    found: set[Key] = set()
    for kind, row_id in keys:
        row = sql.one("SELECT deleted FROM row_change WHERE kind = :kind AND id = :id", kind=kind, id=row_id)
        if row is not None and row[0]:
            found.add((kind, row_id))
    return found


def sent_rows(sql: Sql, stream_id: int, through_page: int, changes: Mapping[Key, int]) -> dict[Key, Sent]:
    """What was sent to a tablet. Of rows that lie settled in their thousands, only those in `changes` tell their `seq`.

    Settled are those that it is known to hold, on pages through `through_page`.
    """
    settled = "stream_id = :stream AND page <= :page AND gone = :no AND seq >= 0"
    found: dict[Key, Sent] = {}
    for kind, shape, ids in sql.rows(
        f"SELECT kind, shape, {sql.gathered('id')} FROM sync_sent WHERE {settled} GROUP BY kind, shape",
        stream=stream_id, page=through_page, no=False,
    ):
        state = Sent(SETTLED, shape)
        found.update({(kind, row_id): state for row_id in spread(ids)})
    one_by_one = f"SELECT kind, id, seq, shape, page, gone FROM sync_sent WHERE stream_id = :stream AND NOT ({settled})"
    rows = list(sql.rows(one_by_one, stream=stream_id, page=through_page, no=False))
    for kind, row_id in changes:
        if (kind, row_id) in found:
            row = sql.one(
                "SELECT kind, id, seq, shape, page, gone FROM sync_sent "
                "WHERE stream_id = :stream AND kind = :kind AND id = :id",
                stream=stream_id, kind=kind, id=row_id,
            )
            rows += [row] if row is not None else []
    found.update({(row[0], row[1]): Sent(int(row[2]), row[3], int(row[4]), bool(row[5])) for row in rows})
    return found


def sent_since(sql: Sql, stream_id: int) -> int | None:
    """The oldest change number of which a tablet holds a row; None when it holds none."""
    row = sql.one("SELECT MIN(seq) FROM sync_sent WHERE stream_id = :stream AND seq >= 0", stream=stream_id)
    return int(row[0]) if row is not None and row[0] is not None else None


def holds(sql: Sql, stream_id: int, kind: str, row_id: str) -> bool:
    return (
        sql.one(
            "SELECT 1 FROM sync_sent WHERE stream_id = :stream AND kind = :kind AND id = :id",
            stream=stream_id, kind=kind, id=row_id,
        )
        is not None
    )


def forget_sent(sql: Sql, stream_id: int) -> None:
    sql.run("DELETE FROM sync_sent WHERE stream_id = :stream", stream=stream_id)


def record_sent(sql: Sql, stream_id: int, changed: dict[Key, Sent | None]) -> None:
    """Writes what the tablet holds now; None: it is known to hold nothing any more."""
    put: list[dict[str, Any]] = []
    drop: list[dict[str, Any]] = []
    for (kind, row_id), state in changed.items():
        row: dict[str, Any] = {"stream": stream_id, "kind": kind, "id": row_id}
        if state is None:
            drop.append(row)
        else:
            put.append({**row, "seq": state.seq, "shape": state.shape, "page": state.page, "gone": state.gone})
    sql.run_many(
        "INSERT INTO sync_sent (stream_id, kind, id, seq, shape, page, gone) "
        "VALUES (:stream, :kind, :id, :seq, :shape, :page, :gone) ON CONFLICT (stream_id, kind, id) "
        "DO UPDATE SET seq = excluded.seq, shape = excluded.shape, page = excluded.page, gone = excluded.gone",
        put,
    )
    sql.run_many("DELETE FROM sync_sent WHERE stream_id = :stream AND kind = :kind AND id = :id", drop)


def record_page(
    sql: Sql, of: Stream, *, feed: str, page: int, confirmed: int, issued: str, scanned_feed: int,
    scanned_day: str,
) -> None:
    sql.run(
        "UPDATE sync_stream SET feed = :feed, page = :page, confirmed = :confirmed, issued = :issued, "
        "scanned_feed = :scanned, scanned_day = :day WHERE id = :id",
        feed=feed, page=page, confirmed=confirmed, issued=issued, scanned=scanned_feed, day=scanned_day, id=of.id,
    )
