"""The office's side of pairing: one open dialog, what tablets ask of it, and when a tablet becomes known."""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.clock import Clock
from core.errors import TulpanError
from core.sync.faults import PairingRefused
from core.sync.identity import OfficeIdentity
from core.sync.keys import PublicKeys
from core.sync.pairing import (
    Commit,
    Confirm,
    Introduction,
    Join,
    Outcome,
    Reveal,
    Transcript,
    Wait,
    join_proof,
    office_proof,
    promise_of,
    waiting_words,
)
from core.sync.pairing_offer import VALID_FOR, Offer

TRIES = 5
SILENT_AFTER = timedelta(seconds=30)
"""A tablet that waits asks every few seconds; one that has not for so long is switched off or out of reach."""
State = Literal["closed", "open", "joined", "agreed", "confirmed", "refused", "left", "expired"]
"""joined: both show the digits; agreed: the office said yes, the tablet has yet to fetch it; left: the tablet gave up;
refused: the office gave up."""


@dataclass(frozen=True, slots=True)
class PairingView:
    """What the dialog shows. `digits` are there from `joined` on: the person compares them with the tablet's.

    `is_silent`: the tablet that waits has not been heard of for a while.
    """

    state: State
    person_id: str = ""
    qr_text: str = ""
    digits: str = ""
    device_name: str = ""
    device_id: str = ""
    expires: datetime | None = None
    is_silent: bool = False


@dataclass(slots=True)
class _Open:
    person_id: str
    offer: Offer
    nonce: bytes
    until: datetime
    heard: datetime
    state: State = "open"
    tries: int = TRIES
    transcript: Transcript | None = None
    name: str = ""
    digits: str = ""
    promised: Commit | None = None
    confirm_as: str = ""
    agreed_by: str = ""


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
        self._settling = threading.Lock()
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
            now = self._clock.now()
            self._open = _Open(person_id, offer, secrets.token_bytes(16), offer.expires, now, confirm_as=confirm_as)
            return self.view()

    def view(self) -> PairingView:
        with self._lock:
            current = self._open
            if current is None:
                return PairingView("closed")
            self._check_time(current)
            device = current.transcript.device_id if current.transcript else ""
            waits = current.state in ("joined", "agreed")
            return PairingView(
                current.state, current.person_id, current.offer.to_text(), current.digits, current.name, device,
                current.until, waits and self._clock.now() - current.heard > SILENT_AFTER,
            )

    def confirm(self, author_id: str) -> str:
        """The digits are the same on both screens. Returns the tablet's id.

        It becomes known when it fetches this, and not before: one that gave up meanwhile leaves nothing behind.
        """
        with self._lock:
            current = self._open
            if current is not None:
                self._check_time(current)
            if current is None or current.state not in ("joined", "agreed") or current.transcript is None:
                raise PairingRefused("nothing to confirm")
            current.state, current.agreed_by = "agreed", author_id
            device_id = current.transcript.device_id
        self.changed()
        return device_id

    def close(self) -> None:
        """The dialog was closed: a tablet that waits is refused, unless it was confirmed."""
        with self._lock:
            if self._open is not None and self._open.state in ("open", "joined", "agreed"):
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
        """How it stands with the tablet that asks; carries out what both sides have agreed to."""
        with self._lock:
            current = self._asked_by(form)
            self._check_time(current)
            current.heard = self._clock.now()
        if form.says == "leave":
            self._let_go(current)
        elif form.says == "wait":
            self._make_known(current)
        if current.state == "confirmed":
            return Outcome("confirmed", current.person_id, self._person_name, self._relay())
        if current.state in ("joined", "agreed"):
            return Outcome("waiting")
        return Outcome("expired" if current.state == "expired" else "refused")

    def _asked_by(self, form: Wait) -> _Open:
        current = self._open
        if current is None or current.transcript is None or current.transcript.device_id != form.device_id:
            raise PairingRefused("unknown tablet")
        try:
            Ed25519PublicKey.from_public_bytes(current.transcript.tablet.sign).verify(
                bytes.fromhex(form.signature), waiting_words(current.transcript, form.says)
            )
        except InvalidSignature as error:
            raise PairingRefused("signature") from error
        return current

    def _let_go(self, current: _Open) -> None:
        """The tablet's person gave up; too late for that when it is already known."""
        with self._settling, self._lock:
            if current.state not in ("joined", "agreed"):
                return
            current.state = "left"
        self.changed()

    def _make_known(self, current: _Open) -> None:
        """What both sides agreed to is written down, once, without keeping the dialog from looking meanwhile."""
        with self._settling:
            said = current.transcript
            if current.state != "agreed" or said is None:
                return
            try:
                name = self._confirm(
                    said.device_id, current.person_id, said.tablet, current.name, current.agreed_by
                )
            except TulpanError:
                with self._lock:
                    current.state = "refused"
                self.changed()
                raise
            with self._lock:
                self._person_name, current.state = name, "confirmed"
        self.changed()

    def _current(self, state: State) -> _Open:
        current = self._open
        if current is None:
            raise PairingRefused("closed")
        self._check_time(current)
        if current.state != state:
            raise PairingRefused(current.state)
        return current

    def _check_time(self, current: _Open) -> None:
        if current.state in ("open", "joined", "agreed") and self._clock.now() > current.until:
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
        # Whoever compares digits has the whole time for it, however late the code was read.
        current.name, current.state, current.heard = name, "joined", self._clock.now()
        current.until = current.heard + VALID_FOR
        current.digits = current.transcript.digits(secret)
        return current.transcript

    def _introduction(self, current: _Open, proof: str) -> Introduction:
        keys = self._identity.keys.public
        return Introduction(
            self._identity.office_id, self._office_name(), keys.sign.hex(), keys.seal.hex(), current.nonce.hex(), proof
        )
