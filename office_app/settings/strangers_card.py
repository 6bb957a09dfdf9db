"""Under the roster: tablets that knock and are not paired with this office, and what to do about them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.sync.hub import Hub
from core.sync.strangers import Stranger
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row

_SHOWN = 5


class StrangersCard(Card):
    """`pair` opens a pairing for a person's id; empty when it is not known whose tablet it is."""

    def __init__(self, context: OfficeContext, hub: Callable[[], Hub | None], pair: Callable[[str], None]) -> None:
        super().__init__(name="strangers")
        self._context, self._hub, self._pair = context, hub, pair
        self._found: tuple[Stranger, ...] = ()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        self.setLayout(self._list)
        self.hide()

    def refresh(self) -> None:
        hub = self._hub()
        if hub is not None:
            self._context.tasks.work(hub.strangers, self._show, self._context.report, self, key="strangers")

    def fill(self) -> None:
        texts, theme = self._context.texts, self._context.theme
        self.setVisible(bool(self._found))
        clear_layout(self._list)
        for number, one in enumerate(self._found[:_SHOWN]):
            if number:
                self._list.addWidget(line())
            when = texts.day_time(one.at, self._context.core.clock.now())
            whose = ", ".join(part for part in (one.name, one.person_name) if part)
            key = "settings.stranger_known" if one.person_id else "settings.stranger"
            words = column(
                label(texts(key, when=when, whose=whose), "strong", wrap=True),
                label(texts(f"{key}_words"), "meta", wrap=True), spacing=2,
            )
            action = "settings.stranger_pair" if one.person_id else "settings.tablets_pair"
            again = Button(theme, texts(action), "" if one.person_id else "quiet", "qr-code",
                           partial(self._pair, one.person_id), f"stranger_{one.device_id}")
            widget = QWidget()
            box = row(IconLabel(theme, "tablet", "warnStrong", 22), words, again, spacing=12, margins=(0, 10, 0, 10))
            box.setStretch(1, 1)
            widget.setLayout(box)
            self._list.addWidget(widget)

    def _show(self, found: tuple[Stranger, ...]) -> None:
        if found != self._found:
            self._found = found
            self.fill()
