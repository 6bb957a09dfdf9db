"""Which steps a checklist shows, what an answer is worth, and what stands between the technician and the end."""

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.checklist import (
    Answer,
    ChecklistFormatError,
    Condition,
    Element,
    Kind,
    Option,
    answered,
    calls_for_return,
    deviates,
    read_elements,
    verdict,
    words,
    write_elements,
)  # fmt: skip
from core.rules.checklist_answers import canonical, toggled
from core.rules.checklist_course import next_step, previous_step, progress, required_left, visible
from core.rules.checklist_problems import validate
from tests.helpers.story import CHECKLIST

STEPS = read_elements(CHECKLIST)
PRESSURE = next(element for element in STEPS if element.id == "pressure")


def says(**answers: Any) -> dict[str, Answer]:
    """Answers by step: a dict is the value, a number is so many photos."""
    return {
        element_id: Answer({}, photos=value) if isinstance(value, int) else Answer(value)
        for element_id, value in answers.items()
    }


@given(
    st.decimals(Decimal(-50), Decimal(50), places=1), st.lists(st.integers(-40, 40), min_size=4, max_size=4),
    st.sampled_from([None, "low", "ok_low", "ok_high", "high"]), st.booleans(),
)
def test_a_value_calls_for_a_return_where_it_is_asked_for_and_as_soon_as_it_is_not_approved(
    number: Decimal, limits: list[int], unlimited: str | None, asked: bool
) -> None:
    names = ("low", "ok_low", "ok_high", "high")
    given_limits = {name: Decimal(limit) for name, limit in zip(names, sorted(limits), strict=True)}
    given_limits.pop(unlimited or "", None)
    element = Element(id="a", kind="measure", follow_up=asked, **given_limits)
    least = max((given_limits[name] for name in ("low", "ok_low") if name in given_limits), default=number)
    most = min((given_limits[name] for name in ("ok_high", "high") if name in given_limits), default=number)
    worth = verdict(element, {"value": str(number)})
    assert deviates(worth) is not (least <= number <= most)
    assert calls_for_return(element, worth) is (asked and deviates(worth))
    assert not calls_for_return(element, verdict(element, {"cannot": True}))


@pytest.mark.parametrize(("answer", "returns"), [("yes", True), ("no", False), ("na", False)])
def test_a_deviating_answer_calls_for_a_return(answer: str, returns: bool) -> None:
    element = Element(id="a", kind="yes_no", deviation=("yes",), follow_up=True)
    assert calls_for_return(element, verdict(element, {"answer": answer})) is returns


# ---- What is shown --------------------------------------------------------------------------------------------------


def test_low_pressure_opens_the_step_that_adjusts_the_switch() -> None:
    assert "adjust" in visible(STEPS, says(pressure={"value": "0.79"}))
    assert "adjust" not in visible(STEPS, says(pressure={"value": "0.80"}))


def test_a_step_waits_for_the_answer_it_depends_on() -> None:
    assert "adjust" not in visible(STEPS, {})
    assert "gasket" not in visible(STEPS, says(leak={"answer": "no"}))
    assert "gasket" in visible(STEPS, says(leak={"answer": "yes"}))


def test_what_could_not_be_measured_opens_nothing() -> None:
    assert "adjust" not in visible(STEPS, says(pressure={"cannot": True}))


def test_a_hidden_step_hides_what_depends_on_it() -> None:
    chain = (
        Element(id="a", kind="yes_no"),
        Element(id="b", kind="yes_no", show_if=(Condition("a", "eq", "yes"),)),
        Element(id="c", kind="yes_no", show_if=(Condition("b", "eq", "yes"),)),
    )
    both = says(a={"answer": "yes"}, b={"answer": "yes"})
    assert visible(chain, both) == {"a", "b", "c"}
    assert visible(chain, both | says(a={"answer": "no"})) == {"a"}


@pytest.mark.parametrize(
    ("operator", "value", "number", "shown"),
    [
        ("lt", "0,8", "0.7", True), ("lt", "0.8", "0.8", False), ("le", "0.8", "0.8", True), ("gt", "1", "1.1", True),
        ("ge", "1", "1.0", True), ("eq", "1", "1.00", True), ("ne", "1", "1.00", False), ("ne", "1", "2", True),
    ],
)
def test_numbers_are_compared_as_numbers(operator: Any, value: str, number: str, shown: bool) -> None:
    steps = (
        Element(id="m", kind="measure"),
        Element(id="x", kind="text", show_if=(Condition("m", operator, value),)),
    )
    assert ("x" in visible(steps, says(m={"value": number}))) is shown


