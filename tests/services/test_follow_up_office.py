"""The office after Alex's visit: looked through, approved, reported, invoiced, credited; on a real database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.follow_up import ApproveVisit, CloseCall, WithdrawApproval
from core.commands.invoicing import CreditInvoice, DiscardInvoiceDraft, IssueInvoice
from core.commands.records import RecordTime, RemoveRecord, SetCharge
from core.errors import UserError
from core.ids import derived_id, new_id
from core.model.call import ServiceCall
from core.model.firm import Counter
from core.model.money import Invoice, InvoiceLine, IssuedInvoiceError
from core.model.visit import Material, TimeEffort
from core.queries.board import board
from core.queries.call_card import call_card
from core.queries.follow_up import follow_up_counts, invoices, to_invoice, to_review
from core.queries.invoice_card import bill_card, invoice_card
from core.queries.planning_facts import job_facts
from core.rules.charging import OPTIONS
from core.services.invoicing import issue_invoice
from core.storage.unit_of_work import UnitOfWork
from tests.helpers.cores import opened_office
from tests.helpers.desk import KINDS, Desk
from tests.helpers.field_day import FieldDay
from tests.helpers.finished_visit import FINISHED, as_alex, as_mara, play_visit
from tests.helpers.story import STORY, TODAY, build_story


@pytest.fixture
def desk(office: Core) -> Desk:
    build_story(office)
    play_visit(office)
    return Desk(office)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("follow-up")
    with opened_office(folder / "office") as core:
        build_story(core)
        play_visit(core)
        yield Desk(core)


def test_the_visit_that_comes_again_is_not_late_for_what_was_promised_of_the_first(office: Core) -> None:
    build_story(office)
    alex = FieldDay(office)
    alex.arrives()
    alex.comes_out("follow_up_needed", "time")
    alex.writes()
    alex.records_all()
    alex.gets_signature()
    alex.finishes()
    with office.database.read() as session:
        (following,) = board(session, TODAY, 1, office.clock.now()).unplanned
        facts = job_facts(session, [following.id])[following.id]
    assert following.id == derived_id(STORY.visit, "next_visit")
    assert (following.promised_from, following.promised_to, following.due) == (None, None, None)
    assert (facts.promised_from, facts.promised_to) == (None, None)


# Looking it through


def test_the_finished_visit_waits_with_every_line_its_price_and_its_reason(desk: Desk) -> None:
    assert [(row.activity_id, row.customer, row.technician, row.late) for row in desk.ask(to_review)] == [
        (STORY.visit, "Kafé Tulpan", "Alex Lindqvist", False)
    ]
    review = desk.review()
    assert [(line.title, line.amount, line.charge_option, line.reason_key) for line in review.lines] == [
        ("Resa", Decimal(95), "chargeable", "charge.fixed_travel"),
        ("Arbetstid", Decimal(0), "contract", "charge.contract"),
        ("Packning E61", Decimal(0), "warranty_supplier", "charge.warranty_until_5"),
        ("Rengöringsmedel", Decimal(38), "chargeable", ""),
    ]
    assert (review.sums.net, review.sums.vat, review.sums.rounding, review.sums.to_pay) == (
        Decimal(133), Decimal("33.25"), Decimal("-0.25"), Decimal(166)
    )
    assert review.machines[0].verdict.covered
    assert review.card.signature is not None and review.card.signature.name == "James Wallin"
    assert (review.checklists[0].done_count, review.checklists[0].total) == (9, 9)
    assert len(review.card.photos) == 3
    assert review.can_approve and not review.can_withdraw


def test_an_unfinished_visit_cannot_be_approved(office: Core) -> None:
    build_story(office)
    play_visit(office, until="records")
    with pytest.raises(UserError, match="error_visit_not_done"):
        as_mara(office, ApproveVisit(activity_id=STORY.visit))
    assert office.database.ask(to_review) == ()


def test_changing_who_pays_changes_the_sum_and_is_undone(desk: Desk) -> None:
    changed = desk.charge(FINISHED.detergent, "goodwill", "Första gången")
    assert desk.review().sums.net == Decimal(95)
    desk.undo(changed)
    assert desk.review().sums.net == Decimal(133)
    back = desk.charge(FINISHED.gasket, "chargeable")
    assert desk.review().sums.net == Decimal(222)
    assert desk.review().claims == ()
    desk.undo(back)
    assert [(claim.amount, claim.state) for claim in desk.review().claims] == [(Decimal(89), "open")]


def test_approval_is_taken_back_record_by_record(desk: Desk) -> None:
    approved = desk.approve()
    assert desk.ask(follow_up_counts) == {"review": 0, "invoice": 1, "invoices": 0, "claims": 1}
    assert desk.value(TimeEffort.state, FINISHED.work) == "approved"
    redo = desk.undo(approved)[0]
    assert desk.value(TimeEffort.state, FINISHED.work) == "pending"
    assert desk.ask(follow_up_counts)["review"] == 1
    desk.undo(redo)
    assert desk.review().card.approval == "approved"


def test_approving_twice_changes_nothing(desk: Desk) -> None:
    desk.approve()
    assert desk.approve().touched == ()


# Drafts


def test_a_draft_follows_its_records_until_it_is_issued(desk: Desk) -> None:
    desk.approve()
    draft = desk.draft()
    assert desk.card(draft).net == Decimal(133)
    changed = desk.charge(FINISHED.detergent, "goodwill")
    assert desk.card(draft).net == Decimal(95)
    desk.undo(changed)
    desk.do(RemoveRecord(activity_id=STORY.visit, kind="material", record_id=FINISHED.detergent))
    desk.do(IssueInvoice(invoice_id=draft))
    assert (desk.card(draft).net, desk.card(draft).to_pay) == (Decimal(95), Decimal(119))


def test_a_draft_can_be_thrown_away_and_taken_back(desk: Desk) -> None:
    desk.approve()
    draft = desk.draft()
    with pytest.raises(UserError, match="error_has_draft"):
        desk.draft()
    with pytest.raises(UserError, match="error_on_draft"):
        desk.do(WithdrawApproval(activity_id=STORY.visit))
    gone = desk.do(DiscardInvoiceDraft(invoice_id=draft))
    assert desk.ask(invoice_card, draft) is None
    desk.undo(gone)
    assert desk.card(draft).net == Decimal(133)
    assert desk.ask(to_invoice)[0].draft_id == draft


def test_nothing_approved_makes_no_draft(desk: Desk) -> None:
    with pytest.raises(UserError, match="error_nothing_to_bill"):
        desk.draft("too-early")
    assert desk.ask(invoice_card, "too-early") is None


def test_what_nobody_pays_for_is_closed_without_an_invoice(desk: Desk) -> None:
    for record in (FINISHED.travel, FINISHED.mileage, FINISHED.detergent):
        desk.charge(record, "goodwill")
    with pytest.raises(UserError, match="error_not_approved"):
        desk.do(CloseCall(call_id=STORY.call))
    desk.approve()
    draft = desk.draft()
    with pytest.raises(UserError, match="error_nothing_to_pay"):
        desk.do(IssueInvoice(invoice_id=draft))
    desk.do(DiscardInvoiceDraft(invoice_id=draft))
    assert desk.ask(to_invoice)[0].net == 0
    closed = desk.do(CloseCall(call_id=STORY.call))
    assert desk.value(ServiceCall.state, STORY.call) == "closed"
    assert desk.ask(to_invoice) == ()
    desk.undo(closed)
    assert desk.value(ServiceCall.state, STORY.call) == "technically_complete"


# Issued


def test_issuing_gives_number_reference_dates_and_the_parties_of_the_day(desk: Desk) -> None:
    desk.approve()
    card = desk.card(desk.issue())
    assert (card.number, card.ocr, card.state) == ("20260001", "2026000105", "issued")
    assert (card.issued_on, card.due_on, card.delivered_on) == (TODAY, date(2026, 12, 24), TODAY)
    assert (card.net, card.vat, card.rounding, card.to_pay) == (
        Decimal(133), Decimal("33.25"), Decimal("-0.25"), Decimal(166)
    )
    assert card.buyer["name"] == "Kafé Tulpan" and card.seller["bankgiro"] == "5050-1055"
    assert [line.text for line in card.lines][1:3] == ["Arbetstid 09:47–11:12", "Packning E61"]
    assert desk.value(Material.state, FINISHED.gasket) == "billed"
    assert desk.value(ServiceCall.state, STORY.call) == "closed"
    assert desk.ask(to_invoice) == ()
    assert [row.number for row in desk.ask(invoices)] == ["20260001"]
    assert desk.ask(call_card, STORY.call).invoices[0].to_pay == Decimal(166)


def test_nothing_of_an_issued_invoice_changes(desk: Desk) -> None:
    desk.approve()
    invoice_id = desk.issue()
    before = desk.card(invoice_id)
    for refused, error in (
        (SetCharge(kind="time", record_id=FINISHED.work, option="chargeable"), "error_record_billed"),
        (RemoveRecord(activity_id=STORY.visit, kind="time", record_id=FINISHED.work), "error_record_billed"),
        (WithdrawApproval(activity_id=STORY.visit), "error_already_billed"),
        (IssueInvoice(invoice_id=invoice_id), "error_issued"),
        (DiscardInvoiceDraft(invoice_id=invoice_id), "error_issued"),
    ):
        with pytest.raises(UserError, match=error):
            desk.do(refused)
    with pytest.raises(IssuedInvoiceError):
        with desk.core.database.write() as session:
            session.get_one(Invoice, invoice_id).net = Decimal(1)
    with pytest.raises(IssuedInvoiceError):
        with desk.core.database.write() as session:
            session.delete(session.scalars(select(InvoiceLine)).first())
    with pytest.raises(IssuedInvoiceError):
        with desk.core.database.write() as session:
            session.delete(session.get_one(Invoice, invoice_id))
    assert desk.card(invoice_id) == before


def test_the_number_is_not_used_up_by_what_fails(desk: Desk) -> None:
    desk.approve()
    draft = desk.draft()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            with desk.core.database.write() as session:
                work = UnitOfWork(
                    session, now=desk.core.clock.now(), author_id=STORY.mara, device_id="office", command_id=new_id(),
                    is_office=True,
                )
                issue_invoice(IssueInvoice(invoice_id=draft), work)
                raise ZeroDivisionError("the power fails here")
    assert desk.card(draft).state == "draft"
    desk.do(IssueInvoice(invoice_id=draft))
    assert desk.card(draft).number == "20260001"


def test_a_credit_note_turns_every_sum_and_lets_the_work_be_billed_again(desk: Desk) -> None:
    desk.approve()
    first = desk.issue()
    with pytest.raises(UserError, match="error_credit_reason"):
        desk.do(CreditInvoice(invoice_id=first, credit_id="credit", reason="  "))
    desk.do(CreditInvoice(invoice_id=first, credit_id="credit", reason="Fel pris"))
    note, original = desk.card("credit"), desk.card(first)
    assert (note.number, note.kind, note.credits) == ("20260002", "credit", "20260001")
    assert (note.net, note.vat, note.rounding, note.to_pay) == (
        -original.net, -original.vat, -original.rounding, -original.to_pay
    )
    assert (original.state, original.credited_by) == ("credited", "20260002")
    with pytest.raises(UserError, match="error_cannot_credit"):
        desk.do(CreditInvoice(invoice_id=first, credit_id="again", reason="Igen"))
    desk.charge(FINISHED.detergent, "goodwill")
    assert desk.card(desk.issue()).number == "20260003"
    assert sum(row.to_pay for row in desk.ask(invoices)) == Decimal(119)
    assert desk.ask(to_invoice) == ()


def test_late_time_is_approved_anew_and_billed_to_the_quarter_already_paid(desk: Desk) -> None:
    desk.charge(FINISHED.work, "chargeable")
    desk.approve()
    first = desk.issue()
    assert desk.card(first).net == Decimal("133") + Decimal("1.5") * 995
    late = RecordTime(
        activity_id=STORY.visit, record_id="late", kind="work", start=STORY.at("11:14"), end=STORY.at("11:24"),
        minutes=10,
    )
    as_alex(desk.core, late)
    desk.do(SetCharge(kind="time", record_id="late", option="chargeable"))
    assert desk.ask(to_review)[0].late
    assert desk.ask(bill_card, STORY.call).net == 0
    desk.approve()
    again = desk.card(desk.issue())
    assert [(line.quantity, line.net) for line in again.lines] == [(Decimal("0.25"), Decimal("248.75"))]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(OPTIONS)), max_size=6))
def test_invoice_claims_and_what_the_firm_gives_away_make_the_recorded_total(
    shared_desk: Desk, choices: list[tuple[str, str]]
) -> None:
    """However the lines are split, nothing is lost between them, to the öre."""
    desk = shared_desk
    done = [desk.charge(record, option) for record, option in choices]
    approved = desk.approve()
    review = desk.review()
    bill = desk.ask(bill_card, STORY.call)
    assert bill.net == review.sums.net == sum((line.amount for line in review.lines), Decimal(0))
    assert bill.net + bill.vat + bill.rounding == bill.to_pay == bill.to_pay.to_integral_value()
    claimed = sum((claim.amount for claim in review.claims), Decimal(0))
    given_away = sum(
        (line.list_amount for line in review.lines if line.charge_option not in ("chargeable", "warranty_supplier")),
        Decimal(0),
    )
    recorded = sum((line.list_amount for line in review.lines), Decimal(0))
    assert bill.net + claimed + given_away == recorded
    assert all(line.unit_price == 0 for line in bill.lines if line.charge_option != "chargeable")
    for changes in (approved, *reversed(done)):
        desk.undo(changes)
    assert desk.review().sums.net == Decimal(133)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["issue", "fail", "credit", "discard"]), min_size=1, max_size=8))
def test_numbers_have_no_gaps_whatever_happens(shared_desk: Desk, steps: list[str]) -> None:
    desk = shared_desk
    desk.approve()
    issued: str | None = None
    for step in steps:
        if step == "credit" and issued is not None:
            desk.do(CreditInvoice(invoice_id=issued, credit_id=new_id(), reason="Prov"))
            issued = None
        elif step == "issue" and issued is None:
            issued = desk.issue()
        elif step == "discard" and issued is None:
            desk.do(DiscardInvoiceDraft(invoice_id=desk.draft()))
        elif step == "fail":
            with pytest.raises(UserError):
                desk.do(IssueInvoice(invoice_id=issued or "nothing"))
    if issued is not None:
        desk.do(CreditInvoice(invoice_id=issued, credit_id=new_id(), reason="Prov"))
    numbers = sorted(int(row.number) for row in desk.ask(invoices))
    assert numbers == list(range(20260001, 20260001 + len(numbers)))
    last = desk.ask(lambda session: session.scalar(select(Counter.value).where(Counter.name == "invoice-2026")))
    assert (last or 0) == len(numbers)
    assert sum(row.to_pay for row in desk.ask(invoices)) == 0
    desk.do(WithdrawApproval(activity_id=STORY.visit))
