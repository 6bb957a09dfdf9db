"""The service report and the invoice as the customer reads them."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PIL import Image
from pypdf import PdfReader

from core.documents.invoice import InvoiceSheet, InvoiceSheetLine, invoice, payment_qr
from core.documents.paper import Letterhead, text_width, wrapped
from core.documents.service_report import (
    ChargeLine,
    ChecklistLine,
    ReportPhoto,
    ReportSheet,
    ReportSignature,
    service_report,
)
from core.texts import Texts

HEAD = Letterhead("Espressoteknik Väst AB", "Org.nr 559000-0005 · 031-555 09 00",
                  "Espressoteknik Väst AB · Bankgiro 5050-1055 · Godkänd för F-skatt", "E")


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 90, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


REPORT = ReportSheet(
    head=HEAD, number="SR-2048", day="24 november 2026", version=1,
    customer=("Kafé Tulpan", ("James Wallin · 031-555 01 40", "Tulpangatan 7, 413 05 Göteborg")),
    equipment=("Faema E61 Legend, 2 grupper", ("SN E61-20417", "Garanti till 2027-05-14")),
    technician=("Alex Lindqvist", ("Ankomst 09:47 · klar 11:12", "Avtal Guld, svar inom 4 h")),
    problem="Espressomaskin tappar tryck när båda grupperna används.", work_done="Bytt packning.",
    notes=("Panntryck 1,35 bar är utanför gränsen 0,8–1,2 bar.",), advice=("Rekommendation: Byt filtret.",),
    outcome="Löst",
    checklists=(("Checklista: E61 felsökning tryck (version 7)", "2 av 3 steg", (
        ChecklistLine("Maskinen avstängd och luftad", "Ja", "", "ok"),
        ChecklistLine("Panntryck", "1,35 bar", "gräns 0,8–1,2 · utanför gränsen", "fail"),
        ChecklistLine("Ställ tryckvakt", "Hoppas över", "", "skipped"))),),
    lines=(ChargeLine("Arbetstid", "ingår i Avtal Guld", "1 h 25 min", Decimal(0), Decimal(0)),
           ChargeLine("Rengöringsmedel", "", "50 g", Decimal("0.76"), Decimal(38))),
    vat=((Decimal(25), Decimal("33.25")),), rounding=Decimal("-0.25"), to_pay=Decimal(166),
    payment_note="Faktura skickas separat, 30 dagar netto.",
    signature=ReportSignature("signed", "James Wallin", datetime(2026, 11, 24, 10, 14, tzinfo=UTC),
                              (((0.1, 0.5, 0), (0.3, 0.1, 90), (0.5, 0.8, 200), (0.8, 0.4, 400)),), "",
                              "7f3a91c204be55aa"),
    photos=(ReportPhoto(picture(), "Steg 5 · 10:31"),), qr_text="SMSTO:+46315550900:E61-20417", draft=False,
)

INVOICE = InvoiceSheet(
    head=HEAD, kind="invoice", number="20261234", issued_on=date(2026, 11, 24), due_on=date(2026, 12, 24),
    delivered_on=date(2026, 11, 24), ocr="2026123402",
    seller_org_number="5590000005", seller_vat_number="SE559000000501",
    seller_lines=("Espressoteknik Väst AB", "Säte: Göteborg", "Godkänd för F-skatt"), bankgiro="5050-1055",
    buyer_name="Kafé Tulpan", buyer_lines=("Tulpangatan 7", "413 05 Göteborg"),
    reference_lines=("Ärende 2048", "James Wallin"),
    lines=(InvoiceSheetLine("Arbetstid", "ingår i Avtal Guld", "1,5 h", Decimal(0), Decimal(25), Decimal(0)),
           InvoiceSheetLine("Rengöringsmedel", "", "50 g", Decimal("0.76"), Decimal(25), Decimal(38))),
    net=Decimal(133), vat=((Decimal(25), Decimal(133), Decimal("33.25")),), rounding=Decimal("-0.25"),
    to_pay=Decimal(166), notes=(),
)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_report_states_what_was_done_measured_and_owed(language: str) -> None:
    read = words(service_report(REPORT, Texts(language)))
    for expected in ("Kafé Tulpan", "SN E61-20417", "1,35 bar", "ingår i Avtal Guld", "James Wallin", "7f3a 91c2",
                     "utanför gränsen 0,8–1,2 bar.", "Rekommendation: Byt filtret."):
        assert expected in read
    assert Texts(language)("documents.to_pay") in read


def test_what_the_technician_said_of_a_value_stands_under_it_and_never_over_the_answer() -> None:
    said = "Ny tryckvakt är beställd och sätts i nästa vecka; maskinen får köras med en grupp så länge, utan ångrör."
    told = replace(REPORT, checklists=(("Checklista", "1 av 1 steg", (
        ChecklistLine("Panntryck", "1,35 bar", "gräns 0,8–1,2 · utanför gränsen", "warn", said),)),))
    found: list[tuple[str, float, float]] = []
    for page in PdfReader(io.BytesIO(service_report(told, Texts("sv")))).pages:
        page.extract_text(visitor_text=lambda text, _cm, tm, _font, _size: found.append((text.strip(), tm[4], tm[5])))
    answer = next(place for place in found if place[0] == "1,35 bar")
    first = next(place for place in found if place[0].startswith("Ny tryckvakt"))
    last = next(place for place in found if place[0].endswith("utan ångrör."))
    assert first[2] < answer[2] and last[2] < answer[2]
    assert said in words(service_report(told, Texts("sv")))


def test_report_is_the_same_bytes_for_the_same_sheet() -> None:
    assert service_report(REPORT, Texts("sv")) == service_report(REPORT, Texts("sv"))


@pytest.mark.parametrize("state", ["refused", "absent"])
def test_report_says_why_there_is_no_signature(state: str) -> None:
    assert REPORT.signature is not None
    unsigned = replace(REPORT, signature=replace(REPORT.signature, state=state, reason="Stängt efter lunch"))
    read = words(service_report(unsigned, Texts("sv")))
    assert "Stängt efter lunch" in read
    assert Texts("sv")(f"documents.signature_{state}") in read


def test_draft_is_marked_and_a_long_report_counts_its_pages() -> None:
    many = replace(REPORT, draft=True, checklists=(("Lång", "", tuple(
        ChecklistLine(f"Steg {n}", "Ja", "", "ok") for n in range(80))),))
    pdf = service_report(many, Texts("sv"))
    assert "UTKAST" in words(pdf)
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    assert pages >= 3
    assert f"Sida 1 av {pages}" in words(pdf)


def test_invoice_carries_what_the_law_asks_for() -> None:
    read = words(invoice(INVOICE, Texts("sv")))
    for expected in ("20261234", "2026-11-24", "2026-12-24", "SE559000000501", "Kafé Tulpan", "Moms 25 % på 133,00",
                     "33,25", "166,00", "OCR 2026123402", "Godkänd för F-skatt", "Säte: Göteborg", "Öresavrundning"):
        assert expected in read


def test_payment_code_names_amount_and_reference() -> None:
    assert '"iref":"2026123402"' in payment_qr(INVOICE)
    assert '"due":166.0' in payment_qr(INVOICE)


def test_wrapping_keeps_every_word_and_the_width() -> None:
    text = "Bytt packning i vänster grupp " + "x" * 300
    lines = wrapped(text, "regular", 9.2, 180)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, "regular", 9.2) <= 180 for line in lines)
