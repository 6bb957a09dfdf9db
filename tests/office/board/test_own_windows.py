"""List, map and board as windows of their own: the same keys there, and back where they were when closed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.office.board.conftest import Planner


def test_each_part_stands_alone_and_closing_puts_it_back(planner: Planner) -> None:
    for name in ("list", "map", "board"):
        _out_and_back(planner, name)


def _out_and_back(planner: Planner, name: str) -> None:
    page = planner.page
    part, home = page.out._parts[name].widget, page.out._parts[name].home
    order = [home.widget(number) for number in range(home.count())]
    button = {"list": "unplannedMore", "map": "breakMap", "board": "breakBoard"}[name]
    if name == "list":
        planner.page.unplanned.break_out.emit()
        assert planner.desk.shown("newCall") and not planner.desk.shown(button)
    else:
        planner.desk.click(button)
    own = page.out.windows[name]
    assert own.isVisible() and part.window() is own and part.isVisible()
    assert "Tulpan" in own.windowTitle()
    own.close()
    planner.desk.settle()
    assert name not in page.out.windows
    assert part.window() is planner.desk.window and part.isVisible()
    assert [home.widget(number) for number in range(home.count())] == order


def test_keys_plan_from_the_list_in_its_own_window(planner: Planner) -> None:
    planner.key(Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    own = planner.page.out.windows["list"]
    own.activateWindow()
    cards = planner.page.unplanned.cards
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_J)
    planner.desk.settle()
    QTest.keyClick(cards, Qt.Key.Key_1)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "planned"
    QTest.keyClick(cards, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "draft"
    own.close()


def test_a_card_is_carried_from_one_window_to_the_board_in_the_other(planner: Planner) -> None:
    planner.page.out.take_out("board")
    planner.desk.settle()
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("alex", "10:00"))
    planner.let_go()
    assert planner.stored(planner.day.james_job).lead_person_id == planner.day.people["alex"]
    planner.page.out.windows["board"].close()


def test_what_stood_alone_stands_alone_the_next_time(planner: Planner) -> None:
    page = planner.page
    page.out.take_out("map")
    page.out.windows["map"].resize(640, 480)
    planner.desk.window.sit_down(planner.desk.context.tasks.author_id)
    planner.desk.settle()
    again = planner.desk.window.pages["board"]
    assert again is not page
    assert again.out.windows["map"].size().toTuple() == (640, 480)
    again.out.windows["map"].close()
    planner.desk.window.sit_down(planner.desk.context.tasks.author_id)
    planner.desk.settle()
    assert not planner.desk.window.pages["board"].out.windows


def test_closing_the_boards_window_lets_go_of_what_is_dragged_there(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    before = planner.stored(job).planned_start
    planner.page.out.take_out("board")
    planner.desk.settle()
    planner.take_bar(job)
    planner.carry(planner.row_point("elin", "14:00"))
    planner.page.out.windows["board"].close()
    planner.desk.settle()
    assert planner.page.hub.drag is None
    planner.let_go()
    assert planner.stored(job).planned_start == before
