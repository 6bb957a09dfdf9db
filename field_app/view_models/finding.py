"""The page for what no visit will settle yet: another machine's fault, work that needs one more visit, or a first."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.commands.base import Command
from core.commands.findings import ProposeReturn, ReportFault, ReportMachine
from core.presenters.findings import step_words
from core.queries.checklist_run import ChecklistRun, checklist_run
from core.queries.findings import FindingSheet, finding_sheet, machine_finding
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext

UNREGISTERED = "-"


@for_qml
class FindingModel(PageModel):
    """`kind` is fault, return or visit; what is chosen and half typed lives in the place, so that a restart has it."""

    EMPTY = {
        "loaded": False, "kind": "return", "subtitle": "", "machines": [], "machine": "", "urgent": False, "text": "",
        "photos": [], "chosen": [], "canSend": False, "lacking": "", "onVisit": True,
    }
    KINDS = ("attachment", "equipment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._instance_id = self._element_id = ""
        self._before: list[str] = []
        self._is_sent = False

    @Slot()
    def open(
        self, activity_id: str = "", kind: str = "return", instance_id: str = "", element_id: str = "",
        words: str | None = None, machine: str = "", urgent: bool = False, chosen: list[str] | None = None,
        before: list[str] | None = None,
    ) -> None:
        """Without a visit it is about `machine` alone, which there is none at.

        `before` are the photos there were when the camera was opened: what came since is chosen by itself.
        """
        self._activity_id, self._instance_id, self._element_id = activity_id, instance_id, element_id
        self._before = before or []
        self.show(
            onVisit=bool(activity_id), kind=kind, machine=machine, urgent=urgent, text=words or "", chosen=chosen or []
        )
        if instance_id and words is None:
            self.ask(checklist_run, instance_id, self.texts.language, done=self._take_words)
        self._is_new = before is None and chosen is None
        self._has_camera_been = before is not None
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._activity_id:
            self.ask(finding_sheet, self._activity_id, done=self._arrived)
        else:
            self.ask(machine_finding, self._view["machine"], done=self._arrived)

    @Slot(str)
    def write(self, text: str) -> None:
        self._put(text=text)
        self._keep()

    @Slot(str)
    def choose_machine(self, machine_id: str) -> None:
        self._put(machine=machine_id)
        self._keep()

    @Slot(bool)
    def set_urgent(self, urgent: bool) -> None:
        self._put(urgent=urgent)
        self._keep()

    @Slot(str)
    def toggle_photo(self, photo_id: str) -> None:
        chosen = list(self._view["chosen"])
        self._put(chosen=[one for one in chosen if one != photo_id] if photo_id in chosen else [*chosen, photo_id])
        self._keep()

    @Slot()
    def take_photo(self) -> None:
        self._keep(before=[one["id"] for one in self._view["photos"]])
        self.go("photo", activityId=self._activity_id)

    @Slot()
    def send(self) -> None:
        """Once, however often it is touched."""
        view = self._view
        if self._is_sent or not view["canSend"]:
            return
        self._is_sent = True
        self._put()
        kind = view["kind"]
        self.do(self._command(kind), lambda _changes: self._sent(f"finding.{kind}_saved"))

    def _command(self, kind: str) -> Command:
        view, photos = self._view, tuple(self._view["chosen"])
        machine = view["machine"] if view["machine"] != UNREGISTERED else None
        said = (kind, view["machine"], view["text"], view["urgent"], photos)
        call_id, note_id = self.id_for_page("call", *said), self.id_for_page("note", *said)
        if not self._activity_id:
            return ReportMachine(
                call_id=call_id, equipment_id=view["machine"], text=view["text"], urgent=view["urgent"],
                need="fault" if kind == "fault" else "visit",
            )
        if kind == "fault":
            return ReportFault(
                activity_id=self._activity_id, call_id=call_id, note_id=note_id, text=view["text"],
                equipment_id=machine, urgent=view["urgent"], photo_ids=photos,
            )
        return ProposeReturn(activity_id=self._activity_id, note_id=note_id, text=view["text"], photo_ids=photos)

    def complain(self, error: Any) -> None:
        self._is_sent = False
        super().complain(error)
        self._put()

    def _sent(self, key: str) -> None:
        self._context.messages.say(self.texts(key), "good")  # type: ignore[attr-defined]
        self.wentBack.emit()

    def _put(self, **parts: Any) -> None:
        view = {**self._view, **parts}
        lacking = _lacking(view)
        self.show(
            **parts, canSend=not lacking and not self._is_sent, lacking=self.texts(lacking) if lacking else ""
        )

    def _keep(self, before: list[str] | None = None) -> None:
        """A restart, or the way back from the camera, stands here again."""
        view = self._view
        self.keep_place(
            before=before, words=view["text"], machine=view["machine"], urgent=view["urgent"], chosen=view["chosen"]
        )

    def _take_words(self, run: ChecklistRun | None) -> None:
        step = next((one for one in run.steps if one.element_id == self._element_id), None) if run else None
        if step is not None and not self._view["text"]:
            self._put(text=step_words(step))

    def _arrived(self, sheet: FindingSheet | None) -> None:
        if sheet is None:
            self.wentBack.emit()
            return
        machines = [
            {"id": one.id, "name": one.name,
             "detail": " · ".join(part for part in (one.serial, one.location_note) if part)}
            for one in sheet.machines
        ]
        if self._activity_id:
            machines.append({
                "id": UNREGISTERED, "name": self.texts("finding.another_machine"),
                "detail": self.texts("finding.not_registered"),
            })
        photos = [{"id": one.id, "source": f"data:image/jpeg;base64,{one.thumbnail}"} for one in sheet.photos]
        chosen = list(self._view["chosen"])
        if self._is_new and self._instance_id:
            chosen = [
                one.id for one in sheet.photos
                if (one.instance_id, one.element_id) == (self._instance_id, self._element_id)
            ]
        if self._has_camera_been:
            chosen += [one.id for one in sheet.photos if one.id not in self._before and one.id not in chosen]
        has_camera_been = self._has_camera_been
        self._is_new = self._has_camera_been = False
        here = {one.id for one in sheet.photos}
        self._put(
            loaded=True, subtitle=self._subtitle(sheet), machines=machines, photos=photos,
            chosen=[one for one in chosen if one in here],
        )
        if has_camera_been:
            self._keep()

    def _subtitle(self, sheet: FindingSheet) -> str:
        machine = sheet.machines[0].name if not self._activity_id else ""
        return " · ".join(part for part in (sheet.customer, machine) if part)


def _lacking(view: dict[str, Any]) -> str:
    """What has to be said before it can go, as the key of its words."""
    has_words, is_fault = bool(view["text"].strip()), view["kind"] == "fault"
    if is_fault and not view["machine"]:
        return "finding.lacks_machine" if has_words else "finding.lacks_both"
    if has_words:
        return ""
    return "finding.lacks_fault" if is_fault else "finding.lacks_words"
