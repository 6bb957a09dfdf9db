"""What a tablet keeps in folders beside its own: the relay that carries its letters, and the journal on a card."""

import logging
import threading
import time
from pathlib import Path

from core.errors import TulpanError
from core.sync.assembly import Opened
from core.sync.blob_mover import BlobMover
from core.sync.folder_state import FolderState
from core.sync.identity import Pairing
from core.sync.journal_copy import JournalCopy
from core.sync.journal_file import JournalUnusable
from core.sync.keys import KeyPair
from core.sync.relay_places import RelayUnusable, is_remote
from core.sync.relay_tablet import RelayTablet, RelayTurn, keep_relay, relay_of
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.tablet_engine import TabletEngine

log = logging.getLogger(__name__)
ROUND_SECONDS = 10.0
_GATHER_SECONDS = 0.03


class TabletFolders:
    """Both folders of one tablet. Calls block for a disk or a network: not for the GUI thread."""

    def __init__(
        self, core: Opened, engine: TabletEngine, keys: KeyPair, mover: BlobMover, lock: "threading.RLock"
    ) -> None:
        self._core = core
        self._engine = engine
        self._keys = keys
        self._mover = mover
        self._lock = lock
        self._due = threading.Event()
        self._visiting = threading.Lock()
        self._relay_at = 0.0
        self.relay_state = FolderState()
        self.journal_state = FolderState()

    # ---- The relay --------------------------------------------------------------------------------------------------

    @property
    def relay(self) -> str:
        """The stick, share, synced folder or address that letters may go by beside the network; empty: none."""
        return relay_of(self._core)

    def set_relay(self, location: str) -> None:
        keep_relay(self._core, location)
        self.relay_state = FolderState(location)
        self._relay_at = 0.0
        self.wake()

    def relay_now(self, pairing: Pairing | None, *, on_network: bool) -> RelayTurn:
        """Receives from the folder and leaves all that waits in it. Raises RelayUnusable."""
        location = self.relay
        if pairing is None or not location:
            raise RelayUnusable("no folder")
        try:
            with self._visiting:
                turn = RelayTablet(
                    self._core, self._engine, self._keys, pairing, self._mover, location, self._lock
                ).turn(on_network=on_network)
        except TulpanError as error:
            self.relay_state = FolderState(location, self.relay_state.at, error=error.key)
            raise
        self.relay_state = FolderState(
            location, self._core.clock.now(), turn.safe, turn.files_left, arriving=turn.arriving
        )
        if turn.files_left or turn.arriving:  # the rest at once, with a look at the text in between
            self._relay_at = 0.0
            self.wake()
        return turn

    # ---- The journal ------------------------------------------------------------------------------------------------

    @property
    def journal(self) -> str:
        """The folder (a memory card) that the journal is kept in; empty: none."""
        with self._core.database.read() as session:
            return get_state(ConnectionSql(session.connection()), "journal_folder")

    def set_journal(self, folder: str) -> None:
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), journal_folder=folder)
        self.journal_state = FolderState(folder)
        self.wake()

    def journal_turn(self, pairing: Pairing) -> None:
        """Brings the journal up to date; a card that is not there is noted and tried again."""
        folder = self.journal
        if not folder:
            return
        try:
            with self._lock:
                self._copy(pairing).turn(Path(folder))
        except JournalUnusable as error:
            log.info("the journal's card cannot be used now: %s", error)
            self.journal_state = FolderState(folder, self.journal_state.at, error=error.key)
        else:
            self.journal_state = FolderState(folder, self._core.clock.now(), safe=True)

    def export(self, pairing: Pairing | None, folder: str) -> Path:
        """Writes all that the office does not have to a file in this folder. Raises JournalUnusable."""
        if pairing is None:
            raise JournalUnusable("not paired")
        with self._lock:
            return self._copy(pairing).export(Path(folder))

    # ---- Rounds -----------------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Something changed: the next round comes at once."""
        self._due.set()

    def begin_turn(self, pairing: Pairing | None, *, on_network: bool) -> bool:
        """The journal after every change; true when the relay should be visited, too."""
        self._due.clear()
        if pairing is None:
            return False
        self.journal_turn(pairing)
        location = self.relay
        # A slow address would keep the network waiting, and while that is there nobody answers here.
        if not location or (is_remote(location) and on_network) or time.monotonic() < self._relay_at:
            return False
        self._relay_at = time.monotonic() + ROUND_SECONDS
        return True

    def wait(self) -> None:
        """Until the next round is due; what changes together is written together."""
        if self._due.wait(ROUND_SECONDS):
            time.sleep(_GATHER_SECONDS)

    def _copy(self, pairing: Pairing) -> JournalCopy:
        return JournalCopy(self._core, self._engine, self._keys, pairing, self._mover)
