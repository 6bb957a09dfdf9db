"""SMS to customers: which gateway, its account, and what has been sent with its delivery state."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.queries.messages import MessageRow, recent_messages
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip

_SHOWN = 20
_TONES = {"queued": "neutral", "sending": "info", "sent": "info", "delivered": "good", "failed": "bad",
          "withdrawn": "neutral"}


class SmsSection(Section):
    """The trial gateway shows the customer's phone in the browser; a real one needs an account."""

    key = "sms"

    def build(self) -> None:
        context = self.context
        self._rows: tuple[MessageRow, ...] = ()
        self.gateway = label("", "", wrap=True)
        self.phone = Button(context.theme, "", "", "smartphone", self._open_phone, "openPhone")
        self.user, self.password = QLineEdit(), QLineEdit()
        self.user.setObjectName("smsUser")
        self.password.setObjectName("smsPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.user.setText(str(context.settings.value("sms/user", "")))
        self.password.setText(str(context.settings.value("sms/password", "")))
        self.save = Button(context.theme, "", "primary", "", self._save, "smsSave")
        self.account = QWidget()
        self.account.setLayout(row(self.user, self.password, self.save))
        top = Card()
        top.setLayout(
            column(self.gateway, row(self.phone, None), self.account, spacing=12, margins=(20, 16, 20, 16))
        )
        self._history = label("", "section")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card()
        card.setLayout(self._list)
        self.body.addWidget(top)
        self.body.addWidget(self._history)
        self.body.addWidget(card)
        if "background" in context.services:
            context.services["background"].ready.connect(self.retranslate)
        self.follow(("message",), self._refresh)

    def retranslate(self) -> None:
        texts, kind = self.context.texts, self.context.core.settings.sms_gateway
        background = self.context.services.get("background")
        phone = background.phone if background is not None else None
        self.gateway.setText(
            {
                "loopback": texts("settings.sms_loopback"), "46elks": texts("settings.sms_elks"),
                "off": texts("settings.sms_off"),
            }[kind]
        )
        self.phone.setVisible(kind == "loopback")
        self.phone.setEnabled(phone is not None)
        self.phone.setText(texts("settings.sms_open_phone"))
        self.account.setVisible(kind == "46elks")
        self.user.setPlaceholderText(texts("settings.sms_user"))
        self.password.setPlaceholderText(texts("settings.sms_password"))
        self.save.setText(texts("shell.save"))
        self._history.setText(texts("settings.sms_history"))
        self._fill()

    def _refresh(self) -> None:
        self.context.tasks.ask(recent_messages, _SHOWN, done=self._show, key="settings_messages", owner=self)

    def _show(self, rows: tuple[MessageRow, ...]) -> None:
        self._rows = rows
        self._fill()

    def _fill(self) -> None:
        clear_layout(self._list)
        if not self._rows:
            self._list.addWidget(label(self.context.texts("settings.sms_none"), "second", wrap=True))
        for number, message in enumerate(self._rows):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(self._line(message))

    def _line(self, message: MessageRow) -> QWidget:
        texts, theme = self.context.texts, self.context.theme
        to = label(f"{message.recipient_name} · {message.recipient} · {texts.date_time(message.created_at)}", "meta")
        text = label(message.text, "", wrap=True, selectable=True)
        text.setMinimumWidth(200)
        chip = Chip(theme, texts(f"sms.state_{message.state}"), _TONES.get(message.state, "neutral"))
        words = column(text, to, spacing=3)
        if message.trouble:
            trouble = texts(f"sms.trouble_{message.trouble}", detail=message.detail)
            words.addWidget(label(trouble, "bad" if message.state == "failed" else "warn", wrap=True))
        widget = QWidget()
        box = row(words, chip, spacing=12, margins=(0, 10, 0, 10))
        box.setStretch(0, 1)
        widget.setLayout(box)
        return widget

    def _open_phone(self) -> None:
        phone = self.context.services["background"].phone
        if phone is not None:
            QDesktopServices.openUrl(QUrl(phone.base_url))

    def _save(self) -> None:
        """The account stays on this computer: a password has no place in a database that is backed up and copied."""
        self.context.settings.setValue("sms/user", self.user.text().strip())
        self.context.settings.setValue("sms/password", self.password.text())
        self.context.settings.sync()
        self.context.services["background"].restart_outbox()
        self.context.messages.show(self.context.texts("settings.sms_saved"))
