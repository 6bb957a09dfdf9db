"""Where a technician is and when he will be home: by what he has reached, not by what was planned."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.clock import FixedClock, local
from core.model.customer import Address
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.job_sheet import job_sheet
from core.queries.today import Today, today
from core.queries.whereabouts import whereabouts
from core.rules.travel import Place, travel_minutes
from tests.helpers.story import STORY, build_story

HOME, FAR = Place(57.70, 11.97), Place(57.72, 12.94)


def day_of(office: Core) -> Today:
    now = office.clock.now()
    return office.database.ask(today, STORY.alex, local(now).date(), now)


def a_second_visit(session: Session, step: str, clock: str) -> None:
    """Far away, planned for this time."""
    first, assignment = session.get_one(Activity, STORY.visit), session.get_one(ServiceAssignment, STORY.assignment)
    session.add(Address(id="far", partner_id=STORY.partner, street="Allégatan 1", city="Borås",
                        latitude=FAR.latitude, longitude=FAR.longitude))
    start = STORY.at(clock)
    session.add(Activity(id="second", call_id=first.call_id, subject="Längst bort", state="released",
                         planned_start=start, planned_end=start + timedelta(hours=1), duration_minutes=60,
                         released_at=first.released_at, address_id="far", lead_person_id=STORY.alex))
    session.add(ServiceAssignment(id="second-alex", activity_id="second", person_id=STORY.alex, role="lead",
                                  step=step, assigned_at=assignment.assigned_at))


def arrive(session: Session, clock: str, finished: str = "") -> None:
    assignment = session.get_one(ServiceAssignment, STORY.assignment)
    assignment.step, assignment.arrived_at = ("done" if finished else "arrived"), STORY.at(clock)
    assignment.finished_at = STORY.at(finished) if finished else None


def lives_at(session: Session, place: Place) -> None:
    session.add(Address(id="home", street="Hemgatan 1", city="Göteborg", latitude=place.latitude,
                        longitude=place.longitude))
    session.flush()
    session.get_one(Person, STORY.alex).home_address_id = "home"


def test_the_drive_is_from_where_he_is_and_the_same_on_both_pages(office: Core) -> None:
    build_story(office)
    with office.database.write() as session:
        lives_at(session, HOME)
        a_second_visit(session, "accepted", "08:00")  # before the first one, but that is where he went
        site = session.get_one(Address, session.get_one(Activity, STORY.visit).address_id)
        here = Place(site.latitude or 0, site.longitude or 0)
        arrive(session, "09:47")
    assert isinstance(office.clock, FixedClock)
    office.clock.set(STORY.at("10:00"))
    assert office.database.ask(whereabouts, STORY.alex, office.clock.now()) == here
    drive = {one.activity_id: one.travel_minutes for one in day_of(office).visits}
    sheet = office.database.ask(job_sheet, "second", STORY.alex, office.clock.now())
    assert sheet is not None and sheet.travel_minutes == drive["second"] == travel_minutes(here, FAR)
    assert drive[STORY.visit] == travel_minutes(HOME, here)


def test_who_has_reached_nothing_today_is_at_home(office: Core) -> None:
    build_story(office)
    with office.database.write() as session:
        lives_at(session, HOME)
        arrive(session, "09:47", "10:30")
    assert office.database.ask(whereabouts, STORY.alex, STORY.at("10:00") + timedelta(days=1)) == HOME


def test_home_is_after_the_job_that_waits_also_when_a_later_one_is_done(office: Core) -> None:
    build_story(office)
    with office.database.write() as session:
        lives_at(session, HOME)
        a_second_visit(session, "accepted", "08:30")
        arrive(session, "09:00", "09:20")
    assert isinstance(office.clock, FixedClock)
    office.clock.set(STORY.at("09:21"))
    assert day_of(office).home_at == STORY.at("09:30") + timedelta(minutes=travel_minutes(FAR, HOME))
