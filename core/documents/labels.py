"""Labels for machines: a sheet of stickers with the QR code that the office's and the tablet's scanners know."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.documents.paper import colour, fitted, font, text_width, wrapped
from core.rules.scan_code import label_payload
from core.texts import Texts

COLUMNS, ROWS = 3, 8
PER_SHEET = COLUMNS * ROWS
"""24 labels of 70 × 37 mm fill an A4 sheet to its edges, the commonest sheet of stickers in a stationer's."""
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
_EDGE = 4.5 * mm
_QR = 25 * mm


@dataclass(frozen=True, slots=True)
class MachineLabel:
    """One sticker: the machine's label code (or its number), its name, serial, and number for people."""

    code: str
    name: str
    serial: str = ""


def label_sheet(
    labels: Sequence[MachineLabel], firm: str, phone: str, texts: Texts, skip: int = 0
) -> bytes:
    """The PDF to print at full size on sticker sheets; `skip` leaves so many already used stickers of the first empty.

    `firm` and `phone` (as people write it) stand on every label, for a customer without a scanner.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(texts("labels.title"))
    canvas.setAuthor(firm)
    # A printer that fits the page to its own margins moves every label off its sticker.
    canvas.setViewerPreference("PrintScaling", "None")
    foot = [part for part in (firm, phone) if part]
    for number, label in enumerate(labels, skip % PER_SHEET):
        place = number % PER_SHEET
        if place == 0 and number:
            canvas.showPage()
        row, column = divmod(place, COLUMNS)
        _draw(canvas, column * WIDTH, A4[1] - (row + 1) * HEIGHT, label, foot, texts)
    canvas.save()
    return buffer.getvalue()


def label_picture(code: str, box: int = 8) -> bytes:
    """The label's QR code alone as PNG, `box` pixels to a module, for a screen or a label printer."""
    stream = io.BytesIO()
    _qr(code, box, 4).save(stream, "PNG")
    return stream.getvalue()


def _draw(canvas: Canvas, x: float, y: float, label: MachineLabel, foot: list[str], texts: Texts) -> None:
    middle = y + (HEIGHT - _QR) / 2
    canvas.drawImage(ImageReader(_qr(label.code, 8, 0).get_image().convert("L")), x + _EDGE, middle, _QR, _QR)
    left, width = x + _EDGE + _QR + 3 * mm, WIDTH - 2 * _EDGE - _QR - 3 * mm
    top = middle + _QR - 7.5
    for line in _two_lines(label.name, width):
        _text(canvas, left, top, line, "semibold", 8.6)
        top -= 10.6
    if label.serial:
        _text(canvas, left, top - 1, fitted(texts("labels.serial", serial=label.serial), "regular", 7.2, width),
              "regular", 7.2, "text2")
    size = min(10.5, 10.5 * width / text_width(label.code, "bold", 10.5))  # it is typed by hand: never cut
    _text(canvas, left, middle + 21, label.code, "bold", size)
    for n, line in enumerate(reversed(foot)):
        _text(canvas, left, middle + 1 + n * 7.6, fitted(line, "regular", 6.4, width), "regular", 6.4, "text2")


def _two_lines(name: str, width: float) -> list[str]:
    lines = wrapped(name, "semibold", 8.6, width)
    if len(lines) <= 2:
        return lines
    return [lines[0], fitted(" ".join(lines[1:]), "semibold", 8.6, width)]


def _text(canvas: Canvas, x: float, y: float, text: str, weight: str, size: float, ink: str = "text") -> None:
    canvas.setFillColor(colour(ink))
    canvas.setFont(font(weight), size)
    canvas.drawString(x, y, text)


def _qr(code: str, box: int, border: int) -> "qrcode.image.pil.PilImage":
    """A quarter of the code may be lost to oil and scratches and it still reads."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=box, border=border)
    made.add_data(label_payload(code))
    made.make(fit=True)
    return made.make_image()
