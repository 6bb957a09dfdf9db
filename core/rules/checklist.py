"""A checklist's steps: their form, which of them are shown, what an answer is worth, and which step comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import msgspec

from core.errors import UserError

Words = dict[str, str]
"""A text by language: {"sv": …, "en": …}."""
Kind = Literal[
    "heading", "instruction", "yes_no", "choice", "measure", "text", "photo", "number", "counter", "date",
    "calculated", "scan", "signature", "time", "material", "repeat",
]
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "answered", "verdict"]
Verdict = Literal["ok", "warn", "fail", "none", "skipped"]
YES_NO = ("yes", "no", "na")
NUMBERS = ("measure", "number", "counter", "calculated", "time", "material", "repeat")
"""Kinds whose answer is a number, to be compared as one."""
MAX_DIGITS = 12
MOST_WHOLE_DIGITS = 8
TO_END = "end"
"""The target of a jump that passes over everything that is left."""


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of «visa om» or «kräv om»: an earlier step's answer compared with `value`.

    eq and ne compare a yes_no answer, a number or a text; contains asks for a chosen option's id; lt … ge
    compare a number; answered is true for any answer; verdict compares the step's verdict. A step that is
    hidden or not yet answered meets no condition.
    """

    element: str
    op: Operator = "eq"
    value: str = ""


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """A choice's alternative; its id stays the same across versions. `exclusive` («None of them») stands alone."""

    id: str
    text: Words = {}
    exclusive: bool = False


