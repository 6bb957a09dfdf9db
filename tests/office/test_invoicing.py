"""The office after the visit: Mara looks Alex's work through, approves it, and sends the invoice, on the real page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.commands.checkout import Sign
from core.commands.records import RecordTime
from core.queries.checkout import checkout
from core.queries.follow_up import follow_up_counts, invoices
from core.queries.invoice_card import invoice_card
from core.queries.visit_review import VisitReview, visit_review
from office_app.context import OfficeContext
from office_app.driver import _words as words_on
from office_app.invoicing.page import InvoicingPage, create_page
from office_app.invoicing.paper_view import rendered
from tests.helpers.finished_visit import as_alex, handwriting, play_visit
from tests.helpers.story import STORY


class Mara:
    """What Mara sees and does on the page."""

    def __init__(self, context: OfficeContext, qtbot: QtBot) -> None:
        self.context, self.qtbot = context, qtbot
        page = create_page(context)
        assert isinstance(page, InvoicingPage)
        self.page = page
        page.resize(1372, 900)
        page.show()

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        found = [one for one in self.page.findChildren(kind, name) if one.isVisible()]
        assert found, f"{name} is not on the screen"
        return found[0]

    def shows(self, name: str) -> bool:
        return any(one.isVisible() for one in self.page.findChildren(QWidget, name))

    def until(self, happened: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: happened() and not self.context.tasks.busy)

    def click(self, name: str) -> None:
        self.until(lambda: self.shows(name))
        self.qtbot.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def says(self, text: str, name: str = "invoicingPage") -> bool:
        widget = self.page if name == "invoicingPage" else next(iter(self.page.findChildren(QWidget, name)), None)
        return widget is not None and text in words_on(widget)

    def sees(self, text: str, name: str = "invoicingPage") -> None:
        self.until(lambda: self.says(text, name))

    def chooses(self, row: int, option: str) -> None:
        self.until(lambda: self.shows(f"reviewCharge_{row}"))
        box = self.find(QComboBox, f"reviewCharge_{row}")
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(option))
        box.activated.emit(box.currentIndex())

    def review(self) -> VisitReview:
        found: VisitReview | None = self.context.core.database.ask(visit_review, STORY.visit)
        assert found is not None
        return found

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.context.core.database.ask(follow_up_counts)
        return found


@pytest.fixture
def early_mara(context: OfficeContext, qtbot: QtBot) -> Iterator[Mara]:
    """Mara before Alex has done anything. Her page is gone before the application's style sheet is."""
    found = Mara(context, qtbot)
    yield found
    found.until(lambda: True)
    shiboken6.delete(found.page)


@pytest.fixture
def mara(early_mara: Mara) -> Mara:
    play_visit(early_mara.context.core)
    early_mara.sees("Kafé Tulpan", "reviewPanel")
    return early_mara


def test_the_finished_visit_is_there_to_look_through(mara: Mara) -> None:
    mara.sees("166,00", "reviewSums")
    for text in (
        "Kafé Tulpan", "Bytt packning i vänster grupp", "Ingår i Avtal Guld", "Garanti till maj 2027", "1,05 bar",
        "James Wallin", "Leverantörens garanti", "9 av 9 steg",
    ):
        assert mara.says(text), text
    assert mara.shows("reviewSignatureStrokes") and mara.shows("reviewPhotos") and mara.shows("reviewClaims")


def test_from_the_review_to_the_issued_invoice_with_the_mouse(mara: Mara) -> None:
    mara.click("reviewApprove")
    mara.sees("Allt är granskat")
    mara.click("reviewReport")
    mara.sees("Rapport version 1", "paperView")
    mara.sees("2 sidor", "paperView")
    page = mara.find(QLabel, "paperPage_1")
    assert isinstance(page, QLabel) and page.pixmap().width() >= 780
    mara.click("paperBack")
    mara.click("reviewInvoice")
    mara.sees("Utkast", "invoicePanel")
    assert mara.says("166,00", "invoiceSums")
    mara.click("invoiceIssue")
    mara.sees("2026000105", "invoicePanel")
    mara.until(lambda: bool(issued(mara).pdf_sha256))
    mara.click("invoicePaper")
    mara.sees("Faktura-20260001", "paperView")
    mara.sees("1 sida", "paperView")
    assert mara.counts() == {"review": 0, "invoice": 0, "invoices": 1, "claims": 1}
    assert mara.review().card.report_version == 1


