"""The tablet's side of pairing: takes in the QR text, proves itself, shows the digits, waits for the person."""

import hmac
import platform
import secrets
import threading
from contextlib import suppress
from datetime import datetime

import msgspec

from core.sync import pairing
from core.sync.assembly import Opened
from core.sync.faults import BadSignature, OfficeUnreachable, PairingRefused, ProtocolFault
from core.sync.identity import tablet_keys
from core.sync.keys import PublicKeys
from core.sync.lan import Line, certificate_pin_at
from core.sync.pairing import (
    HOLD_SECONDS,
    Commit,
    Introduction,
    Join,
    Outcome,
    Reveal,
    Saying,
    Transcript,
    Wait,
    read_form,
)
from core.sync.pairing_offer import VALID_FOR, Offer, checked_address
from core.sync.settling import refuse_with_unsent_work, refuse_without_key, settle
from core.sync.sql import ConnectionSql, get_state, set_state

_ANSWER_SECONDS = 5.0
"""What an answer may take on top of the time for which the office holds the question."""


class _Kept(msgspec.Struct, frozen=True):
    """A meeting that waits for the office's word, kept through restarts; the code's secret is not needed any more."""

    address: str
    addresses: tuple[str, ...]
    office: Introduction
    certificate_pin: str
    nonce: str
    digits: str
    until: datetime
    accepted: bool


def join_unattended(core: Opened, qr_text: str, name: str = "") -> str:
    """Joins the office of a text that was handed over at the start; returns the name of the technician.

    Blocks until a person at the office has confirmed (or the office does so by itself, see `PairingDesk.open`).
    """
    joining = Joining(core, name)
    joining.join(qr_text)
    while True:
        outcome = joining.wait()
        if outcome.state == "confirmed":
            return outcome.person_name
        if outcome.state != "waiting":
            raise PairingRefused(outcome.state)


