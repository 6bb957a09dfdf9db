"""Repeated blocks, jumps, and what of them may be published."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.checklist import NO_ANSWER, TO_END, Answer, Condition, Element, verdict
from core.rules.checklist_answers import canonical
from core.rules.checklist_calculation import calculated
from core.rules.checklist_course import next_step, previous_step, progress, required_left, skipped_because, visible
from core.rules.checklist_problems import validate
from core.rules.checklist_repeat import base_id, copy_id, expanded

SV = {"sv": "Steg"}
BLOCK = (
    Element(id="groups", kind="repeat", title={"sv": "Antal grupper"}, preset=Decimal(2), each={"sv": "Grupp"}),
    Element(id="leak", kind="yes_no", title={"sv": "Tät"}, within="groups", deviation=("no",), required=True),
    Element(id="a", kind="number", title={"sv": "Före"}, within="groups"),
    Element(id="b", kind="number", title={"sv": "Efter"}, within="groups", show_if=(Condition("leak", "eq", "yes"),)),
    Element(id="c", kind="calculated", title={"sv": "Skillnad"}, within="groups", formula="{b} - {a}"),
)
AFTER = Element(id="after", kind="text", title=SV)


def says(**values: dict[str, object]) -> dict[str, Answer]:
    return {element_id.replace("_", "~"): Answer(value) for element_id, value in values.items()}


@given(st.integers(-5, 60), st.integers(0, 30))
def test_a_block_stands_as_often_as_it_is_asked_for_within_reason(count: int, machines: int) -> None:
    named = [(f"m{n}", f"Maskin {n}") for n in range(machines)]
    asked = expanded((*BLOCK, AFTER), {"groups": Answer({"value": str(count)})}, named)
    times = min(max(count, 1), 20)
    assert len(asked) == 1 + times * 5 + 1
    assert len({one.id for one in asked}) == len(asked)
    assert {base_id(one.id) for one in asked} == {one.id for one in (*BLOCK, AFTER)}
    assert all(len(copy_id("0" * 36, 20)) <= 40 and not one.within for one in asked)


def test_every_time_through_has_its_own_words_conditions_and_sums() -> None:
    steps = expanded((*BLOCK, AFTER), {})
    assert [one.title["sv"] for one in steps if one.kind == "heading"] == ["Grupp 1", "Grupp 2"]
    assert [one.title["sv"] for one in steps if one.copy_of == "leak"] == ["Tät · Grupp 1", "Tät · Grupp 2"]
    answers = says(leak_1={"answer": "yes"}, leak_2={"answer": "no"}, a_1={"value": "3"}, b_1={"value": "5"})
    shown = visible(steps, answers)
    assert "b~1" in shown and "b~2" not in shown
    assert calculated(steps, answers) == {"c~1": Answer({"value": "2"})}
    assert verdict(steps[7], answers["leak~2"].value) == "fail"
    assert required_left(steps, says(leak_1={"answer": "yes"})) == ("leak~2",)
    assert required_left(expanded((*BLOCK, AFTER), says(groups={"value": "1"})), says(leak_1={"answer": "yes"})) == ()


def test_a_hidden_block_is_hidden_every_time() -> None:
    asked = Element(id="big", kind="yes_no", title=SV)
    hidden = (asked, msgspec.structs.replace(BLOCK[0], show_if=(Condition("big", "eq", "yes"),)), *BLOCK[1:])
    assert visible(expanded(hidden, {}), {}) == {"big"}
    assert len(visible(expanded(hidden, {}), says(big={"answer": "yes"}))) == 2 + 2 * 4  # b waits for its own leak


def test_a_block_for_each_machine_asks_nothing_itself_and_keeps_to_its_machine() -> None:
    per = (msgspec.structs.replace(BLOCK[0], per="machine"), Element(
        id="bar", kind="measure", title={"sv": "Tryck", "en": "Pressure"}, reading="Panntryck", within="groups"
    ))
    steps = expanded(per, {}, [("m1", "Faema"), ("m2", "Kvarn")])
    assert not steps[0].is_step and canonical(steps[0], {"value": "3"}) is None
    assert [(one.id, one.machine_id, one.reading) for one in steps if one.copy_of == "bar"] == [
        ("bar~1", "m1", "Panntryck"), ("bar~2", "m2", "Panntryck"),
    ]
    assert steps[2].title == {"sv": "Tryck · Faema", "en": "Pressure · Faema"}
    by_group = expanded((BLOCK[0], per[1]), {})
    assert [one.reading for one in by_group if one.copy_of == "bar"] == ["Panntryck · Grupp 1", "Panntryck · Grupp 2"]


JUMPING = (
    Element(id="works", kind="yes_no", title=SV, jump_to="photo", jump_if=(Condition("works", "eq", "yes"),)),
    Element(id="why", kind="text", title=SV, required=True),
    Element(id="bar", kind="measure", title=SV, required=True),
    Element(id="photo", kind="text", title=SV, required=True),
)


def test_a_jump_passes_over_what_lies_between_and_says_why() -> None:
    yes, no = says(works={"answer": "yes"}), says(works={"answer": "no"})
    assert visible(JUMPING, yes) == {"works", "photo"} and len(visible(JUMPING, no)) == 4
    assert next_step(JUMPING, yes, "works") == "photo" and previous_step(JUMPING, yes, "photo") == "works"
    assert skipped_because(JUMPING, JUMPING[1], yes) == JUMPING[0].jump_if[0]
    assert required_left(JUMPING, yes) == ("photo",) and progress(JUMPING, yes) == (3, 4)
    assert visible(JUMPING, {}) == {"works", "why", "bar", "photo"}, "nothing is passed over before the answer"


def test_a_jump_may_lead_to_the_end_and_never_back() -> None:
    to_end = (msgspec.structs.replace(JUMPING[0], jump_to=TO_END), *JUMPING[1:])
    assert visible(to_end, says(works={"answer": "yes"})) == {"works"}
    back = (*JUMPING[:3], msgspec.structs.replace(
        JUMPING[3], jump_to="why", jump_if=(Condition("photo", "answered"),)
    ))
    assert len(visible(back, says(photo={"text": "ja"}))) == 4
    assert [one.code for one in validate(back)] == ["jump_back"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6), st.integers(0, 1023))
def test_whatever_is_jumped_over_the_walk_goes_on_and_ends(jumps: list[tuple[int, int]], answered: int) -> None:
    targets = dict(jumps)
    steps = tuple(
        Element(
            id=str(n), kind="yes_no", title=SV, jump_to=str(targets[n]) if n in targets else "",
            jump_if=(Condition(str(n), "eq", "yes"),) if n in targets else (),
        )
        for n in range(10)
    )
    answers = {str(n): Answer({"answer": "yes" if answered & (1 << n) else "no"}) for n in range(10)}
    shown = visible(steps, answers)
    assert "0" in shown
    walk, here = [], next_step(steps, answers, None)
    while here is not None:
        walk.append(here)
        here = next_step(steps, answers, here)
    assert walk == [step.id for step in steps if step.id in shown]
    for step in steps:
        because = skipped_because(steps, step, answers)
        assert (because is None) == (step.id in shown)


@pytest.mark.parametrize(("steps", "code"), [
    ((BLOCK[0], AFTER), "repeat_empty"),
    ((*BLOCK, AFTER, msgspec.structs.replace(AFTER, id="late", within="groups")), "repeat_apart"),
    ((AFTER, msgspec.structs.replace(BLOCK[0], within="x")), "repeat_nested"),
    ((*BLOCK, msgspec.structs.replace(AFTER, show_if=(Condition("leak", "eq", "yes"),))), "inside_block"),
    ((*BLOCK, Element(id="sum", kind="calculated", title=SV, formula="{a} + 1")), "inside_block"),
    ((msgspec.structs.replace(JUMPING[0], jump_if=()), *JUMPING[1:]), "jump_always"),
    ((msgspec.structs.replace(JUMPING[0], jump_to="a"), *BLOCK), "jump_into"),
    ((Element(id="t", kind="time", title=SV, preset=Decimal(2000)),), "preset"),
    ((msgspec.structs.replace(BLOCK[0], preset=Decimal(0)), *BLOCK[1:]), "preset"),
])
def test_what_is_wrong_is_found_before_it_is_published(steps: tuple[Element, ...], code: str) -> None:
    assert code in [one.code for one in validate(steps)]
    assert validate((*BLOCK, AFTER)) == validate(JUMPING) == ()


@pytest.mark.parametrize(("step", "value", "kept"), [
    (Element(id="t", kind="time"), {"value": "30"}, {"value": "30"}),
    (Element(id="t", kind="time"), {"value": "1441"}, None),
    (Element(id="t", kind="time"), {"value": "1.5"}, None),
    (Element(id="m", kind="material", item_id="i"), {"value": "1,5", "item": "other"}, {"value": "1.5", "item": "i"}),
    (Element(id="m", kind="material"), {"value": "1"}, None),
    (Element(id="m", kind="material"), {"value": "0"}, {"value": "0"}),
    (Element(id="m", kind="material"), {"value": "1", "item": "i"}, {"value": "1", "item": "i"}),
    (Element(id="m", kind="material", item_id="i"), {"value": "-1"}, None),
    (Element(id="m", kind="material"), {"value": "1", "item": ["i"]}, None),
    (BLOCK[0], {"value": "21"}, None), (BLOCK[0], {"value": "3"}, {"value": "3"}),
])
def test_amounts_are_kept_in_one_form(step: Element, value: dict[str, object], kept: object) -> None:
    assert canonical(step, value) == kept
    assert NO_ANSWER.value == {}
