"""The job's page in words, without a screen: the one next button of each state, stamps, and where parts are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.bootstrap import Core
from core.commands.crew import SetHelpers
from core.presenters.job_page import JobPage, begun_or_suggested, focus_spot, job_page
from core.queries.job_sheet import JobSheet, job_sheet
from core.texts import Texts
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story

SV = Texts("sv")


def sheet_of(core: Core) -> JobSheet:
    found = core.database.ask(job_sheet, STORY.visit, STORY.alex, core.clock.now())
    assert found is not None
    return found


def page_of(core: Core, texts: Texts = SV) -> JobPage:
    return job_page(sheet_of(core), texts, core.clock.now())


@pytest.mark.parametrize(
    ("course", "act", "text"),
    [
        ([], "accepted", "Acceptera"), (["accepted"], "travelling", "Starta resa"),
        (["travelling"], "arrived", "Jag är framme"), (["travelling", "arrived"], "checklist", "Börja checklistan"),
        (["travelling", "arrived", "paused"], "working", "Återuppta arbetet"),
        (["travelling", "arrived", "wrapping_up"], "checkout", "Kontrollera och skriv under"),
    ],
)
def test_each_state_has_one_next_button(tablet: Core, course: list[str], act: str, text: str) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    for target in course:
        day.step(target)
    shown = page_of(tablet).next
    assert (shown.act, shown.text) == (act, text)


def test_a_begun_checklist_is_gone_on_with_and_a_filled_one_leads_to_the_customer(tablet: Core) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    day.starts_checklist("list-1")
    assert page_of(tablet).next.text == "Fortsätt checklistan"
    sheet = sheet_of(tablet)
    assert begun_or_suggested(sheet) is not None
    done = replace(sheet, checklists=tuple(replace(one, done=True) for one in sheet.checklists))
    assert job_page(done, SV, tablet.clock.now()).next.act == "checkout"


def test_what_merely_suits_the_machine_is_not_asked_for_once_a_checklist_is_done(tablet: Core) -> None:
    build_story(tablet)
    FieldDay(tablet).arrives()
    sheet = sheet_of(tablet)
    done = replace(sheet.checklists[0], instance_id="list-1", done=True)
    service = replace(sheet.checklists[0], template_id="service", attached=False, suggested=True)
    for other, act in ((service, "checkout"), (replace(service, attached=True), "checklist")):
        shown = job_page(replace(sheet, checklists=(done, other)), SV, tablet.clock.now())
        assert shown.next.act == act


def test_of_two_suggested_checklists_a_person_chooses(tablet: Core) -> None:
    build_story(tablet)
    FieldDay(tablet).arrives()
    sheet = sheet_of(tablet)
    one = sheet.checklists[0]
    two = replace(sheet, checklists=(one, replace(one, template_id="other", version_id="other-1")))
    assert begun_or_suggested(two) is None
    assert job_page(two, SV, tablet.clock.now()).next.act == "checklist_choice"
    assert job_page(replace(sheet, checklists=()), SV, tablet.clock.now()).next.act == "checkout"


def test_stamps_say_the_time_and_the_day_when_it_was_another(tablet: Core) -> None:
    build_story(tablet)
    FieldDay(tablet).arrives()
    assert [one.time for one in page_of(tablet).track] == ["08:43", "09:30", "09:33", "09:47", ""]
    later = job_page(sheet_of(tablet), SV, tablet.clock.now() + timedelta(days=1))
    assert later.track[0].time == "i går 08:43"
    assert job_page(sheet_of(tablet), SV, tablet.clock.now() + timedelta(days=9)).track[0].time == "24 november"


def test_a_helper_who_is_called_later_was_sent_it_then(office: Core) -> None:
    build_story(office)
    office.clock.set(STORY.at("10:20"))  # type: ignore[attr-defined]
    office.commands.execute(
        SetHelpers(activity_id=STORY.visit, helper_ids=(STORY.sara,), assignment_ids=("helps",)), STORY.mara
    )
    sent = {}
    for person in (STORY.alex, STORY.sara):
        sheet = office.database.ask(job_sheet, STORY.visit, person, office.clock.now())
        assert sheet is not None
        sent[person] = job_page(sheet, SV, office.clock.now()).track[0].time
    assert sent == {STORY.alex: "08:43", STORY.sara: "10:20"}


def test_the_time_on_site_is_counted(tablet: Core) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    day.clock.advance(timedelta(hours=1, minutes=25))
    assert page_of(tablet).pill == "På plats 01:25"
    assert page_of(tablet, Texts("en")).pill == "On site 01:25"


def test_parts_say_where_they_are_and_when_they_are_used(tablet: Core) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    places = [one.place.replace("\u00a0", " ") for one in page_of(tablet).parts]
    assert places[:2] == ["I bilen · fack A2", "I bilen · fack C1"]
    assert places[2] == "Hos Milan"
    day.uses(STORY.gasket)
    assert page_of(tablet).parts[0].place == "Använd"
    assert page_of(tablet).parts_summary == "1 av 2 i bilen · 1 använd"


def test_what_may_be_done_instead_depends_on_the_state(tablet: Core) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    assert page_of(tablet).can_reject and not page_of(tablet).can_pause
    day.step("travelling")
    page = page_of(tablet)
    assert (page.can_reject, page.can_turn_back, page.can_abort) == (False, True, True)
    day.step("arrived")
    assert page_of(tablet).can_pause and not page_of(tablet).can_turn_back
    assert not page_of(tablet).can_drive_back
    day.step("paused")
    assert page_of(tablet).can_drive_back
    day.step("travelling")
    page = page_of(tablet)
    assert (page.can_pause, page.can_turn_back, page.can_drive_back) == (False, True, False)
    assert [one.state for one in page.track] == ["passed", "passed", "current", "ahead", "ahead"]
    assert page.next.act == "arrived"
    day.step("arrived")
    assert [one.state for one in page_of(tablet).track] == ["passed", "passed", "passed", "current", "ahead"]
    day.step("aborted", reason="Elen är borta")
    ended = page_of(tablet)
    assert "Du avbröt jobbet 08:43: Elen är borta" in ended.ended and not ended.next.act


def test_the_diagram_opens_at_the_part_that_is_needed_first(tablet: Core) -> None:
    build_story(tablet)
    found = focus_spot(sheet_of(tablet))
    assert found is not None
    diagram, number = found
    assert diagram.hotspots[number].item_id == STORY.gasket
    assert focus_spot(replace(sheet_of(tablet), diagrams=())) is None
