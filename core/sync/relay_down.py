"""Attachments down by relay: a tablet says what it lacks, the office leaves that in sealed pieces, and tidies up."""

import hashlib
import hmac
import logging
import re
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from core.clock import Clock
from core.storage.file_forms import CHUNK
from core.sync import relay_folder
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.desk import Desk
from core.sync.envelope import seal
from core.sync.faults import Malformed, ProtocolFault
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.letters import MAX_OVER, MAX_WANTED, Want
from core.sync.office_ledger import Trusted
from core.sync.relay_folder import Found
from core.sync.relay_places import Place
from core.sync.sealed_piece import Piece, open_piece, seal_piece
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.tablet_ledger import read_cursor

log = logging.getLogger(__name__)
WANT = "want-"
AT_ONCE = 12
"""Pieces a turn: text is looked at again in between."""
MOST_FOR_ONE = 64
"""Pieces that lie in the folder for one tablet: a longer file comes in several journeys."""
MOST_IN_ALL = 512
_TAG = 20
_PIECE = re.compile(r"([0-9a-f]{20})-(\d{6})")


class Names:
    """Only the two with these keys can tell which file a piece belongs to, or that two tablets get the same."""

    def __init__(self, own: KeyPair, others_seal_key: bytes) -> None:
        shared = own.seal.exchange(X25519PublicKey.from_public_bytes(others_seal_key))
        self._secret = hashlib.sha256(b"tulpan-downblob-1\n" + shared).digest()

    def tag(self, sha256: str) -> str:
        return hmac.new(self._secret, bytes.fromhex(sha256), hashlib.sha256).hexdigest()[:_TAG]

    def stem(self, sha256: str, number: int) -> str:
        return f"{self.tag(sha256)}-{number:06d}"


def _pieces_in(place: Place, directory: str) -> list[Found]:
    """The office's receipts for what went up lie beside them, under names of another form."""
    return [one for one in relay_folder.found(place, directory) if _PIECE.fullmatch(one.stem)]


def _is_in(needed: dict[str, int], letter: Found) -> bool:
    """Whether a piece is of a file, and not before the number, in `needed` (by tag)."""
    tag, _, number = letter.stem.partition("-")
    return tag in needed and int(number) >= needed[tag]


# ---- The tablet -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fetched:
    """`letter` says which files are still wanted; `arriving` counts those that the next turn can go on with."""

    letter: Found | None
    arriving: int


class _Said(msgspec.Struct, frozen=True):
    """The last want that was left: its file and what stands in it."""

    name: str
    files: tuple[tuple[str, int], ...]
    over: tuple[str, ...]
    torn: tuple[str, ...]


