"""Breaks, absences and reserved time are moved as jobs are: dragged in their row, by menu, undone by one step."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.commands.absence import RemoveAbsence
from core.commands.dispatch import PinVisit
from core.model.workforce import Person
from core.rules.facts import to_minute
from office_app.board.model.geometry import Geometry
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner


def geometry(planner: Planner) -> Geometry:
    return planner.page.view.geometry_now


def drag(planner: Planner, who: str, start: str, to: str, *, edge: bool = False) -> None:
    """Takes hold at a time (or at what ends there) and lets go at another."""
    source = planner.canvas.point_of(planner.day.people[who], at(start))
    assert source is not None
    if edge:
        source -= QPoint(3, 0)
    target = planner.canvas.point_of(planner.day.people[who], at(to))
    assert target is not None
    source.setY(target.y())
    QTest.mousePress(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    for step in range(1, 6):
        QTest.mouseMove(planner.canvas, source + (target - source) * (step / 5))
    planner.desk.settle()
    assert planner.page.view.block is not None
    planner.canvas.grab()
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target)
    planner.desk.settle()


def shift(planner: Planner, who: str):  # type: ignore[no-untyped-def]
    technician = planner.page.view.scene.technician(planner.day.people[who])
    assert technician is not None
    return technician.shifts[0]


def test_a_break_is_dragged_to_another_time_and_undone(planner: Planner) -> None:
    drag(planner, "milan", "12:10", "11:10")
    assert (shift(planner, "milan").break_start, shift(planner, "milan").break_end) == (
        to_minute(at("11:00")), to_minute(at("11:30"))
    )
    assert "Rasten för Milan börjar 11:00" in planner.desk.window.toasts.texts
    planner.undo()
    assert shift(planner, "milan").break_start == to_minute(at("12:00"))


def test_the_end_of_an_absence_is_dragged(planner: Planner) -> None:
    drag(planner, "lina", "12:00", "10:30", edge=True)
    lina = planner.page.view.scene.technician(planner.day.people["lina"])
    assert lina is not None and lina.absences[0].end == to_minute(at("10:30"))


def test_only_the_row_is_painted_anew_and_nothing_scrolls(planner: Planner) -> None:
    view = planner.page.view
    versions = [row.version for row in view.scene.rows]
    before = view.horizontalScrollBar().value(), view.scene.generation
    drag(planner, "milan", "12:10", "11:10")
    changed = [n for n, row in enumerate(view.scene.rows) if row.version != versions[n]]
    assert changed == [view.scene.index_of(planner.day.people["milan"])]
    assert before == (view.horizontalScrollBar().value(), view.scene.generation)


def test_escape_lets_go_of_a_break(planner: Planner) -> None:
    source = planner.canvas.point_of(planner.day.people["milan"], at("12:10"))
    assert source is not None
    QTest.mousePress(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    QTest.mouseMove(planner.canvas, source + QPoint(80, 0))
    planner.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    planner.desk.settle()
    assert shift(planner, "milan").break_start == to_minute(at("12:00"))


def test_by_keys_a_technicians_menu_moves_his_break_and_reserves_time(planner: Planner) -> None:
    planner.click(planner.day.jobs["Simhallen"])
    menu = open_menu(planner)
    pause = next(a for a in menu.actions() if a.menu() is not None and a.text().startswith("Rast 12:00"))
    submenu = pause.menu()
    assert isinstance(submenu, QMenu)
    next(action for action in submenu.actions() if action.text() == "15 min senare").trigger()
    menu.close()
    planner.desk.settle()
    assert shift(planner, "milan").break_start == to_minute(at("12:15"))
    menu = open_menu(planner)
    next(action for action in menu.actions() if action.text() == "Reservera en timme").trigger()
    menu.close()
    planner.desk.settle()
    milan = planner.page.view.scene.technician(planner.day.people["milan"])
    assert milan is not None and len(milan.reservations) == 1


def open_menu(planner: Planner) -> QMenu:
    planner.key(Qt.Key.Key_W)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu.objectName() == "personMenu"
    return menu


def test_a_break_in_the_hand_is_let_go_when_its_row_moves_away(planner: Planner) -> None:
    source = planner.canvas.point_of(planner.day.people["milan"], at("12:10"))
    assert source is not None
    QTest.mousePress(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    QTest.mouseMove(planner.canvas, source - QPoint(80, 0))
    assert planner.page.view.block is not None
    with planner.core.database.write() as session:
        person = session.get(Person, planner.day.people["alex"])
        assert person is not None
        person.roles = ""
    planner.page.data.reload()
    planner.desk.settle()
    assert planner.page.view.block is None
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    planner.desk.settle()
    assert shift(planner, "milan").break_start == to_minute(at("12:00"))


def hold_linas_training(planner: Planner) -> tuple[str, QPoint]:
    """Her absence in the hand; its id, and where the pointer is."""
    source = planner.canvas.point_of(planner.day.people["lina"], at("10:00"))
    lina = planner.page.view.scene.technician(planner.day.people["lina"])
    assert source is not None and lina is not None
    QTest.mousePress(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, source)
    QTest.mouseMove(planner.canvas, source + QPoint(60, 0))
    assert planner.page.view.block is not None
    return lina.absences[0].id, source + QPoint(60, 0)


def test_an_absence_that_somebody_else_takes_away_while_it_is_held_is_told_at_once(planner: Planner) -> None:
    absence, point = hold_linas_training(planner)
    planner.core.commands.execute(RemoveAbsence(absence_id=absence), "somebody-else")
    planner.desk.until(lambda: planner.page.view.block is None)
    told = [text for text in planner.desk.window.toasts.texts if "ändrades av någon annan" in text]
    assert len(told) == 1 and told[0].startswith("Utbildning för Lina")
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    planner.desk.settle()
    lina = planner.page.view.scene.technician(planner.day.people["lina"])
    assert lina is not None and not lina.absences


def test_an_absence_in_the_hand_stays_there_when_something_else_changes(planner: Planner) -> None:
    _absence, point = hold_linas_training(planner)
    planner.core.commands.execute(PinVisit(activity_id=planner.day.jobs["Biblioteket"], pinned=True), "somebody-else")
    planner.desk.settle()
    assert planner.page.view.block is not None
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    planner.desk.settle()
    lina = planner.page.view.scene.technician(planner.day.people["lina"])
    assert lina is not None and lina.absences[0].start != to_minute(at("07:30"))
