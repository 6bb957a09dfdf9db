"""Attachments, pages of papers and files to choose from as pictures: read off the GUI thread, shown when they come."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from core.qt.tasks import Tasks
from core.storage.blobs import BlobStore
from field_app.pictures import picture_at

MOST_KEPT = 48 * 1024 * 1024
"""Bytes of pictures that wait to be shown, or to be shown again."""


class ReadyPictures(QObject):
    """`Picture.qml` asks with `ready` and shows `image://ready/<key>` once `came` says that key.

    Qt's own reading thread must never call Python: it does so with a lock in its hand that the GUI thread, which holds
    Python's, may be waiting for, and then the program stands still for good. So a provider gives only what is read.
    """

    came = Signal(str)

    def __init__(self, tasks: Tasks, blobs: BlobStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._blobs = tasks, blobs
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._under_way: set[str] = set()

    @Slot(str, result=bool)
    def ready(self, key: str) -> bool:
        """Whether it can be shown now; else it is read, and `came` follows. `key` is `<address>@<width>x<height>`."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return True
        if key not in self._under_way:
            self._under_way.add(key)
            address, _, room = key.rpartition("@")
            width, _, height = room.partition("x")
            size = QSize(int(width), int(height))
            self._tasks.work(
                lambda: picture_at(self._blobs, address, size), lambda image: self._arrived(key, image),
                lambda _error: self._under_way.discard(key), self,
            )
        return False

    def image(self, key: str) -> QImage:
        return self._kept.get(key, QImage())

    def _arrived(self, key: str, image: QImage) -> None:
        self._under_way.discard(key)
        if image.isNull():
            return
        self._kept[key] = image
        while sum(one.sizeInBytes() for one in self._kept.values()) > MOST_KEPT and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self.came.emit(key)


class ReadyProvider(QQuickImageProvider):
    """`image://ready/<key>`: what is already in memory, so that it may be asked for on the GUI thread."""

    def __init__(self, pictures: ReadyPictures) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._pictures = pictures

    def requestImage(self, key: str, size: QSize, asked: QSize) -> QImage:
        return self._pictures.image(key)
