"""The tablet's postman for a relay folder: leaves its work there, and takes in what the office left."""

import threading
from dataclasses import dataclass

import msgspec

from core.sync import relay_folder
from core.sync import tablet_ledger as ledger
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.dismissal import Dismissal, read_dismissal
from core.sync.envelope import open_envelope, own_header, seal
from core.sync.faults import ProtocolFault
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.letters import Ask, Letter, Page
from core.sync.relay_blobs import TabletBlobs
from core.sync.relay_down import TabletFetch
from core.sync.relay_folder import Found
from core.sync.relay_office import ASK, KEEP_SECONDS, REVOKED
from core.sync.relay_places import Place, place_at
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.tablet_engine import TabletEngine


@dataclass(frozen=True, slots=True)
class RelayTurn:
    """What one visit to the folder did. `safe`: everything that waits lies there and was read again: the stick may go.

    `written` counts commands put there now, `received` the pages applied, `files_left` the files not yet there whole,
    `arriving` the files of which the next turn can take more. `dismissal`: the office's word that it trusts us no more.
    """

    written: int
    received: int
    safe: bool
    files_left: int = 0
    arriving: int = 0
    dismissal: Dismissal | None = None


class _Question(msgspec.Struct, frozen=True):
    ask: Ask
    file: str
    cursor: tuple[int, str, int, int]


