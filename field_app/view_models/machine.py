"""A machine that was met without a job: whose it is, what was done on it, and the ways to tell the office about it."""

from PySide6.QtCore import QObject, Slot

from core.presenters.job_page import machine_words
from core.queries.machine_sheet import MachineSheet, machine_sheet
from field_app.qml_module import for_qml
from field_app.view_models.page_model import WorkContext
from field_app.view_models.past_visits import PastVisits


@for_qml
class MachineModel(PastVisits):
    """What is reported while he is on a job in the same place belongs to that job."""

    EMPTY = {
        "loaded": False, "title": "", "subtitle": "", "detail": "", "address": "", "position": "", "warranty": "",
        "warrantyTone": "quiet", "contract": "", "empty": False, "visit": "",
    }
    KINDS = ("equipment", "activity", "service_assignment", "reading", "time_effort", "attachment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._equipment_id = self._on_site_id = ""

    @Slot(str)
    def open(self, equipment_id: str) -> None:
        self._equipment_id = equipment_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now, language = self.core.clock.now(), self.texts.language
        self.ask(machine_sheet, self._equipment_id, self.author_id, now, language, done=self._arrived)

    def _arrived(self, sheet: MachineSheet | None) -> None:
        if sheet is None:
            self.wentBack.emit()
            return
        words = machine_words(sheet.machine, self.texts)
        self._on_site_id = sheet.on_site_id
        self.show_history(sheet.history)
        address = sheet.address
        self.show(
            loaded=True, title=words.name, subtitle=sheet.customer, detail=words.detail, position=words.position,
            address=f"{address.street}, {address.city}" if address is not None else "", warranty=words.warranty,
            warrantyTone=words.warranty_tone, contract=words.contract, empty=not sheet.history, visit=sheet.visit_id,
        )

    @Slot()
    def report_fault(self) -> None:
        if self._on_site_id:
            self.go("finding", activityId=self._on_site_id, kind="fault", machine=self._equipment_id)
        else:
            self.go("finding", kind="fault", machine=self._equipment_id)

    @Slot()
    def propose_visit(self) -> None:
        self.go("finding", kind="visit", machine=self._equipment_id)

    @Slot()
    def open_visit(self) -> None:
        """The job that he has got on it by now."""
        if self._view["visit"]:
            self.go("job", activityId=self._view["visit"])
