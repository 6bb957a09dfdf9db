"""A formula is read or refused, and worked out as on paper."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.checklist import Answer, Condition, Element, verdict
from core.rules.checklist_answers import canonical
from core.rules.checklist_calculation import calculated
from core.rules.checklist_course import progress, required_left, visible
from core.rules.checklist_problems import validate
from core.rules.formula import FormulaError, read_formula


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"), ("(1+2)×3", "9"), ("8 / 4 / 2", "1"), ("10 − 4 − 3", "3"), ("-2 * -3", "6"),
        ("0,5 + 1.5", "2.0"), ("{a} / {b-2}", "2"), ("((({a})))", "6"), ("{a} ÷ ({b-2} − 3)", None),
        ("{gone} + 1", None), ("{a} * 999999999 * 999999999", None),
    ],
)
def test_a_formula_is_worked_out(text: str, value: str | None) -> None:
    result = read_formula(text).value({"a": Decimal(6), "b-2": Decimal(3)})
    assert result == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["", "  ", "1 +", "(1", "1)", "1 2", "{}", "{a", "a + b", "2 ** 3", "()", "1 + #9"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text)


@given(st.text("0123456789.,+-*/() {}ab×÷−", max_size=60) | st.integers(1, 399).map(lambda n: "(" * n))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    try:
        formula = read_formula(text)
    except FormulaError:
        return
    result = formula.value({"a": Decimal("1e11"), "b": Decimal(0)})
    assert result is None or abs(result) < Decimal(10) ** 12


COMPUTE = {"+": Decimal.__add__, "-": Decimal.__sub__, "*": Decimal.__mul__}
written = st.recursive(
    st.integers(0, 99).map(lambda number: (str(number), Decimal(number))),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
        lambda parts: (f"({parts[0][0]} {parts[1]} {parts[2][0]})", COMPUTE[parts[1]](parts[0][1], parts[2][1]))
    ),
    max_leaves=5,
)


@given(written)
def test_whole_numbers_come_out_as_in_arithmetic(formula: tuple[str, Decimal]) -> None:
    assert read_formula(formula[0]).value({}) == formula[1]


STEPS = (
    Element(id="used", kind="number", title={"sv": "Liter"}),
    Element(id="cups", kind="counter", title={"sv": "Koppar"}, show_if=(Condition("used", "gt", "0"),)),
    Element(
        id="each", kind="calculated", title={"sv": "Per kopp"}, formula="{used} / {cups}", decimals=2,
        ok_high=Decimal("0.5"), required=True,
    ),
    Element(id="why", kind="text", title={"sv": "Varför?"}, show_if=(Condition("each", "gt", "0.5"),)),
)


def given_answers(**values: str) -> dict[str, Answer]:
    return {one: Answer({"value": value}) for one, value in values.items()}


def test_a_calculated_step_answers_itself_is_judged_and_opens_others() -> None:
    answers = given_answers(used="2", cups="3")
    found = calculated(STEPS, answers)
    assert found == {"each": Answer({"value": "0.67"})}
    assert verdict(STEPS[2], found["each"].value) == "warn"
    assert "why" in visible(STEPS, {**answers, **found})


def test_without_its_numbers_it_says_nothing_and_stops_nobody() -> None:
    for answers in ({}, given_answers(used="2"), given_answers(used="2", cups="0"), given_answers(used="0", cups="3")):
        assert calculated(STEPS, answers) == {}
    assert required_left(STEPS, {}) == ()
    assert progress(STEPS[2:3], {}) == (1, 1)


def test_nobody_answers_it_by_hand() -> None:
    assert canonical(STEPS[2], {"value": "1"}) is None
    assert canonical(STEPS[2], {"cannot": True}) is None


def test_a_formula_counts_on_earlier_numbers_only() -> None:
    assert validate(STEPS) == ()
    early = (STEPS[2], *STEPS[:2])
    assert {(one.code, one.element_id) for one in validate(early)} == {("formula_step", "each")}
    for formula in ("", "1 + 1", "{used} +"):
        wrong = (STEPS[0], Element(id="x", kind="calculated", title={"sv": "X"}, formula=formula))
        assert [one.code for one in validate(wrong)] == ["formula"]
    words = (Element(id="t", kind="text", title={"sv": "T"}), Element(id="x", kind="calculated", title={"sv": "X"},
                                                                    formula="{t} + 1"))
    assert [one.code for one in validate(words)] == ["formula_step"]
