"""A part used with one touch: what the van has left is said as it is, and one touch takes it back."""

from decimal import Decimal

from core.bootstrap import Core
from core.model.stock import StockMove
from core.model.visit import Material, RequiredMaterial
from core.queries.parts import balances
from core.queries.visit_lines import live
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen


def left(core: Core, item_id: str) -> Decimal:
    return core.database.ask(balances, STORY.alex_van).get(item_id, Decimal(0))


def used(core: Core) -> dict[str, Decimal]:
    def asked(session: object) -> dict[str, Decimal]:
        return {row.item_id: row.quantity for row in session.scalars(live("material", STORY.visit))}  # type: ignore[attr-defined]

    return core.database.ask(asked)


def test_on_the_job_page_it_says_what_is_left_and_is_taken_back(screen: TabletScreen, alex: FieldDay) -> None:
    before = left(alex.core, STORY.gasket)
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.touch("useSpot", "Använd 1 st")
    screen.sees("toastText", f"Packning E61: 1 st använd, {before - 1} st kvar i bilen")
    screen.sees("partsCard", "1 använd")
    screen.touch("toastAct", "Ångra")
    screen.sees("toastText", "Ångrat: Packning E61")
    screen.sees("useSpot", "Använd 1 st")
    screen.settle()
    assert used(alex.core) == {} and left(alex.core, STORY.gasket) == before
    with alex.core.database.read() as session:
        assert session.query(Material).one().state == "declined", "what was taken back stays in the history"
        assert session.query(RequiredMaterial).filter_by(item_id=STORY.gasket).one().state == "in_van"


def test_the_undo_outlives_the_page_and_does_its_work_once(screen: TabletScreen, alex: FieldDay) -> None:
    alex.uses(STORY.gasket)
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch(f"use-{STORY.gasket}")
    screen.sees("toastText", "1 st använd")
    screen.application.navigation.open("today")
    screen.settle()
    assert used(alex.core) == {STORY.gasket: 2}
    screen.touch("toastAct")
    screen.sees("toastText", "Ångrat")
    screen.application.context.messages.act()
    screen.settle()
    assert used(alex.core) == {STORY.gasket: 1}, "the line is again what it was before the touch"


def test_a_part_that_the_van_does_not_have_is_said_in_amber(screen: TabletScreen, alex: FieldDay) -> None:
    with alex.core.database.write() as session:  # the van is empty of it
        session.query(StockMove).filter_by(warehouse_id=STORY.alex_van, item_id=STORY.gasket).delete()
    screen.application.navigation.open("diagram", activityId=STORY.visit)
    screen.touch("row_7")
    screen.sees("chosenStock", "Inte i bilen")
    screen.touch("useChosen")
    toast = screen.sees("toast", "Packning E61: 1 st använd, men bilen hade den inte. Bilens saldo är −1 st")
    assert toast.property("tone") == "warn"
    screen.sees("chosenStock", "Bilens saldo är −1 st")
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.sees(f"part_{STORY.gasket}", "Använd · bilens saldo −1 st")
    screen.sees("partsCard", "1 av 2 i bilen · 1 använd")  # the gasket is not among those in the van


def test_the_whole_plan_is_taken_back_with_one_touch(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("copyPlanParts")
    screen.is_gone("copyPlanParts")
    screen.settle()
    assert len(used(alex.core)) >= 1
    screen.touch("toastAct")
    screen.sees("copyPlanParts")
    screen.settle()
    assert used(alex.core) == {}


def test_what_was_changed_by_hand_since_stays_and_is_said(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch(f"use-{STORY.gasket}")
    screen.touch(f"more-{STORY.gasket}/1")
    screen.settle()
    screen.touch("toastAct")
    screen.sees("toastText", "har ändrats sedan dess")
    assert used(alex.core) == {STORY.gasket: 2}
