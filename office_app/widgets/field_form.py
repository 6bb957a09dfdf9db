"""A small form in place of a dialog: labelled fields, «Spara», Esc, and one sentence when something cannot be saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from core.errors import TulpanError
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label, row

COLUMNS = 6


@dataclass(frozen=True)
class Field:
    """`kind` is text, words (several lines), check or choice; `span` of six columns; `choices` are stored values,
    shown as the texts `<says><choice>`."""

    key: str
    kind: str = "text"
    span: int = 3
    choices: tuple[str, ...] = ()
    says: str = ""


class FieldForm(QFrame):
    """`submitted` carries what stands in the fields by key. A field is called `<prefix><key>`."""

    submitted = Signal(dict)

    def __init__(self, context: OfficeContext, name: str, prefix: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._context, self._prefix, self._fields = context, prefix, tuple(fields)
        self._title_key = ""
        self.setObjectName(name)
        self.setProperty("kind", "soft")
        self.title = label("", "section")
        self.inputs: dict[str, Any] = {}
        self._labels: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.addWidget(self.title, 0, 0, 1, COLUMNS)
        line, column = 1, 0
        for field in self._fields:
            if column + field.span > COLUMNS:
                line, column = line + 2, 0
            self._add(grid, field, line, column, name)
            column += field.span
        self.error = label("", "bad", wrap=True)
        self.error.setObjectName(f"{name}Error")
        theme = context.theme
        self.save = Button(theme, "", "primary", "check", self._submit, f"{name}Save")
        self.cancel = Button(theme, "", "quiet", "", self.hide, f"{name}Cancel")
        grid.addWidget(self.error, line + 2, 0, 1, COLUMNS)
        grid.addLayout(row(None, self.cancel, self.save), line + 3, 0, 1, COLUMNS)
        for number in range(COLUMNS):
            grid.setColumnStretch(number, 1)
        context.texts.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.save.setText(texts("shell.save"))
        self.cancel.setText(texts("shell.cancel"))
        self.title.setText(texts(self._title_key) if self._title_key else "")
        for field in self._fields:
            named, box = texts(f"{self._prefix}{field.key}"), self.inputs[field.key]
            if isinstance(box, QCheckBox):
                box.setText(named)
            else:
                self._labels[field.key].setText(named)
                box.setAccessibleName(named)
            if isinstance(box, QComboBox):
                for number, choice in enumerate(field.choices):
                    box.setItemText(number, texts(f"{field.says}{choice}"))

    def begin(self, title_key: str, values: Mapping[str, Any]) -> None:
        """Opens the form with these values; what is not named is empty."""
        self._title_key = title_key
        self.error.hide()
        self.retranslate()
        for field in self._fields:
            box, value = self.inputs[field.key], values.get(field.key)
            if isinstance(box, QCheckBox):
                box.setChecked(bool(value))
            elif isinstance(box, QComboBox):
                box.setCurrentIndex(max(0, box.findData(value)))
            elif isinstance(box, QPlainTextEdit):
                box.setPlainText(str(value or ""))
            else:
                box.setText("" if value is None else str(value))
        self.save.setEnabled(True)
        self.show()
        self.inputs[self._fields[0].key].setFocus()

    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, box in self.inputs.items():
            if isinstance(box, QCheckBox):
                found[key] = box.isChecked()
            elif isinstance(box, QComboBox):
                found[key] = box.currentData()
            elif isinstance(box, QPlainTextEdit):
                found[key] = box.toPlainText()
            else:
                found[key] = box.text()
        return found

    def refuse(self, text: str, key: str = "") -> None:
        """One sentence above the buttons; what was written stays."""
        self.error.setText(text)
        self.error.show()
        self.save.setEnabled(True)
        if key:
            self.inputs[key].setFocus()

    def on_failed(self, error: TulpanError) -> None:
        self.refuse(self._context.texts.error(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        self.save.setEnabled(False)
        self.error.hide()
        self.submitted.emit(self.values())

    def _add(self, grid: QGridLayout, field: Field, line: int, column: int, name: str) -> None:
        box = self._input(field)
        box.setObjectName(f"{name}_{field.key}")
        self.inputs[field.key] = box
        if field.kind == "check":
            grid.addWidget(box, line + 1, column, 1, field.span)
            return
        self._labels[field.key] = label("", "meta")
        grid.addWidget(self._labels[field.key], line, column, 1, field.span)
        grid.addWidget(box, line + 1, column, 1, field.span)

    def _input(self, field: Field) -> QWidget:
        if field.kind == "check":
            return QCheckBox()
        if field.kind == "choice":
            choice = QComboBox()
            for one in field.choices:
                choice.addItem(one, one)
            return choice
        if field.kind == "words":
            words = QPlainTextEdit()
            words.setFixedHeight(64)
            words.setTabChangesFocus(True)
            return words
        line = QLineEdit()
        line.returnPressed.connect(self._submit)
        return line
