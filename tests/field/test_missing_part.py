"""A part is missing on site: said from its row or the menu, and that is how the visit comes out."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.records import RecordMaterial
from core.ids import new_id
from core.model.stock import StockMove
from core.model.visit import Activity, Material, RequiredMaterial
from core.queries.part_search import said_missing
from core.queries.visit_plan import visit_plan
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        shown.application.navigation.open("job", activityId=STORY.visit)
        yield shown


def test_a_part_put_aside_for_another_job_is_not_used_here_though_it_lies_in_the_van(
    alex: FieldDay, qtbot: QtBot
) -> None:
    """The second visit's valve goes along in his car; a job before it may not take it."""
    with alex.core.database.write() as session:
        session.add(StockMove(
            id="picked", warehouse_id=STORY.alex_van, item_id=STORY.valve, quantity=Decimal(1), kind="move",
            at=alex.clock.now(),
        ))
        session.add(Activity(
            id="second", call_id=STORY.earlier_call, state="planned", subject="Återbesök", next_visit_of_id=None,
        ))
        session.flush()
        session.add(RequiredMaterial(
            id="aside", activity_id="second", item_id=STORY.valve, state="reserved", warehouse_id=STORY.alex_van
        ))
    with tablet_screen(alex.core, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.type("searchVan", "säkerhetsventil")
        screen.touch(f"use-{STORY.valve}")
        screen.sees("toastText", "Kafé Tulpan")
        screen.settle()
    with alex.core.database.read() as session:
        assert not session.scalars(select(Material).where(Material.item_id == STORY.valve)).all()


def missing(core: Core) -> dict[str, int]:
    return {one.item_id: one.count for one in core.database.ask(said_missing, STORY.visit)}


def test_a_part_is_said_to_be_missing_from_its_row_and_another_from_the_menu(
    screen: TabletScreen, alex: FieldDay
) -> None:
    screen.is_gone(f"lack_{STORY.gasket}")  # it lies in the van
    screen.touch(f"lack_{STORY.valve}", "Saknas")
    screen.sees(f"chosen-{STORY.valve}", "1 st")
    screen.touch("saveLack")
    screen.sees("toastText", "Säkerhetsventil 1,8 bar saknas")
    screen.settle()
    assert missing(alex.core) == {STORY.valve: 1}
    screen.sees(f"part_{STORY.valve}", "Saknas · till återbesöket")
    assert len(screen.items(f"part_{STORY.valve}")) == 1, "the plan's own row is not shown beside it"
    plan = alex.core.database.ask(visit_plan, STORY.visit, STORY.alex)
    assert STORY.valve not in [part.item_id for part in plan.parts], "what is missing is not used with the plan"
    screen.touch("moreActions")
    screen.touch("partMissing")
    screen.sees(f"chosen-{STORY.valve}")
    screen.type("missingSearch", "tryckvakt")
    screen.touch(f"missing-{STORY.pressure_switch}")
    screen.touch("saveLack")
    screen.settle()
    screen.holds(lambda: missing(alex.core) == {STORY.valve: 1, STORY.pressure_switch: 1})
    with alex.core.database.read() as session:
        visit = session.get_one(Activity, STORY.visit)
        assert (visit.outcome, visit.outcome_reason) == ("follow_up_needed", "parts")
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("outcomeText", "Återbesök behövs")


def test_breaking_off_names_the_used_part_among_what_is_paid(screen: TabletScreen, alex: FieldDay) -> None:
    alex.does(RecordMaterial(
        activity_id=STORY.visit, record_id=new_id(), item_id=STORY.detergent, quantity=Decimal(50)
    ))
    screen.touch("moreActions")
    screen.touch("abort")
    screen.sees("abortCost", "det som är sparat hittills")
    screen.sees("abortLine", "Rengöringsmedel")


def test_a_drawing_without_a_wanted_part_offers_none_to_use(screen: TabletScreen, alex: FieldDay) -> None:
    screen.sees("useSpot")
    with alex.core.database.write() as session:
        session.query(RequiredMaterial).filter_by(activity_id=STORY.visit, item_id=STORY.gasket).delete()
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.sees("openDiagram")
    screen.settle()
    assert not screen.items("useSpot")
