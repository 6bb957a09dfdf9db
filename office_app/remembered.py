"""What each person left behind in each window: it stands there again when that person sits down at this computer."""

from typing import Any

from PySide6.QtCore import QByteArray, QSettings

MAIN = "main"


class Remembered:
    """Values by key for one person and one window. Kept beside the database with this computer's other settings,
    since a splitter that fits one screen does not fit another."""

    def __init__(self, settings: QSettings, person_id: str, window: str = MAIN) -> None:
        self._settings = settings
        self._group = f"person_{person_id or 'nobody'}/{window}"

    def value(self, key: str, usual: Any = None) -> Any:
        return self._settings.value(f"{self._group}/{key}", usual)

    def text(self, key: str, usual: str = "") -> str:
        return str(self.value(key, usual))

    def number(self, key: str) -> float | None:
        """A figure, None when none was kept (or something else stands there)."""
        try:
            return float(self.text(key))
        except ValueError:
            return None

    def state(self, key: str) -> QByteArray | None:
        """What a splitter, a header or a window said of itself."""
        kept = self.value(key)
        return kept if isinstance(kept, QByteArray) else None

    def yes(self, key: str, usual: bool) -> bool:
        return self.text(key, "yes" if usual else "no") == "yes"

    def keep(self, key: str, value: Any) -> None:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        self._settings.setValue(f"{self._group}/{key}", value)

    def forget(self, key: str) -> None:
        self._settings.remove(f"{self._group}/{key}")
