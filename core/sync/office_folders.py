"""What the office does through folders: the relay for tablets, pairing by file, and journals from memory cards."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.errors import TulpanError, UserError
from core.sync import journal_file
from core.sync.assembly import Opened
from core.sync.desk import Desk
from core.sync.folder_state import FolderState
from core.sync.pairing import Confirm
from core.sync.pairing_file import HelloDesk
from core.sync.relay_office import RelayOffice
from core.sync.relay_places import Place, is_remote, place_at
from core.sync.relay_tablet import keep_relay, relay_of
from core.sync.sealed_piece import MAGIC as PIECE
from core.sync.sql import ConnectionSql, get_state, set_state


@dataclass(frozen=True, slots=True)
class Imported:
    """What a journal brought: `fresh` commands that the office did not have, of `total`, and whole `files`."""

    device_id: str
    is_revoked: bool
    total: int
    fresh: int
    files: int


class OfficeFolders:
    """Every call but the properties reads or writes a folder: not for the GUI thread."""

    def __init__(
        self, core: Opened, desk: Desk, *, office_name: Callable[[], str], addresses: Callable[[], tuple[str, ...]],
        confirm: Confirm,
    ) -> None:
        self._core = core
        self._desk = desk
        self._lock = threading.Lock()
        location = self._location = relay_of(core)
        with core.database.read() as session:
            self._named = get_state(ConnectionSql(session.connection()), "relay_for_tablets")
        self._office = RelayOffice(desk, location, core.clock) if location else None
        self.relay_state = FolderState(location)
        self.hello = HelloDesk(
            core.database, desk.identity, core.clock, place=self._place, office_name=office_name,
            addresses=addresses, relay=lambda: self.proposed, confirm=confirm,
        )

    @property
    def relay(self) -> str:
        """Where tablets without a network leave their work; empty when there is none."""
        return self._location

    @property
    def proposed(self) -> str:
        """What tablets are told to use. A folder of this computer is no use to them; a share or an address is."""
        location = self._location
        return self._named or (location if is_remote(location) or location.startswith(("\\\\", "//")) else "")

    def set_relay(self, location: str, for_tablets: str = "") -> None:
        """Raises when the place cannot be read: what nobody can use is not kept."""
        if location:
            place_at(location).entries("")
        with self._lock:
            keep_relay(self._core, location)
            with self._core.database.write() as session:
                set_state(ConnectionSql(session.connection()), relay_for_tablets=for_tablets)
            self._office = RelayOffice(self._desk, location, self._core.clock) if location else None
            self._location, self._named = location, for_tablets
            self.relay_state = FolderState(location)

    def relay_now(self) -> int:
        """Takes in and answers what lies in the relay folder; how many letters that were. Raises RelayUnusable."""
        with self._lock:
            office = self._office
            if office is None:
                return 0
            try:
                count = office.turn()
            except TulpanError as error:
                self.relay_state = FolderState(self.relay_state.location, self.relay_state.at, error=error.key)
                raise
            left = office.files_left
            self.relay_state = FolderState(self.relay_state.location, self._core.clock.now(), not left, left)
            return count

    def import_journal(self, path: Path) -> Imported:
        """Takes in the work of a lost or broken tablet from the file on its card; a second time changes nothing.

        A blocked tablet's work waits for a person, as always.
        """
        device_id, is_revoked, total, fresh, files = "", False, 0, 0, 0
        for raw in journal_file.letters_of(path):
            if raw.startswith(PIECE):
                sender_id, is_whole = self._desk.take_journal_piece(raw)
                device_id, files = device_id or sender_id, files + is_whole
                continue
            sender, new, verdict = self._desk.take_journal_letter(raw)
            device_id, is_revoked = sender.device_id, sender.revoked
            total, fresh = total + 1, fresh + new
            if verdict != "stored":
                raise UserError("sync.journal_gap")
        if not device_id:
            raise UserError("sync.journal_empty")
        return Imported(device_id, is_revoked, total, fresh, files)

    def _place(self) -> Place | None:
        location = self.relay
        return place_at(location) if location else None
