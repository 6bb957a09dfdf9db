"""A scanner that types is understood on every page of a job, and a person's keys arrive as he pressed them."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.checklist import StartChecklist
from core.model.item import Item
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.model.visit import Expense, Material
from core.queries.checklist_run import checklist_run
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import call, sheets

GASKET = "7310000532017"
STEPS: list[dict[str, Any]] = [
    {"id": "bar", "kind": "measure", "unit": "bar", "decimals": 2, "low": "0", "high": "2", "title": {"sv": "Tryck"}},
    {"id": "label", "kind": "scan", "title": {"sv": "Skanna delen"}},
    {"id": "said", "kind": "text", "title": {"sv": "Anteckna"}},
]


@pytest.fixture
def steps(alex: FieldDay, tablet: Core) -> FieldDay:
    with tablet.database.write() as session:
        session.add(ChecklistTemplate(id="short", name="Kort", state="published"))
        session.flush()
        session.add(ChecklistVersion(id="short-1", template_id="short", number=1, state="published", elements=STEPS))
    alex.does(StartChecklist(activity_id=STORY.visit, instance_id="instance", version_id="short-1"))
    return alex


def at_step(screen: TabletScreen, step: str) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step=step)
    screen.until(lambda: _is_at(screen, step))
    screen.settle()


def _is_at(screen: TabletScreen, step: str) -> None:
    model = screen.application.navigation.page_model
    assert model is not None and dict(model.view["step"]).get("id") == step


def answers(core: Core) -> dict[str, Any]:
    run = core.database.ask(checklist_run, "instance", "sv")
    assert run is not None
    return {one.element_id: one.answer for one in run.steps if one.answered}


def typed_value(screen: TabletScreen) -> str:
    model = screen.application.navigation.page_model
    assert model is not None
    return str(dict(model.view["step"])["value"])


def test_a_scan_at_a_measuring_step_is_no_measured_value(steps: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "bar")
        screen.scan(GASKET)
        screen.sees("scanTitle", "Packning E61")
        screen.touch("scanUse")
        screen.touch("scanDone")
        screen.sees("checklistPage")
        screen.until(lambda: _is_at(screen, "bar"))
        screen.settle()
    assert answers(tablet) == {}
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


@pytest.mark.parametrize("pause", [38, 60, 140], ids=["fastest", "fast", "slow"])
def test_a_person_at_a_keyboard_loses_no_digit(
    steps: FieldDay, tablet: Core, qtbot: QtBot, pause: int
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "bar")
        screen.keys("1,25", pause)
        screen.until(lambda: _says(screen, "1,25"))
        screen.keys("\r", pause)
        screen.until(lambda: _is_at(screen, "label"))
        screen.settle()
    assert answers(tablet) == {"bar": {"value": "1.25"}}


def _says(screen: TabletScreen, text: str) -> None:
    assert typed_value(screen) == text


def test_a_digit_and_a_touch_arrive_in_their_order(steps: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    """Whoever presses a key and taps «Nästa» at once has answered with it."""
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "bar")
        point = screen.aim("stepNext")
        screen.keys("1", 8)
        screen.press(point)
        screen.until(lambda: _is_at(screen, "label"))
        screen.settle()
    assert answers(tablet) == {"bar": {"value": "1"}}


def test_a_step_that_asks_for_a_code_takes_it_untouched(steps: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "label")
        screen.scan(GASKET)
        screen.sees("scannedCode", GASKET)
        screen.settle()
    assert answers(tablet) == {"label": {"code": GASKET}}


@pytest.mark.parametrize("page", ["today", "job", "parts", "diagram", "history", "photo"])
def test_a_scan_on_any_page_is_used_on_the_job_at_hand(
    alex: FieldDay, tablet: Core, qtbot: QtBot, page: str
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        navigation = screen.application.navigation
        screen.until(lambda: _leads(screen))
        if page not in ("today", "parts"):
            navigation.open("job", activityId=STORY.visit)
        if page != "today":
            navigation.open(page, **({} if page == "parts" else {"activityId": STORY.visit}))
        screen.settle()
        screen.scan(GASKET)
        screen.sees("scanTitle", "Packning E61")
        screen.sees("scanPage", "För jobbet hos Kafé Tulpan")
        screen.touch("scanUse")
        screen.sees("scanUsed")
        screen.settle()
        navigation.back()
        screen.settle()
        assert navigation.current.page == page
    with tablet.database.read() as session:
        assert session.scalars(select(Material.activity_id)).all() == [STORY.visit]


def _leads(screen: TabletScreen) -> None:
    assert screen.application.navigation.property("jobId") == STORY.visit


def test_the_rails_scan_takes_the_job_at_hand_along(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.until(lambda: _leads(screen))
        screen.touch("rail_parts")
        screen.sees("vanSearch")
        screen.touch("rail_scan")
        screen.sees("scanPage", "För jobbet hos Kafé Tulpan")
        screen.settle()


def test_time_and_material_uses_a_scanned_part_at_once(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees(f"use-{STORY.gasket}")
        screen.settle()
        screen.scan(GASKET)
        screen.sees("toastText", "Packning E61")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


NUMBERED = "0107310000532016" + "21SN778899"
"""A GS1 label: the article's number and that of the piece."""


