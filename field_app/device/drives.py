"""Sticks, cards and other drives that can carry letters, as the operating system has mounted them."""

import os
from dataclasses import dataclass

from PySide6.QtCore import QStorageInfo

_PLACES = ("/media/", "/run/media/", "/mnt/", "/Volumes/", "/storage/")
"""Where drives that come and go are mounted; on Windows each has a letter of its own."""


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive that can be written to."""

    path: str
    name: str
    free_bytes: int


def drives() -> tuple[Drive, ...]:
    """The removable ones, as far as the system tells; looks at disks, so not for the GUI thread."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_other = volume != QStorageInfo.root() if os.name == "nt" else path.startswith(_PLACES)
        if is_other and volume.isValid() and volume.isReady() and not volume.isReadOnly():
            found.append(Drive(path, volume.displayName() or path, volume.bytesAvailable()))
    return tuple(found)
