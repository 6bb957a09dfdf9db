"""Keeps one tablet in step with its office in the background: sends at once and receives as it happens."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from core.changes import Changes
from core.errors import TulpanError
from core.sync.assembly import Decoder, Opened, tablet_engine
from core.sync.blob_mover import BlobMover
from core.sync.discovery import known_ways, ways_to
from core.sync.faults import OfficeUnreachable, TooOften
from core.sync.former_self import tell_former_self
from core.sync.greeting import greeted
from core.sync.hand_over import HandOver
from core.sync.identity import Pairing, prepare_tablet, read_pairing, tablet_keys
from core.sync.lan import Line, certificate_pin_at
from core.sync.mail import Dismissed, Mail
from core.sync.pairing_offer import checked_address
from core.sync.patience import FIRST_PAUSE, Patience
from core.sync.relay_tablet import RelayTurn
from core.sync.status import SyncStatus
from core.sync.status_news import Listener, StatusNews
from core.sync.status_now import REVOKED, UNKNOWN, problem_of, status_now
from core.sync.tablet_engine import Result
from core.sync.tablet_folders import TabletFolders
from core.sync.tablet_notes import TabletNotes

log = logging.getLogger(__name__)
WAIT_SECONDS = 25
GATHER_SECONDS = 0.03


class TabletSync:
    """Threads: one sends commands and attachments, one waits for what is new, one sees to the relay and the journal.

    Listeners are called on those threads, whenever the status may have changed. `network_enabled = False` cuts the
    line at once (flight mode). `poke` is called by itself after each command of this program.
    """

    def __init__(self, core: Opened, *, decoder: Decoder | None = None, discover: bool = True) -> None:
        self._core = core
        self._notes = TabletNotes(core)
        if prepare_tablet(core.database, core.settings.folder, core.device_id):
            self._notes.happened("restored_at")
        self._engine = tablet_engine(core, decoder)
        self._keys = tablet_keys(core.database)
        self._engine_lock = threading.RLock()
        self._discover = discover
        self._blobs = BlobMover(core)
        self.folders = TabletFolders(core, self._engine, self._keys, self._blobs, self._engine_lock)
        self._hand_over = HandOver(core, self._engine, self._engine_lock, self._blobs, self._keys)
        self._pairing: Pairing | None = read_pairing(core.database)
        if self._pairing is not None:  # a power cut may have come before it was told
            tell_former_self(core, self._pairing.person_id)
        self._mail: Mail | None = None
        self._typed: tuple[str, ...] = ()
        self._network_enabled = True
        self.holds_photos = False
        """While the battery is low only files that a person waits for are moved; it is looked at before each piece."""
        self._problem = REVOKED if self._hand_over.is_dismissed else ""
        self._burst = 0
        self._stopping = threading.Event()
        self._poked = threading.Event()
        self._patience = Patience(self._stopping, self._poked)
        self._up = threading.Event()
        self._threads: list[threading.Thread] = []
        self._news = StatusNews(lambda: self.status)
        self._unsubscribe: Callable[[], None] = lambda: None

    # ---- For the program --------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._unsubscribe = self._core.changes.subscribe(self._on_changes)
        turns = {"sync-up": self._send_turn, "sync-down": self._receive_turn, "sync-folders": self._folders_turn}
        for name, turn in turns.items():
            thread = threading.Thread(target=self._run, args=(turn,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tell()

    def stop(self) -> None:
        """Ends the threads; what is under way is cut off, and comes again next time."""
        self._unsubscribe()
        self._stopping.set()
        self._hang_up()
        self._poked.set()
        self._up.set()
        self.folders.wake()
        for thread in self._threads:
            thread.join(10)
        self._threads.clear()

    def poke(self) -> None:
        """There may be something to send."""
        self._poked.set()

    def _on_changes(self, _changes: Changes) -> None:
        self.poke()
        self.folders.wake()

    def paired(self) -> None:
        """The tablet has just been paired: begins to talk to its office."""
        with self._engine_lock:
            self._pairing = read_pairing(self._core.database)
            self._problem = ""
        self._hang_up()
        self._patience.begin_anew()
        self.poke()
        self._tell()

    def add_address(self, address: str) -> None:
        """An address typed by a person, tried before the others; Malformed when it is none."""
        self._typed = (checked_address(address),)
        self._patience.begin_anew()
        self.poke()

    def try_address(self, address: str) -> bool:
        """Whether this tablet's office answers there; then it is tried before the others. Not for the GUI thread."""
        pairing, checked = self._pairing, checked_address(address)
        if pairing is None or certificate_pin_at(checked) != pairing.certificate_pin:
            return False
        self.add_address(checked)
        return True

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """The office's addresses in the order in which they are tried: typed, last (good), code (of the pairing)."""
        pairing = self._pairing
        return known_ways(self._typed, pairing.last_address, pairing.addresses) if pairing is not None else ()

    @property
    def office_id(self) -> str:
        return self._pairing.office_id if self._pairing is not None else ""

    @property
    def network_enabled(self) -> bool:
        return self._network_enabled

    @network_enabled.setter
    def network_enabled(self, is_on: bool) -> None:
        self._network_enabled = is_on
        if not is_on:
            self._hang_up()
        self._patience.begin_anew()
        self.poke()
        self._tell()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls the listener with the present status and with every later one; returns how to end that."""
        return self._news.subscribe(listener)

    def fetch(self, sha256: str) -> None:
        """A file that a person wants to see now is fetched before others."""
        self._blobs.prefer(sha256)
        self.poke()
        self.folders.wake()

    @property
    def status(self) -> SyncStatus:
        """How things stand now; reads the database."""
        mail = self._mail
        status = status_now(
            self._core, self._pairing, problem=self._problem, address=mail.address if mail else "",
            network_enabled=self._network_enabled, blobs=self._blobs.counts(),
            generation=mail.generation if mail else "", relay=self.folders.relay_state,
            journal=self.folders.journal_state, dismissed=self._hand_over.is_dismissed,
        )
        self._burst = max(self._burst, status.waiting) if status.waiting else 0
        return replace(status, sending_done=self._burst - status.waiting, sending_total=self._burst)

    # ---- Folders beside the network ---------------------------------------------------------------------------------

    def set_relay(self, location: str) -> None:
        """A folder or an address chosen by a person; empty: the one that the office proposes, or none."""
        self.folders.set_relay(location)
        self._tell()

    def relay_now(self) -> RelayTurn:
        """Receives from the relay and leaves all that waits in it; not for the GUI thread. Raises RelayUnusable."""
        before = self._notes.cursor()
        try:
            turn = self.folders.relay_now(self._pairing, on_network=self._mail is not None)
        finally:
            self._tell()
        self._after_contact(before.generation)
        if turn.dismissal is not None:
            self._hand_over.begin(turn.dismissal)
            self._problem = REVOKED
        elif turn.received:
            self._hand_over.end()
            self._problem = ""
        if turn.received:
            self._notes.happened("last_contact_at")
            self.poke()
        if self._notes.cursor().acked > before.acked:
            self._notes.happened("last_sent_at")
        self._tell()
        return turn

    def export_unsent(self, folder: str) -> Path:
        """A file with all that the office does not have yet; not for the GUI thread. Raises JournalUnusable."""
        return self.folders.export(self._pairing, folder)

    def _folders_turn(self) -> None:
        if self.folders.begin_turn(self._pairing, on_network=self._mail is not None):
            try:
                self.relay_now()
            except TulpanError as error:
                log.info("the relay cannot be used now: %s", error)
        self._tell()
        self.folders.wait()

    def _run(self, turn: Callable[[], None]) -> None:
        """One thread's life: whatever happens in a turn, the next one comes."""
        while not self._stopping.is_set():
            try:
                turn()
            except Exception:
                log.exception("the sync stumbled; it goes on after a pause")
                self._stopping.wait(FIRST_PAUSE)

    # ---- Sending ----------------------------------------------------------------------------------------------------

    def _send_turn(self) -> None:
        self._poked.clear()
        if self._pairing is None or not self._network_enabled:
            self._tell()
            self._poked.wait(60)
            return
        mail = self._mail or self._connect()
        if mail is None:
            self._patience.count_failure()
            self._tell()
            self._patience.pause()
            return
        with self._failing(mail):
            is_busy = self._send_all(mail) or self._blobs.step(mail, only_asked_for=self.holds_photos)
            self._patience.went_well()
            self._tell()
            if not is_busy and self._poked.wait(WAIT_SECONDS):
                # A page that saves several fields makes several commands: they travel together.
                self._stopping.wait(GATHER_SECONDS)

    def _send_all(self, mail: Mail) -> bool:
        """Sends every command that waits; true when there was one."""
        has_sent = False
        while not self._stopping.is_set():
            with self._engine_lock:
                bundle = self._engine.bundle()
            if bundle is None:
                break
            self._tell()
            ack = mail.push(bundle)
            self._still_wanted(mail)
            with self._engine_lock:
                before = self._notes.cursor().generation
                self._notice(self._engine.on_ack(ack))
                self._after_contact(before)
            has_sent = True
        if has_sent:
            self._notes.happened("last_sent_at")
            self._tell()
        return has_sent

    # ---- Receiving --------------------------------------------------------------------------------------------------

    def _receive_turn(self) -> None:
        mail = self._mail
        if mail is None or self._pairing is None or not self._network_enabled:
            self._up.wait(60)
            self._up.clear()
            return
        with self._failing(mail):
            self._receive(mail)

    def _receive(self, mail: Mail) -> None:
        with self._engine_lock:
            ask = self._engine.ask(WAIT_SECONDS if mail.is_current else 0)
        page = mail.pull(ask)
        self._still_wanted(mail)
        with self._engine_lock:
            before = self._notes.cursor().generation
            result = self._engine.on_page(page)
            self._after_contact(before)
        mail.is_current = page.page == page.base and not page.more
        self._problem = ""
        self._notes.met(page.standing.office_time)
        self._notice(result)
        if result in ("applied", "new_epoch"):
            self.poke()
        self._patience.went_well()
        self._tell()

    # ---- The line ---------------------------------------------------------------------------------------------------

    def _connect(self) -> Mail | None:
        """The first address that leads to the office; None when none does."""
        pairing = self._pairing
        if pairing is None:
            return None
        known = (*self._typed, pairing.last_address, *pairing.addresses)
        for address in ways_to(pairing.office_id, known, discover=self._discover):
            if not self._is_wanted():
                return None
            line = Line(address, pairing.certificate_pin)
            mail = Mail(line, device_id=self._core.device_id, keys=self._keys, pairing=pairing)
            try:
                self._greet(mail, pairing)
            except OfficeUnreachable as error:
                mail.hang_up()
                log.debug("no office at %s: %s", address, error)
                continue
            except TulpanError as error:
                self._blame(error)
                if isinstance(error, Dismissed):
                    self._hand_over.begin(error.word)
                    self._tell()
                    if self._hand_over.send(mail, pairing, self._is_wanted):
                        self._notes.happened("last_sent_at")
                mail.hang_up()
                return None
            self._mail = mail
            self._patience.begin_anew()
            self._hand_over.end()
            if self._problem in (REVOKED, UNKNOWN):  # other trouble lasts until a page comes: any version is greeted
                self._problem = ""
            self._up.set()
            self._tell()
            return mail
        return None

    def _is_wanted(self) -> bool:
        return self._network_enabled and not self._stopping.is_set()

    def _greet(self, mail: Mail, pairing: Pairing) -> None:
        with self._engine_lock:
            epoch = self._notes.cursor().epoch
            waiting = self._engine.waiting()
        news = greeted(self._core, mail, pairing, epoch, waiting)
        self._typed = ()
        if news != pairing:
            self._pairing = news

    @contextlib.contextmanager
    def _failing(self, mail: Mail) -> Iterator[None]:
        """Whatever fails ends this line; the next one is tried after a pause."""
        try:
            yield
        except TooOften:
            self._stopping.wait(1)
        except TulpanError as error:
            if self._mail is not mail or self._stopping.is_set():
                return
            self._blame(error)
            self._stumble(mail)
        except Exception:
            self._stumble(mail)
            raise

    def _stumble(self, mail: Mail) -> None:
        self._drop(mail)
        self._patience.stumble()

    def _blame(self, error: TulpanError) -> None:
        """What only a person can mend is shown; all else is retried in silence."""
        if isinstance(error, OfficeUnreachable):
            log.info("the office cannot be reached: %s", error)
            return
        log.warning("the office does not take our letters: %s", error)
        self._problem = problem_of(error) or self._problem

    def _drop(self, mail: Mail) -> None:
        mail.hang_up()
        if self._mail is mail:
            self._mail = None
        self.poke()
        self._tell()

    def _hang_up(self) -> None:
        mail, self._mail = self._mail, None
        if mail is not None:
            mail.hang_up()

    def _still_wanted(self, mail: Mail) -> None:
        """An answer that arrives after the line was cut on purpose is not used; the office sends it again."""
        if self._mail is not mail or not self._network_enabled:
            raise OfficeUnreachable("cut")

    def _after_contact(self, generation_before: str) -> None:
        if generation_before and self._notes.cursor().generation != generation_before:
            self._blobs.office_was_restored()

    def _notice(self, result: Result) -> None:
        """The office has a history of this tablet that is not ours: one of us was put back, or there are two of us."""
        if result == "new_epoch":
            self._notes.happened("restored_at")

    def _tell(self) -> None:
        """Tells the listeners when something they show has changed."""
        self._news.tell()
