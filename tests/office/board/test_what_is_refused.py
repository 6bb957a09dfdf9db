"""What cannot be: an end before now, a group with one forbidden among it, a job that was moved meanwhile."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.commands.dispatch import PlannedVisit, PlanVisits, ResizeVisit
from core.commands.firm import SavePerson
from core.errors import UserError
from core.ids import new_id
from core.model.visit import Activity
from tests.helpers.board_day import TODAY, at
from tests.office.board.conftest import Planner

HOTEL = "Hotell Ankaret"  # Alex is there since 08:40, planned for 50 minutes; it is 08:43


def clock(planner: Planner, to: str) -> None:
    planner.core.clock.set(at(to))  # type: ignore[attr-defined]
    planner.page.data.ticked.emit(planner.page.data.now)


def test_the_end_of_a_running_job_stops_at_now_and_says_so(planner: Planner) -> None:
    job = planner.day.jobs[HOTEL]
    clock(planner, "09:10")
    planner.take_bar(job, -2)
    planner.carry(planner.row_point("alex", "08:45"))
    drag = planner.page.hub.drag
    assert drag is not None and drag.target is not None and drag.held_at_now
    overlay = planner.page.view._overlay
    assert overlay._title(drag, drag.target) == "Pågår: slutar tidigast nu, 09:10"
    planner.canvas.grab()
    planner.let_go()
    assert planner.stored(job).planned_end == at("09:10")
    clock(planner, "10:30")
    planner.undo()
    assert planner.stored(job).duration_minutes == 50, "what it was is put back exactly, however late it is"


def test_what_a_key_or_another_program_asks_is_refused_in_words(planner: Planner) -> None:
    job = planner.day.jobs[HOTEL]
    clock(planner, "09:25")
    with pytest.raises(UserError) as refused:
        planner.core.commands.execute(ResizeVisit(activity_id=job, duration_minutes=15), planner.day.mara)
    said = planner.page.texts.error(refused.value)
    assert said.startswith("Hotell Ankaret pågår") and "09:25" in said and "Inget har ändrats" in said
    planner.core.commands.execute(ResizeVisit(activity_id=job, duration_minutes=42), planner.day.mara)
    planner.core.commands.execute(
        ResizeVisit(activity_id=planner.day.jobs["Kontor Opalen"], duration_minutes=15), planner.day.mara
    )


def together(planner: Planner, first: str, second: str) -> None:
    planner.click(first)
    point = planner.canvas.bar_point(second)
    assert point is not None
    QTest.mouseClick(planner.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, point)
    planner.desk.settle()


def test_a_group_that_may_not_go_names_who_stopped_it_and_why(planner: Planner) -> None:
    first, second = planner.day.jobs["Konditori Aveny"], planner.day.jobs["Privat Alba"]
    with planner.core.database.write() as session:
        session.get_one(Activity, second).required_skill_ids = [planner.day.skills["pressure"]]
    planner.page.data.reload()
    planner.desk.settle()
    before = [planner.stored(job).planned_start for job in (first, second)]
    together(planner, first, second)
    planner.take_bar(first)
    planner.carry(planner.row_point("oskar", "14:15"))  # five rows down: the companion would come to Petra
    target = planner.page.hub.drag
    assert target is not None and target.target is not None and target.target.verdict.allowed
    planner.let_go()
    assert [planner.stored(job).planned_start for job in (first, second)] == before
    notice = planner.page.conflict
    assert notice.isVisible()
    assert notice.text.text().startswith("Jobben flyttades inte. Privat Alba:") and "Tryckkärl" in notice.text.text()


def test_a_group_refused_by_the_service_names_the_job_too(planner: Planner) -> None:
    jobs = [planner.day.jobs["Kontor Opalen"], planner.day.jobs["Konditori Aveny"]]
    johan = planner.day.people["johan"]
    command = PlanVisits(visits=(
        PlannedVisit(activity_id=jobs[0], person_id=planner.day.people["sara"], start=at("15:00")),
        PlannedVisit(activity_id=jobs[1], person_id=johan, start=at("13:00")),
    ))
    with pytest.raises(UserError) as refused:
        planner.core.commands.execute(command, planner.day.mara)
    said = planner.page.texts.error(refused.value)
    assert "Johan är frånvarande när Konditori Aveny" in said and "Alla ligger kvar" in said
    assert planner.stored(jobs[0]).lead_person_id == planner.day.people["alex"]


@pytest.mark.parametrize("job", ["Stora Hotellet", "Kontor Kronan"])
def test_a_job_changed_under_a_drag_is_recognised_when_the_whole_window_is_read_anew(
    planner: Planner, job: str
) -> None:
    """Another seat plans it, and before that is told a new co-worker makes the board read everything again."""
    visit_id = planner.day.jobs[job]
    if job == "Kontor Kronan":
        planner.take_card(visit_id)
    else:
        planner.take_bar(visit_id)
    planner.carry(planner.row_point("elin", "14:00"))
    with planner.core.database.write() as session:
        row = session.get_one(Activity, visit_id)
        row.state, row.lead_person_id = "planned", planner.day.people["milan"]
        row.planned_start = at("10:30", TODAY + timedelta(days=40))
        row.planned_end = row.planned_start + timedelta(minutes=row.duration_minutes)
    planner.core.commands.execute(SavePerson(person_id=new_id(), name="Ida Berg", roles="planner"), "somebody-else")
    planner.desk.until(lambda: planner.page.hub.drag is None)
    planner.let_go()
    assert planner.stored(visit_id).lead_person_id == planner.day.people["milan"]
    assert any("ändrades av någon annan" in text for text in planner.desk.window.toasts.texts)


def test_a_look_at_other_days_with_a_job_in_the_hand_lets_it_stay_there(planner: Planner) -> None:
    planner.take_bar(planner.day.jobs["Stora Hotellet"])
    planner.carry(planner.row_point("elin", "14:00"))
    planner.page.days.step(1)
    planner.desk.settle()
    assert planner.page.hub.drag is not None
    planner.page.hub.cancel()
    planner.let_go()
