"""The tablet's side of pairing: takes in the QR text, proves itself, shows the digits, waits for the person."""

import hmac
import platform
import secrets

import msgspec

from core.errors import UserError
from core.sync import pairing
from core.sync.assembly import Opened
from core.sync.faults import BadSignature, OfficeUnreachable, PairingRefused, ProtocolFault
from core.sync.identity import Pairing, prepare_tablet, read_pairing, tablet_keys, write_pairing
from core.sync.keys import PublicKeys
from core.sync.lan import Line, certificate_pin_at
from core.sync.pairing import Commit, Introduction, Join, Outcome, Reveal, Transcript, Wait, read_form
from core.sync.pairing_offer import Offer, checked_address
from core.sync.sql import ConnectionSql, set_state
from core.sync.tablet_ledger import read_cursor, waiting


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

    `join` (with a QR text) or `join_nearby` (with an address) returns the six digits; then `wait` until the person at
    the office has confirmed. `name` is what the office's list calls this tablet.
    """

    def __init__(self, core: Opened, name: str = "") -> None:
        self._core = core
        self._name = (name or platform.node())[:60]
        self._keys = tablet_keys(core.database)
        self._line: Line | None = None
        self._transcript: Transcript | None = None
        self._office: Introduction | None = None
        self._addresses: tuple[str, ...] = ()
        self._is_accepted = False

    def join(self, qr_text: str) -> str:
        """Introduces this tablet to the office of the QR code; the digits to compare."""
        offer = Offer.from_text(qr_text)
        offer.check_time(self._core.clock.now())
        self._refuse_with_unsent_work(offer.office_id)
        nonce = secrets.token_bytes(16)
        keys = self._keys.public
        proof = pairing.join_proof(offer.secret, offer.certificate_pin, self._core.device_id, keys, nonce)
        form = Join(
            self._core.device_id, self._name, keys.sign.hex(), keys.seal.hex(), nonce.hex(), proof.hex()
        )
        line, office = self._introduce(offer.addresses, offer.certificate_pin, "/v1/pair/join", form)
        office_keys = PublicKeys(bytes.fromhex(office.sign), bytes.fromhex(office.seal))
        transcript = Transcript(
            office.office_id, offer.certificate_pin, office_keys, bytes.fromhex(office.nonce), self._core.device_id,
            keys, nonce,
        )
        expected = pairing.office_proof(offer.secret, transcript).hex()
        is_right = office.office_id == offer.office_id and office_keys.fingerprint[:16] == offer.key_mark
        if not is_right or not hmac.compare_digest(expected, office.proof):
            raise BadSignature("office")
        self._met(line, office, transcript, offer.addresses, accepted=True)
        return transcript.digits(offer.secret)

    def join_nearby(self, address: str) -> str:
        """Introduces this tablet to an office found on the network; the digits must be compared before `accept`."""
        nonce = secrets.token_bytes(16)
        keys = self._keys.public
        promise = pairing.promise_of(self._core.device_id, keys, nonce)
        commit = Commit(self._core.device_id, self._name, keys.sign.hex(), keys.seal.hex(), promise.hex())
        checked = checked_address(address)
        # The certificate that is met here is the one that the digits vouch for, and no other is spoken to.
        pin = certificate_pin_at(checked)
        line, office = self._introduce((checked,), pin, "/v1/pair/commit", commit)
        self._refuse_with_unsent_work(office.office_id)
        reveal = Reveal(self._core.device_id, nonce.hex())
        line.post("/v1/pair/reveal", msgspec.json.encode(reveal))
        office_keys = PublicKeys(bytes.fromhex(office.sign), bytes.fromhex(office.seal))
        transcript = Transcript(
            office.office_id, pin, office_keys, bytes.fromhex(office.nonce), self._core.device_id, keys, nonce
        )
        self._met(line, office, transcript, (checked,), accepted=False)
        return transcript.digits(b"")

    def accept(self) -> None:
        """The person at the tablet says that both screens show the same digits."""
        self._is_accepted = True

    def wait(self, seconds: float = 10.0) -> Outcome:
        """Asks for the outcome, at most so long; with `confirmed` the tablet belongs to the office."""
        if self._line is None or self._transcript is None or self._office is None:
            raise PairingRefused("not joined")
        signature = self._keys.sign.sign(pairing.waiting_words(self._transcript))
        form = Wait(self._core.device_id, signature.hex())
        answer = self._line.post("/v1/pair/wait", msgspec.json.encode(form), seconds=seconds + 5)
        outcome = read_form(answer, Outcome)
        if outcome.state == "confirmed":
            if not self._is_accepted:
                return Outcome("waiting")
            self._settle(outcome)
        return outcome

    def _settle(self, outcome: Outcome) -> None:
        assert self._line is not None and self._transcript is not None and self._office is not None
        said = self._transcript
        before = read_pairing(self._core.database)
        if before is not None and before.office_id != said.office_id:
            self._leave_office()
        write_pairing(
            self._core.database,
            Pairing(
                office_id=said.office_id, office_name=self._office.office_name, office_keys=said.office,
                certificate_pin=said.certificate_pin, addresses=self._addresses, person_id=outcome.person_id,
                person_name=outcome.person_name, last_address=self._line.address,
            ),
        )
        prepare_tablet(self._core.database, self._core.settings.folder, self._core.device_id)
        self._line.cut()

    def _leave_office(self) -> None:
        """All that was done here is safe at the former office (`_refuse_with_unsent_work`); the new one gets none."""
        with self._core.database.write() as session:
            sql = ConnectionSql(session.connection())
            sql.run("DELETE FROM command_log WHERE device_id = :device", device=self._core.device_id)
            sql.run("DELETE FROM row_change")
            sql.run("DELETE FROM sync_blob")
            set_state(sql, epoch="", office_generation="", quarantined="", settled_quarantined="")

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

    def _met(
        self, line: Line, office: Introduction, transcript: Transcript, addresses: tuple[str, ...], *, accepted: bool
    ) -> None:
        self._line, self._office, self._transcript = line, office, transcript
        self._addresses, self._is_accepted = addresses, accepted

    def _refuse_with_unsent_work(self, office_id: str) -> None:
        """What belongs to one office must not be left behind for another."""
        before = read_pairing(self._core.database)
        if before is None or before.office_id == office_id:
            return
        with self._core.database.read() as session:
            sql = ConnectionSql(session.connection())
            count = waiting(sql, self._core.device_id, read_cursor(sql).acked).count
        if count:
            raise UserError("sync.error_unsent_work", count=count, office=before.office_name)
