"""What the tablet writes down: its outbox, its place in the office's feed, and what it may not yet throw away."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from core.sync.feed import Key
from core.sync.letters import Entry, Waiting
from core.sync.sql import Sql, set_state

_ENTRY = "seq, id, person_id, at, payload"


class Cursor(msgspec.Struct, frozen=True):
    """Where this tablet stands.

    `acked`/`acked_hash`: through which command the office has stored this epoch. `done`: through which it has
    interpreted, as last heard; `settled`: through which its word on the rows they wrote has been applied here.
    `feed`, `have_page`: the last page applied; `baseline`: that feed has not yet been received once in full.
    `backed_up`: through which command the office's proven copy holds them.
    """

    epoch: str
    generation: str
    acked: int
    acked_hash: str
    done: int
    settled: int
    quarantined: tuple[str, ...]
    feed: str
    have_page: int
    baseline: bool
    backed_up: int = 0


def read_cursor(sql: Sql) -> Cursor:
    values: dict[str, str] = dict(sql.rows("SELECT name, value FROM sync_state"))  # type: ignore[arg-type]  # pairs
    found = values.get
    return Cursor(
        epoch=found("epoch", ""), generation=found("office_generation", ""), acked=int(found("acked", 0)),
        acked_hash=found("acked_hash", ""), done=int(found("done", 0)), settled=int(found("settled", 0)),
        quarantined=tuple(found("quarantined", "").split()),
        feed=found("feed", ""), have_page=int(found("have_page", 0)), baseline=found("baseline", "0") != "0",
        backed_up=int(found("backed_up", 0)),
    )


def write_cursor(sql: Sql, cursor: Cursor, before: Cursor) -> None:
    """What is another value than `before`, which is what was read in this transaction."""
    was = _kept(before)
    set_state(sql, **{name: value for name, value in _kept(cursor).items() if value != was[name]})


def _kept(cursor: Cursor) -> dict[str, str | int]:
    return {
        "epoch": cursor.epoch, "office_generation": cursor.generation, "acked": cursor.acked,
        "acked_hash": cursor.acked_hash, "done": cursor.done, "settled": cursor.settled,
        "quarantined": " ".join(cursor.quarantined), "feed": cursor.feed, "have_page": cursor.have_page,
        "baseline": int(cursor.baseline), "backed_up": cursor.backed_up,
    }


# ---- The outbox: the log of this tablet's own commands --------------------------------------------------------------


def outbox(sql: Sql, device_id: str, after: int, limit: int) -> list[Entry]:
    rows = sql.rows(
        f"SELECT {_ENTRY} FROM command_log WHERE device_id = :device AND seq > :after ORDER BY seq LIMIT :limit",
        device=device_id, after=after, limit=limit,
    )
    return [_entry(row) for row in rows]


def logged_between(sql: Sql, device_id: str, after: int, through: int) -> list[Entry]:
    rows = sql.rows(
        f"SELECT {_ENTRY} FROM command_log WHERE device_id = :device AND seq > :after AND seq <= :through ORDER BY seq",
        device=device_id, after=after, through=through,
    )
    return [_entry(row) for row in rows]


def kept_numbers(sql: Sql, device_id: str, quarantined: Iterable[str]) -> tuple[int, ...]:
    """The numbers of own commands in quarantine that are still shown: what they are about is on this tablet."""
    rows = (
        sql.one(
            "SELECT seq FROM command_log c WHERE device_id = :device AND id = :id AND "
            "(activity_id IS NULL OR EXISTS (SELECT 1 FROM activity a WHERE a.id = c.activity_id))",
            device=device_id, id=command_id,
        )
        for command_id in quarantined
    )
    return tuple(sorted(int(row[0]) for row in rows if row is not None))


def to_replay(
    sql: Sql, device_id: str, after: int, kept: Sequence[int], visits: Collection[str] | None = None
) -> list[Entry]:
    """Own commands that the office's states do not contain, in order: not yet interpreted, or (`kept`) in quarantine.

    Only those about these visits (the empty name: about none), when they are given.
    """
    pending = f"SELECT {_ENTRY} FROM command_log WHERE {_pending(kept)}"
    if visits is None:
        return [_entry(row) for row in sql.rows(f"{pending} ORDER BY seq", device=device_id, after=after)]
    found = [
        row
        for visit in visits
        for row in sql.rows(
            f"{pending} AND COALESCE(activity_id, '') = :visit", device=device_id, after=after, visit=visit
        )
    ]
    return [_entry(row) for row in sorted(found, key=lambda row: int(row[0]))]


def pending_visits(sql: Sql, device_id: str, after: int, kept: Sequence[int]) -> set[str]:
    """What the commands of `to_replay` are about; the empty name when one is about no visit."""
    rows = sql.rows(
        f"SELECT DISTINCT COALESCE(activity_id, '') FROM command_log WHERE {_pending(kept)}",
        device=device_id, after=after,
    )
    return {str(row[0]) for row in rows}


def visits_of(sql: Sql, command_ids: Iterable[str]) -> set[str]:
    """The visits that these commands are about."""
    chosen = "SELECT COALESCE(activity_id, '') FROM command_log WHERE id = :id"
    rows = (sql.one(chosen, id=command_id) for command_id in command_ids)
    return {str(row[0]) for row in rows if row is not None}


def _pending(kept: Sequence[int]) -> str:
    return f"device_id = :device AND (seq > :after{_among(kept, ' OR seq IN')})"


def _among(numbers: Sequence[int], words: str) -> str:
    """A list of numbers in a statement; nothing for none."""
    return f"{words} ({', '.join(map(str, numbers))})" if numbers else ""


def waiting(sql: Sql, device_id: str, after: int) -> Waiting:
    row = sql.one(
        "SELECT COUNT(*), MIN(at) FROM command_log WHERE device_id = :device AND seq > :after",
        device=device_id, after=after,
    )
    return Waiting(count=int(row[0]), oldest=_iso(row[1])) if row and row[0] else Waiting()


def count_between(sql: Sql, device_id: str, after: int, through: int) -> int:
    row = sql.one(
        "SELECT COUNT(*) FROM command_log WHERE device_id = :device AND seq > :after AND seq <= :through",
        device=device_id, after=after, through=through,
    )
    return int(row[0]) if row else 0


def pending_activities(sql: Sql, device_id: str, after: int) -> set[str]:
    """Visits that own commands not yet interpreted are about."""
    rows = sql.rows(
        "SELECT DISTINCT activity_id FROM command_log "
        "WHERE device_id = :device AND seq > :after AND activity_id IS NOT NULL",
        device=device_id, after=after,
    )
    return {str(row[0]) for row in rows}


def _entry(row: Sequence[object]) -> Entry:
    return Entry(int(str(row[0])), str(row[1]), str(row[2]), _iso(row[3]), str(row[4]))


def _iso(moment: object) -> str:
    """The log's time column (`2026-11-24 07:43:00.000000`, UTC) as ISO 8601 with its zone."""
    text = str(moment or "")
    return text.replace(" ", "T") + "Z" if text and not text.endswith("Z") else text


