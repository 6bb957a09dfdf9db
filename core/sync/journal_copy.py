"""Keeps a tablet's journal on a memory card: what it did goes there as it happens, sealed for the office."""

import hashlib
from pathlib import Path

import msgspec

from core.sync import journal_file
from core.sync import tablet_ledger as ledger
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.chain import links
from core.sync.envelope import seal
from core.sync.identity import Pairing
from core.sync.journal_file import ENDING, JournalUnusable
from core.sync.keys import KeyPair
from core.sync.letters import Bundle
from core.sync.relay_blobs import pieces_of
from core.sync.sealed_piece import Piece, seal_piece
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.tablet_engine import TabletEngine
from core.sync.tablet_ledger import Cursor


class _Written(msgspec.Struct, frozen=True):
    """What the file on the card holds: commands after `base` through `through`, these attachments, in `size` bytes."""

    folder: str
    epoch: str
    base: int
    through: int
    hash: str
    size: int
    files: tuple[str, ...] = ()


class _Exported(msgspec.Struct, frozen=True):
    """What a file for the office holds: commands after `base` through `through`, and these attachments."""

    path: str
    epoch: str
    base: int
    through: int
    sha256: str
    files: tuple[str, ...]


def kept_in_file(core: Opened) -> str:
    """The file for the office in which everything lies that the office does not have, read through just now.

    Empty when there is none, when it was changed or taken away, or when something has been done since.
    """
    with core.database.read() as session:
        sql = ConnectionSql(session.connection())
        kept, cursor = get_state(sql, "exported"), ledger.read_cursor(sql)
        if not kept:
            return ""
        exported = msgspec.json.decode(kept, type=_Exported)
        is_newer = ledger.waiting(sql, core.device_id, exported.through).count > 0
    if exported.epoch != cursor.epoch or cursor.acked < exported.base or is_newer:
        return ""
    if not set(BlobMover(core).to_send()) <= set(exported.files):
        return ""
    try:
        with Path(exported.path).open("rb") as file:
            is_whole = hashlib.file_digest(file, "sha256").hexdigest() == exported.sha256
    except OSError:
        return ""
    return exported.path if is_whole else ""


class JournalCopy:
    """The caller holds the engine's lock during its calls."""

    def __init__(
        self, core: Opened, engine: TabletEngine, keys: KeyPair, pairing: Pairing, mover: BlobMover
    ) -> None:
        self._core = core
        self._engine = engine
        self._keys = keys
        self._pairing = pairing
        self._mover = mover

    @property
    def name(self) -> str:
        return journal_file.journal_name(self._core.device_id)

    def turn(self, folder: Path) -> None:
        """Brings the file in this folder up to date. JournalUnusable when the card is not there, or full."""
        cursor, written = self._cursor(), self._written()
        path = folder / self.name
        if not folder.is_dir():
            raise JournalUnusable("no folder")
        if written is None or self._is_over(written, cursor, folder, path):
            written = self._begin(folder, path, cursor)
        bundles = self._engine.bundles_from(written.through, written.hash)
        files = [one for one in self._mover.to_send() if one not in written.files]
        if not bundles and not files:
            return
        letters = [self._sealed(bundle) for bundle in bundles]
        letters += [self._sealed_piece(piece) for one in files for piece in pieces_of(self._core.blobs, one)]
        size = journal_file.append(path, written.size, letters)
        through, after = written.through, written.hash
        for bundle in bundles:
            through, after = bundle.entries[-1].seq, links(after, bundle.entries)
        self._keep(
            msgspec.structs.replace(
                written, through=through, hash=after, size=size, files=(*written.files, *files)
            )
        )

    def export(self, folder: Path) -> Path:
        """All that the office does not have, in a file of its own; read again before it counts as written."""
        cursor = self._cursor()
        stamp = self._core.clock.now().strftime("%Y%m%d-%H%M%S")
        path = folder / f"tulpan-{self._core.device_id[:8]}-{stamp}{ENDING}"
        bundles = self._engine.bundles_from(cursor.acked, cursor.acked_hash)
        files = tuple(self._mover.to_send())
        letters = [self._sealed(bundle) for bundle in bundles]
        letters += [self._sealed_piece(piece) for one in files for piece in pieces_of(self._core.blobs, one)]
        journal_file.write_anew(path, letters)
        through = bundles[-1].entries[-1].seq if bundles else cursor.acked
        content = hashlib.sha256(journal_file.HEAD + journal_file.framed(letters)).hexdigest()
        exported = _Exported(str(path), cursor.epoch, cursor.acked, through, content, files)
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), exported=msgspec.json.encode(exported).decode())
        return path

    def _begin(self, folder: Path, path: Path, cursor: Cursor) -> _Written:
        """A new file from what the office's own copies hold: the rest may still be asked for again."""
        base = min(cursor.backed_up, cursor.acked)
        size = journal_file.write_anew(path, ())
        written = _Written(str(folder), cursor.epoch, base, base, self._engine.hash_at(base), size)
        self._keep(written)
        return written

    def _is_over(self, written: _Written, cursor: Cursor, folder: Path, path: Path) -> bool:
        if (written.folder, written.epoch) != (str(folder), cursor.epoch):
            return True
        if not path.is_file() or path.stat().st_size < written.size or self._cursor().acked < written.base:
            return True
        # All of it is safe at the office and in its copies: the card need not fill up.
        return written.base < written.through <= cursor.backed_up and not self._mover.to_send()

    def _sealed(self, bundle: Bundle) -> bytes:
        return seal(
            bundle, sender=self._core.device_id, keys=self._keys, recipient_seal_key=self._pairing.office_keys.seal,
            line=bundle.epoch,
        )

    def _sealed_piece(self, piece: Piece) -> bytes:
        return seal_piece(
            piece, sender=self._core.device_id, keys=self._keys, recipient_seal_key=self._pairing.office_keys.seal
        )

    def _cursor(self) -> Cursor:
        with self._core.database.read() as session:
            return ledger.read_cursor(ConnectionSql(session.connection()))

    def _written(self) -> _Written | None:
        with self._core.database.read() as session:
            kept = get_state(ConnectionSql(session.connection()), "journal_written")
        return msgspec.json.decode(kept, type=_Written) if kept else None

    def _keep(self, written: _Written) -> None:
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), journal_written=msgspec.json.encode(written).decode())
