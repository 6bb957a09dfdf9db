"""The offer in a pairing QR code: everything a tablet needs to find one office and be sure that it is the right one."""

import base64
import binascii
import hashlib
import re
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.sync.faults import Malformed, PairingRefused, Unsupported

PREFIX = "TULPAN1:"
_FIXED = struct.Struct(">16s32s16s16sI")
_CHECK_BYTES = 4
MAX_TEXT = 1200
MAX_ADDRESSES = 6
VALID_FOR = timedelta(minutes=10)
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,120}):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Offer:
    """`certificate_pin`: SHA-256 of the TLS certificate; `key_mark`: the first 16 bytes of the keys' fingerprint."""

    office_id: str
    certificate_pin: bytes
    key_mark: bytes
    secret: bytes
    expires: datetime
    addresses: tuple[str, ...]

    def to_text(self) -> str:
        """Upper-case letters, digits and a colon only: QR's compact alphabet, and it survives typing."""
        body = _FIXED.pack(
            uuid.UUID(self.office_id).bytes, self.certificate_pin, self.key_mark, self.secret,
            int(self.expires.timestamp()),
        )
        for address in self.addresses[:MAX_ADDRESSES]:
            content = address.encode("ascii")
            body += bytes([len(content)]) + content
        body += hashlib.sha256(body).digest()[:_CHECK_BYTES]
        return PREFIX + base64.b32encode(body).decode("ascii").rstrip("=")

    @classmethod
    def from_text(cls, text: str) -> "Offer":
        """The offer in a scanned, pasted or typed text; Malformed or Unsupported for anything else."""
        compact = "".join(text.split()).upper()
        if len(compact) > MAX_TEXT or not compact.startswith("TULPAN"):
            raise Malformed("not a pairing code")
        if not compact.startswith(PREFIX):
            raise Unsupported("pairing code")
        letters = compact[len(PREFIX) :]
        try:
            body = base64.b32decode(letters + "=" * (-len(letters) % 8))
        except (binascii.Error, ValueError) as error:
            raise Malformed("pairing code") from error
        if len(body) < _FIXED.size + _CHECK_BYTES:
            raise Malformed("pairing code is cut off")
        body, check = body[:-_CHECK_BYTES], body[-_CHECK_BYTES:]
        if hashlib.sha256(body).digest()[:_CHECK_BYTES] != check:
            raise Malformed("pairing code has a slip")
        office, pin, mark, secret, expires = _FIXED.unpack_from(body)
        return cls(
            str(uuid.UUID(bytes=office)), pin, mark, secret, datetime.fromtimestamp(expires, UTC),
            _addresses(body[_FIXED.size :]),
        )

    def check_time(self, now: datetime) -> None:
        if now > self.expires:
            raise PairingRefused("expired")


def _addresses(body: bytes) -> tuple[str, ...]:
    found: list[str] = []
    while body:
        length = body[0]
        content = body[1 : 1 + length]
        if len(content) != length or len(found) >= MAX_ADDRESSES:
            raise Malformed("addresses")
        try:
            address = content.decode("ascii").lower()
        except UnicodeDecodeError as error:
            raise Malformed("addresses") from error
        found.append(checked_address(address))
        body = body[1 + length :]
    return tuple(found)


def checked_address(text: str) -> str:
    """`host:port` as a person may have typed it; Malformed when it is not one."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None or not 0 < int(match[2]) < 65536:
        raise Malformed("address")
    return text.strip()
