"""The firm's own facts, as they stand on reports and invoices."""

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit

from core.commands.firm import EditFirm
from core.queries.firm import FirmRow, firm
from office_app.settings.section import Section
from office_app.widgets.basics import Card, label

_FIELDS = (
    "name", "org_number", "vat_number", "seat", "phone", "email", "street", "zip", "city", "bankgiro", "swish",
)


class FirmSection(Section):
    """Each field is saved when it is left; an undo takes it back."""

    key = "firm"

    def build(self) -> None:
        self._captions: dict[str, QLabel] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._saved: dict[str, str] = {}
        form = QFormLayout()
        form.setContentsMargins(20, 18, 20, 18)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        for name in _FIELDS:
            caption, field = label("", "second"), QLineEdit()
            field.setObjectName(f"firm_{name}")
            field.editingFinished.connect(lambda name=name: self._save(name))
            form.addRow(caption, field)
            self._captions[name], self.fields[name] = caption, field
        self.photo_position = QCheckBox()
        self.photo_position.setObjectName("firm_photo_position")
        self.photo_position.toggled.connect(
            lambda on: self.context.do(EditFirm(fields={}, settings={"photo_position": on}), owner=self)
        )
        self._photo_hint = label("", "meta", wrap=True)
        form.addRow("", self.photo_position)
        form.addRow("", self._photo_hint)
        card = Card()
        card.setLayout(form)
        self.body.addWidget(card)
        self.follow(("firm",), self._refresh)

    def retranslate(self) -> None:
        for name, caption in self._captions.items():
            caption.setText(self.context.texts(f"firm.field_{name}"))
        self.photo_position.setText(self.context.texts("firm.photo_position"))
        self._photo_hint.setText(self.context.texts("firm.photo_position_text"))

    def _refresh(self) -> None:
        self.context.tasks.ask(firm, done=self._show, key="settings_firm", owner=self)

    def _show(self, found: FirmRow | None) -> None:
        if found is None:
            return
        for name, field in self.fields.items():
            value = found.fields[name]
            if self._saved.get(name) != value and not (field.hasFocus() and field.isModified()):
                field.setText(value)
            self._saved[name] = value
        self.photo_position.blockSignals(True)
        self.photo_position.setChecked(found.settings.get("photo_position") is True)
        self.photo_position.blockSignals(False)

    def _save(self, name: str) -> None:
        value = self.fields[name].text()
        if value == self._saved.get(name):
            return
        self._saved[name] = value
        self.fields[name].setModified(False)
        self.context.do(EditFirm(fields={name: value}), owner=self)
