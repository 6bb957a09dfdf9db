"""A place that carries sealed letters: write-once files, one writer to each directory, names that prove contents."""

import hashlib
import re
from dataclasses import dataclass

from core.sync.relay_places import TEMPORARY, Place

ROOT = "tulpan-relay-1"
_MARK = 20
_LONGEST_NUMBER = 12
_NAME = re.compile(r"([a-z0-9-]{1,60})\.([0-9a-f]{20})\.tlp")
_DIRECTORY = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Found:
    """A file whose name and form are right; `read` tells whether its content is, too."""

    place: Place
    directory: str
    name: str
    stem: str
    mark: str
    modified: float | None = None

    def read(self) -> bytes | None:
        """The bytes; None when they are not (or not yet wholly) those that the name stands for."""
        content = self.place.read(f"{self.directory}/{self.name}")
        return content if content is not None and mark_of(content) == self.mark else None


def mark_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_MARK]


def relay_name(office_fingerprint: bytes) -> str:
    """The directory of one office: tells a stranger nothing, and both sides know it."""
    return hashlib.sha256(b"tulpan-relay-1\n" + office_fingerprint).hexdigest()[:32]


def found(place: Place, directory: str) -> list[Found]:
    """The letters of a directory by name; whatever else lies there (a conflicted copy, desktop.ini) is not seen."""
    letters = []
    for entry in place.entries(directory):
        match = _NAME.fullmatch(entry.name)
        if match is not None and not entry.is_directory:
            letters.append(Found(place, directory, entry.name, match[1], match[2], entry.modified))
    return sorted(letters, key=lambda one: one.name)


def directories(place: Place, parent: str) -> list[str]:
    """The names of the directories in it that can be ours."""
    return sorted(
        entry.name for entry in place.entries(parent) if entry.is_directory and _DIRECTORY.fullmatch(entry.name)
    )


def write(place: Place, directory: str, stem: str, content: bytes) -> Found:
    """Puts a letter there for good, wholly or not at all; the same letter twice is one file."""
    mark = mark_of(content)
    letter = Found(place, directory, f"{stem}.{mark}.tlp", stem, mark)
    if _NAME.fullmatch(letter.name) is None:
        raise ValueError(f"{stem!r} cannot name a letter")
    if letter.read() is None:
        place.write(f"{directory}/{letter.name}", content)
    return letter


def number_of(letter: Found, prefix: str) -> int:
    """The number that stands in a letter's name behind the prefix; 0 when there is none that we would write."""
    number = letter.stem.removeprefix(prefix)
    is_ours = letter.stem.startswith(prefix) and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return int(number) if is_ours else 0


def numbered(letters: list[Found], prefix: str) -> list[Found]:
    """The letters under this prefix by their numbers. One that lies there under two numbers was written under the
    lower: its owner writes none twice."""
    first: dict[str, Found] = {}
    for letter in sorted((one for one in letters if number_of(one, prefix)), key=lambda one: number_of(one, prefix)):
        first.setdefault(letter.mark, letter)
    return list(first.values())


def highest_number(place: Place, directory: str, prefix: str) -> int:
    """The number of the last letter that lies there under this prefix; 0 when there is none."""
    return max((number_of(letter, prefix) for letter in found(place, directory)), default=0)


def is_safe(letters: list[Found]) -> bool:
    """Whether every one of these letters, read again from the folder, is what it was written as."""
    return all(letter.read() is not None for letter in letters)


def sweep(place: Place, directory: str, older_than: float, keep: set[str]) -> None:
    """The owner clears away its letters, and its half-written ones after a power cut, when they are old enough.

    `keep` are stems that must stay however old they are.
    """
    for entry in place.entries(directory):
        match = _NAME.fullmatch(entry.name)
        is_own = entry.name.startswith(TEMPORARY) or (match is not None and match[1] not in keep)
        if is_own and not entry.is_directory and entry.modified is not None and entry.modified < older_than:
            place.remove(f"{directory}/{entry.name}")