class RelayTablet:
    """One folder. `lock` is the engine's, held for letters but not for attachments."""

    def __init__(
        self, core: Opened, engine: TabletEngine, keys: KeyPair, pairing: Pairing, mover: BlobMover, location: str,
        lock: "threading.RLock",
    ) -> None:
        self._core = core
        self._engine = engine
        self._keys = keys
        self._pairing = pairing
        self._lock = lock
        self._place: Place = place_at(location)
        self._root = f"{relay_folder.ROOT}/{relay_folder.relay_name(pairing.office_keys.fingerprint)}"
        self._blobs = TabletBlobs(
            self._place, self._root, device_id=core.device_id, keys=keys, pairing=pairing, blobs=core.blobs, mover=mover
        )
        self._fetch = TabletFetch(core, self._place, self._root, keys=keys, pairing=pairing, mover=mover)

    def turn(self, *, on_network: bool = False) -> RelayTurn:
        """Receives, then writes. RelayUnusable when the folder is gone or full; then nothing is lost, only not sent."""
        with self._lock:
            received, word = self._receive(), self._dismissal()
            written, files = self._write_work()
            files.append(self._write_question())
        pieces, files_left = self._blobs.turn()
        fetched = self._fetch.turn(asks=not on_network and word is None)
        files += pieces if fetched.letter is None else [*pieces, fetched.letter]
        self._sweep()
        is_safe = not (files_left or fetched.arriving) and relay_folder.is_safe(files)
        return RelayTurn(written, received, is_safe, files_left, fetched.arriving, word)

    # ---- Down -------------------------------------------------------------------------------------------------------

    def _receive(self) -> int:
        question = self._question()
        if question is None:
            return 0
        count = 0
        for letter in self._answers(question):
            page = self._page(letter)
            if page is None:
                break
            result = self._engine.take_relayed(question.ask, page)
            count += result == "applied"
            if result == "new_epoch":
                break
        return count

    def _answers(self, question: _Question) -> list[Found]:
        mark = question.file.split(".")[1]
        return [one for one in self._said_to(mark) if one.stem != f"{mark}-{REVOKED}"]

    def _said_to(self, mark: str) -> list[Found]:
        down = f"{self._root}/down/{self._core.device_id}"
        return [
            letter
            for generation in relay_folder.directories(self._place, down)
            for letter in relay_folder.found(self._place, f"{down}/{generation}")
            if letter.stem.startswith(f"{mark}-")
        ]

    def _dismissal(self) -> Dismissal | None:
        """The office's last word, when it answers the open question with one that it no longer trusts this tablet."""
        question = self._question()
        if question is None:
            return None
        mark = question.file.split(".")[1]
        words = [
            read_dismissal(one.read(), self._pairing, self._core.device_id, mark)
            for one in self._said_to(mark) if one.stem == f"{mark}-{REVOKED}"
        ]
        return max((one for one in words if one is not None), key=lambda one: one.have_through, default=None)

    def _page(self, letter: Found) -> Page | None:
        raw = letter.read()
        if raw is None:
            return None
        pairing = self._pairing
        try:
            opened = open_envelope(
                raw, keys=self._keys,
                sign_key_of=lambda sender: pairing.office_keys.sign if sender == pairing.office_id else None,
            )
        except ProtocolFault:
            return None
        return opened.letter if isinstance(opened.letter, Page) else None

    # ---- Up ---------------------------------------------------------------------------------------------------------

    def _write_work(self) -> tuple[int, list[Found]]:
        """Letters with all that waits and does not lie here yet; and the files that hold everything that waits.

        What lies here is believed by what we signed, not by its name: anybody can name a file.
        """
        with self._core.database.read() as session:
            cursor = ledger.read_cursor(ConnectionSql(session.connection()))
        directory = self._up(cursor.epoch)
        through, files = cursor.acked, []
        for letter in sorted(relay_folder.found(self._place, directory), key=lambda one: _span(one.stem)):
            last = _span(letter.stem)[1]
            if last > through and self._follows(letter.read(), cursor.epoch, through, last):
                through = last
                files.append(letter)
        written = 0
        for bundle in self._engine.bundles_after(through):
            last = bundle.entries[-1].seq
            # The numbers say what follows on what: own commands need not be numbered without holes.
            stem = f"{bundle.prev_seq + 1}-{last}"
            files.append(relay_folder.write(self._place, directory, stem, self._sealed(bundle, cursor.epoch)))
            written += len(bundle.entries)
        return written, files

    def _follows(self, raw: bytes | None, epoch: str, through: int, last: int) -> bool:
        """Whether this is our own letter with what comes after the command `through`, up to `last`."""
        header = own_header(raw, self._keys, self._pairing.office_keys.seal) if raw is not None else None
        if header is None or (header.line, header.seq_to) != (epoch, last):
            return False
        return header.prev_hash == self._engine.hash_at(through)

    def _write_question(self) -> Found:
        """The question that lies there already, while nothing has changed since; otherwise a new one."""
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            cursor = ledger.read_cursor(sql)
            asked = int(get_state(sql, "relay_asked", "0"))
        now = (cursor.have_page, cursor.feed, cursor.done, cursor.settled)
        directory = self._up(cursor.epoch)
        kept = self._question()
        if kept is not None and kept.cursor == now and kept.ask.epoch == cursor.epoch:
            stem, mark, _ = kept.file.split(".")
            there = Found(self._place, directory, kept.file, stem, mark)
            if relay_folder.is_safe([there]) and not self._answers(kept):
                return there
        ask = self._engine.question()
        # The office answers the highest number: one that a power cut kept out of the books is not used again.
        number = max(asked, relay_folder.highest_number(self._place, directory, ASK)) + 1
        letter = relay_folder.write(self._place, directory, f"{ASK}{number}", self._sealed(ask, cursor.epoch))
        question = msgspec.json.encode(_Question(ask, letter.name, now)).decode()
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), relay_asked=number, relay_question=question)
        return letter

    def _question(self) -> _Question | None:
        with self._core.database.read() as session:
            kept = get_state(ConnectionSql(session.connection()), "relay_question")
        return msgspec.json.decode(kept, type=_Question) if kept else None

    def _sealed(self, letter: Letter, epoch: str) -> bytes:
        return seal(
            letter, sender=self._core.device_id, keys=self._keys, recipient_seal_key=self._pairing.office_keys.seal,
            line=epoch,
        )

    def _sweep(self) -> None:
        """Old letters go, but none whose commands the office does not have, and not the last question."""
        with self._core.database.read() as session:
            cursor = ledger.read_cursor(ConnectionSql(session.connection()))
        question = self._question()
        up = f"{self._root}/up/{self._core.device_id}"
        for epoch in relay_folder.directories(self._place, up):
            directory = f"{up}/{epoch}"
            keep = {
                letter.stem
                for letter in relay_folder.found(self._place, directory)
                if epoch == cursor.epoch
                and (_span(letter.stem)[1] > cursor.acked or (question and letter.name == question.file))
            }
            relay_folder.sweep(self._place, directory, self._core.clock.now().timestamp() - KEEP_SECONDS, keep)
        self._blobs.sweep(self._core.clock.now().timestamp() - KEEP_SECONDS)

    def _up(self, epoch: str) -> str:
        return f"{self._root}/up/{self._core.device_id}/{epoch}"


def _span(stem: str) -> tuple[int, int]:
    """First and last number of a bundle's name; (0, 0) for what is no bundle."""
    first, _, last = stem.partition("-")
    return (int(first), int(last)) if first.isdecimal() and last.isdecimal() else (0, 0)


def relay_of(core: Opened) -> str:
    """Where this installation's relay lies, a folder or an address; empty when there is none."""
    with core.database.read() as session:
        return get_state(ConnectionSql(session.connection()), "relay_folder")


def keep_relay(core: Opened, location: str, *, by_hand: bool = True) -> None:
    """A place that a person chose here stays, whatever the office proposes later; none leaves it to the office."""
    with core.database.write() as session:
        set_state(
            ConnectionSql(session.connection()), relay_folder=location, relay_by_hand=int(by_hand and bool(location))
        )


def adopt_relay(core: Opened, proposed: str) -> bool:
    """The office says where tablets leave their work; true when this one will do so from now on."""
    with core.database.read() as session:
        sql = ConnectionSql(session.connection())
        if get_state(sql, "relay_by_hand") == "1" or get_state(sql, "relay_folder") == proposed:
            return False
    keep_relay(core, proposed, by_hand=False)
    return True
