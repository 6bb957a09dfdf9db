"""One program at a time per folder, by a lock that the operating system releases even after a crash."""

import os
import sys
from pathlib import Path
from typing import IO

from core.errors import UserError

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """Held from opening to closing; a second holder gets a UserError."""

    def __init__(self, path: Path) -> None:
        try:
            self._file: IO[bytes] | None = path.open("ab")
        except OSError as error:
            raise UserError("errors.folder_not_writable") from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise UserError("errors.already_running", folder=str(path.parent)) from error
        os.set_inheritable(self._file.fileno(), False)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
