"""A sent job that slips: its customer's new time is offered with one click, small shifts are left alone."""

from datetime import timedelta

from tests.office.board.conftest import Planner


def move(planner: Planner, job: str, minutes: int) -> None:
    visit = planner.page.view.scene.visits[job]
    assert visit.start is not None and visit.person_id is not None
    planner.page.actions_.plan(job, visit.person_id, visit.start + minutes)
    planner.desk.settle()


def test_a_slip_past_the_threshold_offers_the_new_time_and_one_click_sends_it(planner: Planner) -> None:
    job = planner.day.jobs["Restaurang Kajen"]
    told = planner.stored(job).told_from
    move(planner, job, 20)
    assert planner.page.slips.isVisible()
    assert "Restaurang Kajen" in planner.page.slips.text.text()
    planner.desk.click("slipSend")
    planner.desk.settle()
    assert planner.stored(job).told_from == told + timedelta(minutes=20)
    assert not planner.page.slips.isVisible()


def test_a_small_shift_is_not_worth_a_message(planner: Planner) -> None:
    move(planner, planner.day.jobs["Restaurang Kajen"], 10)
    assert not planner.page.slips.isVisible()
