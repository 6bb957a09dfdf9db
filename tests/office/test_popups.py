"""Lists that open over a page show whole lines and nothing to scroll sideways."""

from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from office_app.context import OfficeContext
from office_app.palette import CommandPalette

NAMES = ("Alex", "Sara", "Fredrik", "Amina", "Johan", "Lina", "Oskar", "Petra", "Milan", "Elin")


def test_the_search_box_has_no_bar_below(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    palette = CommandPalette(context, page)
    palette.open()
    palette.box.setText(">")
    qtbot.waitUntil(lambda: palette.list.count() > 10)
    assert palette.list.verticalScrollBar().isVisible() and not palette.list.horizontalScrollBar().isVisible()


def test_a_list_of_ten_shows_its_last_name_whole(context: OfficeContext, qtbot: QtBot, qapp: QApplication) -> None:
    context.theme.install(qapp)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(NAMES)
    box.show()
    box.showPopup()
    view = box.view()
    last = view.visualRect(view.model().index(len(NAMES) - 1, 0))
    assert view.viewport().rect().contains(last.center())
    assert last.bottom() <= view.viewport().rect().bottom()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    has_arrows = box.style().styleHint(QStyle.StyleHint.SH_ComboBox_Popup, option, box)
    assert not has_arrows, "arrows above and below the list lie over its first and last name"
    box.hidePopup()
