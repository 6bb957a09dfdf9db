"""What can be wrong with something that came from the other side; each is a typed error with a text for a person."""

from core.errors import SurroundingsError


class ProtocolFault(SurroundingsError):
    """A letter, request or QR text that cannot be used; nothing was changed by it. `code` is its name on the wire."""

    code = "malformed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"sync.fault_{self.code}", detail=detail)


class Malformed(ProtocolFault):
    """Not in the form that PROTOCOL.md describes."""


class TooBig(ProtocolFault):
    code = "too_big"


class UnknownSender(ProtocolFault):
    """Nobody we have paired with."""

    code = "unknown_sender"


class BadSignature(ProtocolFault):
    """Not signed by the one it says it comes from."""

    code = "bad_signature"


class WrongRecipient(ProtocolFault):
    """Sealed for other keys than ours."""

    code = "wrong_recipient"


class Revoked(ProtocolFault):
    """The office no longer trusts this tablet. `proof` is its signed word on that, which alone is acted upon.

    At the office `device_id` says which tablet it is.
    """

    code = "revoked"

    def __init__(self, detail: str = "", proof: bytes = b"", device_id: str = "") -> None:
        super().__init__(detail)
        self.proof = proof
        self.device_id = device_id


class Unsupported(ProtocolFault):
    """A newer form than this program knows."""

    code = "unsupported"


class TooOften(ProtocolFault):
    """More requests than one tablet needs."""

    code = "busy"


class PairingRefused(ProtocolFault):
    """No pairing is open, it ran out, its tries are used up, or the proof was not right."""

    code = "pairing_refused"


class OfficeUnreachable(ProtocolFault):
    """No known address of the office answers."""

    code = "unreachable"


FAULTS: dict[str, type[ProtocolFault]] = {
    fault.code: fault
    for fault in (
        Malformed, TooBig, UnknownSender, BadSignature, WrongRecipient, Revoked, Unsupported, TooOften,
        PairingRefused,
        OfficeUnreachable,
    )
}
