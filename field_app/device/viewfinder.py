"""What the camera sees, painted by the program itself: Qt's own video item stays empty where no graphics card draws."""

from PySide6.QtCore import Property, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem


class Viewfinder(QQuickPaintedItem):
    """Shows the newest picture whole, or, when it `fills`, over all of the item and cut at two sides."""

    fillsChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._fills = False

    def look(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def paint(self, painter: QPainter) -> None:
        if self._picture.isNull() or not (self.width() and self.height()):
            return
        mode = Qt.AspectRatioMode
        size = QSizeF(self._picture.size()).scaled(
            QSizeF(self.width(), self.height()),
            mode.KeepAspectRatioByExpanding if self._fills else mode.KeepAspectRatio,
        )
        place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
        painter.drawImage(place, self._picture)

    def _get_fills(self) -> bool:
        return self._fills

    def _set_fills(self, fills: bool) -> None:
        if fills != self._fills:
            self._fills = fills
            self.fillsChanged.emit()
            self.update()

    fills = Property(bool, _get_fills, _set_fills, notify=fillsChanged)
