"""Small inputs of the knowledge forms: a captioned field, a limit, and a text that is told when typing rests."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from core.presenters.checklist_designer import read_limit
from office_app.context import OfficeContext
from office_app.widgets.basics import column, label, set_role


class Field(QWidget):
    """A caption over a control."""

    def __init__(self, control: QWidget, name: str = "") -> None:
        super().__init__()
        self.caption = label("", "meta")
        self.control = control
        self.caption.setBuddy(control)
        if isinstance(control, QSpinBox):
            control.lineEdit().setTextMargins(8, 0, 0, 0)
        if name:
            control.setObjectName(name)
        layout: QVBoxLayout = column(self.caption, control, spacing=4)
        self.setLayout(layout)

    def set_caption(self, text: str) -> None:
        self.caption.setText(text)
        self.control.setAccessibleName(text)


class LimitEdit(QLineEdit):
    """A number with comma or point, or nothing; what is no number is marked and not told."""

    given = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxLength(14)
        self.setMinimumWidth(56)
        self.textEdited.connect(self._on_text)

    def show_limit(self, limit: Decimal | None, context: OfficeContext) -> None:
        self.setText("" if limit is None else context.texts.number(limit.normalize() if limit else limit))
        set_role(self, wrong="false")

    def _on_text(self, text: str) -> None:
        try:
            number = read_limit(text)
        except ValueError:
            set_role(self, wrong="true")
            return
        set_role(self, wrong="false")
        self.given.emit(number)


class TextArea(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field, `left` is emitted when the focus goes."""

    left = Signal()

    def __init__(self, name: str, lines: int = 3) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * 20 + 20)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def put_text(control: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Shows a text without telling it as typed and without moving the cursor of somebody who is writing."""
    now = control.text() if isinstance(control, QLineEdit) else control.toPlainText()
    if now == text:
        return
    control.blockSignals(True)
    if isinstance(control, QLineEdit):
        control.setText(text)
    else:
        control.setPlainText(text)
    control.blockSignals(False)


def fill_choices(box: QComboBox, choices: list[tuple[str, str]], chosen: str) -> None:
    """Puts (value, words) into a choice and marks the chosen one, silently."""
    box.blockSignals(True)
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)) if choices else -1)
    box.blockSignals(False)


def follow(owner: QObject, context: OfficeContext, kinds: tuple[str, ...], refresh: Callable[[], None]) -> None:
    """Asks again whenever rows of these kinds were changed, by whomever."""
    context.tasks.changed.connect(lambda changes: refresh() if changes.touches(*kinds) else None)
