"""A folder that carries sealed letters: write-once files, one writer to each directory, names that prove contents."""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import SurroundingsError
from core.sync.envelope import MAX_ENVELOPE

ROOT = "tulpan-relay-1"
_MARK = 20
_NAME = re.compile(r"([a-z0-9-]{1,60})\.([0-9a-f]{20})\.tlp")
_DIRECTORY = re.compile(r"[a-z0-9-]{1,64}")
_TEMPORARY = ".part-"


class RelayUnusable(SurroundingsError):
    """The folder cannot be written or read now: taken out, full, or not allowed."""

    def __init__(self, detail: str) -> None:
        super().__init__("sync.relay_unusable", detail=detail)


@dataclass(frozen=True, slots=True)
class Found:
    """A file whose name and form are right; `read` tells whether its content is, too."""

    path: Path
    stem: str
    mark: str

    def read(self) -> bytes | None:
        """The bytes; None when they are not (or not yet wholly) those that the name stands for."""
        try:
            if self.path.is_symlink() or not 0 < self.path.stat().st_size <= MAX_ENVELOPE:
                return None
            content = self.path.read_bytes()
        except OSError:
            return None
        return content if mark_of(content) == self.mark else None


def mark_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_MARK]


def relay_name(office_fingerprint: bytes) -> str:
    """The directory of one office: tells a stranger nothing, and both sides know it."""
    return hashlib.sha256(b"tulpan-relay-1\n" + office_fingerprint).hexdigest()[:32]


def found(directory: Path) -> list[Found]:
    """The letters of a directory by name; whatever else lies there (a conflicted copy, desktop.ini) is not seen."""
    letters = []
    for entry in _entries(directory):
        match = _NAME.fullmatch(entry.name)
        if match is not None:
            letters.append(Found(directory / entry.name, match[1], match[2]))
    return sorted(letters, key=lambda one: one.path.name)


def directories(parent: Path) -> list[Path]:
    return sorted(
        parent / entry.name
        for entry in _entries(parent)
        if _DIRECTORY.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
    )


def _entries(directory: Path) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(directory) as entries:
            yield from list(entries)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RelayUnusable(type(error).__name__) from error


def write(directory: Path, stem: str, content: bytes) -> Path:
    """Puts a letter there for good, wholly or not at all; the same letter twice is one file."""
    target = directory / f"{stem}.{mark_of(content)}.tlp"
    if _NAME.fullmatch(target.name) is None:
        raise ValueError(f"{stem!r} cannot name a letter")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return target
        # In the same directory: a rename is atomic only inside one file system.
        temporary = directory / f"{_TEMPORARY}{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_directory(directory)
    except OSError as error:
        raise RelayUnusable(type(error).__name__) from error
    return target


def is_safe(paths: list[Path]) -> bool:
    """Whether every one of these letters, read again from the folder, is what it was written as."""
    return all(Found(path, "", path.name.split(".")[1]).read() is not None for path in paths)


def sweep(directory: Path, older_than: float, keep: set[str]) -> None:
    """The owner clears away its letters, and its half-written ones after a power cut, when they are old enough.

    `keep` are stems that must stay however old they are.
    """
    for entry in _entries(directory):
        match = _NAME.fullmatch(entry.name)
        is_own = entry.name.startswith(_TEMPORARY) or (match is not None and match[1] not in keep)
        if is_own:
            with contextlib.suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < older_than:
                    (directory / entry.name).unlink()


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        # Some network and phone file systems cannot; what can be done was done.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
