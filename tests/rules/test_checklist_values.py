"""The form in which numbers, counts, moments, codes and signatures are kept, and what they lead to."""

from typing import Any, get_args

import msgspec
import pytest

from core.queries.checklist_run import answer_text
from core.rules.checklist import Condition, Element, Kind, Option, verdict
from core.rules.checklist_answers import canonical
from core.rules.checklist_course import required_left, visible
from core.rules.checklist_problems import validate
from core.texts import Texts
from tests.rules.test_checklist import says


@pytest.mark.parametrize(
    ("step", "value", "kept"),
    [
        (Element(id="n", kind="number"), {"value": "1 204,5"}, None),
        (Element(id="n", kind="number"), {"value": "1204,5"}, {"value": "1204.5"}),
        (Element(id="c", kind="counter"), {"value": 3}, {"value": "3"}),
        (Element(id="c", kind="counter"), {"value": "3,0"}, {"value": "3"}),
        (Element(id="c", kind="counter"), {"value": "2.5"}, None),
        (Element(id="c", kind="counter"), {"value": "-1"}, None),
        (Element(id="d", kind="date"), {"at": "2026-11-24"}, {"at": "2026-11-24"}),
        (Element(id="d", kind="date"), {"at": "2026-11-24T10:30:20"}, {"at": "2026-11-24"}),
        (Element(id="d", kind="date"), {"at": "2026-02-30"}, None),
        (Element(id="d", kind="date", with_time=True), {"at": "2026-11-24T10:30"}, {"at": "2026-11-24T10:30"}),
        (Element(id="d", kind="date", with_time=True), {"at": "2026-11-24"}, None),
        (Element(id="d", kind="date", with_time=True), {"at": "2026-11-24T10:30+01:00"}, None),
        (Element(id="s", kind="scan"), {"code": " M-1001 "}, {"code": "M-1001"}),
        (Element(id="s", kind="scan"), {"code": " "}, None),
        (Element(id="s", kind="scan"), {"code": "x" * 121}, None),
        (Element(id="u", kind="signature"), {"name": "James", "strokes": []}, None),
        (Element(id="u", kind="signature"), {"name": "James", "strokes": [[[0.1, 0.2, 0]]]}, None),
        (Element(id="u", kind="signature"), {"name": " ", "strokes": [[[0.1, 0.2], [0.3, 0.4]]]}, None),
        (Element(id="u", kind="signature"), {"name": "James", "strokes": [["a", "b"]]}, None),
        (
            Element(id="u", kind="signature"), {"name": " James ", "strokes": [[[0.1, 0.2, 0], [0.3, 0.4, 9]]]},
            {"name": "James", "strokes": [[[0.1, 0.2, 0], [0.3, 0.4, 9]]]},
        ),
    ],
)
def test_numbers_counts_and_moments_are_kept_in_one_form(step: Element, value: Any, kept: Any) -> None:
    assert canonical(step, value) == kept


def test_a_count_decides_about_later_steps() -> None:
    steps = (Element(id="c", kind="counter"), Element(id="x", kind="text", show_if=(Condition("c", "ge", "2"),)))
    assert "x" not in visible(steps, says(c={"value": "1"}))
    assert "x" in visible(steps, says(c={"value": "10"}))


def test_another_machines_code_is_a_deviation() -> None:
    step = Element(id="s", kind="scan", match_machine=True)
    assert verdict(step, {"code": "A", "matches": False}) == "fail"
    assert verdict(step, {"code": "A", "matches": True}) == verdict(step, {"code": "A"}) == "ok"


def test_an_answer_may_make_another_step_required() -> None:
    steps = (
        Element(id="q", kind="yes_no", title={"sv": "Läcker den?"}),
        Element(id="why", kind="text", title={"sv": "Var?"}, require_if=(Condition("q", "eq", "yes"),)),
    )
    assert validate(steps) == ()
    assert visible(steps, {}) == {"q", "why"}, "it can always be answered"
    assert required_left(steps, {}) == required_left(steps, says(q={"answer": "no"})) == ()
    assert required_left(steps, says(q={"answer": "yes"})) == ("why",)
    assert required_left(steps, says(q={"answer": "yes"}, why={"text": "Vid ventilen"})) == ()
    hidden = (Element(id="x", kind="yes_no"), msgspec.structs.replace(
        steps[0], show_if=(Condition("x", "eq", "yes"),)
    ), steps[1])
    assert required_left(hidden, says(q={"answer": "yes"})) == (), "a hidden step demands nothing"


GIVEN: dict[str, tuple[dict[str, Any], str, str]] = {
    "instruction": ({"read": True}, "Gjort", "Done"), "yes_no": ({"answer": "no"}, "Nej", "No"),
    "choice": ({"choice": ["a"]}, "Gott", "Good"), "measure": ({"value": "1.5"}, "1,5 bar", "1.5 bar"),
    "text": ({"text": "Ny packning"}, "Ny packning", "Ny packning"), "number": ({"value": "12"}, "12 bar", "12 bar"),
    "counter": ({"value": "3"}, "3 bar", "3 bar"), "calculated": ({"value": "0.5"}, "0,5 bar", "0.5 bar"),
    "date": ({"at": "2026-11-24"}, "24 november 2026", "24 November 2026"),
    "scan": ({"code": "M-1", "matches": False}, "M-1, en annan maskin", "M-1, another machine"),
    "signature": ({"name": "James", "strokes": []}, "Underskrivet av James", "Signed by James"),
    "time": ({"value": "75"}, "1\u00a0h 15\u00a0min", "1\u00a0h 15\u00a0min"),
    "repeat": ({"value": "2"}, "2 bar", "2 bar"),
    "material": ({"value": "2", "item": "gasket"}, "2 bar", "2 bar"),
}


@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if kind not in ("heading", "photo")])
def test_every_kind_of_answer_is_read_in_both_languages(kind: Any) -> None:
    value, swedish, english = GIVEN[kind]
    element = Element(id="x", kind=kind, unit="bar", options=(Option("a", {"sv": "Gott", "en": "Good"}),))
    assert answer_text(element, value, Texts("sv")) == swedish
    assert answer_text(element, value, Texts("en")) == english
