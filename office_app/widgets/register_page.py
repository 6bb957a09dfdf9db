"""The shape of a register's page: the bar on top, the list at the left, one record's card at the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from office_app.widgets.basics import line
from office_app.widgets.register_pane import RegisterPane

LIST_WIDTH = 430


def lay_out(page: QWidget, bar: QWidget, left: QWidget, card: QWidget) -> None:
    """Puts the three into the page."""
    left.setFixedWidth(LIST_WIDTH)
    columns = QHBoxLayout()
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(0)
    columns.addWidget(left)
    columns.addWidget(line(vertical=True))
    columns.addWidget(card, 1)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(bar)
    layout.addLayout(columns, 1)


def slash_searches(page: QWidget, pane: RegisterPane) -> None:
    """«/» filters the list, as everywhere."""
    shortcut = QShortcut(QKeySequence("/"), page, pane.box.setFocus)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
