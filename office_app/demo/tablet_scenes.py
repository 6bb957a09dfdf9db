"""What Alex does in the journey, with the network off from the moment he drives."""

import time
from collections.abc import Sequence

from office_app.demo.props import CUSTOMER, strokes
from office_app.demo.stage import Scene, Stage

TO_DEPARTURE, TRAVEL, WORK = 46, 18, 70
"""Minutes until Alex sets out, on the road, and with the machine."""
WORK_DONE = "Bytt packning i vänster grupp. Panntryck 1,05 bar efteråt."


def looks_at_the_job(stage: Stage) -> None:
    tablet = stage.tablet
    with stage.step("tablet: the job with all that is known") as noted:
        tablet.order("click", target="showNewJob")
        noted["job"] = tablet.order("see", target="jobPage", text=CUSTOMER)
    stage.picture(tablet, "tablet-job")
    with stage.step("tablet: spare-part diagram and instruction"):
        tablet.order("click", target="openDiagram")
        tablet.order("see", target="spot_1")
        stage.picture(tablet, "tablet-diagram")
        tablet.order("click", target="back")
        tablet.order("click", target="link_paper")
        tablet.order("see", target="sheet_0")
        stage.picture(tablet, "tablet-instruction")
        tablet.order("click", target="back")
    with stage.step("tablet: accepted"):
        tablet.order("click", target="next", text=stage.texts("field.act_accept"))


def switches_the_network_off(stage: Stage) -> None:
    _network(stage, "tablet: the network is off", on=False)
    stage.picture(stage.tablet, "tablet-offline")
    # The rail's «Jobbet» leads to the visit that Alex is still on; the new one is on Idag.
    stage.tablet.order("click", target="rail_today")
    stage.tablet.order("click", target=f"visit_{stage.facts['visit']}")
    with stage.step("tablet: travelling, arrived"):
        for minutes, act in ((TO_DEPARTURE, "field.act_start_travel"), (TRAVEL, "field.act_arrived")):
            stage.tablet.order("see", target="next", text=stage.texts(act))  # the step before has its own time
            stage.time_passes(minutes)
            stage.tablet.order("click", target="next", text=stage.texts(act))
        stage.tablet.order("see", target="next", text=stage.texts("field.act_choose_checklist"))
    stage.picture(stage.tablet, "tablet-arrived")


def goes_through_the_checklist(stage: Stage) -> None:
    tablet = stage.tablet
    with stage.step("checklist: chosen"):
        tablet.order("click", target="next")
        tablet.order("see", target="checklistChoicePage")
        stage.picture(tablet, "tablet-checklists")
        tablet.order("click", target="choice", text="E61 felsökning tryck")
    with stage.step("checklist: yes, yes, yes"):
        for swedish, english in (("Stäng av", "Switch off"), ("Läckage", "Leak"), ("Byt packning", "Replace")):
            tablet.order("see", target="stepTitle", text=stage.word(swedish, english))
            tablet.order("click", target="answerYes")
    with stage.step("checklist: a measured value with its limits") as noted:
        tablet.order("see", target="stepTitle", text=stage.word("panntryck", "boiler pressure"))
        _type_number(stage, stage.word("1,05", "1.05"))
        noted["verdict"] = tablet.order("see", target="stepVerdict", text=stage.word("Godkänt", "Approved"))
        stage.picture(tablet, "tablet-measure")
        tablet.order("click", target="stepNext")
    with stage.step("checklist: a photo that is required"):
        tablet.order("see", target="stepTitle", text=stage.word("manometer", "gauge"))
        tablet.order("click", target="takePhoto")
        tablet.order("click", target=f"file-{stage.props.gauge.name}")
        tablet.order("see", target="usePhotos", text="1")
        stage.picture(tablet, "tablet-photo")
        tablet.order("click", target="usePhotos")
        tablet.order("see", target="stepTitle", text=stage.word("manometer", "gauge"))
        tablet.order("click", target="stepNext")
    with stage.step("checklist: to its end"):
        tablet.order("see", target="stepTitle", text=stage.word("Provbrygg", "Test brew"))
        _type_number(stage, "27")
        tablet.order("click", target="stepNext")
        tablet.order("see", target="stepTitle", text=stage.word("Rengör", "Clean"))
        tablet.order("click", target="answerYes")
        tablet.order("see", target="stepTitle", text=stage.word("Kundens kontroll", "Customer's check"))
        tablet.order("click", target="option-fine")
        stage.picture(tablet, "tablet-checklist")
        stage.time_passes(WORK)
        tablet.order("click", target="stepNext")


