"""The office's postman for a relay folder: takes in what tablets left there, and leaves their answers."""

import logging
from collections.abc import Callable

from core.clock import Clock
from core.sync import relay_folder
from core.sync.desk import Desk
from core.sync.faults import ProtocolFault, Revoked, UnknownSender
from core.sync.office_engine import TryLater
from core.sync.relay_blobs import OfficeBlobs
from core.sync.relay_folder import Found
from core.sync.relay_places import ReadAgain, RelayUnusable, place_at
from core.sync.relay_seen import Seen

log = logging.getLogger(__name__)
KEEP_SECONDS = 7 * 24 * 3600.0
ASK = "ask-"
REVOKED = "revoked"


class RelayOffice:
    """One configured folder. `turn` is called now and then, never by two threads at once; `writes` before it puts
    anything there."""

    def __init__(self, desk: Desk, location: str, clock: Clock, writes: Callable[[], None] = lambda: None) -> None:
        self._desk = desk
        self._place = ReadAgain(place_at(location), writes)
        self._root = f"{relay_folder.ROOT}/{relay_folder.relay_name(desk.identity.keys.public.fingerprint)}"
        self._clock = clock
        self._seen = Seen(lambda device_id: desk.trusted(device_id) is not None)
        self._blobs = OfficeBlobs(desk, self._place, self._root, clock, self._seen)

    @property
    def files_left(self) -> int:
        """How many files could be laid there whole only by further turns."""
        return self._blobs.give.left

    def turn(self) -> int:
        """Takes in and answers everything that is new; how many letters that were. RelayUnusable when it cannot.

        Afterwards all that was put there has been read again.
        """
        self._place.begin()
        count = self._turn()
        try:
            self._place.prove()
        except RelayUnusable:
            self._seen.clear()  # so that it is answered anew
            raise
        return count

    def _turn(self) -> int:
        count = 0
        place, up = self._place, f"{self._root}/up"
        for device in relay_folder.directories(place, up):
            self._seen.begin(device)
            for epoch in relay_folder.directories(place, f"{up}/{device}"):
                count += self._take_in(device, f"{up}/{device}/{epoch}")
            self._sweep(device)
        return count + self._blobs.turn(KEEP_SECONDS)

    def _sweep(self, device_id: str) -> None:
        """What answers the last question stays until there is another, however old the place's own clock makes it."""
        down, up = self._down(device_id), f"{self._root}/up/{device_id}"
        last = {
            asks[-1].mark
            for epoch in relay_folder.directories(self._place, up)
            if (asks := relay_folder.numbered(relay_folder.found(self._place, f"{up}/{epoch}"), ASK))
        }
        keep = {one.stem for one in relay_folder.found(self._place, down) if one.stem.partition("-")[0] in last}
        relay_folder.sweep(self._place, down, self._clock.now().timestamp() - KEEP_SECONDS, keep)

    def _take_in(self, device_id: str, epoch: str) -> int:
        letters = relay_folder.found(self._place, epoch)
        bundles = [one for one in letters if not one.stem.startswith(ASK) and one not in self._seen]
        count = 0
        for letter in sorted(bundles, key=_first_number):
            count += self._with(device_id, letter, lambda raw: self._desk.take_relayed(device_id, raw))
        asks = relay_folder.numbered(letters, ASK)
        # Only the last question is still somebody's.
        if asks and asks[-1] not in self._seen:
            count += self._with(device_id, asks[-1], lambda raw: self._answer(device_id, asks[-1], raw))
        return count

    def _with(self, device_id: str, letter: Found, use: Callable[[bytes], bool]) -> bool:
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
            if isinstance(fault, UnknownSender):
                self._desk.strangers.heard(str(fault.params["detail"]))
            log.warning("a letter in the relay folder is not used: %s (%s)", letter.name, fault.code)
            self._seen.refuse(device_id, letter, fault)
            return False
        if is_settled:
            self._seen.add(letter)
        return is_settled

    def _answer(self, device_id: str, ask: Found, raw: bytes) -> bool:
        """Leaves every page that answers the question, one on top of the other; false while there is nothing new."""
        directory = self._down(device_id)
        prefix = f"{ask.mark}-"
        if any(one.stem == f"{prefix}000000" and one.read() for one in relay_folder.found(self._place, directory)):
            return True
        try:
            pages, files = self._desk.answer_relayed(device_id, raw, ask.modified)
        except Revoked as fault:
            # Said again as often as more of its work has come.
            relay_folder.write(self._place, directory, f"{prefix}{REVOKED}", fault.proof)
            return False
        for one in relay_folder.found(self._place, directory):
            if one.stem == f"{prefix}{REVOKED}":  # it is trusted again
                self._place.remove(f"{directory}/{one.name}")
        self._blobs.give.answered(device_id, files)
        for position in reversed(range(len(pages))):  # where the first page lies, all the others do
            relay_folder.write(self._place, directory, f"{prefix}{position:06d}", pages[position])
        return bool(pages)

    def _down(self, device_id: str) -> str:
        return f"{self._root}/down/{device_id}/{self._desk.identity.generation}"


def _first_number(letter: Found) -> int:
    number = letter.stem.partition("-")[0]
    return int(number) if number.isdecimal() else 0
