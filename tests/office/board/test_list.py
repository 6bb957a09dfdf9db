"""The list has the same powers as the board: marks, keys, menu, verdicts, filter and order."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity
from core.model.workforce import Skill
from office_app.board.menus.job import job_acts, job_menu
from office_app.board.menus.unplanned import unplanned_menu
from office_app.board.page import create_page
from office_app.board.panes.table_rows import COLUMNS
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def customers(planner: Planner) -> list[str]:
    return [line.cells[COLUMNS.index("customer")] for line in planner.page.list.rows.lines]


def click(planner: Planner, customer: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QPoint:
    table = planner.page.list
    index = table.rows.index(customers(planner).index(customer), 2)
    table.scrollTo(index)
    point = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, point)
    planner.desk.settle()
    return point


def test_several_lines_are_marked_sent_and_taken_back_as_one(planner: Planner) -> None:
    planner.desk.click("zoom_list")
    planner.desk.settle()
    click(planner, "Kontor Opalen")
    click(planner, "Kafé Ekbacken", _CTRL)
    jobs = [planner.day.jobs[name] for name in ("Kontor Opalen", "Kafé Ekbacken")]
    assert planner.page.view.marks.selected == set(jobs)
    QTest.keyClick(planner.page.list, Qt.Key.Key_Return, _SHIFT)
    planner.desk.settle()
    assert [planner.stored(job).state for job in jobs] == ["released", "released"]
    assert planner.page.view.marks.selected == set(jobs), "what was marked stays marked"
    planner.undo()
    assert [planner.stored(job).state for job in jobs] == ["planned", "planned"]


def test_the_menu_of_a_line_is_the_menu_of_a_bar(planner: Planner) -> None:
    asked: list[str] = []
    planner.page.list.menu.connect(lambda visit_id, _point: asked.append(visit_id))
    planner.page.list.menu.disconnect(planner.page.keyboard.menu)  # a real menu waits for a person
    planner.desk.click("zoom_list")
    planner.desk.settle()
    planner.page.list.customContextMenuRequested.emit(click(planner, "Kontor Opalen"))
    assert asked == [planner.day.jobs["Kontor Opalen"]]
    visit = planner.page.view.scene.visits[asked[0]]
    menu = job_menu(planner.page, visit, planner.page.keyboard._density)
    entries = {action.text().split("\t")[0]: action for action in menu.actions() if "\t" in action.text()}
    assert len(entries) == len(list(job_acts(visit))), "every verb shows its key"
    entries["Avplanera"].trigger()
    planner.desk.settle()
    assert planner.stored(visit.id).state == "draft"


def test_unplanned_jobs_name_their_best_technician_with_the_verdict(planner: Planner) -> None:
    planner.desk.click("zoom_list")
    planner.desk.settle()
    best = COLUMNS.index("best")
    planner.desk.until(lambda: planner.page.list.rows.lines[0].cells[best].startswith("Bäst: Alex"))
    assert "10:00" in planner.page.list.rows.lines[0].cells[best]


def test_a_job_is_moved_by_keys_with_the_same_answers(planner: Planner) -> None:
    planner.desk.click("zoom_list")
    planner.desk.settle()
    click(planner, "Kontor Opalen")
    table, pane = planner.page.list, planner.page.list_pane
    QTest.keyClick(table, Qt.Key.Key_M)
    QTest.keyClick(table, Qt.Key.Key_Left)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert "Sara 14:35" in pane.moving.text() and "Krock" in pane.moving.text()
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(planner.day.jobs["Kontor Opalen"]).planned_start == at("14:35")
    assert not pane.moving.isVisible()


def test_filter_and_order_are_remembered(planner: Planner) -> None:
    planner.desk.click("zoom_list")
    planner.desk.settle()
    table = planner.page.list
    everything = customers(planner)
    table.sortByColumn(COLUMNS.index("customer"), Qt.SortOrder.AscendingOrder)
    assert customers(planner)[:2] == ["Bageri Råg", "Bageri Solrosen"]
    QTest.keyClick(table, Qt.Key.Key_Slash)
    planner.desk.type("listFilterText", "kafe")
    planner.desk.until(lambda: customers(planner) == ["Bokkaféet", "Kafé Ekbacken", "Kafé Tulpan", "Kafé Vinyl"])
    planner.desk.click("listGroup_unplanned")
    assert customers(planner) == ["Kafé Tulpan"]
    planner.page.leave()
    again = create_page(planner.desk.context)
    planner.desk.qtbot.addWidget(again)
    planner.desk.settle()
    assert [line.visit_id for line in again.list.rows.lines] == [planner.day.james_job]
    QTest.keyClick(table, Qt.Key.Key_Escape)
    planner.desk.click("listGroup_all")
    planner.desk.until(lambda: len(customers(planner)) == len(everything))
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    planner.page._after_change()
    assert customers(planner) == everything


def test_the_unplanned_are_ordered_and_narrowed_by_one_menu(planner: Planner) -> None:
    pane = planner.page.unplanned
    menu = unplanned_menu(pane, planner.page.texts, planner.page.view.scene)
    said = {action.text(): action for action in menu.actions()}
    assert {"Bråttom först", "Äldst först", "Kortast först", "Espresso  (5)", "Dölj det som väntar"} <= set(said)
    said["Kortast först"].trigger()
    assert planner.cards.names()[:2] == ["Café Oktober", "Hotell Poseidon"]
    said["Dölj det som väntar"].trigger()
    assert "Brasserie Lipp" not in planner.cards.names() and len(planner.cards.names()) == 6
    said["Espresso  (5)"].trigger()
    assert planner.cards.names()[0] == "Bageri Surdeg"
    near = next(action.menu() for action in menu.actions() if action.menu() is not None)
    next(action for action in near.actions() if action.text() == "Sara Nyström").trigger()
    assert pane.wanted.order == "near" and pane.near_id == planner.day.people["sara"]
    assert [chip.text() for chip in pane.chips.values()][-1] == "Nära Sara"


def test_every_job_that_is_looked_at_gets_its_suggestion(planner: Planner) -> None:
    many = 70
    with planner.core.database.write() as session:
        partner = session.scalars(select(BusinessPartner.id)).first()
        for n in range(many):
            session.add(ServiceCall(id=f"call-{n}", number=f"S-9{n:03}", partner_id=partner, subject="Kontroll",
                                    state="open", priority="planned", created_at=at("07:00")))
        session.flush()
        for n in range(many):
            session.add(Activity(id=f"visit-{n}", call_id=f"call-{n}", state="draft", duration_minutes=30))
    planner.page.data.reload()
    planner.desk.click("zoom_list")
    planner.desk.settle()
    planner.desk.click("listGroup_unplanned")
    planner.desk.settle()
    table, best = planner.page.list, COLUMNS.index("best")
    planner.desk.until(lambda: bool(table.rows.lines[0].cells[best]))
    planner.desk.settle()
    assert len(table.rows.lines) == many + 7 and len(table.rows.best) < many, "what nobody looks at is not asked for"
    table.scrollToBottom()
    planner.desk.until(lambda: bool(table.rows.lines[-1].cells[best]))
    assert ":" in table.rows.lines[-1].cells[best], "a person and a time"
    middle = table.rows.lines[len(table.rows.lines) // 2].visit_id
    table.sortByColumn(best, Qt.SortOrder.AscendingOrder)
    planner.desk.until(lambda: all(line.cells[best] for line in table.rows.lines))
    starts = [line.keys[best] for line in table.rows.lines]
    assert starts == sorted(starts) and middle in table.rows.best


def test_a_job_that_nobody_can_take_says_so(planner: Planner) -> None:
    with planner.core.database.write() as session:
        session.add(Skill(id="crane", name="Kran", required_by_law=True))
        session.flush()
        session.get_one(Activity, planner.day.jobs["Kontor Kronan"]).required_skill_ids = ["crane"]
    planner.page.data.reload()
    planner.desk.click("zoom_list")
    planner.desk.settle()
    number = planner.page.list.rows.row_of(planner.day.jobs["Kontor Kronan"])
    assert number is not None
    said = COLUMNS.index("best")
    planner.desk.until(lambda: bool(planner.page.list.rows.lines[number].cells[said]))
    assert planner.page.list.rows.lines[number].cells[said] == "Ingen de närmaste dagarna"
