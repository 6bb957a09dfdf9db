"""A checklist's steps: their form, which of them are shown, what an answer is worth, and which step comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import msgspec

from core.errors import UserError
from core.rules.checklist_values import moment, scanned, signed, whole_count

Words = dict[str, str]
"""A text by language: {"sv": …, "en": …}."""
Kind = Literal[
    "heading", "instruction", "yes_no", "choice", "measure", "text", "photo", "number", "counter", "date",
    "calculated", "scan", "signature",
]
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "answered", "verdict"]
Verdict = Literal["ok", "warn", "fail", "none", "skipped"]
YES_NO = ("yes", "no", "na")
NUMBERS = ("measure", "number", "counter", "calculated")
"""Kinds whose answer is a number, to be compared as one."""
MAX_TEXT = 4000
MAX_DIGITS = 12


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
    """A choice's alternative; its id stays the same across versions."""

    id: str
    text: Words = {}


class Element(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One step; its id stays the same across versions.

    `low`–`high` is what the gauge spans, `ok_low`–`ok_high` what is approved: outside the approved range warns,
    outside the gauge fails. `deviation` lists the yes_no answers or option ids that are deviations. `reading` names
    the measured quantity in the machine's history. `phrases` are ready-made texts to tap. `with_time` asks a date for
    its time of day too. `formula` is what a calculated step makes of earlier numbers, with their ids in braces.
    `match_machine` wants a scanned code to be the visit's own machine. `role` says who signs: technician or customer.
    `require_if` makes a step required when all its rows are met; `required` makes it so always.
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

    @property
    def is_step(self) -> bool:
        return self.kind != "heading"

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


def canonical(element: Element, value: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer in the one form that is stored, or None when it is no answer to this step.

    Options may be named by id or by their text in any language. A number may have a comma. Empty stays empty.
    """
    if not value:
        return {}
    if value.get("cannot") is True and element.is_step and element.kind != "calculated":
        return {"cannot": True}
    return _CANONICAL[element.kind](element, value)


def _canonical_choice(element: Element, value: Mapping[str, Any]) -> dict[str, Any] | None:
    found: list[str] = []
    for name in chosen(value):
        match = next((o.id for o in element.options if name == o.id or name in o.text.values()), None)
        if match is None:
            return None
        if match not in found:
            found.append(match)
    if not found or (len(found) > 1 and not element.multiple):
        return None
    return {"choice": found}


def _canonical_measure(_element: Element, value: Mapping[str, Any]) -> dict[str, Any] | None:
    number = measured(value)
    return None if number is None else {"value": format(number, "f")}


def _canonical_text(_element: Element, value: Mapping[str, Any]) -> dict[str, Any] | None:
    text = value.get("text")
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        return None
    return {"text": text.strip()} if text.strip() else {}


_CANONICAL: dict[str, Callable[[Element, Mapping[str, Any]], dict[str, Any] | None]] = {
    "heading": lambda _element, _value: None,
    "instruction": lambda _element, value: {"read": True} if value.get("read") is True else None,
    "yes_no": lambda _element, value: {"answer": value["answer"]} if value.get("answer") in YES_NO else None,
    "choice": _canonical_choice,
    "measure": _canonical_measure,
    "text": _canonical_text,
    "photo": lambda _element, _value: {},
    "number": _canonical_measure,
    "calculated": lambda _element, _value: None,
    "scan": lambda _element, value: scanned(value),
    "signature": lambda _element, value: signed(value),
    "counter": lambda _element, value: _kept("value", whole_count(measured(value))),
    "date": lambda element, value: _kept("at", moment(value.get("at"), element.with_time)),
}


def _kept(name: str, text: str | None) -> dict[str, Any] | None:
    return None if text is None else {name: text}


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


# What is shown, and what comes next


def visible(elements: Sequence[Element], answers: Answers) -> frozenset[str]:
    """Ids of the steps that the answers so far call for."""
    by_id = {element.id: element for element in elements}
    known: dict[str, bool] = {}

    def shown(element_id: str, asking: frozenset[str]) -> bool:
        if element_id in known:
            return known[element_id]
        element = by_id.get(element_id)
        if element is None or element_id in asking:
            return False
        result = all(
            shown(condition.element, asking | {element_id})
            and _met(condition, by_id[condition.element], answers.get(condition.element, NO_ANSWER))
            for condition in element.show_if
        )
        known[element_id] = result
        return result

    return frozenset(element.id for element in elements if shown(element.id, frozenset()))


def skipped_because(elements: Sequence[Element], element: Element, answers: Answers) -> Condition | None:
    """The first condition that keeps a step hidden; None when it is shown."""
    by_id = {one.id: one for one in elements}
    shown = visible(elements, answers)
    for condition in element.show_if:
        asked = by_id.get(condition.element)
        if asked is None or asked.id not in shown or not _met(condition, asked, answers.get(asked.id, NO_ANSWER)):
            return condition
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
    return _neighbour(elements, answers, current)


def previous_step(elements: Sequence[Element], answers: Answers, current: str | None) -> str | None:
    """The shown step before this one; None before the first."""
    return _neighbour(tuple(reversed(elements)), answers, current)


def _neighbour(elements: Sequence[Element], answers: Answers, current: str | None) -> str | None:
    shown = visible(elements, answers)
    passed = current is None
    for element in elements:
        if passed and element.is_step and element.id in shown:
            return element.id
        passed = passed or element.id == current
    return None


def required_now(elements: Sequence[Element], answers: Answers) -> frozenset[str]:
    """Ids of the shown steps that must be answered, always or because of earlier answers."""
    by_id = {element.id: element for element in elements}
    shown = visible(elements, answers)

    def called_for(condition: Condition) -> bool:
        asked = by_id.get(condition.element)
        return asked is not None and asked.id in shown and _met(condition, asked, answers.get(asked.id, NO_ANSWER))

    return frozenset(
        element.id for element in elements
        if element.is_step and element.id in shown
        and (element.required or (bool(element.require_if) and all(map(called_for, element.require_if))))
    )


def required_left(elements: Sequence[Element], answers: Answers) -> tuple[str, ...]:
    """Shown and required steps without an answer, in order: what stands between the technician and checkout.

    Photos that a step asks for are required as soon as the step is.
    """
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
