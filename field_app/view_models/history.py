"""What was done before on the visit's machines, with the values measured and the photos taken then."""

from PySide6.QtCore import QObject, Slot

from core.queries.job_sheet import JobSheet, job_sheet
from field_app.qml_module import for_qml
from field_app.view_models.page_model import WorkContext
from field_app.view_models.past_visits import PastVisits


@for_qml
class HistoryModel(PastVisits):
    """Of all machines of the visit."""

    EMPTY = {"title": "", "subtitle": "", "empty": False}
    KINDS = ("activity", "reading", "time_effort", "attachment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""

    @Slot(str)
    def open(self, activity_id: str) -> None:
        self._activity_id = activity_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now, language = self.core.clock.now(), self.texts.language
        self.ask(job_sheet, self._activity_id, self.author_id, now, language, done=self._arrived)

    def _arrived(self, sheet: JobSheet | None) -> None:
        if sheet is None:
            return
        self.show_history(sheet.history)
        machine = sheet.equipment[0].name if sheet.equipment else sheet.customer
        self.show(title=self.texts("field.history"), subtitle=machine, empty=not sheet.history)
