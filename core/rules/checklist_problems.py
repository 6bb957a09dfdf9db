"""What is wrong with a checklist before it is published: unreachable steps, circles, contradictory ranges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.rules.checklist import MAX_DIGITS, NUMBERS, TO_END, Condition, Element, measured, range_verdict
from core.rules.checklist_answers import MOST_MINUTES, MOST_PIECES, MOST_TIMES
from core.rules.checklist_values import MOST_COUNTED
from core.rules.formula import FormulaError, read_formula

_NUMERIC = ("lt", "le", "gt", "ge")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding on a step; `code` is a word of the designer's texts, `params` what goes into the sentence."""

    code: str
    element_id: str
    params: dict[str, Any] = field(default_factory=dict)


def validate(elements: Sequence[Element]) -> tuple[Problem, ...]:
    """Every problem, in the order of the steps; an empty answer may be published.

    Codes: empty, twice, untitled, few_options, range, decimals, photo_min, photo_max, deviation, preset,
    preset_outside, blocks_nothing, paper_page, formula, formula_step, unknown_step, later_step, circle,
    unfit_condition, unreachable, passed_over, inside_block, repeat_empty, repeat_apart, repeat_nested, jump_back,
    jump_always, jump_into.
    """
    if not any(element.is_step for element in elements):
        return (Problem("empty", ""),)
    found: list[Problem] = []
    order = {element.id: place for place, element in reversed(list(enumerate(elements)))}
    for place, element in enumerate(elements):
        if order[element.id] != place:
            found.append(Problem("twice", element.id))
        found.extend(_own(element))
        found.extend(_formula(element, place, elements, order))
        found.extend(_conditions(element, place, elements, order))
        found.extend(_block(element, place, elements, order))
        found.extend(_jump(element, place, elements, order))
    return tuple(found)


def _own(element: Element) -> Iterator[Problem]:
    if not any(text.strip() for text in element.title.values()):
        yield Problem("untitled", element.id)
    if element.kind == "choice" and len({option.id for option in element.options}) < max(2, len(element.options)):
        yield Problem("few_options", element.id)
    if element.kind in NUMBERS:
        limits = [limit for limit in (element.low, element.ok_low, element.ok_high, element.high) if limit is not None]
        if limits != sorted(limits) or (element.low is not None and element.low == element.high):
            yield Problem("range", element.id, {"limits": " – ".join(format(limit, "f") for limit in limits)})
        if not 0 <= element.decimals <= 4:
            yield Problem("decimals", element.id)
    if not 0 <= element.photo_min <= MOST_PHOTOS:
        yield Problem("photo_min", element.id)
    elif element.photo_max and not element.photos_needed <= element.photo_max <= MOST_PHOTOS:
        yield Problem("photo_max", element.id, {"least": max(element.photos_needed, 1), "most": MOST_PHOTOS})
    if element.paper_id and not 1 <= element.paper_page <= MOST_PAGES:
        yield Problem("paper_page", element.id)
    yield from _preset(element)
    if element.blocks and not _can_deviate(element):
        yield Problem("blocks_nothing", element.id)
    known = {option.id for option in element.options} if element.kind == "choice" else {"yes", "no"}
    if element.kind in ("choice", "yes_no") and not set(element.deviation) <= known:
        yield Problem("deviation", element.id)


MOST_PHOTOS, MOST_PAGES, MOST_DAYS = 20, 9999, 3650
_PRESETS = {
    "time": (0, MOST_MINUTES), "repeat": (1, MOST_TIMES), "counter": (0, MOST_COUNTED), "date": (-MOST_DAYS, MOST_DAYS),
    "number": (-(10**MAX_DIGITS), 10**MAX_DIGITS),
}


def _preset(element: Element) -> Iterator[Problem]:
    least, most = _PRESETS.get(element.kind, (0, MOST_PIECES))
    if element.preset is None:
        return
    if not least <= element.preset <= most:
        yield Problem("preset", element.id, {"least": least, "most": most})
    elif element.kind in ("number", "counter") and range_verdict(element, element.preset) != "ok":
        yield Problem("preset_outside", element.id)


def _can_deviate(element: Element) -> bool:
    """Whether an answer to the step can come out other than it should."""
    if element.kind == "scan":
        return element.match_machine or bool(element.expects)
    limits = (element.low, element.ok_low, element.ok_high, element.high)
    return element.kind in NUMBERS and any(limit is not None for limit in limits)


def _block(element: Element, place: int, elements: Sequence[Element], order: dict[str, int]) -> Iterator[Problem]:
    """A block's steps stand together right after the step that repeats them, and hold no block of their own."""
    if element.kind == "repeat":
        if element.within:
            yield Problem("repeat_nested", element.id)
        if not any(one.within == element.id for one in elements):
            yield Problem("repeat_empty", element.id)
    elif element.within:
        at = order.get(element.within)
        between = elements[at + 1 : place] if at is not None and at < place else ()
        if at is None or at >= place or any(one.within != element.within for one in between):
            yield Problem("repeat_apart", element.id)


def _jump(element: Element, place: int, elements: Sequence[Element], order: dict[str, int]) -> Iterator[Problem]:
    if not element.jump_to:
        return
    at = len(elements) if element.jump_to == TO_END else order.get(element.jump_to, -1)
    if at <= place:
        yield Problem("jump_back", element.id)
    elif at < len(elements) and elements[at].within and elements[at].within != element.within:
        yield Problem("jump_into", element.id)
    if not element.jump_if:
        yield Problem("jump_always", element.id)


