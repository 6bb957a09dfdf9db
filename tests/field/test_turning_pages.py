"""A page that turns by itself, and a finger on its way to «Nästa»: together they are one step."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.presenters.checklist import RESTING, RESTING_ON_A_GAP
from tests.helpers.field_day import FieldDay
from tests.helpers.story import build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

_LEFT, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    """Alex stands at «Läckage vänster grupp»; after a no the next step is «Mät panntryck», which must be answered."""
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as made:
        made.application.navigation.open("checklist", instanceId="instance", step="leak")
        made.sees("stepTitle", "Läckage vänster grupp")
        made.settle()
        yield made


def next_button(screen: TabletScreen) -> QPoint:
    return screen.point(screen.sees("stepNext"))


def here(screen: TabletScreen) -> str:
    return screen.words(screen.sees("stepTitle"))


def test_the_page_does_not_turn_under_a_finger_and_its_tap_is_the_step(screen: TabletScreen, qtbot: QtBot) -> None:
    point = next_button(screen)
    screen.touch("answerNo")
    QTest.mousePress(screen.window, _LEFT, _NO_KEYS, point)
    model = screen.application.navigation.page_model
    qtbot.waitUntil(lambda: model._moving._is_due)  # type: ignore[union-attr]
    assert here(screen) == "Läckage vänster grupp"
    QTest.mouseRelease(screen.window, _LEFT, _NO_KEYS, point)
    screen.sees("stepTitle", "Mät panntryck")
    screen.settle()
    assert here(screen) == "Mät panntryck"


def test_a_finger_that_is_lifted_elsewhere_lets_the_page_turn(screen: TabletScreen, qtbot: QtBot) -> None:
    screen.touch("answerNo")
    point = screen.point(screen.sees("stepTitle"))
    QTest.mousePress(screen.window, _LEFT, _NO_KEYS, point)
    model = screen.application.navigation.page_model
    qtbot.waitUntil(lambda: model._moving._is_due)  # type: ignore[union-attr]
    QTest.mouseRelease(screen.window, _LEFT, _NO_KEYS, point)
    screen.sees("stepTitle", "Mät panntryck")


def test_next_just_after_the_page_has_turned_by_itself_is_no_second_step(screen: TabletScreen) -> None:
    point = next_button(screen)
    screen.touch("answerNo")
    screen.sees("stepTitle", "Mät panntryck")
    QTest.mouseClick(screen.window, _LEFT, _NO_KEYS, point)
    screen.settle()
    assert here(screen) == "Mät panntryck"
    screen.touch("stepNext")  # meant for this page: whoever wants to leave it unanswered may
    screen.sees("stepTitle", "Foto av manometer")


def test_the_habitual_next_a_second_and_a_half_later_skips_nothing(screen: TabletScreen, qtbot: QtBot) -> None:
    point = next_button(screen)
    screen.touch("answerYes")
    screen.sees("stepTitle", "Byt packning")
    model = screen.application.navigation.page_model
    qtbot.waitUntil(lambda: model._resting.remainingTime() < RESTING_ON_A_GAP - 900)  # type: ignore[union-attr]
    QTest.mouseClick(screen.window, _LEFT, _NO_KEYS, point)
    screen.settle()
    assert here(screen) == "Byt packning"
    screen.touch("answerYes")  # answered, so that «Nästa» means this step again
    QTest.mouseClick(screen.window, _LEFT, _NO_KEYS, point)
    screen.sees("stepTitle", "Mät panntryck")


def test_every_answer_of_one_touch_moves_on_and_a_deviation_waits_for_its_words(screen: TabletScreen) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step="off")
    screen.touch("answerNo")
    screen.sees("deviation")
    screen.settle()
    assert here(screen) == "Stäng av och lufta"
    screen.touch("answerNa")
    screen.sees("stepTitle", "Läckage vänster grupp")
    screen.application.navigation.open("checklist", instanceId="instance", step="customer")
    screen.touch("option-fine")  # the last step: the checklist is left on purpose
    screen.sees("undoAnswer")
    screen.is_gone("undoAnswer")
    screen.settle()
    assert here(screen) == "Kundens kontroll"


def test_what_is_missing_is_gone_through_without_what_is_answered(screen: TabletScreen, tablet: Core) -> None:
    alex = FieldDay(tablet)
    for element in ("leak", "clean"):
        alex.answers("instance", element, {"answer": "no" if element == "leak" else "yes"})
    screen.application.navigation.open("checklist", instanceId="instance", step="customer")
    screen.touch("stepNext", "4 obligatoriska steg kvar")
    screen.sees("stepTitle", "Stäng av och lufta")
    screen.touch("stepNext", "Nästa: Mät panntryck")
    screen.touch("stepNext", "Nästa: Foto av manometer")
    screen.touch("stepNext", "Nästa: Provbrygg")
    screen.touch("stepNext", "Nästa: Stäng av och lufta")
    screen.touch("step-leak")  # by himself, so he walks again
    screen.sees("stepNext", "Nästa: Mät panntryck")
    screen.settle()


def test_next_answers_soon_enough_for_anybody_who_means_it(screen: TabletScreen) -> None:
    assert RESTING <= 400 and RESTING_ON_A_GAP <= 2000
    model = screen.application.navigation.page_model
    screen.touch("stepNext")
    screen.sees("stepTitle", "Mät panntryck")
    assert model._resting.interval() == RESTING  # type: ignore[union-attr]


def test_digits_that_no_gauge_has_are_not_typed_and_the_unit_stays_in_sight(screen: TabletScreen) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
    screen.sees("stepTitle", "Mät panntryck")
    screen.settle()
    for _ in range(7):
        screen.touch("key-9")
    screen.sees("stepValue", "99")
    screen.touch("key-decimal")
    screen.touch("key-5")
    screen.sees("stepValue", "99,5")
    screen.settle()


def test_the_dots_stand_between_the_buttons_also_with_the_largest_letters(screen: TabletScreen) -> None:
    screen.application.context.look.setTextScale(1.3)
    screen.settle()
    for dots in screen.items("bottomDots"):
        begins, width = dots.mapToScene(QPointF(0, 0)).x(), dots.width()
        back, following = screen.sees("stepBack"), screen.sees("stepNext")
        assert back.mapToScene(QPointF(0, 0)).x() + back.width() + 16 <= begins
        assert begins + width + 16 <= following.mapToScene(QPointF(0, 0)).x()
