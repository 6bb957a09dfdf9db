"""Pairing a tablet with an office: what both sides prove to each other before a person confirms."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from core.clock import Clock
from core.sync.faults import Malformed, PairingRefused
from core.sync.identity import OfficeIdentity
from core.sync.keys import PublicKeys
from core.sync.pairing_offer import VALID_FOR, Offer

TRIES = 5
State = Literal["closed", "open", "joined", "confirmed", "refused", "expired"]
_Key = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Nonce = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
_Name = Annotated[str, Meta(max_length=60)]
_Device = Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Form = TypeVar("Form")


class Join(msgspec.Struct, frozen=True):
    """A tablet that has seen the QR code introduces itself; `proof` shows that it knows the secret."""

    device_id: _Device
    name: _Name
    sign: _Key
    seal: _Key
    nonce: _Nonce
    proof: _Key


class Commit(msgspec.Struct, frozen=True):
    """A tablet without the QR code introduces itself; `promise` binds it to a number it does not tell yet."""

    device_id: _Device
    name: _Name
    sign: _Key
    seal: _Key
    promise: _Key


class Reveal(msgspec.Struct, frozen=True):
    """The number behind the promise."""

    device_id: _Device
    nonce: _Nonce


class Introduction(msgspec.Struct, frozen=True):
    """The office's answer to both; `proof` is empty where there is no shared secret."""

    office_id: str
    office_name: str
    sign: _Key
    seal: _Key
    nonce: _Nonce
    proof: Annotated[str, Meta(max_length=64)] = ""


class Wait(msgspec.Struct, frozen=True):
    """The tablet asks whether a person has confirmed; signed with the key it introduced itself with."""

    device_id: _Device
    signature: Annotated[str, Meta(pattern="^[0-9a-f]{128}$")]


class Outcome(msgspec.Struct, frozen=True):
    """waiting, confirmed (with whom the tablet is for, and where the firm's relay lies) or refused."""

    state: str
    person_id: str = ""
    person_name: str = ""
    relay: str = ""


def read_form(body: bytes, form: type[Form]) -> Form:
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed(str(error)[:200]) from error


# ---- What both sides compute ----------------------------------------------------------------------------------------


def _mac(secret: bytes, purpose: str, *parts: bytes) -> bytes:
    return hmac.new(secret, _joined(purpose, *parts), hashlib.sha256).digest()


def _joined(purpose: str, *parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in (f"tulpan-pair-1 {purpose}".encode(), *parts))


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything that was said; both sides hold the same one, or somebody stands between them."""

    office_id: str
    certificate_pin: bytes
    office: PublicKeys
    office_nonce: bytes
    device_id: str
    tablet: PublicKeys
    tablet_nonce: bytes

    def hash(self) -> bytes:
        return hashlib.sha256(
            _joined(
                "transcript", self.office_id.encode(), self.certificate_pin, self.office.sign, self.office.seal,
                self.office_nonce, self.device_id.encode(), self.tablet.sign, self.tablet.seal, self.tablet_nonce,
            )
        ).digest()

    def digits(self, secret: bytes) -> str:
        """Six digits that a person compares on both screens; secret is empty when there was no QR code."""
        number = int.from_bytes(_mac(secret, "digits", self.hash())[:8], "big") % 1_000_000
        return f"{number:06d}"

    def fingerprint(self) -> str:
        """Thirty digits in six groups, for pairing by file: there an attacker has days to look for a likeness."""
        number = int.from_bytes(_mac(b"", "fingerprint", self.hash())[:16], "big") % 10**30
        return " ".join(f"{number:030d}"[start : start + 5] for start in range(0, 30, 5))


def join_proof(secret: bytes, pin: bytes, device_id: str, tablet: PublicKeys, nonce: bytes) -> bytes:
    return _mac(secret, "join", pin, device_id.encode(), tablet.sign, tablet.seal, nonce)


def office_proof(secret: bytes, transcript: Transcript) -> bytes:
    return _mac(secret, "office", transcript.hash())


def promise_of(device_id: str, tablet: PublicKeys, nonce: bytes) -> bytes:
    return hashlib.sha256(_joined("promise", device_id.encode(), tablet.sign, tablet.seal, nonce)).digest()


def waiting_words(transcript: Transcript) -> bytes:
    """What the tablet signs when it asks for the outcome."""
    return _joined("wait", transcript.hash())


# ---- The office's side ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairingView:
    """What the dialog shows. `digits` are there from `joined` on: the person compares them with the tablet's."""

    state: State
    person_id: str = ""
    qr_text: str = ""
    digits: str = ""
    device_name: str = ""
    device_id: str = ""
    expires: datetime | None = None


@dataclass(slots=True)
class _Open:
    person_id: str
    offer: Offer
    nonce: bytes
    state: State = "open"
    tries: int = TRIES
    transcript: Transcript | None = None
    name: str = ""
    digits: str = ""
    promised: Commit | None = None
    confirm_as: str = ""


Confirm = Callable[[str, str, PublicKeys, str, str], str]
"""(device id, person id, keys, device name, author id) → the person's name; makes the tablet known."""


