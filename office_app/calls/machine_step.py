"""Step 2, which machine: cards with keys, a scan strip for codes from picture, paste or scanner, and a new machine."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from core.presenters.intake_texts import machine_note
from core.queries.intake import IntakeCustomer, MachineTile
from office_app.calls.scan_strip import ScanStrip
from office_app.calls.step import Step
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, label, row, set_role
from office_app.widgets.elided import ElidedLabel
from office_app.widgets.painted import KeyHint

COLUMNS = 3
SHOWN = 9
ICONS = {"espresso": "coffee", "grinder": "cog", "water": "droplets", "brewer": "cup-soda", "cooling": "snowflake",
         "boiler": "thermometer", "lock": "key-round", "electric": "plug", "ventilation": "fan"}


class MachineStep(Step):
    """Emits the id of a machine that was toggled; the presenter decides what is chosen."""

    toggled = Signal(str)
    add_wanted = Signal(str, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(context.theme, 2, "intakeStepMachine")
        self._context = context
        self._customer: IntakeCustomer | None = None
        self._chosen: tuple[str, ...] = ()
        self._all = False
        self._today = date.min
        self.cards: list[MachineCard] = []
        self.empty = label("", "second", wrap=True)
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        self.more = Button(context.theme, "", "quiet", "chevron-down", self._show_all, "intakeMoreMachines")
        self.scan = ScanStrip(context)
        self.add = Button(context.theme, "", "quiet", "plus", self._begin_new, "intakeAddMachine")
        self.new_form = NewMachineForm(context)
        self.new_form.wanted.connect(self.add_wanted)
        self.body.addWidget(self.empty)
        self.body.addLayout(self.grid)
        self.body.addWidget(self.scan)
        self.body.addWidget(self.new_form)
        self.scan.add_button(self.add)
        self.body.addLayout(row(self.more, None))
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts.current
        count = min(SHOWN, len(self._customer.machines)) if self._customer else 0
        hint = texts("intake.machine_hint", last=count) if count > 1 else texts("intake.machine_hint_one")
        self.set_texts(texts("intake.machine_title"), hint)
        self.add.setText(texts("intake.machine_add"))
        self.scan.retranslate()
        self.new_form.retranslate()
        self._show()

    def show_customer(self, customer: IntakeCustomer | None, chosen: tuple[str, ...], today: date) -> None:
        changed = customer != self._customer
        if customer is None or self._customer is None or customer.id != self._customer.id:
            self._all = False
            self.new_form.hide()
        self._customer, self._chosen, self._today = customer, chosen, today
        if changed:
            self.retranslate()
        for card in self.cards:
            card.set_selected(card.machine.id in chosen)

    def focus_first(self) -> None:
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        texts = self._context.texts.current
        clear_layout(self.grid)
        self.cards = []
        customer = self._customer
        machines = customer.machines if customer else ()
        shown = machines if self._all else machines[:SHOWN]
        for number, machine in enumerate(shown):
            card = MachineCard(self._context, machine, number + 1, self._today)
            card.set_selected(machine.id in self._chosen)
            card.clicked.connect(lambda one=machine.id: self.toggled.emit(one))
            self.cards.append(card)
            self.grid.addWidget(card, number // COLUMNS, number % COLUMNS)
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, 1)
        self.more.setVisible(len(machines) > len(shown))
        self.more.setText(texts("intake.machine_more", n=len(machines) - len(shown)))
        self.empty.setVisible(not machines)
        self.empty.setText(texts("intake.machine_none" if customer else "intake.machine_first_who"))
        self.add.setVisible(customer is not None)

    def _show_all(self) -> None:
        self._all = True
        self._show()

    def _begin_new(self) -> None:
        self.new_form.begin("")


class MachineCard(Card):
    """Kind, key, name, serial, and what is due or covered."""

    def __init__(self, context: OfficeContext, machine: MachineTile, number: int, today: date) -> None:
        super().__init__(selectable=True, name=f"machineCard{number}")
        theme, texts = context.theme, context.texts.current
        self.machine = machine
        self.setMinimumWidth(120)
        note, tone = machine_note(texts, machine, today)
        name = ElidedLabel(machine.name, "strong")
        known = texts("intake.machine_serial", serial=machine.serial) if machine.serial else machine.number
        serial = label(known, "dense")
        remark = label(note, "dense")
        set_role(remark, tone=tone)
        top = row(IconLabel(theme, ICONS.get(machine.category, "box"), "accent", 20), None)
        if number <= SHOWN:
            top.addWidget(KeyHint(theme, str(number)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 11, 11, 10)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addSpacing(4)
        layout.addWidget(name)
        layout.addWidget(serial)
        layout.addWidget(remark)
        self.setAccessibleName(f"{machine.name} {machine.serial} {note}")
        self.setToolTip(" · ".join(part for part in (machine.name, machine.location_note) if part))


class NewMachineForm(QWidget):
    """A machine the register does not know: its name and, when it can be read, its serial."""

    wanted = Signal(str, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("newMachine")
        self.name, self.serial = QLineEdit(), QLineEdit()
        self.name.setObjectName("newMachine_name")
        self.serial.setObjectName("newMachine_serial")
        self.save = Button(context.theme, "", "primary", "", self._save, "newMachineSave")
        self.setLayout(row(self.name, self.serial, self.save))
        for box in (self.name, self.serial):
            box.returnPressed.connect(self._save)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts.current
        self.name.setPlaceholderText(texts("intake.new_machine_name"))
        self.serial.setPlaceholderText(texts("intake.new_machine_serial"))
        self.save.setText(texts("intake.new_machine_save"))

    def begin(self, serial: str) -> None:
        self.name.clear()
        self.serial.setText(serial)
        self.show()
        self.name.setFocus()

    def _save(self) -> None:
        if self.name.text().strip():
            self.hide()
            self.wanted.emit(self.name.text().strip(), self.serial.text().strip())
