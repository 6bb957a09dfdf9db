"""Attachments up by relay: the tablet leaves sealed pieces, the office answers each whole file with a receipt."""

import hashlib
import hmac
import logging
from collections import Counter
from collections.abc import Iterator

from core.clock import Clock
from core.storage.blobs import BlobStore
from core.storage.file_forms import CHUNK
from core.sync import relay_folder
from core.sync.blob_mover import BlobMover
from core.sync.blob_transfer import read_piece
from core.sync.desk import Desk
from core.sync.faults import BadSignature, Malformed, ProtocolFault
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.relay_down import AT_ONCE, WANT, OfficeGive
from core.sync.relay_folder import Found
from core.sync.relay_places import Place
from core.sync.relay_seen import Seen
from core.sync.sealed_piece import Piece, seal_piece
from core.sync.signed_form import Receipt, read_signed, signed

log = logging.getLogger(__name__)
_TAG = 20


def pieces_of(blobs: BlobStore, sha256: str) -> Iterator[Piece]:
    """A file of the store in pieces; nothing when it is not there."""
    offset = 0
    while (found := read_piece(blobs, sha256, offset, CHUNK)) is not None and found[0]:
        yield Piece(sha256, offset, found[1], found[0])
        offset += len(found[0])


class TabletBlobs:
    """`turn` takes receipts and leaves the next pieces."""

    def __init__(
        self, place: Place, root: str, *, device_id: str, keys: KeyPair, pairing: Pairing, blobs: BlobStore,
        mover: BlobMover,
    ) -> None:
        self._place = place
        self._up = f"{root}/upblob/{device_id}"
        self._down = f"{root}/downblob/{device_id}"
        self._device_id = device_id
        self._keys = keys
        self._pairing = pairing
        self._blobs = blobs
        self._mover = mover

    def turn(self) -> tuple[list[Found], int]:
        """The letters that hold what waits, and how many files do not lie here whole yet."""
        waiting = self._mover.to_send()
        if not waiting:
            return [], 0
        received = self._receipts()
        there = self._lying()
        letters: list[Found] = []
        left, budget = 0, AT_ONCE
        for sha256 in waiting:
            tag = self._tag(sha256)
            if tag in received:
                self._mover.was_moved(sha256)
                continue
            is_whole = True
            for number, piece in enumerate(pieces_of(self._blobs, sha256)):
                letter = next((one for one in there.get(f"{tag}-{number:06d}", ()) if one.read() is not None), None)
                if letter is None and budget:
                    budget -= 1
                    letter = self._leave(f"{tag}-{number:06d}", piece)
                if letter is None:
                    is_whole = False
                    break
                letters.append(letter)
            left += not is_whole
        return letters, left

    def _lying(self) -> dict[str, list[Found]]:
        """What lies there under each name. The same content under two names proves neither: both are left anew."""
        letters = relay_folder.found(self._place, self._up)
        marks = Counter(letter.mark for letter in letters)
        there: dict[str, list[Found]] = {}
        for letter in letters:
            if marks[letter.mark] == 1:
                there.setdefault(letter.stem, []).append(letter)
        return there

    def sweep(self, older_than: float) -> None:
        """Pieces of what the office has go; those of what it has not, never, nor the last word on what is lacking."""
        open_tags = {self._tag(sha256) for sha256 in self._mover.to_send()}
        letters = relay_folder.found(self._place, self._up)
        keep = {one.stem for one in letters if one.stem.partition("-")[0] in open_tags}
        keep |= {one.stem for one in relay_folder.numbered(letters, WANT)[-1:]}
        relay_folder.sweep(self._place, self._up, older_than, keep)

    def _leave(self, stem: str, piece: Piece) -> Found:
        raw = seal_piece(
            piece, sender=self._device_id, keys=self._keys, recipient_seal_key=self._pairing.office_keys.seal
        )
        return relay_folder.write(self._place, self._up, stem, raw)

    def _receipts(self) -> set[str]:
        tags = set()
        for letter in relay_folder.found(self._place, self._down):
            if "-" in letter.stem:  # a piece of what comes down
                continue
            try:
                receipt = read_signed(letter.read(), Receipt, lambda _form: self._pairing.office_keys.sign)
            except (Malformed, BadSignature):
                continue
            if receipt.device_id == self._device_id:
                tags.add(receipt.tag)
        return tags

    def _tag(self, sha256: str) -> str:
        """A name that tells a stranger nothing about the file, and this tablet which one it is."""
        return hmac.new(self._keys.to_bytes(), bytes.fromhex(sha256), hashlib.sha256).hexdigest()[:_TAG]


class OfficeBlobs:
    """Takes pieces in and leaves receipts; `give` leaves what goes down."""

    def __init__(self, desk: Desk, place: Place, root: str, clock: Clock, seen: Seen) -> None:
        self._desk = desk
        self._place = place
        self._root = root
        self.give = OfficeGive(desk, place, root, clock)
        self._seen = seen

    def turn(self, keep_seconds: float) -> int:
        count = 0
        self.give.begin()
        for device_id in self.give.in_turn(relay_folder.directories(self._place, f"{self._root}/upblob")):
            self._seen.begin(device_id)
            letters = relay_folder.found(self._place, f"{self._root}/upblob/{device_id}")
            for letter in letters:
                if letter not in self._seen and not letter.stem.startswith(WANT):
                    count += self._take(device_id, letter)
            self.give.turn(device_id, letters, keep_seconds)
        return count

    def _take(self, device_id: str, letter: Found) -> bool:
        raw = letter.read()
        if raw is None:
            return False
        try:
            piece, is_whole = self._desk.take_relayed_piece(device_id, raw)
        except ProtocolFault as fault:
            log.warning("a piece in the relay folder is not used: %s (%s)", letter.name, fault.code)
            self._seen.refuse(device_id, letter, fault)
            return False
        if is_whole:
            receipt = Receipt(device_id, letter.stem.partition("-")[0])
            down = f"{self._root}/downblob/{device_id}"
            relay_folder.write(self._place, down, receipt.tag, signed(receipt, self._desk.identity.keys))
        if is_whole or piece:
            self._seen.add(letter)
        return piece
