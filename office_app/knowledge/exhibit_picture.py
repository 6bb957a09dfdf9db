"""A page of a document or a diagram as a step shows it: small, with the position that is lit."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.queries.step_exhibit import StepExhibit
from office_app.context import OfficeContext
from office_app.knowledge.page_picture import fitted, page_picture

_RING = 12.0


class ExhibitPicture(QWidget):
    """Emits `pages` with how many the shown file has. The picture is read off the screen."""

    pages = Signal(int)

    def __init__(self, context: OfficeContext, height: int) -> None:
        super().__init__()
        self._context = context
        self._shown: StepExhibit | None = None
        self._image = QImage()
        self.setFixedHeight(height)
        self.hide()

    def show_exhibit(self, exhibit: StepExhibit | None) -> None:
        """Nothing, or a file that has not come here, leaves no gap."""
        before, self._shown = self._shown, exhibit
        blobs = self._context.core.blobs
        if exhibit is None or not exhibit.sha256 or not blobs.has(exhibit.sha256):
            self._image = QImage()
            self.hide()
            return
        if before is not None and (before.sha256, before.page) == (exhibit.sha256, exhibit.page):
            self.update()
            return
        path, paper = blobs.path(exhibit.sha256), QColor(self._context.theme.tokens.theme("light")["surface"])
        self._context.tasks.work(
            lambda: page_picture(path, exhibit.mime, exhibit.page - 1, paper),
            lambda drawn: self._on_drawn(exhibit, *drawn), owner=self,
        )

    def _on_drawn(self, exhibit: StepExhibit, image: QImage, pages: int) -> None:
        now = self._shown
        if now is None or (now.sha256, now.page) != (exhibit.sha256, exhibit.page):
            return
        self._image = image
        self.setVisible(not image.isNull())
        if pages:
            self.pages.emit(pages)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull() or self._shown is None:
            return
        painter, theme = QPainter(self), self._context.theme
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = fitted(self._image, self)
        painter.drawImage(box, self._image)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawRect(box)
        if not self._shown.position:
            return
        middle = QPointF(
            box.left() + self._shown.x * box.width(), box.top() + self._shown.y * box.height()
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(middle, _RING, _RING)
        painter.setFont(theme.font("dense", 700))
        painter.setPen(theme.colour("accentFg"))
        around = painter.boundingRect(box.toRect(), Qt.AlignmentFlag.AlignCenter, self._shown.position)
        around.moveCenter(middle.toPoint())
        painter.drawText(around, Qt.AlignmentFlag.AlignCenter, self._shown.position)
