"""Killed at any page, the tablet reopens where it was; the real program is killed for real."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.services.screen_state import keep_screen_state, kept_screen_state
from core.settings import Settings
from tests.helpers.cores import STORY_TIME, opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.running_tablet import RunningTablet
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen


def kept(core: Core) -> str:
    return core.database.ask(kept_screen_state, "place")


@pytest.mark.parametrize(
    ("page", "title"),
    [("job", "Kafé Tulpan"), ("diagram", "Sprängskiss: Grupp E61"), ("history", "Historik"), ("paper", "E61 Legend")],
)
def test_a_page_is_reopened_with_the_way_back(tmp_path: Path, qtbot: QtBot, page: str, title: str) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
        with tablet_screen(core, qtbot) as screen:
            screen.touch(f"visit_{STORY.visit}")
            if page != "job":
                screen.touch(f"link_{page}")
            screen.sees("pageTitle", title)
            screen.holds(lambda: page in kept(core))
    with opened_tablet(tmp_path) as core, tablet_screen(core, qtbot) as screen:
        screen.sees("pageTitle", title)
        screen.touch("back")
        screen.sees("pageTitle", "Kafé Tulpan" if page != "job" else "God morgon, Alex")


def test_the_chosen_position_of_a_diagram_is_still_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
        with tablet_screen(core, qtbot) as screen:
            screen.application.navigation.open("diagram", activityId=STORY.visit)
            screen.touch("row_7")
            screen.holds(lambda: '"position": "7"' in kept(core))
    with opened_tablet(tmp_path) as core, tablet_screen(core, qtbot) as screen:
        screen.sees("chosenName", "7  Packning E61")


def test_the_height_of_the_page_and_half_typed_words_come_back(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
        with tablet_screen(core, qtbot, size=(1280, 640)) as screen:
            screen.touch(f"visit_{STORY.visit}")
            screen.sees("spotCard")
            scroller = screen.sees("jobScroller")
            scroller.setProperty("contentY", 60.0)
            scroller.movementEnded.emit()  # type: ignore[attr-defined]
            screen.touch("moreActions")
            screen.touch("writeNote")
            screen.type("noteText", "Porten är tr")
            screen.holds(lambda: "Porten \\u00e4r tr" in kept(core) and '"scroll": 60' in kept(core))
    with opened_tablet(tmp_path) as core, tablet_screen(core, qtbot, size=(1280, 640)) as screen:
        assert screen.sees("noteText").property("text") == "Porten är tr"
        screen.holds(lambda: screen.sees("jobScroller").property("contentY") == 60)
        screen.type("noteText", "asig")
        screen.touch("saveNote")
        screen.sees("toastText", "Anteckning sparad")
        screen.holds(lambda: "Porten" not in kept(core))


def test_what_is_being_typed_is_kept_before_any_pause(tablet: Core, qtbot: QtBot) -> None:
    day = begun(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId=day, step="pressure")
        screen.touch("key-1")
        screen.touch("key-decimal")
        screen.holds(lambda: '"typed": ["pressure", "1."]' in kept(tablet))
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("editWork")
        screen.type("workTextArea", "Bytt", clear=True)
        screen.holds(lambda: '"typed": "Bytt"' in kept(tablet))
        screen.holds(lambda: '"typed": null' in kept(tablet))


@pytest.mark.parametrize(("page", "typed", "seen", "shown"), [
    ("checklist", ["pressure", "1."], "stepValue", "1,"), ("checkout", "Bytt pack", "workDone", "Bytt pack"),
])  # fmt: skip
def test_what_was_half_typed_at_the_sudden_end_is_there_again(
    tablet: Core, qtbot: QtBot, page: str, typed: object, seen: str, shown: str
) -> None:
    begun(tablet)
    arguments = {"instanceId": "instance", "step": "pressure"} if page == "checklist" else {"activityId": STORY.visit}
    keep_screen_state(tablet.database, "place", json.dumps([["today", {}], [page, {**arguments, "typed": typed}]]))
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees(seen, shown)
        screen.holds(lambda: '"typed": null' in kept(tablet))  # and then it is committed as after any pause


def begun(core: Core) -> str:
    build_story(core)
    day = FieldDay(core)
    day.arrives()
    return day.starts_checklist("instance")


@pytest.mark.parametrize("garbage", ["", "{", '[["moon", {}]]', '"today"', "[1, 2]", '[["job", 7]]'])
def test_a_place_that_cannot_be_read_opens_today(tablet: Core, qtbot: QtBot, garbage: str) -> None:
    build_story(tablet)
    keep_screen_state(tablet.database, "place", garbage)
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("pageTitle", "God morgon, Alex")


def test_a_job_that_is_gone_says_so_and_leads_back(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    keep_screen_state(tablet.database, "place", json.dumps([["today", {}], ["job", {"activityId": "not-here"}]]))
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("pageTitle", "Jobbet finns inte längre här")
        screen.touch("toToday")
        screen.sees("pageTitle", "God morgon, Alex")


@pytest.mark.slow
def test_the_real_program_killed_in_the_middle_of_a_job_reopens_there(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
    for target, seen in (("showNewJob", "Acceptera"), ("next", "Starta resa"), ("next", "Jag är framme")):
        with RunningTablet(tmp_path) as program:
            program.order(do="click", target=target)
            program.order(do="see", target="next", text=seen)
            program.kill()
    with RunningTablet(tmp_path) as program:
        program.order(do="see", target="next", text="Jag är framme")
        program.kill()
    core = open_core(Settings(role="tablet", folder=tmp_path), FixedClock(STORY_TIME))
    core.close()
