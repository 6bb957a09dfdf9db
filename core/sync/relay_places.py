"""Where a relay's letters can lie: a folder of this computer (stick, share, synced folder), S3 or SFTP."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.errors import SurroundingsError
from core.sync.envelope import MAX_ENVELOPE

TEMPORARY = ".part-"


class RelayUnusable(SurroundingsError):
    """The folder cannot be written or read now: taken out, full, or not allowed."""

    def __init__(self, detail: str) -> None:
        super().__init__("sync.relay_unusable", detail=detail)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a directory; `modified` is in Unix seconds, None where the place does not tell."""

    name: str
    is_directory: bool
    modified: float | None


class Place(Protocol):
    """Directories and files by paths with `/`, relative to the place. Every failure is a RelayUnusable."""

    def entries(self, directory: str) -> list[Entry]:
        """What lies there; nothing when there is no such directory."""

    def read(self, path: str) -> bytes | None:
        """The content of a plain file of a possible size; None for anything else."""

    def write(self, path: str, content: bytes) -> None:
        """Puts the file there wholly or not at all, and for good."""

    def has(self, path: str) -> bool: ...

    def remove(self, path: str) -> None:
        """Takes a file away; one that is gone already is no failure."""


class FolderPlace:
    """A folder that the operating system shows; its own writer, since others neither flush nor stay in one drive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self, directory: str) -> list[Entry]:
        return list(self._scan(self._folder / directory))

    def _scan(self, directory: Path) -> Iterator[Entry]:
        if not self._folder.is_dir():
            raise RelayUnusable("no folder")
        try:
            with os.scandir(directory) as found:
                for one in found:
                    with contextlib.suppress(FileNotFoundError):
                        is_directory = one.is_dir(follow_symlinks=False)
                        yield Entry(one.name, is_directory, one.stat(follow_symlinks=False).st_mtime)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise RelayUnusable(type(error).__name__) from error

    def read(self, path: str) -> bytes | None:
        file = self._folder / path
        try:
            if file.is_symlink() or not 0 < file.stat().st_size <= MAX_ENVELOPE:
                return None
            return file.read_bytes()
        except OSError:
            return None

    def has(self, path: str) -> bool:
        return (self._folder / path).exists()

    def write(self, path: str, content: bytes) -> None:
        target = self._folder / path
        if not self._folder.is_dir():
            raise RelayUnusable("no folder")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            # In the same directory: a rename is atomic only inside one file system.
            temporary = target.parent / f"{TEMPORARY}{secrets.token_hex(8)}"
            try:
                with temporary.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
            sync_directory(target.parent)
        except OSError as error:
            raise RelayUnusable(type(error).__name__) from error

    def remove(self, path: str) -> None:
        with contextlib.suppress(OSError):
            (self._folder / path).unlink()


class ReadAgain:
    """A place that remembers what was put there since `begin`, to read it again before a stick may be taken out.

    `writes` is called before the first of it.
    """

    def __init__(self, place: Place, writes: Callable[[], None]) -> None:
        self._place = place
        self._writes = writes
        self._written: dict[str, bytes] = {}

    def begin(self) -> None:
        self._written.clear()

    def entries(self, directory: str) -> list[Entry]:
        return self._place.entries(directory)

    def read(self, path: str) -> bytes | None:
        return self._place.read(path)

    def has(self, path: str) -> bool:
        return self._place.has(path)

    def write(self, path: str, content: bytes) -> None:
        if not self._written:
            self._writes()
        self._written[path] = _digest(content)
        self._place.write(path, content)

    def remove(self, path: str) -> None:
        self._written.pop(path, None)
        self._place.remove(path)

    def prove(self) -> None:
        """Reads it all again. When any of it is not what was written all of it goes, and RelayUnusable is raised."""
        if all(_digest(self._place.read(path) or b"") == digest for path, digest in self._written.items()):
            return
        for path in tuple(self._written):
            self.remove(path)
        raise RelayUnusable("read back")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def sync_directory(directory: Path) -> None:
    """Makes a new or renamed name in it durable."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        # Some network and phone file systems cannot; what can be done was done.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def is_remote(location: str) -> bool:
    """Whether a location is an address (s3://…) and not a folder."""
    return "://" in location


def place_at(location: str) -> Place:
    """The place that a person named: a folder's path, `s3://bucket/prefix` or `sftp://user@host/path`."""
    if is_remote(location):
        from core.sync.relay_remote import RemotePlace

        return RemotePlace(location)
    return FolderPlace(Path(location))
