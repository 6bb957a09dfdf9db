"""The bar over a page: its title and own controls at the left, search, tablets' sync and «Nytt ärende» at the right."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from office_app.bell import BellButton
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label
from office_app.widgets.painted import Chip

_SEARCH_FRAME = 56  # the button's edge, icon and the room beside them


class TopBar(QWidget):
    """56 px high. A page puts its own controls in `left` (a layout after the title); in a narrow window it can do
    without those in `spare`, the last first."""

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
        self._searches: tuple[str, ...] = ("",)
        self.spare: list[QWidget] = []
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
        self._searches = (f"{texts('shell.search_hint')}   Ctrl K", f"{texts('shell.search_short')}   Ctrl K", "")
        self.search.setText(self._searches[0])
        self.search.setToolTip(self._searches[1])
        self.search.setAccessibleName(texts("shell.search_hint"))
        self.new_call.setText(texts("shell.new_call"))
        self._show_devices()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """The search says as much as there is room for: what it finds, its name, or nothing but its icon; then what a
        page can do without gives way, the last first."""
        layout = self.layout()
        assert layout is not None
        taken = [widget.sizeHint().width() + self.left.spacing() for widget in self.spare]
        shown = sum(width for width, widget in zip(taken, self.spare, strict=True) if not widget.isHidden())
        others = layout.minimumSize().width() - self.search.minimumSizeHint().width() - shown
        steps = [(words, len(taken)) for words in self._searches]
        steps += [("", kept) for kept in range(len(taken) - 1, -1, -1)]
        for words, kept in steps:
            wide = self.search.fontMetrics().horizontalAdvance(words) + _SEARCH_FRAME
            if others + sum(taken[:kept]) + wide <= self.width():
                break
        if words != self.search.text():
            self.search.setText(words)
        for number, widget in enumerate(self.spare):
            if widget.isHidden() == (number < kept):
                widget.setVisible(number < kept)

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