class TabletFetch:
    """`turn` takes the pieces that lie there, and then says anew what is lacking."""

    def __init__(
        self, core: Opened, place: Place, root: str, *, keys: KeyPair, pairing: Pairing, mover: BlobMover
    ) -> None:
        self._core = core
        self._place = place
        self._up = f"{root}/upblob/{core.device_id}"
        self._down = f"{root}/downblob/{core.device_id}"
        self._keys = keys
        self._pairing = pairing
        self._mover = mover
        self._names = Names(keys, pairing.office_keys.seal)
        self._budget = 0
        self._unusable: set[str] = set()
        self._torn: set[str] = set()

    def turn(self, *, asks: bool) -> Fetched:
        """What the network brings is not asked for here, but what lies here already need not come twice."""
        lying = _pieces_in(self._place, self._down)
        self._budget, self._unusable, self._torn = AT_ONCE, set(), set()
        arriving = sum(self._take(sha256, size, lying) for sha256, size in self._mover.to_fetch()) if lying else 0
        still = [(sha256, self._mover.have(sha256, size)) for sha256, size in self._mover.to_fetch()]
        needed = {self._names.tag(sha256): have // CHUNK for sha256, have in still} if lying else {}
        over = tuple(one.name for one in lying if one.name in self._unusable or not _is_in(needed, one))[:MAX_OVER]
        if not (asks or over):
            return Fetched(None, arriving)
        files = tuple(still[:MAX_WANTED]) if asks else ()
        return Fetched(self._say(files, over, tuple(sorted(self._torn))[:MAX_OVER]), arriving)

    def _take(self, sha256: str, size: int, lying: list[Found]) -> bool:
        """Adds the pieces that follow on what is here; true when a piece was left for the next turn."""
        if self._mover.rests(sha256):
            return False
        have = self._mover.have(sha256, size)
        while True:
            stem = self._names.stem(sha256, have // CHUNK)
            letters = [one for one in lying if one.stem == stem]
            if letters and not self._budget:
                return True
            before = have
            for letter in letters:
                self._budget = max(0, self._budget - 1)
                have = self._add(letter, sha256, have)
                if have != before:
                    break
            if have <= before:  # nothing follows, or all that came was thrown away because its hash was wrong
                return False

    def _add(self, letter: Found, sha256: str, have: int) -> int:
        """How many bytes are here after this piece; the same when it is not one."""
        raw = letter.read()
        if raw is None:
            self._torn.add(letter.name)
            return have
        try:
            piece = self._opened(raw)
            if piece.sha256 != sha256 or piece.offset // CHUNK != have // CHUNK:
                raise Malformed("under another piece's name")
            return self._mover.take_piece(sha256, have, piece.total, piece.content[have - piece.offset :])
        except ProtocolFault as fault:
            log.warning("a piece in the relay folder is not used: %s (%s)", letter.name, fault.code)
            self._unusable.add(letter.name)
            return have

    def _opened(self, raw: bytes) -> Piece:
        pairing = self._pairing
        return open_piece(
            raw, keys=self._keys,
            sign_key_of=lambda sender: pairing.office_keys.sign if sender == pairing.office_id else None,
        )[1]

    # ---- What is lacking --------------------------------------------------------------------------------------------

    def _say(
        self, files: tuple[tuple[str, int], ...], over: tuple[str, ...], torn: tuple[str, ...]
    ) -> Found | None:
        """The letter that lies there already, while it still says what is so; otherwise a new one."""
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            kept = get_state(sql, "relay_want")
            wanted = int(get_state(sql, "relay_wanted", "0"))
            epoch = read_cursor(sql).epoch
        said = msgspec.json.decode(kept, type=_Said) if kept else None
        if said is not None and said.files == files and {*over, *torn} <= {*said.over, *said.torn}:
            stem, mark, _ = said.name.split(".")
            there = Found(self._place, self._up, said.name, stem, mark)
            if not files or relay_folder.is_safe([there]):
                return there if files else None
        elif said is None and not (files or over):
            return None
        # The office reads the highest number: one that a power cut kept out of the books is not used again.
        number = max(wanted, relay_folder.highest_number(self._place, self._up, WANT)) + 1
        want = Want(nonce=number, epoch=epoch, files=files, over=over, torn=torn)
        raw = seal(
            want, sender=self._core.device_id, keys=self._keys, recipient_seal_key=self._pairing.office_keys.seal,
            line=epoch,
        )
        letter = relay_folder.write(self._place, self._up, f"{WANT}{number}", raw)
        kept = msgspec.json.encode(_Said(letter.name, files, over, torn)).decode()
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), relay_wanted=number, relay_want=kept)
        for earlier in relay_folder.numbered(relay_folder.found(self._place, self._up), WANT):
            if relay_folder.number_of(earlier, WANT) < number:
                self._place.remove(f"{self._up}/{earlier.name}")
        return letter


# ---- The office -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Early:
    """Files whose rows were just answered, before the tablet can say that it lacks them; over with its next want.

    `before` is the want that lay there then, None until that has been looked at.
    """

    files: tuple[str, ...]
    at: float
    before: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The newest want of a tablet, by its letter's name, and when the office first read it (Unix seconds)."""

    name: str
    want: Want | None
    at: float


_NOTHING_ASKED = _Asked("", None, 0.0)


