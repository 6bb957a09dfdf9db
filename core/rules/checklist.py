"""A checklist's steps: their form, what answers them, and what an answer is worth."""

from collections.abc import Mapping, Sequence
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
    `match_machine` wants a scanned code to be the visit's own machine; else `expects` says what it must be: a known
    machine, or an article (`item_id`, any when empty). `role` says who signs: technician or customer.
    `require_if` makes a step required when all its rows are met; `required` makes it so always. With `blocks` what came
    out other than it should stops the checkout until it is corrected or explained.
    `photo_max` is the most photos it takes, 0 any number. A photo step's `image_sha256` is an example of its photo.
    A step can show a page (`paper_page`, from 1) of the document `paper_id`, or the diagram `diagram_id` with
    `hotspot_id` lit.

    `preset` is what a step offers before it is answered: minutes of `time_kind`, a quantity of `item_id` (any article
    when empty), how many times a block is repeated, a number, a count, or a day so many days from today. `offer` is the
    text that a text step offers. A «repeat» step repeats the steps that name it in `within`, so
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
    photo_max: int = 0
    show_if: tuple[Condition, ...] = ()
    require_if: tuple[Condition, ...] = ()
    deviation: tuple[str, ...] = ()
    phrases: tuple[Words, ...] = ()
    image_sha256: str = ""
    paper_id: str = ""
    paper_page: int = 1
    diagram_id: str = ""
    hotspot_id: str = ""
    reading: str = ""
    with_time: bool = False
    formula: str = ""
    match_machine: bool = False
    expects: Literal["", "machine", "article"] = ""
    role: str = ""
    preset: Decimal | None = None
    offer: Words = {}
    time_kind: str = ""
    item_id: str = ""
    within: str = ""
    per: Literal["", "machine"] = ""
    each: Words = {}
    jump_to: str = ""
    jump_if: tuple[Condition, ...] = ()
    follow_up: bool = False
    for_customer: bool = False
    blocks: bool = False
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


def held(element: Element, answer: Answer) -> bool:
    """Whether the answer stops the checkout: not as it should be, and neither corrected nor explained."""
    return element.blocks and deviates(verdict(element, answer.value, answer.photos)) and not answer.reason.strip()


def settled(element: Element, answer: Answer) -> bool:
    """Whether nothing more is asked of the technician here."""
    return answered(element, answer) and not held(element, answer)


def full(element: Element, photos: int) -> bool:
    """Whether the step takes no more photos."""
    return 0 < element.photo_max <= photos


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
