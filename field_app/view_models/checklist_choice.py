"""The page where a technician chooses a checklist: begun ones and the suggested ones first."""

from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.commands.checklist import DropChecklist, StartChecklist
from core.ids import new_id
from core.queries.job_knowledge import ChecklistChoice
from core.queries.job_sheet import EquipmentCard, JobSheet, job_sheet
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class ChecklistChoiceModel(PageModel):
    """One visit's checklists; choosing one begins it, or goes on where it was left."""

    EMPTY = {"subtitle": "", "machines": [], "machineId": "", "loaded": False, "empty": False}
    KINDS = ("checklist_instance", "checklist_answer", "checklist_template")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._choices = RowModel("id", "name", "detail", "state", "suggested", "section", "removable", parent=self)
        self._activity_id = ""
        self._sheet: JobSheet | None = None
        self._shown: dict[str, ChecklistChoice] = {}
        self._begun: set[tuple[str, str]] = set()

    choices = Property(RowModel, lambda self: self._choices, constant=True)

    @Slot(str)
    def open(self, activity_id: str) -> None:
        self._activity_id = activity_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._activity_id:
            now, language = self.core.clock.now(), self.texts.language
            self.ask(job_sheet, self._activity_id, self.author_id, now, language, done=self._arrived)

    @Slot(str)
    def take_machine(self, equipment_id: str) -> None:
        """Which of the call's machines the checklist is filled in for."""
        self.show(machineId=equipment_id)
        self._list()

    @Slot(str)
    def choose(self, row_id: str) -> None:
        """Begins a checklist, or goes on with it; a touch waits for what is still being asked."""
        self.settled(lambda: self._choose(row_id))

    def _choose(self, row_id: str) -> None:
        choice, machine_id = self._shown.get(row_id), self._view["machineId"]
        if choice is not None and choice.instance_id is not None:
            self.go("checklist", instanceId=choice.instance_id)
            return
        if choice is None or (choice.template_id, machine_id) in self._begun:
            return
        self._begun.add((choice.template_id, machine_id))  # a second tap while the first is under way begins nothing
        instance_id = new_id()
        command = StartChecklist(
            activity_id=self._activity_id, instance_id=instance_id, version_id=choice.version_id,
            equipment_id=machine_id or None,
        )
        self.do(command, lambda _changes: self.go("checklist", instanceId=instance_id))

    @Slot(str)
    def drop(self, row_id: str) -> None:
        """Puts one away that was begun by mistake; it can be begun again with a touch."""
        choice = self._shown.get(row_id)
        if choice is not None and choice.instance_id is not None and choice.untouched:
            said = self.texts("visit.did_drop_checklist", name=choice.title)
            self.do(
                DropChecklist(activity_id=self._activity_id, instance_id=choice.instance_id),
                lambda _changes: self._context.messages.say(said),  # type: ignore[attr-defined]
            )

    @Slot()
    def leave_without(self) -> None:
        self.go("time_material", activityId=self._activity_id)

    def _arrived(self, sheet: JobSheet | None) -> None:
        if sheet is None:
            return
        self._sheet = sheet
        left = {(one.template_id, machine) for one in sheet.checklists for machine in one.machine_ids or ("",)}
        self._begun &= left
        chosen = self._view["machineId"] or next((one.id for one in sheet.equipment), "")
        self.show(
            subtitle=f"{sheet.customer} · {sheet.subject}", machines=[_machine(one) for one in sheet.equipment],
            machineId=chosen, loaded=True, empty=not sheet.checklists,
        )
        self._list()

    def _list(self) -> None:
        """Those that are begun, whichever machine they are for, and those that can be begun for the chosen one."""
        chosen, self._shown = self._view["machineId"], {}
        for one in self._sheet.checklists if self._sheet is not None else ():
            if one.instance_id is not None or not one.machine_ids or chosen in one.machine_ids:
                again = f"{one.template_id}/{one.instance_id or chosen}"
                self._shown[again if one.template_id in self._shown else one.template_id] = one
        self._choices.set_rows([self._row(row_id, one) for row_id, one in self._shown.items()])

    def _row(self, row_id: str, choice: ChecklistChoice) -> dict[str, Any]:
        texts = self.texts
        state = "done" if choice.done else "begun" if choice.instance_id is not None else "new"
        parts = [texts.count("field_work.steps", choice.steps)]
        if choice.minutes:
            parts.append(texts("field_work.about", minutes=texts.minutes(choice.minutes)))
        parts.append(texts("field_work.version", number=choice.version_number))
        section = "begun" if state != "new" else "suggested" if choice.suggested else "others"
        return {
            "id": row_id, "name": choice.title, "detail": " · ".join(parts), "state": state,
            "suggested": choice.suggested, "section": texts(f"field_work.choices_{section}"),
            "removable": choice.untouched,
        }


def _machine(card: EquipmentCard) -> dict[str, str]:
    return {"id": card.id, "name": card.name, "serial": card.serial}
