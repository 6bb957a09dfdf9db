"""A measured value that is not as it should be is told to the technician and to the customer before he signs."""

from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from tests.helpers.field_day import FULL_ANSWERS, FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen


def test_the_customer_reads_that_a_pressure_is_outside_its_limits(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_checklist("instance")
    for element, value in FULL_ANSWERS:
        alex.answers("instance", element, {"value": "1.5"} if element == "pressure" else value)
    alex.photographs("instance", "gauge")
    alex.clock.set(STORY.at("11:12"))
    alex.records_all()
    alex.writes()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.sees("outsideLimits", "Panntryck 1,50 bar är utanför gränsen 0,8–1,2 bar.")
        screen.touch("turnToCustomer")
        screen.sees("customerTitle")
        screen.touch("speak-en")
        screen.sees("outsideLimits", "1.50 bar is outside the limits 0.8–1.2 bar.")
        screen.settle()
