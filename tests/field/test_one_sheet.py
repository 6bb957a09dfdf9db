"""One sheet at a time: fingers, a scanner, the rail and a new job leave no two of them, and take no words away."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.changes import Changes, Touched
from core.queries.records import records
from field_app.second_tap import target_at
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen
from tests.helpers.tour import another_job, call, sheets

VISIT = {"activityId": STORY.visit}
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def records_page(screen: TabletScreen, qtbot: QtBot) -> Iterator[TabletScreen]:
    screen.application.navigation.open("time_material", **VISIT)
    screen.settle()
    yield screen


def opened(screen: TabletScreen) -> list[str]:
    return [one.objectName() for one in sheets(screen.window.contentItem()) if one.property("opened")]


def test_two_buttons_at_once_open_one_sheet(records_page: TabletScreen) -> None:
    device = QTest.createTouchDevice()
    points = [records_page.aim("addTime"), records_page.aim("addExpense")]
    for kind in ("press", "release"):
        touches = QTest.touchEvent(records_page.window, device)
        for number, point in enumerate(points):
            getattr(touches, kind)(number, point, records_page.window)
        touches.commit()
    records_page.settle()
    assert len(opened(records_page)) == 1


def test_every_sheet_takes_the_place_of_the_one_before(screen: TabletScreen, alex: FieldDay) -> None:
    alex.uses(STORY.gasket)
    for page in ("job", "time_material", "checkout", "day_log"):
        screen.application.navigation.open(page, **({} if page == "day_log" else VISIT))
        screen.settle()
        for sheet in sheets(screen.window.contentItem()):
            call(sheet, "open")
            assert opened(screen) == [sheet.objectName()], page


def test_a_scanner_under_an_open_sheet_uses_no_part(records_page: TabletScreen, alex: FieldDay) -> None:
    records_page.touch("addTime")
    records_page.settle()
    for letter in "7310000532017":
        QTest.keyClick(records_page.window, letter)
    QTest.keyClick(records_page.window, Qt.Key.Key_Return)
    records_page.settle()
    found = alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now())
    assert found.materials == () and opened(records_page) == ["timeSheet"]


def test_scanning_from_the_rail_and_back_finds_the_sheet_with_its_words(records_page: TabletScreen) -> None:
    records_page.application.navigation.open("job", **VISIT)
    records_page.application.navigation.open("time_material", **VISIT)
    records_page.touch("addExpense")
    records_page.type("expenseText", "Parkering")
    records_page.touch("rail_scan")
    records_page.sees("scanPage")
    assert opened(records_page) == []
    records_page.application.navigation.back()
    assert records_page.sees("expenseText").property("text") == "Parkering"
    assert opened(records_page) == ["expenseSheet"]


def test_a_new_job_is_told_over_the_sheet_and_takes_nothing_from_it(records_page: TabletScreen, tablet: Core) -> None:
    records_page.touch("addExpense")
    records_page.type("expenseText", "Parkering")
    another_job(tablet, "Kontor Opalen", "Filterbyte", "14:48", "new")
    tablet.changes.publish(Changes(touched=(Touched("service_assignment", "assignment-1448", "created"),)))
    records_page.sees("toastText", "Kontor Opalen")
    toast = records_page.sees("toast")
    point = toast.mapToScene(toast.boundingRect().center())
    under = target_at(records_page.window, point)
    assert under is None or not toast.isAncestorOf(under[0]), "a touch goes through to what lies there"
    assert opened(records_page) == ["expenseSheet"]
    assert records_page.sees("expenseText").property("text") == "Parkering"


def test_the_lock_lies_over_the_customer_s_page(screen: TabletScreen, alex: FieldDay) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    screen.application.navigation.open("checkout", **VISIT)
    screen.touch("turnToCustomer")
    screen.sees("customerView")
    lock = screen.application.context.lock
    lock.set_pin("2580")
    lock.lock()
    point = screen.point(screen.sees("turnBack"))
    found = target_at(screen.window, point.toPointF())
    cover = screen.sees("lockScreen")
    assert found is not None and (found[0] is cover or cover.isAncestorOf(found[0]))
    QTest.mouseClick(screen.window, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(point))
    screen.settle()
    lock.enter("2580")
    screen.sees("customerView")
    lock.clear_pin()
