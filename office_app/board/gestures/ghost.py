"""The card that follows the pointer while a job is dragged outside the board's rows."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class GhostCard(QWidget):
    """Never in the way of the mouse, and gone as soon as the board shows its own ghost."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pixmap = QPixmap()
        self.hide()

    def follow(self, pixmap: QPixmap | None, point: QPoint) -> None:
        """Shows the picture beside a global point; None hides it."""
        if pixmap is None or pixmap.isNull():
            self.hide()
            return
        self._pixmap = pixmap
        self.resize(pixmap.deviceIndependentSize().toSize())
        self.move(self._page.mapFromGlobal(point) + QPoint(10, 8))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.92)
        painter.drawPixmap(0, 0, self._pixmap)
