"""A checklist's course: which of its steps the answers call for, which must be answered, and which comes next."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from core.rules.checklist import (
    NO_ANSWER,
    NUMBERS,
    TO_END,
    Answer,
    Answers,
    Condition,
    Element,
    answered,
    chosen,
    measured,
    settled,
    verdict,
)  # fmt: skip


def visible(elements: Sequence[Element], answers: Answers) -> frozenset[str]:
    """Ids of the steps that the answers so far call for."""
    course = _Course(elements, answers)
    return frozenset(element.id for element in elements if course.shows(element.id))


def skipped_because(elements: Sequence[Element], element: Element, answers: Answers) -> Condition | None:
    """The first condition that keeps a step hidden: its own, or that of a jump over it; None when it is shown."""
    course = _Course(elements, answers)
    for condition in element.show_if:
        if not course.meets(condition):
            return condition
    jump = course.jump_over(element.id)
    return jump.jump_if[0] if jump is not None else None


class _Course:
    """Which steps these answers call for; each step is looked at once."""

    def __init__(self, elements: Sequence[Element], answers: Answers) -> None:
        self._answers = answers
        self._by_id = {element.id: element for element in elements}
        self._places = {element.id: place for place, element in reversed(list(enumerate(elements)))}
        self._jumps = [element for element in elements if element.jump_to and element.jump_if]
        self._known: dict[str, bool] = {}

    def shows(self, element_id: str, asking: frozenset[str] = frozenset()) -> bool:
        if element_id in self._known:
            return self._known[element_id]
        element = self._by_id.get(element_id)
        if element is None or element_id in asking:
            return False
        asking |= {element_id}
        shown = all(self.meets(condition, asking) for condition in element.show_if)
        self._known[element_id] = result = shown and self.jump_over(element_id, asking) is None
        return result

    def meets(self, condition: Condition, asking: frozenset[str] = frozenset()) -> bool:
        if not self.shows(condition.element, asking):
            return False
        return _met(condition, self._by_id[condition.element], self._answers.get(condition.element, NO_ANSWER))

    def jump_over(self, element_id: str, asking: frozenset[str] = frozenset()) -> Element | None:
        """The earlier step whose answer leads past this one."""
        place = self._places[element_id]
        for jump in self._jumps:
            target = len(self._places) if jump.jump_to == TO_END else self._places.get(jump.jump_to, -1)
            if self._places[jump.id] < place < target and self.shows(jump.id, asking) and all(
                self.meets(condition, asking) for condition in jump.jump_if
            ):
                return jump
        return None


def _met(condition: Condition, element: Element, answer: Answer) -> bool:
    value = answer.value
    if condition.op == "answered":
        return answered(element, answer)
    if condition.op == "verdict":
        return verdict(element, value, answer.photos) == condition.value
    if not value or value.get("cannot") is True:
        return False
    if condition.op == "contains":
        return condition.value in chosen(value)
    if element.kind in NUMBERS:
        number, limit = measured(value), measured({"value": condition.value})
        return number is not None and limit is not None and _COMPARE[condition.op](number, limit)
    given = chosen(value) if element.kind == "choice" else (str(value.get("answer", value.get("text", ""))),)
    if condition.op == "eq":
        return condition.value in given
    return condition.op == "ne" and condition.value not in given


_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}


def next_step(elements: Sequence[Element], answers: Answers, current: str | None) -> str | None:
    """The shown step after this one (the first when there is none); None after the last."""
    return _following(elements, visible(elements, answers), current)


def previous_step(elements: Sequence[Element], answers: Answers, current: str | None) -> str | None:
    """The shown step before this one; None before the first."""
    return _following(tuple(reversed(elements)), visible(elements, answers), current)


def _following(elements: Sequence[Element], shown: frozenset[str], current: str | None) -> str | None:
    passed = current is None
    for element in elements:
        if passed and element.is_step and element.id in shown:
            return element.id
        passed = passed or element.id == current
    return None


def required_now(elements: Sequence[Element], answers: Answers) -> frozenset[str]:
    """Ids of the shown steps that must be answered: always, because of earlier answers, or because they are begun.

    Who answers a step that asks for photos owes them, also where the step itself is free; and so what corrects or
    explains a value that may not stand as it is.
    """
    by_id = {element.id: element for element in elements}
    shown = visible(elements, answers)

    def called_for(condition: Condition) -> bool:
        asked = by_id.get(condition.element)
        return asked is not None and asked.id in shown and _met(condition, asked, answers.get(asked.id, NO_ANSWER))

    def owed(element: Element) -> bool:
        answer = answers.get(element.id, NO_ANSWER)
        return bool(answer.value or answer.photos) and not settled(element, answer)

    return frozenset(
        element.id for element in elements
        if element.is_step and element.id in shown and (
            element.required or (bool(element.require_if) and all(map(called_for, element.require_if)))
            or owed(element)
        )
    )


def required_left(elements: Sequence[Element], answers: Answers) -> tuple[str, ...]:
    """Shown and required steps without an answer that may stand, in order: what the checkout waits for."""
    required = required_now(elements, answers)
    return tuple(
        element.id
        for element in elements
        if element.id in required and not settled(element, answers.get(element.id, NO_ANSWER))
    )


def progress(elements: Sequence[Element], answers: Answers) -> tuple[int, int]:
    """(done, total) steps: a step that the answers do not call for counts as done."""
    shown = visible(elements, answers)
    steps = [element for element in elements if element.is_step]
    done = sum(element.id not in shown or settled(element, answers.get(element.id, NO_ANSWER)) for element in steps)
    return done, len(steps)
