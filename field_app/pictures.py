"""Pictures by address: tinted icons and card shadows for QML; attachments and pages of papers for `ready_pictures`."""

import re

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from core.settings import RESOURCES
from core.storage.blobs import BlobStore
from field_app.device.files import path_of

_STROKE = re.compile(r'stroke-width="[\d.]+"')
_KIND = QQuickImageProvider.ImageType.Image
_MOST_ICONS = 400
"""A look needs some 150, of 3 kB each; another look begins to fill the rest."""
LARGEST = 4096
"""Pixels per side that a picture is read at, at most: a tablet's memory is small."""


class IconPictures(QQuickImageProvider):
    """`image://icon/<name>/<rrggbb or aarrggbb>/<stroke>`: a Lucide icon in one colour, sharp at the asked size."""

    def __init__(self) -> None:
        super().__init__(_KIND)
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, int], QImage] = {}

    def requestImage(self, address: str, size: QSize, asked: QSize) -> QImage:
        """Drawn once: QML forgets a picture soon after its page was left, and each page has dozens of them."""
        side = max(asked.width(), asked.height(), 1)
        kept = self._drawn.get((address, side))
        if kept is None:
            if len(self._drawn) >= _MOST_ICONS:
                self._drawn.clear()
            kept = self._drawn[address, side] = self._draw(address, side)
        return kept

    def _draw(self, address: str, side: int) -> QImage:
        name, colour, stroke = address.split("/")
        svg = self._source(name).replace("currentColor", f"#{colour[-6:]}")
        image = _blank(side, side)
        painter = QPainter(image)
        if len(colour) == 8:
            painter.setOpacity(int(colour[:2], 16) / 255)
        svg = _STROKE.sub(f'stroke-width="{stroke}"', svg)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return image

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
        return self._sources[name]


class ShadowPictures(QQuickImageProvider):
    """`image://shadow/<rrggbb>/<opacity>/<blur>/<radius>`: a soft 9-patch; borders are blur + radius + 1 wide."""

    def __init__(self) -> None:
        super().__init__(_KIND)
        self._drawn: dict[str, QImage] = {}

    def requestImage(self, address: str, size: QSize, asked: QSize) -> QImage:
        if address not in self._drawn:
            self._drawn[address] = self._draw(address)
        return self._drawn[address]

    def _draw(self, address: str) -> QImage:
        colour_name, opacity, blur_text, radius_text = address.split("/")
        blur, radius = int(blur_text), int(radius_text)
        side = 2 * (blur + radius + 1) + 1
        image = _blank(side, side)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(f"#{colour_name[-6:]}")
        # Layers that lie on each other add up to a falling edge: the outermost is the faintest.
        layers = 2 * blur
        for layer in range(layers):
            inset = layer / 2
            colour.setAlphaF(float(opacity) * 2 * (layer + 1) / (layers * (layers + 1)) * 2)
            painter.setBrush(colour)
            corner = radius + blur - inset
            painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), corner, corner)
        painter.end()
        return image


def picture_at(blobs: BlobStore, address: str, room: QSize) -> QImage:
    """`blob/<sha256>`, `blob/<sha256>/<page>` of a paper, or `file/<token>`; nothing where there is no picture. Slow.

    A file that may yet be chosen is held to the limits of one that is kept: few bytes can unfold to gigabytes.
    """
    kind, _, name = address.partition("/")
    if kind == "file":
        from core.integrations.photos import photo_for_list

        small = photo_for_list(path_of(name), max(room.width(), room.height()))
        return QImage.fromData(QByteArray(small)) if small else QImage()
    sha256, _, page = name.partition("/")
    content = blobs.get(sha256)
    if content is None:
        return QImage()
    return _paper(content, int(page), room) if page else _picture(content, room)


def _picture(content: bytes, asked: QSize) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    room = QSize(asked.width() if asked.width() > 0 else LARGEST, asked.height() if asked.height() > 0 else LARGEST)
    if whole.isValid() and (whole.width() > room.width() or whole.height() > room.height()):
        reader.setScaledSize(whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _paper(content: bytes, page: int, asked: QSize) -> QImage:
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    points: QSizeF = document.pagePointSize(page)
    width = min(asked.width() if asked.width() > 0 else 1000, LARGEST)
    if points.isEmpty():
        return QImage()
    return document.render(page, QSize(width, round(width * points.height() / points.width())))


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
