"""A job that he has said no to says so, can be taken back, and never stands in the way of the job under way."""

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.model.visit import Activity, ServiceAssignment
from core.services.screen_state import keep_screen_state
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import another_job


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    another_job(tablet, "Restaurang Kajen", "Service 2-grupp", "12:54", "accepted")
    return FieldDay(tablet)


def step_of(core: Core, assignment_id: str = STORY.assignment) -> tuple[str, str]:
    with core.database.read() as session:
        found = session.get_one(ServiceAssignment, assignment_id)
        return found.step, found.reason


def declines(screen: TabletScreen) -> None:
    screen.touch(f"visit_{STORY.visit}")
    screen.touch("reject")
    screen.touch("reason_no_parts")


def test_a_no_says_who_when_and_why_and_can_be_taken_back(alex: FieldDay, qtbot: QtBot) -> None:
    alex.clock.set(STORY.at("09:07"))
    with tablet_screen(alex.core, qtbot) as screen:
        declines(screen)
        screen.sees("endedNote", "Du har avböjt jobbet 09:07: Saknar delar. Kontoret planerar om det.")
        screen.sees("statusPill", "Avböjt")
        screen.touch("toToday")
        screen.sees(f"visit_{STORY.visit}", "Avböjt")
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("takeBack")
        screen.sees("next", "Acceptera")
        screen.is_gone("endedNote")
    assert step_of(alex.core) == ("new", "")


def test_what_the_office_has_planned_anew_cannot_be_taken_back(alex: FieldDay, qtbot: QtBot) -> None:
    with tablet_screen(alex.core, qtbot) as screen:
        declines(screen)
        screen.sees("takeBack")
        with alex.core.database.write() as session:
            session.get_one(Activity, STORY.visit).lead_person_id = STORY.milan
        screen.touch("toToday")
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("endedNote", "Kontoret har tagit över det")
        screen.is_gone("takeBack")


def test_the_rail_leads_to_the_job_under_way_not_to_the_one_declined(alex: FieldDay, qtbot: QtBot) -> None:
    with tablet_screen(alex.core, qtbot) as screen:
        declines(screen)
        screen.sees("endedNote")
        screen.settle()
        screen.touch("rail_job")
        screen.sees("pageTitle", "Restaurang Kajen")
        screen.touch("next", "Starta resa")
        screen.sees("next", "Jag är framme")
        screen.touch("rail_today")
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("endedNote")
        screen.touch("rail_job")
        screen.sees("next", "Jag är framme")


@pytest.mark.parametrize("page", ["pin", "more"])
def test_the_rail_leads_to_the_job_under_way_at_once_after_a_restart(
    alex: FieldDay, qtbot: QtBot, page: str
) -> None:
    alex.arrives()
    keep_screen_state(alex.core.database, "place", f'[["{page}", {{}}]]')
    with tablet_screen(alex.core, qtbot) as screen:
        screen.touch("rail_job")
        screen.sees("pageTitle", "Kafé Tulpan")


def test_the_job_last_looked_at_is_known_after_a_restart(alex: FieldDay, qtbot: QtBot) -> None:
    with tablet_screen(alex.core, qtbot) as screen:
        screen.touch("visit_visit-1254")
        screen.sees("pageTitle", "Restaurang Kajen")
        screen.touch("rail_parts")
        screen.settle()
    with tablet_screen(alex.core, qtbot) as screen:
        screen.touch("rail_job")
        screen.sees("pageTitle", "Restaurang Kajen")


def test_a_broken_off_job_is_called_that_on_today(alex: FieldDay, qtbot: QtBot) -> None:
    alex.arrives()
    alex.does(ChangeStep(
        activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target="aborted", reason="Strömlöst"
    ))
    with tablet_screen(alex.core, qtbot) as screen:
        screen.sees(f"visit_{STORY.visit}", "Avbrutet")
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("endedNote", "Strömlöst")
        screen.sees("statusPill", "Avbrutet")


def test_a_new_job_is_accepted_from_its_card_on_today(alex: FieldDay, qtbot: QtBot) -> None:
    with tablet_screen(alex.core, qtbot) as screen:
        screen.touch(f"accept_{STORY.visit}", "Acceptera")
        screen.is_gone(f"accept_{STORY.visit}")
        screen.sees("todayPage")
        screen.settle()
    assert step_of(alex.core)[0] == "accepted"