def _formula(element: Element, place: int, elements: Sequence[Element], order: dict[str, int]) -> Iterator[Problem]:
    if element.kind != "calculated":
        return
    try:
        asked = read_formula(element.formula).asks
    except FormulaError:
        asked = ()
    if not asked:
        yield Problem("formula", element.id)
    for one in asked:
        at = order.get(one)
        if at is None or at >= place or elements[at].kind not in NUMBERS:
            yield Problem("formula_step", element.id, {"step": one})
        elif elements[at].within and elements[at].within != element.within:
            yield Problem("inside_block", element.id, {"step": one})


def _conditions(
    element: Element, place: int, elements: Sequence[Element], order: dict[str, int]
) -> Iterator[Problem]:
    usable: list[Condition] = []
    for condition in (*element.show_if, *element.require_if, *element.jump_if):
        asked_place = order.get(condition.element)
        if asked_place is None:
            yield Problem("unknown_step", element.id, {"step": condition.element})
        elif elements[asked_place].within and elements[asked_place].within != element.within:
            yield Problem("inside_block", element.id, {"step": condition.element})
        elif asked_place > place or (asked_place == place and condition not in element.jump_if):
            circle = condition in element.show_if and _leads_back(elements, order, element.id)
            yield Problem("circle" if circle else "later_step", element.id, {"step": condition.element})
        elif not _fits(condition, elements[asked_place]):
            yield Problem("unfit_condition", element.id, {"step": condition.element})
        elif condition in element.show_if:
            usable.append(condition)
    needed = _needed(usable, elements, order)
    if _contradict(needed, elements, order):
        yield Problem("unreachable", element.id)
        return
    for jump in elements[:place]:
        target = len(elements) if jump.jump_to == TO_END else order.get(jump.jump_to, -1)
        if place < target and jump.jump_if and {*jump.jump_if, *jump.show_if} <= {*needed}:
            yield Problem("passed_over", element.id, {"step": jump.id})


def _needed(
    conditions: Sequence[Condition], elements: Sequence[Element], order: dict[str, int]
) -> tuple[Condition, ...]:
    """These conditions with those of the steps that they ask, for a hidden step meets none; and so on."""
    found = dict.fromkeys(conditions)
    waiting = list(conditions)
    while waiting:
        place = order[waiting.pop().element]
        for condition in elements[place].show_if:
            earlier = order.get(condition.element, place)
            if earlier < place and condition not in found and _fits(condition, elements[earlier]):
                found[condition] = None
                waiting.append(condition)
    return tuple(found)


def _leads_back(elements: Sequence[Element], order: dict[str, int], start: str) -> bool:
    """Whether a step depends, over any number of conditions, on itself."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for condition in elements[order[waiting.pop()]].show_if:
            if condition.element == start:
                return True
            if condition.element in order and condition.element not in seen:
                seen.add(condition.element)
                waiting.append(condition.element)
    return False


def _fits(condition: Condition, asked: Element) -> bool:
    """Whether this step can ever answer what the condition asks."""
    if not asked.is_step:
        return False
    if condition.op == "answered":
        return True
    if condition.op == "verdict":
        return condition.value in ("ok", "warn", "fail", "none", "skipped")
    if asked.kind in NUMBERS:
        return condition.op != "contains" and measured({"value": condition.value}) is not None
    if condition.op in _NUMERIC or asked.kind in ("photo", "instruction", "date", "scan", "signature"):
        return False
    if asked.kind == "choice":
        return condition.value in {option.id for option in asked.options}
    if asked.kind == "yes_no":
        return condition.op != "contains" and condition.value in ("yes", "no", "na")
    return condition.op != "contains"


def _contradict(conditions: Sequence[Condition], elements: Sequence[Element], order: dict[str, int]) -> bool:
    """Whether no answer at all could meet these conditions together."""
    for asked_id in {condition.element for condition in conditions}:
        asked = elements[order[asked_id]]
        own = [condition for condition in conditions if condition.element == asked_id]
        if asked.kind in NUMBERS and not _number_exists(own):
            return True
        if asked.kind == "yes_no" and not any(_allows(own, answer) for answer in ("yes", "no", "na")):
            return True
        if asked.kind == "choice" and not asked.multiple and not any(_allows(own, o.id) for o in asked.options):
            return True
    return False


def _allows(conditions: Sequence[Condition], answer: str) -> bool:
    same = {"eq": True, "contains": True, "ne": False}
    return all((condition.value == answer) == same[condition.op] for condition in conditions if condition.op in same)


def _number_exists(conditions: Sequence[Condition]) -> bool:
    """Whether a number meets all comparisons: try every limit and a point on each side of it."""
    limits = sorted({
        limit for c in conditions if c.op in (*_NUMERIC, "eq", "ne")
        if (limit := measured({"value": c.value})) is not None
    })
    if not limits:
        return True
    middles = [(a + b) / 2 for a, b in pairwise(limits)]
    candidates = [limits[0] - 1, *limits, *middles, limits[-1] + 1]
    return any(all(_compares(c, number) for c in conditions) for number in candidates)


def _compares(condition: Condition, number: Decimal) -> bool:
    limit = measured({"value": condition.value})
    if limit is None:
        return True
    return {
        "lt": number < limit, "le": number <= limit, "gt": number > limit, "ge": number >= limit,
        "eq": number == limit, "ne": number != limit,
    }.get(condition.op, True)
