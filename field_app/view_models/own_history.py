"""The technician's own earlier visits, found by any word."""

from PySide6.QtCore import Property, QObject, Slot

from core.presenters.call_rows import short_number
from core.queries.own_history import OwnVisit, own_history
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class OwnHistoryModel(PageModel):
    """Newest first; what is typed is remembered with the place."""

    EMPTY = {"loaded": False, "search": "", "empty": False, "count": ""}
    KINDS = ("activity", "service_assignment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._visits = RowModel(
            "id", "date", "customer", "subject", "detail", "work", "readings", "isWhole", parent=self
        )

    visits = Property(RowModel, lambda self: self._visits, constant=True)

    @Slot(str)
    def open(self, search: str = "") -> None:
        self.show(search=search)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(own_history, self.author_id, self._view["search"], self.texts.language, done=self._arrived)

    @Slot(str)
    def look_for(self, text: str) -> None:
        if text != self._view["search"]:
            self.show(search=text)
            self.keep_place(search=text)
            self.refresh()

    @Slot(str)
    def look_at(self, activity_id: str) -> None:
        self.go("job", activityId=activity_id)

    def _arrived(self, found: tuple[OwnVisit, ...]) -> None:
        texts = self.texts
        self._visits.set_rows([
            {
                "id": one.activity_id, "date": texts.full_date(one.on), "customer": one.customer,
                "subject": one.subject,
                "detail": " · ".join(part for part in (one.machine, one.street, self._number(one)) if part),
                "work": one.work_done or (texts(f"visit.outcome_{one.outcome}") if one.outcome else ""),
                "readings": list(one.readings), "isWhole": one.is_whole,
            }
            for one in found
        ])
        count = texts.count("day_log.found", len(found)) if found else ""
        self.show(loaded=True, empty=not found, count=count)

    def _number(self, visit: OwnVisit) -> str:
        return self.texts("field_work.call", number=short_number(visit.call_number)) if visit.call_number else ""
