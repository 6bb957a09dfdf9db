"""A helper, a copy and the rest of a long job: by drag, by keys and by menu."""

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from core.model.call import ServiceCall
from core.model.visit import Activity
from core.rules.facts import to_minute
from office_app.board.menus.helpers import helpers_menu
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
)


def visits_of_same_call(planner: Planner, visit_id: str) -> list[Activity]:
    call = planner.stored(visit_id).call_id
    with planner.core.database.read() as session:
        ids = [one.id for one in session.query(Activity).filter_by(call_id=call) if one.id != visit_id]
    return [planner.stored(one) for one in ids]


def test_the_menu_lists_who_is_free_and_one_choice_adds_him(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    planner.click(job)
    assert planner.page.current is not None
    menu = helpers_menu(planner.page, planner.page.current)
    entries: list[QAction] = menu.actions()
    assert not any(entry.text().startswith("Johan") for entry in entries), "who is ill is not offered"
    chosen = next(entry for entry in entries if entry.text().startswith("Petra"))
    chosen.trigger()
    menu.deleteLater()
    planner.desk.settle()
    assert planner.stored(job).helper_ids == [planner.day.people["petra"]]
    row = planner.page.view.scene.index_of(planner.day.people["petra"])
    assert row is not None
    assert any(bar.helper and bar.visit.id == job for bar in planner.page.view.scene.bars(row))


def test_dragged_with_ctrl_and_shift_the_other_one_helps(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    before = planner.stored(job)
    planner.take_bar(job)
    where = planner.row_point("petra", "15:00")
    planner.carry(where)
    planner.page.hub.move(where, CTRL | SHIFT)
    planner.let_go()
    after = planner.stored(job)
    assert after.helper_ids == [planner.day.people["petra"]]
    assert (after.lead_person_id, after.planned_start) == (before.lead_person_id, before.planned_start)
    planner.undo()
    assert planner.stored(job).helper_ids == []


def test_dragged_with_ctrl_and_alt_a_copy_lands_there(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    before = planner.stored(job)
    planner.take_bar(job)
    where = planner.row_point("petra", "15:00")
    planner.carry(where)
    planner.page.hub.move(where, CTRL | ALT)
    planner.let_go()
    assert planner.stored(job).planned_start == before.planned_start
    (copy,) = visits_of_same_call(planner, job)
    assert copy.lead_person_id == planner.day.people["petra"]
    planner.undo()
    planner.undo()
    assert visits_of_same_call(planner, job) == []


def test_ctrl_d_copies_to_the_list(planner: Planner) -> None:
    planner.click(planner.day.jobs["Kontor Opalen"])
    planner.key(Qt.Key.Key_D, CTRL)
    assert "Kontor Opalen" in planner.cards.names()


def test_a_copy_is_marked_as_one_until_it_is_changed(planner: Planner) -> None:
    job, scene = planner.day.jobs["Kontor Opalen"], planner.page.view.scene
    planner.click(job)
    planner.key(Qt.Key.Key_D, CTRL)
    (copy,) = visits_of_same_call(planner, job)
    assert scene.unplanned[copy.id].copy and not scene.visits[job].copy
    planner.page.actions_.plan(copy.id, planner.day.people["petra"], to_minute(at("15:00")))
    planner.desk.settle()
    assert "Kopia" in planner.page.view.tip(scene.visits[copy.id])
    assert "Kopia" not in planner.page.view.tip(scene.visits[job])
    planner.page.actions_.resize(copy.id, 45)
    planner.desk.settle()
    assert not scene.visits[copy.id].copy, "another length makes it a job of its own"


def test_a_job_over_the_evening_is_split_there(planner: Planner) -> None:
    job = planner.day.jobs["Teatern, foajén"]
    planner.page.actions_.resize(job, 240)
    planner.desk.settle()
    planner.click(job)
    planner.key(Qt.Key.Key_S, SHIFT)
    assert visits_of_same_call(planner, job) == [], "nothing is split before it is said how"
    planner.desk.key("splitText", Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(job).planned_end == at("16:00")
    (rest,) = visits_of_same_call(planner, job)
    assert (rest.duration_minutes, rest.lead_person_id) == (60, planner.day.people["elin"])
    assert rest.planned_start > at("23:59")


def choices(planner: Planner) -> list[str]:
    found = planner.desk.find("splitBox").findChildren(QPushButton, QRegularExpression("^splitRest_"))
    return [button.text().replace("\u00a0", " ") for button in found if button.isVisible()]


def test_how_much_now_and_when_the_rest_are_chosen_by_keys(planner: Planner) -> None:
    job = planner.day.jobs["Privat Alba"]
    with planner.core.database.write() as session:
        session.get_one(ServiceCall, session.get_one(Activity, job).call_id).promised_to = at("15:30")
    planner.click(job)
    planner.key(Qt.Key.Key_S, SHIFT)
    assert "30 min" in planner.desk.find("splitText", QLineEdit).text().replace("\u00a0", " ")
    offered = choices(planner)
    assert offered[0].startswith("idag 1") and offered[1].startswith("i morgon") and "efter löftet" in offered[1]
    assert offered[-1] == "Till listan över oplanerade"
    planner.desk.key("splitText", Qt.Key.Key_Up)
    planner.desk.settle()
    assert "Resten, 15 min" in [said.text().replace("\u00a0", " ") for said in
                                planner.desk.find("splitBox").findChildren(QLabel)]
    planner.desk.key("splitText", Qt.Key.Key_Tab)
    planner.desk.key("splitText", Qt.Key.Key_Return)
    planner.desk.settle()
    assert not planner.desk.shown("splitBox") and planner.stored(job).duration_minutes == 45
    (rest,) = visits_of_same_call(planner, job)
    assert (rest.state, rest.duration_minutes) == ("planned", 15) and rest.planned_start > at("23:59")
    planner.undo()
    assert planner.stored(job).duration_minutes == 60 and visits_of_same_call(planner, job) == []


def test_the_rest_can_wait_in_the_list_and_escape_splits_nothing(planner: Planner) -> None:
    job = planner.day.jobs["Privat Alba"]
    planner.click(job)
    planner.key(Qt.Key.Key_S, SHIFT)
    planner.desk.key("splitText", Qt.Key.Key_Escape)
    assert not planner.desk.shown("splitBox") and planner.stored(job).duration_minutes == 60
    planner.key(Qt.Key.Key_S, SHIFT)
    planner.desk.key("splitText", Qt.Key.Key_Backtab, SHIFT)
    planner.desk.key("splitText", Qt.Key.Key_Return)
    planner.desk.settle()
    (rest,) = visits_of_same_call(planner, job)
    assert rest.state == "draft" and "Privat Alba" in planner.cards.names()
