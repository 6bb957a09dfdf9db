"""What the customer reads before he signs is true and complete: values, remarks, and what his name confirms."""

import io
import math
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.model.attachment import Signature
from core.model.contract import ServiceContract
from core.presenters.report_paper import report_paper
from core.queries.checkout import checkout
from core.queries.report_facts import report_facts
from core.rules.pen import ASPECT
from tests.helpers.field_day import FULL_ANSWERS, FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

DRIPS = "Droppar när den är kall"
WORKS = "Maskinen fungerar och platsen är städad"


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_checklist("instance")
    return alex


@pytest.fixture
def screen(alex: FieldDay, tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(tablet, qtbot) as shown:
        yield shown


def answers_all(alex: FieldDay, **others: dict[str, object]) -> None:
    for element, value in FULL_ANSWERS:
        alex.answers("instance", element, others.get(element, value))
    alex.photographs("instance", "gauge")
    alex.clock.set(STORY.at("11:12"))
    alex.records_all()
    alex.writes()


def printed(core: Core) -> str:
    pdf = report_paper(core.database, core.blobs, STORY.visit).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_customer_reads_that_a_pressure_is_outside_its_limits(alex: FieldDay, screen: TabletScreen) -> None:
    answers_all(alex, pressure={"value": "1.5"})
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("customerNotes", "Panntryck 1,50 bar är utanför gränsen 0,8–1,2 bar.")
    screen.touch("askOutcome", "Välj resultat")  # nobody but the technician says how it came out
    screen.touch("outcome-solved")
    screen.touch("turnToCustomer")
    screen.sees("confirms-0", "Felet är åtgärdat, med det som är anmärkt här")
    screen.touch("speak-en")
    screen.sees("customerNotes", "1.50 bar is outside the limits 0.8–1.2 bar.")
    screen.sees("confirms-0", "The fault is fixed, with the remarks shown here")
    screen.settle()


def test_what_is_said_to_the_technician_waits_while_the_customer_has_the_tablet(
    alex: FieldDay, screen: TabletScreen
) -> None:
    answers_all(alex)
    alex.comes_out()
    said = screen.application.context.messages
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("turnToCustomer")
    said.say("Sparat: Resa 14 min")
    screen.sees("toastText", "Sparat: Resa 14 min")
    screen.touch("turnToCustomer")
    screen.sees("customerTitle")
    screen.is_gone("toastText")
    said.say("Kontoret har flyttat nästa jobb", "info")
    screen.settle()
    assert not screen.items("toastText"), "that is nothing for the customer"
    said.say("Disken är full", "bad")
    screen.sees("toastText", "Disken är full")
    said.say("Kontoret har ringt", "info")
    screen.touch("turnBack")
    screen.sees("toastText", "Kontoret har ringt")


def test_after_a_no_a_change_is_not_said_to_come_after_a_signature(alex: FieldDay, screen: TabletScreen) -> None:
    answers_all(alex)
    alex.comes_out()
    alex.gets_signature("refused", reason="Kunden ifrågasätter priset")
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("signedText", "Ville inte skriva under: Kunden ifrågasätter priset")
    alex.uses(STORY.gasket)
    screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
    screen.sees("signedText", "Ville inte skriva under. Ändrat sedan dess: visa kunden igen.")
    screen.settle()


def test_a_remark_is_said_in_words_signed_and_printed(alex: FieldDay, screen: TabletScreen, tablet: Core) -> None:
    answers_all(alex)
    screen.application.navigation.open("checklist", instanceId="instance", step="customer")
    screen.touch("option-remark")
    screen.type("remark", DRIPS)
    screen.touch("stepNext", "Tid och material")
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("customerNotes", f"Kundens kontroll: Anmärkning – {DRIPS}")
    screen.touch("outcomeSolved", "Åtgärdat")
    screen.touch("turnToCustomer", "Visa kunden")
    screen.sees("customerTitle")
    screen.sees("customerNotes", DRIPS)
    screen.draw("signatureField", [[0.1, 0.6], [0.3, 0.3], [0.6, 0.6]])
    screen.touch("approve")
    screen.sees("signedText", "James Wallin")
    screen.settle()
    with tablet.database.read() as session:
        shown = session.query(Signature).one().shown
    assert {"id": "customer", "answer": {"choice": ["remark"]}, "verdict": "fail", "photos": 0, "remark": DRIPS} in (
        shown["checklists"][0]["steps"]
    )
    words = printed(tablet)
    assert f"Kundens kontroll: Anmärkning – {DRIPS}" in words and "med det som är anmärkt här" in words
    assert WORKS not in words
    alex.answers("instance", "customer", {"choice": ["remark"]}, "Något annat")
    page = tablet.database.ask(checkout, STORY.visit, STORY.alex, tablet.clock.now())
    assert page is not None and page.signature is not None and not page.signature.current


def test_a_clean_machine_is_confirmed_and_another_outcome_says_itself(
    alex: FieldDay, screen: TabletScreen, tablet: Core
) -> None:
    answers_all(alex)
    alex.comes_out("follow_up_needed", "time")
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.touch("turnToCustomer")
    screen.sees("confirms-0", "Inte klart än. Ett nytt besök behövs")
    screen.touch("turnBack")
    screen.is_gone("customerTitle")
    screen.touch("chooseOutcome")
    screen.touch("outcome-solved")
    screen.touch("turnToCustomer")
    screen.sees("confirms-0", WORKS)
    screen.draw("signatureField", [[0.1, 0.6], [0.3, 0.3], [0.6, 0.6]])
    screen.touch("approve")
    screen.sees("signedText", "James Wallin")
    screen.settle()
    assert WORKS in printed(tablet)


def test_half_a_remark_is_there_again_after_a_sudden_end(alex: FieldDay, screen: TabletScreen, tablet: Core) -> None:
    navigation = screen.application.navigation
    navigation.open("checklist", instanceId="instance", step="customer")
    screen.touch("option-remark")
    screen.type("remark", "Dropp")
    assert navigation.page_model is not None
    navigation.page_model.blockSignals(True)
    navigation.start(screen.application.context)
    screen.until(lambda: screen.sees("remark").property("text") == "Dropp")
    screen.settle()


def test_a_signature_goes_over_to_nothing_that_he_has_not_seen(
    alex: FieldDay, screen: TabletScreen, tablet: Core
) -> None:
    """Half drawn when something changes, while he looks or while the program is dead: he is asked anew."""
    answers_all(alex)
    alex.comes_out()
    navigation = screen.application.navigation
    navigation.open("checkout", activityId=STORY.visit)
    screen.touch("turnToCustomer")
    screen.sees("signatureName")
    screen.draw("signatureField", [[0.2, 0.4], [0.4, 0.6], [0.6, 0.4]])
    alex.uses(STORY.valve)
    screen.sees("signAnew", "har ändrats")
    assert screen.sees("signatureField").property("strokes") == []
    screen.draw("signatureField", [[0.2, 0.4], [0.4, 0.6], [0.6, 0.4]])
    screen.is_gone("signAnew")
    screen.settle()
    assert navigation.page_model is not None
    navigation.page_model.blockSignals(True)
    navigation.start(screen.application.context)
    screen.sees("signatureName")
    screen.settle()
    assert len(screen.sees("signatureField").property("strokes")) == 1, "nothing has changed"
    navigation.page_model.blockSignals(True)
    alex.uses(STORY.gasket)
    navigation.start(screen.application.context)
    screen.sees("signAnew", "har ändrats")
    assert screen.sees("signatureField").property("strokes") == []


def test_held_upright_the_checkout_scrolls_as_one_and_lying_all_of_the_signature_is_in_sight(
    alex: FieldDay, screen: TabletScreen
) -> None:
    answers_all(alex)
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("shownSignature")
    screen.rest()
    email, seen = screen.sees("reportEmail"), screen.find("checkoutScroller")
    assert email.mapToItem(seen, QPointF(0, email.height())).y() <= seen.height()
    screen.window.resize(800, 1280)
    screen.rest()
    assert not screen.find("workScroller").property("interactive")
    assert not screen.find("checkoutScroller").property("interactive")
    screen.touch("reportEmail")  # the whole of it is brought there by the page
    screen.settle()


def test_a_dot_is_no_signature_and_the_button_says_what_is_missing(alex: FieldDay, screen: TabletScreen) -> None:
    answers_all(alex)
    alex.comes_out()
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.touch("turnToCustomer")
    screen.touch("signatureField")
    screen.draw("signatureField", [[0.5, 0.5], [0.504, 0.5]])
    assert not screen.sees("approve", "Skriv under i rutan först").isEnabled()
    screen.draw("signatureField", [[0.2, 0.6], [0.3, 0.3], [0.4, 0.6]])
    screen.type("signatureName", " ", clear=True)
    assert not screen.sees("approve", "Skriv ditt namn först").isEnabled()
    screen.type("signatureName", "James Wallin", clear=True)
    screen.touch("approve", "Lämna sedan tillbaka plattan")
    screen.sees("signedText", "James Wallin")
    screen.settle()


def test_work_that_costs_more_than_its_minutes_says_why_also_on_paper(alex: FieldDay, screen: TabletScreen) -> None:
    """The started quarter stands on the last of the work: 129,35 kr for two minutes needs a word."""
    with alex.core.database.write() as session:
        session.get_one(ServiceContract, STORY.contract).covers_labour = False
    for element, value in FULL_ANSWERS:
        alex.answers("instance", element, value)
    alex.photographs("instance", "gauge")
    alex.clock.set(STORY.at("11:12"))
    alex.records_time("work", "09:47", "10:24")
    alex.records_time("work", "10:50", "10:52")
    alex.writes()
    alex.comes_out()
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.touch("turnToCustomer")
    assert [screen.words(one) for one in screen.items("lineReason")] == ["Debiteras som 45 min i allt"]
    assert "Debiteras som 45 min i allt" in printed(alex.core)


def test_he_signs_in_his_language_and_his_report_and_his_name_are_as_he_saw_them(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    """On the largest tablet the field is far from the shape that a signature has."""
    answers_all(alex)
    alex.comes_out()
    with tablet_screen(tablet, qtbot, size=(1920, 1200)) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("turnToCustomer")
        screen.touch("speak-en")
        screen.sees("customerTitle", "Hello!")
        screen.settle()
        field = screen.sees("signatureField")
        radius, turns = min(field.width(), field.height()) / 3, [n / 24 * math.tau for n in range(25)]
        screen.draw("signatureField", [
            [0.5 + radius * math.cos(one) / field.width(), 0.5 + radius * math.sin(one) / field.height()]
            for one in turns
        ])
        screen.touch("approve")
        screen.sees("signedText", "James Wallin")
        screen.settle()
        with tablet.database.read() as session:
            language, strokes = session.query(Signature.language, Signature.strokes).one()
        assert screen.sees("shownSignature").property("strokes") == strokes
    points = strokes[0]
    across, down = (max(at) - min(at) for at in (
        [point[0] * ASPECT for point in points], [point[1] for point in points]
    ))
    assert across == pytest.approx(down, rel=0.02)
    facts = tablet.database.ask(report_facts, STORY.visit)
    assert (language, facts.language if facts else "") == ("en", "en")
    assert "Work carried out" in printed(tablet)


def test_standing_he_is_told_that_more_is_written_below_until_he_has_seen_it(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    answers_all(alex)
    for _ in range(6):
        alex.uses(STORY.gasket)
    alex.comes_out()
    with tablet_screen(tablet, qtbot, size=(800, 1280)) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("turnToCustomer")
        screen.sees("moreBelowText", "Mer nedanför")
        screen.touch("speak-en")
        screen.sees("moreBelowText", "More below")
        seen = screen.find("customerScroller")
        lines = [one for one in screen.items("lineAmount") if seen.isAncestorOf(one)]
        whole = [one for one in lines if one.mapToItem(seen, QPointF(0, one.height())).y() <= seen.height()]
        assert len(lines) == 10
        assert len(whole) >= 5
        screen.bring_into_sight([one for one in screen.items("lineReason") if seen.isAncestorOf(one)][-1])
        screen.is_gone("moreBelowText")
        screen.settle()


def test_standing_the_usual_job_is_read_without_scrolling(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    answers_all(alex)
    alex.comes_out()
    with tablet_screen(tablet, qtbot, size=(800, 1280)) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("turnToCustomer")
        screen.sees("customerTitle")
        screen.settle()
        seen = screen.find("customerScroller")
        assert len([one for one in screen.items("lineAmount") if seen.isAncestorOf(one)]) == 4
        assert not seen.property("interactive")
        assert not screen.items("moreBelowText")
