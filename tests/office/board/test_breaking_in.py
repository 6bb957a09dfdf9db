"""An emergency on a full day: three proposals with their costs, one click, one undo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.queries.board import board
from tests.helpers.board_day import TODAY
from tests.office.board.conftest import Planner


def everything(planner: Planner) -> dict[str, object]:
    rows = planner.core.database.ask(board, TODAY, 1, planner.core.clock.now())
    return {row.id: row for row in (*rows.visits, *rows.unplanned)}


def test_three_ways_with_their_costs_and_one_click_does_all_and_one_undo_takes_all_back(planner: Planner) -> None:
    before = everything(planner)
    planner.page.choose(planner.day.james_job)
    planner.key(Qt.Key.Key_E)
    planner.desk.until(lambda: planner.desk.shown("emergencyTray"))
    costs = [planner.desk.find(f"emergencyCost{number}", QLabel).text() for number in (1, 2, 3)]
    pushing = next(number for number, cost in enumerate(costs, 1) if "+" in cost)
    planner.desk.click(f"emergencyDo{pushing}")
    planner.desk.settle()
    after = everything(planner)
    changed = [one for one in before if before[one] != after[one]]
    assert planner.stored(planner.day.james_job).state == "planned"
    assert len(changed) > 1, "somebody else was pushed"
    assert not planner.desk.shown("emergencyTray")
    planner.undo()
    assert everything(planner) == before


def test_escape_closes_the_proposals(planner: Planner) -> None:
    planner.page.choose(planner.day.james_job)
    planner.desk.settle()
    planner.desk.click("insertJob")
    planner.desk.until(lambda: planner.desk.shown("emergencyTray"))
    planner.key(Qt.Key.Key_Escape)
    assert not planner.desk.shown("emergencyTray")
    assert planner.stored(planner.day.james_job).state == "draft"


def test_on_a_small_screen_the_proposals_stay_clear_of_the_details(planner: Planner) -> None:
    planner.desk.window.resize(1366, 768)
    planner.desk.settle()
    planner.page.choose(planner.day.james_job)
    planner.key(Qt.Key.Key_E)
    planner.desk.until(lambda: planner.desk.shown("emergencyTray"))
    tray, details = planner.page.emergency, planner.page.details
    assert details.isVisible()
    assert tray.mapTo(planner.page, tray.rect().topRight()).x() < details.x()
