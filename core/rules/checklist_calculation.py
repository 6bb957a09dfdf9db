"""The answers that a checklist gives itself: calculated steps, from the numbers given before them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.rules.checklist import NO_ANSWER, NUMBERS, Answer, Answers, Element, measured
from core.rules.checklist_course import visible
from core.rules.formula import FormulaError, read_formula


def calculated(elements: Sequence[Element], answers: Answers) -> dict[str, Answer]:
    """Answers of the shown calculated steps; one without all its numbers has none. A hidden step gives no number."""
    known = {one.id: answers[one.id] for one in elements if one.id in answers and one.kind != "calculated"}
    found: dict[str, Answer] = {}
    for element in elements:
        if element.kind != "calculated":
            continue
        shown = visible(elements, known)
        number = _value(element, _numbers(elements, known, shown)) if element.id in shown else None
        if number is not None:
            photos = answers.get(element.id, NO_ANSWER).photos
            found[element.id] = known[element.id] = Answer({"value": format(number, "f")}, photos)
    return found


def _numbers(elements: Sequence[Element], known: Answers, shown: frozenset[str]) -> dict[str, Decimal]:
    given = {
        one.id: measured(known[one.id].value)
        for one in elements if one.kind in NUMBERS and one.id in shown and one.id in known
    }
    return {one: number for one, number in given.items() if number is not None}


def _value(element: Element, numbers: dict[str, Decimal]) -> Decimal | None:
    try:
        result = read_formula(element.formula).value(numbers)
    except FormulaError:
        return None
    places = min(max(element.decimals, 0), 4)
    return None if result is None else result.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