def records_time_and_material(stage: Stage) -> None:
    tablet = stage.tablet
    with stage.step("time, material from the van, mileage") as noted:
        tablet.order("see", target="timeMaterialPage")
        noted["suggested"] = tablet.order("see", target="suggested-travel", text=str(TRAVEL))
        tablet.order("type", target="searchVan", text="packning")
        tablet.order("click", target="use", text="E61")
        tablet.order("type", target="searchVan", text="rengör", clear=True)
        tablet.order("click", target="use", text="Rengöring")
        tablet.order("click", target="enterMileage")
        _type_number(stage, stage.word("5,2", "5.2"))
        tablet.order("click", target="saveMileage")
        noted["records"] = tablet.order("see", target="timeMaterialPage", text="km")
    stage.picture(tablet, "tablet-records")


def checks_out_and_james_signs(stage: Stage) -> None:
    tablet = stage.tablet
    with stage.step("checkout: what was done and what it costs") as noted:
        tablet.order("click", target="toCheckout")
        tablet.order("see", target="checkoutPage")
        tablet.order("click", target="editWork")
        tablet.order("type", target="workTextArea", text=WORK_DONE, clear=True)
        tablet.order("click", target="textDone")
        noted["to_pay"] = stage.facts["shown_to_pay"] = tablet.order("see", target="toPay", text="kr")
    stage.picture(tablet, "tablet-checkout")
    with stage.step("checkout: turned to James, who signs"):
        tablet.order("click", target="outcomeSolved")
        tablet.order("click", target="turnToCustomer")
        tablet.order("see", target="customerTitle")
        tablet.order("draw", target="signatureField", strokes=strokes())
        stage.picture(tablet, "tablet-signature")
        tablet.order("click", target="approve")
        tablet.order("see", target="signedText", text="James")
    with stage.step("done, and saved on the tablet"):
        tablet.order("click", target="finishVisit")
        tablet.order("see", target="doneTitle", text=CUSTOMER)
    stage.picture(tablet, "tablet-done")


def switches_the_network_on(stage: Stage) -> None:
    stage.tablet.order("click", target="toToday")
    begun = time.perf_counter()
    _network(stage, "tablet: the network is back", on=True)
    with stage.step("sync: everything is at the office") as noted:
        sent = stage.texts("sync.pill_sent", time="").strip()
        noted["said"] = stage.tablet.order("see", target="syncHeadline", text=sent, seconds=30)
        stage.facts["everything_sent_after_seconds"] = round(time.perf_counter() - begun, 2)
    stage.picture(stage.tablet, "tablet-sent")


def _network(stage: Stage, name: str, *, on: bool) -> None:
    tablet = stage.tablet
    with stage.step(name) as noted:
        tablet.order("click", target="rail_more")
        tablet.order("click", target="openSync")
        tablet.order("see", target="syncPage")
        tablet.order("click", target="networkSwitch")
        tablet.order("expect", target="networkSwitch", name="on", value=on)
        noted["headline"] = tablet.order("see", target="syncHeadline")


def _type_number(stage: Stage, text: str) -> None:
    for sign in text:
        stage.tablet.order("click", target="key-decimal" if sign in ",." else f"key-{sign}")


ON_SITE: Sequence[Scene] = (
    looks_at_the_job, switches_the_network_off, goes_through_the_checklist, records_time_and_material,
    checks_out_and_james_signs, switches_the_network_on,
)
