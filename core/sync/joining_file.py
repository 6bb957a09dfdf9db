"""The tablet's side of pairing by file: takes an office's offer from a folder, and its answer days later."""

import platform
import secrets

import msgspec

from core.sync import relay_folder
from core.sync.assembly import Opened
from core.sync.faults import BadSignature, Malformed
from core.sync.identity import tablet_keys
from core.sync.pairing import Outcome
from core.sync.pairing_file import OFFICE, FileAnswer, FileJoin, FileOffer, transcript
from core.sync.relay_places import place_at
from core.sync.relay_tablet import keep_relay
from core.sync.settling import refuse_with_unsent_work, refuse_without_key, settle
from core.sync.signed_form import read_signed, signed
from core.sync.sql import ConnectionSql, get_state, set_state

_NAME_LENGTH = 60


class Seen(msgspec.Struct, frozen=True):
    """An office's offer that lies in the folder; `relay` is its directory, `mark` names the file."""

    relay: str
    mark: str
    offer: FileOffer


class _Pending(msgspec.Struct, frozen=True):
    """An introduction that waits for its answer, kept through restarts. `accepted`: the person compared the digits."""

    location: str
    seen: Seen
    join: FileJoin
    mark: str
    accepted: bool = False


class FileJoining:
    """One attempt at a time, remembered in the database. Calls read or write the folder: not for the GUI thread."""

    def __init__(self, core: Opened, name: str = "") -> None:
        self._core = core
        self._name = (name or platform.node())[:_NAME_LENGTH]
        self._keys = tablet_keys(core.database)

    @property
    def fingerprint(self) -> str:
        """The thirty digits of the introduction that waits; empty when none does."""
        pending = self._pending()
        return transcript(pending.seen.offer, pending.join).fingerprint() if pending is not None else ""

    @property
    def office_name(self) -> str:
        pending = self._pending()
        return pending.seen.offer.office_name if pending is not None else ""

    @property
    def is_accepted(self) -> bool:
        pending = self._pending()
        return pending is not None and pending.accepted

    def offers(self, location: str) -> list[Seen]:
        """The offers in a folder that are still good; RelayUnusable when the folder cannot be read."""
        place, now = place_at(location), self._core.clock.now().timestamp()
        found = []
        for relay in relay_folder.directories(place, relay_folder.ROOT):
            for letter in relay_folder.found(place, f"{relay_folder.ROOT}/{relay}/hello/{OFFICE}"):
                if letter.stem != "offer":
                    continue
                try:
                    offer = read_signed(letter.read(), FileOffer, lambda form: bytes.fromhex(form.sign))
                except (Malformed, BadSignature):
                    continue
                if offer.expires >= now:
                    found.append(Seen(relay, letter.mark, offer))
        return sorted(found, key=lambda one: one.offer.expires, reverse=True)

    def join(self, location: str, seen: Seen) -> str:
        """Leaves this tablet's introduction beside the offer; the fingerprint to read aloud."""
        refuse_without_key(self._core)
        refuse_with_unsent_work(self._core, seen.offer.office_id)
        keys = self._keys.public
        join = FileJoin(
            offer=seen.mark, device_id=self._core.device_id, name=self._name, sign=keys.sign.hex(),
            seal=keys.seal.hex(), nonce=secrets.token_hex(16),
        )
        directory = f"{relay_folder.ROOT}/{seen.relay}/hello/{self._core.device_id}"
        letter = relay_folder.write(place_at(location), directory, "join", signed(join, self._keys))
        self._keep(_Pending(location, seen, join, letter.mark))
        return transcript(seen.offer, join).fingerprint()

    def accept(self) -> None:
        """The person here says that the office read out the same digits."""
        pending = self._pending()
        if pending is not None:
            self._keep(msgspec.structs.replace(pending, accepted=True))

    def look(self, location: str = "") -> Outcome:
        """Whether the office's answer lies there; with `confirmed` the tablet belongs to the office."""
        pending = self._pending()
        if pending is None:
            return Outcome("refused")
        place, office = place_at(location or pending.location), bytes.fromhex(pending.seen.offer.sign)
        stem = f"answer-{self._core.device_id}"
        for letter in relay_folder.found(place, f"{relay_folder.ROOT}/{pending.seen.relay}/hello/{OFFICE}"):
            if letter.stem != stem:
                continue
            try:
                answer = read_signed(letter.read(), FileAnswer, lambda _form: office)
            except (Malformed, BadSignature):
                continue
            if answer.join == pending.mark and pending.accepted:
                return self._settled(pending, answer, location or pending.location)
        return Outcome("waiting")

    def forget(self) -> None:
        """The person gave up, or the digits differed."""
        self._keep(None)

    def _settled(self, pending: _Pending, answer: FileAnswer, location: str) -> Outcome:
        outcome = Outcome("confirmed", answer.person_id, answer.person_name, answer.relay)
        offer = pending.seen.offer
        settle(
            self._core, transcript(offer, pending.join), outcome, office_name=offer.office_name,
            addresses=offer.addresses, last_address="",
        )
        keep_relay(self._core, location)
        self._keep(None)
        return outcome

    def _pending(self) -> _Pending | None:
        with self._core.database.read() as session:
            kept = get_state(ConnectionSql(session.connection()), "hello")
        return msgspec.json.decode(kept, type=_Pending) if kept else None

    def _keep(self, pending: _Pending | None) -> None:
        text = msgspec.json.encode(pending).decode() if pending is not None else ""
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), hello=text)
