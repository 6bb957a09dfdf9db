"""Pairing a tablet with an office: what both sides prove to each other before a person confirms."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from core.sync.faults import Malformed
from core.sync.keys import PublicKeys

HOLD_SECONDS = 2.0
"""How long the office holds a tablet's question whether it is confirmed; the tablet waits longer than that."""
_Key = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Nonce = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
_Name = Annotated[str, Meta(max_length=60)]
_Device = Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Form = TypeVar("Form")
Confirm = Callable[[str, str, PublicKeys, str, str], str]
"""(device id, person id, keys, device name, author id) → the person's name; makes the tablet known."""


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


Saying = Literal["wait", "look", "leave"]


class Wait(msgspec.Struct, frozen=True):
    """The tablet asks whether a person has confirmed; signed with the key it introduced itself with.

    `says`: "wait" – its own person has compared the digits, make it known when the office has, too; "look" – they are
    still being compared here; "leave" – its person gave up.
    """

    device_id: _Device
    signature: Annotated[str, Meta(pattern="^[0-9a-f]{128}$")]
    says: Saying = "wait"


class Outcome(msgspec.Struct, frozen=True):
    """waiting, confirmed (with whom the tablet is for, and where the firm's relay lies), refused or expired."""

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


def waiting_words(transcript: Transcript, says: Saying = "wait") -> bytes:
    """What the tablet signs when it asks for the outcome or leaves."""
    return _joined(says, transcript.hash())
