"""The way through a checklist, without a screen: there and back, to what is missing, and when steps come and go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presenters.checklist import (
    RESTING,
    RESTING_ON_A_GAP,
    ChecklistFlow,
    begin,
    moves_on_by_itself,
    rest_after_turn,
)
from core.queries.checklist_run import ChecklistRun, PhotoRow, RunStep
from core.rules.checklist import NO_ANSWER, Answer, Condition, Element, answered, held, verdict
from core.rules.checklist_course import progress, required_left, visible

Answers = Mapping[str, Answer]
YES, NO = Answer({"answer": "yes"}), Answer({"answer": "no"})
GIVEN = st.sampled_from([None, YES, NO, Answer({"cannot": True})])


@st.composite
def checklists(draw: st.DrawFn) -> tuple[Element, ...]:
    """Questions and headings; some are asked only after a certain answer to an earlier one, some are required."""
    elements: list[Element] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = draw(st.sampled_from([one.id for one in elements])) if elements and draw(st.booleans()) else ""
        condition = Condition(earlier, "eq", draw(st.sampled_from(["yes", "no"])))
        elements.append(Element(
            id=f"step-{number}", kind=draw(st.sampled_from(["yes_no", "yes_no", "yes_no", "heading"])),
            required=draw(st.booleans()), show_if=(condition,) if earlier else (),
        ))
    return tuple(elements)


@st.composite
def begun(draw: st.DrawFn) -> tuple[tuple[Element, ...], dict[str, Answer]]:
    elements = draw(checklists())
    given_ = {one.id: draw(GIVEN) for one in elements if one.is_step}
    return elements, {name: answer for name, answer in given_.items() if answer is not None}


def step(element: Element, number: int, answer: Answer, is_shown: bool) -> RunStep:
    return RunStep(
        element_id=element.id, number=number, kind=element.kind, title=element.id, help="", unit="", decimals=0,
        low=None, ok_low=None, ok_high=None, high=None, options=(), option_ids=(), exclusive_ids=(),
        multiple=element.multiple, required=element.required, visible=is_shown, skipped_because=None, opens=(),
        answer=dict(answer.value) or None, answered=answered(element, answer), answer_text="", reason="",
        verdict=verdict(element, answer.value), photos=(), photo_min=element.photo_min, photo_max=0, last_value=None,
        last_value_on=None, phrases=(), image_sha256="", with_time=False, expects="", role="", preset=None, offer="",
        exhibit=None, item=None, jump=None, follow_up=False, deviating=element.deviation, blocks=element.blocks,
        held=held(element, answer), answerer=None,
    )


def run_of(elements: tuple[Element, ...], answers: Answers) -> ChecklistRun:
    shown, steps, number = visible(elements, answers), [], 0
    for element in elements:
        number += element.is_step
        answer = answers.get(element.id, NO_ANSWER)
        steps.append(step(element, number if element.is_step else 0, answer, element.id in shown))
    done, total = progress(elements, answers)
    return ChecklistRun(
        instance_id="instance", activity_id="visit", name="Service", version_number=1, customer="Kafé Tulpan",
        state="open", steps=tuple(steps), done_count=done, total=total, required_left=required_left(elements, answers),
    )


def called_for(run: ChecklistRun) -> list[str]:
    return [one.element_id for one in run.steps if one.number and one.visible]


@given(begun())
def test_next_walks_through_every_step_that_is_called_for_once_and_back_the_same_way(
    made: tuple[tuple[Element, ...], dict[str, Answer]]
) -> None:
    flow = ChecklistFlow(run_of(*made), None)
    way: list[str] = []
    while flow.next is not None:
        named = flow.next.element_id
        flow = flow.go_next()
        assert flow.current_id == named, "where «Nästa: …» said"
        way.append(named)
    assert way == called_for(flow.run)
    assert flow.go_next() == flow, "after the last one there is nowhere to go"
    back = way[-1:]
    while flow.previous is not None:
        flow = flow.go_back()
        back.append(str(flow.current_id))
    assert back == way[::-1]
    assert flow.go_back() == flow


@given(begun())
def test_it_opens_at_the_first_step_without_an_answer_or_at_the_last(
    made: tuple[tuple[Element, ...], dict[str, Answer]]
) -> None:
    elements, answers = made
    run = run_of(elements, answers)
    shown = called_for(run)
    open_ones = [name for name in shown if name not in answers]
    assert begin(run).current_id == (open_ones[0] if open_ones else shown[-1] if shown else None)
    left = list(run.required_left)
    assert begin(run, missing=True).current_id == (left[0] if left else begin(run).current_id)
    assert begin(run).can_close is not bool(left)


@given(begun(), st.data())
def test_who_asks_for_what_is_missing_is_led_from_one_to_the_next_and_through_nothing_else(
    made: tuple[tuple[Element, ...], dict[str, Answer]], data: st.DataObject
) -> None:
    elements, answers = made
    run = run_of(elements, answers)
    left = list(run.required_left)
    here = data.draw(st.sampled_from([None, *called_for(run)]))
    flow = ChecklistFlow(run, here).go_to_missing()
    if not left or left == [here]:
        assert (flow.current_id, flow.mending) == (here, False)
        return
    assert flow.mending
    seen: list[str] = []
    while flow.current_id in flow.run.required_left:
        seen.append(str(flow.current_id))
        assert len(seen) <= len(elements)
        answers = {**answers, str(flow.current_id): Answer({"cannot": True})}  # opens no other step
        flow = flow.refreshed(run_of(elements, answers)).go_next()
    assert len(set(seen)) == len(seen) and set(seen) <= set(left)
    assert flow.run.required_left == () and flow.next is None
    in_order = [name for name in left if name in seen]
    start = in_order.index(seen[0])
    assert seen == in_order[start:] + in_order[:start], "forwards from where he was, then from the beginning"


@given(begun(), begun(), st.data())
def test_an_answer_that_takes_the_open_step_away_leaves_him_at_one_that_is_called_for(
    made: tuple[tuple[Element, ...], dict[str, Answer]],
    other: tuple[tuple[Element, ...], dict[str, Answer]], data: st.DataObject,
) -> None:
    elements, answers = made
    run = run_of(elements, answers)
    here = data.draw(st.sampled_from(called_for(run) or [None]))
    newer = run_of(elements, {name: answer for name, answer in other[1].items() if name in {e.id for e in elements}})
    flow = ChecklistFlow(run, here).refreshed(newer)
    shown = called_for(newer)
    if here in shown:
        assert flow.current_id == here
    else:
        assert flow.current_id in (shown or [None])
        after = [name for name in shown if here is None or name > here]
        assert flow.current_id == (after[0] if after else shown[-1] if shown else None)


def test_only_a_step_that_is_called_for_is_gone_to_and_going_there_ends_the_mending() -> None:
    elements = (
        Element(id="a", kind="yes_no", required=True), Element(id="b", kind="yes_no", required=True),
        Element(id="c", kind="yes_no", show_if=(Condition("a", "eq", "yes"),)), Element(id="d", kind="heading"),
    )
    flow = ChecklistFlow(run_of(elements, {}), None).go_to_missing()
    for nowhere in ("c", "d", "unknown"):
        assert flow.go_to(nowhere) == flow
    assert flow.mending and not flow.go_to("b").mending
    assert flow.come_back_to("b").mending
    opened = flow.refreshed(run_of(elements, {"a": YES}))
    assert opened.go_to("c").current_id == "c"


def with_answer(kind: Any, **more: Any) -> RunStep:
    return replace(step(Element(id="a", kind=kind), 1, NO_ANSWER, True), **more)


@pytest.mark.parametrize(
    ("asked", "value", "moves"),
    [
        (with_answer("yes_no"), {"answer": "yes"}, True),
        (with_answer("yes_no", deviating=("no",)), {"answer": "no"}, False),
        (with_answer("yes_no", photo_min=1), {"answer": "yes"}, False),
        (with_answer("yes_no", photo_min=1, photos=(PhotoRow("p", "0", ""),)), {"answer": "yes"}, True),
        (with_answer("choice"), {"choice": ["x"]}, True),
        (with_answer("choice", multiple=True), {"choice": ["x"]}, False),
        (with_answer("choice", deviating=("x",)), {"choice": ["x"]}, False),
        (with_answer("instruction"), {"read": True}, True), (with_answer("instruction"), {}, False),
        (with_answer("measure"), {"value": "1"}, False), (with_answer("text"), {"text": "ja"}, False),
    ],
)
def test_one_touch_that_says_everything_turns_the_page(asked: RunStep, value: dict[str, Any], moves: bool) -> None:
    assert moves_on_by_itself(asked, value) is moves


@pytest.mark.parametrize(
    ("is_answered", "by_itself", "rest"),
    [(False, True, RESTING_ON_A_GAP), (True, True, RESTING), (False, False, RESTING), (True, False, RESTING)],
)
def test_next_rests_longest_where_a_tap_too_many_would_leave_a_gap(
    is_answered: bool, by_itself: bool, rest: int
) -> None:
    run = run_of((Element(id="a", kind="yes_no"),), {"a": YES} if is_answered else {})
    assert rest_after_turn(ChecklistFlow(run, "a"), by_itself=by_itself) == rest
    assert rest_after_turn(ChecklistFlow(run, None), by_itself=by_itself) == RESTING
