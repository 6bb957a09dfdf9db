"""Pairing without a network: offer, introduction and answer lie in the relay's hello/, a fingerprint is read aloud."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from core.clock import Clock
from core.storage.engine import Database
from core.sync import relay_folder
from core.sync.faults import BadSignature, Malformed, PairingRefused
from core.sync.identity import OfficeIdentity
from core.sync.keys import PublicKeys
from core.sync.pairing import Confirm, Transcript
from core.sync.relay_folder import Found
from core.sync.relay_places import Place, RelayUnusable
from core.sync.signed_form import read_signed, signed
from core.sync.sql import ConnectionSql, get_state, set_state

VALID_FOR = timedelta(days=7)
"""A stick travels by post or by car, not by wire."""
_MOST_TABLETS = 8
OFFICE = "office"
_Key = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Nonce = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
_Name = Annotated[str, Meta(max_length=120)]
_Mark = Annotated[str, Meta(pattern="^[0-9a-f]{20}$")]
_Device = Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


class FileOffer(msgspec.Struct, frozen=True):
    """What the office leaves in hello/office/: who it is, and a number made for this pairing."""

    office_id: _Device
    office_name: _Name
    sign: _Key
    seal: _Key
    certificate: _Key
    nonce: _Nonce
    expires: int
    addresses: tuple[Annotated[str, Meta(max_length=140)], ...] = ()


class FileJoin(msgspec.Struct, frozen=True):
    """What a tablet leaves in hello/<its id>/: its keys, for the offer with that mark."""

    offer: _Mark
    device_id: _Device
    name: _Name
    sign: _Key
    seal: _Key
    nonce: _Nonce


class FileAnswer(msgspec.Struct, frozen=True):
    """What the office leaves once a person has confirmed the introduction with that mark."""

    join: _Mark
    person_id: _Name
    person_name: _Name
    relay: Annotated[str, Meta(max_length=400)] = ""


def transcript(offer: FileOffer, join: FileJoin) -> Transcript:
    """Everything that was said by file; both sides compute the fingerprint from it."""
    return Transcript(
        offer.office_id, bytes.fromhex(offer.certificate),
        PublicKeys(bytes.fromhex(offer.sign), bytes.fromhex(offer.seal)), bytes.fromhex(offer.nonce), join.device_id,
        PublicKeys(bytes.fromhex(join.sign), bytes.fromhex(join.seal)), bytes.fromhex(join.nonce),
    )


# ---- The office's side ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HelloTablet:
    """A tablet that has introduced itself by file; its person reads the fingerprint aloud."""

    device_id: str
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HelloView:
    """What the office's card shows: state closed, open or expired."""

    state: str
    person_id: str = ""
    expires: datetime | None = None
    tablets: tuple[HelloTablet, ...] = ()


class _Kept(msgspec.Struct, frozen=True):
    """The open offer, kept through restarts: the stick may be away for days."""

    person_id: str
    mark: str
    offer: FileOffer


class HelloDesk:
    """The office's pairing by file: one open offer at a time. Every call reads or writes the folder."""

    def __init__(
        self, database: Database, identity: OfficeIdentity, clock: Clock, *, place: Callable[[], Place | None],
        office_name: Callable[[], str], addresses: Callable[[], tuple[str, ...]], relay: Callable[[], str],
        confirm: Confirm,
    ) -> None:
        self._database = database
        self._identity = identity
        self._clock = clock
        self._place = place
        self._office_name = office_name
        self._addresses = addresses
        self._relay = relay
        self._confirm = confirm
        self._root = (
            f"{relay_folder.ROOT}/{relay_folder.relay_name(identity.keys.public.fingerprint)}/hello"
        )

    def open(self, person_id: str) -> HelloView:
        """Leaves an offer for this technician's tablet in the relay folder."""
        keys, until = self._identity.keys.public, self._clock.now() + VALID_FOR
        offer = FileOffer(
            office_id=self._identity.office_id, office_name=self._office_name(), sign=keys.sign.hex(),
            seal=keys.seal.hex(), certificate=self._identity.certificate.fingerprint.hex(),
            nonce=secrets.token_hex(16), expires=int(until.timestamp()), addresses=self._addresses(),
        )
        letter = relay_folder.write(
            self._folder(), f"{self._root}/{OFFICE}", "offer", signed(offer, self._identity.keys)
        )
        self._keep(_Kept(person_id, letter.mark, offer))
        return self.view()

    def view(self) -> HelloView:
        kept = self._kept()
        if kept is None:
            return HelloView("closed")
        expires = datetime.fromtimestamp(kept.offer.expires, UTC)
        if self._clock.now() > expires:
            return HelloView("expired", kept.person_id, expires)
        tablets = tuple(
            HelloTablet(join.device_id, join.name, transcript(kept.offer, join).fingerprint())
            for _letter, join in self._joins(kept)
        )
        return HelloView("open", kept.person_id, expires, tablets)

    def confirm(self, device_id: str, fingerprint: str, author_id: str) -> str:
        """The fingerprints are the same on both sides; the tablet is trusted. Returns the person's name."""
        kept = self._kept()
        for letter, join in self._joins(kept) if kept is not None else ():
            if kept is None or (join.device_id, transcript(kept.offer, join).fingerprint()) != (device_id, fingerprint):
                continue
            said = transcript(kept.offer, join)
            name = self._confirm(join.device_id, kept.person_id, said.tablet, join.name, author_id)
            answer = FileAnswer(letter.mark, kept.person_id, name, self._relay())
            relay_folder.write(
                self._folder(), f"{self._root}/{OFFICE}", f"answer-{device_id}", signed(answer, self._identity.keys)
            )
            self._keep(None)
            return name
        raise PairingRefused("nothing to confirm")

    def close(self) -> None:
        """The card was closed: introductions that come later are not looked at."""
        self._keep(None)

    def tidy(self) -> None:
        """Offers and answers that are over go away."""
        place = self._place()
        if place is not None:
            over = (self._clock.now() - VALID_FOR).timestamp()
            relay_folder.sweep(place, f"{self._root}/{OFFICE}", over, set())

    def _joins(self, kept: _Kept) -> list[tuple[Found, FileJoin]]:
        found: list[tuple[Found, FileJoin]] = []
        place = self._folder()
        for name in relay_folder.directories(place, self._root):
            for letter in relay_folder.found(place, f"{self._root}/{name}") if name != OFFICE else ():
                try:
                    join = read_signed(letter.read(), FileJoin, lambda form: bytes.fromhex(form.sign))
                except (Malformed, BadSignature):
                    continue
                if join.offer == kept.mark and join.device_id == name and len(found) < _MOST_TABLETS:
                    found.append((letter, join))
        return found

    def _folder(self) -> Place:
        place = self._place()
        if place is None:
            raise RelayUnusable("no folder")
        return place

    def _kept(self) -> _Kept | None:
        with self._database.read() as session:
            kept = get_state(ConnectionSql(session.connection()), "hello")
        return msgspec.json.decode(kept, type=_Kept) if kept else None

    def _keep(self, kept: _Kept | None) -> None:
        text = msgspec.json.encode(kept).decode() if kept is not None else ""
        with self._database.write() as session:
            set_state(ConnectionSql(session.connection()), hello=text)
