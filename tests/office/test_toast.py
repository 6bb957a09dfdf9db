"""What the office says in its lower right corner."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from office_app.context import OfficeContext
from office_app.widgets.toast import ToastArea


def test_the_same_trouble_again_is_said_once(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    toasts = ToastArea(context.theme, page)
    toasts.show_message("Kafé Tulpan är planerat")
    for _time in range(3):
        toasts.show_error("Det finns ingen tid att boka ännu.")
    assert toasts.texts == ["Kafé Tulpan är planerat", "Det finns ingen tid att boka ännu."]
