"""Mail to customers: the firm's own mail server, kept on this computer."""

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from core.integrations.mail.smtp import SECURITY
from office_app.background import mail_account
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, label, row

_FIELDS = ("host", "port", "user", "password", "sender")


class MailSection(Section):
    """Without a server no report is mailed; what is saved here holds at once."""

    key = "mail"

    def build(self) -> None:
        account = mail_account(self.context.settings)
        kept = {
            "host": account.host, "port": str(account.port), "user": account.user, "password": account.password,
            "sender": account.sender,
        }
        self.state = label("", "", wrap=True)
        form = QFormLayout()
        form.setContentsMargins(20, 18, 20, 18)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        form.addRow(self.state)
        self.fields: dict[str, QLineEdit] = {}
        self._captions: dict[str, QLabel] = {}
        for name in _FIELDS:
            field = QLineEdit(kept[name])
            field.setObjectName(f"mail_{name}")
            self._row(form, name, field)
            self.fields[name] = field
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.security = QComboBox()
        self.security.setObjectName("mail_security")
        for one in SECURITY:
            self.security.addItem("", one)
        self.security.setCurrentIndex(SECURITY.index(account.security))
        self._row(form, "security", self.security)
        self.save = Button(self.context.theme, "", "primary", "", self._save, "mailSave")
        form.addRow("", row(self.save, None))
        card = Card()
        card.setLayout(form)
        self.body.addWidget(card)

    def _row(self, form: QFormLayout, name: str, control: QWidget) -> None:
        self._captions[name] = label("", "second")
        form.addRow(self._captions[name], control)

    def retranslate(self) -> None:
        texts = self.context.texts
        for name, caption in self._captions.items():
            caption.setText(texts(f"mail.{name}"))
        for place, one in enumerate(SECURITY):
            self.security.setItemText(place, texts(f"mail.security_{one}"))
        self.save.setText(texts("shell.save"))
        account = mail_account(self.context.settings)
        self.state.setText("" if account.host and account.sender else texts("mail.off"))
        self.state.setVisible(bool(self.state.text()))

    def _save(self) -> None:
        """The account stays on this computer: a password has no place in a database that is backed up and copied."""
        settings = self.context.settings
        for name, field in self.fields.items():
            settings.setValue(f"mail/{name}", field.text() if name == "password" else field.text().strip())
        settings.setValue("mail/security", self.security.currentData())
        settings.sync()
        if "background" in self.context.services:
            self.context.services["background"].restart_mail()
        self.retranslate()
        self.context.messages.show(self.context.texts("mail.saved"))
