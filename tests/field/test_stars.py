"""Articles with a star: put there by hand, kept for the person, above what is used most."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.commands.favourites import StarItem
from core.errors import UserError
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.knowledge import Diagram
from core.model.workforce import Person
from core.queries.favourites import Favourites, favourites, proposed_parts
from core.services import favourites as service
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.walk import faults


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        shown.application.navigation.open("time_material", activityId=STORY.visit)
        yield shown


def scroll(screen: TabletScreen) -> None:
    screen.find("recordsScroller").movementEnded.emit()  # type: ignore[attr-defined]
    screen.settle()


def at_hand(alex: FieldDay, person_id: str = STORY.alex) -> Favourites:
    return alex.core.database.ask(favourites, person_id, alex.clock.now())


def test_a_star_is_put_on_and_taken_off_on_the_page(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.context.tablet.setNetwork(False)
    alex.uses(STORY.detergent, 50)
    screen.touch(f"star-{STORY.gasket}")
    screen.holds(lambda: screen.find(f"star-{STORY.gasket}").property("chosen"))
    screen.settle()
    assert not screen.items(f"unstar-{STORY.gasket}"), "nothing moves under the finger"
    scroll(screen)
    screen.sees(f"unstar-{STORY.gasket}")
    starred, often = screen.find(f"favourite-{STORY.gasket}"), screen.find(f"favourite-{STORY.detergent}")
    assert starred.mapToScene(QPointF()).y() < often.mapToScene(QPointF()).y(), "what is used most stays beneath"
    screen.touch(f"favourite-{STORY.gasket}")
    screen.settle()
    found = at_hand(alex)
    assert [one.item_id for one in found.starred] == [STORY.gasket]
    assert [one.item_id for one in found.often] == [STORY.detergent], "an article stands in one place"
    screen.touch(f"unstar-{STORY.gasket}")
    screen.sees(f"restar-{STORY.gasket}")
    screen.settle()
    scroll(screen)
    screen.is_gone(f"restar-{STORY.gasket}")
    assert at_hand(alex).starred == ()
    assert {one.item_id for one in at_hand(alex).often} == {STORY.detergent, STORY.gasket}


def test_using_from_the_shelves_moves_nothing_under_the_finger(screen: TabletScreen, alex: FieldDay) -> None:
    screen.window.resize(1280, 560)  # more than fits, as with a whole van
    shelf = screen.sees(f"use-{STORY.detergent}")
    screen.settle()
    scroller = screen.find("recordsScroller")
    scroller.setProperty("contentY", 60.0)
    screen.settle()
    before = shelf.mapToScene(QPointF()).y()
    screen.touch(f"use-{STORY.gasket}")
    screen.sees(f"amount-{STORY.gasket}/1", "1 st")
    screen.settle()
    assert abs(screen.find(f"use-{STORY.detergent}").mapToScene(QPointF()).y() - before) <= 1


@pytest.mark.parametrize(("language", "said"), [("sv", "Dina stjärnor"), ("en", "Your stars")])
def test_it_is_there_again_after_a_restart_in_both_languages(
    alex: FieldDay, qtbot: QtBot, language: str, said: str
) -> None:
    alex.does(StarItem(item_id=STORY.gasket, starred=True))
    with tablet_screen(alex.core, qtbot, language=language) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees(f"unstar-{STORY.gasket}")
        screen.settle()
        assert said in screen.words(screen.find("timeMaterialPage"))
        for size in ((1280, 800), (800, 1280)):
            screen.window.resize(*size)
            screen.rest()
            assert faults(screen) == []


def test_stars_are_a_persons_own_newest_first_and_said_twice_are_one(alex: FieldDay) -> None:
    for item in (STORY.gasket, STORY.detergent, STORY.gasket):
        alex.does(StarItem(item_id=item, starred=True))
    assert [one.item_id for one in at_hand(alex).starred] == [STORY.gasket, STORY.detergent]
    assert at_hand(alex, STORY.milan).starred == ()
    for _ in range(2):
        alex.does(StarItem(item_id=STORY.gasket, starred=False))
    assert [one.item_id for one in at_hand(alex).starred] == [STORY.detergent]


def test_one_star_too_many_is_told_and_the_others_stay(alex: FieldDay) -> None:
    with alex.core.database.write() as session:
        items = [Item(id=f"item-{number}", code=f"S-{number}", name=f"Del {number}") for number in range(service.MOST)]
        session.add_all(items)
        session.get_one(Person, STORY.alex).starred_item_ids = [one.id for one in items]
    with pytest.raises(UserError) as told:
        alex.does(StarItem(item_id=STORY.gasket, starred=True))
    assert told.value.key == "record.error_stars"
    assert len(at_hand(alex).starred) == service.MOST


def test_a_part_that_is_drawn_for_other_models_is_not_proposed_on_this_machine(alex: FieldDay) -> None:
    """Neither with a star nor because it is used often; it is still found on the shelf."""
    alex.does(StarItem(item_id=STORY.gasket, starred=True))
    alex.uses(STORY.pressure_switch)

    def proposed(activity_id: str = STORY.visit) -> set[str]:
        found = alex.core.database.ask(proposed_parts, STORY.alex, alex.clock.now(), activity_id)
        return {one.item_id for one in found}

    assert proposed() == {STORY.gasket, STORY.pressure_switch}
    with alex.core.database.write() as session:
        session.add(Item(id="linea", code="LM-LINEA", name="Linea PB", kind="machine"))
        session.flush()
        session.get_one(Equipment, STORY.machine).item_id = "linea"
    assert proposed() == {STORY.pressure_switch}
    assert {one.item_id for one in at_hand(alex).all} == {STORY.gasket, STORY.pressure_switch}, "away from a visit all"
    with alex.core.database.write() as session:
        session.get_one(Diagram, STORY.diagram).item_ids = [STORY.model, "linea"]
    assert STORY.gasket in proposed()
    with alex.core.database.write() as session:
        session.get_one(Diagram, STORY.diagram).item_ids = [STORY.model]
        session.get_one(Equipment, STORY.machine).item_id = None
    assert STORY.gasket in proposed(), "a machine of no known model rules nothing out"
