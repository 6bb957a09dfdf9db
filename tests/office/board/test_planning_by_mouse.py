"""Planning with the mouse: every row answers while a job is dragged, and what is dropped is stored."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.commands.dispatch import PlanVisit
from core.model.workforce import Person
from tests.helpers.board_day import TODAY, at
from tests.office.board.conftest import Planner


def test_a_card_dropped_on_a_row_is_planned_there(planner: Planner) -> None:
    job = planner.day.james_job
    planner.take_card(job)
    planner.carry(planner.row_point("alex", "10:00"))
    planner.let_go()
    visit = planner.stored(job)
    assert (visit.state, visit.lead_person_id) == ("planned", planner.day.people["alex"])
    assert visit.planned_start == at("10:00")
    assert job not in planner.page.view.scene.unplanned
    assert "Kafé Tulpan" not in planner.cards.names()
    assert planner.desk.window.toasts.texts == ["Kafé Tulpan → Alex 10:00"]


def test_while_dragging_every_row_says_whether_it_fits_and_why_not(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("alex", "10:00"))
    said = planner.canvas.shown_reasons()
    assert said["Alex"].startswith("Bäst: ")
    assert said["Sara"] == "Krock: upptagen till 12:00"
    assert said["Fredrik"] == "Nej: saknar Tryckkärl"
    assert said["Johan"] == "Nej: sjuk idag"
    assert said["Lina"] == "Nej: utbildning till 12:00"
    planner.let_go()
    assert planner.canvas.shown_reasons() == {}


def test_rows_answer_as_soon_as_a_card_is_lifted(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.cards.mapToGlobal(QPoint(120, 300)))
    assert planner.page.hub.drag is not None and planner.page.hub.drag.target is None
    assert set(planner.canvas.shown_reasons()) >= {"Alex", "Sara", "Johan"}
    assert planner.page.drops.ghost.isVisible(), "the card follows the pointer"
    planner.let_go()
    assert planner.stored(planner.day.james_job).state == "draft"


def test_a_clash_may_be_accepted_and_is_recorded(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("sara", "10:00"))
    planner.let_go()
    visit = planner.stored(planner.day.james_job)
    assert visit.lead_person_id == planner.day.people["sara"]
    assert {entry["code"] for entry in visit.accepted_conflicts} == {"overlap"}
    assert "Universitetet" in planner.page.conflict.text.text()
    assert planner.desk.find("detailsAccepted", QLabel).text() == "Planerat ändå av Mara 08:43: krock med annat jobb"


def test_what_the_law_forbids_snaps_back_and_offers_somebody_else(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("fredrik", "10:30"))
    planner.let_go()
    assert planner.stored(planner.day.james_job).state == "draft"
    notice = planner.page.conflict
    assert notice.isVisible() and "saknar Tryckkärl" in notice.text.text()
    planner.desk.click("conflictFix1")
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "planned"


def test_a_bar_is_moved_to_another_time_and_person_and_back_by_undo(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    before = planner.stored(job)
    planner.take_bar(job)
    middle = before.planned_start + timedelta(minutes=before.duration_minutes / 2)
    assert middle == at("15:20")
    planner.carry(planner.row_point("elin", "10:30"))
    planner.let_go()
    after = planner.stored(job)
    assert after.lead_person_id == planner.day.people["elin"]
    assert after.planned_start.minute % 15 == 0 or after.planned_start != before.planned_start
    planner.undo()
    restored = planner.stored(job)
    assert (restored.lead_person_id, restored.planned_start) == (before.lead_person_id, before.planned_start)
    assert planner.page.view.scene.visits[job].person_id == before.lead_person_id, "the board shows it back"


def test_the_right_edge_makes_a_job_longer(planner: Planner) -> None:
    job = planner.day.jobs["Simhallen"]
    planner.take_bar(job, -2)
    planner.carry(planner.row_point("milan", "15:30"))
    planner.let_go()
    assert planner.stored(job).duration_minutes == 125


def test_a_bar_dropped_on_the_list_is_unplanned(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    planner.take_bar(job)
    planner.carry(planner.cards.mapToGlobal(QPoint(120, 200)))
    planner.let_go()
    assert planner.stored(job).state == "draft"
    assert "Stora Hotellet" in planner.cards.names()


def test_escape_leaves_no_trace(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("alex", "10:00"))
    planner.key(Qt.Key.Key_Escape)
    assert planner.page.hub.drag is None
    planner.let_go()
    assert planner.stored(planner.day.james_job).state == "draft"


def test_a_started_job_cannot_be_lifted(planner: Planner) -> None:
    planner.take_bar(planner.day.jobs["Saluhallen"])
    planner.carry(planner.row_point("alex", "10:00"))
    assert planner.page.hub.drag is None
    planner.let_go()


def test_a_job_moved_by_somebody_else_while_it_is_dragged_is_told(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    planner.take_bar(job)
    planner.carry(planner.row_point("elin", "14:00"))
    planner.core.commands.execute(
        PlanVisit(activity_id=job, person_id=planner.day.people["milan"], start=at("10:30")), "somebody-else"
    )
    planner.desk.until(lambda: planner.page.hub.drag is None)
    planner.let_go()
    assert planner.stored(job).lead_person_id == planner.day.people["milan"]
    assert any("ändrades av någon annan" in text for text in planner.desk.window.toasts.texts)


def test_a_row_that_somebody_fills_during_the_drag_is_judged_anew(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("alex", "10:00"))
    assert planner.canvas.shown_reasons()["Alex"].startswith("Bäst")
    planner.core.commands.execute(
        PlanVisit(activity_id=planner.day.jobs["Simhallen"], person_id=planner.day.people["alex"], start=at("10:15")),
        "somebody-else",
    )
    planner.desk.until(lambda: planner.canvas.shown_reasons()["Alex"].startswith("Krock"))
    planner.key(Qt.Key.Key_Escape)
    planner.let_go()


def test_changes_from_outside_move_neither_scroll_nor_choice(planner: Planner) -> None:
    view = planner.page.view
    planner.click(planner.day.jobs["Restaurang Kajen"])
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + 37)
    before = view.horizontalScrollBar().value(), view.verticalScrollBar().value(), view.marks.current
    planner.core.commands.execute(
        PlanVisit(activity_id=planner.day.james_job, person_id=planner.day.people["alex"], start=at("10:00")), "other"
    )
    planner.desk.until(lambda: planner.day.james_job in view.scene.visits)
    planner.desk.settle()
    assert before == (view.horizontalScrollBar().value(), view.verticalScrollBar().value(), view.marks.current)


def test_sick_today_offers_replacements_and_moves_all_at_once(planner: Planner) -> None:
    oskar = planner.day.people["oskar"]
    planner.page.tray.away_today(oskar)
    planner.desk.settle()
    tray = planner.page.tray
    assert tray.isVisible()
    planner.desk.click("absentMoveAll")
    planner.desk.until(lambda: not tray.isVisible())
    moved = planner.stored(planner.day.jobs["Stora Hotellet"])
    assert moved.lead_person_id not in (None, oskar)
    assert planner.stored(planner.day.jobs["Kårhuset"]).lead_person_id == oskar, "locked jobs stay"
    assert planner.stored(planner.day.jobs["Sjukhuset, kök"]).lead_person_id == oskar, "started jobs stay"


def test_jobs_that_are_moved_together_keep_their_distance_and_come_back_in_one_step(planner: Planner) -> None:
    first, second = planner.day.jobs["Kontor Opalen"], planner.day.jobs["Konditori Aveny"]
    before = [(v.lead_person_id, v.planned_start) for v in map(planner.stored, (first, second))]
    planner.click(first)
    point = planner.canvas.bar_point(second)
    assert point is not None
    QTest.mouseClick(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, point)
    planner.desk.settle()
    planner.take_bar(first)
    planner.carry(planner.row_point("sara", "15:30"))
    planner.let_go()
    after = [planner.stored(job) for job in (first, second)]
    assert [v.lead_person_id for v in after] == [planner.day.people["sara"], planner.day.people["fredrik"]]
    assert after[0].planned_start - before[0][1] == after[1].planned_start - before[1][1]
    assert after[1].accepted_conflicts, "what speaks against the companion is recorded too"
    planner.undo()
    assert [(v.lead_person_id, v.planned_start) for v in map(planner.stored, (first, second))] == before


def test_a_drop_on_a_day_of_the_month_takes_its_first_free_time(planner: Planner) -> None:
    planner.desk.click("zoom_month")
    planner.desk.settle()
    month = planner.page.month
    thursday = TODAY + timedelta(days=2)
    planner.take_card(planner.day.jobs["Kontor Kronan"])
    where = month.cell_point(planner.day.people["milan"], thursday)
    assert where is not None
    planner.carry(where)
    assert month.cells.aim is not None and month.cells.drag is not None
    month.grab()
    planner.let_go()
    visit = planner.stored(planner.day.jobs["Kontor Kronan"])
    assert (visit.lead_person_id, visit.planned_start) == (planner.day.people["milan"], at("07:30", thursday))
    assert month.cells.drag is None


def test_a_drop_on_a_full_day_of_the_month_changes_nothing(planner: Planner) -> None:
    planner.desk.click("zoom_month")
    planner.desk.settle()
    planner.take_card(planner.day.james_job)
    where = planner.page.month.cell_point(planner.day.people["johan"], TODAY)
    assert where is not None
    planner.carry(where)
    planner.page.month.grab()
    planner.let_go()
    assert planner.stored(planner.day.james_job).state == "draft"


def test_a_drop_on_somebody_on_the_map_gives_him_the_job(planner: Planner) -> None:
    planner.desk.window.grab()
    where = planner.page.strip.map.person_point(planner.day.people["amina"])
    assert where is not None
    planner.take_card(planner.day.jobs["Bageri Surdeg"])
    planner.carry(where)
    planner.desk.window.grab()
    planner.let_go()
    assert planner.stored(planner.day.jobs["Bageri Surdeg"]).lead_person_id == planner.day.people["amina"]


def test_another_button_during_a_drag_neither_drops_nor_opens_a_menu(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    before = planner.stored(job).planned_start
    planner.take_bar(job)
    where = planner.row_point("elin", "14:00")
    planner.carry(where)
    QTest.mouseClick(
        planner.canvas, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, planner.canvas.mapFromGlobal(where)
    )
    planner.desk.settle()
    assert QApplication.activePopupWidget() is None
    assert planner.page.hub.drag is not None and planner.stored(job).planned_start == before
    planner.let_go()
    assert planner.stored(job).lead_person_id == planner.day.people["elin"]


def test_shift_keeps_the_first_technician_too(planner: Planner) -> None:
    row = planner.page.view.scene.rows[0]
    visit = next(v for v in row.visits.values() if v.movable and v.person_id == row.technician.id)
    planner.take_bar(visit.id)
    where = planner.row_point("elin", "14:00")
    planner.carry(where)
    planner.page.hub.move(where, Qt.KeyboardModifier.ShiftModifier)
    drag = planner.page.hub.drag
    assert drag is not None and drag.target is not None and drag.target.person_id == row.technician.id
    planner.key(Qt.Key.Key_Escape)


def test_a_job_moved_out_of_the_days_shown_while_it_is_dragged_is_told_too(planner: Planner) -> None:
    job, elsewhere = planner.day.jobs["Stora Hotellet"], at("10:30", TODAY + timedelta(days=2))
    planner.take_bar(job)
    planner.carry(planner.row_point("elin", "14:00"))
    planner.core.commands.execute(
        PlanVisit(activity_id=job, person_id=planner.day.people["milan"], start=elsewhere), "somebody-else"
    )
    planner.desk.until(lambda: planner.page.hub.drag is None)
    planner.let_go()
    assert planner.stored(job).planned_start == elsewhere
    assert any("ändrades av någon annan" in text for text in planner.desk.window.toasts.texts)


def test_undo_during_a_drag_lets_go_and_blames_nobody_else(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    before = planner.stored(job).planned_start
    planner.take_bar(job)
    planner.carry(planner.row_point("elin", "14:00"))
    planner.let_go()
    planner.take_bar(job)
    planner.carry(planner.row_point("milan", "10:00"))
    planner.undo()
    assert planner.page.hub.drag is None
    planner.let_go()
    assert planner.stored(job).planned_start == before
    assert not any("någon annan" in text for text in planner.desk.window.toasts.texts)


@pytest.mark.parametrize("staying", [("alex",), ()])
def test_technicians_that_vanish_during_a_drag_leave_no_wrong_row_behind(
    planner: Planner, staying: tuple[str, ...]
) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("elin", "14:00"))
    only(planner, *staying)
    drag = planner.page.hub.drag
    assert (drag is None) == (not staying) and (drag is None or drag.target is None)
    planner.desk.window.grab()
    planner.let_go()
    assert planner.page.hub.drag is None


def test_nobody_to_plan_for_breaks_no_key(planner: Planner) -> None:
    only(planner)
    planner.page.choose(planner.day.james_job)
    for key in (Qt.Key.Key_M, Qt.Key.Key_B, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Escape):
        planner.key(key)
    assert planner.page.hub.drag is None and planner.stored(planner.day.james_job).state == "draft"


def test_nothing_stays_in_the_hand_when_the_page_is_left(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    before = planner.stored(job).planned_start
    planner.take_bar(job)
    planner.carry(planner.row_point("elin", "14:00"))
    planner.key(Qt.Key.Key_Return)
    assert planner.page.isVisible(), "Enter opens no call in the middle of a drag"
    planner.desk.go("calls")
    planner.desk.go("board")
    assert planner.page.hub.drag is None and planner.page.view.marks.lifted == ""
    planner.let_go()
    assert planner.stored(job).planned_start == before


def test_escape_lets_go_of_the_rubber_band(planner: Planner) -> None:
    start = planner.canvas.mapFromGlobal(planner.row_point("milan", "17:00"))
    QTest.mousePress(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(planner.canvas, start - QPoint(400, 60))
    assert planner.page.view.mouse.band is not None
    planner.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert planner.page.view.mouse.band is None and not planner.page.view.marks.selected


def only(planner: Planner, *staying: str) -> None:
    """Another seat leaves only these as technicians."""
    with planner.core.database.write() as session:
        for key, person_id in planner.day.people.items():
            person = session.get(Person, person_id)
            if person is not None and key not in staying:
                person.roles = ""
    planner.page.data.reload()
    planner.desk.settle()
