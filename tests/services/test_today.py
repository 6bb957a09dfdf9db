"""What stands on a technician's day: the day's own jobs, and what was left from the days before."""

from datetime import date, timedelta

import pytest

from core.bootstrap import Core
from core.clock import FixedClock, local
from core.model.visit import Activity, ServiceAssignment
from core.queries.current_job import current_job
from core.queries.today import Today, today
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tour import another_job


@pytest.fixture
def core(tablet: Core) -> Core:
    """A day later: Kafé Tulpan was planned for yesterday, the other customer is to be seen today."""
    build_story(tablet)
    another_job(tablet, "Espresso Garage", "Kvarn", "13:00", "accepted")
    with tablet.database.write() as session:
        session.get_one(Activity, "visit-1300").planned_start = STORY.at("13:00") + timedelta(days=1)
    assert isinstance(tablet.clock, FixedClock)
    tablet.clock.advance(timedelta(days=1))
    return tablet


def shown(core: Core, day: date) -> Today:
    return core.database.ask(today, STORY.alex, day, core.clock.now())


def ids(core: Core, day: date) -> list[str]:
    return [one.activity_id for one in shown(core, day).visits]


def stands(core: Core, step: str, state: str = "released") -> None:
    with core.database.write() as session:
        session.get_one(ServiceAssignment, STORY.assignment).step = step
        session.get_one(Activity, STORY.visit).state = state


@pytest.mark.parametrize("step", ["new", "accepted"])
def test_what_was_not_begun_waits_whatever_day_it_has_become(core: Core, step: str) -> None:
    stands(core, step)
    tomorrow = TODAY + timedelta(days=1)
    assert ids(core, tomorrow) == [STORY.visit, "visit-1300"]
    assert ids(core, TODAY) == [STORY.visit], "and on its own day"
    assert ids(core, tomorrow + timedelta(days=1)) == [], "a day to come has only its own"
    assert isinstance(core.clock, FixedClock)
    core.clock.advance(timedelta(days=30))
    assert ids(core, local(core.clock.now()).date()) == [STORY.visit, "visit-1300"]


def test_the_rail_leads_to_todays_job_and_to_one_that_was_left_when_there_is_no_other(core: Core) -> None:
    def meant() -> str:
        return core.database.ask(current_job, STORY.alex, "", TODAY + timedelta(days=1))

    stands(core, "accepted")
    assert meant() == "visit-1300"
    with core.database.write() as session:
        session.get_one(ServiceAssignment, "assignment-1300").step = "done"
    assert meant() == STORY.visit
    stands(core, "accepted", "done")
    assert meant() == "", "he was to help, and it was finished without him"


@pytest.mark.parametrize(("step", "state"), [
    ("done", "done"), ("rejected", "released"), ("aborted", "done"), ("accepted", "done"), ("accepted", "cancelled"),
])
def test_what_is_over_does_not_come_along(core: Core, step: str, state: str) -> None:
    """«accepted» on a visit that is done: he was to help, and it was finished without him."""
    stands(core, step, state)
    assert ids(core, TODAY + timedelta(days=1)) == ["visit-1300"]


def test_a_job_left_over_is_no_stop_on_todays_way(core: Core) -> None:
    stands(core, "accepted")
    left, own = shown(core, TODAY + timedelta(days=1)).visits
    assert left.travel_minutes is None
    stands(core, "done", "done")
    (alone,) = shown(core, TODAY + timedelta(days=1)).visits
    assert own.travel_minutes == alone.travel_minutes


def test_a_new_job_of_any_day_is_known_with_its_customer(core: Core) -> None:
    stands(core, "new")
    for day in (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=9)):
        (new,) = shown(core, day).new_visits
        assert (new.activity_id, new.customer, new.start) == (STORY.visit, "Kafé Tulpan", STORY.at("10:00"))
