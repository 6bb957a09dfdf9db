"""The photos of an earlier visit, one at a time and large; one that is not here is fetched, and small meanwhile."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.queries.past_photos import PastStrip, past_strip
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.past_visits import small


@for_qml
class PastPhotoModel(PageModel):
    """`view.small` stands in for the picture until its bytes are here."""

    EMPTY = {
        "loaded": False, "gone": False, "title": "", "said": "", "place": "", "sha256": "", "small": "", "here": False,
        "marks": [], "photoId": "", "hasNewer": False, "hasOlder": False,
    }
    KINDS = ("attachment",)

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._photo_id = ""
        self._strip: PastStrip | None = None

    @Slot(str, str)
    def open(self, activity_id: str, attachment_id: str) -> None:
        self._activity_id, self._photo_id = activity_id, attachment_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(past_strip, self._activity_id, self.texts.language, done=self._arrived)

    @Slot(int)
    def turn(self, steps: int) -> None:
        """Older is one on, newer one back; at the ends it stays."""
        photos = self._strip.photos if self._strip is not None else ()
        number = self._number() + steps
        if 0 <= number < len(photos):
            self._photo_id = photos[number].id
            self.keep_place(attachmentId=self._photo_id)
            self._show_photo()

    def _number(self) -> int:
        ids = [one.id for one in self._strip.photos] if self._strip is not None else []
        return ids.index(self._photo_id) if self._photo_id in ids else 0

    def _arrived(self, strip: PastStrip) -> None:
        self._strip = strip
        self._show_photo()

    def _show_photo(self) -> None:
        strip = self._strip
        if strip is None or not strip.photos:
            self.show(loaded=True, gone=True)
            return
        number, texts = self._number(), self.texts
        photo, step = strip.photos[number], strip.steps[number]
        here = self.core.blobs.has(photo.sha256)
        if not here:
            self._context.tablet.fetch(photo.sha256)  # type: ignore[attr-defined]
        place = texts("field.photo_of", number=number + 1, total=len(strip.photos))
        shown: dict[str, Any] = {"sha256": photo.sha256, "small": small(photo), "marks": photo.marks, "here": here}
        self.show(
            loaded=True, gone=False, title=strip.subject, place=place, photoId=photo.id,
            said=" · ".join(part for part in (texts.date_time(photo.taken_at), step) if part),
            hasNewer=number > 0, hasOlder=number < len(strip.photos) - 1, **shown,
        )
