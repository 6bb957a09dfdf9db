"""The one window of a program that cannot open its data."""

from PySide6.QtWidgets import QDialog

from office_app.theme import Theme
from office_app.widgets.basics import Button, IconLabel, column, label, row


def show_cannot_start(theme: Theme, title: str, sentence: str, close: str) -> None:
    """Shows the sentence until the person closes the window."""
    dialog = QDialog()
    dialog.setObjectName("cannotStart")
    dialog.setWindowTitle("Tulpan")
    dialog.setFixedWidth(480)
    button = Button(theme, close, "primary", "", dialog.accept, "cannotStartClose")
    dialog.setLayout(
        column(
            row(IconLabel(theme, "triangle-alert", "badStrong", 28), label(title, "heading"), None, spacing=12),
            label(sentence, wrap=True, selectable=True), 8, row(None, button), spacing=12, margins=(24, 22, 24, 20),
        )
    )
    dialog.exec()
