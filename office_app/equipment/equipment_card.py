"""One machine: where it stands, warranty and service, every visit with what was done, and its readings over time."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from core.changes import Changes
from core.clock import local
from core.commands.customers import EditEquipment
from core.queries.equipment_history import EquipmentCard, PastVisit, equipment_card
from core.rules.scan_code import label_payload
from office_app.calls.machine_step import ICONS
from office_app.context import OfficeContext
from office_app.customers.customer_forms import CATEGORIES
from office_app.equipment.reading_plot import ReadingPlot
from office_app.widgets.basics import Button, Card, IconLabel, column, label, row
from office_app.widgets.card_parts import RecordCard, boxed, fact, link_card, pair, quiet_line, section, two_columns
from office_app.widgets.field_form import Field, FieldForm
from office_app.widgets.painted import Chip, EmptyState
from office_app.widgets.qr_code import QrCode

_FOLLOWS = ("equipment", "business_partner", "address", "service_call", "service_call_equipment", "activity",
            "reading", "material", "time_effort", "invoice_line")
STATES = ("draft", "in_use", "suspended", "scrapped")
_DAYS = ("installed_on", "warranty_end", "next_service_on")
_FIELDS = (
    Field("name", span=4), Field("category", "choice", 2, CATEGORIES, "equipment.category_"), Field("serial", span=2),
    Field("manufacturer", span=2), Field("label_code", span=2), Field("installed_on", span=2),
    Field("warranty_end", span=2), Field("next_service_on", span=2), Field("location_note", span=4),
    Field("state", "choice", 2, STATES, "equipment.state_"),
)


class EquipmentCardView(RecordCard):
    """Shows one machine by its id; `label_wanted` when its label is to be printed."""

    label_wanted = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("equipmentCard")
        self._context = context
        self._equipment_id = ""
        self._card: EquipmentCard | None = None
        self._quantity = ""
        self.form = FieldForm(context, "equipmentForm", "equipment.field_", _FIELDS)
        self.form.submitted.connect(self._save)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(partial(self._draw, True))
        context.theme.changed.connect(partial(self._draw, True))
        self._draw(False)

    @property
    def card(self) -> EquipmentCard | None:
        return self._card

    def show_machine(self, equipment_id: str) -> None:
        if equipment_id != self._equipment_id:
            self._equipment_id, self._quantity = equipment_id, ""
            self.form.hide()
        self._ask()

    def begin_edit(self) -> None:
        card = self._card
        if card is None:
            return
        values: dict[str, Any] = {field.key: getattr(card, field.key) for field in _FIELDS}
        values |= {name: values[name].isoformat() if values[name] else "" for name in _DAYS}
        self.form.begin("equipment.form", values)

    def _ask(self) -> None:
        if self._equipment_id:
            self._context.tasks.ask(
                equipment_card, self._equipment_id, done=self._take, key="equipment.card", owner=self
            )

    def _take(self, card: EquipmentCard | None) -> None:
        same = card is not None and self._card is not None and card.id == self._card.id
        if not (same and card == self._card):
            self._card = card
            self._draw(same)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_FOLLOWS):
            self._ask()

    # Drawing

    def _draw(self, keep_scroll: bool) -> None:
        card, texts = self._card, self._context.texts
        was_open = not self.form.isHidden()
        self.form.setParent(None)
        self.begin(keep_scroll)
        if card is None:
            title = texts("equipment.gone" if self._equipment_id else "equipment.choose_title")
            self.body.addWidget(EmptyState(self._context.theme, "layers", title, texts("equipment.choose_hint")), 1)
            return
        today = local(self._context.core.clock.now()).date()
        self.body.addLayout(self._head(card, today))
        self.body.addWidget(self.form)
        self.form.setVisible(was_open)
        left = [self._readings(card), self._history(card)]
        right = [self._place(card), self._cover(card, today), self._data(card), self._label(card)]
        self.body.addLayout(two_columns(left, right, 310))
        self.body.addStretch(1)

    def _head(self, card: EquipmentCard, today: date) -> QVBoxLayout:
        texts, theme = self._context.texts.current, self._context.theme
        facts = [texts("equipment.number", number=card.number)]
        if card.serial:
            facts.append(texts("equipment.serial", serial=card.serial))
        name = label(card.name, "title", wrap=True)
        name.setObjectName("equipmentName")
        picture = Card("soft")
        picture.setFixedSize(52, 52)
        icon = IconLabel(theme, ICONS.get(card.category, "box"), "accentInk", 26)
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setLayout(column(icon))
        new_call = Button(theme, texts("equipment.new_call"), "primary", "plus", partial(
            self._context.navigation.go, "calls", new=True, partner_id=card.partner_id, equipment_id=card.id,
        ), "equipmentNewCall")
        edit = Button(theme, texts("equipment.edit"), "", "pencil", self.begin_edit, "equipmentEdit")
        titles = QHBoxLayout()
        titles.setSpacing(12)
        titles.addWidget(picture)
        titles.addLayout(column(label(" · ".join(facts), "meta"), name, spacing=1), 1)
        titles.addWidget(edit)
        titles.addWidget(new_call)
        chips = [Chip(theme, texts(f"equipment.state_{card.state}"), "neutral" if card.state != "in_use" else "good")]
        if card.warranty_end is not None and card.warranty_end >= today:
            chips.append(Chip(theme, texts("equipment.warranty_to", day=card.warranty_end.isoformat()), "good",
                              "shield-check"))
        if card.contract:
            chips.append(Chip(theme, card.contract, "neutral", "shield-check"))
        return column(titles, row(*chips, None, spacing=6), spacing=8)

    def _readings(self, card: EquipmentCard) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        if not card.readings:
            return boxed(section(texts("equipment.readings"), quiet_line(texts("equipment.no_readings"))))
        series = next((one for one in card.readings if one.quantity == self._quantity), card.readings[0])
        chips = QHBoxLayout()
        chips.setSpacing(6)
        group = QButtonGroup(self)
        for one in card.readings[:5]:
            chip = Button(theme, one.quantity, "chip", "", partial(self._choose, one.quantity), "readingChip")
            chip.setProperty("small", "true")
            chip.setChecked(one is series)
            group.addButton(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        value = texts.number(series.points[-1][1])
        last = label(texts("equipment.last_reading", value=value, unit=series.unit), "second")
        plot = ReadingPlot(self._context, series)
        return boxed(section(texts("equipment.readings"), chips, plot, button=last, spacing=10))

    def _choose(self, quantity: str) -> None:
        self._quantity = quantity
        self._draw(True)

    def _history(self, card: EquipmentCard) -> QWidget:
        texts = self._context.texts.current
        visits: list[Any] = [self._visit(visit) for visit in card.visits]
        title = texts("equipment.history")
        if card.calls:
            title += f" · {texts.count('equipment.history_count', card.calls)}"
        return boxed(section(title, *(visits or [quiet_line(texts("equipment.no_history"))])))

    def _visit(self, visit: PastVisit) -> Card:
        texts, theme = self._context.texts.current, self._context.theme
        card = Card(selectable=True, name="equipmentVisit")
        card.clicked.connect(partial(self._context.navigation.go, "calls", call_id=visit.call_id))
        facts = [local(visit.day).date().isoformat(), visit.number, visit.technician]
        if visit.minutes:
            facts.append(texts.minutes(visit.minutes))
        if visit.net is not None:
            facts.append(texts.money(visit.net))
        words = column(label(visit.title, "strong", wrap=True),
                       label(" · ".join(part for part in facts if part), "dense", wrap=True), spacing=1)
        if visit.parts:
            words.addWidget(label(texts("equipment.parts", names=", ".join(visit.parts)), "dense", wrap=True))
        layout = row(IconLabel(theme, "wrench" if visit.kind != "maintenance" else "calendar-check", "accent", 18),
                     spacing=12, margins=(13, 8, 12, 8))
        layout.addLayout(words, 1)
        if visit.reading is not None:
            quantity, value, unit = visit.reading
            layout.addWidget(Chip(theme, f"{quantity} {texts.amount(value, unit)}", "accent"))
        card.setLayout(layout)
        card.setAccessibleName(f"{facts[0]} {visit.title}")
        return card

    def _place(self, card: EquipmentCard) -> QWidget:
        texts, theme = self._context.texts, self._context.theme
        owner = link_card(theme, "store", card.customer, texts("equipment.owner"), partial(
            self._context.navigation.go, "customers", partner_id=card.partner_id), "equipmentOwner")
        lines: list[Any] = [owner]
        if card.place:
            lines.append(fact(theme, "map-pin", card.place, card.access_note))
        if card.location_note:
            lines.append(fact(theme, "locate", card.location_note))
        if len(lines) == 1:
            lines.append(quiet_line(texts("equipment.no_place")))
        return boxed(section(texts("equipment.place"), *lines, spacing=9))

    def _cover(self, card: EquipmentCard, today: date) -> QWidget:
        texts, theme = self._context.texts, self._context.theme
        if card.warranty_end is None:
            warranty = fact(theme, "shield", texts("equipment.warranty_none"))
        else:
            over = card.warranty_end < today
            key = "equipment.warranty_over" if over else "equipment.warranty_to"
            terms = [texts(f"equipment.warranty_{card.warranty_kind}")] if card.warranty_kind in (
                "own", "supplier") else []
            terms.append(texts(f"equipment.warranty_{'with_labour' if card.warranty_labour else 'parts_only'}"))
            warranty = fact(theme, "shield-x" if over else "shield-check",
                            texts(key, day=card.warranty_end.isoformat()), ", ".join(terms), "" if over else "good")
        if card.next_service_on is None:
            service = fact(theme, "calendar", texts("equipment.service_none"))
        else:
            late = card.next_service_on < today
            key = "equipment.service_late" if late else "equipment.service_next"
            service = fact(theme, "calendar-clock", texts(key, day=card.next_service_on.isoformat()),
                           tone="warn" if late else "")
        return boxed(section(texts("equipment.warranty"), warranty), section(texts("equipment.service"), service),
                     spacing=14)

    def _data(self, card: EquipmentCard) -> QWidget:
        texts = self._context.texts
        shown = (("model", card.model), ("manufacturer", card.manufacturer),
                 ("installed", card.installed_on.isoformat() if card.installed_on else ""), ("gtin", card.gtin))
        lines = [pair(texts(f"equipment.{key}"), value) for key, value in shown if value]
        lines.append(pair(texts("equipment.field_category"), texts(f"equipment.category_{card.category}")
                          if texts.has(f"equipment.category_{card.category}") else card.category))
        return boxed(section(texts("equipment.data"), *lines))

    def _label(self, card: EquipmentCard) -> QWidget:
        texts, theme = self._context.texts, self._context.theme
        code = card.label_code or card.number
        picture = QrCode(theme, 108)
        picture.set_text(label_payload(code))
        picture.setAccessibleName(code)
        printing = Button(theme, texts("equipment.print"), "", "printer", lambda: self.label_wanted.emit((card.id,)),
                          "equipmentPrint")
        shown = label(code, "strong", selectable=True)
        shown.setObjectName("equipmentLabelCode")
        beside = column(shown, label(texts("equipment.code_hint"), "dense", wrap=True), None, spacing=4)
        return boxed(section(texts("equipment.code_title"), row(picture, beside, spacing=12), printing, spacing=10))

    def _save(self, values: dict[str, Any]) -> None:
        for name in _DAYS:
            try:
                values[name] = date.fromisoformat(values[name].strip()) if values[name].strip() else None
            except ValueError:
                self.form.refuse(self._context.texts("equipment.error_day"), name)
                return
        self._context.do(EditEquipment(equipment_id=self._equipment_id, **values), lambda _changes: self.form.hide(),
                         failed=self.form.on_failed, owner=self)
