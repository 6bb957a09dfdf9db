"""How many touches the usual way takes: to the first step, and from the last step to the signature."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.model.attachment import Signature
from tests.helpers.field_day import FULL_ANSWERS, FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import another_job

MOST_TO_FIRST_STEP, MOST_TO_SIGNED = 3, 4


class Finger:
    """Touches, and counts them."""

    def __init__(self, screen: TabletScreen) -> None:
        self.screen, self.touches = screen, 0

    def touch(self, target: str, text: str = "") -> None:
        self.screen.touch(target, text)
        self.touches += 1


def test_from_today_to_the_first_step(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    FieldDay(tablet).step("accepted", "09:30")
    with tablet_screen(tablet, qtbot) as screen:
        finger = Finger(screen)
        finger.touch(f"act_{STORY.visit}", "Jag kör nu")
        finger.touch("next", "Jag är framme")
        finger.touch("next", "Börja checklistan")
        screen.sees("stepTitle", "Stäng av och lufta")
        screen.settle()
    assert finger.touches <= MOST_TO_FIRST_STEP


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_the_next_job_is_in_sight_below_all_that_are_done(
    tablet: Core, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """At noon its button had lain below the page's edge: nobody searches for what to press next."""
    build_story(tablet)
    FieldDay(tablet).step("accepted", "09:30")
    for hour in range(10):
        another_job(tablet, f"Kund {hour}", "Service", f"05:{hour:02d}", "done")
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.sees(f"act_{STORY.visit}", "Jag kör nu")

        def is_in_sight() -> bool:
            button = screen.find(f"act_{STORY.visit}")
            return button.mapToScene(QPointF(0, button.height())).y() <= screen.find("main").height() - 20

        screen.holds(is_in_sight)
        screen.settle()


def test_on_site_one_touch_less(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    FieldDay(tablet).arrives()
    with tablet_screen(tablet, qtbot) as screen:
        finger = Finger(screen)
        finger.touch(f"act_{STORY.visit}", "Fortsätt")
        finger.touch("next", "Börja checklistan")
        screen.sees("stepTitle", "Stäng av och lufta")
        screen.settle()
    assert finger.touches < MOST_TO_FIRST_STEP


def test_from_the_last_step_to_the_signature(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_checklist("instance")
    for element, value in FULL_ANSWERS:
        alex.answers("instance", element, value)
    alex.photographs("instance", "gauge")
    alex.clock.set(STORY.at("11:12"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="customer")
        finger = Finger(screen)
        finger.touch("stepNext", "Tid och material")
        finger.touch("toCheckout")
        finger.touch("outcomeSolved")
        finger.touch("turnToCustomer")
        screen.sees("customerTitle")
        screen.window.grabWindow()
        screen.draw("signatureField", [[0.12, 0.6], [0.2, 0.25], [0.3, 0.65], [0.7, 0.4]])
        screen.touch("approve")  # the customer's own, with his signature
        screen.sees("signedText", "James Wallin")
        screen.settle()
    assert finger.touches <= MOST_TO_SIGNED
    with tablet.database.read() as session:
        assert session.query(Signature).one().state == "signed"
