"""The sealed envelope around every letter: signed over all, encrypted for one reader, the same on every transport."""

import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.sync.faults import (
    BadSignature,
    Malformed,
    ProtocolFault,
    TooBig,
    UnknownSender,
    Unsupported,
    WrongRecipient,
)
from core.sync.keys import KeyPair, recipient_mark
from core.sync.letters import MAX_PLAIN, Bundle, Letter, decode, encode, kind_number

MAGIC = b"TLP1"
SUITE_NUMBER = 1
_HEADER = struct.Struct(">4sBBH16s16s16sQQ32sII")
_SIGNATURE_BYTES = 64
_SEAL_OVERHEAD = 48
"""HPKE: a 32-byte encapsulated key before and a 16-byte tag after."""
MAX_SEALED = MAX_PLAIN + 64 * 1024
MAX_ENVELOPE = _HEADER.size + MAX_SEALED + _SIGNATURE_BYTES
_LEVEL = 1
"""Level 3 takes six times as long for pages of rows, and they become no smaller."""
_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Header:
    """What a relay owner can see of a letter. `line` is the epoch (going up) or the generation (going down)."""

    kind: int
    sender: str
    recipient: bytes
    line: str
    seq_from: int
    seq_to: int
    prev_hash: str
    plain_size: int
    sealed_size: int


@dataclass(frozen=True, slots=True)
class Opened:
    header: Header
    letter: Letter


def seal(letter: Letter, *, sender: str, keys: KeyPair, recipient_seal_key: bytes, line: str) -> bytes:
    """The envelope's bytes. `sender` is a UUID, `line` 32 hex digits (or empty)."""
    plain = encode(letter)
    compressed = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
    is_bundle = isinstance(letter, Bundle)
    header = _HEADER.pack(
        MAGIC, kind_number(letter), SUITE_NUMBER, 0, uuid.UUID(sender).bytes, recipient_mark(recipient_seal_key),
        bytes.fromhex(line).ljust(16, b"\0"),
        letter.entries[0].seq if isinstance(letter, Bundle) else 0,
        letter.entries[-1].seq if isinstance(letter, Bundle) else 0,
        bytes.fromhex(letter.prev_hash) if is_bundle and isinstance(letter, Bundle) else bytes(32),
        len(plain), len(compressed) + _SEAL_OVERHEAD,
    )
    sealed = _suite.encrypt(compressed, X25519PublicKey.from_public_bytes(recipient_seal_key), info=header)
    return header + sealed + keys.sign.sign(header + sealed)


def read_header(raw: bytes) -> Header:
    """The header of an envelope whose outer form is right; nothing in it is trusted yet."""
    if len(raw) > MAX_ENVELOPE:
        raise TooBig(f"{len(raw)} bytes")
    if len(raw) < _HEADER.size + _SEAL_OVERHEAD + _SIGNATURE_BYTES:
        raise Malformed("too short")
    magic, kind, suite, flags, sender, recipient, line, first, last, prev, plain, sealed = _HEADER.unpack_from(raw)
    if magic != MAGIC:
        raise Malformed("not an envelope")
    if suite != SUITE_NUMBER or flags:
        raise Unsupported(f"suite {suite}, flags {flags}")
    if plain > MAX_PLAIN or sealed > MAX_SEALED:
        raise TooBig(f"{plain} bytes")
    if len(raw) != _HEADER.size + sealed + _SIGNATURE_BYTES:
        raise Malformed("length")
    return Header(
        kind, str(uuid.UUID(bytes=sender)), recipient, line.hex(), first, last, prev.hex(), plain, sealed
    )


def own_header(raw: bytes, keys: KeyPair, recipient_seal_key: bytes) -> Header | None:
    """The header of a letter that we have sealed for this reader ourselves; None for every other."""
    try:
        header = read_header(raw)
        keys.sign.public_key().verify(raw[-_SIGNATURE_BYTES:], raw[:-_SIGNATURE_BYTES])
    except (ProtocolFault, InvalidSignature):
        return None
    return header if header.recipient == recipient_mark(recipient_seal_key) else None


def open_envelope(raw: bytes, *, keys: KeyPair, sign_key_of: Callable[[str], bytes | None]) -> Opened:
    """The letter inside. The signature is checked before anything is decrypted or decompressed.

    Raises a ProtocolFault for everything that is not a well-formed letter to us from a known sender.
    """
    header = read_header(raw)
    sign_key = sign_key_of(header.sender)
    if sign_key is None:
        raise UnknownSender(header.sender)
    signed, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(sign_key).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature from error
    if header.recipient != recipient_mark(keys.public.seal):
        raise WrongRecipient
    try:
        compressed = _suite.decrypt(signed[_HEADER.size :], keys.seal, info=signed[: _HEADER.size])
    except (InvalidTag, ValueError) as error:
        raise WrongRecipient from error
    letter = decode(_decompressed(compressed, header.plain_size))
    if kind_number(letter) != header.kind:
        raise Malformed("kind")
    if isinstance(letter, Bundle):
        _check_bundle(letter, header)
    return Opened(header, letter)


def _check_bundle(bundle: Bundle, header: Header) -> None:
    outside = (header.line, header.seq_from, header.seq_to, header.prev_hash)
    if outside != (bundle.epoch, bundle.entries[0].seq, bundle.entries[-1].seq, bundle.prev_hash):
        raise Malformed("header and content differ")


def _decompressed(compressed: bytes, size: int) -> bytes:
    """Exactly `size` bytes (at most 16 MiB, checked before); a bomb is refused by its frame header."""
    try:
        if zstandard.get_frame_parameters(compressed).content_size != size:
            raise Malformed("size")
        plain = zstandard.ZstdDecompressor().decompress(
            compressed, max_output_size=max(size, 1), allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise Malformed("compression") from error
    if len(plain) != size:
        raise Malformed("size")
    return plain
