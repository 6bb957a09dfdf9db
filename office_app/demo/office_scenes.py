"""What Mara does in the journey: takes the call, plans it, sends it; later she approves, reports and invoices."""

import time
from datetime import datetime
from typing import Any

from core.clock import at_local, local
from office_app.demo.programs import SceneFailed
from office_app.demo.props import CUSTOMER, MACHINE
from office_app.demo.stage import Scene, Stage

FAULT = " när båda grupperna används. Läcker lite under vänster grupp sedan i lördags."
ALEX = "Alex"
SERIAL = "E61-20417"
NOTICE_SECONDS = 2.0


def takes_the_call(stage: Stage) -> None:
    office = stage.office
    with stage.step("intake: who is calling") as noted:
        office.order("click", target="newCall")
        office.order("type", target="intakeWho", text=stage.props.phone[-7:])
        noted["offers"] = office.order("see", target="intakeMatches", text=CUSTOMER)
        office.order("key", keys="Return", target="intakeWho")
        office.order("see", target="intakeCustomer", text=CUSTOMER)
    with stage.step("intake: the machine from a picture of its code"):
        office.order("drop_file", target="intakeScan", path=str(stage.props.sticker))
        office.order("see", target="intakeScanAnswer", text=MACHINE)
    with stage.step("intake: fault, urgency, when it suits"):
        office.order("type", target="intakeFault", text="tappar tr")
        office.order("see", target="intakeSymptoms")
        office.order("key", keys="Return", target="intakeFault")
        office.order("see", target="intakeTemplate")
        office.order("type", target="intakeFault", text=FAULT)
        office.order("click", target="intakePriority_high")
        office.order("type", target="intakeWish", text="10-12")
        office.order("see", target="intakeOffers", text=ALEX)
        office.order("see", target="intakeSaved")
    stage.picture(office, "intake")
    with stage.step("intake: saved, to be planned"):
        office.order("click", target="intakePlan")
        office.order("see", target="boardPage")


def plans(stage: Stage) -> None:
    office = stage.office
    with stage.step("planning: drag to Alex at 10") as noted:
        call = office.order("ask", target="unplannedCanvas", method="card_of", arguments=[CUSTOMER])
        alex = office.order("ask", target="boardCanvas", method="technician_of", arguments=[ALEX])
        ten = _at(stage, "10:00")
        card = office.order("ask", target="unplannedCanvas", method="point_of", arguments=[call])
        place = office.order("ask", target="boardCanvas", method="point_of", arguments=[alex, ten])
        office.order("carry", source="unplannedCanvas", start=card, target="boardCanvas", end=place)
        noted["reasons"] = _reasons(stage)
        stage.picture(office, "planning-drag")
        office.order("let_go")
        noted["bar"] = office.order("ask", target="boardCanvas", method="bar_point", arguments=[call])
    with stage.step("planning: undone and done again"):
        office.order("key", keys="Ctrl+Z", target="boardView")
        office.order("ask", target="unplannedCanvas", method="point_of", arguments=[call])
        office.order("key", keys="Ctrl+Shift+Z", target="boardView")
        bar = office.order("ask", target="boardCanvas", method="bar_point", arguments=[call])
        office.order("click_at", target="boardCanvas", point=bar)
        office.order("see", target="detailsPane", text=CUSTOMER)
    stage.picture(office, "planned")
    stage.facts["visit"] = call
    with stage.step("planning: Alex does not see it yet"):
        if CUSTOMER in stage.tablet.order("see", target="todayPage"):
            raise SceneFailed("a planned job that was not sent is on the tablet")


def sends(stage: Stage) -> None:
    office, tablet = stage.office, stage.tablet
    with stage.step("release: on the tablet within 2 s") as noted:
        office.order("click", target="sendJob")
        begun = time.perf_counter()
        tablet.order("see", target="newJobNotice", text=CUSTOMER)
        noted["notice_seconds"] = round(time.perf_counter() - begun, 3)
        noted["within_two_seconds"] = noted["notice_seconds"] <= NOTICE_SECONDS
    stage.picture(tablet, "tablet-notice")
    stage.picture(office, "release")
    with stage.step("release: the SMS has left and is delivered") as noted:
        noted["sms"] = office.order("see", target="detailsSms", text=stage.word("levererat", "delivered"), seconds=30)
    stage.picture(office, "sms-delivered")


def follows_the_call(stage: Stage) -> None:
    """The card stands open while Alex works without a network; it fills by itself once he has one."""
    office = stage.office
    with stage.step("office: the call's card, before anything has come") as noted:
        office.order("click", target="rail_calls")
        office.order("click", target="callsFilter_planned")
        office.order("type", target="callsSearch", text=CUSTOMER)
        office.order("click", target="callList", text=CUSTOMER)
        office.order("see", target="callCustomer", text=CUSTOMER)
        noted["state"] = office.order("see", target="callState")


