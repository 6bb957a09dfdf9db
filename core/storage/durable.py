"""Makes a new or renamed name in a folder durable."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Raises OSError. Windows cannot open a folder, and keeps its names by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
