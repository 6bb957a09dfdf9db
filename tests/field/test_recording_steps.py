"""Steps that record time and material, repeated blocks, jumps, and a double tap, on the tablet's real pages."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.records import RecordMaterial
from core.model.knowledge import ChecklistInstance
from core.queries.checklist_run import checklist_run
from core.queries.records import Records, records
from core.queries.van_stock import van_left
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

STEPS: list[dict[str, Any]] = [
    {"id": "works", "kind": "yes_no", "title": {"sv": "Fungerar den?"}, "jump_to": "descale",
     "jump_if": [{"element": "works", "op": "eq", "value": "na"}]},
    {"id": "why", "kind": "text", "title": {"sv": "Vad är fel?"}},
    {"id": "descale", "kind": "time", "preset": "20", "title": {"sv": "Avkalkning"}},
    {"id": "gasket", "kind": "material", "preset": "1", "item_id": STORY.gasket, "title": {"sv": "Packning"}},
    {"id": "other", "kind": "material", "title": {"sv": "Annat material"}},
    {"id": "groups", "kind": "repeat", "preset": "2", "each": {"sv": "Grupp"}, "title": {"sv": "Antal grupper"}},
    {"id": "leak", "kind": "yes_no", "within": "groups", "title": {"sv": "Tät"}},
]


@pytest.fixture
def begun(tablet: Core) -> Core:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_steps(STEPS)
    return tablet


@pytest.fixture
def screen(begun: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(begun, qtbot) as shown:
        yield shown


def opened(screen: TabletScreen, step: str) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step=step)
    stands_at(screen, step)


def stands_at(screen: TabletScreen, step: str) -> None:
    def there() -> None:
        assert here(screen) == step

    screen.until(there)


def here(screen: TabletScreen) -> str:
    model = screen.application.navigation.page_model
    assert model is not None
    return str(model.view["step"]["id"])


def recorded(core: Core) -> Records:
    return core.database.ask(records, STORY.visit, STORY.alex, core.clock.now())


def said(core: Core) -> dict[str, str]:
    run = core.database.ask(checklist_run, "instance")
    assert run is not None
    return {step.element_id: step.answer_text.replace("\u00a0", " ") for step in run.steps if step.answer_text}


def test_offered_time_is_saved_with_one_touch_and_changed_by_fives(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "descale")
    screen.sees("countValue", "20")
    screen.touch("keepAmount", "Spara 20 min")
    screen.is_gone("keepAmount")
    screen.touch("countMore")
    screen.touch("countMore")
    screen.sees("countValue", "30")
    screen.touch("stepNext")
    screen.settle()
    assert said(begun) == {"descale": "30 min"}
    assert [row.minutes for row in recorded(begun).times] == [30]


def test_material_is_used_and_quick_touches_make_one_record(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "gasket")
    screen.sees("stepArticle", "Packning E61")
    screen.touch("countMore")
    screen.touch("countMore")

    def kept() -> None:
        assert said(begun) == {"gasket": "3"}

    screen.until(kept)
    assert [(row.name, row.quantity) for row in recorded(begun).materials] == [("Packning E61", 3)]
    screen.touch("noneUsed", "Inget använt")
    screen.settle()
    assert recorded(begun).materials == () and said(begun) == {"gasket": "0"}


def test_what_a_step_used_is_said_and_taken_back_with_a_touch(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "gasket")
    screen.touch("keepAmount")
    screen.sees("toastText", "Packning E61: 1 st använd, 3 st kvar i bilen")
    screen.touch("countMore")
    screen.sees("toastText", "Packning E61: 2 st använd, 2 st kvar i bilen")
    screen.touch("toastAct", "Ångra")
    screen.sees("toastText", "Ångrat: Packning E61 är som förut")
    screen.sees("countValue", "1")
    screen.touch("stepNext")
    stands_at(screen, "other")
    screen.settle()
    assert said(begun) == {"gasket": "1"}
    assert [(row.name, row.quantity) for row in recorded(begun).materials] == [("Packning E61", 1)]
    screen.type("articleSearch", "rengö")
    screen.touch(f"article-{STORY.detergent}")
    screen.sees("toastText", "Rengöringsmedel: ")
    screen.touch("toastAct", "Ångra")
    screen.sees("toastText", "Ångrat: Rengöringsmedel är som förut")
    screen.sees("articleSearch")
    screen.settle()
    assert [row.item_id for row in recorded(begun).materials] == [STORY.gasket]
    assert begun.database.ask(van_left, STORY.alex, (STORY.gasket, STORY.detergent)).items[1].quantity == 500


def test_what_was_changed_since_or_closed_is_told_apart_when_a_step_is_taken_back(
    screen: TabletScreen, begun: Core
) -> None:
    opened(screen, "gasket")
    screen.touch("keepAmount")
    screen.sees("toastAct", "Ångra")
    line = recorded(begun).materials[0]
    changed = RecordMaterial(
        activity_id=STORY.visit, record_id="by-hand", item_id=STORY.gasket, quantity=Decimal(4), corrects_id=line.id
    )
    begun.commands.execute(changed, STORY.alex)
    screen.touch("toastAct")
    screen.sees("toastText", "Packning E61 har ändrats sedan dess och står kvar")
    assert [row.quantity for row in recorded(begun).materials] == [4]
    opened(screen, "other")
    screen.type("articleSearch", "rengö")
    screen.touch(f"article-{STORY.detergent}")
    screen.sees("toastAct", "Ångra")
    with begun.database.write() as session:
        session.get_one(ChecklistInstance, "instance").state = "closed"
    screen.touch("toastAct")
    screen.sees("toastText", "Ångrat: Rengöringsmedel är som förut")
    screen.settle()
    assert [row.item_id for row in recorded(begun).materials] == [STORY.gasket]
    with begun.database.read() as session:
        assert session.get_one(ChecklistInstance, "instance").state == "open"


def test_an_article_is_found_where_the_step_names_none(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "other")
    assert not screen.items("countMore")
    screen.type("articleSearch", "rengö")
    screen.touch(f"article-{STORY.detergent}", "Rengöringsmedel")
    screen.sees("stepArticle", "Rengöringsmedel")
    screen.settle()
    assert [row.item_id for row in recorded(begun).materials] == [STORY.detergent]


def test_a_block_grows_with_the_number_of_groups(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "groups")
    screen.sees("step-leak~2", "Tät · Grupp 2")
    assert not screen.items("step-leak~3")
    screen.touch("countMore")
    screen.sees("step-leak~3", "Tät · Grupp 3")
    screen.touch("stepNext", "Nästa: Tät · Grupp 1")
    screen.touch("answerNa")
    screen.touch("stepNext", "Nästa: Tät · Grupp 2")
    screen.settle()
    assert said(begun) == {"groups": "3", "leak~1": "Ej aktuellt"}


def test_what_a_jump_passes_over_is_struck_through_with_its_reason(screen: TabletScreen) -> None:
    opened(screen, "works")
    screen.touch("answerNa")
    screen.sees("step-why", "Hoppas över på grund av steg 1 Fungerar den?")
    screen.touch("stepNext", "Nästa: Avkalkning")
    screen.sees("stepTitle", "Avkalkning")


def test_a_double_tap_turns_one_page(screen: TabletScreen, qtbot: QtBot) -> None:
    """On a page that has just come back from somewhere else nothing is under way, and the first tap turns at once."""
    opened(screen, "why")
    screen.settle()
    button = screen.sees("stepNext")
    point = screen.point(button)
    for _ in range(2):
        QTest.mouseClick(screen.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    screen.settle()
    assert here(screen) == "descale"
    screen.touch("stepNext", "Nästa: Packning")
    stands_at(screen, "gasket")
