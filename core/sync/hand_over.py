"""What a tablet does once its office no longer trusts it: all its work goes there to be looked at."""

import logging
import threading
from collections.abc import Callable

from core.errors import TulpanError
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.dismissal import Dismissal
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.mail import Mail
from core.sync.moments import to_text
from core.sync.relay_blobs import pieces_of
from core.sync.sealed_piece import seal_piece
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.tablet_engine import TabletEngine

log = logging.getLogger(__name__)


class HandOver:
    """Remembered in the database, so that a restart goes on with it; over when the office trusts the tablet again."""

    def __init__(
        self, core: Opened, engine: TabletEngine, lock: threading.RLock, mover: BlobMover, keys: KeyPair
    ) -> None:
        self._core = core
        self._engine = engine
        self._lock = lock
        self._mover = mover
        self._keys = keys
        with core.database.read() as session:
            self.is_dismissed = bool(get_state(ConnectionSql(session.connection()), "dismissed_at"))

    def begin(self, word: Dismissal) -> None:
        """The office has said so, and what it has of the work."""
        with self._lock:
            self._engine.on_dismissal(word.epoch, word.have_through, word.have_hash)
        if not self.is_dismissed:
            self._remember(to_text(self._core.clock.now()))

    def end(self) -> None:
        """The office has answered as it does to those it trusts."""
        if self.is_dismissed:
            self._remember("")

    def send(self, mail: Mail, pairing: Pairing, goes_on: Callable[[], bool]) -> bool:
        """Sends all commands that wait, then the pictures; whether the office took any. It is tried again later."""
        has_sent = False
        try:
            while goes_on():
                with self._lock:
                    bundle = self._engine.bundle()
                if bundle is None:
                    break
                ack = mail.push(bundle)
                with self._lock:
                    self._engine.on_ack(ack)
                has_sent = True
            for sha256 in self._mover.to_send():
                has_sent = self._send_file(mail, pairing, sha256, goes_on) or has_sent
        except TulpanError as error:
            log.info("the office did not take everything now: %s", error)
        return has_sent

    def _send_file(self, mail: Mail, pairing: Pairing, sha256: str, goes_on: Callable[[], bool]) -> bool:
        """Without a session each piece is sealed and signed by itself; the first answer tells where to go on."""
        have, has_sent = 0, False
        for piece in pieces_of(self._core.blobs, sha256):
            end = piece.offset + len(piece.content)
            if end <= have:
                continue
            if not goes_on():
                return has_sent
            have = mail.put_sealed_piece(
                seal_piece(
                    piece, sender=self._core.device_id, keys=self._keys, recipient_seal_key=pairing.office_keys.seal
                )
            )
            if have < end:
                return has_sent
            has_sent = True
            if have == piece.total:
                self._mover.was_moved(sha256)
        return has_sent

    def _remember(self, moment: str) -> None:
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), dismissed_at=moment)
        self.is_dismissed = bool(moment)
