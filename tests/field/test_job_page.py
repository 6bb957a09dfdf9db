"""Alex takes the job at Kafé Tulpan on the tablet's real pages: accepted, on the way, there; or not."""

from datetime import date, time

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, select

from core.bootstrap import Core
from core.clock import FixedClock, at_local
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.visit import Note, ServiceAssignment, StatusEvent, TimeEffort
from field_app.view_models.time_on_site import TimeOnSite
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen

MONDAY = date(2026, 11, 30)


def assignment(core: Core) -> ServiceAssignment:
    with core.database.read() as session:
        found = session.get(ServiceAssignment, STORY.assignment)
        assert found is not None
        session.expunge(found)
        return found


def at(core: Core, clock_time: str) -> None:
    assert isinstance(core.clock, FixedClock)
    core.clock.set(STORY.at(clock_time))


def test_from_today_to_arrived_each_step_has_one_button_and_a_stamp(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("newJobTitle", "Nytt jobb 10:00: Kafé Tulpan")
        screen.touch("showNewJob")
        screen.sees("pageTitle", "Kafé Tulpan")
        screen.sees("next", "Acceptera")
        at(tablet, "09:30")
        screen.touch("next")
        screen.sees("next", "Starta resa")
        at(tablet, "09:33")
        screen.touch("next")
        screen.sees("next", "Jag är framme")
        at(tablet, "09:47")
        screen.touch("next")
        screen.sees("next", "Börja checklistan\nE61 felsökning tryck · 9 steg · ca 25 min")
        assert "09:33" in screen.words(screen.sees("statusTrack", "09:47"))
        screen.settle()
    taken = assignment(tablet)
    assert taken.step == "arrived"
    assert (taken.accepted_at, taken.travel_started_at, taken.arrived_at) == tuple(
        STORY.at(one) for one in ("09:30", "09:33", "09:47")
    )
    assert taken.seen_at is not None


def test_a_paused_job_is_driven_back_to_and_both_ways_are_kept_at_the_checkout(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        at(tablet, "10:15")
        screen.touch("pause")
        screen.sees("driveBack", "Kör dit igen")
        at(tablet, "11:50")
        screen.touch("driveBack")
        screen.touch("turnBack")
        screen.sees("driveBack")
        at(tablet, "12:00")
        screen.touch("driveBack")
        screen.sees("next", "Jag är framme")
        at(tablet, "12:20")
        screen.touch("next", "Jag är framme")
        screen.sees("next", "Börja checklistan")
        at(tablet, "13:00")
        screen.touch("moreActions")
        screen.touch("checkoutNow")
        screen.sees("checkoutPage")
        screen.settle()
    with tablet.database.read() as session:
        kept = session.scalars(select(TimeEffort).where(TimeEffort.kind == "travel").order_by(TimeEffort.start))
        assert [(one.start, one.end) for one in kept] == [
            (STORY.at("09:33"), STORY.at("09:47")), (STORY.at("12:00"), STORY.at("12:20")),
        ]


def test_the_page_tells_who_where_which_machine_and_where_the_parts_are(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("contactName", "James Wallin")
        screen.sees("address", "Tulpangatan 7, ingång via gården · lugnt 10–12")
        screen.sees("officeNote", "Ring före.")
        screen.sees("machineCard", "Garanti till maj 2027")
        screen.sees("machinePosition", "Maskinen står till vänster bakom disken")
        screen.sees("problem", "Läcker lite under vänster grupp")
        screen.sees(f"part_{STORY.gasket}", "I bilen · fack A2")
        screen.sees(f"part_{STORY.valve}", "Hos Milan")
        screen.sees("spotCard", "7  Packning E61")


def test_a_job_without_a_machine_offers_the_one_that_is_met_and_no_empty_papers(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    FieldDay(tablet).arrives()
    with tablet.database.write() as session:
        session.execute(delete(ServiceCallEquipment))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("machineCard", "Ingen maskin är vald.")
        assert not screen.items("link_history") and not screen.items("link_paper")
        screen.touch("machineMet", "Ny maskin hos kunden")
        screen.type("onSite-name", "Kvarn Mythos")
        screen.touch("saveOnSite")
        screen.sees("machineName", "Kvarn Mythos")
        screen.is_gone("machineMet")
        screen.settle()


def test_the_promised_window_is_told_as_the_office_has_it(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees(f"promise_{STORY.visit}", "Lovat idag 10:00–12:00")
        with tablet.database.write() as session:
            call = session.get_one(ServiceCall, STORY.call)
            call.promised_from, call.promised_to = at_local(MONDAY, time(8)), at_local(MONDAY, time(16))
        screen.application.navigation.page_model.refresh()  # type: ignore[union-attr]
        screen.sees(f"promise_{STORY.visit}", "Lovat måndag 30 november 08:00–16:00")
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("promise", "Lovat måndag 30 november 08:00–16:00")
        screen.settle()


def test_driving_at_once_from_today_accepts_and_starts_the_journey(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"act_{STORY.visit}", "Jag kör nu")
        screen.sees("next", "Jag är framme")
    assert assignment(tablet).step == "travelling"


def test_a_touch_given_twice_is_one_step(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("next", "Acceptera")
        screen.click("next")
        screen.click("next")
        screen.sees("next", "Starta resa")
        screen.settle()
        assert assignment(tablet).step == "accepted"


def test_a_job_is_declined_with_a_reason(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("reject")
        screen.touch("reason_no_parts")
        screen.sees("endedNote", "Kontoret planerar om det")
    taken = assignment(tablet)
    assert (taken.step, taken.reason) == ("rejected", "Saknar delar")


def test_pause_resume_and_abort_with_own_words(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"act_{STORY.visit}")
        screen.touch("next", "Jag är framme")
        screen.touch("pause")
        screen.touch("next", "Återuppta arbetet")
        screen.sees("pause")
        screen.touch("moreActions")
        screen.touch("abort")
        screen.type("otherReason", "Elen är borta")
        screen.touch("sendReason")
        screen.sees("endedNote", "Du avbröt jobbet")
    assert (assignment(tablet).step, assignment(tablet).reason) == ("aborted", "Elen är borta")
    with tablet.database.read() as session:
        steps = [one.to_step for one in session.query(StatusEvent).order_by(StatusEvent.at, StatusEvent.id)]
    assert sorted(steps) == ["aborted", "arrived", "paused", "travelling", "working"]


def test_a_drive_begun_by_mistake_is_taken_back(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"act_{STORY.visit}")
        screen.touch("turnBack")
        screen.sees("next", "Starta resa")
    assert assignment(tablet).travel_started_at is None


def test_the_next_button_begins_the_suggested_checklist(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"act_{STORY.visit}")
        screen.touch("next", "Jag är framme")
        screen.touch("next", "Börja checklistan")
        screen.until(lambda: _is_on(screen.application, "checklist"))


def test_one_part_is_taken_out_of_the_van_by_the_diagram(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"act_{STORY.visit}")
        screen.touch("useSpot", "Använd 1 st")
        screen.sees(f"part_{STORY.gasket}", "Använd")
        screen.sees("useSpot", "Använd 1 till")


def test_a_note_reaches_the_visit(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("moreActions")
        screen.touch("writeNote")
        screen.type("noteText", "Porten är trasig")
        screen.touch("saveNote")
        screen.sees("toastText", "Anteckning sparad")
    with tablet.database.read() as session:
        assert [one.text for one in session.query(Note)] == ["Porten är trasig"]


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
def test_the_pages_are_painted(tablet: Core, qtbot: QtBot, theme: str) -> None:
    """A page that failed to load is one blank colour."""
    build_story(tablet)
    with tablet_screen(tablet, qtbot, theme=theme) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("next")
        picture = screen.window.grabWindow()
        colours = {picture.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}
        assert len(colours) >= 12


def _is_on(application: object, page: str) -> None:
    assert application.navigation.current.page == page  # type: ignore[attr-defined]


def test_how_long_he_has_been_on_site_is_told_on_the_job_and_in_its_checklist(alex: FieldDay, qtbot: QtBot) -> None:
    alex.clock.set(STORY.at("10:02"))
    with tablet_screen(alex.core, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("statusPill", "På plats 00:15")
        screen.touch("next", "Börja checklistan")
        screen.sees("onSitePill", "På plats 00:15")
        alex.clock.set(STORY.at("11:03"))
        checklist = screen.application.navigation.page_model
        assert checklist is not None
        checklist.findChild(TimeOnSite).show()  # as every quarter of a minute
        screen.sees("onSitePill", "På plats 01:16")
