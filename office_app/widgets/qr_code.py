"""A QR code drawn sharp at any scale, always dark on light so that every scanner reads it."""

import qrcode
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from office_app.theme import Theme

_QUIET_ZONE = 4


class QrCode(QWidget):
    """Shows `text`; empty shows nothing."""

    def __init__(self, theme: Theme, size: int = 280) -> None:
        super().__init__()
        light = theme.tokens.theme("light")
        self._paper, self._ink = QColor(light["surface"]), QColor(light["text"])
        self._matrix: list[list[bool]] = []
        self.setFixedSize(size, size)

    def set_text(self, text: str) -> None:
        self._matrix = []
        if text:
            code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=_QUIET_ZONE)
            code.add_data(text)
            self._matrix = code.get_matrix()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._matrix:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), self._paper)
        # Whole device pixels: a module of 3.5 pixels is what phones stumble over.
        side = max(1, int(self.width() * self.devicePixelRatioF() / len(self._matrix))) / self.devicePixelRatioF()
        edge = (self.width() - side * len(self._matrix)) / 2
        painter.setBrush(self._ink)
        for top, modules in enumerate(self._matrix):
            for left, dark in enumerate(modules):
                if dark:
                    painter.drawRect(QRectF(edge + left * side, edge + top * side, side, side))
