"""A program's texts in the language in force; switching it retells every open page at once."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal

from core.texts import Texts


class LiveTexts(QObject):
    """Callable like `core.texts.Texts`; pages connect their `retranslate` to `changed`."""

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts(language)

    @property
    def language(self) -> str:
        return self._texts.language

    code = Property(str, lambda self: self._texts.language, notify=changed)
    """The same for bindings in QML."""

    @property
    def current(self) -> Texts:
        """The texts of the language in force, for presenters; ask anew each time, for it changes."""
        return self._texts

    def set_language(self, language: str) -> None:
        if language != self._texts.language:
            self._texts = Texts(language)
            self.changed.emit()

    def __call__(self, key: str, **params: Any) -> str:
        return self._texts(key, **params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._texts, name)
