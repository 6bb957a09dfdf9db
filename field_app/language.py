"""The tablet's texts in the language in force, for Python and QML."""

from typing import Any

from PySide6.QtCore import Slot

from core.qt.live_texts import LiveTexts


class Language(LiveTexts):
    """QML asks through `Tr.t(key, {…})`, which follows `changed`."""

    @Slot(str, result=str)
    def text(self, key: str) -> str:
        return self.current(key)

    @Slot(str, "QVariantMap", result=str)
    def filled(self, key: str, params: dict[str, Any]) -> str:
        """The text with its values; a count comes from JavaScript as a float and is shown as what it is."""
        whole = {name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in params.items()}
        if "n" in whole and not self.current.has(key):
            return self.current.count(key, **whole)
        return self.current(key, **whole)
