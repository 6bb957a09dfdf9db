"""What the sections of the settings have in common: a title, a sentence, cards, and live texts."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from office_app.context import OfficeContext
from office_app.widgets.basics import label


class Section(QWidget):
    """A page of settings named `key`; subclasses fill `body` and put their texts in `retranslate`."""

    key = ""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "page")
        self._title, self._sentence = label("", "title"), label("", "second", wrap=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 24, 32, 32)
        self.body.setSpacing(14)
        self.body.addWidget(self._title)
        self.body.addWidget(self._sentence)
        self.build()
        self.body.addStretch(1)
        context.texts.changed.connect(self._on_language)
        self._on_language()

    def build(self) -> None:
        """Makes the widgets, once."""

    def retranslate(self) -> None:
        """Puts the texts in the language in force."""

    def follow(self, kinds: tuple[str, ...], refresh: Callable[[], None]) -> None:
        """Asks again whenever such rows were changed, by whomever, and once now."""
        self.context.tasks.changed.connect(lambda changes: refresh() if changes.touches(*kinds) else None)
        refresh()

    def _on_language(self) -> None:
        texts = self.context.texts
        self._title.setText(texts(f"settings.{self.key}_title"))
        self._sentence.setText(texts(f"settings.{self.key}_sentence"))
        self.retranslate()
