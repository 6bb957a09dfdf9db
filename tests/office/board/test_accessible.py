"""The board for a screen reader: technicians are rows, jobs are cells, and the chosen one has the focus."""

from PySide6.QtGui import QAccessible

from office_app.board.accessible import BoardTable
from tests.office.board.conftest import Planner


def name(part: object) -> str:
    return part.text(QAccessible.Text.Name)  # type: ignore[attr-defined,no-any-return]


def test_rows_and_cells_say_who_what_and_when(planner: Planner) -> None:
    table = QAccessible.queryAccessibleInterface(planner.canvas)
    assert isinstance(table, BoardTable)
    assert (table.role(), table.childCount()) == (QAccessible.Role.Table, 10)
    alex = table.child(0)
    assert alex is not None
    assert (alex.role(), name(alex), alex.childCount()) == (QAccessible.Role.Row, "Alex Lindqvist, 4 jobb", 4)
    cell = alex.child(3)
    assert cell is not None and cell.role() == QAccessible.Role.Cell
    assert name(cell) == "Kontor Opalen, Filterbyte, 14:50–15:50 · Planerad"
    point = planner.canvas.bar_point(planner.day.jobs["Kontor Opalen"])
    assert point is not None
    assert cell.rect().contains(planner.canvas.mapToGlobal(point))
    assert (alex.indexOfChild(cell), table.indexOfChild(alex)) == (3, 0)


def test_the_chosen_job_is_selected_and_a_job_that_leaves_takes_its_cell(planner: Planner) -> None:
    table = QAccessible.queryAccessibleInterface(planner.canvas)
    assert isinstance(table, BoardTable)
    job = planner.day.jobs["Kontor Opalen"]
    planner.click(job)
    cell = table.cell(job)
    assert cell is not None and cell.state().selected and cell.state().focused
    planner.page.actions_.unplan(job)
    planner.desk.settle()
    assert table.cell(job) is None
    assert not cell.isValid()