def test_steps_may_depend_on_a_verdict_or_on_being_answered() -> None:
    steps = (
        Element(id="clean", kind="yes_no", deviation=("no",)),
        Element(id="why", kind="text", show_if=(Condition("clean", "verdict", "fail"),)),
        Element(id="after", kind="text", show_if=(Condition("clean", "answered"),)),
    )
    assert visible(steps, says(clean={"answer": "no"})) == {"clean", "why", "after"}
    assert visible(steps, {}) == {"clean"}


# ---- What an answer is worth ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.05", "ok"), ("0.8", "ok"), ("1.2", "ok"), ("0.79", "warn"), ("1.21", "warn"), ("0.4", "warn"),
        ("0.39", "fail"), ("1.61", "fail"),
    ],
)
def test_a_measured_value_is_judged_by_its_limits(value: str, expected: str) -> None:
    assert verdict(PRESSURE, {"value": value}) == expected


def test_limits_may_be_open() -> None:
    assert verdict(Element(id="t", kind="measure"), {"value": "999"}) == "ok"
    assert verdict(Element(id="t", kind="measure", ok_low=Decimal(88)), {"value": "87"}) == "warn"


def test_a_deviation_fails_and_not_applicable_is_skipped() -> None:
    off = STEPS[0]
    assert verdict(off, {"answer": "yes"}) == "ok"
    assert verdict(off, {"answer": "no"}) == "fail"
    assert verdict(off, {"answer": "na"}) == "skipped"
    assert verdict(PRESSURE, {"cannot": True}) == "skipped"
    assert verdict(off, {}) == "none"


def test_any_step_can_be_left_with_a_reason() -> None:
    for step in STEPS:
        if step.is_step:
            assert canonical(step, {"cannot": True}) == {"cannot": True}
            assert verdict(step, {"cannot": True}) == "skipped"
            assert answered(step, Answer({"cannot": True}))


def test_a_photo_step_is_judged_by_its_photos() -> None:
    photo = Element(id="p", kind="photo", photo_min=2)
    assert verdict(photo, {}, 1) == "none"
    assert verdict(photo, {}, 2) == "ok"
    assert not answered(photo, Answer({}, photos=1))


def test_a_step_that_asks_for_a_photo_is_not_done_without_it() -> None:
    step = Element(id="leak", kind="yes_no", photo_min=1)
    assert not answered(step, Answer({"answer": "yes"}))
    assert answered(step, Answer({"answer": "yes"}, photos=1))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"value": "1,05"}, {"value": "1.05"}), ({"value": " 1.050 "}, {"value": "1.050"}),
        ({"value": 3}, {"value": "3"}), ({"value": "−2"}, {"value": "-2"}), ({"cannot": True}, {"cannot": True}),
        ({"value": "mycket"}, None), ({"value": "NaN"}, None), ({"value": "1e99"}, None), ({"value": True}, None),
        ({"answer": "yes"}, None), ({}, {}),
    ],
)
def test_a_number_is_kept_in_one_form(value: dict[str, Any], kept: dict[str, Any] | None) -> None:
    assert canonical(PRESSURE, value) == kept


def test_an_option_may_be_named_by_id_or_by_its_text_in_any_language() -> None:
    step = STEPS[-1]
    for name in ("fine", "Godkänd", "Approved"):
        assert canonical(step, {"choice": [name]}) == {"choice": ["fine"]}
    assert canonical(step, {"choice": ["Kanske"]}) is None
    assert canonical(step, {"choice": ["fine", "remark"]}) is None, "one choice only"


# ---- The way through ------------------------------------------------------------------------------------------------


def test_the_way_forward_passes_hidden_steps_by() -> None:
    answers = says(leak={"answer": "no"}, pressure={"value": "1.05"})
    assert next_step(STEPS, answers, None) == "off"
    assert next_step(STEPS, answers, "leak") == "pressure"
    assert next_step(STEPS, answers, "gauge") == "brew"
    assert previous_step(STEPS, answers, "brew") == "gauge"
    assert next_step(STEPS, answers, "customer") is None
    assert previous_step(STEPS, answers, "off") is None


def test_what_is_required_and_shown_is_left_until_answered() -> None:
    assert required_left(STEPS, {}) == ("off", "leak", "pressure", "gauge", "brew", "clean")
    done = says(
        off={"answer": "yes"}, leak={"answer": "no"}, pressure={"value": "1.05"}, gauge=1, brew={"value": "27"},
        clean={"answer": "yes"},
    )
    assert required_left(STEPS, done) == ()
    assert progress(STEPS, done) == (8, 9), "the customer's check is optional, the two hidden steps count as done"
    assert required_left(STEPS, done | says(pressure={"value": "0.5"})) == ("adjust",)


