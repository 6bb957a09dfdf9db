"""The kinds of steps that are entered by touch, on the tablet's real pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.model.equipment import Equipment
from core.queries.checklist_run import checklist_run
from core.rules.checklist import read_elements
from core.rules.checklist_problems import validate
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

STEPS: list[dict[str, Any]] = [
    {"id": "started", "kind": "date", "required": True, "with_time": True, "title": {"sv": "Maskinen startad"},
     "help": {"sv": "När pannan slogs på."}},
    {"id": "meter", "kind": "number", "unit": "l", "title": {"sv": "Vattenmätaren"}},
    {"id": "cups", "kind": "counter", "required": True, "unit": "koppar", "title": {"sv": "Provbryggda koppar"}},
    {"id": "per-cup", "kind": "calculated", "unit": "l/kopp", "decimals": 2, "low": "0", "ok_low": "0.1",
     "ok_high": "0.5", "high": "2", "formula": "{meter} / {cups}", "title": {"sv": "Vatten per kopp"}},
    {"id": "few", "kind": "text", "title": {"sv": "Varför så få?"},
     "show_if": [{"element": "cups", "op": "lt", "value": "2"}]},
    {"id": "frozen", "kind": "measure", "unit": "°C", "decimals": 1, "low": "-30", "ok_low": "-22", "ok_high": "-18",
     "high": "5", "follow_up": True, "title": {"sv": "Frysens temperatur"}},
    {"id": "filter", "kind": "date", "title": {"sv": "Nästa filterbyte"}},
    {"id": "label", "kind": "scan", "required": True, "match_machine": True, "title": {"sv": "Skanna etiketten"}},
    {"id": "taken", "kind": "signature", "required": True, "role": "customer", "title": {"sv": "Kunden tar över"}},
]


@pytest.fixture
def begun(tablet: Core) -> Core:
    """A checklist of these steps begun on Alex's visit, at which he has arrived."""
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_steps(STEPS, "Överlämning")
    return tablet


@pytest.fixture
def screen(begun: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(begun, qtbot) as shown:
        yield shown


def opened(screen: TabletScreen, step: str) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step=step)
    screen.until(lambda: view(screen)["id"] == step)


def view(screen: TabletScreen) -> dict[str, Any]:
    model = screen.application.navigation.page_model
    assert model is not None
    return dict(model.view["step"])


def said(core: Core) -> dict[str, str]:
    run = core.database.ask(checklist_run, "instance")
    assert run is not None
    return {step.element_id: step.answer_text for step in run.steps if step.answer_text}


def test_the_checklist_is_sound() -> None:
    assert validate(read_elements(STEPS)) == ()


def test_a_count_is_touched_up_and_down_and_every_quick_touch_counts(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "cups")
    screen.sees("countValue", "–")
    for _ in range(4):
        screen.touch("countMore")
    screen.touch("countLess")
    screen.sees("countValue", "3")
    screen.settle()
    assert said(begun) == {"cups": "3 koppar"}
    for _ in range(2):
        screen.touch("countLess")
    screen.settle()
    screen.touch("stepNext", "Nästa: Vatten per kopp")
    screen.touch("stepNext", "Nästa: Varför så få?")


def test_a_moment_is_taken_now_and_its_parts_are_turned(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "started")
    screen.sees("part-hour", "Timme")
    screen.touch("dateNow", "Nu")
    screen.sees("part-month", "november")
    screen.touch("less-month")
    screen.touch("more-minute")
    screen.sees("part-month", "oktober")
    screen.settle()
    assert said(begun)["started"].startswith("24 oktober 2026 ")


def test_a_day_has_no_clock(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "filter")
    screen.touch("dateNow", "I dag")
    screen.touch("more-year")
    screen.settle()
    assert not screen.items("part-hour")
    assert said(begun) == {"filter": "24 november 2027"}


def test_a_plain_number_is_typed_without_a_verdict(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "meter")
    for sign in "1204":
        screen.touch(f"key-{sign}")
    screen.sees("stepValue", "1204")
    assert view(screen)["badge"] == ""
    screen.touch("stepNext")
    screen.settle()
    assert said(begun)["meter"].replace("\u00a0", " ") == "1 204 l"


def test_a_freezer_below_zero_is_typed_with_the_fingers(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "frozen")
    for sign in ("minus", "1", "8", "decimal", "5"):
        screen.touch(f"key-{sign}")
    screen.sees("stepValue", "−18,5")
    screen.sees("stepVerdict", "Godkänt")
    screen.touch("key-minus")
    screen.sees("stepVerdict", "Avvikelse")
    screen.touch("key-minus")
    screen.touch("stepNext")
    screen.settle()
    assert said(begun)["frozen"] == "−18,5 °C"


def test_a_value_that_is_not_approved_says_that_somebody_must_come_again(screen: TabletScreen) -> None:
    opened(screen, "frozen")
    for sign in ("minus", "1", "2"):
        screen.touch(f"key-{sign}")
    screen.sees("stepVerdict", "Utanför")
    screen.sees("deviation", "Kontoret får ett förslag på återbesök")
    screen.touch("proposeReturn", "Föreslå återbesök")
    screen.sees("findingPage")
    screen.settle()


def test_what_is_calculated_waits_for_its_numbers_and_is_judged(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "per-cup")
    screen.sees("calculatedHint", "ifyllda")
    assert not screen.items("skipStep") and not screen.items("numberPad")
    screen.touch("step-meter")
    screen.touch("key-3")
    screen.touch("step-cups")
    for _ in range(4):
        screen.touch("countMore")
    screen.touch("stepNext", "Nästa: Vatten per kopp")
    screen.sees("stepValue", "0,75")
    screen.sees("stepVerdict", "Utanför")
    screen.settle()
    assert said(begun)["per-cup"] == "0,75 l/kopp"


def test_a_scanned_code_answers_the_step_and_must_be_the_visits_machine(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "label")
    screen.sees("scannedCode", "Ingen kod")
    screen.touch("scanStep", "Skanna")
    screen.type("scanCode", "ANNAN-1")
    screen.touch("scanLookUp")
    screen.sees("scannedCode", "ANNAN-1")
    screen.sees("stepVerdict", "Avvikelse")
    screen.sees("scanHint", "annan maskin")
    with begun.database.read() as session:
        machine = session.get(Equipment, STORY.machine)
        assert machine is not None
        serial = machine.serial
    screen.type("stepCode", serial)
    screen.touch("keepCode")
    screen.sees("stepVerdict", "Godkänt")
    screen.settle()
    assert said(begun) == {"label": serial}


def test_a_step_is_signed_and_signed_again(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "taken")
    screen.sees("stepPen")
    screen.settle()
    screen.draw("stepPen", [[0.2, 0.6], [0.3, 0.3], [0.5, 0.7], [0.7, 0.4]])
    screen.type("stepSignName", "James Holm")
    screen.touch("keepSignature")
    screen.sees("stepSigned")
    screen.settle()
    assert said(begun) == {"taken": "Underskrivet av James Holm"}
    screen.touch("signAgain")
    screen.sees("keepSignature")
    screen.settle()
    assert said(begun) == {}
