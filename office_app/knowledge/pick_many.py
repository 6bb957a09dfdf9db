"""Choosing several of many: what is chosen as pills that can be taken away, and a box to add by typing."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from core.queries.knowledge import Named
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, clear_layout, column, label, row


class PickMany(QWidget):
    """Emits the chosen ids after each change."""

    changed = Signal(object)

    def __init__(self, context: OfficeContext, name: str) -> None:
        super().__init__()
        self._context, self._name = context, name
        self._choices: tuple[Named, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.caption = label("", "strong")
        self.none = label("", "meta", wrap=True)
        self._pills = QVBoxLayout()
        self._pills.setSpacing(4)
        self.box = QComboBox()
        self.box.setObjectName(name)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.box.setCompleter(completer)
        self.box.activated.connect(self._on_picked)
        completer.activated.connect(self._on_text)
        self.setLayout(column(self.caption, self.none, self._pills, self.box, spacing=6))

    def set_texts(self, caption: str, none: str, add: str) -> None:
        self.caption.setText(caption)
        self.none.setText(none)
        edit = self.box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(add)
        self.box.setAccessibleName(add)

    def show_choice(self, choices: tuple[Named, ...], chosen: tuple[str, ...]) -> None:
        if (choices, chosen) == (self._choices, self._chosen) and self._pills.count():
            return
        self._choices, self._chosen = choices, chosen
        clear_layout(self._pills)
        names = {one.id: one.name for one in choices}
        for place, one in enumerate(chosen):
            drop = partial(self._drop, one)
            remove = Button(self._context.theme, "", "icon", "x", drop, f"{self._name}Drop_{place}")
            remove.setToolTip(self._context.texts("knowledge.unlink"))
            remove.setAccessibleName(self._context.texts("knowledge.unlink"))
            line = row(label(names.get(one, one), wrap=True), remove, spacing=6)
            line.setStretch(0, 1)
            self._pills.addLayout(line)
        self.none.setVisible(not chosen)
        self.box.blockSignals(True)
        self.box.clear()
        for choice in choices:
            if choice.id not in chosen:
                self.box.addItem(choice.name, choice.id)
        self.box.setCurrentIndex(-1)
        self.box.clearEditText()
        self.box.blockSignals(False)

    def _on_picked(self, index: int) -> None:
        one = self.box.itemData(index)
        if one is not None and one not in self._chosen:
            self._tell((*self._chosen, one))

    def _on_text(self, text: str) -> None:
        self._on_picked(self.box.findText(text))

    def _drop(self, one: str) -> None:
        self._tell(tuple(kept for kept in self._chosen if kept != one))

    def _tell(self, chosen: tuple[str, ...]) -> None:
        self.show_choice(self._choices, chosen)
        self.changed.emit(chosen)
