"""What was done before on the visit's machines, with the values measured then."""

from PySide6.QtCore import Property, QObject, Slot

from core.presenters.job_page import history_detail
from core.queries.job_sheet import JobSheet, job_sheet
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


class HistoryModel(PageModel):
    """Earlier visits, newest first."""

    EMPTY = {"title": "", "subtitle": "", "empty": False}
    KINDS = ("activity", "reading", "time_effort")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""
        self._visits = RowModel("id", "date", "subject", "detail", "work", "readings", parent=self)

    visits = Property(QObject, lambda self: self._visits, constant=True)

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
        machine = sheet.equipment[0].name if sheet.equipment else sheet.customer
        self._visits.set_rows([
            {
                "id": one.activity_id, "date": self.texts.full_date(one.date), "subject": one.subject,
                "detail": history_detail(one, self.texts), "work": one.work_done, "readings": list(one.readings),
            }
            for one in sheet.history
        ])
        self.show(title=self.texts("field.history"), subtitle=machine, empty=not sheet.history)
