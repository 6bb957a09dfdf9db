"""The register of machines: found by model, serial, label or owner; a scanned label works in the search box."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.changes import Changes
from core.clock import local
from core.queries.equipment_list import FILTERS, EquipmentRow, equipment_counts, equipment_ids, equipment_rows
from core.rules.scan_code import read_payload
from office_app.calls.machine_step import ICONS
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, row
from office_app.widgets.register_delegate import RegisterDelegate, RowLook
from office_app.widgets.register_pane import RegisterPane
from office_app.widgets.register_view import RegisterRows, RegisterView

_SHOWN_BY = ("equipment", "business_partner", "address")


class EquipmentList(QWidget):
    """Emits the chosen machine, and the machines whose labels are wanted."""

    chosen = Signal(str)
    labels_wanted = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._wanted = ""
        self.setObjectName("equipmentRegister")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = RegisterRows(context.tasks, equipment_rows, _words, self)
        self._delegate = RegisterDelegate(context.theme, self._look)
        self.view = RegisterView(self.rows, self._delegate, "equipmentList")
        self.pane = RegisterPane(context.theme, self.view, FILTERS, "equipment")
        self.print = Button(context.theme, "", "", "printer", self._print, "equipmentPrintList")
        self.setLayout(column(self.pane, row(self.print, None, margins=(16, 10, 16, 10)), spacing=0))
        self.pane.asked.connect(self.refresh)
        self.view.chosen.connect(self.chosen)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        self.pane.box.setPlaceholderText(self._context.texts("equipment.search"))
        self._ask_counts()
        self._show_print()
        self.view.viewport().update()

    def refresh(self) -> None:
        meant = read_payload(self.pane.text)
        text = meant.code if meant.kind == "label" else self.pane.text
        self._context.tasks.ask(
            equipment_ids, self.pane.which, text, self._today(), done=self._show, key="equipment.ids", owner=self
        )

    def select(self, equipment_id: str) -> None:
        """Shows this machine in the list, looking among all when the filter leaves it out."""
        self._wanted = equipment_id
        if self.view.select(equipment_id):
            self._wanted = ""
        elif not self.rows.ids and self.pane.which != "all":
            self.refresh()
        else:
            self.pane.box.clear()
            self.pane.choose_filter("all")

    def _show(self, ids: tuple[str, ...]) -> None:
        texts = self._context.texts
        self.rows.set_ids(ids)
        if self.pane.text:
            self.pane.show_empty(not ids, texts("equipment.empty_found", text=self.pane.text),
                                 texts("equipment.empty_found_hint"))
        else:
            self.pane.show_empty(not ids, texts("equipment.empty"), texts("equipment.empty_hint"))
        self._show_print()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            if not self.view.select(wanted) and self.pane.which != "all":
                self.select(wanted)
        elif self.pane.text and len(ids) == 1:
            self.view.select(ids[0])

    def _show_print(self) -> None:
        count = len(self.rows.ids)
        self.print.setText(self._context.texts("equipment.print_list", n=self._context.texts.number(count)))
        self.print.setEnabled(count > 0)

    def _print(self) -> None:
        self.labels_wanted.emit(self.rows.ids)

    def _ask_counts(self) -> None:
        self._context.tasks.ask(
            equipment_counts, self._today(), done=self._show_counts, key="equipment.counts", owner=self
        )

    def _show_counts(self, counts: dict[str, int]) -> None:
        texts = self._context.texts
        for name, chip in self.pane.chips.items():
            words = texts(f"equipment.filter_{name}")
            chip.setText(f"{words} {texts.number(counts[name])}" if counts[name] else words)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_SHOWN_BY):
            self.refresh()
            self._ask_counts()

    def _today(self):  # type: ignore[no-untyped-def]
        return local(self._context.core.clock.now()).date()

    def _look(self, one: EquipmentRow) -> RowLook:
        texts, theme, today = self._context.texts.current, self._context.theme, self._today()
        chip = None
        if one.state == "scrapped":
            chip = (texts("equipment.state_scrapped"), theme.hex("sunken"), theme.hex("text2"), "")
        elif one.next_service_on is not None and one.next_service_on <= today:
            look = theme.status("on_site")
            chip = (texts("equipment.filter_service_due"), look.soft, look.ink, "wrench")
        elif one.warranty_end is not None and one.warranty_end >= today:
            look = theme.status("done")
            chip = (texts("equipment.warranty"), look.soft, look.ink, "shield-check")
        detail = " · ".join(part for part in (one.customer, one.place) if part)
        return RowLook(one.name, detail, one.serial or one.number, "text2", "", ICONS.get(one.category, "box"), chip)


def _words(one: EquipmentRow) -> str:
    return " ".join(part for part in (one.name, one.serial, one.number, one.customer, one.place) if part)
