"""What lies in a folder that a person looks into, why a file of it cannot be used, and a new folder; looks at disks."""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from core.errors import SurroundingsError, UserError
from core.integrations.photos import MOST_BYTES, MOST_PIXELS, picture_trouble
from core.rules.folding import sort_key
from field_app.device.drives import drives

MOST_ROWS = 400
"""A folder's newest files that are shown; nobody scrolls further on a tablet."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")
LONGEST_NAME = 80
"""Bytes of a new folder's name."""
_TAKEN_BY_WINDOWS = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)))
)
_Location = QStandardPaths.StandardLocation
_OWN = (
    ("files.pictures", "images", _Location.PicturesLocation),
    ("files.downloads", "download", _Location.DownloadLocation),
    ("files.documents", "file-text", _Location.DocumentsLocation), ("files.home", "house", _Location.HomeLocation),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is looked for. A picture may be this large; a folder is for writing into."""

    name: str
    takes_folder: bool = False
    several: bool = False
    most_bytes: int = MOST_BYTES
    most_pixels: int = MOST_PIXELS

    @property
    def limits(self) -> dict[str, int]:
        """As the sentences about a file name them."""
        return {"megabytes": self.most_bytes // 1024 // 1024, "megapixels": self.most_pixels // 1_000_000}


PURPOSES = {
    one.name: one
    for one in (
        Purpose("photos", several=True), Purpose("code", most_bytes=30 * 1024 * 1024, most_pixels=64_000_000),
        Purpose("folder", takes_folder=True),
    )
}


@dataclass(frozen=True, slots=True)
class Root:
    """A place to begin at; nothing above it is shown. `key` is its text, where the system gives no name."""

    path: Path
    icon: str
    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder, or a file with its size and time; `trouble` (a text key) is why it cannot be used."""

    path: Path
    is_folder: bool
    size: int = 0
    changed: datetime | None = None
    trouble: str = ""

    @property
    def name(self) -> str:
        return shown_name(self.path)


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder's content; `left_out` counts the older files that are not shown, `trouble` is about the folder."""

    folder: Path
    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    trouble: str = ""


def roots() -> tuple[Root, ...]:
    """The person's own folders that exist, then the drives that are plugged in."""
    own = [Root(Path(QStandardPaths.writableLocation(where)), icon, key) for key, icon, where in _OWN]
    once = {one.path: one for one in reversed(own) if one.path.is_dir()}
    plugged = [Root(Path(drive.path), "usb", name=drive.name) for drive in drives()]
    return (*reversed(once.values()), *plugged)


def root_of(folder: Path, among: tuple[Root, ...]) -> Root | None:
    """The nearest place that the folder lies in."""
    around = [one for one in among if is_inside(folder, one.path)]
    return max(around, key=lambda one: len(one.path.parts)) if around else None


def is_inside(path: Path, root: Path) -> bool:
    """A link that leads out of the place does not count as inside."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links that lead round
        return False


def listed(folder: Path, root: Path, purpose: Purpose) -> Listing:
    """Folders by name, then (unless a folder is looked for) the newest files; hidden ones and what lies elsewhere are
    left out. A folder that is gone or closed is no error: its `trouble` says so."""
    if not is_inside(folder, root):
        return Listing(folder, trouble="files.gone")
    try:
        with os.scandir(folder) as found:
            entries = [entry for one in found if (entry := _entry(one, root)) is not None]
    except PermissionError:
        return Listing(folder, trouble="files.closed")
    except OSError:
        return Listing(folder, trouble="files.gone")
    folders = sorted((one for one in entries if one.is_folder), key=lambda one: sort_key(one.name))
    if purpose.takes_folder:
        trouble = "" if os.access(folder, os.W_OK) else "files.read_only"
        return Listing(folder, tuple(folders[:MOST_ROWS]), max(0, len(folders) - MOST_ROWS), trouble)
    files = _newest(one for one in entries if not one.is_folder)
    room = max(MOST_ROWS - len(folders), 0)
    judged = [_judged(one, purpose) for one in files[:room]]
    return Listing(folder, (*folders[:MOST_ROWS], *judged), max(0, len(entries) - MOST_ROWS))


def folder_name(typed: str) -> str:
    """A new folder's name as it can stand on any stick, whatever computer reads it; empty when it cannot."""
    name = " ".join(typed.split())
    stem = name.split(".")[0].strip().upper()
    usable = name.isprintable() and not set(name) & set('<>:"/\\|?*') and not name.startswith(".")
    usable = usable and not name.endswith(".") and len(name.encode()) <= LONGEST_NAME and stem not in _TAKEN_BY_WINDOWS
    return name if usable else ""


def make_folder(folder: Path, root: Path, typed: str) -> Path:
    """A new folder in this one, which must lie in the place; an error says why there is none."""
    name = folder_name(typed)
    if not name:
        raise UserError("files.error_name")
    if not is_inside(folder, root):
        raise UserError("files.gone")
    made = folder / name
    try:
        made.mkdir()
    except FileExistsError:
        raise UserError("files.error_exists", name=name) from None
    except FileNotFoundError:
        raise UserError("files.gone") from None
    except OSError as reason:
        raise SurroundingsError("files.error_make") from reason
    return made


def newest_pictures(folder: Path, most: int) -> tuple[Entry, ...]:
    """The newest files that call themselves pictures, newest first; none when the folder is not there."""
    try:
        with os.scandir(folder) as found:
            files = [one for one in found if one.name.lower().endswith(PICTURES)]
            entries = [entry for one in files if (entry := _entry(one, folder)) is not None and not entry.is_folder]
    except OSError:
        return ()
    return tuple(_judged(one, PURPOSES["photos"]) for one in _newest(iter(entries))[:most])


def shown_name(path: Path) -> str:
    """The name on one line; what is no letter is shown as such, and nothing in it turns the line around."""
    text = os.fsencode(path.name or str(path)).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def token_of(path: Path) -> str:
    """A path as it may stand in an address and come back the same, whatever bytes its name has."""
    return base64.urlsafe_b64encode(os.fsencode(path)).decode("ascii")


def path_of(token: str) -> Path:
    return Path(os.fsdecode(base64.urlsafe_b64decode(token.encode("ascii"))))


def _entry(found: "os.DirEntry[str]", root: Path) -> Entry | None:
    path = Path(found.path)
    if found.name.startswith("."):
        return None
    try:
        if found.is_symlink() and not is_inside(path, root):
            return None
        if found.is_dir():
            return Entry(path, is_folder=True)
        if not found.is_file():  # a pipe, a device, a broken link
            return None
        about = found.stat()
        return Entry(path, False, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))
    except (OSError, OverflowError, ValueError):
        return Entry(path, False, trouble="files.unreadable")


def _newest(files: Iterator[Entry]) -> list[Entry]:
    long_ago = datetime.min.replace(tzinfo=UTC)
    return sorted(files, key=lambda one: (one.changed or long_ago, one.name), reverse=True)


def _judged(entry: Entry, purpose: Purpose) -> Entry:
    if entry.trouble:
        return entry
    if not _is_text(entry.path.name):
        trouble = "files.bad_name"
    else:
        trouble = picture_trouble(entry.path, purpose.most_bytes, purpose.most_pixels)
    return Entry(entry.path, False, entry.size, entry.changed, trouble)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