class Joining:
    """One attempt to join an office. Calls block for a network round trip: not for the GUI thread.

    `join` (with a QR text) or `join_nearby` (with an address) returns the six digits; then `wait` again and again until
    the person at the office has confirmed, or `leave`. `name` is what the office's list calls this tablet. What was
    agreed so far is remembered in the database: `resumed` goes on with it when the program was started again.
    """

    def __init__(self, core: Opened, name: str = "") -> None:
        self._core = core
        self._name = (name or platform.node())[:60]
        self._keys = tablet_keys(core.database)
        self.digits = ""
        self._line: Line | None = None
        self._transcript: Transcript | None = None
        self._office: Introduction | None = None
        self._addresses: tuple[str, ...] = ()
        self._is_accepted = False
        self._until: datetime | None = None
        # Asking and leaving may go on at the same time; the office's answer to either is carried out once.
        self._settling = threading.Lock()
        self._settled: Outcome | None = None

    @classmethod
    def resumed(cls, core: Opened) -> "Joining | None":
        """The meeting under which this program ended; None when there was none, or nobody can confirm it any more."""
        with core.database.read() as session:
            text = get_state(ConnectionSql(session.connection()), "meeting")
        if not text:
            return None
        kept, joining = msgspec.json.decode(text, type=_Kept), cls(core)
        joining._take_up(kept)
        if joining.has_run_out:
            joining._forget()
            return None
        return joining

    @property
    def is_accepted(self) -> bool:
        """The person here has said that the digits are the same."""
        return self._is_accepted

    @property
    def has_run_out(self) -> bool:
        """Nobody at the office can confirm this any more; until then a lost answer is only asked for again."""
        return self._until is None or self._core.clock.now() > self._until

    def join(self, qr_text: str) -> str:
        """Introduces this tablet to the office of the QR code; the digits to compare."""
        refuse_without_key(self._core)
        offer = Offer.from_text(qr_text)
        offer.check_time(self._core.clock.now())
        refuse_with_unsent_work(self._core, offer.office_id)
        nonce = secrets.token_bytes(16)
        keys = self._keys.public
        proof = pairing.join_proof(offer.secret, offer.certificate_pin, self._core.device_id, keys, nonce)
        form = Join(
            self._core.device_id, self._name, keys.sign.hex(), keys.seal.hex(), nonce.hex(), proof.hex()
        )
        line, office = self._introduce(offer.addresses, offer.certificate_pin, "/v1/pair/join", form)
        transcript = self._said(office, offer.certificate_pin, nonce)
        expected = pairing.office_proof(offer.secret, transcript).hex()
        is_right = office.office_id == offer.office_id and transcript.office.fingerprint[:16] == offer.key_mark
        if not is_right or not hmac.compare_digest(expected, office.proof):
            raise BadSignature("office")
        return self._met(line, office, transcript, offer.addresses, transcript.digits(offer.secret), accepted=True)

    def join_nearby(self, address: str) -> str:
        """Introduces this tablet to an office found on the network; the digits must be compared before `accept`."""
        refuse_without_key(self._core)
        nonce = secrets.token_bytes(16)
        keys = self._keys.public
        promise = pairing.promise_of(self._core.device_id, keys, nonce)
        commit = Commit(self._core.device_id, self._name, keys.sign.hex(), keys.seal.hex(), promise.hex())
        checked = checked_address(address)
        # The certificate that is met here is the one that the digits vouch for, and no other is spoken to.
        pin = certificate_pin_at(checked)
        line, office = self._introduce((checked,), pin, "/v1/pair/commit", commit)
        refuse_with_unsent_work(self._core, office.office_id)
        reveal = Reveal(self._core.device_id, nonce.hex())
        line.post("/v1/pair/reveal", msgspec.json.encode(reveal))
        transcript = self._said(office, pin, nonce)
        return self._met(line, office, transcript, (checked,), transcript.digits(b""), accepted=False)

    def accept(self) -> None:
        """The person at the tablet says that both screens show the same digits."""
        self._is_accepted = True
        self._keep()

    def wait(self) -> Outcome:
        """Asks for the outcome; with `confirmed` the tablet belongs to the office.

        The office holds the question until somebody there has decided, some seconds at most. While the digits are
        still being compared here it answers at once.
        """
        try:
            outcome = self._say("wait" if self._is_accepted else "look")
        except PairingRefused:
            outcome = Outcome("refused")
        if outcome.state == "confirmed":
            self._settle(outcome)
        elif outcome.state != "waiting":
            self._forget()
        return outcome

    def leave(self) -> Outcome:
        """The person here gives up and the office is told, if it can be reached.

        `confirmed` when both had already agreed: then the tablet belongs to the office all the same.
        """
        outcome = Outcome("refused")
        if self._line is not None:
            with suppress(OfficeUnreachable, PairingRefused):
                outcome = self._say("leave")
        if outcome.state == "confirmed":
            self._settle(outcome)
        elif self._line is not None:
            self._line.cut()
            self._forget()
        with self._settling:
            return self._settled or outcome

    def _say(self, says: Saying) -> Outcome:
        if self._line is None or self._transcript is None or self._office is None:
            raise PairingRefused("not joined")
        signature = self._keys.sign.sign(pairing.waiting_words(self._transcript, says))
        form = Wait(self._core.device_id, signature.hex(), says)
        seconds = _ANSWER_SECONDS + (HOLD_SECONDS if says == "wait" else 0)
        return read_form(self._line.post("/v1/pair/wait", msgspec.json.encode(form), seconds=seconds), Outcome)

    def _settle(self, outcome: Outcome) -> None:
        assert self._line is not None and self._transcript is not None and self._office is not None
        with self._settling:
            if self._settled is None:
                settle(
                    self._core, self._transcript, outcome, office_name=self._office.office_name,
                    addresses=self._addresses, last_address=self._line.address,
                )
                self._settled = outcome
                self._forget()
        self._line.cut()

    def _introduce(
        self, addresses: tuple[str, ...], pin: bytes, path: str, form: Join | Commit
    ) -> tuple[Line, Introduction]:
        """The first address that answers; a refusal by the right office ends the attempt."""
        failure: ProtocolFault = OfficeUnreachable("no address")
        for address in addresses:
            line = Line(address, pin)
            try:
                return line, read_form(line.post(path, msgspec.json.encode(form)), Introduction)
            except OfficeUnreachable as error:
                line.cut()
                failure = error
        raise failure

    def _said(self, office: Introduction, pin: bytes, nonce: bytes) -> Transcript:
        office_keys = PublicKeys(bytes.fromhex(office.sign), bytes.fromhex(office.seal))
        return Transcript(
            office.office_id, pin, office_keys, bytes.fromhex(office.nonce), self._core.device_id, self._keys.public,
            nonce,
        )

    def _met(
        self, line: Line, office: Introduction, transcript: Transcript, addresses: tuple[str, ...], digits: str, *,
        accepted: bool,
    ) -> str:
        self._line, self._office, self._transcript = line, office, transcript
        self._addresses, self.digits, self._is_accepted = addresses, digits, accepted
        self._until = self._core.clock.now() + VALID_FOR
        self._keep()
        return digits

    # ---- Through a restart ------------------------------------------------------------------------------------------

    def _take_up(self, kept: _Kept) -> None:
        pin = bytes.fromhex(kept.certificate_pin)
        self._line, self._office = Line(kept.address, pin), kept.office
        self._transcript = self._said(kept.office, pin, bytes.fromhex(kept.nonce))
        self._addresses, self.digits, self._is_accepted = kept.addresses, kept.digits, kept.accepted
        self._until = kept.until

    def _keep(self) -> None:
        line, said, office, until = self._line, self._transcript, self._office, self._until
        if line is None or said is None or office is None or until is None:
            raise PairingRefused("not joined")
        self._remember(
            msgspec.json.encode(
                _Kept(
                    line.address, self._addresses, office, said.certificate_pin.hex(), said.tablet_nonce.hex(),
                    self.digits, until, self._is_accepted,
                )
            ).decode()
        )

    def _forget(self) -> None:
        self._remember("")

    def _remember(self, text: str) -> None:
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), meeting=text)
