"""The office's signed word that it no longer trusts a tablet: the answer to one letter, so that none is old."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.sync.faults import BadSignature, Malformed
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.letters import Hex, Number, Standing
from core.sync.signed_form import read_signed, signed


class Dismissal(msgspec.Struct, frozen=True):
    """`letter` is the mark of the letter that it answers; the rest is what the office has of that epoch's work."""

    device_id: Annotated[str, Meta(max_length=64)]
    letter: Annotated[str, Meta(pattern="^[0-9a-f]{20}$")]
    epoch: Hex = ""
    have_through: Number = 0
    have_hash: Hex = ""


def dismissal(device_id: str, letter: str, epoch: str, standing: Standing | None, keys: KeyPair) -> bytes:
    word = Dismissal(device_id, letter)
    if standing is not None:
        word = Dismissal(device_id, letter, epoch, standing.have_through, standing.have_hash)
    return signed(word, keys)


def read_dismissal(raw: bytes | None, pairing: Pairing, device_id: str, letter: str) -> Dismissal | None:
    """The word, when it is the trusted office's about this tablet and this letter; None for anything else."""
    try:
        word = read_signed(raw, Dismissal, lambda _form: pairing.office_keys.sign)
    except (Malformed, BadSignature):
        return None
    return word if (word.device_id, word.letter) == (device_id, letter) else None
