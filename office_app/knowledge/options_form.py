"""The alternatives of a choice: their words, their order, which are deviations and which stand alone («None»)."""

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from core.presenters.checklist_designer import new_option, with_words
from core.rules.checklist import Element, Option, words
from office_app.context import OfficeContext
from office_app.knowledge.fields import put_text
from office_app.widgets.basics import Button, clear_layout, column, label, row


class OptionsForm(QWidget):
    """Emits (options, deviation) as they are now."""

    changed = Signal(object, object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._options: tuple[Option, ...] = ()
        self._deviation: tuple[str, ...] = ()
        self._language = "sv"
        self._multiple = False
        self._edits: list[QLineEdit] = []
        self._title = label("", "strong")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add = Button(context.theme, "", "quiet", "plus", self._on_add, "optionAdd")
        self.setLayout(column(self._title, self._rows, row(self.add, None), spacing=6))

    def show_step(self, element: Element, language: str) -> None:
        same = [one.id for one in self._options] == [one.id for one in element.options] and self._language == language
        same = same and self._multiple == element.multiple
        self._multiple = element.multiple
        self._options, self._deviation, self._language = element.options, element.deviation, language
        if not same or len(self._edits) != len(self._options):
            self.rebuild()
        for edit, option in zip(self._edits, self._options):
            put_text(edit, option.text.get(language, ""))
            edit.setPlaceholderText(words(option.text, language))
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self._title.setText(texts("knowledge.options_title"))
        self.add.setText(texts("knowledge.option_add"))

    def rebuild(self) -> None:
        clear_layout(self._rows)
        self._edits = []
        texts = self._context.texts
        for number, option in enumerate(self._options):
            edit = QLineEdit()
            edit.setObjectName(f"optionText_{number}")
            edit.setMaxLength(200)
            edit.setAccessibleName(texts("knowledge.option_text"))
            edit.textEdited.connect(lambda text, n=number: self._on_text(n, text))
            wrong = QCheckBox(texts("knowledge.is_deviation"))
            wrong.setObjectName(f"optionDeviation_{number}")
            wrong.setChecked(option.id in self._deviation)
            wrong.toggled.connect(lambda on, one=option.id: self._on_deviation(one, on))
            drop = partial(self._on_remove, number)
            remove = Button(self._context.theme, "", "icon", "x", drop, f"optionRemove_{number}")
            remove.setToolTip(texts("knowledge.option_remove"))
            remove.setAccessibleName(texts("knowledge.option_remove"))
            alone = QCheckBox(texts("knowledge.is_exclusive"))
            alone.setObjectName(f"optionExclusive_{number}")
            alone.setToolTip(texts("knowledge.exclusive_hint"))
            alone.setChecked(option.exclusive)
            alone.setVisible(self._multiple)
            alone.toggled.connect(lambda on, n=number: self._on_exclusive(n, on))
            self._edits.append(edit)
            line = row(edit, wrong, alone, remove, spacing=8)
            line.setStretch(0, 1)
            self._rows.addLayout(line)

    def _on_text(self, number: int, text: str) -> None:
        self._options = tuple(
            msgspec.structs.replace(one, text=with_words(one.text, self._language, text)) if n == number else one
            for n, one in enumerate(self._options)
        )
        self._tell()

    def _on_exclusive(self, number: int, on: bool) -> None:
        self._options = tuple(
            msgspec.structs.replace(one, exclusive=on) if n == number else one for n, one in enumerate(self._options)
        )
        self._tell()

    def _on_deviation(self, option_id: str, on: bool) -> None:
        rest = tuple(one for one in self._deviation if one != option_id)
        self._deviation = (*rest, option_id) if on else rest
        self._tell()

    def _on_add(self) -> None:
        self._options = (*self._options, new_option(len(self._options) + 1))
        self.rebuild()
        self.show_step_texts()
        self._tell()
        self._edits[-1].setFocus()
        self._edits[-1].selectAll()

    def _on_remove(self, number: int) -> None:
        gone = self._options[number].id
        self._options = tuple(one for n, one in enumerate(self._options) if n != number)
        self._deviation = tuple(one for one in self._deviation if one != gone)
        self.rebuild()
        self.show_step_texts()
        self._tell()

    def show_step_texts(self) -> None:
        for edit, option in zip(self._edits, self._options):
            put_text(edit, option.text.get(self._language, ""))

    def _tell(self) -> None:
        self.changed.emit(self._options, self._deviation)
