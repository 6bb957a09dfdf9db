"""The settings page: sections at the left, one shown at a time."""

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from office_app.context import OfficeContext
from office_app.settings.backup_section import BackupSection
from office_app.settings.firm_section import FirmSection
from office_app.settings.look_section import LookSection
from office_app.settings.mail_section import MailSection
from office_app.settings.people_section import PeopleSection
from office_app.settings.prices_section import PricesSection
from office_app.settings.relay_section import RelaySection
from office_app.settings.sms_section import SmsSection
from office_app.settings.sort_out_section import SortOutSection
from office_app.settings.tablets_section import TabletsSection
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, column

_SECTIONS = (
    ("look", "palette", LookSection), ("firm", "building-2", FirmSection), ("people", "users", PeopleSection),
    ("prices", "tags", PricesSection), ("tablets", "tablet", TabletsSection), ("relay", "usb", RelaySection),
    ("sort_out", "list-checks", SortOutSection), ("backup", "archive-restore", BackupSection),
    ("sms", "message-square", SmsSection), ("mail", "mail", MailSection),
)
_WIDTH = 880


class SettingsPage(QWidget):
    """`open(section=…)` shows a section; `open(theme=…)` and `open(language=…)` switch at once, from the palette."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "page")
        self.stack = QStackedWidget()
        self._buttons: dict[str, Button] = {}
        self._to_sort_out = 0
        group = QButtonGroup(self)
        menu = QVBoxLayout()
        menu.setSpacing(4)
        menu.setContentsMargins(16, 20, 8, 16)
        for key, icon, make in _SECTIONS:
            button = Button(context.theme, "", "side", icon, name=f"settings_{key}")
            button.clicked.connect(lambda _checked=False, key=key: self.show_section(key))
            group.addButton(button)
            self._buttons[key] = button
            menu.addWidget(button)
            section = make(context)
            if isinstance(section, SortOutSection):
                section.counted.connect(self._show_to_sort_out)
            self.stack.addWidget(_scrolled(section))
        menu.addStretch(1)
        side = QWidget()
        side.setFixedWidth(220)
        side.setLayout(menu)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self.stack, 1)
        self.setLayout(column(TopBar(context, "shell.settings_title"), body, spacing=0))
        context.texts.changed.connect(self.retranslate)
        self.retranslate()
        self.show_section(str(context.remembered.value("settings/section", "look")))

    def open(self, section: str = "", theme: str = "", language: str = "") -> None:
        if section:
            self.show_section(section)
        if theme:
            self._context.theme.set_mode(theme)
        if language:
            self._context.texts.set_language(language)

    def show_section(self, key: str) -> None:
        keys = [name for name, _icon, _make in _SECTIONS]
        key = key if key in keys else keys[0]
        self.stack.setCurrentIndex(keys.index(key))
        self._buttons[key].setChecked(True)
        self._context.remembered.keep("settings/section", key)

    def retranslate(self) -> None:
        for key, button in self._buttons.items():
            button.setText(self._context.texts(f"settings.section_{key}"))
        if self._to_sort_out:
            button = self._buttons["sort_out"]
            button.setText(f"{button.text()} · {self._to_sort_out}")

    def _show_to_sort_out(self, count: int) -> None:
        self._to_sort_out = count
        self.retranslate()


def _scrolled(section: QWidget) -> QScrollArea:
    section.setMaximumWidth(_WIDTH)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(section)
    return area


def create_page(context: OfficeContext) -> QWidget:
    return SettingsPage(context)
