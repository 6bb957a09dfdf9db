"""The page for time, material, mileage and expenses, with who pays for each line."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.commands.records import RecordExpense, RecordMaterial, RecordMileage, RemoveRecord, SetCharge
from core.ids import new_id
from core.presenters.number_pad import decimal_sign, typed_number
from core.presenters.records import RecordLine, kilometres_offered, piece, quantity_after, record_lines
from core.queries.records import MaterialRow
from core.queries.scanned_part import ScannedPart, scanned_part
from core.queries.shelves import shelf_parts
from core.queries.van_stock import VanItem, van_stock
from core.queries.visit_work import VisitWork, visit_work
from core.rules.charging import OPTIONS
from core.rules.scan_code import read_payload
from core.services.records import is_expense
from core.services.screen_state import keep_screen_state, kept_screen_state
from field_app.qml_module import for_qml
from field_app.view_models.kept_time import KeptTime
from field_app.view_models.page_model import WorkContext
from field_app.view_models.part_use import PartUse, use_parts, used_already
from field_app.view_models.record_rows import record_row, van_row
from field_app.view_models.row_model import RowModel

_METER = "meter"
SHELVES = 7
"""Articles of the van that are shown at once: more than fit on a screen beneath what was used."""


@for_qml
class TimeMaterialModel(KeptTime):
    """One person's records on one visit. Corrections are new records; nothing that was saved is changed in place."""

    EMPTY = {
        "suggestions": [], "running": "", "kilometres": "", "readings": [], "search": "", "unknown": "", "shelf": "",
        "customer": "", "meter": "",
        "saves": "", "loaded": False, "timeSum": "", "hasMileage": False, "correcting": False, "decimalSign": ",",
    }
    KINDS = (
        "time_effort", "material", "mileage", "expense", "reading", "service_assignment", "stock_move", "person",
        "attachment",
    )

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        roles = (
            "id", "record", "kind", "icon", "title", "detail", "amount", "price", "charge", "overlaps", "step", "least",
            "fix", "asksSerial", "serial", "removedSerial", "receipts",
            "receipt", "thumbnail",
        )  # fmt: skip
        self._times = RowModel(*roles, parent=self)
        self._materials = RowModel(*roles, parent=self)
        self._others = RowModel(*roles, parent=self)
        self._hits = RowModel("id", "name", "code", "detail", "left", "short", parent=self, portion=SHELVES)
        self._items: tuple[VanItem, ...] = ()
        self._shelf = ""

    times = Property(RowModel, lambda self: self._times, constant=True)
    materials = Property(RowModel, lambda self: self._materials, constant=True)
    others = Property(RowModel, lambda self: self._others, constant=True)
    hits = Property(RowModel, lambda self: self._hits, constant=True)
    chargeOptions = Property("QVariantList", lambda self: list(OPTIONS), constant=True)  # type: ignore[arg-type]

    @Slot(str)
    def open(self, activity_id: str, correcting: bool = False) -> None:
        """`correcting` after the visit was finished: the way from here is back."""
        self._activity_id = activity_id
        self.show(correcting=correcting)
        self.ask(kept_screen_state, _METER, done=self._take_meter)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._activity_id:
            now = self.core.clock.now()
            self.ask(visit_work, self._activity_id, self.author_id, now, done=self._take_work)
            self._look()

    def _take_work(self, work: VisitWork) -> None:
        """Everything at once: each part told on its own would be laid out and painted on its own."""
        found, texts, is_first = work.records, self.texts, not self._view["loaded"]
        self._records = found
        lines = record_lines(found, work.lines, texts)
        self._lines = {line.place: line for line in lines}
        self._times.set_rows([record_row(line) for line in lines if line.kind == "time"])
        self._materials.set_rows([self._material_row(line) for line in lines if line.kind == "material"])
        self._others.set_rows([record_row(line) for line in lines if line.kind in ("mileage", "expense")])
        self._offers.take(work.plan, work.favourites, work.ways)
        self._pass_time()
        self.show(
            loaded=True, hasMileage=bool(found.mileages), decimalSign=decimal_sign(texts.language),
            kilometres=kilometres_offered(found, texts),
            timeSum=texts.minutes(sum(row.minutes for row in found.times)) if found.times else "",
            customer=work.customer,
            readings=[
                {"name": one.quantity, "value": texts.amount(one.value, one.unit), "verdict": one.verdict}
                for one in work.readings
            ],
            **self._suggested(),
        )
        if is_first:  # not before: what is starred and used most goes to its places above them
            self._show_items()

    # Material

    @Slot()
    def copy_plan_parts(self) -> None:
        """Every part that the visit was planned with and that has not been used."""
        self.settled(self._copy_plan_parts)

    def _copy_plan_parts(self) -> None:
        used = {row.item_id for row in self._records.materials}
        parts = [PartUse(one.item_id, one.quantity) for one in self._offers.plan.parts if one.item_id not in used]
        use_parts(self, self._context, self._activity_id, parts)

    @Slot(str)
    def use_favourite(self, item_id: str) -> None:
        item = next((one for one in self._offers.favourites.all if one.item_id == item_id), None)
        if item is not None:
            self._use(item.item_id, item.unit)

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Articles in the van; without words all of them."""
        self._shelf = ""
        self.show(search=text, unknown="", shelf="")
        self._look()

    def _look(self) -> None:
        if self._shelf:
            self.ask(shelf_parts, self.author_id, self._shelf, done=self._take_shelf)
        else:
            self.ask(van_stock, self.author_id, self._view["search"], done=self._take_items)

    def _take_shelf(self, items: tuple[VanItem, ...]) -> None:
        """A shelf's label stands until something is typed: more than one thing may be taken from it."""
        label = self._shelf
        if not label:
            return
        if not items:
            self._shelf = ""
            self.show(unknown=self.texts("field_work.unknown_code", code=label), shelf="")
        else:
            self.show(unknown="", shelf=self.texts("record.on_shelf", shelf=label))
            self._items = items
            self._show_items()

    def _take_items(self, items: tuple[VanItem, ...]) -> None:
        if self._shelf:  # its label was read meanwhile
            return
        self._items = items
        if self._view["loaded"]:
            self._show_items()

    def _show_items(self) -> None:
        self._hits.set_rows([van_row(one, self.texts) for one in self._items])

    def scanned(self, text: str) -> bool:
        self.take_code(text)
        return True

    @Slot(str)
    def take_code(self, text: str) -> None:
        """A scanned or typed code: the part is used at once, a shelf shows what lies there, else it is unknown."""
        code = read_payload(text)
        self.ask(
            scanned_part, self.author_id, code, self._activity_id, done=lambda part: self._take_found(code.code, part)
        )

    def _take_found(self, code: str, part: ScannedPart | None) -> None:
        if part is None:
            self._shelf = code
            self._look()
        elif part.is_used:
            self.show(unknown=used_already(part, self.texts))
        elif part.serial:  # each piece that has a number is a line of its own
            self.show(unknown="")
            uses = [PartUse(part.item.item_id, Decimal(1), serial=part.serial)]
            self.settled(lambda: use_parts(self, self._context, self._activity_id, uses))
        else:
            self._use(part.item.item_id, part.item.unit)

    @Slot(str)
    def use_item(self, item_id: str) -> None:
        item = next((one for one in self._items if one.item_id == item_id), None)
        if item is not None:
            self._use(item.item_id, item.unit)

    def _use(self, item_id: str, unit: str) -> None:
        self.show(unknown="")
        self.settled(lambda: self._use_one_more(item_id, unit))

    def _use_one_more(self, item_id: str, unit: str) -> None:
        """One more of what is already on the list, else a new line."""
        known = next((one for one in self._records.materials if one.item_id == item_id), None)
        use_parts(self, self._context, self._activity_id, [PartUse(item_id, piece(unit), known)])

    def _correct_material(self, known: MaterialRow, quantity: Decimal, record_id: str = "", **more: str) -> None:
        """A correction keeps what was written about the record that it stands for."""
        kept = {"serial": known.serial, "removed_serial": known.removed_serial}
        if known.id != record_id:
            self.do(
                RecordMaterial(
                    activity_id=self._activity_id, record_id=record_id or new_id(), item_id=known.item_id,
                    quantity=quantity, corrects_id=known.id, **{**kept, **more},
                )
            )

    @Slot(str, str, str)
    def set_serials(self, place: str, serial: str, removed_serial: str) -> None:
        """The number of the part that was put in, and of the one that was taken out."""
        row = self._row_at(place, self._records.materials)
        if row is not None:
            record_id = self.id_for_sheet(place, serial, removed_serial)
            self._correct_material(row, row.quantity, record_id, serial=serial, removed_serial=removed_serial)

    def _material_row(self, line: RecordLine) -> dict[str, Any]:
        row = next(one for one in self._records.materials if one.id == line.id)
        return {**record_row(line), "serial": row.serial, "removedSerial": row.removed_serial}

    @Slot(str, int)
    def adjust_material(self, place: str, steps: int) -> None:
        self.settled(lambda: self._adjust_material(place, steps))

    def _adjust_material(self, place: str, steps: int) -> None:
        row = self._row_at(place, self._records.materials)
        if row is not None:
            wanted = quantity_after(row.quantity, steps, row.unit)
            if wanted != row.quantity:
                self._correct_material(row, wanted)

    @Slot(str, str)
    def set_material(self, place: str, text: str) -> None:
        """The quantity as typed."""
        row, quantity = self._row_at(place, self._records.materials), typed_number(text)
        if row is not None and quantity is not None:
            self._correct_material(row, quantity)

    # Mileage, expenses, lines

    @Slot(str)
    def drive(self, text: str) -> None:
        """The whole way in kilometres; a new figure takes the old one's place."""
        kilometres = typed_number(text)
        if kilometres is not None:
            self._drive(kilometres)

    @Slot()
    def drive_as_offered(self) -> None:
        """What the stamps tell of, on top of what is recorded already."""
        self.settled(self._drive_as_offered)

    def _drive_as_offered(self) -> None:
        more, known = self._records.suggested_kilometres, next(iter(self._records.mileages), None)
        if more is not None:
            self._drive(more + (known.kilometres if known else 0), known.note if known else "")

    @Slot(str, str)
    def drive_by_meter(self, before: str, after: str) -> None:
        """From what the car's meter says; both figures stay on the record."""
        start, end = typed_number(before), typed_number(after)
        if start is None or end is None or end < start:
            return
        words = self.texts("record.meter", start=self.texts.number(start), end=self.texts.number(end))
        self._drive(end - start, words)
        database, kept = self.core.database, f"{self._activity_id} {int(end)}"
        self.settled(lambda: self.tasks.work(lambda: keep_screen_state(database, _METER, kept), owner=self))

    def _take_meter(self, kept: str) -> None:
        """What the car's meter said last is where the next job's way begins; on the same job it is put right."""
        visit, _, said = kept.partition(" ")
        self.show(meter=said if visit != self._activity_id else "")

    @Slot(str, bool)
    def drive_way(self, place: str, both_ways: bool) -> None:
        """The way from one of the day's places; there and back when that is how it was driven."""
        ways = self._offers.found_ways
        if place.isdigit() and int(place) < len(ways):
            way = ways[int(place)]
            self._drive(way.kilometres * (2 if both_ways else 1), self.texts(f"record.way_{way.kind}", name=way.name))

    def _drive(self, kilometres: Decimal, note: str = "") -> None:
        known, record_id = next(iter(self._records.mileages), None), self.id_for_sheet(kilometres, note)
        if known is None or known.id != record_id:
            self.do(
                RecordMileage(
                    activity_id=self._activity_id, record_id=record_id, kilometres=kilometres, note=note,
                    corrects_id=known.id if known else None,
                )
            )

    @Slot(str, str)
    def spend(self, text: str, amount: str) -> None:
        self.do(
            RecordExpense(
                activity_id=self._activity_id, record_id=self.id_for_sheet(text, amount), text=text,
                amount=typed_number(amount) or Decimal(0),
            )
        )

    @Slot(str, result=bool)
    def is_amount(self, text: str) -> bool:
        """Asked while it is typed: a sheet that closed over a slip of the finger would take the words with it."""
        return is_expense(typed_number(text) or Decimal(0))

    @Slot(str)
    def remove(self, place: str) -> None:
        line = self._lines.get(place)
        if line is not None:
            kind: Any = line.kind
            self.do(RemoveRecord(activity_id=self._activity_id, kind=kind, record_id=line.id))

    @Slot(str, str, str)
    def set_charge(self, place: str, option: str, reason: str) -> None:
        """Who pays, by a person's choice; an empty option gives the decision back to the rules."""
        line = self._lines.get(place)
        if line is not None:
            kind: Any = line.kind
            self.do(SetCharge(kind=kind, record_id=line.id, option=option, reason=reason))

    @Slot(str)
    def photograph_receipt(self, place: str) -> None:
        line = self._lines.get(place)
        if line is not None:
            self.go("photo", activityId=self._activity_id, elementId=line.id)

    @Slot()
    def open_scan(self) -> None:
        self.go("scan", activityId=self._activity_id, purpose="part")

    @Slot()
    def finish(self) -> None:
        """Saves the time that the stamps tell of, then goes to the checkout."""
        if self._view["correcting"]:
            self.settled(self.wentBack.emit)
            return
        for one in self._suggestions:
            self._save_suggestion(one)
        self.settled(lambda: self.go("checkout", activityId=self._activity_id))
