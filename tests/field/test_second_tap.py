"""Every button tapped twice, as a hand in a glove does: what the first tap brings up is not touched by the second."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.commands.records import RecordExpense
from core.ids import new_id
from core.model.knowledge import ChecklistAnswer
from core.model.visit import ServiceAssignment
from core.presenters.checklist import REACTION
from core.queries.records import Records, records
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
VISIT = {"activityId": STORY.visit}
A_LONG_TIME = 10**9
"""Later than any tap before, in milliseconds."""


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    day = FieldDay(tablet)
    day.step("accepted", "09:30")
    return day


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


def tap_twice(screen: TabletScreen, target: str, text: str = "") -> None:
    """Both taps at one spot, a fifth of a second apart for Qt; the first one's effect is painted before the second."""
    screen.sees(target, text)
    screen.window.grabWindow()
    point = screen.point(screen.find(target, text))
    for at in (A_LONG_TIME, A_LONG_TIME + 200):
        for kind, moment in ((QEvent.Type.MouseButtonPress, at), (QEvent.Type.MouseButtonRelease, at + 60)):
            held = LEFT if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
            event = QMouseEvent(kind, QPointF(point), screen.window.mapToGlobal(QPointF(point)), LEFT, held, NO_KEYS)
            event.setTimestamp(moment)
            QGuiApplication.sendEvent(screen.window, event)
        screen.settle()


def step_of_job(alex: FieldDay) -> str:
    with alex.core.database.read() as session:
        return session.get_one(ServiceAssignment, STORY.assignment).step


def recorded(alex: FieldDay) -> Records:
    return alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now())


def test_starting_the_journey_is_not_arriving(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("job", **VISIT)
    tap_twice(screen, "next", "Starta resa")
    assert step_of_job(alex) == "travelling"
    screen.touch("next", "Jag är framme")
    screen.settle()
    assert step_of_job(alex) == "arrived"


def test_asking_to_break_off_does_not_break_off(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("job", **VISIT)
    alex.step("travelling", "09:33")
    alex.step("arrived", "09:47")
    screen.settle()
    screen.touch("moreActions")
    tap_twice(screen, "abort")
    screen.sees("whySheet")
    assert step_of_job(alex) == "arrived"


def test_one_row_is_taken_away_and_not_the_next(screen: TabletScreen, alex: FieldDay) -> None:
    for text in ("Parkering", "Färja", "Bro"):
        alex.does(RecordExpense(activity_id=STORY.visit, record_id=new_id(), text=text, amount=Decimal(50)))
    screen.application.navigation.open("time_material", **VISIT)
    screen.settle()
    first = next(one.objectName() for one in screen.items() if one.objectName().startswith("remove-"))
    tap_twice(screen, first)
    assert [one.text for one in recorded(alex).expenses] == ["Färja", "Bro"]


def test_an_expense_is_saved_once_and_nothing_beneath_its_sheet_is_touched(
    screen: TabletScreen, alex: FieldDay
) -> None:
    alex.uses(STORY.detergent, 50)
    before = recorded(alex).materials
    screen.application.navigation.open("time_material", **VISIT)
    screen.touch("addExpense")
    screen.type("expenseText", "Parkering")
    screen.type("expenseAmount", "45,50")
    tap_twice(screen, "saveExpense")
    assert [one.text for one in recorded(alex).expenses] == ["Parkering"]
    assert recorded(alex).materials == before
    assert screen.application.navigation.current.page == "time_material"


def test_two_quick_touches_on_plus_both_count(screen: TabletScreen, alex: FieldDay) -> None:
    alex.uses(STORY.detergent, 50)
    screen.application.navigation.open("time_material", **VISIT)
    screen.settle()
    plus = next(one.objectName() for one in screen.items() if one.objectName().startswith("more-"))
    tap_twice(screen, plus)
    assert [row.quantity for row in recorded(alex).materials] == [70]


def answers(alex: FieldDay) -> int:
    with alex.core.database.read() as session:
        return session.scalar(select(func.count()).select_from(ChecklistAnswer)) or 0


def test_next_tapped_twice_is_one_step_and_answers_nothing(screen: TabletScreen, alex: FieldDay) -> None:
    alex.arrives()
    alex.starts_checklist("instance")
    screen.application.navigation.open("checklist", instanceId="instance", step="off")
    screen.sees("stepTitle", "Stäng av och lufta")
    tap_twice(screen, "stepNext")
    assert screen.words(screen.sees("stepTitle")) == "Läckage vänster grupp"
    assert answers(alex) == 0


def test_a_tap_that_was_meant_for_the_step_before_does_not_answer_the_next(
    screen: TabletScreen, alex: FieldDay, qtbot: QtBot
) -> None:
    alex.arrives()
    alex.starts_checklist("instance")
    screen.application.navigation.open("checklist", instanceId="instance", step="off")
    screen.sees("answerYes")
    model = screen.application.navigation.page_model
    assert model is not None
    model._unseen.setInterval(A_LONG_TIME)  # type: ignore[attr-defined]
    point = screen.point(screen.find("answerYes"))
    screen.touch("stepNext")
    screen.sees("unseen")
    assert screen.words(screen.sees("stepTitle")) == "Läckage vänster grupp"
    QTest.mouseClick(screen.window, LEFT, NO_KEYS, point)
    screen.settle()
    assert answers(alex) == 0
    model._unseen.start(0)  # type: ignore[attr-defined]
    screen.is_gone("unseen")
    QTest.mouseClick(screen.window, LEFT, NO_KEYS, point)
    qtbot.waitUntil(lambda: answers(alex) == 1)
    assert REACTION <= 250, "whoever has seen the step is never kept waiting"


def test_one_piece_is_used_when_use_is_tapped_twice(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("scan", **VISIT)
    screen.type("scanCode", "7310000532017")
    screen.touch("scanLookUp")
    screen.sees("scanTitle", "Packning E61")
    tap_twice(screen, "scanUse")
    assert [(row.item_id, row.quantity) for row in recorded(alex).materials] == [(STORY.gasket, 1)]
    assert screen.application.navigation.current.page == "scan"


def test_a_finger_is_a_finger_as_a_mouse_is(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("job", **VISIT)
    screen.sees("next", "Starta resa")
    screen.window.grabWindow()
    point = screen.point(screen.find("next"))
    pad = QTest.createTouchDevice()
    for _tap in range(2):  # QTest counts milliseconds on by one for a finger: both are one double tap
        QTest.touchEvent(screen.window, pad).press(0, point, screen.window).commit()
        QTest.touchEvent(screen.window, pad).release(0, point, screen.window).commit()
        screen.settle()
    assert step_of_job(alex) == "travelling"
