"""Language and look of this office's screen, changed at once and remembered."""

from PySide6.QtWidgets import QButtonGroup, QGridLayout

from core.texts import LANGUAGES
from office_app.settings.section import Section
from office_app.theme import MODES
from office_app.widgets.basics import Button, Card, column, label, row


class LookSection(Section):
    """Two rows of choices."""

    key = "look"

    def build(self) -> None:
        context = self.context
        self._language, self._theme = label("", "section"), label("", "section")
        self.languages = {
            code: Button(context.theme, "", "chip", name=f"language_{code}") for code in LANGUAGES
        }
        self.themes = {mode: Button(context.theme, "", "chip", name=f"theme_{mode}") for mode in MODES}
        grid = QGridLayout()
        grid.setContentsMargins(20, 18, 20, 18)
        grid.setVerticalSpacing(16)
        grid.setHorizontalSpacing(24)
        for line, (caption, buttons) in enumerate(((self._language, self.languages), (self._theme, self.themes))):
            group = QButtonGroup(self)
            for button in buttons.values():
                group.addButton(button)
            grid.addWidget(caption, line, 0)
            grid.addLayout(row(*buttons.values(), None), line, 1)
        grid.setColumnStretch(1, 1)
        for code, button in self.languages.items():
            button.clicked.connect(lambda _checked=False, code=code: context.texts.set_language(code))
        for mode, button in self.themes.items():
            button.clicked.connect(lambda _checked=False, mode=mode: context.theme.set_mode(mode))
        context.theme.changed.connect(self._show_choice)
        card = Card()
        card.setLayout(grid)
        self.body.addLayout(column(card))

    def retranslate(self) -> None:
        texts = self.context.texts
        self._language.setText(texts("settings.look_language"))
        self._theme.setText(texts("settings.look_theme"))
        for code, button in self.languages.items():
            button.setText(texts(f"settings.language_{code}"))
        for mode, button in self.themes.items():
            button.setText(texts(f"settings.theme_{mode}"))
        self._show_choice()

    def _show_choice(self) -> None:
        self.languages[self.context.texts.language].setChecked(True)
        self.themes[self.context.theme.mode].setChecked(True)
