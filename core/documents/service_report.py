"""The service report: what was wrong, what was done and measured, what it costs and who signed it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

import qrcode
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from core.documents.paper import LEFT, RIGHT, Letterhead, Paper, colour, text_width, wrapped
from core.rules.pen import fitted
from core.texts import Texts

_THINNEST, _BOLDER = 0.8, 1.4
"""Points that a line must have to be seen on paper, and how much thicker a signature is printed than shown."""


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A step as reported; `verdict`: ok, warn, fail, none or skipped. `note` is what the technician said of it."""

    title: str
    answer: str
    remark: str
    verdict: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A line of time, material or travel; `tag` says why it costs what it costs («garanti»)."""

    title: str
    tag: str
    quantity: str
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo (JPEG or PNG bytes) with its words."""

    content: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class ReportSignature:
    """The customer's signature; strokes as in `core.model.attachment.Signature`, or a reason why there is none.

    `confirms` are the sentences that the name stands under.
    """

    state: str
    name: str
    signed_at: datetime
    strokes: Sequence[Sequence[Sequence[float]]]
    reason: str
    checksum: str
    confirms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """Everything that the report shows, as plain values."""

    head: Letterhead
    number: str
    day: str
    version: int
    customer: tuple[str, Sequence[str]]
    equipment: tuple[str, Sequence[str]]
    technician: tuple[str, Sequence[str]]
    problem: str
    work_done: str
    notes: Sequence[str]
    advice: Sequence[str]
    outcome: str
    checklists: Sequence[tuple[str, str, Sequence[ChecklistLine]]]
    lines: Sequence[ChargeLine]
    vat: Sequence[tuple[Decimal, Decimal]]
    rounding: Decimal
    to_pay: Decimal
    payment_note: str
    signature: ReportSignature | None
    photos: Sequence[ReportPhoto]
    qr_text: str
    draft: bool


def service_report(sheet: ReportSheet, texts: Texts) -> bytes:
    """The report as PDF bytes, in the language of `texts`; the same sheet always gives the same bytes."""
    title = texts("documents.report_title")
    paper = Paper(
        sheet.head, title, _number(sheet, texts), texts("documents.page_of"), sheet.customer[0],
        texts("documents.draft") if sheet.draft else "",
    )
    paper.columns(
        (
            (texts("documents.customer"), *sheet.customer), (texts("documents.equipment"), *sheet.equipment),
            (texts("documents.technician"), *sheet.technician),
        ),
        (0.37, 0.37, 0.26),
    )
    paper.heading(texts("documents.problem"))
    paper.paragraph(sheet.problem or "–")
    paper.heading(texts("documents.work_done"), sheet.outcome)
    paper.paragraph(sheet.work_done or "–")
    _notes(paper, sheet, texts)
    for name, progress, steps in sheet.checklists:
        _checklist(paper, name, progress, steps)
    _charges(paper, sheet, texts)
    _signature(paper, sheet, texts)
    _photos(paper, sheet.photos, texts)
    return paper.bytes()


def _number(sheet: ReportSheet, texts: Texts) -> str:
    later = (texts("documents.version", version=sheet.version),) if sheet.version > 1 else ()
    return " · ".join((sheet.number, *later, sheet.day))


def _notes(paper: Paper, sheet: ReportSheet, texts: Texts) -> None:
    """What the customer read before signing: what is not as it should be, then what he is recommended."""
    if not sheet.notes and not sheet.advice:
        return
    paper.heading(texts("documents.customer_notes"))
    for verdict, ink, lines in (("warn", "warnInk", sheet.notes), ("ok", "text", sheet.advice)):
        for line in lines:
            pieces = wrapped(line, "medium", 9.2, RIGHT - LEFT - 20)
            paper.need(5 + 13 * len(pieces))
            paper.y -= 5
            for n, piece in enumerate(pieces):
                paper.y -= 13
                if n == 0:
                    paper.check(LEFT + 6, paper.y + 3, verdict)
                paper.text(LEFT + 20, paper.y, piece, "medium", ink=ink)


