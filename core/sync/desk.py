"""The office's desk for letters: opens them, hands them to the engine one at a time, seals the answers."""

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import msgspec
from sqlalchemy import text, update

from core.changes import Changes, Touched
from core.model.device import Device
from core.storage.file_forms import CHUNK
from core.sync import office_ledger
from core.sync.assembly import Decoder, Opened, office_engine
from core.sync.blob_transfer import Incoming, may_fetch, new_files, read_piece
from core.sync.dismissal import dismissal
from core.sync.envelope import open_envelope, seal
from core.sync.faults import Malformed, Revoked, TooOften, UnknownSender, Unsupported
from core.sync.identity import OfficeIdentity
from core.sync.interpreter import Interpreter
from core.sync.letters import PROTOCOL, Ask, Bundle, Hello, Letter, Page, Standing, Want, Welcome
from core.sync.moments import stamp_at
from core.sync.office_engine import TryLater
from core.sync.office_ledger import Trusted
from core.sync.office_store import FIELD_COMMANDS
from core.sync.presence import Presence
from core.sync.rate import RateLimit
from core.sync.relay_folder import mark_of
from core.sync.scope_relevance import devices_concerned, reach_of
from core.sync.sealed_piece import open_piece
from core.sync.sql import ConnectionSql
from core.sync.strangers import Strangers

SESSION_SECONDS = 3600.0
CONTACT_SECONDS = 20.0
"""A contact is written down at most this often for each tablet."""
_Trust = Callable[[str], Trusted | None]


@dataclass(frozen=True, slots=True)
class _Session:
    device_id: str
    until: float


@dataclass(frozen=True, slots=True)
class Contact:
    """What there is to say to a tablet at once; `answer` is its letter, None when it may wait for more.

    There is no `page` while the tablet's own work is being carried out: what comes of it is told together.
    """

    page: Page | None
    answer: bytes | None


