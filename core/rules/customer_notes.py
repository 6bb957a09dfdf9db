"""What of a checklist concerns the customer before he signs, and what he confirms with his name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.rules.checklist import NO_ANSWER, NUMBERS, Answers, Element, deviates, verdict
from core.rules.checklist_course import visible
from core.rules.lifecycle import OUTCOMES

WORKS = "works"
"""He confirms that the machine works and the place is clean; else the outcome itself is what he confirms."""


def remarked(elements: Sequence[Element], answers: Answers) -> tuple[Element, ...]:
    """The shown steps that came out as a deviation; a value outside its limits has a sentence of its own."""
    return tuple(
        element for element, worth in _answered(elements, answers) if worth == "fail" and element.kind not in NUMBERS
    )


def advised(elements: Sequence[Element], answers: Answers) -> tuple[Element, ...]:
    """The answered steps that are meant for the customer, whatever their answer is."""
    return tuple(
        element for element, worth in _answered(elements, answers)
        if element.for_customer and worth not in ("fail", "skipped", "none")
    )


def _answered(elements: Sequence[Element], answers: Answers) -> Iterator[tuple[Element, str]]:
    shown = visible(elements, answers)
    for element in elements:
        answer = answers.get(element.id, NO_ANSWER)
        if element.id in shown and answer.value:
            yield element, verdict(element, answer.value, answer.photos)


def confirmed(shown: Mapping[str, Any]) -> str:
    """What a signature under this statement confirms: WORKS, an outcome, or nothing that is known.

    It follows from what the statement's fingerprint binds, so that it cannot be told apart from what was signed. The
    statement may come from outside, and then says whatever it likes.
    """
    outcome = shown.get("outcome")
    if not isinstance(outcome, str) or outcome not in OUTCOMES:
        return ""
    return WORKS if outcome == "solved" and not any(map(deviates, _verdicts(shown))) else outcome


def _verdicts(shown: Mapping[str, Any]) -> set[str]:
    lists = [one for one in _rows(shown.get("checklists")) if isinstance(one, Mapping)]
    steps = [step for one in lists for step in _rows(one.get("steps")) if isinstance(step, Mapping)]
    return {str(step.get("verdict")) for step in steps}


def _rows(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()
