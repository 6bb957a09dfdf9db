"""How attachment bytes lie in a file: as they are, or encrypted in chunks that can be read and written one by one."""

import os
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK = 1024 * 1024
_NONCE = 12
_TAG = 16
_SEALED_CHUNK = _NONCE + CHUNK + _TAG


class FileForm(Protocol):
    """`name` is the blob's; it binds encrypted bytes to their place."""

    def size(self, path: Path) -> int:
        """How many bytes of content are in the file."""

    def fits(self, have: int, length: int, total: int) -> bool:
        """Whether a piece of this length can follow what is there, and be followed by the rest of the whole."""

    def append(self, path: Path, name: str, content: bytes) -> None:
        """Adds content at the end, without flushing it to the disk."""

    def read(self, path: Path, name: str, offset: int, length: int) -> bytes:
        """Content from an offset on; less at the end, nothing where it was tampered with."""


class PlainFiles:
    """The office's, and those of a tablet whose disk is encrypted as a whole, or not at all."""

    def size(self, path: Path) -> int:
        return path.stat().st_size

    def fits(self, have: int, length: int, total: int) -> bool:
        return True

    def append(self, path: Path, name: str, content: bytes) -> None:
        with path.open("ab") as file:
            file.write(content)

    def read(self, path: Path, name: str, offset: int, length: int) -> bytes:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)


class SealedFiles:
    """Each mebibyte is sealed by itself (ChaCha20-Poly1305), bound to the blob's name and its position."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)

    def size(self, path: Path) -> int:
        whole, rest = divmod(path.stat().st_size, _SEALED_CHUNK)
        return whole * CHUNK + max(0, rest - _NONCE - _TAG)

    def fits(self, have: int, length: int, total: int) -> bool:
        return have % CHUNK == 0 and (length % CHUNK == 0 or have + length == total)

    def append(self, path: Path, name: str, content: bytes) -> None:
        """Pieces come in whole chunks; only the last may be shorter, so that nothing can follow it."""
        have = self.size(path) if path.exists() else 0
        if have % CHUNK:
            raise ValueError("nothing follows a last, shorter piece")
        with path.open("ab") as file:
            for start in range(0, len(content), CHUNK):
                nonce = secrets.token_bytes(_NONCE)
                number = (have + start) // CHUNK
                file.write(nonce + self._cipher.encrypt(nonce, content[start : start + CHUNK], _bound(name, number)))

    def read(self, path: Path, name: str, offset: int, length: int) -> bytes:
        found = bytearray()
        first = offset // CHUNK
        with path.open("rb") as file:
            file.seek(first * _SEALED_CHUNK, os.SEEK_SET)
            number = first
            while len(found) < offset - first * CHUNK + length and (sealed := file.read(_SEALED_CHUNK)):
                try:
                    found += self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(name, number))
                except InvalidTag:
                    return b""
                number += 1
        start = offset - first * CHUNK
        return bytes(found[start : start + length])


def _bound(name: str, number: int) -> bytes:
    return f"{name} {number}".encode()