# ---- Rows on which own commands left a guess ------------------------------------------------------------------------


def guesses(sql: Sql, through: int, kept: Sequence[int], limit: int) -> list[Key]:
    """Rows that own commands through this number wrote, and on which the office has not said its word since.

    The commands in `kept` (in quarantine) are not meant: what they wrote is shown on purpose.
    """
    rows = sql.rows(
        f"SELECT DISTINCT kind, id FROM sync_guess WHERE seq <= :through{_among(kept, ' AND seq NOT IN')} LIMIT :limit",
        through=through, limit=limit,
    )
    return [(row[0], row[1]) for row in rows]


def settle(sql: Sql, keys: Iterable[Key], through: int, kept: Sequence[int]) -> None:
    """The office has said what these rows are after the commands through this number."""
    if sql.one("SELECT 1 FROM sync_guess WHERE seq <= :through LIMIT 1", through=through) is None:
        return
    sql.run_many(
        "DELETE FROM sync_guess WHERE kind = :kind AND id = :id AND seq <= :through"
        f"{_among(kept, ' AND seq NOT IN')}",
        [{"kind": kind, "id": row_id, "through": through} for kind, row_id in keys],
    )


# ---- A new baseline, and removals that must wait --------------------------------------------------------------------


def begin_baseline(sql: Sql) -> None:
    sql.run("DELETE FROM sync_seen")
    sql.run("DELETE FROM sync_deferred")


def mark_seen(sql: Sql, keys: Iterable[Key]) -> None:
    sql.run_many(
        "INSERT INTO sync_seen (kind, id) VALUES (:kind, :id) ON CONFLICT (kind, id) DO NOTHING",
        _parameters(keys),
    )


def unmark_seen(sql: Sql, keys: Iterable[Key]) -> None:
    sql.run_many("DELETE FROM sync_seen WHERE kind = :kind AND id = :id", _parameters(keys))


def end_baseline(sql: Sql) -> None:
    sql.run("DELETE FROM sync_seen")


def deferred(sql: Sql) -> list[tuple[str, str, str]]:
    return [(row[0], row[1], row[2]) for row in sql.rows("SELECT kind, id, reason FROM sync_deferred")]


def defer(sql: Sql, gone: Iterable[tuple[str, str, str]]) -> None:
    sql.run_many(
        "INSERT INTO sync_deferred (kind, id, reason) VALUES (:kind, :id, :reason) "
        "ON CONFLICT (kind, id) DO UPDATE SET reason = excluded.reason",
        [{"kind": kind, "id": row_id, "reason": reason} for kind, row_id, reason in gone],
    )


def undefer(sql: Sql, keys: Iterable[Key]) -> None:
    if sql.one("SELECT 1 FROM sync_deferred LIMIT 1") is None:
        return
    sql.run_many("DELETE FROM sync_deferred WHERE kind = :kind AND id = :id", _parameters(keys))


def _parameters(keys: Iterable[Key]) -> list[dict[str, str]]:
    return [{"kind": kind, "id": row_id} for kind, row_id in keys]
