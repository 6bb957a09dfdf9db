"""A tablet's work in one file: sealed letters one after the other, so that a card outlives the tablet it sat in."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import SurroundingsError
from core.sync.envelope import MAX_ENVELOPE
from core.sync.faults import Malformed
from core.sync.relay_places import sync_directory

HEAD = b"TULPAN-JOURNAL-1\n"
ENDING = ".tlpj"
_LENGTH = 4


class CutOff(Malformed):
    """The file ends in the middle of a letter; what came before is whole."""


class JournalUnusable(SurroundingsError):
    """The card cannot be written or read now."""

    def __init__(self, detail: str) -> None:
        super().__init__("sync.journal_unusable", detail=detail)


def journal_name(device_id: str) -> str:
    """What a tablet calls its file on the card."""
    return f"tulpan-{device_id[:8]}{ENDING}"


def framed(letters: Iterable[bytes]) -> bytes:
    return b"".join(len(letter).to_bytes(_LENGTH, "big") + letter for letter in letters)


def write_anew(path: Path, letters: Iterable[bytes]) -> int:
    """The file with exactly these letters, wholly or not at all, and read again; its size."""
    content = HEAD + framed(letters)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        sync_directory(path.parent)
        if path.read_bytes() != content:
            raise JournalUnusable("read back")
    except OSError as error:
        raise JournalUnusable(type(error).__name__) from error
    return len(content)


def append(path: Path, size: int, letters: Iterable[bytes]) -> int:
    """Adds letters after the first `size` bytes, which are whole; what a power cut left after them goes. The new size.

    Raises JournalUnusable when the file is shorter than that: then it must be written anew.
    """
    content = framed(letters)
    try:
        with path.open("r+b") as file:
            if os.fstat(file.fileno()).st_size < size:
                raise JournalUnusable("shortened")
            file.truncate(size)
            file.seek(size)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise JournalUnusable(type(error).__name__) from error
    return size + len(content)


def letters_of(path: Path) -> Iterator[bytes]:
    """The whole letters in a file, in order; then CutOff when half of one follows. Malformed when it is no journal."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEAD)) != HEAD:
                raise Malformed("not a journal")
            while length := file.read(_LENGTH):
                if len(length) < _LENGTH:
                    raise CutOff("a journal")
                size = int.from_bytes(length, "big")
                if size > MAX_ENVELOPE:
                    raise Malformed("a letter in the journal")
                letter = file.read(size)
                if len(letter) < size:
                    raise CutOff("a journal")
                yield letter
    except OSError as error:
        raise JournalUnusable(type(error).__name__) from error
