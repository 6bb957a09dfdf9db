"""What a step's options do: values that must be corrected or explained, the most photos, offers, and new warnings."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.checklist import (
    Answer,
    Condition,
    Element,
    answered,
    deviates,
    full,
    held,
    read_elements,
    settled,
    verdict,
    write_elements,
)  # fmt: skip
from core.rules.checklist_answers import canonical
from core.rules.checklist_course import next_step, progress, required_left, visible
from core.rules.checklist_problems import Problem, validate

_TITLE = {"sv": "Steg", "en": "Step"}
PRESSURE = Element(
    id="p", kind="measure", title=_TITLE, low=Decimal("0.4"), ok_low=Decimal("0.8"), ok_high=Decimal("1.2"),
    high=Decimal("1.6"), blocks=True,
)
AFTER = Element(id="after", kind="yes_no", title=_TITLE)


def codes(*elements: Element) -> list[tuple[str, str]]:
    return [(problem.element_id, problem.code) for problem in validate(elements)]


# ---- Warn or block --------------------------------------------------------------------------------------------------


@given(st.decimals(Decimal(-5), Decimal(5), places=2), st.text(max_size=8), st.booleans(), st.booleans())
def test_a_value_outside_its_limits_blocks_until_it_is_corrected_or_explained_and_never_the_way_on(
    number: Decimal, reason: str, blocks: bool, required: bool
) -> None:
    step = msgspec.structs.replace(PRESSURE, blocks=blocks, required=required)
    answer = Answer({"value": str(number)}, reason=reason)
    outside = deviates(verdict(step, answer.value))
    stops = blocks and outside and not reason.strip()
    assert held(step, answer) is stops
    assert answered(step, answer)
    assert required_left((step, AFTER), {"p": answer}) == (("p",) if stops else ())
    assert progress((step, AFTER), {"p": answer}) == (0 if stops else 1, 2)
    assert next_step((step, AFTER), {"p": answer}, "p") == "after"
    assert visible((step, AFTER), {"p": answer}) == {"p", "after"}


def test_what_cannot_be_measured_with_a_reason_blocks_nothing() -> None:
    assert settled(PRESSURE, Answer({"cannot": True}, reason="Manometern är trasig"))


@given(st.booleans(), st.booleans(), st.booleans())
def test_a_wrong_code_blocks_as_a_wrong_value_does(matches: bool, explained: bool, blocks: bool) -> None:
    step = Element(id="s", kind="scan", title=_TITLE, expects="article", blocks=blocks)
    answer = Answer({"code": "7310", "matches": matches}, reason="Ny artikel, samma del" if explained else "")
    assert held(step, answer) is (blocks and not matches and not explained)


# ---- Photos ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 30))
def test_a_step_that_may_be_published_can_be_done_with_the_photos_it_takes(least: int, most: int, taken: int) -> None:
    step = Element(id="f", kind="photo", title=_TITLE, photo_min=least, photo_max=most)
    assert full(step, taken) is (most > 0 and taken >= most)
    if not validate((step,)):
        assert not full(step, step.photos_needed - 1)
        assert answered(step, Answer({}, photos=step.photos_needed))


def test_fewer_photos_at_most_than_at_least_is_said() -> None:
    found = validate((Element(id="f", kind="photo", title=_TITLE, photo_min=3, photo_max=2),))
    assert found == (Problem("photo_max", "f", {"least": 3, "most": 20}),)


# ---- Kept, read and warned of ---------------------------------------------------------------------------------------

_OPTIONS: dict[str, Any] = {
    "blocks": True, "photo_max": 3, "offer": {"sv": "Utan anmärkning"}, "expects": "machine", "paper_id": "d",
    "paper_page": 4, "diagram_id": "g", "hotspot_id": "h", "preset": Decimal("1.5"),
}


@given(st.sets(st.sampled_from(sorted(_OPTIONS))))
def test_options_are_stored_only_where_they_are_used_and_read_again(names: set[str]) -> None:
    step = Element(id="a", kind="measure", title=_TITLE, **{name: _OPTIONS[name] for name in names})
    (stored,) = write_elements((step,))
    assert set(stored) == {"id", "kind", "title", *names}
    assert read_elements([stored]) == (step,)


def test_a_version_published_before_there_were_options_reads_as_it_did() -> None:
    (old,) = read_elements([{"id": "p", "kind": "measure", "ok_high": "1.2"}])
    assert not held(old, Answer({"value": "9"}))
    assert (old.photo_max, old.expects, old.offer, old.paper_id, old.diagram_id) == (0, "", {}, "", "")


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Element(id="a", kind="measure", title=_TITLE, blocks=True), "blocks_nothing"),
        (Element(id="a", kind="scan", title=_TITLE, blocks=True), "blocks_nothing"),
        (Element(id="a", kind="number", title=_TITLE, ok_high=Decimal(5), preset=Decimal(6)), "preset_outside"),
        (Element(id="a", kind="counter", title=_TITLE, preset=Decimal(-1)), "preset"),
        (Element(id="a", kind="date", title=_TITLE, preset=Decimal(9000)), "preset"),
        (Element(id="a", kind="instruction", title=_TITLE, paper_id="d", paper_page=0), "paper_page"),
    ],
)
def test_an_option_that_does_nothing_or_contradicts_is_said_before_publishing(step: Element, code: str) -> None:
    assert codes(step) == [("a", code)]


@pytest.mark.parametrize(
    "step",
    [
        PRESSURE, Element(id="a", kind="scan", title=_TITLE, match_machine=True, blocks=True),
        Element(id="a", kind="counter", title=_TITLE, ok_low=Decimal(6), blocks=True, preset=Decimal(6)),
        Element(id="a", kind="date", title=_TITLE, preset=Decimal(180)),
        Element(id="a", kind="number", title=_TITLE, preset=Decimal(-3)),
        Element(id="a", kind="photo", title=_TITLE, photo_min=2, photo_max=2),
    ],
)
def test_options_that_make_sense_are_published(step: Element) -> None:
    assert validate((step,)) == ()


def test_a_step_that_asks_a_step_which_is_never_shown_with_that_answer_is_unreachable() -> None:
    first = Element(id="leak", kind="yes_no", title=_TITLE)
    second = Element(id="where", kind="yes_no", title=_TITLE, show_if=(Condition("leak", "eq", "yes"),))
    third = Element(
        id="dry", kind="yes_no", title=_TITLE,
        show_if=(Condition("where", "eq", "yes"), Condition("leak", "eq", "no")),
    )
    assert codes(first, second, third) == [("dry", "unreachable")]
    assert not any(
        "dry" in visible((first, second, third), {"leak": Answer({"answer": a}), "where": Answer({"answer": b})})
        for a in ("yes", "no", "na") for b in ("yes", "no", "na")
    )


def test_a_step_shown_only_by_the_answer_that_passes_over_it_is_said() -> None:
    leak = Element(
        id="leak", kind="yes_no", title=_TITLE, jump_to="end", jump_if=(Condition("leak", "eq", "yes"),)
    )
    where = Element(id="where", kind="text", title=_TITLE, show_if=(Condition("leak", "eq", "yes"),))
    assert validate((leak, where)) == (Problem("passed_over", "where", {"step": "leak"}),)
    assert codes(leak, msgspec.structs.replace(where, show_if=(Condition("leak", "eq", "no"),))) == []


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["eq", "ne"]), st.sampled_from(["yes", "no", "na"])),
             max_size=3),
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["eq", "ne"]), st.sampled_from(["yes", "no", "na"])),
             max_size=2),
)
def test_what_is_called_unreachable_is_shown_by_no_answers(
    last: list[tuple[str, Any, str]], middle: list[tuple[str, Any, str]]
) -> None:
    """Three questions and a step after them: every set of answers is tried."""
    questions = [
        Element(id=one, kind="yes_no", title=_TITLE,
                show_if=tuple(Condition(*row) for row in middle) if one == "c" else ())
        for one in "abc"
    ]
    steps = (*questions, Element(id="last", kind="yes_no", title=_TITLE, show_if=tuple(Condition(*r) for r in last)))
    said = {problem.element_id for problem in validate(steps)}
    answers = ("yes", "no", "na")
    shown: set[str] = set()
    for a in answers:
        for b in answers:
            for c in answers:
                given_answers = {"a": Answer({"answer": a}), "b": Answer({"answer": b}), "c": Answer({"answer": c})}
                shown |= visible(steps, given_answers)
    assert said == {"c", "last"} - shown


@given(st.booleans() | st.none(), st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_a_scanned_code_is_kept_with_what_is_known_of_it(matches: bool | None, found: str, code: str) -> None:
    step = Element(id="s", kind="scan")
    kept = canonical(step, {"code": code, "found": found, **({} if matches is None else {"matches": matches})})
    if not code.strip():
        assert kept is None
        return
    assert kept is not None
    assert kept.get("matches") is matches
    assert kept.get("found", "") == found[:120]
    assert canonical(step, kept) == kept
