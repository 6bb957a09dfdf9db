"""What the customer must read before he signs, and what his name may stand for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.checklist import Answer, Element, Option
from core.rules.customer_notes import WORKS, advised, confirmed, remarked
from core.rules.lifecycle import OUTCOMES

STEPS = (
    Element(id="clean", kind="yes_no", deviation=("no",)),
    Element(id="check", kind="choice", options=(Option("fine"), Option("remark")), deviation=("remark",)),
    Element(id="advice", kind="text", for_customer=True),
    Element(id="inside", kind="text"),
)
WORDS = st.sampled_from(["outcome", "checklists", "steps", "verdict"])
JUNK = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner), max_leaves=8,
)


def shown(outcome: str, *verdicts: str) -> dict[str, Any]:
    return {"outcome": outcome, "checklists": [{"steps": [{"verdict": one} for one in verdicts]}]}


def test_deviations_and_recommendations_are_told_and_nothing_else() -> None:
    answers = {
        "clean": Answer({"answer": "yes"}), "check": Answer({"choice": ["remark"]}),
        "advice": Answer({"text": "Byt filtret"}), "inside": Answer({"text": "Nyckeln i skåpet"}),
    }
    assert [one.id for one in remarked(STEPS, answers)] == ["check"]
    assert [one.id for one in advised(STEPS, answers)] == ["advice"]
    assert remarked(STEPS, {}) == advised(STEPS, {}) == ()


@given(outcome=st.sampled_from(OUTCOMES), verdicts=st.lists(st.sampled_from(["ok", "warn", "fail", "skipped", "none"])))
def test_only_a_solved_job_without_a_deviation_is_confirmed_to_work(outcome: str, verdicts: list[str]) -> None:
    clean = not {"warn", "fail"} & set(verdicts)
    assert confirmed(shown(outcome, *verdicts)) == (WORKS if outcome == "solved" and clean else outcome)


@given(st.dictionaries(st.sampled_from(["outcome", "checklists"]), JUNK))
def test_a_statement_from_outside_confirms_only_what_is_known(statement: dict[str, Any]) -> None:
    assert confirmed(statement) in ("", WORKS, *OUTCOMES)


@pytest.mark.parametrize("outcome", ["", "fine", None, ["solved"]])
def test_no_outcome_confirms_nothing(outcome: Any) -> None:
    assert confirmed({"outcome": outcome}) == ""
