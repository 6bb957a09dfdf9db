"""The scan page: a code from the camera, a picture, a typing scanner or the hand, and what it means here."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Property, QObject, QUrl, Slot
from PySide6.QtGui import QImage

from core.commands.checklist import AnswerStep
from core.commands.on_site import GiveCode
from core.errors import TulpanError
from core.ids import new_id
from core.presenters.shelves import on_shelf, places_of
from core.queries.code_targets import LabelledMachine, machines_to_label
from core.queries.machine_lookup import FoundMachine, machines_by_scan
from core.queries.machine_visit import visit_of_machine
from core.queries.open_jobs import OpenJob, open_jobs
from core.queries.scanned_part import ScannedPart, scanned_part
from core.queries.shelves import ShelfRow, shelf_content
from core.queries.van_stock import VanItem, find_item, van_stock
from core.rules.folding import fold
from core.rules.scan_code import ScanCode, read_payload, shown_code
from core.sync.pairing_offer import PREFIX as PAIRING_PREFIX
from field_app.device.camera import Camera
from field_app.qml_module import for_qml
from field_app.view_models.code_giving import give_code
from field_app.view_models.on_site import code_of_machine
from field_app.view_models.page_model import PageModel, Then, WorkContext
from field_app.view_models.part_use import PartUse, use_parts, used_already
from field_app.view_models.row_model import RowModel

_LOOKS = ("", "used", "other")
"""States in which the camera looks for a code."""
_FOUND = ("code", "state", "title", "detail", "search", "canUse", "machineVisit", "machine", "used", "itemId")


@for_qml
class ScanModel(PageModel):
    """With a visit a part is used at once; without one it is shown where it lies. A machine leads to its job."""

    EMPTY: dict[str, Any] = {
        "code": "", "state": "", "title": "", "detail": "", "search": "", "canUse": False, "machineVisit": "",
        "machine": "", "used": "", "hasVisit": False, "itemId": "", "pairing": False, "job": "",
        "typing": False,
    }
    KINDS = ("stock_move", "stock_shelf")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._purpose = self._instance_id = self._element_id = ""
        self._serial = self._about = ""
        self._said: dict[str, Any] = {}
        self._code: ScanCode | None = None
        self._camera = Camera(self.tasks, self)
        self._camera.frame.connect(self.read_image)
        self._camera.troubled.connect(lambda: self.failed.emit(self.texts("field_work.scan_camera_silent")))
        self._items: tuple[VanItem, ...] = ()
        self._hits = RowModel("id", "name", "detail", "icon", parent=self)
        self._machines: tuple[LabelledMachine, ...] = ()

    hits = Property(RowModel, lambda self: self._hits, constant=True)
    camera = Property(Camera, lambda self: self._camera, constant=True)

    @Slot()
    def open(
        self, activity_id: str = "", purpose: str = "", instance_id: str = "", element_id: str = "", code: str = "",
        typing: bool = False, said: dict[str, Any] | None = None,
    ) -> None:
        """For a visit, or for none; purpose «part» looks for a part first, «step» answers a checklist's step, «label»
        belongs to a machine that is being registered (`said` so far), «pairing» takes nothing but an office's code.

        `code` is what was looked at when the program ended; `typing` when the camera had made room for the pad.
        """
        self._activity_id, self._purpose, self._said = activity_id, purpose, said or {}
        self._instance_id, self._element_id = instance_id, element_id
        self.show(hasVisit=bool(activity_id), pairing=purpose == "pairing", typing=typing)
        if activity_id:
            self.ask(open_jobs, (activity_id,), self.author_id, done=self._take_job)
        self.take(code)

    def _take_job(self, found: tuple[OpenJob, ...]) -> None:
        self.show(job=found[0].customer if found else "")

    @Slot()
    def refresh(self) -> None:
        """What was found is said again, in another language or with another balance."""
        if self._code is not None and self._view["state"] in ("machine", "part", "shelf", "unknown"):
            self._look_up(self._code)

    def scanned(self, text: str) -> bool:
        self.take(text)
        return True

    @Slot(str)
    def take(self, text: str) -> None:
        """A code as typed or scanned."""
        if text.strip():
            self._look_up(read_payload(text))

    @Slot(QUrl)
    def read_file(self, url: QUrl) -> None:
        path = Path(url.toLocalFile())
        self.show(state="reading", code="")
        self.tasks.work(lambda: _code_in(path), self._look_up, self._not_read, self)

    @Slot(bool)
    def type_code(self, types: bool) -> None:
        """The camera makes room for the pad and rests meanwhile, or has the window again."""
        if types:
            self._camera.stop()
        self.show(typing=types)
        self.keep_place(typing=types)

    @Slot()
    def look_on(self) -> None:
        """What was found is put aside: the camera looks for the next code, or for the same one again."""
        self._code = None
        self.keep_place(code="")
        self.show(**{name: self.EMPTY[name] for name in _FOUND})

    @Slot(QImage)
    def read_image(self, image: QImage) -> None:
        """A camera's frame. What was found stands until somebody has decided: nothing takes its place in between."""
        if self._view["state"] in _LOOKS:
            self.tasks.work(lambda: code_in_frame(image), self._take_frame, owner=self, key="frame")

    def _take_frame(self, found: ScanCode | None) -> None:
        if found is not None and self._view["state"] in _LOOKS and self._view["code"] != found.code:
            self._look_up(found)

    def _not_read(self, error: Any) -> None:
        self.show(state="", code="")
        self.complain(error)

    def _look_up(self, code: ScanCode) -> None:
        if code.raw.upper().startswith(PAIRING_PREFIX):
            self.go("pairing", payload=code.raw)
            return
        if self._purpose == "pairing":
            self.show(code=code.code, state="other")
            return
        self.show(
            code=code.code, state="looking", title="", detail="", canUse=False, machineVisit="", machine="", used="",
            itemId="",
        )
        if self._purpose == "step":
            self._answer(code)
            return
        self._code = code
        self.keep_place(code=code.raw)
        if self._purpose == "label":
            self._find_machine(code, lambda: self._register(code))
        elif self._purpose == "part":  # a number may stand on both
            self._find_part(code, lambda: self._find_machine(code, lambda: self._find_shelf(code)))
        else:
            self._find_machine(code, lambda: self._find_part(code, lambda: self._find_shelf(code)))

    def _answer(self, code: ScanCode) -> None:
        """The code is the step's answer; the page goes back to it once that is kept."""
        self.do(
            AnswerStep(
                activity_id=self._activity_id, instance_id=self._instance_id, answer_id=new_id(),
                element_id=self._element_id, value={"code": code.code},
            ),
            lambda _changes: self.done(),
        )

    def _register(self, code: ScanCode) -> None:
        """Nobody's yet: back to the machine that it stands on."""
        said = {**self._said, **code_of_machine(code)}
        self.go("on_site", activityId=self._activity_id, kind="machine", said=said)

    def _find_machine(self, code: ScanCode, otherwise: Then) -> None:
        self.ask(
            machines_by_scan, code.candidates,
            done=lambda found: self._show_machine(found[0]) if found else otherwise(),
        )

    def _show_machine(self, machine: FoundMachine) -> None:
        self.show(
            state="machine", title=machine.name,
            detail=" · ".join(part for part in (machine.serial, machine.partner_name) if part),
        )
        self.ask(
            visit_of_machine, machine.equipment_id, self.author_id,
            done=lambda visit: self.show(machineVisit=visit or "", machine="" if visit else machine.equipment_id),
        )

    def _find_part(self, code: ScanCode, otherwise: Then) -> None:
        self.ask(
            scanned_part, self.author_id, code, self._activity_id,
            done=lambda part: self._show_part(part) if part is not None else otherwise(),
        )

    def _find_shelf(self, code: ScanCode) -> None:
        self.ask(
            shelf_content, self.author_id, code.code,
            done=lambda rows: self._show_shelf(rows) if rows else self._say_unknown(code),
        )

    def _show_shelf(self, rows: tuple[ShelfRow, ...]) -> None:
        """What lies there; a touch chooses the article, as its own code would."""
        texts, found = self.texts, on_shelf(rows, self.texts)
        self._items = tuple(one.item for one in found)
        self._hits.set_rows([
            {"id": one.item.item_id, "name": one.item.name, "detail": one.detail, "icon": "package"} for one in found
        ])
        self.show(
            state="shelf", title=rows[0].item.shelf,
            detail=f"{places_of(rows, texts)} · {texts.count('field.articles', len(found))}",
        )

    def _say_unknown(self, code: ScanCode) -> None:
        self.show(state="unknown", title=self.texts("field_work.unknown_code", code=shown_code(code.code)))
        if self._activity_id:
            self.ask(machines_to_label, self._activity_id, done=self._take_machines)
        self.look_for(self._view["search"])

    def _take_machines(self, machines: tuple[LabelledMachine, ...]) -> None:
        self._machines = machines
        self._offer()

    def _show_part(self, part: ScannedPart) -> None:
        """With the piece's number, where it has one; what is used already is not used again."""
        if self._view["state"] in ("using", "used"):
            return
        item, texts, self._serial = part.item, self.texts, part.serial
        number = texts("field_work.part_serial", serial=part.serial) if part.serial else ""
        shelf = texts("field_work.shelf", shelf=item.shelf) if item.shelf else ""
        self._about = " · ".join(one for one in (texts("visit.article", code=item.code), number, shelf) if one)
        left = texts("field_work.left", quantity=texts.number(item.quantity), unit=texts.unit(item.unit, item.quantity))
        self.show(
            state="part", title=item.name, itemId=item.item_id, canUse=bool(self._activity_id) and not part.is_used,
            detail=f"{self._about} · {left}",
            used=used_already(part, texts) if part.is_used else "",
        )

    @Slot(str)
    def look_for(self, text: str) -> None:
        """«Koppla till …»: machines and the van's articles by name, for a code that nobody knows."""
        self.show(search=text)
        self.ask(van_stock, self.author_id, text, done=self._take_items)

    def _take_items(self, items: tuple[VanItem, ...]) -> None:
        if self._view["state"] == "shelf":  # a label was read meanwhile
            return
        self._items = items
        self._offer()

    def _offer(self) -> None:
        """The visit's machines before the articles."""
        texts, wanted = self.texts, fold(self._view["search"])
        machines = [
            {
                "id": one.equipment_id, "name": texts("scan.its_label", name=one.name), "icon": "qr-code",
                "detail": texts("scan.its_label_now", label=one.label) if one.label else one.serial,
            }
            for one in self._machines if wanted in fold(one.name)
        ]
        articles = [
            {
                "id": one.item_id, "name": one.name, "icon": "link",
                "detail": texts("scan.has_barcode", code=one.barcode) if one.barcode
                else texts("visit.article", code=one.code),
            }
            for one in self._items
        ]
        self._hits.set_rows([*machines, *articles])

    @Slot(str)
    def connect_to(self, row_id: str) -> None:
        """What the unknown code is from now on, or the article that is taken from a shelf: with the van's balance."""
        machine = next((one for one in self._machines if one.equipment_id == row_id), None)
        item = next((one for one in self._items if one.item_id == row_id), None)
        is_unknown, code = self._view["state"] == "unknown", self._code
        if is_unknown and code is not None and machine is not None:
            self._give("machine", row_id, code.code, machine.name, code)
        elif is_unknown and code is not None and item is not None:
            self._give("article", row_id, code.gtin or code.code, item.name, code)
        elif item is not None:
            self._code = read_payload(item.code)  # from now on this is what is looked at
            self.keep_place(code=item.code)
            self.ask(
                find_item, self.author_id, item.code, done=lambda found: self._show_part(ScannedPart(found or item))
            )

    def _give(
        self, kind: Literal["machine", "article"], row_id: str, text: str, name: str, code: ScanCode
    ) -> None:
        given = GiveCode(kind=kind, object_id=row_id, code=text, activity_id=self._activity_id)
        give_code(self, self._context, given, name, lambda: self._look_up(code))

    @Slot()
    def use(self) -> None:
        """One piece is used on the visit."""
        if not self._view["canUse"] or self._view["state"] != "part":
            return
        name = self._view["title"]
        self.show(state="using")  # and until then no second one, whatever the stock says meanwhile
        use = PartUse(self._view["itemId"], Decimal(1), serial=self._serial)
        use_parts(self, self._context, self._activity_id, [use])
        self.settled(lambda: self._used(name))

    def complain(self, error: TulpanError) -> None:
        """What was refused leaves the part as it was."""
        if self._view["state"] == "using":
            self.show(state="part")
        super().complain(error)

    def _used(self, name: str) -> None:
        self.keep_place(code="")
        self.show(used=self.texts("field_work.used", name=name), detail=self._about, state="used")

    @Slot()
    def open_machine(self) -> None:
        """His job on it, or without one the machine itself."""
        if self._view["machineVisit"]:
            self.go("job", activityId=self._view["machineVisit"])
        elif self._view["machine"]:
            self.go("machine", equipmentId=self._view["machine"])

    @Slot()
    def done(self) -> None:
        self.settled(self.wentBack.emit)


def _code_in(path: Path) -> ScanCode:
    from core.integrations.scanning.pictures import code_in_picture

    return code_in_picture(path)


def code_in_frame(frame: QImage) -> ScanCode | None:
    """The one that is aimed at. Green alone stands for brightness, which takes as long to work out as the reading."""
    import numpy

    from core.integrations.scanning.pictures import aimed_at

    picture = frame if frame.depth() == 32 else frame.convertToFormat(QImage.Format.Format_RGB32)
    pixels = numpy.frombuffer(picture.constBits(), numpy.uint8).reshape(picture.height(), -1, 4)
    found = aimed_at(pixels[:, :, 1])
    return found.meaning if found is not None else None
