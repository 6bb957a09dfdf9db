"""Attachment bytes, named by their SHA-256, written so that a crash leaves either the whole file or none."""

import errno
import hashlib
import os
import re
import secrets
from pathlib import Path

from core.errors import SurroundingsError, UserError
from core.storage.durable import sync_folder
from core.storage.file_forms import FileForm, PlainFiles

MAX_BYTES = 50 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class BlobStore:
    """A folder of write-once files."""

    def __init__(self, folder: Path, form: FileForm | None = None) -> None:
        self.folder = folder
        self.form = form or PlainFiles()
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Stores the bytes durably and returns their SHA-256 in hex. Storing the same bytes twice is harmless."""
        if len(content) > MAX_BYTES:
            raise UserError("errors.file_too_big", megabytes=MAX_BYTES // (1024 * 1024))
        name = hashlib.sha256(content).hexdigest()
        target = self.path(name)
        try:
            if self.get(name) is None:  # not here, or damaged: then this mends it
                self._write(target, name, content)
        except OSError as error:
            raise _named(error) from error
        return name

    def get(self, name: str) -> bytes | None:
        """The bytes, or None when they are not here (yet) or no longer match their name."""
        path = self.path(name)
        if not path.exists():
            return None
        content = self.form.read(path, name, 0, MAX_BYTES)
        return content if hashlib.sha256(content).hexdigest() == name else None

    def read(self, name: str, offset: int, length: int) -> tuple[bytes, int] | None:
        """Bytes from `offset` on and the whole size; None when the blob is not here."""
        path = self.path(name)
        try:
            return self.form.read(path, name, offset, length), self.form.size(path)
        except FileNotFoundError:
            return None

    def adopt(self, part: Path, name: str) -> None:
        """Takes in a file of this store's disk and form whose hash has been checked; durable when it returns."""
        target = self.path(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise _named(error) from error

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def path(self, name: str) -> Path:
        """Where the blob lies; the name is checked, so no path can leave the folder."""
        if not _NAME.fullmatch(name):
            raise ValueError("a blob is named by its SHA-256")
        return self.folder / name[:2] / name

    def _write(self, target: Path, name: str, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.parent / f".part-{secrets.token_hex(8)}"
        try:
            self.form.append(temporary, name, content)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def _named(error: OSError) -> SurroundingsError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SurroundingsError("errors.disk_full")
    return SurroundingsError("errors.disk_write_failed", detail=error.strerror or str(error))
