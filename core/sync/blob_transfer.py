"""Attachment bytes in pieces: content-addressed, resumable, and proven by their hash before anyone can see them."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.storage.blobs import MAX_BYTES, BlobStore
from core.storage.file_forms import CHUNK
from core.sync.faults import Malformed, TooBig
from core.sync.letters import Page
from core.sync.sql import Sql

_HASHED = 64
"""Parts whose hash so far is remembered; of others it is computed anew."""


class Incoming:
    """Blobs on their way in: each a growing part file beside the store, adopted when it is whole and true.

    A part is flushed to the disk only when it is whole: what a power cut spoils of it before shows by its hash.
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._folder = blobs.folder / ".incoming"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._hashed: OrderedDict[str, _Hashed] = OrderedDict()
        self._lock = threading.RLock()

    def have(self, sha256: str, total: int) -> int:
        """How many bytes are here, from the beginning; `total` when the blob is complete, and only then.

        A program that was ended between the last byte and the adoption left a part as long as the blob: who is told
        that it is here sends it no more, so it is proven and adopted first.
        """
        with self._lock:
            if self._blobs.has(sha256):
                return total
            part = self._part(sha256)
            have = self._blobs.form.size(part) if part.exists() else 0
            if not have or have < total:
                return have
            return self._adopt(sha256, part, total, self._read_digest(sha256, part).hexdigest())

    def add(self, sha256: str, offset: int, total: int, content: bytes) -> int:
        """Appends a piece at `offset` and returns how many bytes are here now.

        A piece that does not continue what is here changes nothing: the answer tells the sender where to go on. Of one
        that began to come before the program was ended, the rest is taken. When the last byte is here but the hash is
        another, everything is thrown away and the answer is 0.
        """
        if total > MAX_BYTES or offset + len(content) > total:
            raise TooBig(f"{total} bytes")
        with self._lock:
            have = self.have(sha256, total)
            if offset < have < offset + len(content):
                offset, content = have, content[have - offset :]
            if offset != have or have == total:
                return have
            part = self._part(sha256)
            if not self._blobs.form.fits(have, len(content), total):
                self._drop(sha256, part)  # a piece that nothing could follow: from the beginning
                return 0
            self._blobs.form.append(part, sha256, content)
            have += len(content)
            digest = self._digest(sha256, part, offset, content)
            return have if have < total else self._adopt(sha256, part, total, digest)

    def _adopt(self, sha256: str, part: Path, total: int, digest: str) -> int:
        if digest != sha256:
            self._drop(sha256, part)
            return 0
        self._hashed.pop(sha256, None)
        self._blobs.adopt(part, sha256)
        return total

    def _drop(self, sha256: str, part: Path) -> None:
        self._hashed.pop(sha256, None)
        part.unlink(missing_ok=True)

    def _digest(self, sha256: str, part: Path, offset: int, content: bytes) -> str:
        """The hash of the part so far: going on from the piece before, when that came while this program ran."""
        known = self._hashed.pop(sha256, None)
        if known is None or known.length != offset:
            known = _Hashed(self._read_digest(sha256, part), offset)
        else:
            known.digest.update(content)
        known.length = offset + len(content)
        self._hashed[sha256] = known
        while len(self._hashed) > _HASHED:
            self._hashed.popitem(last=False)
        return known.digest.hexdigest()

    def _read_digest(self, sha256: str, part: Path) -> "hashlib._Hash":
        return hashlib.sha256(self._blobs.form.read(part, sha256, 0, MAX_BYTES))

    def _part(self, sha256: str) -> Path:
        if len(sha256) != 64 or any(digit not in "0123456789abcdef" for digit in sha256):
            raise Malformed("blob name")
        return self._folder / f"{sha256}.part"


@dataclass(slots=True)
class _Hashed:
    digest: "hashlib._Hash"
    length: int


def read_piece(blobs: BlobStore, sha256: str, offset: int, length: int = CHUNK) -> tuple[bytes, int] | None:
    """Bytes from `offset` on and the whole size; None when the blob is not here."""
    return blobs.read(sha256, offset, min(length, CHUNK))


# ---- What a tablet still has to move --------------------------------------------------------------------------------


def unmoved(sql: Sql) -> list[tuple[str, int, bool]]:
    """(hash, size, of finished visits only) of the attachments that are not known to lie on both sides.

    Pictures of finished visits come back to a tablet only when somebody asks for them: they would fill it.
    """
    rows = sql.rows(
        "SELECT a.sha256, MAX(a.size), MIN(CASE WHEN v.state = 'done' OR w.state = 'done' THEN 1 ELSE 0 END) "
        "FROM attachment a "
        "LEFT JOIN activity v ON a.object_kind = 'activity' AND v.id = a.object_id "
        "LEFT JOIN checklist_instance i ON a.object_kind = 'checklist_instance' AND i.id = a.object_id "
        "LEFT JOIN activity w ON w.id = i.activity_id "
        "WHERE NOT EXISTS (SELECT 1 FROM sync_blob b WHERE b.sha256 = a.sha256 AND b.state = 'done') "
        "GROUP BY a.sha256 ORDER BY 3, 2"
    )
    return [(str(row[0]), int(row[1]), bool(row[2])) for row in rows]


def finished_only(sql: Sql, sha256: str) -> bool:
    """Whether every attachment with these bytes belongs to a finished visit."""
    row = sql.one(
        "SELECT COUNT(*) FROM attachment a "
        "LEFT JOIN activity v ON a.object_kind = 'activity' AND v.id = a.object_id "
        "LEFT JOIN checklist_instance i ON a.object_kind = 'checklist_instance' AND i.id = a.object_id "
        "LEFT JOIN activity w ON w.id = i.activity_id "
        "WHERE a.sha256 = :sha AND NOT (COALESCE(v.state, '') = 'done' OR COALESCE(w.state, '') = 'done')",
        sha=sha256,
    )
    return row is not None and not row[0]


def mark_moved(sql: Sql, sha256: str, now: str) -> None:
    sql.run(
        "INSERT INTO sync_blob (sha256, state, at) VALUES (:sha, 'done', :now) "
        "ON CONFLICT (sha256) DO UPDATE SET state = excluded.state, at = excluded.at",
        sha=sha256, now=now,
    )


def forget_moved(sql: Sql) -> None:
    """The office was restored: what it had of our bytes must be asked for again."""
    sql.run("DELETE FROM sync_blob")


def may_fetch(sql: Sql, device_id: str, sha256: str) -> bool:
    """Whether an attachment with these bytes was sent to this tablet, so that it may have them."""
    return (
        sql.one(
            "SELECT 1 FROM attachment a JOIN sync_sent s ON s.kind = 'attachment' AND s.id = a.id "
            "JOIN sync_stream t ON t.id = s.stream_id WHERE t.device_id = :device AND a.sha256 = :sha LIMIT 1",
            device=device_id, sha=sha256,
        )
        is not None
    )


def new_files(sql: Sql, pages: Sequence[Page], person_id: str) -> tuple[str, ...]:
    """Files whose rows are on these pages, the smallest first; neither his own nor those of finished visits."""
    found: dict[str, int] = {}
    for group in (group for page in pages for group in page.rows if group.kind == "attachment"):
        for row in (dict(zip(group.columns, values, strict=True)) for values in group.rows):
            if row["taken_by_id"] != person_id:
                found[str(row["sha256"])] = int(row["size"])
    return tuple(one for one in sorted(found, key=lambda name: found[name]) if not finished_only(sql, one))
