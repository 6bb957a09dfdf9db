"""The three kinds of error: the user can mend it, the surroundings failed, or it is our bug (everything else)."""

from typing import Any


class TulpanError(Exception):
    """An error with a text key (`file.key`); its text says what happened, what is safe and what to do."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(f"{key} {params}" if params else key)
        self.key = key
        self.params = params


class UserError(TulpanError):
    """The person at the screen can mend it: shown at once, nothing was changed."""


class SurroundingsError(TulpanError):
    """Disk, network, printer or gateway failed: retried where that is safe, then shown."""
