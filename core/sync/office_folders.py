"""What the office does through folders: the relay for tablets, pairing by file, and journals from memory cards."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.errors import TulpanError
from core.sync.assembly import Opened
from core.sync.desk import Desk
from core.sync.folder_state import FolderState
from core.sync.journal_import import Imported, take_journal
from core.sync.pairing import Confirm
from core.sync.pairing_file import HelloDesk
from core.sync.relay_office import RelayOffice
from core.sync.relay_places import Place, is_remote, place_at
from core.sync.relay_tablet import keep_relay, relay_of
from core.sync.sql import ConnectionSql, get_state, set_state


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
        self._office = self._postman(location)
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
            self._office = self._postman(location)
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
        return take_journal(self._desk, path)

    def _postman(self, location: str) -> RelayOffice | None:
        return RelayOffice(self._desk, location, self._core.clock, self._on_writing) if location else None

    def _on_writing(self) -> None:
        """From here until it is read again nobody should take the stick out."""
        self.relay_state = replace(self.relay_state, safe=False, is_writing=True)

    def _place(self) -> Place | None:
        location = self.relay
        return place_at(location) if location else None