def issued(mara: Mara):  # type: ignore[no-untyped-def]
    row = mara.context.core.database.ask(invoices)[0]
    return mara.context.core.database.ask(invoice_card, row.invoice_id)


def test_the_whole_way_with_the_keyboard(mara: Mara) -> None:
    mara.sees("166,00", "reviewSums")
    for text, place in (("Godkänt", "reviewPanel"), ("Utkast", "invoicePanel"), ("2026000105", "invoicePanel")):
        mara.page.lists["review"].view.setFocus()
        mara.qtbot.keyClick(mara.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        mara.sees(text, place)
    mara.qtbot.keyClick(mara.page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    mara.sees("Allt är granskat")


def test_who_pays_is_changed_with_a_reason_and_taken_back(mara: Mara) -> None:
    mara.chooses(3, "goodwill")
    mara.sees("119,00", "reviewSums")
    reason = mara.find(QLineEdit, "reviewReason_3")
    mara.qtbot.keyClicks(reason, "Gammal kund")
    mara.qtbot.keyClick(reason, Qt.Key.Key_Return)
    mara.until(lambda: mara.review().lines[3].reason_params.get("reason") == "Gammal kund")
    mara.until(lambda: mara.context.undo.undo_label is not None)
    mara.context.undo.undo()
    mara.until(lambda: mara.review().lines[3].reason_key == "charge.hand_goodwill")
    mara.context.undo.undo()
    mara.sees("166,00", "reviewSums")
    assert not mara.review().lines[3].by_hand


def test_the_choice_is_given_back_to_the_rule(mara: Mara) -> None:
    mara.chooses(2, "chargeable")
    mara.until(lambda: mara.review().lines[2].by_hand)
    mara.sees("278,00", "reviewSums")
    mara.chooses(2, "")
    mara.sees("166,00", "reviewSums")
    assert mara.review().lines[2].charge_option == "warranty_supplier"


def test_the_page_follows_the_work_as_it_comes_in(early_mara: Mara) -> None:
    """Alex works; Mara has the visit open and never reloads anything."""
    mara = early_mara
    mara.sees("Allt är granskat")
    mara.page.open(activity_id=STORY.visit)
    mara.sees("Teknikern är inte klar än")
    seen: list[str] = []

    def look(part: str) -> None:
        expected = {"records": "166,00", "signed": "James Wallin", "done": "Åtgärdat"}.get(part)
        if expected is not None:
            mara.sees(expected, "reviewPanel")
            seen.append(part)

    play_visit(mara.context.core, between=look)
    assert seen == ["records", "signed", "done"]
    mara.until(lambda: mara.page.lists["review"].row(STORY.visit) is not None)
    button = mara.find(QPushButton, "reviewApprove")
    mara.until(button.isEnabled)


def test_what_comes_late_asks_for_a_second_look(mara: Mara) -> None:
    mara.click("reviewApprove")
    mara.sees("Allt är granskat")
    as_alex(
        mara.context.core,
        RecordTime(
            activity_id=STORY.visit, record_id="late", kind="work", start=STORY.at("11:14"), end=STORY.at("11:24"),
            minutes=10,
        ),
    )
    mara.sees("1 rad kom efter godkännandet", "reviewFlags")
    mara.sees("Godkänn det nya", "reviewPanel")
    mara.click("reviewApprove")
    mara.sees("Allt är granskat")


def test_a_customer_who_was_to_sign_later_is_not_forgotten(mara: Mara) -> None:
    core = mara.context.core

    def sign(signature_id: str, state: str, **more: Any) -> None:
        page = core.database.ask(checkout, STORY.visit, STORY.alex, core.clock.now())
        assert page is not None
        as_alex(core, Sign(
            activity_id=STORY.visit, signature_id=signature_id, state=state, shown_sha256=page.shown_sha256,
            shown=page.shown, **more,
        ))

    sign("signature-y-later", "remote_pending")
    mara.sees("Kunden skulle skriva under senare och har inte gjort det än", "reviewFlags")
    sign("signature-z-now", "signed", name="James Wallin", strokes=handwriting())
    mara.until(lambda: not mara.shows("reviewFlags"))


def test_a_half_written_reason_is_not_disturbed_by_news(mara: Mara) -> None:
    mara.chooses(3, "goodwill")
    mara.until(lambda: mara.shows("reviewReason_3"))
    reason = mara.find(QLineEdit, "reviewReason_3")
    reason.setFocus()
    mara.qtbot.keyClicks(reason, "Gamm")
    as_alex(
        mara.context.core,
        RecordTime(
            activity_id=STORY.visit, record_id="late", kind="travel", start=STORY.at("11:14"), end=STORY.at("11:24"),
            minutes=10,
        ),
    )
    mara.until(lambda: len(mara.review().lines) == 5 and mara.shows("reviewCharge_4"))
    texts = [one.text() for one in mara.page.findChildren(QLineEdit) if one.hasFocus()]
    assert texts == ["Gamm"]


def test_a_credit_note_needs_a_reason_and_opens_the_work_again(mara: Mara, qtbot: QtBot) -> None:
    for button in ("reviewApprove", "reviewInvoice", "invoiceIssue", "invoiceCredit", "invoiceCreditNow"):
        refused = button == "invoiceCreditNow"
        if refused:
            with qtbot.waitSignal(mara.context.messages.failed) as failed:
                mara.click(button)
            assert "skäl" in failed.args[0]
        else:
            mara.click(button)
    mara.qtbot.keyClicks(mara.find(QLineEdit, "invoiceCreditReason"), "Fel pris")
    mara.click("invoiceCreditNow")
    mara.sees("Kreditfaktura 20260002", "invoicePanel")
    assert mara.counts()["invoice"] == 1
    mara.click("invoicingTab_invoice")
    mara.sees("133\u00a0kr", "invoicingList_invoice")


def test_a_claim_is_marked_as_sent(mara: Mara) -> None:
    mara.click("invoicingTab_claims")
    mara.sees("Packning E61", "invoicingList_claims")
    mara.click("claim_0_sent")
    mara.until(lambda: mara.review().claims[0].state == "sent")
    mara.sees("Godtaget", "reviewClaims")


def test_the_page_speaks_both_languages_at_once(mara: Mara) -> None:
    mara.sees("166,00", "reviewSums")
    mara.context.texts.set_language("en")
    mara.sees("166.00", "reviewSums")
    assert mara.says("Included in Avtal Guld", "reviewLines") and mara.says("To review")
    mara.context.theme.set_mode("dark")
    mara.sees("Approve", "reviewPanel")


def test_a_search_narrows_the_list(mara: Mara) -> None:
    mara.sees("Kafé Tulpan", "invoicingList_review")
    box = mara.find(QLineEdit, "invoicing_reviewSearch")
    mara.qtbot.keyClicks(box, "husaren")
    mara.sees("Inget passar ”husaren”")
    box.clear()  # type: ignore[attr-defined]
    mara.sees("Kafé Tulpan", "invoicingList_review")


def test_the_paper_is_saved_where_it_is_asked_for(mara: Mara, tmp_path: Path, qtbot: QtBot) -> None:
    mara.click("reviewReport")
    mara.sees("Utkast", "paperView")
    mara.sees("2 sidor", "paperView")
    with qtbot.waitSignal(mara.context.messages.shown):
        mara.page.paper.save_to(str(tmp_path / "rapport.pdf"))
    assert len(rendered((tmp_path / "rapport.pdf").read_bytes(), 200)) == 2
    with qtbot.waitSignal(mara.context.messages.failed):
        mara.page.paper.save_to(str(tmp_path / "nowhere" / "rapport.pdf"))
    mara.qtbot.keyClick(mara.page.paper.back, Qt.Key.Key_Escape)
    mara.sees("166,00", "reviewSums")


def test_what_happened_behind_another_page_is_there_on_return(early_mara: Mara) -> None:
    early_mara.sees("Allt är granskat")
    early_mara.page.hide()
    play_visit(early_mara.context.core)
    early_mara.until(lambda: True)
    early_mara.page.show()
    early_mara.sees("166,00", "reviewSums")
