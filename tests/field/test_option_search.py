"""A step with many alternatives is answered by typing a part of the one that is meant."""

from typing import Any

from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.checklist import StartChecklist
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.presenters.option_search import SEARCHED_FROM, found_options
from core.queries.checklist_run import checklist_run
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen

FAULTS = (
    "Läcker vid gruppen", "Läcker vid pumpen", "Läcker vid pannan", "Pumpen låter", "Pumpen går inte", "Pannan är kall",
    "Pannan kokar över", "Kvarnen står", "Displayen är svart", "Avloppet är igensatt", "Filtret är slut",
    "Vattnet är avstängt",
)


def step(name: str, faults: tuple[str, ...], multiple: bool = False) -> dict[str, Any]:
    options = [{"id": f"{name}-{number}", "text": {"sv": fault}} for number, fault in enumerate(faults)]
    return {"id": name, "kind": "choice", "title": {"sv": name}, "options": options, "multiple": multiple}


def test_what_is_chosen_stays_among_what_is_found() -> None:
    options = [{"id": fault, "text": fault, "chosen": fault == "Kvarnen står"} for fault in FAULTS]
    found = [one["text"] for one in found_options(options, "LACKER pann")]
    assert found == ["Läcker vid pannan", "Kvarnen står"]
    assert len(found_options(options, " ")) == len(FAULTS)


def test_one_of_many_is_found_by_its_letters(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    steps = [step("many", FAULTS, multiple=True), step("others", FAULTS), step("few", FAULTS[: SEARCHED_FROM - 1])]
    with tablet.database.write() as session:
        session.add(ChecklistTemplate(id="faults", name="Fel", state="published"))
        session.flush()
        session.add(ChecklistVersion(id="faults", template_id="faults", number=1, state="published", elements=steps))
    alex.does(StartChecklist(activity_id=STORY.visit, instance_id="instance", version_id="faults"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="many")
        screen.sees("option-many-11")
        screen.type("optionSearch", "pann")
        screen.is_gone("option-many-0")
        screen.touch("option-many-5", "Pannan är kall")
        screen.settle()
        screen.type("optionSearch", "zzz", clear=True)
        screen.is_gone("option-many-6")
        screen.sees("option-many-5")
        screen.application.navigation.open("checklist", instanceId="instance", step="others")
        screen.sees("option-others-11")
        screen.type("optionSearch", "zzz")
        screen.sees("optionNone")
        screen.application.navigation.open("checklist", instanceId="instance", step="few")
        screen.sees("option-few-0")
        assert not screen.items("optionSearch"), "six are seen at a glance"
        screen.settle()
    run = tablet.database.ask(checklist_run, "instance")
    assert run is not None and run.steps[0].answer == {"choice": ["many-5"]}
