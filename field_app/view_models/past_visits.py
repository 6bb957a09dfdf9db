"""Earlier visits as `PastVisit.qml` shows them: what was done and measured, and a strip of small pictures."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.presenters.job_page import history_detail
from core.queries.machine_history import HistoryRow
from core.queries.past_photos import PastPhoto, past_photos
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class PastVisits(PageModel):
    """A page that lists earlier visits, newest first; their pictures come behind the words."""

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._history: Sequence[HistoryRow] = ()
        self._photos: dict[str, tuple[PastPhoto, ...]] = {}
        self._visits = RowModel("id", "date", "subject", "detail", "work", "readings", "photos", parent=self)

    visits = Property(RowModel, lambda self: self._visits, constant=True)

    def show_history(self, history: Sequence[HistoryRow]) -> None:
        self._history = history
        self._show_visits()
        self.ask(past_photos, [one.activity_id for one in history], done=self._photos_arrived)

    def _photos_arrived(self, found: dict[str, tuple[PastPhoto, ...]]) -> None:
        self._photos = found
        self._show_visits()

    def _show_visits(self) -> None:
        self._visits.set_rows([self._row(one) for one in self._history])

    def _row(self, one: HistoryRow) -> dict[str, Any]:
        texts = self.texts
        return {
            "id": one.activity_id, "date": texts.full_date(one.date), "subject": one.subject,
            "detail": history_detail(one, texts), "work": one.work_done, "readings": list(one.readings),
            "photos": [
                {"id": photo.id, "source": small(photo), "text": texts.date_time(photo.taken_at)}
                for photo in self._photos.get(one.activity_id, ())
            ],
        }

    @Slot(str, str)
    def look_at(self, activity_id: str, photo_id: str) -> None:
        self.go("past_photo", activityId=activity_id, attachmentId=photo_id)


def small(photo: PastPhoto) -> str:
    """One without a small picture shows itself, if it lies here."""
    return f"data:image/jpeg;base64,{photo.thumbnail}" if photo.thumbnail else f"blob/{photo.sha256}"