class OfficeGive:
    """Leaves what each tablet lacks and may have, and takes it away when the tablet has it."""

    def __init__(self, desk: Desk, place: Place, root: str, clock: Clock) -> None:
        self._desk = desk
        self._place = place
        self._root = root
        self._clock = clock
        self._early: dict[str, _Early] = {}
        self._wants: dict[str, _Asked] = {}
        self._lying: dict[str, int] = {}
        self._budget = 0
        self._turns = 0
        self.left = 0

    def answered(self, device_id: str, files: tuple[str, ...]) -> None:
        """The tablet gets rows of these files with the same journey, so that it would ask for them on the next."""
        if files:
            self._early[device_id] = _Early(files, self._clock.now().timestamp())

    def begin(self) -> None:
        self._budget, self.left = AT_ONCE, 0
        self._turns += 1

    def in_turn(self, device_ids: list[str]) -> list[str]:
        """Another one is the first each time, so that nobody waits behind a tablet that wants much."""
        every = sorted({*device_ids, *self._early})
        start = self._turns % len(every) if every else 0
        return every[start:] + every[:start]

    def turn(self, device_id: str, letters: list[Found], keep_seconds: float) -> None:
        """`letters` are what lies in the tablet's own directory for attachments."""
        sender = self._desk.trusted(device_id)
        over = self._clock.now().timestamp() - keep_seconds
        down = f"{self._root}/downblob/{device_id}"
        wants = relay_folder.numbered(letters, WANT)
        pieces = _pieces_in(self._place, down)
        # A receipt stays as long as the pieces that it is for.
        keep = {letter.stem.partition("-")[0] for letter in letters}
        if sender is None or sender.revoked or not (wants or device_id in self._early):
            relay_folder.sweep(self._place, down, over, keep)
            if sender is not None and sender.revoked:
                self._take_away(device_id, pieces, down)
            return
        self._end_early(device_id, wants[-1].name if wants else "", over)
        asked = self._asked(device_id, wants[-1]) if wants else _NOTHING_ASKED
        names = Names(self._desk.identity.keys, sender.seal_key)
        # What nobody has asked about for a week nobody needs.
        wanted = self._wanted(device_id, asked.want if asked.at >= over else None)
        tags = {names.tag(sha256) for sha256, _have in wanted}
        relay_folder.sweep(
            self._place, down, over, keep | {one.stem for one in pieces if one.stem.partition("-")[0] in tags}
        )
        lying = {one.name: one for one in _pieces_in(self._place, down)}
        if asked.want is not None:
            self._tidy(asked.want, names, lying, down)
        if device_id not in self._desk.presence.connected:  # else the network brings them
            self._leave(sender, names, wanted, lying, down)
        self._lying[device_id] = len(lying)

    def _take_away(self, device_id: str, pieces: list[Found], down: str) -> None:
        self._early.pop(device_id, None)
        for one in pieces:
            self._place.remove(f"{down}/{one.name}")
        self._lying.pop(device_id, None)

    def _asked(self, device_id: str, letter: Found) -> _Asked:
        """The newest want, read once; it is as old as the office has known it, whatever the place's own clock says."""
        known = self._wants.get(device_id)
        if known is not None and known.name == letter.name:
            return known
        raw = letter.read()
        if raw is None:
            return _NOTHING_ASKED
        want: Want | None = None
        try:
            want = self._desk.wanted(device_id, raw)
        except ProtocolFault as fault:
            if fault.code == "busy":
                return _NOTHING_ASKED
            log.warning("a letter in the relay folder is not used: %s (%s)", letter.name, fault.code)
        self._wants[device_id] = _Asked(letter.name, want, self._clock.now().timestamp())
        return self._wants[device_id]

    def _end_early(self, device_id: str, newest: str, over: float) -> None:
        early = self._early.get(device_id)
        if early is not None and early.before is None:
            self._early[device_id] = _Early(early.files, early.at, newest)
        elif early is not None and (early.before != newest or early.at < over):
            del self._early[device_id]

    def _wanted(self, device_id: str, want: Want | None) -> list[tuple[str, int]]:
        files = list(want.files) if want is not None else []
        early = self._early.get(device_id)
        return files + [(one, 0) for one in (early.files if early else ()) if one not in {sha for sha, _ in files}]

    def _tidy(self, want: Want, names: Names, lying: dict[str, Found], down: str) -> None:
        """What the tablet does not need goes, and what is torn for it when it is so for us, too."""
        needed = {names.tag(sha256): have // CHUNK for sha256, have in want.files}
        over, torn = set(want.over), set(want.torn)
        for name, letter in list(lying.items()):
            is_had = letter.stem[:_TAG] in needed and not _is_in(needed, letter)
            if is_had or name in over or (name in torn and letter.read() is None):
                self._place.remove(f"{down}/{name}")
                del lying[name]

    def _leave(
        self, sender: Trusted, names: Names, wanted: list[tuple[str, int]], lying: dict[str, Found], down: str
    ) -> None:
        stems = {one.stem for one in lying.values()}
        for sha256, have in wanted:
            number = have // CHUNK
            found = self._desk.give_piece(sender, sha256, 0, 0)
            total = found[1] if found is not None else 0
            while number * CHUNK < total:
                stem = names.stem(sha256, number)
                if stem not in stems:
                    if len(stems) >= MOST_FOR_ONE or sum(self._lying.values()) >= MOST_IN_ALL:
                        return
                    if not self._budget:
                        self.left += 1
                        return
                    self._budget -= 1
                    letter = self._put(sender, stem, sha256, number * CHUNK, down)
                    if letter is None:
                        break
                    stems.add(stem)
                    lying[letter.name] = letter
                    self._lying[sender.device_id] = len(lying)
                number += 1

    def _put(self, sender: Trusted, stem: str, sha256: str, offset: int, down: str) -> Found | None:
        found = self._desk.give_piece(sender, sha256, offset)
        if found is None or not found[0]:
            return None
        piece = Piece(sha256, offset, found[1], found[0])
        identity = self._desk.identity
        raw = seal_piece(piece, sender=identity.office_id, keys=identity.keys, recipient_seal_key=sender.seal_key)
        return relay_folder.write(self._place, down, stem, raw)
