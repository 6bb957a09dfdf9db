"""The job's page: everything about one visit, the one next step, and what can be done instead."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.commands.checklist import StartChecklist
from core.commands.checkout import SetOutcome, missing_part
from core.commands.visit import AddNote, ChangeStep, MarkSeen
from core.ids import new_id
from core.presenters.abort import abort_cost, abort_records
from core.presenters.job_page import ABORT_REASONS, REJECT_REASONS, begun_or_suggested, focus_spot, job_page
from core.presenters.records import saved_time, suggestions
from core.queries.job_sheet import JobSheet, job_sheet
from core.queries.part_search import LackingPart, said_missing
from core.queries.records import Records, records
from core.queries.visit_lines import visit_lines
from core.rules.lifecycle import STEPS_ON_SITE, turned_back
from core.rules.pricing import PricedLine
from core.services.forecast import forecast
from field_app.qml_module import for_qml
from field_app.view_models.missing_parts import MissingPartSearch
from field_app.view_models.outside import ring, show_on_map, write_to
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.part_use import PartUse, use_parts

_LOOK_AGAIN = 20_000


@for_qml
class JobModel(PageModel):
    """One visit; `view.page` is what core/presenters/job_page.py says, `view.spot` the part pointed at in a diagram."""

    EMPTY = {
        "loaded": False, "gone": False, "title": "", "subtitle": "", "pill": "", "pill_tone": "", "pill_icon": "",
        "track": [], "next": {"act": "", "text": "", "detail": "", "icon": ""}, "contact": {}, "address": "",
        "promise": "", "office_note": "", "machines": [], "problem": "", "parts": [], "parts_summary": "", "links": [],
        "helpers": "", "ended": "", "take_back": "", "can_reject": False, "can_abort": False, "can_pause": False,
        "can_turn_back": False, "can_drive_back": False, "on_site": False, "checklists": 0, "spot": {}, "hasMap": False,
        "rejectReasons": [], "abortReasons": [], "abortCost": "", "abortLines": [], "saidMissing": [],
        "certificates": [], "saidNo": "",
    }
    KINDS = (
        "activity", "service_assignment", "service_call", "service_call_equipment", "business_partner", "contact",
        "address", "equipment", "required_material", "stock_move", "stock_shelf", "checklist_instance",
        "checklist_template", "skill", "person_skill", "diagram", "diagram_hotspot", "document", "attachment",
        "material", "person", "signature",
    )  # fmt: skip

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""
        self._sheet: JobSheet | None = None
        self._parts = MissingPartSearch(context, self)
        self._is_marked = False
        self._is_moving = False
        self._counts_abort = False
        self._clock = QTimer(self, interval=_LOOK_AGAIN)
        self._clock.timeout.connect(self._show_sheet)
        self._clock.start()

    parts = Property(MissingPartSearch, lambda self: self._parts, constant=True)

    @Slot(str)
    def open(self, activity_id: str) -> None:
        self._activity_id = activity_id
        self._parts.of_visit(activity_id)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(
            job_sheet, self._activity_id, self.author_id, self.core.clock.now(), self.texts.language,
            done=self._arrived,
        )
        self.ask(said_missing, self._activity_id, done=self._take_missing)

    def _take_missing(self, found: tuple[LackingPart, ...]) -> None:
        self.show(saidMissing=[{"id": one.item_id, "name": one.name, "count": one.count} for one in found])

    # ---- The visit's course -----------------------------------------------------------------------------------------

    @Slot()
    def go_on(self) -> None:
        """The primary button."""
        act = self._view["next"]["act"]
        if act == "checklist":
            self._begin_checklist()
        elif act == "checklist_choice":
            self.go("checklist_choice", activityId=self._activity_id)
        elif act == "checkout":
            self._to_checkout()
        elif act == "done":
            self.go(act, activityId=self._activity_id)
        elif act == "sign":
            self.go("checkout", activityId=self._activity_id, signing=True)
        elif act:
            self._step(act)

    @Slot()
    def pause(self) -> None:
        self._step("paused")

    @Slot()
    def turn_back(self) -> None:
        """He does not drive there after all, or not now."""
        if self._sheet is not None:
            self._step(turned_back(self._sheet.stamps.arrived_at is not None))

    @Slot()
    def drive_back(self) -> None:
        """Once more to a job that he left."""
        self._step("travelling")

    @Slot(str)
    def reject(self, reason: str) -> None:
        self._step("rejected", reason)

    @Slot()
    def take_back(self) -> None:
        """He takes the job after all."""
        self._step(self._view["take_back"])

    @Slot()
    def count_abort(self) -> None:
        """What the customer would pay if the job ended here: the records of the way and the waiting, tried out."""
        self.show(abortCost=self.texts("field.abort_counting"), abortLines=[])
        self._counts_abort = self._sheet is None
        if self._counts_abort:
            return  # its sheet lay open when the program ended; the job comes in a moment
        core, now, author, activity_id = self.core, self.core.clock.now(), self.author_id, self._activity_id

        def work() -> tuple[PricedLine, ...]:
            found = core.database.ask(records, activity_id, author, now)
            commands = abort_records(activity_id, found, "", now, new_id())
            return forecast(core.commands, commands, author, lambda session: visit_lines(session, activity_id))

        self.tasks.work(work, self._take_cost, self.complain, self)

    def _take_cost(self, lines: tuple[PricedLine, ...]) -> None:
        cost = abort_cost(lines, self.texts)
        self.show(abortCost=cost.said, abortLines=[{"text": one.text, "amount": one.amount} for one in cost.lines])

    @Slot(str, str)
    def abort(self, code: str, reason: str) -> None:
        """Ends here, once: the way and the waiting are recorded, then the step is taken."""
        if self._sheet is None or self._is_moving or self._sheet.step == "aborted":
            return
        now = self.core.clock.now()

        def recorded(found: Records) -> None:
            for command in abort_records(self._activity_id, found, code, now, new_id()):
                self.do(command)
            self._step("aborted", reason)

        self.ask(records, self._activity_id, self.author_id, now, done=recorded)

    @Slot(str)
    def write_note(self, text: str) -> None:
        if text.strip():
            command = AddNote(activity_id=self._activity_id, note_id=self.id_for_sheet(text), text=text)
            self.do(command, lambda _changes: self._say(self.texts("visit.did_note")))

    @Slot(str, "QVariantList")
    def lack(self, note: str, parts: list[dict[str, Any]]) -> None:
        """Parts are missing: that is how the visit comes out, and the office puts them aside for the next one."""
        command = SetOutcome(
            activity_id=self._activity_id, outcome="follow_up_needed", reason="parts", note=note,
            parts=tuple(missing_part(self._activity_id, one["id"], int(one["count"])) for one in parts),
        )
        names = ", ".join(one["name"] for one in parts) or self.texts("field.lack_unknown")
        self.do(command, lambda _changes: self._say(self.texts("field.lack_saved", names=names)))

    @Slot(str)
    def use_part(self, item_id: str) -> None:
        """One piece out of the van, as the diagram's button says."""
        use_parts(self, self._context, self._activity_id, [PartUse(item_id, Decimal(1))])

    # ---- Further in -------------------------------------------------------------------------------------------------

    @Slot(str)
    def look_into(self, page: str) -> None:
        """history, diagram, paper or people."""
        self.go(page, activityId=self._activity_id)

    @Slot(str)
    def work_on(self, page: str) -> None:
        """photo, time_material, checklist_choice or checkout."""
        if page == "checkout":
            self._to_checkout()
        else:
            self.go(page, activityId=self._activity_id)

    def _to_checkout(self) -> None:
        """With the time that the stamps tell of, as from the page of time and material: the customer signs all of it.

        It is saved while the job is under way only; after that the technician says himself what was forgotten.
        """
        if self._sheet is None or self._is_moving:
            return
        self._is_moving = True
        under_way = self._sheet.step in STEPS_ON_SITE
        now = self.core.clock.now()

        def offered(found: Records) -> None:
            times = suggestions(found.suggested_times, {}, now, self.texts) if under_way else ()
            for one in times:
                self.do(saved_time(self._activity_id, one, found.times))
            if times:
                said = ", ".join(f"{one.title} {self.texts.minutes(one.minutes)}" for one in times)
                self._say(self.texts("record.time_saved", what=said))

        self.ask(records, self._activity_id, self.author_id, now, done=offered)
        self.settled(self._at_checkout)

    def _at_checkout(self) -> None:
        self._is_moving = False
        self.go("checkout", activityId=self._activity_id)

    @Slot(str)
    def tell_office(self, kind: str) -> None:
        """fault (on another machine) or return (another visit)."""
        self.go("finding", activityId=self._activity_id, kind=kind)

    @Slot(str)
    def register(self, kind: str) -> None:
        """machine or contact, met on site."""
        self.go("on_site", activityId=self._activity_id, kind=kind)

    @Slot()
    def call(self) -> None:
        if self._view["contact"]:
            ring(self, self._view["contact"]["name"], self._view["contact"]["phone"])

    @Slot()
    def text(self) -> None:
        if self._view["contact"]:
            write_to(self, self._view["contact"]["name"], self._view["contact"]["phone"])

    @Slot()
    def navigate(self) -> None:
        address = self._sheet.address if self._sheet is not None else None
        if address is not None:
            show_on_map(self, address.latitude, address.longitude, address.street, address.city)

    @Slot(str)
    def call_holder(self, item_id: str) -> None:
        """The colleague who has the part."""
        part = next((one for one in self._view["parts"] if one["item_id"] == item_id), None)
        if part is not None and part["phone"]:
            ring(self, part["holder"], part["phone"])

    # ---- Inside -----------------------------------------------------------------------------------------------------

    def _step(self, target: str, reason: str = "") -> None:
        """One step at a time: a second touch while the first is being committed does nothing."""
        if self._sheet is None or self._is_moving:
            return
        self._is_moving = True
        command = ChangeStep(
            activity_id=self._activity_id, assignment_id=self._sheet.assignment_id, event_id=new_id(), target=target,
            reason=reason,
        )
        self.do(command)
        self.settled(self._moved)

    def _moved(self) -> None:
        self._is_moving = False

    def complain(self, error: Any) -> None:
        self._is_moving = False
        super().complain(error)

    def _begin_checklist(self) -> None:
        choice = begun_or_suggested(self._sheet) if self._sheet is not None else None
        if choice is None or self._sheet is None or self._is_moving:
            return
        if choice.instance_id is not None:
            self.go("checklist", instanceId=choice.instance_id)
            return
        self._is_moving = True
        instance_id = new_id()
        machine = self._sheet.equipment[0].id if self._sheet.equipment else None
        command = StartChecklist(
            activity_id=self._activity_id, instance_id=instance_id, version_id=choice.version_id, equipment_id=machine
        )
        self.do(command, lambda _changes: self.go("checklist", instanceId=instance_id))

    def _arrived(self, sheet: JobSheet | None) -> None:
        before = self._sheet
        if sheet is None:
            self._sheet = None  # or the next look at the clock would show it as his again
            self.show(loaded=True, gone=True, title=self.texts("field.job_gone_title"))
            return
        self._sheet = sheet
        if before is not None and before.step != sheet.step:
            self._is_moving = False  # the next step can be read, so it can be taken, whatever else is being asked
        if not sheet.seen and not self._is_marked:
            self._is_marked = True
            self.do(MarkSeen(activity_id=self._activity_id, assignment_id=sheet.assignment_id))
        self._show_sheet()
        if self._counts_abort:
            self.count_abort()

    @Slot()
    def _show_sheet(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        page = asdict(job_page(sheet, self.texts, self.core.clock.now()), dict_factory=_lists)
        page["contact"] = page["contact"] or {}
        has_map = sheet.address is not None and bool(sheet.address.street or sheet.address.place)
        reject = [{"id": one, "text": self.texts(f"field.reject_{one}")} for one in REJECT_REASONS]
        abort = [{"id": one, "text": self.texts(f"field.abort_{one}")} for one in ABORT_REASONS]
        self.show(
            loaded=True, gone=False, spot=self._spot(sheet), hasMap=has_map, rejectReasons=reject, abortReasons=abort,
            saidNo=sheet.step if sheet.step in ("rejected", "aborted") else "", **page,
        )

    def _spot(self, sheet: JobSheet) -> dict[str, Any]:
        found = focus_spot(sheet)
        if found is None:
            return {}
        diagram, number = found
        spot = diagram.hotspots[number]
        part = next((one for one in sheet.parts if one.item_id == spot.item_id), None)
        if part is None:  # the job asks for none of its parts: the drawing, and nothing to use by mistake
            spot = replace(spot, position="", name="", code="")
        amount = self.texts.amount(1, part.unit if part is not None else "st")
        key = "field.used_more" if part is not None and part.used else "field.use_one"
        return {
            "title": self.texts("field.diagram_of", title=diagram.title), "sha256": diagram.sha256,
            "here": bool(diagram.sha256) and self.core.blobs.has(diagram.sha256), "position": spot.position,
            "name": spot.name, "code": self.texts("visit.article", code=spot.code) if spot.code else "", "x": spot.x,
            "y": spot.y, "itemId": spot.item_id, "use": self.texts(key, amount=amount),
            "canUse": part is not None and sheet.step not in ("done", "new"),
        }

    def _say(self, text: str, tone: str = "good") -> None:
        self._context.messages.say(text, tone)  # type: ignore[attr-defined]


def _lists(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """QML takes lists; a tuple would reach it as something it cannot count."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
