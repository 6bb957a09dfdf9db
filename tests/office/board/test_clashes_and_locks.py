"""A clash is named whatever made it, and before it is sent; a locked job is moved only by who opens its lock."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.commands.dispatch import PlanVisit
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner


def put(planner: Planner, customer: str, who: str, clock: str) -> str:
    """Planned so without a drag's sentence, as somebody else might have."""
    job = planner.day.jobs[customer]
    planner.core.commands.execute(
        PlanVisit(activity_id=job, person_id=planner.day.people[who], start=at(clock)), planner.day.mara
    )
    planner.desk.settle()
    return job


def test_a_day_without_clashes_is_sent_by_one_click(planner: Planner) -> None:
    planner.desk.click("sendDay")
    planner.desk.settle()
    assert not planner.page.send_check.isVisible()
    assert planner.stored(planner.day.jobs["Kafé Ekbacken"]).state == "released"


def test_double_bookings_are_named_before_a_day_is_sent(planner: Planner) -> None:
    ekbacken = planner.day.jobs["Kafé Ekbacken"]
    moved = put(planner, "Konditori Aveny", "petra", "13:30")
    planner.desk.click("sendDay")
    planner.desk.settle()
    check = planner.page.send_check
    assert check.isVisible()
    said = check.text.text()
    assert said.startswith("1 krock: Petra 13:30–14:00 ") and "Konditori Aveny" in said and "Kafé Ekbacken" in said
    assert "Inget har skickats" in said and planner.stored(ekbacken).state == "planned"
    planner.desk.click("sendShow")
    assert planner.page.view.marks.current in (ekbacken, moved) and check.isVisible()
    planner.desk.click("sendAnyway")
    planner.desk.settle()
    assert not check.isVisible()
    assert {planner.stored(job).state for job in (ekbacken, moved)} == {"released"}


def test_the_question_goes_when_the_clash_is_solved(planner: Planner) -> None:
    put(planner, "Konditori Aveny", "petra", "13:30")
    planner.desk.click("sendDay")
    planner.desk.settle()
    assert planner.page.send_check.isVisible()
    put(planner, "Konditori Aveny", "sara", "13:30")
    assert not planner.page.send_check.isVisible()
    assert planner.stored(planner.day.jobs["Kafé Ekbacken"]).state == "planned", "and nothing was sent meanwhile"


def swap(planner: Planner, first: str, second: str) -> None:
    planner.page.choose(planner.day.jobs[first], [planner.day.jobs[name] for name in (first, second)])
    planner.key(Qt.Key.Key_S)


def test_swapping_says_what_it_runs_into(planner: Planner) -> None:
    put(planner, "Kafé Ekbacken", "milan", "12:20")
    put(planner, "Konditori Aveny", "fredrik", "15:00")
    swap(planner, "Kafé Ekbacken", "Konditori Aveny")
    aveny = planner.stored(planner.day.jobs["Konditori Aveny"])
    assert aveny.lead_person_id == planner.day.people["milan"]
    said = planner.page.conflict.text.text()
    assert planner.page.conflict.isVisible() and said.startswith("Konditori Aveny: Krockar med Simhallen i 25")
    assert "overlap" in {entry["code"] for entry in aveny.accepted_conflicts}
    planner.undo()
    assert planner.stored(planner.day.jobs["Konditori Aveny"]).lead_person_id == planner.day.people["fredrik"]


def lock(planner: Planner, customer: str) -> str:
    job = planner.day.jobs[customer]
    planner.click(job)
    planner.key(Qt.Key.Key_L)
    return job


def test_a_locked_bar_stays_says_so_and_can_be_unlocked_and_moved(planner: Planner) -> None:
    job = lock(planner, "Konditori Aveny")
    planner.take_bar(job)
    planner.carry(planner.row_point("petra", "14:30"))
    planner.let_go()
    stored = planner.stored(job)
    assert (stored.lead_person_id, stored.planned_start) == (planner.day.people["sara"], at("13:30"))
    said = planner.page.conflict.text.text()
    assert planner.page.conflict.isVisible() and "Konditori Aveny är låst hos Sara 13:30" in said and "med L" in said
    planner.desk.click("unlockAndMove")
    planner.desk.settle()
    stored = planner.stored(job)
    assert not stored.pinned and stored.lead_person_id == planner.day.people["petra"]


def test_keys_do_not_move_a_locked_job_either_and_it_says_what_the_lock_covers(planner: Planner) -> None:
    job = lock(planner, "Konditori Aveny")
    before = planner.stored(job).planned_start
    for number in (Qt.Key.Key_1, Qt.Key.Key_2):
        planner.key(number)
        assert planner.page.conflict.isVisible() and planner.stored(job).planned_start == before
    assert "tekniker och starttid ligger fast" in planner.desk.find("detailsLocked", QLabel).text()
    assert "Låst" in planner.page.view.tip(planner.page.view.scene.visits[job])
    planner.page.conflict.hide()
    swap(planner, "Konditori Aveny", "Privat Alba")
    assert planner.page.conflict.isVisible() and planner.stored(job).planned_start == before


def test_a_locked_job_goes_back_to_the_list_only_by_who_opens_its_lock(planner: Planner) -> None:
    job = lock(planner, "Konditori Aveny")
    planner.key(Qt.Key.Key_U)
    assert planner.page.conflict.isVisible() and planner.stored(job).planned_start == at("13:30")
    planner.page.conflict.hide()
    planner.take_bar(job)
    planner.carry(planner.page.unplanned.mapToGlobal(planner.page.unplanned.rect().center()))
    planner.let_go()
    assert planner.page.conflict.isVisible() and planner.stored(job).planned_start == at("13:30")
    planner.desk.click("unlockAndMove")
    planner.desk.settle()
    assert planner.stored(job).planned_start is None and not planner.stored(job).pinned