answers_strategy = st.dictionaries(
    st.sampled_from([element.id for element in STEPS]),
    st.one_of(
        st.sampled_from([{"answer": "yes"}, {"answer": "no"}, {"answer": "na"}, {"cannot": True}, {}, {"read": True}]),
        st.decimals(-2, 3, places=2).map(lambda number: {"value": str(number)}),
    ).map(Answer),
)


@given(answers_strategy)
def test_walking_forward_and_back_visits_every_shown_step_once(answers: dict[str, Answer]) -> None:
    walked: list[str] = []
    step = next_step(STEPS, answers, None)
    while step is not None:
        walked.append(step)
        step = next_step(STEPS, answers, step)
    assert walked == [element.id for element in STEPS if element.is_step and element.id in visible(STEPS, answers)]
    back: list[str] = []
    step = walked[-1] if walked else None
    while step is not None:
        back.append(step)
        step = previous_step(STEPS, answers, step)
    assert back == walked[::-1]


@given(answers_strategy)
def test_nothing_is_required_that_is_not_shown(answers: dict[str, Answer]) -> None:
    assert set(required_left(STEPS, answers)) <= visible(STEPS, answers)
    done, total = progress(STEPS, answers)
    assert 0 <= done <= total == 9


# ---- How steps are stored -------------------------------------------------------------------------------------------


def test_steps_are_read_back_as_they_were_written() -> None:
    assert read_elements(write_elements(STEPS)) == STEPS


@pytest.mark.parametrize(
    "stored",
    [
        [{"id": "a"}], [{"kind": "yes_no"}], [{"id": "a", "kind": "video"}], ["text"], [None],
        [{"id": "a", "kind": "text"}, {"id": "a", "kind": "text"}], [{"id": "", "kind": "text"}],
        [{"id": "x" * 37, "kind": "text"}], [{"id": "a", "kind": "measure", "low": "much"}],
        [{"id": "a", "kind": "text", "show_if": [{"op": "eq"}]}],
    ],
)
def test_steps_in_another_form_are_refused_in_words(stored: list[Any]) -> None:
    with pytest.raises(ChecklistFormatError) as caught:
        read_elements(stored)
    assert caught.value.key == "visit.error_checklist_format"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "kind", "title", "low", "show_if", "options", "op"]), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values, max_size=3))
def test_any_stored_value_is_read_or_refused_but_never_breaks(stored: list[Any]) -> None:
    try:
        elements = read_elements(stored)
    except ChecklistFormatError:
        return
    validate(elements)
    visible(elements, {})


any_answers = st.dictionaries(
    st.sampled_from(
        ["answer", "value", "choice", "text", "read", "cannot", "at", "code", "matches", "name", "strokes"]
    ),
    json_values | st.datetimes().map(lambda at: at.isoformat()) | st.dates().map(str),
)
EVERY_KIND = (*STEPS, *(Element(id=kind, kind=kind) for kind in get_args(Kind)), Element(
    id="moment", kind="date", with_time=True
))


@given(st.sampled_from(EVERY_KIND), any_answers)
def test_any_answer_is_kept_or_refused_but_never_breaks(element: Element, value: dict[str, Any]) -> None:
    kept = canonical(element, value)
    if kept is not None:
        assert canonical(element, kept) == kept
        assert verdict(element, kept, 0) in ("ok", "warn", "fail", "none", "skipped")


def test_a_text_falls_back_to_the_other_language() -> None:
    assert words({"sv": "Mät", "en": "Measure"}, "en") == "Measure"
    assert words({"sv": "Mät"}, "en") == "Mät"
    assert words({}, "sv") == ""


# ---- What is wrong with a checklist ---------------------------------------------------------------------------------


def problems(*elements: Element) -> list[tuple[str, str]]:
    return [(problem.code, problem.element_id) for problem in validate(elements)]


def titled(element_id: str, kind: Any = "yes_no", **fields: Any) -> Element:
    return Element(id=element_id, kind=kind, title={"sv": element_id}, **fields)


def test_the_story_checklist_is_sound() -> None:
    assert validate(STEPS) == ()


def test_a_checklist_without_a_step_cannot_be_used() -> None:
    assert problems() == [("empty", "")]
    assert problems(titled("h", "heading")) == [("empty", "")]


def test_a_step_without_words_is_found() -> None:
    assert problems(Element(id="a", kind="text")) == [("untitled", "a")]


def test_contradictory_limits_are_found() -> None:
    wrong = titled("m", "measure", low=Decimal(2), ok_low=Decimal(1))
    assert problems(wrong) == [("range", "m")]
    assert problems(titled("m", "measure", ok_low=Decimal(1), ok_high=Decimal(1))) == []


