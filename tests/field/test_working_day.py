"""Alex at Kafé Tulpan through the real pages: checklist, photo, time and material, checkout, signature, done."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.model.attachment import Attachment, Signature
from core.model.call import ServiceCall
from core.model.knowledge import ChecklistAnswer, ChecklistInstance
from core.model.visit import Activity, Material, Mileage, Reading, TimeEffort
from core.rules.statement import fingerprint
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import another_job

NAME = [[0.12, 0.6], [0.2, 0.25], [0.3, 0.65], [0.4, 0.3], [0.55, 0.6], [0.7, 0.4]]


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tablet's folder of pictures, with one of the gauge in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "Pictures"
    folder.mkdir()
    (folder / "manometer.jpg").write_bytes(picture(2600, 1950))
    return folder


def answer_everything(screen: TabletScreen) -> None:
    for element in ("off", "leak", "gasket"):
        screen.sees("stepList", "")
        screen.until(lambda wanted=element: at_step(screen, wanted))
        screen.touch("answerYes")
    screen.until(lambda: at_step(screen, "pressure"))
    type_number(screen, "1,05")
    screen.sees("stepVerdict", "Godkänt")
    screen.sees("lastValue", "Förra besöket 14 augusti: 0,92 bar")
    screen.touch("stepNext", "Nästa: Foto av manometer")
    screen.until(lambda: at_step(screen, "gauge"))
    screen.touch("takePhoto")
    screen.touch("file-manometer.jpg")
    screen.sees("usePhotos", "1 sparat på plattan")
    screen.touch("usePhotos")
    screen.until(lambda: at_step(screen, "gauge"))
    screen.touch("stepNext")
    screen.until(lambda: at_step(screen, "brew"))
    type_number(screen, "27")
    screen.touch("stepNext", "Nästa: Rengör och torka")
    screen.touch("answerYes")
    screen.until(lambda: at_step(screen, "customer"))
    screen.touch("option-fine")


def at_step(screen: TabletScreen, element: str) -> None:
    model = screen.application.navigation.page_model
    assert model is not None and model.view.get("step", {}).get("id") == element


def type_number(screen: TabletScreen, text: str) -> None:
    for sign in text:
        screen.touch("key-decimal" if sign == "," else f"key-{sign}")
    screen.sees("stepValue", text)


def test_from_the_checklist_to_done(alex: FieldDay, tablet: Core, qtbot: QtBot, pictures: Path) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist_choice", activityId=STORY.visit)
        screen.touch(f"choice-{STORY.checklist}", "E61 felsökning tryck")
        answer_everything(screen)
        alex.clock.set(STORY.at("11:12"))
        screen.touch("stepNext", "Tid och material")

        screen.sees("suggested-travel", "14 min")
        screen.touch("suggestedMore-travel")
        screen.sees("suggested-travel", "19 min")
        screen.touch("suggestedLess-travel")
        screen.touch(f"use-{STORY.gasket}")
        screen.sees(f"amount-{STORY.gasket}/1", "1 st")
        screen.type("searchVan", "rengör")
        screen.touch(f"use-{STORY.detergent}")
        for grams in (20, 30, 40, 50):
            screen.touch(f"more-{STORY.detergent}/1")
            screen.sees(f"amount-{STORY.detergent}/1", f"{grams} g")
        screen.touch("enterMileage")
        for key in ("5", "decimal", "2"):
            screen.touch(f"key-{key}")
        screen.touch("saveMileage")
        screen.sees("amount-mileage/1", "5,2 km")
        screen.touch("toCheckout", "Sparar Resa 14 min, Arbetstid 1 h 25 min")

        screen.sees("toPay", "166 kr")
        screen.touch("editWork")
        screen.type("workTextArea", "Bytt packning i vänster grupp.", clear=True)
        screen.touch("textDone")
        screen.sees("workDone", "Bytt packning i vänster grupp.")
        screen.touch("outcomeSolved", "Åtgärdat")
        screen.sees("outcomeText", "Åtgärdat")
        screen.touch("turnToCustomer", "Visa kunden")

        screen.sees("customerTitle", "Hej! Så här blev det")
        screen.touch("speak-en")
        screen.sees("customerTitle", "Hello! This is how it went")
        screen.until(lambda: screen.draw("signatureField", NAME))
        screen.touch("approve")
        screen.sees("signedText", "James Wallin · 24 november 2026 11:12")
        approved = screen.application.navigation.page_model
        approved.sign("James Wallin", [NAME])  # the second half of a double touch; one signature is kept, as below
        screen.settle()
        screen.touch("finishVisit", "Avsluta jobbet")
        screen.sees("doneTitle", "Klart hos Kafé Tulpan")
        screen.settle()
    with tablet.database.read() as session:
        visit = session.get_one(Activity, STORY.visit)
        assert (visit.state, visit.outcome, visit.work_done) == ("done", "solved", "Bytt packning i vänster grupp.")
        assert session.get_one(ServiceCall, STORY.call).state == "technically_complete"
        assert session.scalars(select(ChecklistInstance.state)).all() == ["closed"]
        given = {row.element_id: row.value for row in session.scalars(select(ChecklistAnswer))}
        assert given["pressure"] == {"value": "1.05"} and given["customer"] == {"choice": ["fine"]}
        readings = session.scalars(select(Reading).where(Reading.activity_id == STORY.visit)).all()
        assert {row.quantity for row in readings} == {"Panntryck", "Bryggtid"}
        times = session.scalars(select(TimeEffort).where(TimeEffort.activity_id == STORY.visit)).all()
        assert sorted((row.kind, row.minutes) for row in times) == [("travel", 14), ("work", 85)]
        counted = session.scalars(select(Material).where(Material.corrected_by_id.is_(None))).all()
        assert {(row.item_id, int(row.quantity)) for row in counted} == {(STORY.gasket, 1), (STORY.detergent, 50)}
        assert [str(row.kilometres.normalize()) for row in session.scalars(select(Mileage))] == ["5.2"]
        signature = session.scalars(select(Signature)).one()
        assert fingerprint(signature.shown) == signature.shown_sha256 and len(signature.strokes[0]) > 10
        photo = session.scalars(select(Attachment).where(Attachment.object_kind == "checklist_instance")).one()
        assert photo.element_id == "gauge" and tablet.blobs.has(photo.sha256) and photo.thumbnail


def test_a_yes_can_be_taken_back_before_the_page_turns(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance")
        screen.touch("answerYes")
        screen.touch("undoAnswer", "Ångra")
        screen.settle()
        at_step(screen, "off")
        model = screen.application.navigation.page_model
        assert model is not None and model.view["step"]["answer"] == ""


def test_held_upright_every_step_is_two_touches_away(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot, size=(800, 1280)) as screen:
        screen.application.navigation.open("checklist", instanceId="instance")
        screen.until(lambda: at_step(screen, "off"))
        screen.touch("stepBar")
        screen.sees("stepsSheet", "Hoppas över")  # the struck ones say why, here too
        screen.touch("step-brew", "Provbrygg")
        screen.until(lambda: at_step(screen, "brew"))
        screen.is_gone("stepList")
        screen.touch("stepBar")
        screen.touch("step-customer")
        screen.until(lambda: at_step(screen, "customer"))
        screen.touch("leaveAnyway", "Tid och material")
        screen.sees("timeMaterialPage")
        screen.settle()


def test_a_double_touch_on_next_turns_one_page(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance-1", step="pressure")
        screen.until(lambda: at_step(screen, "pressure"))
        type_number(screen, "1,05")
        screen.sees("stepVerdict", "Godkänt")
        for _touch in range(2):
            screen.click("stepNext")
        screen.settle()
        at_step(screen, "gauge")


def test_a_deviation_is_seen_and_a_step_is_left_with_a_reason(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        type_number(screen, "1,7")
        screen.sees("deviation", "Avvikelse sparad")
        screen.touch("skipStep", "Kan inte mäta")
        screen.touch("reason-0")
        screen.sees("skippedReason", "Mätdonet eller maskinen är trasig")
        screen.touch("takeBackSkip")
        screen.sees("stepValue", "–")
        screen.touch("step-clean")
        screen.touch("skipStep", "Hoppa över")
        screen.type("ownReason", "Kunden städar själv")
        screen.touch("saveReason")
        screen.sees("skippedReason", "Kunden städar själv")
        screen.settle()


def test_a_low_value_opens_the_step_that_was_struck_through(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        assert not screen.sees("step-adjust").isEnabled()
        type_number(screen, "0,7")
        screen.until(lambda: screen.click("step-adjust"))
        screen.touch("instructionRead")
        screen.sees("step-adjust", "Gjort")
        screen.settle()


def test_what_is_missing_stops_the_checkout_and_never_the_way_there(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="customer")
        screen.sees("stepNext", "6 obligatoriska steg kvar")
        screen.touch("leaveAnyway")
        screen.touch("toCheckout")
        screen.sees("missing-checklist", "E61 felsökning tryck: 6")
        screen.touch("outcomeSolved")
        assert not screen.sees("turnToCustomer").isEnabled()
        screen.touch("mend-checklist")
        screen.sees("stepTitle", "Stäng av och lufta")
        screen.settle()


def test_on_the_only_step_that_is_missing_the_main_button_still_leads_on(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    """«Till nästa som saknas» would lead to where he stands: a touch without an effect."""
    alex.starts_steps([
        {"id": one, "kind": "yes_no", "required": True, "title": {"sv": one, "en": one}} for one in ("Ett", "Två")
    ])
    alex.answers("instance", "Ett", {"answer": "yes"})
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="Två")
        screen.sees("stepNext", "1 obligatoriskt steg kvar")
        screen.is_gone("leaveAnyway")
        screen.touch("stepNext", "Tid och material")
        screen.touch("toCheckout")
        screen.touch("mend-checklist")
        screen.sees("stepTitle", "Två")
        screen.settle()


def test_a_double_touch_on_the_way_to_the_checkout_records_time_once(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.clock.set(STORY.at("11:12"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees("toCheckout")
        screen.settle()
        for _touch in range(2):
            screen.click("toCheckout")
        screen.sees("checkoutPage")
        screen.settle()
    with tablet.database.read() as session:
        kinds = session.scalars(select(TimeEffort.kind).where(TimeEffort.activity_id == STORY.visit)).all()
    assert sorted(kinds) == ["travel", "work"]


def test_nobody_there_to_sign(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("withoutSignature")
        screen.touch("unsigned-absent")
        screen.touch("reason-absent_reason_closed")
        screen.touch("saveUnsigned")
        screen.sees("signedText", "Kunden var inte på plats: Stängt när jag var klar")
        screen.touch("finishVisit")
        screen.sees("doneTitle", "Klart hos Kafé Tulpan")
        screen.settle()


@pytest.mark.parametrize("state", ["refused", "remote_pending"])
def test_without_a_signature_the_words_that_were_suggested_are_kept(
    alex: FieldDay, tablet: Core, qtbot: QtBot, state: str
) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.comes_out()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("withoutSignature")
        screen.touch(f"unsigned-{state}")
        if state == "refused":
            screen.touch("reason-refused_reason_price")
        screen.touch("saveUnsigned")
        screen.touch("finishVisit")
        screen.sees("doneTitle", "Klart hos Kafé Tulpan")
        screen.settle()
    with tablet.database.read() as session:
        assert "Packning E61" in session.get_one(Activity, STORY.visit).work_done


def test_another_visit_is_needed(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.fills_checklist()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("chooseOutcome")
        screen.touch("outcome-follow_up_needed")
        screen.touch("followUp-parts")
        screen.touch("partsDone")  # which part is not known yet
        screen.sees("outcomeText", "Återbesök behövs")
        screen.settle()
    with tablet.database.read() as session:
        assert session.get_one(Activity, STORY.visit).outcome_reason == "parts"


def test_a_person_decides_who_pays(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.records_all()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.touch(f"charge-{STORY.detergent}/1", "38 kr")
        screen.type("chargeReason", "Bjuder på det")
        screen.touch("charge-option-goodwill")
        screen.sees(f"charge-{STORY.detergent}/1", "Bjuder på det")
        screen.settle()


def test_quick_taps_are_all_kept(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees(f"use-{STORY.gasket}")
        for _ in range(4):
            screen.click(f"use-{STORY.gasket}")
        screen.sees(f"amount-{STORY.gasket}/1", "4 st")
        screen.settle()


def test_who_drives_on_without_ending_a_job_is_told_and_sees_it_on_today(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    another_job(tablet, "Restaurang Kajen", "Service", "12:55", "accepted")
    alex.clock.set(STORY.at("10:30"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("today")
        screen.sees(f"visit_{STORY.visit}", "På plats 00:43")
        screen.application.navigation.open("job", activityId="visit-1255")
        screen.touch("next", "Starta resa")
        screen.sees("toastText", "Kafé Tulpan är inte avslutat. Arbetstiden där slutar 10:30, när du for vidare.")
        screen.application.navigation.open("today")
        screen.sees(f"visit_{STORY.visit}", "Inte avslutat")
        screen.touch("toastAct", "Visa")
        screen.sees("jobPage", "James Wallin")
        screen.settle()
