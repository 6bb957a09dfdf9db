"""A piece of an attachment that lies somewhere in between: sealed for the office, signed by the tablet."""

import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.storage.file_forms import CHUNK
from core.sync.faults import BadSignature, Malformed, UnknownSender, WrongRecipient
from core.sync.keys import KeyPair

MAGIC = b"TLB1"
_HEADER = struct.Struct(">4s16sI")
_INNER = struct.Struct(">32sQQ")
_SIGNATURE = 64
_OVERHEAD = 48
MAX_PIECE = _HEADER.size + _INNER.size + CHUNK + _OVERHEAD + _SIGNATURE
_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Piece:
    """`content` belongs at `offset` of the attachment with that hash, which has `total` bytes."""

    sha256: str
    offset: int
    total: int
    content: bytes


def seal_piece(piece: Piece, *, sender: str, keys: KeyPair, recipient_seal_key: bytes) -> bytes:
    plain = _INNER.pack(bytes.fromhex(piece.sha256), piece.offset, piece.total) + piece.content
    header = _HEADER.pack(MAGIC, uuid.UUID(sender).bytes, len(plain) + _OVERHEAD)
    sealed = _suite.encrypt(plain, X25519PublicKey.from_public_bytes(recipient_seal_key), info=header)
    return header + sealed + keys.sign.sign(header + sealed)


def open_piece(raw: bytes, *, keys: KeyPair, sign_key_of: Callable[[str], bytes | None]) -> tuple[str, Piece]:
    """Who sent it, and the piece. The signature is checked before anything is decrypted; a ProtocolFault otherwise."""
    if not _HEADER.size + _INNER.size + _OVERHEAD + _SIGNATURE <= len(raw) <= MAX_PIECE:
        raise Malformed("size of a piece")
    magic, sender, size = _HEADER.unpack_from(raw)
    if magic != MAGIC or len(raw) != _HEADER.size + size + _SIGNATURE:
        raise Malformed("not a piece")
    device_id = str(uuid.UUID(bytes=sender))
    sign_key = sign_key_of(device_id)
    if sign_key is None:
        raise UnknownSender(device_id)
    signed, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(sign_key).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature from error
    try:
        plain = _suite.decrypt(signed[_HEADER.size :], keys.seal, info=signed[: _HEADER.size])
    except (InvalidTag, ValueError) as error:
        raise WrongRecipient from error
    sha256, offset, total = _INNER.unpack_from(plain)
    content = plain[_INNER.size :]
    if offset + len(content) > total or len(content) > CHUNK:
        raise Malformed("piece")
    return device_id, Piece(sha256.hex(), offset, total, content)
