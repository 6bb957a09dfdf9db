"""The bar over a page: its title and own controls at the left, search, tablets' sync and «Nytt ärende» at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from office_app.bell import BellButton
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label
from office_app.widgets.painted import Chip


class TopBar(QWidget):
    """56 px high. A page puts its own controls in `left` (a layout after the title)."""

    def __init__(self, context: OfficeContext, title_key: str) -> None:
        super().__init__()
        self._context, self._title_key = context, title_key
        self.setProperty("kind", "topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(56)
        self.title = label("", "heading")
        self.left = QHBoxLayout()
        self.left.setSpacing(8)
        self.search = Button(context.theme, "", "", "search", self._search, "openPalette")
        self.search.setMinimumWidth(260)
        self.tablets = Chip(context.theme, "", "good", "tablet")
        self.new_call = Button(context.theme, "", "primary", "plus", self._new_call, "newCall")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addLayout(self.left)
        layout.addStretch(1)
        layout.addWidget(self.search)
        layout.addWidget(self.tablets)
        notifications = context.services.get("notifications")
        if notifications is not None:
            layout.addWidget(BellButton(context, notifications))
        layout.addWidget(self.new_call)
        self.tablets.hide()
        devices = context.services.get("devices")
        if devices is not None:
            devices.changed.connect(self._show_devices)
        context.texts.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.title.setText(texts(self._title_key))
        self.search.setText(f"{texts('shell.search_hint')}   Ctrl K")
        self.new_call.setText(texts("shell.new_call"))
        self._show_devices()

    def _search(self) -> None:
        self._context.navigation.go("palette")

    def _new_call(self) -> None:
        self._context.navigation.go("calls", new=True)

    def _show_devices(self) -> None:
        devices = self._context.services.get("devices")
        if devices is None or not devices.paired:
            self.tablets.hide()
            return
        tone = "good" if devices.connected else "neutral"
        self.tablets.set(self._context.texts("shell.tablets", connected=devices.connected, paired=devices.paired), tone)
        self.tablets.show()