class Desk:
    """Thread-safe: one push at a time, one ask at a time for each tablet, and one thread that interprets."""

    def __init__(
        self, core: Opened, identity: OfficeIdentity, *, ring: Callable[[Iterable[str] | None], None],
        decoder: Decoder | None = None, allowed: tuple[str, ...] = FIELD_COMMANDS,
    ) -> None:
        self.identity = identity
        self.engine = office_engine(
            core, identity, decoder, allowed, goes_on=self._goes_on, tell=lambda device: self.presence.show((device,))
        )
        self.interpreter = Interpreter(self.engine.recover, lambda device: ring((device,)))
        self.incoming = Incoming(core.blobs)
        self.presence = Presence(core.changes)
        self.strangers = Strangers(core.clock)
        self._core = core
        self._ring = ring
        self.relay: Callable[[], str] = lambda: ""
        self._pushing = threading.Lock()
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._letters = RateLimit(20, 60)
        self._pieces = RateLimit(200, 400)
        self._sessions: dict[str, _Session] = {}
        self._told: dict[str, Standing] = {}
        self._left: dict[str, str] = {}
        self._written: dict[str, float] = {}

    def _goes_on(self) -> bool:
        return self.interpreter.goes_on()

    # ---- Letters ----------------------------------------------------------------------------------------------------

    def hello(self, raw: bytes) -> bytes:
        sender, letter = self._open(raw)
        if not isinstance(letter, Hello):
            raise Malformed("not a hello")
        self._refuse_revoked(sender, raw, letter.epoch)
        with self._asking[sender.device_id]:
            standing = self.engine.greet(sender, letter.epoch)
        session = secrets.token_urlsafe(24)
        self._sessions[session] = _Session(sender.device_id, time.monotonic() + SESSION_SECONDS)
        office_name, person_name = self._names(sender, letter.program)
        welcome = Welcome(
            nonce=letter.nonce, standing=standing, office_name=office_name, person_id=sender.person_id,
            person_name=person_name, session=session, relay=self.relay(),
        )
        self.presence.heard(sender.device_id)
        return self._seal(welcome, sender)

    def push(self, raw: bytes) -> bytes:
        """A revoked tablet's work is taken in, too: it is real work, and goes to quarantine."""
        sender, letter = self._open(raw)
        if not isinstance(letter, Bundle):
            raise Malformed("not a bundle")
        with self.interpreter.arrival(), self._pushing:
            ack = self.engine.receive(sender, letter, raw)
        self.interpreter.expect(sender.device_id, more_comes=letter.waiting.count > len(letter.entries))
        self.presence.heard(sender.device_id)
        return self._seal(ack, sender)

    def asked(self, raw: bytes, trusted: _Trust | None = None) -> tuple[Trusted, Ask]:
        """A tablet's question, and whose it is."""
        sender, letter = self._open(raw, trusted)
        if not isinstance(letter, Ask):
            raise Malformed("not an ask")
        self._refuse_revoked(sender, raw, letter.epoch)
        return sender, letter

    def glance(self, raw: bytes) -> tuple[Trusted, Ask, bytes | None]:
        """A tablet's question, whose it is, and the answer that nothing is new, when one look into the books tells so.

        Never writes, waits or tells anybody.
        """
        with self._core.database.look() as connection:
            sql = ConnectionSql(connection)
            sender, ask = self.asked(raw, lambda device_id: office_ledger.trusted(sql, device_id))
            device_id = sender.device_id
            if ask.wait or device_id not in self.presence.connected or self._must_be_noted(device_id):
                return sender, ask, None
            _check_version(ask)
            page = self.engine.nothing_new(sql, sender, ask)
        if page is None:
            return sender, ask, None
        self.presence.heard(device_id)
        return sender, ask, self._seal(page, sender)

    def contact(self, sender: Trusted, ask: Ask) -> "Contact":
        """Looks once whether there is something new; the answer is made unless the tablet would rather wait."""
        self.presence.heard(sender.device_id)
        _check_version(ask)
        if self._must_be_noted(sender.device_id):
            self._written[sender.device_id] = time.monotonic()
            self.engine.note_contact(sender, ask)
        if ask.wait and self.interpreter.is_at(sender.device_id):
            return Contact(None, None)
        page = self.answer(sender, ask)
        is_enough = page.page != page.base or not ask.wait
        return Contact(page, self._seal(page, sender) if is_enough else None)

    def _must_be_noted(self, device_id: str) -> bool:
        return time.monotonic() - self._written.get(device_id, -CONTACT_SECONDS) >= CONTACT_SECONDS

    def answer(self, sender: Trusted, ask: Ask) -> Page:
        with self._asking[sender.device_id]:
            page = self.engine.answer(sender, ask)
        self.presence.heard(sender.device_id)
        return page

    def newest_change(self) -> int:
        with self._core.database.read() as session:
            return office_ledger.feed_counter(ConnectionSql(session.connection()))

    def concerned_since(self, change: int) -> tuple[int, frozenset[str] | None]:
        """The newest change, and the tablets to which something after `change` may be news; None: any may."""
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            newest = office_ledger.feed_counter(sql)
            reach = reach_of(session, office_ledger.changes_since(sql, change))
            return newest, devices_concerned(session, reach)

    def seal_page(self, page: Page, sender: Trusted) -> bytes:
        return self._seal(page, sender)

    # ---- Letters that came by a relay folder ------------------------------------------------------------------------

    def take_relayed(self, device_id: str, raw: bytes) -> bool:
        """Takes in a bundle that lay in this tablet's directory; false while others before it are missing."""
        sender, letter = self._open(raw)
        if not isinstance(letter, Bundle) or sender.device_id != device_id:
            raise Malformed("not this tablet's bundle")
        with self._pushing:
            ack = self.engine.receive(sender, letter, raw, "relay")
        self.interpreter.now(sender.device_id)
        self._ring((sender.device_id,))
        self.presence.show((sender.device_id,))
        return ack.verdict != "rewind"

    def answer_relayed(
        self, device_id: str, raw: bytes, left_at: float | None = None
    ) -> tuple[list[bytes], tuple[str, ...]]:
        """All pages that answer a question, and the files that the tablet will lack when it has them; none while there
        is nothing new, or while the tablet asks by itself.

        `left_at` (Unix seconds) is when the question was put there: then the tablet was in contact.
        """
        sender, ask = self._open(raw)
        if not isinstance(ask, Ask) or sender.device_id != device_id:
            raise Malformed("not this tablet's question")
        self._refuse_revoked(sender, raw, ask.epoch)
        _check_version(ask)
        now = self._core.clock.now().timestamp()
        at = stamp_at(min(left_at or now, now))
        if self._left.get(device_id) != at:
            self._left[device_id] = at
            self.engine.note_contact(sender, ask, "relay", at)
        if device_id in self.presence.connected:
            return [], ()
        pages: list[Page] = []
        with self._asking[device_id]:
            while not pages or pages[-1].more:
                page = self.engine.answer(sender, ask)
                pages.append(page)
                ask = msgspec.structs.replace(
                    ask, have_page=page.page, feed=page.feed, generation=page.standing.generation, touched=()
                )
        told = msgspec.structs.replace(pages[-1].standing, office_time="")
        if pages[0].page == pages[0].base and self._told.get(device_id) == told:
            return [], ()
        self._told[device_id] = told
        self.presence.show((device_id,))
        with self._core.database.read() as session:
            files = new_files(ConnectionSql(session.connection()), pages, sender.person_id)
        return [self._seal(page, sender) for page in pages], files

    def wanted(self, device_id: str, raw: bytes) -> Want:
        """What a tablet says that it lacks of its attachments."""
        sender, letter = self._open(raw)
        if not isinstance(letter, Want) or sender.device_id != device_id:
            raise Malformed("not what this tablet wants")
        return letter

    def take_relayed_piece(self, device_id: str, raw: bytes) -> tuple[bool, bool]:
        """Takes in a piece of an attachment: whether it was new, and whether the file is whole now."""
        sender, piece = open_piece(raw, keys=self.identity.keys, sign_key_of=self._sign_key_of)
        if sender != device_id:
            raise Malformed("not this tablet's piece")
        had = self.incoming.have(piece.sha256, piece.total)
        have = self.take_piece(piece.sha256, piece.offset, piece.total, piece.content)
        return have != had, have == piece.total

    def take_sent_piece(self, raw: bytes) -> int:
        """Takes in a piece that came without a session: so a blocked tablet hands over what it has photographed.

        Only files that its work names are taken; TryLater while that work is not interpreted yet.
        """
        sender, piece = open_piece(raw, keys=self.identity.keys, sign_key_of=self._sign_key_of)
        if not self._pieces.allows(sender):
            raise TooOften
        with self._core.database.read() as session:
            if not office_ledger.names_file(ConnectionSql(session.connection()), sender, piece.sha256):
                raise TryLater(piece.sha256)
        return self.take_piece(piece.sha256, piece.offset, piece.total, piece.content)

    def take_journal_piece(self, raw: bytes) -> tuple[str, bool]:
        """Takes in a piece of an attachment out of a journal file: whose it is, and whether it made the file whole."""
        sender, piece = open_piece(raw, keys=self.identity.keys, sign_key_of=self._sign_key_of)
        had = self.incoming.have(piece.sha256, piece.total)
        have = self.take_piece(piece.sha256, piece.offset, piece.total, piece.content)
        return sender, have == piece.total != had

    def take_journal_letter(self, raw: bytes) -> tuple[Trusted, Bundle, int, str]:
        """Takes in a bundle out of a journal file: whose it is, how much of it was new, and the verdict."""
        opened = open_envelope(raw, keys=self.identity.keys, sign_key_of=self._sign_key_of)
        sender, letter = self.trusted(opened.header.sender), opened.letter
        if sender is None or not isinstance(letter, Bundle):
            raise Malformed("not a bundle")
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            fresh = sum(not office_ledger.known(sql, entry.id) for entry in letter.entries)
        with self._pushing:
            verdict = self.engine.receive(sender, letter, raw, "file").verdict
        self.interpreter.now(sender.device_id)
        self._ring((sender.device_id,))
        self.presence.show((sender.device_id,))
        return sender, letter, fresh if verdict == "stored" else 0, verdict

    def _sign_key_of(self, device_id: str) -> bytes | None:
        sender = self.trusted(device_id)
        return sender.sign_key if sender is not None else None

    # ---- Attachments ------------------------------------------------------------------------------------------------

    def of_session(self, session: str) -> Trusted:
        """The tablet that this session was opened for."""
        kept = self._sessions.get(session)
        if kept is None or kept.until < time.monotonic():
            self._sessions.pop(session, None)
            raise UnknownSender("session")
        sender = self.trusted(kept.device_id)
        if sender is None:
            raise UnknownSender("session")
        if sender.revoked:
            raise Revoked
        if not self._pieces.allows(sender.device_id):
            raise TooOften
        return sender

    def take_piece(self, sha256: str, offset: int, total: int, content: bytes) -> int:
        was_here = self._core.blobs.has(sha256)
        add = self.incoming.add
        have = add(sha256, offset, total, content) if content else self.incoming.have(sha256, total)
        if have == total and not was_here:
            self._announce_blob(sha256)
        return have

    def give_piece(
        self, sender: Trusted, sha256: str, offset: int, length: int = CHUNK
    ) -> tuple[bytes, int] | None:
        """At most `length` bytes from the offset on, and the whole size; None when it is not here, or not for them."""
        with self._core.database.read() as session:
            if not may_fetch(ConnectionSql(session.connection()), sender.device_id, sha256):
                return None
        return read_piece(self._core.blobs, sha256, offset, length)

    def _announce_blob(self, sha256: str) -> None:
        """Screens that show a photo as «on its way» load it now."""
        with self._core.database.read() as session:
            ids = session.scalars(text("SELECT id FROM attachment WHERE sha256 = :sha"), {"sha": sha256}).all()
        if ids:
            self._core.changes.publish(Changes(tuple(Touched("attachment", str(row_id), "updated") for row_id in ids)))

    # ---- Now and then -----------------------------------------------------------------------------------------------

    def tidy(self) -> None:
        """Once in a while: interprets what had to wait, and forgets sessions that ran out."""
        self.interpreter.now()
        now = time.monotonic()
        for session, kept in list(self._sessions.items()):
            if kept.until < now:
                with suppress(KeyError):
                    del self._sessions[session]

    def _names(self, sender: Trusted, program: str) -> tuple[str, str]:
        """The firm's and the technician's name; notes what the tablet runs."""
        with self._core.database.write() as session:
            session.execute(
                update(Device).where(Device.id == sender.device_id)
                .values(program_version=program, last_contact_at=self._core.clock.now())
            )
            sql = ConnectionSql(session.connection())
            firm = sql.one("SELECT name FROM firm")
            person = sql.one("SELECT name FROM person WHERE id = :id", id=sender.person_id)
        return (str(firm[0]) if firm else ""), (str(person[0]) if person else "")

    # ---- Envelopes --------------------------------------------------------------------------------------------------

    def _open(self, raw: bytes, trusted: _Trust | None = None) -> tuple[Trusted, Letter]:
        trusted = trusted or self.trusted
        found: list[Trusted] = []

        def sign_key_of(device_id: str) -> bytes | None:
            sender = trusted(device_id)
            if sender is not None:
                found.append(sender)
            return sender.sign_key if sender else None

        opened = open_envelope(raw, keys=self.identity.keys, sign_key_of=sign_key_of)
        if not self._letters.allows(found[0].device_id):
            raise TooOften
        return found[0], opened.letter

    def _seal(self, letter: Letter, sender: Trusted) -> bytes:
        return seal(
            letter, sender=self.identity.office_id, keys=self.identity.keys, recipient_seal_key=sender.seal_key,
            line=self.identity.generation,
        )

    def trusted(self, device_id: str) -> Trusted | None:
        """A paired tablet, blocked ones too; None for one that was never paired."""
        with self._core.database.look() as connection:
            return office_ledger.trusted(ConnectionSql(connection), device_id)

    def is_revoked(self, device_id: str) -> bool:
        sender = self.trusted(device_id)
        return sender is None or sender.revoked

    def _refuse_revoked(self, sender: Trusted, raw: bytes, epoch: str) -> None:
        """A blocked tablet is told so, signed, with what is here of its work: it waits for nothing else any more."""
        if sender.revoked:
            standing: Standing | None = None
            with suppress(Malformed):
                standing = self.engine.standing(sender.device_id, epoch)
            proof = dismissal(sender.device_id, mark_of(raw), epoch, standing, self.identity.keys)
            raise Revoked(proof=proof, device_id=sender.device_id)


def _check_version(ask: Ask) -> None:
    """Pages are made for this version and the one before; sending always works, whatever a tablet runs."""
    if not PROTOCOL - 1 <= ask.protocol <= PROTOCOL:
        raise Unsupported(f"protocol {ask.protocol}")
