"""What the options of a checklist's steps mean for the end of a visit, the customer and his report."""

from collections.abc import Iterator

import pytest

from core.bootstrap import Core
from core.commands.checklist import CloseChecklist
from core.errors import UserError
from core.presenters.report_paper import report_sheet
from core.queries.checklist_state import checklist_states
from core.queries.customer_notes import CustomerNotes, customer_notes
from core.queries.finishing import visit_missing
from core.queries.report_facts import report_facts
from core.texts import Texts
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tour_options import OPTIONS_LIST, begin_options, sara_helps


@pytest.fixture
def alex(tablet: Core) -> Iterator[FieldDay]:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    begin_options(tablet, day)
    day.photographs(OPTIONS_LIST, "example")
    yield day


def left(alex: FieldDay) -> int:
    """How many steps of the checklist the checkout waits for."""
    found = alex.core.database.ask(visit_missing, STORY.visit, "working")
    return sum(int(one.params["n"]) for one in found if one.code == "checklist")


def told(alex: FieldDay) -> CustomerNotes:
    return alex.core.database.ask(
        lambda session: customer_notes(checklist_states(session, STORY.visit), Texts("sv"))
    )


@pytest.mark.parametrize(
    ("step", "wrong", "right"),
    [
        ("blocks", {"value": "1.35"}, {"value": "1.1"}), ("cups", {"value": "4"}, {"value": "6"}),
        ("article", {"code": "532-0108"}, {"code": "532-0017"}),
    ],
)
def test_the_checkout_waits_until_it_is_corrected_explained_or_skipped_with_a_reason(
    alex: FieldDay, step: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    alex.answers(OPTIONS_LIST, step, wrong)
    assert left(alex) == 1
    close = CloseChecklist(activity_id=STORY.visit, instance_id=OPTIONS_LIST)
    with pytest.raises(UserError) as refused:
        alex.does(close)
    assert refused.value.key == "visit.error_required_left"
    alex.answers(OPTIONS_LIST, step, wrong, reason="Rätt sak är beställd")
    assert left(alex) == 0
    alex.answers(OPTIONS_LIST, step, wrong)
    assert left(alex) == 1, "the words were about the answer before"
    alex.answers(OPTIONS_LIST, step, right)
    assert left(alex) == 0
    alex.answers(OPTIONS_LIST, step, wrong)
    alex.answers(OPTIONS_LIST, step, {"cannot": True}, reason="Instrumentet är trasigt")
    assert left(alex) == 0


def test_the_customer_reads_why_a_value_lies_outside(alex: FieldDay) -> None:
    alex.answers(OPTIONS_LIST, "blocks", {"value": "1.35"}, reason="Ny tryckvakt är beställd")
    alex.answers(OPTIONS_LIST, "cups", {"value": "4"}, reason="Bönorna tog slut")
    assert [one.replace("\u00a0", " ") for one in told(alex).outside] == [
        "Panntryck 1,35 bar är utanför gränsen 0,8–1,2 bar. Ny tryckvakt är beställd",
        "Provbryggda koppar 4 koppar är utanför gränsen minst 6 koppar. Bönorna tog slut",
    ]


def test_the_report_has_the_words_under_the_value_and_the_name_of_what_was_scanned(alex: FieldDay) -> None:
    alex.answers(OPTIONS_LIST, "blocks", {"value": "1.35"}, reason="Ny tryckvakt är beställd")
    alex.answers(OPTIONS_LIST, "article", {"code": "532-0017"})
    facts = alex.core.database.ask(report_facts, STORY.visit)
    assert facts is not None
    lines = {line.title: line for _name, _done, steps in report_sheet(facts, {}, 1, False).checklists for line in steps}
    assert lines["Panntryck"].note == "Ny tryckvakt är beställd"
    assert "Ny tryckvakt" not in lines["Panntryck"].remark
    assert lines["Skanna den nya packningen"].answer == "Packning E61 (532-0017)"


def test_a_photo_too_many_is_refused_where_it_is_taken(alex: FieldDay) -> None:
    alex.photographs(OPTIONS_LIST, "example")
    with pytest.raises(UserError) as refused:
        alex.photographs(OPTIONS_LIST, "example")
    assert (refused.value.key, refused.value.params) == ("visit.error_photo_full", {"n": 2})
    sara = sara_helps(alex.core)
    with pytest.raises(UserError):
        sara.photographs(OPTIONS_LIST, "example")
