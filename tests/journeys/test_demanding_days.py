"""Days that go otherwise than planned: what the firm may rely on then."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from core.bootstrap import Core
from core.commands.base import Command
from core.commands.checkout import FinishVisit, NeededPart, SetOutcome, Sign, WriteReport
from core.commands.customers import EditAddress
from core.commands.dispatch import PlanVisit, UnplanVisit
from core.commands.follow_up import ApproveVisit
from core.commands.intake import CancelCall, EditCall
from core.commands.invoicing import IssueInvoice, MakeInvoiceDraft
from core.commands.photos import AddPhoto
from core.commands.records import RecordMaterial, RecordTime
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.visit import ChangeStep
from core.queries.call_card import CallCard, call_card
from core.queries.call_visits import VisitCard
from core.queries.checkout import checkout
from core.queries.job_sheet import job_sheet
from tests.helpers.cores import opened_tablet
from tests.helpers.finished_visit import handwriting, picture, play_visit
from tests.helpers.story import STORY
from tests.sync.sides import Sides, Tablet, story_sides


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as (sides, alex):
        sides.sync()
        yield sides, alex


def card(core: Core) -> CallCard:
    found = core.database.ask(call_card, STORY.call)
    assert found is not None
    return found


def hours(visit: VisitCard) -> dict[str, Decimal]:
    """The recorded time as the invoice counts it, in hours."""
    return {line.source_id: line.quantity for line in visit.lines if line.source_kind == "time"}


def step(target: str, assignment: str = STORY.assignment, visit: str = STORY.visit) -> ChangeStep:
    return ChangeStep(
        activity_id=visit, assignment_id=assignment, event_id=f"{target}-{assignment}", target=target
    )


def on_site(tablet: Tablet, assignment: str = STORY.assignment) -> None:
    for target in ("accepted", "travelling", "arrived", "working"):
        tablet.does(step(target, assignment))


def worked(record_id: str, minutes: int = 30) -> RecordTime:
    return RecordTime(
        activity_id=STORY.visit, record_id=record_id, kind="work", start=STORY.at("10:00"), end=STORY.at("10:30"),
        minutes=minutes,
    )


def test_a_missing_part_makes_the_next_visit_with_what_was_found(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    on_site(alex)
    alex.does(worked("work"))
    alex.does(WriteReport(activity_id=STORY.visit, work_done="Säkerhetsventilen är slut i bilen."))
    alex.does(
        SetOutcome(
            activity_id=STORY.visit, outcome="follow_up_needed", reason="parts", note="Ventil 1,8 bar",
            parts=(NeededPart(required_id="needs-valve-next", item_id=STORY.valve),),
        )
    )
    sign(sides, alex)
    alex.does(FinishVisit(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id="done"))
    sides.up(alex)
    call = card(sides.office)
    first, following = sorted(call.visits, key=lambda visit: visit.id != STORY.visit)
    assert (call.state, call.pending_reason) == ("pending", "parts")
    assert (first.state, following.state) == ("done", "draft")
    sides.planner_does(PlanVisit(activity_id=following.id, person_id=STORY.alex, start=STORY.at("14:00")))
    sides.planner_does(
        ReleaseVisit(activity_id=following.id, assignment_ids=("second",), message_id="second-message")
    )
    sides.sync()
    sheet = alex.core.database.ask(job_sheet, following.id, STORY.alex, sides.clock.now())
    assert sheet is not None
    assert STORY.valve in [part.item_id for part in sheet.parts], "the part that was missing is on the next job"


def sign(sides: Sides, tablet: Tablet, state: str = "signed", reason: str = "") -> None:
    page = tablet.core.database.ask(checkout, STORY.visit, tablet.person_id, sides.clock.now())
    assert page is not None
    tablet.does(
        Sign(
            activity_id=STORY.visit, signature_id=f"signature-{state}", state=state, reason=reason,
            name="James Wallin" if state == "signed" else "", strokes=handwriting() if state == "signed" else [],
            shown_sha256=page.shown_sha256, shown=page.shown,
        )
    )


def test_a_customer_who_will_not_sign_does_not_stop_the_invoice(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    play_visit(alex.core, until="records")
    alex.does(WriteReport(activity_id=STORY.visit, work_done="Bytt packning."))
    alex.does(SetOutcome(activity_id=STORY.visit, outcome="solved"))
    sign(sides, alex, "refused", "Vill läsa avtalet först")
    alex.does(FinishVisit(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id="done"))
    sides.up(alex)
    sides.planner_does(ApproveVisit(activity_id=STORY.visit))
    sides.planner_does(MakeInvoiceDraft(invoice_id="invoice", call_ids=(STORY.call,)))
    sides.planner_does(IssueInvoice(invoice_id="invoice"))
    (visit,) = card(sides.office).visits
    assert visit.signature is not None
    assert (visit.signature.state, visit.signature.reason) == ("refused", "Vill läsa avtalet först")
    assert card(sides.office).invoices[0].state == "issued"


@pytest.mark.parametrize("order", list(permutations(("office", "alex", "sara"))))
def test_three_people_on_one_job_lose_nothing_in_any_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    with story_sides(tmp_path, released=False) as (sides, alex), \
            opened_tablet(tmp_path / "sara", sides.clock) as sara_core:
        sara = sides.pair(sara_core, STORY.sara)
        sides.planner_does(
            PlanVisit(activity_id=STORY.visit, person_id=STORY.alex, start=STORY.start, helper_ids=(STORY.sara,))
        )
        sides.planner_does(
            ReleaseVisit(activity_id=STORY.visit, assignment_ids=("alex", "sara"), message_id="message")
        )
        sides.sync()
        photo = picture(0.4)
        edits: dict[str, list[Command]] = {
            "office": [
                EditAddress(address_id=STORY.address, partner_id=STORY.partner, access_note="Kod 4711"),
                EditCall(call_id=STORY.call, priority="normal"),
            ],
            "alex": [*(step(target, "alex") for target in ("accepted", "travelling", "arrived", "working")),
                     worked("alex-1"), worked("alex-2", 15)],
            "sara": [
                step("accepted", "sara"),
                AddPhoto(
                    activity_id=STORY.visit, attachment_id="sara-photo", sha256=sara.core.blobs.put(photo),
                    mime="image/jpeg", size=len(photo), object_id=STORY.visit,
                ),
            ],
        }
        tablets = {"alex": alex, "sara": sara}
        for who in ("alex", "sara"):  # both work without a network
            for command in edits[who]:
                tablets[who].does(command)
        for who in order:
            if who == "office":
                for command in edits[who]:
                    sides.planner_does(command)
            else:
                sides.up(tablets[who])
        sides.sync()
        for core in (sides.office, alex.core):
            (visit,) = [visit for visit in card(core).visits if visit.id == STORY.visit]
            assert hours(visit) == {"alex-1": Decimal("0.5"), "alex-2": Decimal("0.25")}
            assert [photo.id for photo in visit.photos] == ["sara-photo"]
        assert card(sides.office).access_note == "Kod 4711"
        authors = {line.person for line in card(sides.office).journal}
        assert {"Mara Sandberg", "Alex Lindqvist", "Sara Nyström"} <= authors
        sheet = alex.core.database.ask(job_sheet, STORY.visit, STORY.alex, sides.clock.now())
        assert sheet is not None
        assert sheet.address is not None and sheet.address.access_note == "Kod 4711"


def test_warranty_contract_and_goods_on_one_job_add_up_to_the_ore(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    play_visit(alex.core)
    sides.up(alex)
    sides.planner_does(ApproveVisit(activity_id=STORY.visit))
    sides.planner_does(MakeInvoiceDraft(invoice_id="invoice", call_ids=(STORY.call,)))
    sides.planner_does(IssueInvoice(invoice_id="invoice"))
    call = card(sides.office)
    (visit,) = call.visits
    options = {line.charge_option for line in visit.lines}
    assert len(options) >= 2, "the job has lines that different people pay for"
    assert all(line.amount == 0 for line in visit.lines if line.charge_option != "chargeable")
    everything = sum((line.list_amount for line in visit.lines), Decimal(0))
    assert call.invoices[0].net + call.covered == everything


def test_a_helper_who_leaves_early_does_not_end_the_job(tmp_path: Path) -> None:
    with story_sides(tmp_path, released=False) as (sides, alex), \
            opened_tablet(tmp_path / "sara", sides.clock) as sara_core:
        sara = sides.pair(sara_core, STORY.sara)
        sides.planner_does(
            PlanVisit(activity_id=STORY.visit, person_id=STORY.alex, start=STORY.start, helper_ids=(STORY.sara,))
        )
        sides.planner_does(
            ReleaseVisit(activity_id=STORY.visit, assignment_ids=("alex", "sara"), message_id="message")
        )
        sides.sync()
        on_site(alex, "alex")
        on_site(sara, "sara")
        sara.does(worked("sara-work", 20))
        sara.does(
            RecordMaterial(
                activity_id=STORY.visit, record_id="sara-gasket", item_id=STORY.gasket, quantity=Decimal(1)
            )
        )
        sara.does(FinishVisit(activity_id=STORY.visit, assignment_id="sara", event_id="sara-done"))
        sides.sync()
        (visit,) = card(sides.office).visits
        assert visit.state == "in_execution"
        assert set(hours(visit)) == {"sara-work"}
        assert {t.name: t.step for t in visit.technicians} == {"Alex Lindqvist": "working", "Sara Nyström": "done"}


@pytest.mark.parametrize("act", ["withdraws", "unplans", "cancels"])
def test_a_visit_that_was_done_though_the_office_had_taken_it_back_can_be_billed(
    story: tuple[Sides, Tablet], act: str
) -> None:
    sides, alex = story
    commands: dict[str, Command] = {
        "withdraws": WithdrawRelease(activity_id=STORY.visit), "unplans": UnplanVisit(activity_id=STORY.visit),
        "cancels": CancelCall(call_id=STORY.call, reason="Kunden har löst det själv", note_id="note"),
    }
    sides.planner_does(commands[act])
    play_visit(alex.core)  # without a network: the tablet does not know
    sides.sync()
    (visit,) = [visit for visit in card(sides.office).visits if visit.id == STORY.visit]
    assert visit.state == "done"
    assert card(sides.office).flags, "and somebody at the office is told"
    sides.planner_does(ApproveVisit(activity_id=STORY.visit))
    sides.planner_does(MakeInvoiceDraft(invoice_id="invoice", call_ids=(STORY.call,)))
    sides.planner_does(IssueInvoice(invoice_id="invoice"))
    assert card(sides.office).invoices[0].to_pay == Decimal(166)
