"""The office's postman for a relay folder: takes in what tablets left there, and leaves their answers."""

import logging
from collections.abc import Callable
from pathlib import Path

from core.clock import Clock
from core.sync import relay_folder
from core.sync.desk import Desk
from core.sync.faults import ProtocolFault
from core.sync.office_engine import TryLater
from core.sync.relay_folder import Found

log = logging.getLogger(__name__)
KEEP_SECONDS = 7 * 24 * 3600.0
ASK = "ask-"


class RelayOffice:
    """One configured folder. `turn` is called now and then, never by two threads at once."""

    def __init__(self, desk: Desk, folder: Path, clock: Clock) -> None:
        self._desk = desk
        self._root = folder / relay_folder.ROOT / relay_folder.relay_name(desk.identity.keys.public.fingerprint)
        self._clock = clock
        self.folder = folder
        self._seen: set[str] = set()

    def turn(self) -> int:
        """Takes in and answers everything that is new; how many letters that were. RelayUnusable when it cannot."""
        count = 0
        for device in relay_folder.directories(self._root / "up"):
            for epoch in relay_folder.directories(device):
                count += self._take_in(device.name, epoch)
            relay_folder.sweep(self._down(device.name), self._clock.now().timestamp() - KEEP_SECONDS, set())
        return count

    def _take_in(self, device_id: str, epoch: Path) -> int:
        letters = relay_folder.found(epoch)
        bundles = [one for one in letters if not one.stem.startswith(ASK) and one.path.name not in self._seen]
        count = 0
        for letter in sorted(bundles, key=_first_number):
            count += self._with(letter, lambda raw: self._desk.take_relayed(device_id, raw))
        asks = sorted((one for one in letters if one.stem.startswith(ASK)), key=_first_number)
        # Only the last question is still somebody's.
        if asks and asks[-1].path.name not in self._seen:
            count += self._with(asks[-1], lambda raw: self._answer(device_id, asks[-1], raw))
        return count

    def _with(self, letter: Found, use: Callable[[bytes], bool]) -> bool:
        """Whether a letter was used. One that is not whole yet, or came at a bad time, is looked at again later."""
        raw = letter.read()
        if raw is None:
            return False
        try:
            is_settled = use(raw)
        except TryLater:
            return False
        except ProtocolFault as fault:
            if fault.code == "busy":
                return False
            log.warning("a letter in the relay folder is not used: %s (%s)", letter.path.name, fault.code)
            self._seen.add(letter.path.name)
            return False
        if is_settled:
            self._seen.add(letter.path.name)
        return is_settled

    def _answer(self, device_id: str, ask: Found, raw: bytes) -> bool:
        """Leaves every page that answers the question, one on top of the other; false while there is nothing new."""
        directory = self._down(device_id)
        prefix = f"{ask.mark}-"
        if any(one.stem.startswith(prefix) and one.read() for one in relay_folder.found(directory)):
            return True
        pages = self._desk.answer_relayed(device_id, raw)
        for position in reversed(range(len(pages))):  # where the first page lies, all the others do
            relay_folder.write(directory, f"{prefix}{position:06d}", pages[position])
        return bool(pages)

    def _down(self, device_id: str) -> Path:
        return self._root / "down" / device_id / self._desk.identity.generation


def _first_number(letter: Found) -> int:
    number = letter.stem.removeprefix(ASK).partition("-")[0]
    return int(number) if number.isdecimal() else 0
