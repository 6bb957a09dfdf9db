"""The photo page: pictures of a visit or of one checklist step, from the camera, a file or a drop."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QStandardPaths, QUrl, Slot
from PySide6.QtGui import QImage

from core.commands.photos import AddPhoto, RemovePhoto
from core.ids import derived_id
from core.integrations.photos import PreparedPhoto, photo_from_file, photo_from_pixels
from core.queries.visit_photos import PhotoStep, VisitPhoto, keeps_position, photo_step, visit_photos
from field_app.device.camera import Camera
from field_app.device.files import PURPOSES, Entry, newest_pictures, token_of
from field_app.device.position import Whereabouts
from field_app.qml_module import for_qml
from field_app.view_models.checklist_view import photos_asked
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel

MOST_FILES = 60
"""How many of the newest pictures are offered to choose from."""


@for_qml
class PhotoModel(PageModel):
    """What was taken, and the newest pictures in a folder where there is no camera."""

    EMPTY = {
        "subtitle": "", "count": 0, "kept": "", "latest": "", "latestId": "", "marks": [],
        "working": False, "folder": "", "folderName": "", "saved": "", "title": "", "asks": "", "example": "",
        "full": False,
    }
    KINDS = ("attachment", "firm")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._camera = Camera(self.tasks, self)
        self._camera.still.connect(self.add_image)
        self._camera.troubled.connect(lambda: self.failed.emit(self.texts("field_work.photo_camera_silent")))
        self._photos = RowModel("id", "source", "time", "pair", parent=self)
        self._files = RowModel("id", "name", "source", "trouble", parent=self)
        self._activity_id = self._instance_id = self._element_id = ""
        self._keeps_position = self._has_departed = False
        self._whereabouts: Whereabouts = context.whereabouts  # type: ignore[attr-defined]
        self._step: PhotoStep | None = None
        self.look_in(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))

    photos = Property(RowModel, lambda self: self._photos, constant=True)
    files = Property(RowModel, lambda self: self._files, constant=True)
    camera = Property(Camera, lambda self: self._camera, constant=True)

    @Slot(str, str, str)
    def open(self, activity_id: str, instance_id: str = "", element_id: str = "") -> None:
        """The pictures of a step, or of the visit when no step is named."""
        self._activity_id, self._instance_id, self._element_id = activity_id, instance_id, element_id
        self.refresh()

    def _take_policy(self, keeps: bool) -> None:
        """Where photos are taken is asked only where the firm wants it kept, and only while there is a camera."""
        self._keeps_position = keeps
        if keeps and not self._has_departed and self._camera.property("available"):
            self._whereabouts.listen()
        else:
            self._whereabouts.rest()

    def depart(self) -> None:
        super().depart()
        self._has_departed = True
        self._whereabouts.rest()

    @Slot()
    def refresh(self) -> None:
        self.ask(keeps_position, done=self._take_policy)
        if not self._activity_id:
            return
        if self._instance_id:
            self.ask(
                photo_step, self._instance_id, self._element_id, self.texts.language, done=self._take_step
            )
        self.ask(visit_photos, self._activity_id, self._instance_id, self._element_id, done=self._arrived)

    def _take_step(self, step: PhotoStep | None) -> None:
        self._step = step
        if step is None:
            return
        known = bool(step.example) and self.core.blobs.has(step.example)
        self.show(
            title=step.title, asks=photos_asked(step.least, step.most, self.texts),
            example=f"blob/{step.example}" if known else "", full=0 < step.most <= self._view["count"],
        )

    @Slot(str)
    def look_in(self, folder: str) -> None:
        """Offers the newest pictures of this folder."""
        self.show(folder=folder, folderName=Path(folder).name)
        self.tasks.work(lambda: newest_pictures(Path(folder), MOST_FILES), self._found_files, owner=self)

    @Slot(QUrl)
    def add_file(self, url: QUrl) -> None:
        path = Path(url.toLocalFile())
        self._prepare(lambda: photo_from_file(path, self._keeps_position), path.name)

    @Slot("QVariantList")
    def add_files(self, urls: list[Any]) -> None:
        """Several at once, as they are dropped."""
        for url in urls:
            self.add_file(QUrl(url))

    @Slot(QImage)
    def add_image(self, image: QImage) -> None:
        """A picture from the camera."""
        still = image.convertToFormat(QImage.Format.Format_RGB888)
        size = (still.width(), still.height())
        place = self._whereabouts.place if self._keeps_position else None
        self._prepare(
            lambda: replace(
                photo_from_pixels(bytes(still.constBits()), *size, still.bytesPerLine()), position=place
            ), "",
        )

    @Slot(str)
    def mark(self, attachment_id: str) -> None:
        """Draws on a photo."""
        self.settled(lambda: self.go("photo_marks", activityId=self._activity_id, attachmentId=attachment_id))

    @Slot(str)
    def remove(self, attachment_id: str) -> None:
        self.do(RemovePhoto(activity_id=self._activity_id, attachment_id=attachment_id))

    @Slot()
    def use(self) -> None:
        """Back to where the photo was asked for, when everything is saved."""
        self.settled(self.wentBack.emit)

    def _prepare(self, make: Callable[[], PreparedPhoto], name: str) -> None:
        """Makes the picture small and stores its bytes off the screen's thread; then the row is committed."""
        self._under_way += 1
        self.show(working=True)

        def work() -> tuple[PreparedPhoto, str]:
            photo = make()
            return photo, self.core.blobs.put(photo.jpeg)

        def ready(result: tuple[PreparedPhoto, str]) -> None:
            self._store(*result, name)
            self._finished()

        def refused(error: Any) -> None:
            self._finished()
            self.complain(error)

        self.tasks.work(work, ready, refused, self)

    def _finished(self) -> None:
        self.show(working=False)
        self._settle()

    def _store(self, photo: PreparedPhoto, sha256: str, name: str) -> None:
        on_step = bool(self._instance_id)
        place = f"{self._instance_id or self._activity_id}:{self._element_id}"
        self.do(
            AddPhoto(
                # The same picture touched or dropped twice in one place is kept once.
                activity_id=self._activity_id, attachment_id=derived_id(f"{place}:{sha256}", "attachment"),
                sha256=sha256, mime="image/jpeg", size=len(photo.jpeg), file_name=name,
                object_kind="checklist_instance" if on_step else "activity",
                object_id=self._instance_id if on_step else self._activity_id, element_id=self._element_id,
                thumbnail=photo.thumbnail, visible_to_customer=on_step or not self._element_id,
                latitude=photo.position[0] if photo.position else None,
                longitude=photo.position[1] if photo.position else None,
            ),
            lambda _changes: self.show(
                saved=self.texts("field_work.saved_at", time=self.texts.time(self.core.clock.now()))
            ),
        )

    def _arrived(self, found: tuple[VisitPhoto, ...]) -> None:
        rows = [
            {
                "id": one.id, "source": f"data:image/jpeg;base64,{one.thumbnail}",
                "time": self.texts.time(one.taken_at),
                "pair": self.texts(f"field_work.pair_{one.pair}") if one.pair else "",
            }
            for one in found
        ]
        self._photos.set_rows(rows)
        self.show(
            count=len(rows), kept=self.texts.count("field_work.photo_kept", len(rows)),
            latest=found[-1].sha256 if found else "",
            latestId=found[-1].id if found else "", marks=found[-1].marks if found else [],
            full=self._step is not None and 0 < self._step.most <= len(rows),
        )

    def _found_files(self, entries: tuple[Entry, ...]) -> None:
        self._files.set_rows([
            {
                "id": one.path.as_uri(), "name": one.name,
                "source": "" if one.trouble else f"file/{token_of(one.path)}",
                "trouble": self.texts(one.trouble, **PURPOSES["photos"].limits) if one.trouble else "",
            }
            for one in entries
        ])
