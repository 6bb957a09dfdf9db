"""Filling in a checklist: every kind of answer, what is refused in words, readings, closing and correcting."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.bootstrap import Core
from core.commands.base import Issued
from core.commands.checklist import AnswerStep, CloseChecklist, DropChecklist, ReopenChecklist
from core.errors import UserError
from core.ids import new_id
from core.model.device import SyncFlag
from core.model.knowledge import ChecklistAnswer, ChecklistInstance
from core.model.visit import Reading
from core.queries.checklist_run import ChecklistRun, RunStep, checklist_run
from tests.helpers.field_day import FULL_ANSWERS, FieldDay
from tests.helpers.story import STORY, build_story


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def run(alex: FieldDay, instance: str) -> ChecklistRun:
    found = alex.core.database.ask(checklist_run, instance)
    assert found is not None
    return found


def step(alex: FieldDay, instance: str, element: str) -> RunStep:
    return next(one for one in run(alex, instance).steps if one.element_id == element)


def close(alex: FieldDay, instance: str) -> None:
    alex.does(CloseChecklist(activity_id=STORY.visit, instance_id=instance))


def test_it_begins_with_the_machine_of_the_call(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    with alex.core.database.read() as session:
        row = session.get_one(ChecklistInstance, instance)
        assert (row.equipment_id, row.state, row.opened_by_id) == (STORY.machine, "open", STORY.alex)


@pytest.mark.parametrize(
    ("element", "value", "text", "verdict"),
    [
        ("off", {"answer": "yes"}, "Ja", "ok"),
        ("off", {"answer": "no"}, "Nej", "fail"),
        ("off", {"answer": "na"}, "Ej aktuellt", "skipped"),
        ("pressure", {"value": "1.05"}, "1,05 bar", "ok"),
        ("pressure", {"value": "1,3"}, "1,30 bar", "warn"),
        ("pressure", {"value": "2"}, "2,00 bar", "fail"),
        ("customer", {"choice": ["Godkänd"]}, "Godkänd", "ok"),
        ("customer", {"choice": ["remark"]}, "Anmärkning", "fail"),
    ],
)
def test_an_answer_has_words_and_a_verdict(
    alex: FieldDay, element: str, value: dict[str, Any], text: str, verdict: str
) -> None:
    instance = alex.starts_checklist()
    alex.answers(instance, element, value)
    answered = step(alex, instance, element)
    assert (answered.answer_text, answered.verdict, answered.answered) == (text, verdict, True)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("off", {"answer": "maybe"}), ("pressure", {"value": "warm"}), ("customer", {"choice": ["unknown"]}),
        ("customer", {"choice": ["fine", "remark"]}), ("nowhere", {"answer": "yes"}),
    ],
)
def test_an_answer_to_another_question_is_refused(alex: FieldDay, element: str, value: dict[str, Any]) -> None:
    instance = alex.starts_checklist()
    with pytest.raises(UserError, match=r"visit\.error_answer"):
        alex.answers(instance, element, value)
    assert not any(one.answered for one in run(alex, instance).steps)


def test_answering_again_keeps_both_and_the_latest_counts(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    for value in ("0.7", "1.05"):
        alex.answers(instance, "pressure", {"value": value})
    assert step(alex, instance, "pressure").answer == {"value": "1.05"}
    with alex.core.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ChecklistAnswer)) == 2


def test_a_clock_that_is_set_back_hides_no_later_answer(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    alex.answers(instance, "pressure", {"value": "0.7"})
    alex.clock.advance(timedelta(hours=-2))
    alex.answers(instance, "pressure", {"value": "1.05"})
    assert step(alex, instance, "pressure").answer == {"value": "1.05"}


def test_an_answer_can_be_taken_back(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    alex.answers(instance, "off", {"answer": "yes"})
    alex.answers(instance, "off", {})
    assert not step(alex, instance, "off").answered


def test_what_cannot_be_measured_needs_a_reason(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    with pytest.raises(UserError, match=r"visit\.error_reason_needed"):
        alex.answers(instance, "pressure", {"cannot": True})
    alex.answers(instance, "pressure", {"cannot": True}, reason="Manometern är trasig")
    skipped = step(alex, instance, "pressure")
    assert (skipped.answered, skipped.verdict, skipped.reason) == (True, "skipped", "Manometern är trasig")


def test_a_measured_value_goes_to_the_machine(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    alex.answers(instance, "pressure", {"value": "1.05"})
    with alex.core.database.read() as session:
        reading = session.scalars(select(Reading).where(Reading.activity_id == STORY.visit)).one()
        assert (reading.quantity, str(reading.value.normalize()), reading.unit, reading.equipment_id) == (
            "Panntryck", "1.05", "bar", STORY.machine
        )
    assert step(alex, instance, "pressure").last_value is not None, "the last visit's value stays beside it"


def test_a_low_value_calls_for_another_step(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    alex.answers(instance, "pressure", {"value": "1.05"})
    assert not step(alex, instance, "adjust").visible
    alex.answers(instance, "pressure", {"value": "0.7"})
    assert step(alex, instance, "adjust").visible
    alex.answers(instance, "adjust", {"read": True})
    assert step(alex, instance, "adjust").answer_text == "Gjort"


def test_a_photo_step_is_answered_by_its_photo(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    assert not step(alex, instance, "gauge").answered
    alex.photographs(instance, "gauge")
    assert step(alex, instance, "gauge").answered


def test_closing_wants_what_is_required(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    with pytest.raises(UserError, match=r"visit\.error_required_left"):
        close(alex, instance)
    for element, value in FULL_ANSWERS:
        alex.answers(instance, element, value)
    alex.photographs(instance, "gauge")
    close(alex, instance)
    assert run(alex, instance).state == "closed"


def test_a_closed_checklist_is_opened_again_to_correct_it(alex: FieldDay) -> None:
    instance = alex.fills_checklist()
    close(alex, instance)
    with pytest.raises(UserError, match=r"visit\.error_checklist_closed"):
        alex.answers(instance, "brew", {"value": "28"})
    alex.does(ReopenChecklist(activity_id=STORY.visit, instance_id=instance))
    alex.answers(instance, "brew", {"value": "28"})
    assert step(alex, instance, "brew").answer_text == "28 s"


def drop(instance: str) -> DropChecklist:
    return DropChecklist(activity_id=STORY.visit, instance_id=instance)


def missing(alex: FieldDay) -> set[str]:
    return {one.code for one in alex.page().missing}


def test_one_that_was_begun_by_mistake_is_put_away_and_asks_for_nothing(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    assert "checklist" in missing(alex)
    alex.does(drop(instance))
    assert "checklist" not in missing(alex)
    assert not alex.page().shown["checklists"], "the customer reads nothing of it"
    again = alex.starts_checklist("instance-2")
    alex.answers(again, "leak", {"answer": "no"})
    with pytest.raises(UserError, match=r"visit\.error_checklist_answered"):
        alex.does(drop(again))
    alex.answers(again, "leak", {})
    alex.does(drop(again))


def test_an_answer_from_another_tablet_brings_it_back(alex: FieldDay) -> None:
    """Whatever order the two come in, what somebody has filled in is not hidden."""
    instance = alex.starts_checklist()
    alex.does(drop(instance))
    alex.answers(instance, "leak", {"answer": "no"})
    assert [one["name"] for one in alex.page().shown["checklists"]] == ["E61 felsökning tryck"]
    alex.core.commands.interpret(Issued(
        id=new_id(), person_id=STORY.sara, device_id="hers", at=alex.clock.now(), command=drop(instance)
    ))
    with alex.core.database.read() as session:
        assert session.scalars(select(SyncFlag.code)).all() == ["visit.flag_checklist_answered"]
    assert run(alex, instance).state == "open"


def test_the_same_answer_sent_twice_is_one_answer(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    command = AnswerStep(
        activity_id=STORY.visit, instance_id=instance, answer_id="answer-1", element_id="pressure",
        value={"value": "1.05"},
    )
    alex.does(command)
    alex.does(command)
    with alex.core.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ChecklistAnswer)) == 1
        readings = session.scalars(select(Reading).where(Reading.activity_id == STORY.visit)).all()
        assert len(readings) == 1


def test_half_typed_text_is_an_answer_that_a_later_one_replaces(alex: FieldDay) -> None:
    """The screen commits at each pause in typing, so that at most 300 ms of text are ever lost."""
    alex.writes("Bytt pack")
    assert alex.page().work_done == "Bytt pack"
    alex.writes("Bytt packning.")
    assert alex.page().work_done == "Bytt packning."