def test_choices_need_two_options_of_their_own() -> None:
    one, twin = Option("a", {"sv": "A"}), Option("a", {"sv": "B"})
    assert problems(titled("c", "choice", options=(one,))) == [("few_options", "c")]
    assert problems(titled("c", "choice", options=(one, twin))) == [("few_options", "c")]
    assert problems(titled("c", "choice", options=(one, Option("b")), deviation=("z",))) == [("deviation", "c")]


def test_conditions_look_back_only() -> None:
    later = titled("a", show_if=(Condition("b", "eq", "yes"),))
    assert problems(later, titled("b")) == [("later_step", "a")]
    circle = titled("b", show_if=(Condition("a", "eq", "yes"),))
    assert problems(later, circle) == [("circle", "a")]
    assert problems(titled("a", show_if=(Condition("a", "eq", "yes"),))) == [("circle", "a")]
    assert problems(titled("a", show_if=(Condition("gone", "eq", "yes"),))) == [("unknown_step", "a")]
    assert problems(titled("a", require_if=(Condition("b", "eq", "yes"),)), titled("b")) == [("later_step", "a")]
    assert problems(titled("a", require_if=(Condition("gone", "eq", "yes"),))) == [("unknown_step", "a")]


def test_a_step_that_no_answer_can_reach_is_found() -> None:
    measure = titled("m", "measure")
    never = titled("x", show_if=(Condition("m", "lt", "0.8"), Condition("m", "gt", "1.2")))
    assert problems(measure, never) == [("unreachable", "x")]
    between = titled("x", show_if=(Condition("m", "gt", "0.8"), Condition("m", "lt", "1.2")))
    assert problems(measure, between) == []
    both = titled("x", show_if=(Condition("q", "eq", "yes"), Condition("q", "eq", "no")))
    assert problems(titled("q"), both) == [("unreachable", "x")]


def test_a_condition_must_fit_what_it_asks() -> None:
    assert problems(titled("q"), titled("x", show_if=(Condition("q", "lt", "1"),))) == [("unfit_condition", "x")]
    assert problems(titled("q"), titled("x", show_if=(Condition("q", "eq", "maybe"),))) == [("unfit_condition", "x")]
    photo = titled("p", "photo")
    assert problems(photo, titled("x", show_if=(Condition("p", "answered"),))) == []
    assert problems(photo, titled("x", show_if=(Condition("p", "eq", "1"),))) == [("unfit_condition", "x")]


@given(st.lists(st.tuples(st.sampled_from(["lt", "le", "gt", "ge", "eq", "ne"]), st.integers(-3, 3)), max_size=4))
def test_unreachable_means_that_no_number_at_all_would_do(rows: list[tuple[Any, int]]) -> None:
    conditions = tuple(Condition("m", operator, str(limit)) for operator, limit in rows)
    steps = (titled("m", "measure"), titled("x", show_if=conditions))
    reachable = any(
        "x" in visible(steps, says(m={"value": str(Decimal(quarters) / 4)})) for quarters in range(-20, 21)
    )
    assert (("unreachable", "x") not in problems(*steps)) is reachable


# ---- Photos that are owed, alternatives that stand alone -----------------------------------------------------------


def test_who_answers_a_free_step_owes_the_photos_that_it_asks_for() -> None:
    free = (Element(id="leak", kind="yes_no", photo_min=2),)
    assert required_left(free, {}) == ()
    assert required_left(free, {"leak": Answer({"answer": "no"}, photos=1)}) == ("leak",)
    assert required_left(free, {"leak": Answer({"answer": "no"}, photos=2)}) == ()
    assert required_left(free, {"leak": Answer({"cannot": True})}) == ()


def test_a_photo_that_an_answer_calls_for_is_left_until_it_is_there() -> None:
    called = (
        Element(id="leak", kind="yes_no"),
        Element(id="proof", kind="photo", require_if=(Condition("leak", "eq", "yes"),)),
    )
    yes = Answer({"answer": "yes"})
    assert required_left(called, {"leak": Answer({"answer": "no"})}) == ()
    assert required_left(called, {"leak": yes}) == ("proof",)
    assert required_left(called, {"leak": yes, "proof": Answer({}, photos=1)}) == ()


@given(st.lists(st.sampled_from(["gasket", "shower", "cam", "none"]), max_size=12))
def test_none_never_stands_beside_another_alternative(touches: list[str]) -> None:
    options = tuple(Option(one, exclusive=one == "none") for one in ("gasket", "shower", "cam", "none"))
    parts = Element(id="parts", kind="choice", multiple=True, options=options)
    held: tuple[str, ...] = ()
    for one in touches:
        before, held = held, toggled(held, one, {"none"})
        assert (one in held) != (one in before)
        assert held == ("none",) or "none" not in held
        assert canonical(parts, {"choice": list(held)}) == ({"choice": list(held)} if held else None)
    assert canonical(parts, {"choice": ["gasket", "none"]}) is None