class PairingDesk:
    """One open pairing at a time; answers nothing while no dialog is open. Thread-safe.

    `addresses` gives where the office can be reached now, `confirm` carries out the confirmation, `relay` tells where
    tablets without a network leave their work.
    """

    def __init__(
        self, identity: OfficeIdentity, clock: Clock, *, addresses: Callable[[], tuple[str, ...]],
        office_name: Callable[[], str], confirm: Confirm, relay: Callable[[], str] = lambda: "",
    ) -> None:
        self._identity = identity
        self._clock = clock
        self._addresses = addresses
        self._office_name = office_name
        self._confirm = confirm
        self._relay = relay
        self._lock = threading.RLock()
        self._open: _Open | None = None
        self._person_name = ""
        self.changed: Callable[[], None] = lambda: None

    def open(self, person_id: str, *, confirm_as: str = "") -> PairingView:
        """Opens pairing for this technician: shows the QR code. An earlier one is closed.

        With `confirm_as` (a person's id) nobody compares digits: the first tablet that knows the secret is trusted.
        That is for a tablet program which the office itself has started and handed the text to.
        """
        with self._lock:
            offer = Offer(
                office_id=self._identity.office_id, certificate_pin=self._identity.certificate.fingerprint,
                key_mark=self._identity.keys.public.fingerprint[:16], secret=secrets.token_bytes(16),
                expires=(self._clock.now() + VALID_FOR).replace(microsecond=0), addresses=self._addresses(),
            )
            self._open = _Open(person_id, offer, secrets.token_bytes(16), confirm_as=confirm_as)
            return self.view()

    def view(self) -> PairingView:
        with self._lock:
            current = self._open
            if current is None:
                return PairingView("closed")
            self._check_time(current)
            device = current.transcript.device_id if current.transcript else ""
            return PairingView(
                current.state, current.person_id, current.offer.to_text(), current.digits, current.name, device,
                current.offer.expires,
            )

    def confirm(self, author_id: str) -> str:
        """The digits are the same on both screens: the tablet is trusted from now on. Returns its device id."""
        with self._lock:
            current = self._open
            if current is None or current.state != "joined" or current.transcript is None:
                raise PairingRefused("nothing to confirm")
            said = current.transcript
            self._person_name = self._confirm(said.device_id, current.person_id, said.tablet, current.name, author_id)
            current.state = "confirmed"
        self.changed()
        return said.device_id

    def close(self) -> None:
        """The dialog was closed: a tablet that waits is refused, unless it was confirmed."""
        with self._lock:
            if self._open is not None and self._open.state != "confirmed":
                self._open.state = "refused"
        self.changed()

    # What tablets ask

    def join(self, form: Join) -> Introduction:
        tablet = PublicKeys(bytes.fromhex(form.sign), bytes.fromhex(form.seal))
        nonce = bytes.fromhex(form.nonce)
        with self._lock:
            current = self._current("open")
            pin = self._identity.certificate.fingerprint
            proof = join_proof(current.offer.secret, pin, form.device_id, tablet, nonce)
            if not hmac.compare_digest(proof.hex(), form.proof):
                self._failed(current)
            transcript = self._met(current, form.device_id, form.name, tablet, nonce, current.offer.secret)
            introduction = self._introduction(current, office_proof(current.offer.secret, transcript).hex())
            confirm_as = current.confirm_as
        if confirm_as:
            self.confirm(confirm_as)
        else:
            self.changed()
        return introduction

    def commit(self, form: Commit) -> Introduction:
        with self._lock:
            current = self._current("open")
            current.tries -= 1
            if current.tries < 0:
                raise PairingRefused("tries")
            # A new number for every promise: one that is known beforehand could be ground against.
            current.promised, current.nonce = form, secrets.token_bytes(16)
            return self._introduction(current, "")

    def reveal(self, form: Reveal) -> None:
        nonce = bytes.fromhex(form.nonce)
        with self._lock:
            current = self._current("open")
            promised = current.promised
            if promised is None or promised.device_id != form.device_id:
                raise PairingRefused("no promise")
            tablet = PublicKeys(bytes.fromhex(promised.sign), bytes.fromhex(promised.seal))
            if not hmac.compare_digest(promise_of(form.device_id, tablet, nonce).hex(), promised.promise):
                self._failed(current)
            self._met(current, form.device_id, promised.name, tablet, nonce, b"")
        self.changed()

    def outcome(self, form: Wait) -> Outcome:
        with self._lock:
            current = self._open
            if current is None or current.transcript is None or current.transcript.device_id != form.device_id:
                raise PairingRefused("unknown tablet")
            self._check_time(current)
            try:
                Ed25519PublicKey.from_public_bytes(current.transcript.tablet.sign).verify(
                    bytes.fromhex(form.signature), waiting_words(current.transcript)
                )
            except InvalidSignature as error:
                raise PairingRefused("signature") from error
            if current.state == "confirmed":
                return Outcome("confirmed", current.person_id, self._person_name, self._relay())
            return Outcome("waiting" if current.state == "joined" else "refused")

    def _current(self, state: State) -> _Open:
        current = self._open
        if current is None:
            raise PairingRefused("closed")
        self._check_time(current)
        if current.state != state:
            raise PairingRefused(current.state)
        return current

    def _check_time(self, current: _Open) -> None:
        if current.state in ("open", "joined") and self._clock.now() > current.offer.expires:
            current.state = "expired"

    def _failed(self, current: _Open) -> None:
        current.tries -= 1
        if current.tries <= 0:
            current.state = "refused"
        raise PairingRefused("proof")

    def _met(
        self, current: _Open, device_id: str, name: str, tablet: PublicKeys, nonce: bytes, secret: bytes
    ) -> Transcript:
        identity = self._identity
        current.transcript = Transcript(
            identity.office_id, identity.certificate.fingerprint, identity.keys.public, current.nonce, device_id,
            tablet, nonce,
        )
        current.name, current.state = name, "joined"
        current.digits = current.transcript.digits(secret)
        return current.transcript

    def _introduction(self, current: _Open, proof: str) -> Introduction:
        keys = self._identity.keys.public
        return Introduction(
            self._identity.office_id, self._office_name(), keys.sign.hex(), keys.seal.hex(), current.nonce.hex(), proof
        )
