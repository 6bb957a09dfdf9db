"""An invoice on paper: a marked draft, or the PDF that belongs to an issued one. Slow: never on the GUI thread."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.documents.invoice import InvoiceSheet, InvoiceSheetLine, invoice
from core.errors import UserError
from core.presenters.report_paper import letterhead
from core.queries.invoice_card import InvoiceCard, InvoiceCardLine, bill_card, invoice_card
from core.storage.blobs import BlobStore
from core.storage.engine import Database
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An invoice as PDF; `is_new` when an issued invoice has no kept PDF yet and these bytes should become it."""

    invoice_id: str
    content: bytes
    sha256: str
    file_name: str
    draft: bool
    is_new: bool


def invoice_paper(database: Database, blobs: BlobStore, invoice_id: str, today: date) -> InvoicePaper:
    """The kept PDF of an issued invoice (made from its unchanging rows when there is none), or a draft's preview."""
    card = database.ask(invoice_card, invoice_id)
    if card is None:
        raise UserError("errors.row_gone", kind="invoice")
    kept = blobs.get(card.pdf_sha256) if card.pdf_sha256 else None
    if kept is not None:
        return InvoicePaper(invoice_id, kept, card.pdf_sha256, _file_name(card), False, False)
    content = invoice(invoice_sheet(card, today), Texts(card.language))
    if not card.number:
        return InvoicePaper(invoice_id, content, "", _file_name(card), True, False)
    return InvoicePaper(invoice_id, content, blobs.put(content), _file_name(card), False, not card.pdf_sha256)


def bill_paper(database: Database, call_id: str, today: date) -> InvoicePaper:
    """What an invoice of the call would look like, before anybody makes its draft."""
    card = database.ask(bill_card, call_id)
    if card is None:
        raise UserError("errors.row_gone", kind="service_call")
    content = invoice(invoice_sheet(card, today), Texts(card.language))
    return InvoicePaper(card.invoice_id, content, "", _file_name(card), True, False)


def invoice_sheet(card: InvoiceCard, today: date) -> InvoiceSheet:
    """The invoice in the customer's language; a draft is dated today."""
    texts = Texts(card.language)
    issued_on = card.issued_on or today
    return InvoiceSheet(
        head=letterhead(card.seller, texts), kind=card.kind, number=card.number or texts("invoicing.no_number"),
        issued_on=issued_on,
        due_on=card.due_on or issued_on + timedelta(days=int(card.buyer.get("payment_days", 30))),
        delivered_on=card.delivered_on or issued_on, ocr=card.ocr or "–",
        seller_org_number=_digits(card.seller.get("org_number")),
        seller_vat_number=str(card.seller.get("vat_number") or ""), seller_lines=_seller(card, texts),
        bankgiro=str(card.seller.get("bankgiro") or ""), buyer_name=str(card.buyer.get("name") or "–"),
        buyer_lines=_buyer(card, texts), reference_lines=_references(card, texts),
        lines=[_line(line, texts) for line in card.lines], net=card.net,
        vat=[(row.rate, row.base, row.amount) for row in card.vat_rows], rounding=card.rounding, to_pay=card.to_pay,
        notes=_notes(card, texts), draft=not card.number, credits=card.credits,
    )


def _line(line: InvoiceCardLine, texts: Texts) -> InvoiceSheetLine:
    plain = line.charge_option == "chargeable" and line.reason_key != "charge.by_hand"
    tag = "" if plain or not line.reason_key else texts(line.reason_key, **line.reason_params)
    quantity = texts.amount(line.quantity, line.unit)
    return InvoiceSheetLine(line.text, tag, quantity, line.unit_price, line.vat_rate, line.net)


def _seller(card: InvoiceCard, texts: Texts) -> list[str]:
    firm = card.seller
    place = ", ".join(part for part in (str(firm.get("street") or ""), _town(firm)) if part)
    numbers = [texts("documents.org_number", number=firm.get("org_number"))]
    if firm.get("seat"):
        numbers.append(texts("documents.seat", seat=firm["seat"]))
    lines = [" · ".join(part for part in (str(firm.get("name") or ""), place) if part), " · ".join(numbers)]
    return [*lines, texts("documents.f_tax")] if firm.get("f_tax") else lines


def _buyer(card: InvoiceCard, texts: Texts) -> list[str]:
    buyer = card.buyer
    lines = [str(buyer.get("street") or ""), _town(buyer)]
    if buyer.get("org_number"):
        lines.append(texts("documents.org_number", number=buyer["org_number"]))
    return [line for line in lines if line]


def _references(card: InvoiceCard, texts: Texts) -> list[str]:
    calls: list[dict[str, str]] = card.buyer.get("calls", [])
    if len(calls) > 1:
        return [texts("documents.call", number=call["number"]) for call in calls]
    lines = [texts("documents.call", number=call["number"]) for call in calls]
    for call in calls:
        lines += [part for part in (card.buyer.get("contact", ""), call["machine"]) if part]
        lines += [texts("documents.serial", serial=call["serial"])] if call["serial"] else []
    return lines


def _notes(card: InvoiceCard, texts: Texts) -> list[str]:
    if card.kind != "credit":
        return []
    return [texts("invoicing.credit_note", number=card.credits, reason=card.buyer.get("reason", ""))]


def _town(party: Any) -> str:
    return f"{party.get('zip') or ''} {party.get('city') or ''}".strip()


def _digits(number: object) -> str:
    return "".join(sign for sign in str(number or "") if sign.isdigit())


def _file_name(card: InvoiceCard) -> str:
    texts = Texts(card.language)
    title = texts(f"documents.{card.kind}_title")
    return f"{title}-{card.number or texts('invoicing.no_number')}.pdf".replace(" ", "-")
