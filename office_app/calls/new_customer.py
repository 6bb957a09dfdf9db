"""A new customer, written inline while the caller waits: a name is enough, the rest helps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit

from core.changes import Changes
from core.commands.customers import NewCustomer
from core.errors import TulpanError
from core.ids import new_id
from core.rules.folding import looks_like_phone
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label, row

_FIELDS = ("name", "phone", "contact", "street", "zip", "city")


class NewCustomerForm(QFrame):
    """Six fields and «Spara kund»; Enter saves, Esc goes back to the search."""

    saved = Signal(str, str)
    left = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("newCustomer")
        self.setProperty("kind", "soft")
        self.fields = {name: QLineEdit() for name in _FIELDS}
        self._labels: dict[str, QLabel] = {name: label("", "meta") for name in _FIELDS}
        grid = QGridLayout()
        grid.setSpacing(8)
        for name, (line, column, span) in {
            "name": (0, 0, 3), "phone": (0, 3, 3), "contact": (1, 0, 3), "street": (1, 3, 3), "zip": (2, 0, 2),
            "city": (2, 2, 4),
        }.items():
            self.fields[name].setObjectName(f"newCustomer_{name}")
            self.fields[name].returnPressed.connect(self.save)
            grid.addWidget(self._labels[name], line * 2, column, 1, span)
            grid.addWidget(self.fields[name], line * 2 + 1, column, 1, span)
        self.error = label("", "bad", wrap=True)
        self.error.setObjectName("newCustomerError")
        self.save_button = Button(context.theme, "", "primary", "check", self.save, "newCustomerSave")
        self.cancel_button = Button(context.theme, "", "quiet", "", self._leave, "newCustomerCancel")
        grid.addWidget(self.error, 6, 0, 1, 6)
        grid.addLayout(row(None, self.cancel_button, self.save_button), 7, 0, 1, 6)
        grid.setContentsMargins(14, 12, 14, 12)
        self.setLayout(grid)
        self.error.hide()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        for name, caption in self._labels.items():
            caption.setText(texts(f"intake.new_{name}"))
            self.fields[name].setAccessibleName(caption.text())
        self.save_button.setText(texts("intake.new_save"))
        self.cancel_button.setText(texts("intake.new_cancel"))

    def begin(self, text: str) -> None:
        """Opens with what was typed: a phone number in its field, anything else as the name."""
        for box in self.fields.values():
            box.clear()
        self.error.hide()
        is_phone = looks_like_phone(text)
        self.fields["phone" if is_phone else "name"].setText(text)
        self.show()
        self.fields["name" if is_phone else "phone"].setFocus()

    def save(self) -> None:
        values = {name: box.text().strip() for name, box in self.fields.items()}
        command = NewCustomer(
            partner_id=new_id(), name=values["name"], phone=values["phone"],
            contact_id=new_id() if values["contact"] else None, contact_name=values["contact"],
            address_id=new_id() if values["street"] or values["city"] else None, street=values["street"],
            zip=values["zip"], city=values["city"],
        )
        self.save_button.setEnabled(False)
        self._context.do(command, self._on_saved, failed=self._on_failed, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _on_saved(self, changes: Changes) -> None:
        self.save_button.setEnabled(True)
        self.hide()
        self.saved.emit(changes.result or "", self.fields["name"].text().strip())

    def _on_failed(self, error: TulpanError) -> None:
        self.save_button.setEnabled(True)
        self.error.setText(self._context.texts.error(error))
        self.error.show()
        wrong = "phone" if error.key == "customers.error_phone_invalid" else "name"
        self.fields[wrong].setFocus()
        self.fields[wrong].selectAll()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
