"""Moves attachments between tablet and office, a piece at a time, so that text always goes first."""

import threading
import time

from core.changes import Changes, Touched
from core.storage.blobs import MAX_BYTES
from core.storage.file_forms import CHUNK
from core.sync import blob_transfer
from core.sync.assembly import Opened
from core.sync.blob_transfer import Incoming, read_piece
from core.sync.faults import Malformed, OfficeUnreachable, ProtocolFault
from core.sync.mail import Mail
from core.sync.moments import to_text
from core.sync.sql import ConnectionSql

RETRY_SECONDS = 60.0
"""A file that the other side does not have, or that arrived damaged, is tried again after this."""


class BlobMover:
    """Knows what is still to be moved; `step` moves one piece of it."""

    def __init__(self, core: Opened) -> None:
        self._core = core
        self._incoming = Incoming(core.blobs)
        self._preferred: list[str] = []
        self._not_before: dict[str, float] = {}
        self._asked: dict[str, int] = {}
        self._lock = threading.Lock()

    def prefer(self, sha256: str) -> None:
        with self._lock:
            self._not_before.pop(sha256, None)
            if sha256 not in self._preferred:
                self._preferred.append(sha256)

    def counts(self) -> tuple[int, int]:
        """How many files are still to go up, and to come down."""
        up = down = 0
        for sha256, _size, is_up in self._open():
            if is_up:
                up += 1
            elif sha256 not in self._not_before:
                down += 1
        return up, down

    def to_send(self) -> list[str]:
        """The files that are here and not known to be at the office."""
        return [sha256 for sha256, _size, is_up in self._open() if is_up]

    def to_fetch(self) -> list[tuple[str, int]]:
        """(hash, size) of the files that are not here and are wanted, what a person waits for first."""
        return [(sha256, size) for sha256, size, is_up in self._open() if not is_up]

    def have(self, sha256: str, size: int) -> int:
        """How many bytes of a file are here, from the beginning, by whichever way they came."""
        return self._incoming.have(sha256, size)

    def rests(self, sha256: str) -> bool:
        """Whether this file arrived damaged lately, so that it is not tried again at once."""
        return self._not_before.get(sha256, 0) > time.monotonic()

    def take_piece(self, sha256: str, offset: int, total: int, content: bytes) -> int:
        """Adds a piece that came by another way than `step`; how many bytes are here then. Malformed when damaged."""
        have = self._incoming.add(sha256, offset, total, content)
        if have == total and self._core.blobs.has(sha256):
            self._done(sha256)
        elif have == 0:
            self._not_before[sha256] = time.monotonic() + RETRY_SECONDS
            raise Malformed("damaged")
        return have

    def was_moved(self, sha256: str) -> None:
        """The office has said, by another way than `step`, that it holds this file."""
        self._done(sha256)

    def office_was_restored(self) -> None:
        self._asked.clear()
        with self._core.database.write() as session:
            blob_transfer.forget_moved(ConnectionSql(session.connection()))

    def step(self, mail: Mail, *, only_asked_for: bool = False) -> bool:
        """Moves one piece, of a file that a person waits for if only such may go; false when there is none now."""
        now = time.monotonic()
        for sha256, size, is_up in self._open():
            if self._not_before.get(sha256, 0) > now or (only_asked_for and sha256 not in self._preferred):
                continue
            try:
                return self._up(mail, sha256) if is_up else self._down(mail, sha256, size)
            except OfficeUnreachable:
                raise
            except (Malformed, ProtocolFault) as fault:
                if fault.code == "unknown_sender":
                    # The office has forgotten this session (it was started anew): a new hello makes another one.
                    raise OfficeUnreachable("session") from fault
                if fault.code == "revoked":
                    raise
                self._not_before[sha256] = now + RETRY_SECONDS
        return False

    def _open(self) -> list[tuple[str, int, bool]]:
        """(hash, size, goes up): what a person asked for first, then what goes up, then what comes down."""
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            unmoved = blob_transfer.unmoved(sql)
            found = []
            for sha256, size, is_past in unmoved:
                is_up = self._core.blobs.has(sha256)
                if is_up or sha256 in self._preferred or not is_past:
                    found.append((sha256, size, is_up))
        return sorted(found, key=lambda one: (one[0] not in self._preferred, not one[2]))

    def _up(self, mail: Mail, sha256: str) -> bool:
        have = self._asked.get(sha256, 0)
        piece, total = self._own_piece(sha256, have)
        if sha256 not in self._asked and (have := mail.put_piece(sha256, 0, total, b"")):
            piece, _ = self._own_piece(sha256, have)
        if have < total:
            if not piece:
                raise Malformed("own file")
            have = mail.put_piece(sha256, have, total, piece)
        self._asked[sha256] = have
        if have == total:
            self._done(sha256)
        elif have == 0:
            # It arrived damaged, or is damaged here: another try later, not at once.
            raise Malformed("damaged")
        return True

    def _own_piece(self, sha256: str, offset: int) -> tuple[bytes, int]:
        piece = read_piece(self._core.blobs, sha256, offset, CHUNK)
        if piece is None:
            raise Malformed("own file")
        return piece

    def _down(self, mail: Mail, sha256: str, size: int) -> bool:
        have = self._incoming.have(sha256, size)
        content, total = mail.get_piece(sha256, have)
        if total > MAX_BYTES:
            raise Malformed("size")
        if not content and total != have:
            raise Malformed("empty piece")
        have = self._incoming.add(sha256, have, total, content)
        if have == total and self._core.blobs.has(sha256):
            self._done(sha256)
        elif have == 0:
            raise Malformed("damaged")
        return True

    def _done(self, sha256: str) -> None:
        with self._lock:
            if sha256 in self._preferred:
                self._preferred.remove(sha256)
        with self._core.database.write() as session:
            sql = ConnectionSql(session.connection())
            blob_transfer.mark_moved(sql, sha256, to_text(self._core.clock.now()))
            rows = sql.rows("SELECT id FROM attachment WHERE sha256 = :sha", sha=sha256)
        self._asked.pop(sha256, None)
        self._core.changes.publish(Changes(tuple(Touched("attachment", str(row[0]), "updated") for row in rows)))
