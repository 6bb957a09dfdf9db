"""What a designer can ask of steps beyond their kind, on the tablet's real pages, without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.errors import UserError
from core.model.attachment import Attachment
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.visit import Reading
from core.queries.checklist_run import ChecklistRun, checklist_run
from core.rules.checklist import read_elements
from core.rules.checklist_problems import validate
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import show_papers
from tests.helpers.tour_options import OPTIONS_LIST, begin_options, option_steps, sara_helps


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    """Alex has begun a checklist that uses every option."""
    build_story(tablet)
    show_papers(tablet)
    day = FieldDay(tablet)
    day.arrives()
    begin_options(tablet, day)
    return day


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


def opened(screen: TabletScreen, step: str) -> None:
    screen.application.navigation.open("checklist", instanceId=OPTIONS_LIST, step=step)
    screen.holds(lambda: view(screen)["id"] == step)


def view(screen: TabletScreen) -> dict[str, Any]:
    model = screen.application.navigation.page_model
    assert model is not None
    return dict(model.view["step"])


def run(core: Core) -> ChecklistRun:
    found = core.database.ask(checklist_run, OPTIONS_LIST)
    assert found is not None
    return found


def said(core: Core, step: str) -> str:
    return next(one.answer_text for one in run(core).steps if one.element_id == step).replace("\u00a0", " ")


def test_the_checklist_may_be_published() -> None:
    assert validate(read_elements(option_steps())) == ()


def test_a_value_outside_its_limits_is_explained_before_the_end_and_never_holds_the_way_on(
    screen: TabletScreen, alex: FieldDay
) -> None:
    opened(screen, "blocks")
    for sign in ("1", "decimal", "3", "5"):
        screen.touch(f"key-{sign}")
    screen.sees("deviation", "Rätta eller förklara")
    screen.sees("step-blocks", "rätta eller förklara")
    screen.touch("stepNext", "Nästa: Utlåtande")
    screen.settle()
    assert "blocks" in run(alex.core).required_left
    opened(screen, "blocks")
    screen.type("remark", "Ny tryckvakt är beställd")
    screen.settle()
    screen.sees("deviation", "Avvikelse sparad")
    assert "blocks" not in run(alex.core).required_left
    with alex.core.database.read() as session:
        measured = session.scalar(select(func.count()).select_from(Reading).where(Reading.element_id == "blocks"))
    assert measured == 1, "the words are about the value that was measured once"


def test_a_corrected_value_needs_no_words(screen: TabletScreen, alex: FieldDay) -> None:
    opened(screen, "blocks")
    screen.touch("key-9")
    screen.sees("deviation", "Rätta eller förklara")
    for sign in ("back", "1"):
        screen.touch(f"key-{sign}")
    screen.touch("stepNext")
    screen.settle()
    assert "blocks" not in run(alex.core).required_left


def test_what_is_offered_is_kept_with_one_touch_and_is_no_answer_before(screen: TabletScreen, alex: FieldDay) -> None:
    for step, shown, kept in (
        ("words", "Använd förslaget", "Maskinen kontrollerad enligt serviceplan, utan anmärkning."),
        ("next", "Behåll 23 maj 2027", "23 maj 2027"), ("meter", "Behåll 250 l", "250 l"),
        ("cups", "Behåll 6 koppar", "6 koppar"),
    ):
        opened(screen, step)
        screen.sees("keepOffer", shown)
        assert said(alex.core, step) == ""
        screen.touch("keepOffer")
        screen.holds(lambda: not screen.items("keepOffer"))
        screen.settle()
        assert said(alex.core, step) == kept


def test_an_offer_is_gone_on_from(screen: TabletScreen, alex: FieldDay) -> None:
    opened(screen, "next")
    screen.touch("more-month")
    opened(screen, "cups")
    screen.touch("countMore")
    screen.settle()
    assert (said(alex.core, "next"), said(alex.core, "cups")) == ("23 juni 2027", "7 koppar")


def test_a_step_takes_no_more_photos_than_it_is_to_have(screen: TabletScreen, alex: FieldDay) -> None:
    opened(screen, "example")
    screen.sees("exampleTitle", "Så ska fotot se ut")
    screen.sees("photoAsk", "Minst 1, högst 2 foton")
    screen.touch("takePhoto")
    screen.sees("photoExample", "Så ska fotot se ut")
    screen.settle()
    taken = [alex.photographs(OPTIONS_LIST, "example"), _another(alex)]
    screen.application.navigation.page_model.refresh()
    screen.holds(lambda: not screen.find("browseFile").isEnabled())
    with pytest.raises(UserError) as refused:
        _another(alex)
    assert refused.value.key == "visit.error_photo_full"
    screen.touch(f"removePhoto-{taken[0]}")
    screen.holds(lambda: screen.find("browseFile").isEnabled())


def _another(alex: FieldDay) -> str:
    return alex.photographs(OPTIONS_LIST, "example")


def test_a_code_must_be_the_article_that_was_asked_for_or_be_explained(screen: TabletScreen, alex: FieldDay) -> None:
    with alex.core.database.read() as session:
        (right, right_code), (wrong, wrong_code) = (
            (item.name, item.code) for item in (session.get_one(Item, one) for one in (STORY.gasket, STORY.valve))
        )
    opened(screen, "article")
    screen.sees("scanHint", right)
    screen.type("stepCode", wrong_code)
    screen.touch("keepCode")
    screen.sees("scannedCode", wrong)
    screen.sees("scanHint", f"Det är en annan artikel: {wrong}")
    screen.sees("deviation", "Rätta eller förklara")
    screen.settle()
    assert "article" in run(alex.core).required_left
    screen.type("stepCode", right_code)
    screen.touch("keepCode")
    screen.sees("stepVerdict", "Godkänt")
    screen.settle()
    assert said(alex.core, "article") == f"{right} ({right_code})"
    assert "article" not in run(alex.core).required_left


def test_any_machine_that_is_known_will_do_where_one_is_asked_for(screen: TabletScreen, alex: FieldDay) -> None:
    with alex.core.database.write() as session:
        session.add(Equipment(
            id="grinder", number="M-1002", name="Mahlkönig E65S", serial="MK-7781", serial_key="MK7781",
            partner_id=STORY.partner, address_id=STORY.address,
        ))
    opened(screen, "machine")
    screen.type("stepCode", "OKÄND-9")
    screen.touch("keepCode")
    screen.sees("scanHint", "på någon maskin")
    screen.type("stepCode", "MK-7781")
    screen.touch("keepCode")
    screen.sees("stepVerdict", "Godkänt")
    screen.settle()
    assert said(alex.core, "machine") == "Mahlkönig E65S (MK-7781)"


def test_a_page_of_a_document_stands_in_the_step_and_opens_at_that_page(screen: TabletScreen) -> None:
    opened(screen, "page")
    screen.sees("exhibitLabel", "sida 2")
    screen.holds(lambda: screen.find("exhibitPicture").property("implicitWidth") > 600)
    screen.touch("exhibitLabel")
    screen.sees("paperPage")
    screen.holds(lambda: screen.find("paperReader").property("contentY") > 0)
    screen.settle()


def test_a_diagram_stands_in_the_step_with_its_position_lit_and_opens_there(screen: TabletScreen) -> None:
    opened(screen, "spot")
    screen.sees("exhibitLabel", "position 7")
    screen.sees("exhibitSpot", "7")
    spot, frame = screen.find("exhibitSpot"), screen.find("exhibit")
    assert (spot.x() + 28) / frame.width() == pytest.approx(0.502, abs=0.01)
    screen.touch("exhibitLabel")
    screen.sees("diagramPage")
    screen.sees("chosenName", "Packning")
    screen.settle()


def test_a_file_that_has_not_come_yet_is_named_and_says_so(screen: TabletScreen, alex: FieldDay) -> None:
    with alex.core.database.write() as session:
        session.get_one(Attachment, "attachment-manual").sha256 = "f" * 64
    opened(screen, "page")
    screen.sees("exhibitLabel", "Hämtas från kontoret")
    assert not screen.items("exhibit")


def test_a_team_sees_who_answered_what_and_when(alex: FieldDay, qtbot: QtBot) -> None:
    sara = sara_helps(alex.core)
    sara.answers(OPTIONS_LIST, "blocks", {"value": "1.0"})
    at = next(one.answerer for one in run(alex.core).steps if one.element_id == "blocks")
    assert at is not None
    with tablet_screen(alex.core, qtbot) as screen:
        opened(screen, "blocks")
        screen.sees("answeredBy", f"Svarat av Sara {screen.application.context.texts.time(at.at)}")
        screen.sees("step-blocks", at.initials)
        opened(screen, "words")
        screen.is_gone("answeredBy")


def test_who_works_alone_is_not_told_his_own_name(screen: TabletScreen, alex: FieldDay) -> None:
    alex.answers(OPTIONS_LIST, "blocks", {"value": "1.0"})
    opened(screen, "blocks")
    screen.sees("stepValue", "1")
    assert not screen.items("answeredBy") and not screen.items("stepBy")
