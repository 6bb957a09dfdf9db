"""The invoice, with everything that ML (2023:200) 17 kap. 24 § asks for and a payment QR that bank apps read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import qrcode
from reportlab.lib.utils import ImageReader

from core.documents.paper import LEFT, RIGHT, Letterhead, Paper, text_width, wrapped
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class InvoiceSheetLine:
    """A line; `tag` says why it costs what it costs, `detail` what it was."""

    text: str
    tag: str
    quantity: str
    unit_price: Decimal
    vat_rate: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """Everything that the invoice shows. `vat` is (rate, base, amount) per rate; amounts in kronor.

    `credits` is the number of the invoice that a credit note takes back.
    """

    head: Letterhead
    kind: str
    number: str
    issued_on: date
    due_on: date
    delivered_on: date
    ocr: str
    seller_org_number: str
    seller_vat_number: str
    seller_lines: Sequence[str]
    bankgiro: str
    buyer_name: str
    buyer_lines: Sequence[str]
    reference_lines: Sequence[str]
    lines: Sequence[InvoiceSheetLine]
    net: Decimal
    vat: Sequence[tuple[Decimal, Decimal, Decimal]]
    rounding: Decimal
    to_pay: Decimal
    notes: Sequence[str]
    draft: bool = False
    credits: str = ""


def invoice(sheet: InvoiceSheet, texts: Texts) -> bytes:
    """The invoice as PDF bytes, in the language of `texts`."""
    title = texts(f"documents.{sheet.kind}_title")
    paper = Paper(
        sheet.head, title, f"{sheet.number} · {sheet.issued_on}", texts("documents.page_of"), sheet.buyer_name,
        texts("documents.draft") if sheet.draft else "",
    )
    paper.columns(
        (
            (texts("documents.buyer"), sheet.buyer_name, sheet.buyer_lines),
            (texts("documents.payment"), *_payment_words(sheet, texts)),
            (texts("documents.reference"), (sheet.reference_lines or ("–",))[0], sheet.reference_lines[1:]),
        ),
        (0.36, 0.34, 0.30),
    )
    paper.y -= 8
    _lines(paper, sheet, texts)
    _totals(paper, sheet, texts)
    for note in sheet.notes:
        paper.y -= 4
        paper.paragraph(note)
    _payment(paper, sheet, texts)
    return paper.bytes()


def _payment_words(sheet: InvoiceSheet, texts: Texts) -> tuple[str, Sequence[str]]:
    days = (
        texts("documents.invoice_day", day=sheet.issued_on), texts("documents.delivered", day=sheet.delivered_on),
    )
    if sheet.kind == "credit":
        return texts("documents.credits", number=sheet.credits), days
    account = texts("documents.bankgiro", account=sheet.bankgiro)
    return texts("documents.due", day=sheet.due_on), (account, texts("documents.ocr", ocr=sheet.ocr), *days)


def payment_qr(sheet: InvoiceSheet) -> str:
    """The bank apps' invoice QR (UsingQR 1.0): payee, reference, dates and amount to a bankgiro."""
    return json.dumps(
        {
            "uqr": 1, "tp": 1, "nme": sheet.head.name, "cid": sheet.seller_org_number, "iref": sheet.ocr,
            "idt": f"{sheet.issued_on:%Y%m%d}", "ddt": f"{sheet.due_on:%Y%m%d}", "due": float(sheet.to_pay),
            "pt": "BG", "acc": sheet.bankgiro,
        },
        ensure_ascii=False, separators=(",", ":"),
    )


def _lines(paper: Paper, sheet: InvoiceSheet, texts: Texts) -> None:
    edges = (RIGHT - 200, RIGHT - 130, RIGHT - 84, RIGHT)
    paper.y -= 22
    paper.text(LEFT, paper.y, texts("documents.line"), "medium", 7.8, "text3")
    for x, key in zip(edges, ("quantity", "unit_price", "vat_percent", "amount"), strict=True):
        paper.right(x, paper.y, texts(f"documents.{key}"), "medium", 7.8, "text3")
    paper.y -= 6
    paper.rule(paper.y)
    for line in sheet.lines:
        pieces = wrapped(line.text, "regular", 9.2, 250)
        paper.need(24 + 12 * len(pieces))
        base = paper.y - 14
        for n, piece in enumerate(pieces):
            paper.text(LEFT, base - 12 * n, piece)
        if line.tag:
            last = LEFT + text_width(pieces[-1], "regular", 9.2) + 10
            if last + text_width(line.tag, "medium", 8) > edges[0] - 50:
                pieces.append("")
                last = LEFT
            paper.text(last, base - 12 * (len(pieces) - 1), line.tag, "medium", 8, "accent")
        paper.right(edges[0], base, line.quantity)
        paper.right(edges[1], base, texts.number(line.unit_price, 2))
        paper.right(edges[2], base, texts.number(line.vat_rate))
        paper.right(edges[3], base, texts.number(line.net, 2), "semibold")
        paper.y -= 8 + 12 * len(pieces)
        paper.rule(paper.y)


def _totals(paper: Paper, sheet: InvoiceSheet, texts: Texts) -> None:
    rows = [(texts("documents.net"), texts.money(sheet.net, 2))]
    for rate, base, amount in sheet.vat:
        words = texts("documents.vat_of", rate=texts.number(rate), base=texts.number(base, 2))
        rows.append((words, texts.money(amount, 2)))
    if sheet.rounding:
        rows.append((texts("documents.rounding"), texts.money(sheet.rounding, 2)))
    height = 42 + 16 * len(rows)
    paper.need(height + 30)
    paper.y -= 16 + height
    paper.panel(RIGHT - 250, paper.y, 250, height, "accentSoft")
    for n, (name, shown) in enumerate(rows):
        at = paper.y + height - 19 - 16 * n
        paper.text(RIGHT - 236, at, name, size=9, ink="text2")
        paper.right(RIGHT - 14, at, shown, size=9, ink="text2")
    to_pay = texts("documents.to_credit" if sheet.kind == "credit" else "documents.to_pay")
    paper.text(RIGHT - 236, paper.y + 14, to_pay, "semibold", 10.4)
    paper.right(RIGHT - 14, paper.y + 14, texts.money(sheet.to_pay, 2), "InterDisplay-Bold", 15)


def _payment(paper: Paper, sheet: InvoiceSheet, texts: Texts) -> None:
    paper.need(110)
    paper.y -= 104
    size, x = 82.0, LEFT
    if sheet.to_pay > 0 and sheet.kind == "invoice" and not sheet.draft:
        code = qrcode.make(payment_qr(sheet), box_size=8, border=0)
        paper.canvas.drawImage(ImageReader(code.get_image()), LEFT, paper.y, size, size)
        x = LEFT + size + 16
        paper.text(x, paper.y + size - 12, texts("documents.scan_to_pay"), "semibold", 9.6)
    for n, line in enumerate((*sheet.seller_lines, texts("documents.vat_number", number=sheet.seller_vat_number))):
        paper.text(x, paper.y + size - 28 - 13 * n, line, size=8.6, ink="text2")
