"""Service reports and invoices as PDF: drafts are marked, versions stay, lost files are made again."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from core.bootstrap import Core
from core.commands.follow_up import MoveClaim
from core.commands.invoicing import IssueInvoice, KeepInvoicePaper
from core.errors import UserError
from core.ids import new_id
from core.model.attachment import Attachment, ServiceReport
from core.model.money import WarrantyClaim
from core.presenters.invoice_paper import InvoicePaper, bill_paper, invoice_paper
from tests.helpers.desk import Desk
from tests.helpers.finished_visit import FINISHED, play_visit
from tests.helpers.story import STORY, TODAY, build_story


@pytest.fixture
def desk(office: Core) -> Desk:
    build_story(office)
    play_visit(office)
    return Desk(office)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_report_is_a_draft_until_approved_then_a_version_that_stays(desk: Desk) -> None:
    preview = desk.report()
    assert preview.draft and not preview.is_new and "UTKAST" in words(preview.content)
    desk.approve()
    first = desk.report()
    assert (first.version, first.is_new, first.file_name) == (1, True, "SR-2026-02048.pdf")
    for expected in ("Kafé Tulpan", "1,05 bar", "Ingår i Avtal Guld", "Garanti till maj 2027", "166,00", "Steg 5"):
        assert expected in words(first.content)
    again = desk.report()
    assert (again.version, again.is_new, again.content) == (1, False, first.content)


def test_a_late_correction_makes_version_two_and_keeps_the_first(desk: Desk) -> None:
    desk.approve()
    first = desk.report()
    desk.charge(FINISHED.detergent, "goodwill", "Första gången")
    kept = desk.report()
    assert kept.newer and kept.content == first.content
    second = desk.report(renew=True)
    assert (second.version, second.is_new, second.file_name) == (2, True, "SR-2026-02048-v2.pdf")
    assert "version 2" in words(second.content) and "Första gången" in words(second.content)
    assert desk.core.blobs.get(first.sha256) == first.content
    assert desk.ask(lambda s: s.scalar(select(func.count()).select_from(ServiceReport))) == 2
    assert desk.ask(lambda s: s.scalar(
        select(func.count()).select_from(Attachment).where(Attachment.object_kind == "service_report")
    )) == 2
    assert len(desk.review().card.photos) == 3


def test_a_photo_that_has_not_come_or_is_damaged_is_counted_not_printed(desk: Desk) -> None:
    photo = next(one for one in desk.review().card.photos if one.id == FINISHED.photo_after)
    desk.core.blobs.path(photo.sha256).write_bytes(b"half a picture")
    desk.approve()
    paper = desk.report()
    assert paper.missing_photos == 1
    assert "Klart och rengjort" not in words(paper.content)


def test_the_invoice_s_pdf_is_kept_once_and_made_again_when_its_file_is_lost(desk: Desk) -> None:
    desk.approve()
    draft = desk.draft()
    assert "UTKAST" in words(bill_paper(desk.core.database, STORY.call, TODAY).content)
    desk.do(IssueInvoice(invoice_id=draft))
    paper = keep(desk, draft)
    assert paper.is_new and paper.file_name == "Faktura-20260001.pdf"
    for expected in ("20260001", "OCR 2026000105", "166,00", "Momsreg.nr SE559000000001", "Säte: Göteborg"):
        assert expected in words(paper.content)
    assert not keep(desk, draft).is_new
    desk.core.blobs.path(paper.sha256).unlink()
    assert keep(desk, draft).content == paper.content


def keep(desk: Desk, invoice_id: str) -> InvoicePaper:
    paper = invoice_paper(desk.core.database, desk.core.blobs, invoice_id, TODAY)
    if paper.is_new:
        desk.do(
            KeepInvoicePaper(
                invoice_id=invoice_id, attachment_id=new_id(), sha256=paper.sha256, size=len(paper.content),
                file_name=paper.file_name,
            )
        )
    return paper


# Warranty claims


def test_a_claim_goes_its_way_step_by_step(desk: Desk) -> None:
    claim = desk.review().claims[0]
    with pytest.raises(UserError, match="error_claim_step"):
        desk.do(MoveClaim(claim_id=claim.id, state="credited"))
    sent = desk.do(MoveClaim(claim_id=claim.id, state="sent"))
    desk.undo(sent)
    for state in ("sent", "accepted", "credited"):
        desk.do(MoveClaim(claim_id=claim.id, state=state))
    assert desk.value(WarrantyClaim.state, claim.id) == "credited"
    desk.charge(FINISHED.gasket, "goodwill")
    assert desk.value(WarrantyClaim.state, claim.id) == "credited", "a claim that was sent is never touched"
