"""The tablet's texts in the language in force, for Python and QML; switching it retells every open page."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.texts import Texts


class Language(QObject):
    """Callable like `core.texts.Texts`; QML asks through `Tr.t(key, {…})`, which follows `changed`."""

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts(language)

    @property
    def language(self) -> str:
        return self._texts.language

    @property
    def texts(self) -> Texts:
        """As a presenter wants them, in the language of this moment."""
        return self._texts

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        if language != self._texts.language:
            self._texts = Texts(language)
            self.changed.emit()

    @Slot(str, result=str)
    def text(self, key: str) -> str:
        return self._texts(key)

    @Slot(str, "QVariantMap", result=str)
    def filled(self, key: str, params: dict[str, Any]) -> str:
        """The text with its values; a count comes from JavaScript as a float and is shown as what it is."""
        whole = {name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in params.items()}
        if "n" in whole and not self._texts.has(key):
            return self._texts.count(key, **whole)
        return self._texts(key, **whole)

    code = Property(str, lambda self: self._texts.language, notify=changed)

    def __call__(self, key: str, **params: Any) -> str:
        return self._texts(key, **params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._texts, name)
