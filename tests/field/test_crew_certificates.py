"""The lead's open page follows the crew: who comes without a certificate is named at once, who leaves is not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.clock import local
from core.commands.crew import SetHelpers
from core.commands.dispatch import PlanVisit, RestoreVisit
from core.commands.intake import IntakeForm, MergeIntoOpenCall
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.model.call import FaultTemplate
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import PersonSkill, Skill
from core.queries.job_sheet import CrewLacks, job_sheet
from core.texts import Texts
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import tablet_screen
from tests.sync.sides import Sides, Tablet, story_sides

SV = Texts("sv")
LASTS = 3
"""Days that Sara's certificate still holds."""


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        sides, alex = made
        holds = local(STORY.start).date() + timedelta(days=LASTS)
        with sides.office.database.write() as session:
            session.add(Skill(id="gas", name="Gas", required_by_law=True))
            session.flush()
            session.add(PersonSkill(id="alex-gas", person_id=STORY.alex, skill_id="gas"))
            session.add(PersonSkill(id="sara-gas", person_id=STORY.sara, skill_id="gas", valid_to=holds))
            session.get_one(Activity, STORY.visit).required_skill_ids = ["gas"]
        sides.sync()
        yield sides, alex


def helps(sides: Sides, *people: str) -> None:
    parts = tuple(f"part-{person}" for person in people)
    sides.planner_does(SetHelpers(activity_id=STORY.visit, helper_ids=people, assignment_ids=parts))
    sides.sync()


def lacks(sides: Sides, alex: Tablet) -> tuple[CrewLacks, ...]:
    sides.sync()
    sheet = alex.core.database.ask(job_sheet, STORY.visit, STORY.alex, sides.clock.now())
    assert sheet is not None and not sheet.certificates
    return sheet.crew_lacks


def test_the_open_page_names_who_comes_without_a_certificate_and_forgets_who_leaves(
    story: tuple[Sides, Tablet], qtbot: QtBot
) -> None:
    sides, alex = story
    with tablet_screen(alex.core, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("contactCard")
        assert not screen.items("certificateWarning")
        helps(sides, STORY.milan)
        screen.sees("certificateWarning", "Milan")
        helps(sides, STORY.milan, STORY.sara)
        screen.sees("jobPage", "Sara")
        screen.settle()
        assert "Sara" not in screen.words(screen.find("certificateWarning")), "hers still holds"
        helps(sides, STORY.sara)
        screen.is_gone("certificateWarning")
        screen.sees("helpers", "Med på jobbet: Sara Nyström, hjälper: har inte svarat")
        for step in ("accepted", "travelling", "arrived"):
            sides.office.commands.execute(
                ChangeStep(activity_id=STORY.visit, assignment_id=f"part-{STORY.sara}", event_id=new_id(), target=step),
                STORY.sara,
            )
            sides.sync()
        screen.sees("helpers", f"Sara Nyström, hjälper: på plats {SV.time(sides.clock.now())}")
        screen.settle()


def test_a_visit_moved_past_a_certificates_last_day_says_so_before_it_is_sent_again(
    story: tuple[Sides, Tablet]
) -> None:
    sides, alex = story
    helps(sides, STORY.sara)
    assert lacks(sides, alex) == ()
    later = PlanVisit(
        activity_id=STORY.visit, person_id=STORY.alex, start=STORY.start + timedelta(days=LASTS + 1),
        duration_minutes=60, helper_ids=(STORY.sara,),
    )
    back = sides.office.commands.execute(later, STORY.mara).undo
    assert lacks(sides, alex) == (CrewLacks("Sara Nyström", "Gas", True),)
    assert [type(one) for one in back] == [RestoreVisit]
    for command in back:
        sides.planner_does(command)
    assert lacks(sides, alex) == ()
    with alex.core.database.read() as session:
        assert session.get_one(ServiceAssignment, f"part-{STORY.sara}").lacking_skill_ids == []


def test_what_is_merged_into_the_visit_and_asks_for_more_is_marked_at_once_and_taken_back(
    story: tuple[Sides, Tablet]
) -> None:
    sides, alex = story
    with sides.office.database.write() as session:
        session.add(Skill(id="height", name="Höga höjder"))
        session.add(PersonSkill(id="alex-height", person_id=STORY.alex, skill_id="height"))
        session.add(FaultTemplate(id="roof", text="Läcker på taket", skill_ids=["height"], duration_minutes=20))
    helps(sides, STORY.sara)
    merged = MergeIntoOpenCall(
        call_id="second-call", target_id=STORY.call, note_id="note-roof",
        form=IntakeForm(partner_id=STORY.partner, problem="Det droppar", fault_template_id="roof"),
    )
    back = sides.office.commands.execute(merged, STORY.mara).undo
    assert lacks(sides, alex) == (CrewLacks("Sara Nyström", "Höga höjder", False),)
    for command in back:
        sides.planner_does(command)
    assert lacks(sides, alex) == ()


def test_each_sees_who_else_is_on_the_job(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    helps(sides, STORY.sara)
    now = sides.clock.now()
    of_alex = alex.core.database.ask(job_sheet, STORY.visit, STORY.alex, now)
    of_sara = sides.office.database.ask(job_sheet, STORY.visit, STORY.sara, now)
    assert of_alex is not None and of_sara is not None
    assert [(one.name, one.role, one.step) for one in of_alex.crew] == [("Sara Nyström", "helper", "new")]
    assert [(one.name, one.role, one.step) for one in of_sara.crew] == [("Alex Lindqvist", "lead", "new")]