def _checklist(paper: Paper, name: str, progress: str, steps: Sequence[ChecklistLine]) -> None:
    paper.heading(name, progress)
    paper.y -= 4
    paper.rule(paper.y)
    for step in steps:
        answer = wrapped(step.answer, "semibold", 9, 150)
        title = wrapped(step.title, "regular", 9.2, 228)
        note = wrapped(step.note, "regular", 8.6, RIGHT - LEFT - 20) if step.note else []
        beside = 12 * max(len(answer), len(title))
        height = 9 + beside + 12 * len(note)
        paper.need(height)
        base = paper.y - 14
        paper.check(LEFT + 6, base + 3, step.verdict)
        for n, piece in enumerate(title):
            paper.text(LEFT + 20, base - n * 12, piece, ink="text3" if step.verdict == "skipped" else "text")
        for n, piece in enumerate(answer):
            paper.text(LEFT + 256, base - n * 12, piece, "semibold", 9)
        remark_ink = {"fail": "badInk", "warn": "warnInk"}.get(step.verdict, "text2")
        paper.right(RIGHT, base, step.remark, size=8.6, ink=remark_ink)
        for n, piece in enumerate(note):
            paper.text(LEFT + 20, base - beside - n * 12, piece, size=8.6, ink=remark_ink)
        paper.y -= height
        paper.rule(paper.y)


def _charges(paper: Paper, sheet: ReportSheet, texts: Texts) -> None:
    paper.heading(texts("documents.lines"))
    paper.y -= 16
    edges = (RIGHT - 190, RIGHT - 118, RIGHT)
    paper.text(LEFT, paper.y, texts("documents.line"), "medium", 7.8, "text3")
    for x, key in zip(edges, ("quantity", "unit_price", "amount"), strict=True):
        paper.right(x, paper.y, texts(f"documents.{key}"), "medium", 7.8, "text3")
    paper.y -= 6
    paper.rule(paper.y)
    for line in sheet.lines:
        paper.need(40)
        base = paper.y - 14
        paper.text(LEFT, base, line.title)
        tag_at = LEFT + text_width(line.title, "regular", 9.2) + 10
        paper.text(tag_at, base, line.tag, "medium", 8, "accent")
        paper.right(edges[0], base, line.quantity)
        paper.right(edges[1], base, texts.number(line.unit_price, 2))
        paper.right(edges[2], base, texts.number(line.amount, 2), "semibold")
        paper.y -= 20
        paper.rule(paper.y)
    rows = [
        (texts("documents.vat_rate", rate=texts.number(rate)), texts.money(amount, 2)) for rate, amount in sheet.vat
    ]
    if sheet.rounding:
        rows.append((texts("documents.rounding"), texts.money(sheet.rounding, 2)))
    height = 40 + 16 * len(rows)
    paper.need(height + 20)
    paper.y -= 12 + height
    paper.panel(RIGHT - 190, paper.y, 190, height, "accentSoft")
    top = paper.y + height - 19
    for n, (name, amount) in enumerate(rows):
        paper.text(RIGHT - 176, top - 16 * n, name, size=9, ink="text2")
        paper.right(RIGHT - 14, top - 16 * n, amount, size=9, ink="text2")
    paper.text(RIGHT - 176, paper.y + 14, texts("documents.to_pay"), "semibold", 10.4)
    paper.right(RIGHT - 14, paper.y + 14, texts.money(sheet.to_pay, 2), "InterDisplay-Bold", 14)
    paper.text(LEFT, paper.y + height - 19, sheet.payment_note, size=8.8, ink="text2")


