"""A disk that is nearly full, a clock that is behind, a certificate that has run out: each has its sentence on Idag."""

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import PersonSkill, Skill
from core.presenters.tablet_health import LEAST_FREE, warnings
from core.queries.tablet_health import CLOCK_TOLERANCE, tablet_health
from core.sync.moments import to_text
from core.sync.tablet_notes import TabletNotes
from core.texts import Texts
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tablet_screen import tablet_screen


def certificate(core: Core, valid_to: date, by_law: bool) -> None:
    with core.database.write() as session:
        session.add(Skill(id="gas", name="Gas", required_by_law=by_law))
        session.flush()
        session.add(PersonSkill(id="alex-gas", person_id=STORY.alex, skill_id="gas", valid_to=valid_to))


def said(core: Core, free: int = LEAST_FREE) -> list[tuple[str, bool]]:
    health = core.database.ask(tablet_health, STORY.alex, core.clock.now())
    return [(one.text, one.is_bad) for one in warnings(health, free, Texts("sv"))]


@pytest.mark.parametrize(("days", "by_law", "words", "bad"), [
    (-1, True, "får inte göras", True), (-1, False, "förnyas", False), (7, True, "går ut", False),
])
def test_a_certificate_is_mentioned_in_time(tablet: Core, days: int, by_law: bool, words: str, bad: bool) -> None:
    build_story(tablet)
    assert said(tablet) == []
    certificate(tablet, TODAY + timedelta(days=days), by_law)
    ((text, is_bad),) = said(tablet)
    assert words in text and is_bad == bad


def test_a_certificate_that_holds_long_is_not(tablet: Core) -> None:
    build_story(tablet)
    certificate(tablet, TODAY + timedelta(days=15), True)
    assert said(tablet) == []


def test_the_disk_comes_first_and_says_what_is_safe(tablet: Core) -> None:
    build_story(tablet)
    certificate(tablet, TODAY - timedelta(days=1), True)
    found = said(tablet, LEAST_FREE - 1)
    assert "Bara 499 MB ledigt" in found[0][0] and "är sparat" in found[0][0] and len(found) == 2


def test_a_clock_behind_the_office_is_seen_on_today(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet.database.write() as session:
        visit = session.get(Activity, STORY.visit)
        assert visit is not None
        visit.released_at = tablet.clock.now() + CLOCK_TOLERANCE
    assert said(tablet) == [], "two minutes are nothing"
    with tablet.database.write() as session:
        visit = session.get(Activity, STORY.visit)
        assert visit is not None
        visit.released_at = tablet.clock.now() + timedelta(minutes=30)
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("healthCard", "går minst 30 min efter kontorets")


@pytest.mark.parametrize(("ahead", "words"), [
    (timedelta(hours=5), "gick 5 h före kontorets när de hade kontakt senast"), (CLOCK_TOLERANCE, ""),
    (-CLOCK_TOLERANCE, ""), (timedelta(minutes=-9), "går minst 9 min efter kontorets"),
])
def test_at_each_contact_the_clock_is_compared_with_the_offices(
    tablet: Core, qtbot: QtBot, ahead: timedelta, words: str
) -> None:
    build_story(tablet)
    notes = TabletNotes(tablet)
    notes.met(to_text(tablet.clock.now() - ahead))
    with tablet_screen(tablet, qtbot) as screen:
        if words:
            screen.sees("healthCard", words)
        else:
            screen.sees(f"visit_{STORY.visit}")
            screen.settle()
            assert not screen.items("healthCard")
    notes.met("")
    assert bool(said(tablet)) == bool(words), "an office that says no time tells nothing new"
    notes.met(to_text(tablet.clock.now()))
    assert said(tablet) == []


@pytest.mark.parametrize("by_law", [True, False])
def test_the_lead_sees_which_helper_the_office_sent_without_a_certificate(
    tablet: Core, qtbot: QtBot, by_law: bool
) -> None:
    build_story(tablet)
    with tablet.database.write() as session:
        session.add(Skill(id="gas", name="Gas", required_by_law=by_law))
        visit = session.get_one(Activity, STORY.visit)
        visit.required_skill_ids, visit.helper_ids = ["gas"], [STORY.sara]
        session.flush()
        session.add(PersonSkill(id="alex-gas", person_id=STORY.alex, skill_id="gas"))
        session.add(ServiceAssignment(
            id="part-of-sara", activity_id=STORY.visit, person_id=STORY.sara, role="helper",
            assigned_at=tablet.clock.now(), lacking_skill_ids=["gas"],
        ))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        words = "låt inte Sara Nyström göra det arbetet" if by_law else "Fråga kontoret"
        screen.sees("certificateWarning", "Sara Nyström har inget certifikat som gäller")
        screen.sees("certificateWarning", words)
        screen.settle()


@pytest.mark.parametrize(("days", "by_law", "words"), [
    (-1, True, "gick ut 23 november 2026. Lagen kräver det"), (-1, False, "Fråga kontoret"),
    (None, True, "du har inget"), (0, True, ""),
])
def test_the_job_says_which_certificate_it_asks_for_and_he_lacks(
    tablet: Core, qtbot: QtBot, days: int | None, by_law: bool, words: str
) -> None:
    """Lead or helper: each sees on his own tablet what the job asks for and he has not."""
    build_story(tablet)
    with tablet.database.write() as session:
        session.add(Skill(id="gas", name="Gas", required_by_law=by_law))
        session.get_one(Activity, STORY.visit).required_skill_ids = ["gas"]
    if days is not None:
        with tablet.database.write() as session:
            session.add(PersonSkill(
                id="alex-gas", person_id=STORY.alex, skill_id="gas", valid_to=TODAY + timedelta(days=days)
            ))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("contactCard")
        screen.settle()
        if words:
            screen.sees("certificateWarning", words)
        else:
            assert not screen.items("certificateWarning")
