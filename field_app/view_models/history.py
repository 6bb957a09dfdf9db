"""What was done before on the visit's machines, with the values measured and the photos taken then."""

from PySide6.QtCore import Property, QObject, Slot

from core.queries.job_sheet import JobSheet, job_sheet
from core.queries.past_photos import PastPhoto, past_photos
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.past_visits import ROLES, past_rows
from field_app.view_models.row_model import RowModel


@for_qml
class HistoryModel(PageModel):
    """Earlier visits, newest first."""

    EMPTY = {"title": "", "subtitle": "", "empty": False}
    KINDS = ("activity", "reading", "time_effort", "attachment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""
        self._sheet: JobSheet | None = None
        self._photos: dict[str, tuple[PastPhoto, ...]] = {}
        self._visits = RowModel(*ROLES, parent=self)

    visits = Property(RowModel, lambda self: self._visits, constant=True)

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
        self._sheet = sheet
        self._show_visits()
        self.ask(past_photos, [one.activity_id for one in sheet.history], done=self._photos_arrived)
        machine = sheet.equipment[0].name if sheet.equipment else sheet.customer
        self.show(title=self.texts("field.history"), subtitle=machine, empty=not sheet.history)

    @Slot(str, str)
    def look_at(self, activity_id: str, photo_id: str) -> None:
        self.go("past_photo", activityId=activity_id, attachmentId=photo_id)

    def _photos_arrived(self, found: dict[str, tuple[PastPhoto, ...]]) -> None:
        self._photos = found
        self._show_visits()

    def _show_visits(self) -> None:
        if self._sheet is not None:
            self._visits.set_rows(past_rows(self._sheet.history, self._photos, self.texts))
