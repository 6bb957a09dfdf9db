"""The picture of a step: dropped or chosen, shown small, and taken away again."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from office_app.context import OfficeContext
from office_app.knowledge.page_picture import page_picture
from office_app.knowledge.uploads import DropZone
from office_app.widgets.basics import Button, column, label, row

_SMALL = QSize(200, 120)


class BlobPicture(QLabel):
    """A stored picture, read off the screen and fitted into a size."""

    def __init__(self, context: OfficeContext, size: QSize) -> None:
        super().__init__()
        self._context, self._size, self._sha256 = context, size, ""
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_blob(self, sha256: str) -> None:
        """Shows the picture of this name; none, or one that has not come here yet, leaves no gap."""
        if sha256 == self._sha256:
            return
        self._sha256 = sha256
        blobs = self._context.core.blobs
        if not sha256 or not blobs.has(sha256):
            self.hide()
            return
        path, paper = blobs.path(sha256), QColor(self._context.theme.tokens.theme("light")["surface"])
        self._context.tasks.work(
            lambda: page_picture(path, "image/*", 0, paper), lambda drawn: self._on_drawn(sha256, drawn[0]), owner=self
        )

    def _on_drawn(self, sha256: str, image: QImage) -> None:
        if sha256 != self._sha256 or image.isNull():
            return
        fitted = image.scaled(
            self._size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.setPixmap(QPixmap.fromImage(fitted))
        self.show()


class StepPicture(QWidget):
    """Emits given(path) for a new picture and removed when it is to go."""

    given = Signal(object)
    removed = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.caption = label("", "meta")
        self.picture = BlobPicture(context, _SMALL)
        self.remove = Button(context.theme, "", "", "trash-2", self.removed.emit, "stepPictureRemove")
        self.drop = DropZone(context, "step", "stepPicture", small=True)
        self.drop.given.connect(self.given)
        self._is_example = False
        self.setLayout(column(self.caption, self.picture, row(self.remove, None), self.drop, spacing=6))

    def retranslate(self) -> None:
        texts = self._context.texts
        self.caption.setText(texts("knowledge.field_example" if self._is_example else "knowledge.field_picture"))
        self.remove.setText(texts("knowledge.picture_remove"))
        self.drop.retranslate()

    def show_picture(self, sha256: str, is_example: bool) -> None:
        """The step's picture, which on a photo step is an example of the photo."""
        if is_example != self._is_example:
            self._is_example = is_example
            self.retranslate()
        self.picture.show_blob(sha256)
        self.remove.setVisible(bool(sha256))
        self.drop.setVisible(not sha256)