def _signature(paper: Paper, sheet: ReportSheet, texts: Texts) -> None:
    signature = sheet.signature
    confirms = signature.confirms if signature is not None else ()
    paper.need(84 + 15 * len(confirms))
    for n, sentence in enumerate(confirms):
        paper.y -= 15 if n else 22
        paper.check(LEFT + 6, paper.y + 3, "ok")
        paper.text(LEFT + 20, paper.y, sentence, size=9)
    paper.y -= 84
    base = paper.y + 20
    if signature is not None and signature.state == "signed":
        _strokes(paper, signature.strokes, LEFT + 6, base + 3, 200, 56)
        paper.canvas.setStrokeColor(colour("borderStrong"))
        paper.canvas.line(LEFT, base, LEFT + 220, base)
        paper.text(LEFT, base - 13, f"{signature.name}, {texts.date_time(signature.signed_at)}", size=8.8, ink="text2")
    elif signature is not None:
        paper.text(LEFT, base + 16, texts(f"documents.signature_{signature.state}"), "semibold", 10)
        said = " · ".join(part for part in (signature.reason, texts.date_time(signature.signed_at)) if part)
        paper.text(LEFT, base, said, size=8.8, ink="text2")
    else:
        paper.text(LEFT, base, texts("documents.signature_missing"), size=8.8, ink="text3")
    size = 54.0
    code = qrcode.make(sheet.qr_text, box_size=8, border=0).get_image()
    paper.canvas.drawImage(ImageReader(code), RIGHT - size, base - 14, size, size)
    paper.right(RIGHT - size - 12, base + 28, texts("documents.questions"), "semibold", 8.8)
    paper.right(RIGHT - size - 12, base + 14, texts("documents.questions_how"), size=8.6, ink="text2")
    if signature is not None and signature.checksum:
        checksum = " ".join(signature.checksum[n : n + 4] for n in range(0, 16, 4))
        paper.right(RIGHT - size - 12, base - 6, texts("documents.checksum", checksum=checksum), size=7.6, ink="text3")


def _strokes(paper: Paper, strokes: Sequence[Sequence[Sequence[float]]], x: float, y: float, width: float, height: float
             ) -> None:
    """The signature as vectors, thinner where the hand was faster; pieces of one thickness are one path."""
    canvas = paper.canvas
    canvas.setStrokeColor(colour("text"))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for thickness, pieces in groupby(fitted(strokes, width, height), lambda piece: round(piece.width * _BOLDER, 1)):
        canvas.setLineWidth(max(thickness, _THINNEST))
        path, end = canvas.beginPath(), None
        for piece in pieces:
            if end != (piece.x1, piece.y1):
                path.moveTo(x + piece.x1, y + height - piece.y1)
            path.lineTo(x + piece.x2, y + height - piece.y2)
            end = (piece.x2, piece.y2)
        canvas.drawPath(path, stroke=1, fill=0)


def _photos(paper: Paper, photos: Sequence[ReportPhoto], texts: Texts) -> None:
    if not photos:
        return
    width, height = (RIGHT - LEFT - 16) / 2, 178.0
    paper.need(32 + height + 34)  # a heading never stands alone: the first row of pictures comes with it
    paper.heading(texts("documents.photos"))
    for n, photo in enumerate(photos):
        if n % 2 == 0:
            paper.need(height + 34)
            paper.y -= height + 30
        x = LEFT + (n % 2) * (width + 16)
        with Image.open(io.BytesIO(photo.content)) as picture:
            shown = ImageOps.exif_transpose(picture).convert("RGB")
            shown.thumbnail((1100, 1100))
        scale = min(width / shown.width, height / shown.height)
        wide, high = shown.width * scale, shown.height * scale
        paper.canvas.drawImage(ImageReader(shown), x, paper.y + 18 + height - high, wide, high)
        paper.text(x, paper.y + 4, photo.caption, size=8.4, ink="text2")


def is_readable(content: bytes) -> bool:
    """Whether the bytes are a picture that can be printed."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.draft("RGB", (64, 64))
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True
