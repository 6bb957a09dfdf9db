"""Drawing on one photo: every mark is kept as it is drawn, and the picture itself stays as it was taken."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.commands.photos import MarkPhoto, PairPhoto
from core.integrations.photo_marks import drawn_thumbnail
from core.queries.visit_photos import VisitPhoto, one_photo
from core.rules.photo_marks import Mark, read_marks, write_marks
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext

TOOLS = ("arrow", "ring", "text")


@for_qml
class PhotoMarksModel(PageModel):
    """One photo with its marks; `view.tool` is what the next stroke draws."""

    EMPTY = {"sha256": "", "here": False, "marks": [], "tool": TOOLS[0], "count": "", "pair": "", "loaded": False}
    KINDS = ("attachment",)

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._attachment_id = ""
        self._photo: VisitPhoto | None = None

    @Slot(str, str)
    def open(self, activity_id: str, attachment_id: str, tool: str = TOOLS[0]) -> None:
        self._activity_id, self._attachment_id = activity_id, attachment_id
        self.show(tool=tool)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(one_photo, self._attachment_id, done=self._arrived)

    @Slot(str)
    def choose(self, tool: str) -> None:
        if tool in TOOLS:
            self.show(tool=tool)
            self.keep_place(tool=tool)

    @Slot(str, "QVariantList")
    def draw(self, kind: str, points: list[Any]) -> None:
        self._add({"kind": kind, "points": points})

    @Slot(float, float, str)
    def write(self, x: float, y: float, text: str) -> None:
        if text.strip():
            self._add({"kind": "text", "points": [[x, y]], "text": text.strip()})

    @Slot()
    def undo(self) -> None:
        """Takes the newest mark away."""
        self.settled(lambda: self._keep(self._marks()[:-1]))

    @Slot(str)
    def pair_as(self, pair: str) -> None:
        """before, after, or neither; a touch on what it is takes it back."""
        self.settled(lambda: self._pair_as(pair))

    def _pair_as(self, pair: str) -> None:
        wanted = "" if self._photo is not None and self._photo.pair == pair else pair
        self.do(PairPhoto(activity_id=self._activity_id, attachment_id=self._attachment_id, pair=wanted))

    @Slot()
    def leave(self) -> None:
        self.settled(self.wentBack.emit)

    def _add(self, mark: dict[str, Any]) -> None:
        """Once: words whose sheet lay open again after a sudden end may have been kept before it."""
        new = read_marks([mark])
        if new is not None:
            self.settled(lambda: self._keep((*(one for one in self._marks() if one not in new), *new)))

    def _marks(self) -> tuple[Mark, ...]:
        return read_marks(self._photo.marks) or () if self._photo is not None else ()

    def _keep(self, marks: tuple[Mark, ...]) -> None:
        """The small picture is drawn anew off the screen's thread, then both are committed together."""
        photo = self._photo
        if photo is None or marks == self._marks():
            return
        self._under_way += 1
        sha256 = photo.sha256

        def work() -> str:
            content = self.core.blobs.get(sha256)
            return drawn_thumbnail(content, marks) if content is not None else ""

        def ready(thumbnail: str) -> None:
            self.do(MarkPhoto(
                activity_id=self._activity_id, attachment_id=self._attachment_id, marks=write_marks(marks),
                thumbnail=thumbnail,
            ))
            self._settle()

        def refused(error: Any) -> None:
            self._settle()
            self.complain(error)

        self.tasks.work(work, ready, refused, self)

    def _arrived(self, photo: VisitPhoto | None) -> None:
        if photo is None:
            self.wentBack.emit()
            return
        self._photo = photo
        count = len(photo.marks)
        self.show(
            sha256=photo.sha256, here=self.core.blobs.has(photo.sha256), marks=photo.marks, pair=photo.pair,
            count=self.texts.count("field_work.mark_count", count) if count else "", loaded=True,
        )