def sees_what_alex_did(stage: Stage) -> None:
    office = stage.office
    with stage.step("office: the work is on the card without a reload") as noted:
        noted["card"] = office.order("see", target="callCard", text="Bytt packning")
    stage.picture(office, "office-call")


def approves_and_reports(stage: Stage) -> None:
    office = stage.office
    with stage.step("approval: looked through, line by line"):
        office.order("click", target="rail_invoicing")
        office.order("click", target="invoicingTab_review")
        office.order("type", target="invoicing_reviewSearch", text=CUSTOMER)
        office.order("click", target="invoicingList_review", text=CUSTOMER)
        office.order("see", target="reviewPanel", text=CUSTOMER)
    stage.picture(office, "review")
    with stage.step("approval: approved"):
        office.order("click", target="reviewApprove")
        office.order("see", target="reviewPanel", text=stage.word("Godkänt", "Approved"))
    with stage.step("service report: made and shown"):
        office.order("click", target="reviewReport")
        office.order("see", target="paperPage_1")
        office.order("see", target="paperView", text=stage.word("sid", "page"))
    stage.picture(office, "service-report")
    office.order("click", target="paperBack")


def invoices(stage: Stage) -> None:
    office = stage.office
    with stage.step("invoice: drafted and issued") as noted:
        office.order("click", target="reviewInvoice")
        office.order("see", target="invoicePanel", text=stage.word("Utkast", "Draft"))
        office.order("click", target="invoiceIssue")
        office.order("see", target="invoicePanel", text=stage.word("Utfärdad", "Issued"))
        noted["invoice"] = office.order("see", target="invoicePaper")
    stage.picture(office, "invoice-issued")
    with stage.step("invoice: the paper"):
        office.order("click", target="invoicePaper")
        office.order("see", target="paperPage_1")
        office.order("see", target="paperView", text=stage.word("sid", "page"))
    stage.picture(office, "invoice")


def looks_the_machine_up(stage: Stage) -> None:
    office = stage.office
    with stage.step("history: on the machine") as noted:
        office.order("click", target="rail_equipment")
        office.order("type", target="equipmentSearch", text=SERIAL)
        office.order("click", target="equipmentList", text=SERIAL)
        noted["machine"] = office.order("see", target="equipmentName", text=MACHINE)
        office.order("see", target="readingPlot")
    stage.picture(office, "machine-history")


def changes_the_checklist(stage: Stage) -> None:
    office = stage.office
    with stage.step("knowledge: the checklist changed and published"):
        office.order("click", target="rail_knowledge")
        office.order("type", target="knowledgeSearch", text="E61")
        office.order("click", target="knowledgeList", text="E61 felsökning tryck")
        office.order("see", target="checklistName")
        office.order("click", target="addStep_photo")
        title = stage.word("Foto av packningen", "Photo of the gasket")
        office.order("type", target="stepTitle", text=title, clear=True)
        office.order("key", keys="Return", target="stepTitle")
        stage.picture(office, "knowledge")
        office.order("click", target="checklistPublish")
        office.order("see", target="checklistPublish", text="v9")
    stage.picture(office, "knowledge-published")


def looks_at_the_figures(stage: Stage) -> None:
    office = stage.office
    with stage.step("figures: one live page") as noted:
        office.order("click", target="rail_insight")
        noted["first_time_fix"] = office.order("see", target="insightTile_fix", text="%")
    stage.picture(office, "figures")
    with stage.step("figures: the records behind one of them"):
        office.order("click", target="insightTile_fix")
        office.order("see", target="insightRecords")
    stage.picture(office, "figures-records")


def _reasons(stage: Stage) -> dict[str, str]:
    reasons: dict[str, Any] = stage.office.order("ask", target="boardCanvas", method="shown_reasons")
    if len(reasons) < 5 or not any(reasons.values()):
        raise SceneFailed(f"the rows do not say why: {reasons}")
    return reasons


def _at(stage: Stage, clock_time: str) -> str:
    day = local(datetime.fromisoformat(stage.facts["now"])).date()
    return at_local(day, datetime.strptime(clock_time, "%H:%M").time()).isoformat()


BEFORE: tuple[Scene, ...] = (takes_the_call, plans, sends)
MEANWHILE: tuple[Scene, ...] = (follows_the_call,)
AFTER: tuple[Scene, ...] = (
    sees_what_alex_did, approves_and_reports, invoices, looks_the_machine_up, changes_the_checklist,
    looks_at_the_figures,
)
