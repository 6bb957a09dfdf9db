"""What a tablet was before it was emptied: only its earlier ids, kept until an office has been told."""

import os
from pathlib import Path

from core.storage.opening import known_identity

_FILE = "former-ids"
_MOST = 8
_ID = 36


def former_of(folder: Path) -> tuple[str, ...]:
    """The ids of the installations that this folder had before the present one, the latest last."""
    try:
        words = (folder / _FILE).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(word for word in words if len(word) == _ID)[-_MOST:]


def remember_former(folder: Path, new: Path | None = None) -> None:
    """Writes down, before it is emptied, what is in the folder: there, or in the folder that takes its place."""
    known = known_identity(folder)
    ids = dict.fromkeys((*former_of(folder), *([known] if known else [])))
    path = (new or folder) / _FILE
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="ascii") as file:
        file.write("\n".join(ids))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def forget_former(folder: Path) -> None:
    (folder / _FILE).unlink(missing_ok=True)