class Element(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One step; its id stays the same across versions.

    `low`–`high` is what the gauge spans, `ok_low`–`ok_high` what is approved: outside the approved range warns,
    outside the gauge fails. `deviation` lists the yes_no answers or option ids that are deviations. `reading` names
    the measured quantity in the machine's history. `phrases` are ready-made texts to tap. `with_time` asks a date for
    its time of day too. `formula` is what a calculated step makes of earlier numbers, with their ids in braces.
    `match_machine` wants a scanned code to be the visit's own machine. `role` says who signs: technician or customer.
    `require_if` makes a step required when all its rows are met; `required` makes it so always.

    `preset` is what a step offers before it is answered: minutes of `time_kind`, a quantity of `item_id` (any article
    when empty), or how many times a block is repeated. A «repeat» step repeats the steps that name it in `within`, so
    often as it says, or once for each machine (`per` = machine); each time is called by `each` and its number.
    When all rows of `jump_if` are met, what comes next is `jump_to`; the steps between are passed over.
    `follow_up` proposes another visit when the step came out as a deviation. `for_customer` shows the answer to the
    customer before he signs; deviations and values outside their limits he is always shown.
    `copy_of` and `machine_id` are set only in the copies that `core.rules.checklist_repeat` makes.
    """

    id: str
    kind: Kind
    title: Words = {}
    help: Words = {}
    required: bool = False
    options: tuple[Option, ...] = ()
    multiple: bool = False
    unit: str = ""
    decimals: int = 0
    low: Decimal | None = None
    ok_low: Decimal | None = None
    ok_high: Decimal | None = None
    high: Decimal | None = None
    photo_min: int = 0
    show_if: tuple[Condition, ...] = ()
    require_if: tuple[Condition, ...] = ()
    deviation: tuple[str, ...] = ()
    phrases: tuple[Words, ...] = ()
    image_sha256: str = ""
    reading: str = ""
    with_time: bool = False
    formula: str = ""
    match_machine: bool = False
    role: str = ""
    preset: Decimal | None = None
    time_kind: str = ""
    item_id: str = ""
    within: str = ""
    per: Literal["", "machine"] = ""
    each: Words = {}
    jump_to: str = ""
    jump_if: tuple[Condition, ...] = ()
    follow_up: bool = False
    for_customer: bool = False
    copy_of: str = ""
    machine_id: str = ""

    @property
    def is_step(self) -> bool:
        """Whether it asks something: a heading does not, nor does a block that is repeated for every machine."""
        return self.kind != "heading" and not (self.kind == "repeat" and self.per == "machine")

    @property
    def photos_needed(self) -> int:
        """How many photos the step must have to be answered."""
        return max(self.photo_min, 1) if self.kind == "photo" else self.photo_min


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest answer of a step with the photos that lie on it; an empty `value` is no answer."""

    value: Mapping[str, Any]
    photos: int = 0
    reason: str = ""


NO_ANSWER = Answer({})
Answers = Mapping[str, Answer]
"""Answers by element id."""


class ChecklistFormatError(UserError):
    """The stored steps are not in this form; `params["detail"]` says where."""

    def __init__(self, detail: str) -> None:
        super().__init__("visit.error_checklist_format", detail=detail)


def read_elements(stored: Sequence[Any]) -> tuple[Element, ...]:
    """The steps as stored in a version; raises ChecklistFormatError for anything else."""
    try:
        elements = msgspec.convert(stored, tuple[Element, ...], strict=False)
    except (msgspec.ValidationError, InvalidOperation, ValueError, TypeError) as error:
        raise ChecklistFormatError(str(error)) from error
    seen: set[str] = set()
    for element in elements:
        if not element.id or len(element.id) > 36 or element.id in seen:
            raise ChecklistFormatError(f"id {element.id!r}")
        seen.add(element.id)
    return elements


def write_elements(elements: Sequence[Element]) -> list[Any]:
    """The steps as they are stored: JSON-ready, defaults left out."""
    stored: list[Any] = msgspec.json.decode(msgspec.json.encode(list(elements)))
    return stored


def words(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, or in another one that it has."""
    return texts.get(language) or texts.get("sv") or next(iter(texts.values()), "")


# Answers


def measured(value: Mapping[str, Any]) -> Decimal | None:
    """The number of a measure's answer, written with point or comma; None when there is none."""
    raw = value.get("value")
    if raw is None or isinstance(raw, bool):
        return None
    try:
        number = Decimal(str(raw).strip().replace(",", ".").replace("−", "-").replace("\u00a0", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** MAX_DIGITS else None


def chosen(value: Mapping[str, Any]) -> tuple[str, ...]:
    """What a choice's answer holds."""
    raw = value.get("choice")
    return tuple(str(one) for one in raw) if isinstance(raw, (list, tuple)) else ()


def answered(element: Element, answer: Answer) -> bool:
    """Whether the step is done: an answer where one is asked for, and enough photos."""
    if not element.is_step:
        return True
    if answer.photos < element.photos_needed:
        # What cannot be measured needs no picture of the gauge either.
        return answer.value.get("cannot") is True
    # What is calculated asks nothing of the technician, so it is never in his way.
    return element.kind in ("photo", "calculated") or bool(answer.value)


def verdict(element: Element, value: Mapping[str, Any], photos: int = 0) -> Verdict:
    """What an answer is worth: ok, warn, fail, skipped (not applicable, could not be done) or none (no answer)."""
    if element.kind == "photo" and photos >= element.photos_needed:
        return "ok"
    if not value or not element.is_step:
        return "none"
    if value.get("cannot") is True or value.get("answer") == "na":
        return "skipped"
    if value.get("matches") is False:
        return "fail"
    if element.kind in NUMBERS:
        number = measured(value)
        return "none" if number is None else range_verdict(element, number)
    given = chosen(value) if element.kind == "choice" else (str(value.get("answer", "")),)
    return "fail" if any(one in element.deviation for one in given) else "ok"


def range_verdict(element: Element, number: Decimal) -> Verdict:
    """ok within the approved range, warn outside it, fail outside the whole gauge."""
    if (element.low is not None and number < element.low) or (element.high is not None and number > element.high):
        return "fail"
    below = element.ok_low is not None and number < element.ok_low
    above = element.ok_high is not None and number > element.ok_high
    return "warn" if below or above else "ok"


def deviates(worth: str) -> bool:
    """Whether it came out other than it should: a deviation, or a value outside its approved range or its gauge."""
    return worth in ("warn", "fail")


def calls_for_return(element: Element, worth: str) -> bool:
    """Whether a step that came out so proposes another visit by itself: it does not when nobody asked it to."""
    return element.follow_up and deviates(worth)


def may_be_negative(element: Element) -> bool:
    """Whether a number below zero can be typed: what an instrument shows always, also under a gauge that begins at zero
    (−1 °C in a fridge fails, but it is what was measured); a plain number unless its lowest limit forbids it."""
    return element.kind == "measure" or (element.kind == "number" and (element.low is None or element.low < 0))


def whole_digits(element: Element) -> int:
    """How many digits before the decimal sign make sense: ten times what the gauge spans, or anything without one."""
    limits = [abs(one) for one in (element.low, element.ok_low, element.ok_high, element.high) if one is not None]
    return len(str(int(max(limits)))) + 1 if limits else MOST_WHOLE_DIGITS


# What is shown, and what comes next


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

    Who answers a step that asks for photos owes them, also where the step itself is free.
    """
    by_id = {element.id: element for element in elements}
    shown = visible(elements, answers)

    def called_for(condition: Condition) -> bool:
        asked = by_id.get(condition.element)
        return asked is not None and asked.id in shown and _met(condition, asked, answers.get(asked.id, NO_ANSWER))

    def owed(element: Element) -> bool:
        answer = answers.get(element.id, NO_ANSWER)
        return bool(answer.value or answer.photos) and not answered(element, answer)

    return frozenset(
        element.id for element in elements
        if element.is_step and element.id in shown and (
            element.required or (bool(element.require_if) and all(map(called_for, element.require_if)))
            or owed(element)
        )
    )


def required_left(elements: Sequence[Element], answers: Answers) -> tuple[str, ...]:
    """Shown and required steps without an answer, in order: what stands between the technician and checkout."""
    required = required_now(elements, answers)
    return tuple(
        element.id
        for element in elements
        if element.id in required and not answered(element, answers.get(element.id, NO_ANSWER))
    )


def progress(elements: Sequence[Element], answers: Answers) -> tuple[int, int]:
    """(done, total) steps: a step that the answers do not call for counts as done."""
    shown = visible(elements, answers)
    steps = [element for element in elements if element.is_step]
    done = sum(element.id not in shown or answered(element, answers.get(element.id, NO_ANSWER)) for element in steps)
    return done, len(steps)
