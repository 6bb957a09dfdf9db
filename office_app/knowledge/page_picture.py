"""A stored PDF page or picture as an image, made off the screen."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

_WIDEST = 1400


def page_picture(path: Path, mime: str, page: int, paper: QColor) -> tuple[QImage, int]:
    """One page of the file on white paper, and how many pages there are; a null image when it cannot be shown."""
    if mime != "application/pdf":
        image = QImage(str(path))
        if image.width() > _WIDEST:
            image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
        return (QImage(), 0) if image.isNull() else (_on_paper(image, paper), 1)
    document = QPdfDocument()
    try:
        if document.load(str(path)) != QPdfDocument.Error.None_ or not 0 <= page < document.pageCount():
            return QImage(), 0
        size = document.pagePointSize(page)
        scale = _WIDEST / max(size.width(), size.height(), 1.0)
        drawn = document.render(page, QSize(round(size.width() * scale), round(size.height() * scale)))
        return _on_paper(drawn, paper), document.pageCount()
    finally:
        document.close()


def _on_paper(drawn: QImage, paper: QColor) -> QImage:
    """What is see-through becomes paper: lines are dark in a dark room too."""
    sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
    sheet.fill(paper)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return sheet


def fitted(image: QImage, widget: QWidget) -> QRectF:
    """Where an image lies when it fills a widget as far as its shape allows."""
    size = image.size().scaled(widget.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (widget.width() - size.width()) / 2, (widget.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())