@pytest.fixture
def numbered(alex: FieldDay, tablet: Core) -> FieldDay:
    with tablet.database.write() as session:
        switch = session.get_one(Item, STORY.pressure_switch)
        switch.barcode, switch.serial_tracked = "7310000532016", True
    return alex


def pieces(core: Core) -> list[tuple[str, str, int]]:
    with core.database.read() as session:
        rows = session.scalars(select(Material).where(Material.corrected_by_id.is_(None)).order_by(Material.serial))
        return [(one.item_id, one.serial, int(one.quantity)) for one in rows]


@pytest.mark.parametrize("page", ["time_material", "scan"])
def test_a_label_with_the_pieces_number_is_used_with_it_and_once(
    numbered: FieldDay, tablet: Core, qtbot: QtBot, page: str
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open(page, activityId=STORY.visit)
        screen.settle()
        for label in (NUMBERED, NUMBERED.replace("99", "98"), NUMBERED):
            screen.scan(label)
            if page == "scan":
                screen.sees("scanDetail", f"Nr {label[-8:]}")
                screen.settle()
                if screen.items("scanUse"):
                    screen.touch("scanUse")
                    screen.sees("scanUsed", "använd")
            screen.settle()
        screen.sees("scanUsed" if page == "scan" else "unknownCode", "med nummer SN778899 står redan på jobbet")
    switch = STORY.pressure_switch
    assert pieces(tablet) == [(switch, "SN778898", 1), (switch, "SN778899", 1)]


def test_an_article_without_numbers_is_used_by_its_own(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet.database.write() as session:
        session.get_one(Item, STORY.gasket).barcode = "7310000532016"
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.settle()
        screen.scan(NUMBERED)
        screen.sees("toastText", "Packning E61")
        screen.settle()
    assert pieces(tablet) == [(STORY.gasket, "", 1)]


def test_a_touched_box_for_words_gets_every_key_at_once(
    steps: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "said")
        screen.touch("stepTextArea")
        screen.keys("SN 20417", 8)
        assert screen.find("stepTextArea").property("text") == "SN 20417", "without any delay"
        screen.settle()
        assert screen.application.navigation.current.page == "checklist"


def test_a_scan_over_half_a_note_is_no_part_of_it(steps: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    """Taken out of the middle of what stands there; the note waits with it."""
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "said")
        screen.type("stepTextArea", "Bytt i gruppen")
        screen.find("stepTextArea").setProperty("cursorPosition", 5)
        screen.scan(GASKET)
        screen.sees("scanTitle", "Packning E61")
        screen.settle()
        screen.application.navigation.back()
        screen.holds(lambda: screen.find("stepTextArea").property("text") == "Bytt i gruppen")
        screen.settle()


def test_the_next_letter_stands_where_it_would_have_without_the_scan(screen: TabletScreen) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("addExpense")
    screen.type("expenseText", "Parkring")
    screen.find("expenseText").setProperty("cursorPosition", 4)
    screen.scan(GASKET)
    screen.keys("e", 200)
    screen.holds(lambda: screen.find("expenseText").property("text") == "Parkering")
    screen.settle()


@pytest.mark.parametrize("pause", [36, 60, 140], ids=["fastest", "fast", "slow"])
def test_a_person_who_writes_keeps_every_letter(steps: FieldDay, tablet: Core, qtbot: QtBot, pause: int) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "said")
        screen.touch("stepTextArea")
        screen.keys("Bytt packning\r", pause)
        screen.holds(lambda: screen.find("stepTextArea").property("text") == "Bytt packning\n")
        screen.settle()
        assert screen.application.navigation.current.page == "checklist"


def test_a_letter_just_before_a_scan_is_not_taken_with_it(steps: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    """Which of the first two keys was the person's nobody can tell: then all of it stays for him to see."""
    with tablet_screen(tablet, qtbot) as screen:
        at_step(screen, "said")
        screen.touch("stepTextArea")
        screen.keys("a", 200)
        screen.keys_go_on(f"{GASKET}\r", 8, after=50)
        screen.holds(lambda: screen.find("stepTextArea").property("text") == f"a{GASKET}\n")
        screen.settle()
        assert screen.application.navigation.current.page == "checklist"


@pytest.fixture
def expense(screen: TabletScreen) -> TabletScreen:
    """Half of an expense is written in its sheet."""
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("addExpense")
    screen.type("expenseText", "Parkering")
    return screen


@pytest.mark.parametrize("focused", ["expenseText", "expenseSheet"], ids=["in its box", "beside it"])
def test_a_scan_under_an_open_sheet_is_told_and_used_when_asked(
    expense: TabletScreen, tablet: Core, focused: str
) -> None:
    expense.find(focused).forceActiveFocus()
    expense.scan(GASKET)
    expense.sees("toastText", f"Koden {GASKET} är läst men inte använd")
    expense.settle()
    assert pieces(tablet) == [] and expense.find("expenseText").property("text") == "Parkering"
    expense.touch("toastAct", "Använd koden")
    expense.sees("toastText", "Packning E61: 1 st använd")
    expense.settle()
    assert pieces(tablet) == [(STORY.gasket, "", 1)]
    assert expense.find("expenseText").property("text") == "Parkering"


def test_a_code_that_leads_elsewhere_leaves_the_sheet_as_it_was(expense: TabletScreen) -> None:
    expense.application.navigation.back()
    expense.touch("moreActions")
    expense.touch("writeNote")
    expense.type("noteText", "Vattnet är hårt")
    expense.scan(GASKET)
    expense.touch("toastAct", "Använd koden")
    expense.sees("scanTitle", "Packning E61")
    expense.settle()
    expense.application.navigation.back()
    expense.holds(lambda: expense.find("noteText").property("text") == "Vattnet är hårt")
    expense.settle()


def test_a_box_that_asks_for_a_pieces_number_keeps_what_is_scanned(alex: FieldDay, screen: TabletScreen) -> None:
    alex.uses(STORY.gasket)
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.settle()
    (sheet,) = [one for one in sheets(screen.window.contentItem()) if one.objectName() == "serialSheet"]
    call(sheet, "open")
    screen.holds(lambda: screen.find("newSerial").property("activeFocus"))
    screen.scan("SN-20417")
    screen.holds(lambda: screen.find("newSerial").property("text") == "SN-20417")
    screen.settle()


def test_a_scan_in_the_box_for_an_amount_is_no_amount(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.touch("addExpense")
        screen.type("expenseText", "Parkering")
        screen.touch("expenseAmount")
        screen.keys("45", 90)
        screen.until(lambda: _stands(screen, "expenseAmount", "45"))
        screen.scan(GASKET)
        screen.settle()
        assert screen.find("expenseAmount").property("text") == "45"
        screen.settle()
    with tablet.database.read() as session:
        assert not session.scalars(select(Expense.id)).all()


def test_a_scan_over_half_a_search_leaves_the_search_and_uses_the_part(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.type("searchVan", "tryck")
        screen.scan(GASKET)
        screen.sees("toastText", "Packning E61")
        assert screen.find("searchVan").property("text") == "tryck"
        screen.settle()
    assert pieces(tablet) == [(STORY.gasket, "", 1)]


def _stands(screen: TabletScreen, box: str, text: str) -> None:
    assert screen.find(box).property("text") == text


def test_the_customers_page_is_not_taken_away_by_a_scan(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("turnToCustomer")
        screen.sees("customerTitle")
        screen.settle()
        screen.scan(GASKET)
        screen.settle()
        assert screen.sees("customerTitle")
        assert screen.application.navigation.current.page == "checkout"
