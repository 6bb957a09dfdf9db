"""A checklist being designed, without a screen: every gesture gives new steps and what is selected after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from core.ids import new_id
from core.rules.checklist import NUMBERS, Condition, Element, Option, words
from core.rules.checklist_problems import Problem, validate
from core.texts import Texts

KINDS = (
    "heading", "instruction", "yes_no", "choice", "measure", "number", "counter", "calculated", "text", "date", "photo",
    "scan", "signature", "time", "material", "repeat",
)
ICONS = {
    "heading": "bookmark", "instruction": "info", "yes_no": "circle-check", "choice": "list-checks",
    "measure": "gauge", "text": "pen-line", "photo": "camera", "number": "hash", "counter": "circle-plus",
    "date": "calendar-days", "calculated": "calculator", "scan": "scan-line",
    "signature": "signature", "time": "timer", "material": "package", "repeat": "repeat-2",
}
_COMPARED = ("lt", "le", "eq", "ge", "gt")
_OPERATORS = {
    "yes_no": ("eq", "ne", "answered"), "choice": ("contains", "answered"),
    "measure": (*_COMPARED, "verdict", "answered"), "text": ("answered",), "photo": ("answered",),
    "instruction": ("answered",), "number": (*_COMPARED, "answered"), "counter": (*_COMPARED, "answered"),
    "date": ("answered",), "calculated": (*_COMPARED, "verdict", "answered"),
    "scan": ("answered", "verdict"), "signature": ("answered",),
    **dict.fromkeys(("time", "material", "repeat"), (*_COMPARED, "answered")),
}
TIME_KINDS = ("work", "travel", "wait", "break")
CAN_DEVIATE = ("yes_no", "choice", "measure", "calculated", "scan")
"""Kinds that can come out as a deviation, and then call for another visit."""
CAN_BLOCK = ("measure", "number", "counter", "scan")
"""Kinds whose answer can stop the checkout until it is corrected or explained."""
CAN_OFFER = ("text", "number", "counter", "date")
"""Kinds that can offer an answer, to be kept with one touch; time, material and repetition always do."""
EXPECTED = ("", "own", "machine", "article")
"""What a scanned code may have to be: anything, the visit's machine, a known machine, an article."""
CAN_TELL = ("yes_no", "choice", "measure", "number", "counter", "calculated", "text", "date")
"""Kinds whose answer can be shown to the customer before he signs."""
ROLES = ("customer", "technician")
VERDICTS = ("ok", "warn", "fail")
YES_NO = ("yes", "no", "na")


@dataclass(frozen=True, slots=True)
class Design:
    """The steps and the selected one. `what` and `step` say what the last gesture was, for the undo menu."""

    elements: tuple[Element, ...]
    selected: str = ""
    what: str = "edited"
    step: str = ""

    @property
    def current(self) -> Element | None:
        return next((element for element in self.elements if element.id == self.selected), None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return validate(self.elements)

    def select(self, element_id: str) -> "Design":
        return replace(self, selected=element_id) if self._place(element_id) is not None else self

    def add(self, kind: str, texts: Texts) -> "Design":
        """A new step after the selected one (a last one when none is), with a first title in both languages."""
        title = {language: Texts(language)(f"knowledge.new_{kind}") for language in ("sv", "en")}
        place = self._place(self.selected)
        at = len(self.elements) if place is None else place + 1
        within = "" if kind == "repeat" else _block_before(self.elements, at)
        if kind == "repeat":  # a block holds no block: it comes after the one it was wanted in
            at = _block_end(self.elements, at)
        values = {**_first_values(kind), "within": within}
        element = Element(id=new_id(), kind=kind, title=title, **values)  # type: ignore[arg-type]
        elements = (*self.elements[:at], element, *self.elements[at:])
        return Design(elements, element.id, "added", words(title, texts.language))

    def duplicate(self, element_id: str) -> "Design":
        place = self._place(element_id)
        if place is None:
            return self
        source = self.elements[place]
        copy = msgspec.structs.replace(source, id=new_id())
        at = place + 1 if source.kind != "repeat" else _block_end(self.elements, place + 1)
        return Design((*self.elements[:at], copy, *self.elements[at:]), copy.id, "copied", words(source.title, "sv"))

    def remove(self, element_id: str) -> "Design":
        """Without the step; conditions that asked it go too, for no answer could meet them any more."""
        place = self._place(element_id)
        if place is None:
            return self
        rest = tuple(_without(element, element_id) for element in self.elements if element.id != element_id)
        neighbour = rest[min(place, len(rest) - 1)].id if rest else ""
        return Design(rest, neighbour, "removed", words(self.elements[place].title, "sv"))

    def move(self, element_id: str, to: int) -> "Design":
        """The step at place `to` of the list without it. A block moves whole; a step joins the block it lands in."""
        place = self._place(element_id)
        if place is None:
            return self
        moved = self.elements[place]
        block = [one for one in self.elements if moved.kind == "repeat" and one.within == moved.id]
        rest = [one for one in self.elements if one is not moved and one not in block]
        to = max(0, min(to, len(rest)))
        if to == place:
            return self
        if moved.kind == "repeat":
            to = _block_end(tuple(rest), to)
        else:
            inside = _block_before(tuple(rest), to)
            goes_on = to < len(rest) and bool(inside) and rest[to].within == inside
            stays = moved.within == inside
            moved = msgspec.structs.replace(moved, within=inside if goes_on or stays else "")
        rest[to:to] = [moved, *block]
        return Design(tuple(rest), element_id, "moved", words(moved.title, "sv"))

    def move_by(self, element_id: str, step: int) -> "Design":
        place = self._place(element_id)
        return self if place is None else self.move(element_id, place + step)

    def change(self, element_id: str, **values: Any) -> "Design":
        """The step with other values."""
        place = self._place(element_id)
        if place is None:
            return self
        changed = msgspec.structs.replace(self.elements[place], **values)
        if changed == self.elements[place]:
            return self
        elements = (*self.elements[:place], changed, *self.elements[place + 1:])
        return Design(elements, self.selected, "edited", words(changed.title, "sv"))

    def numbers(self) -> dict[str, int]:
        """Steps counted from 1, as the tablet counts them; a heading has no number."""
        steps = [element.id for element in self.elements if element.is_step]
        return {element_id: number for number, element_id in enumerate(steps, 1)}

    def askable(self, element_id: str) -> tuple[Element, ...]:
        """The earlier steps that a condition of this one may ask."""
        place = self._place(element_id)
        return tuple(one for one in self.elements[:place] if one.is_step) if place else ()

    def ahead(self, element_id: str) -> tuple[Element, ...]:
        """The later steps that this one may jump to."""
        place = self._place(element_id)
        return () if place is None else tuple(one for one in self.elements[place + 1 :] if one.is_step)

    def block_of(self, element_id: str) -> Element | None:
        """The «repeat» right before this step, whose block it belongs to or could belong to."""
        place = self._place(element_id)
        block_id = _block_before(self.elements, place) if place else ""
        return next((one for one in self.elements if one.id == block_id), None)

    def _place(self, element_id: str) -> int | None:
        return next((n for n, element in enumerate(self.elements) if element.id == element_id), None)


def operators(asked: Element) -> tuple[str, ...]:
    """What may be asked about a step's answer."""
    return _OPERATORS.get(asked.kind, ())


def answers(asked: Element, op: str, texts: Texts) -> tuple[tuple[str, str], ...]:
    """What a condition may compare with, as (stored value, words); empty when a number or nothing is asked for."""
    if op == "verdict":
        return tuple((value, texts(f"knowledge.verdict_{value}")) for value in VERDICTS)
    if op == "answered":
        return ()
    if asked.kind == "yes_no":
        return tuple((value, texts(f"visit.answer_{value}")) for value in YES_NO)
    if asked.kind == "choice":
        return tuple((option.id, words(option.text, texts.language) or option.id) for option in asked.options)
    return ()


def first_condition(asked: Element) -> Condition:
    """A condition to begin with: the plainest question about this step."""
    op = operators(asked)[0]
    value = "yes" if asked.kind == "yes_no" else format(asked.ok_low or 0, "f") if asked.kind in NUMBERS else ""
    if asked.kind == "choice" and asked.options:
        value = asked.options[0].id
    return Condition(asked.id, op, value)  # type: ignore[arg-type]


def condition_text(condition: Condition, elements: Sequence[Element], texts: Texts) -> str:
    """«steg 4 Mät panntryck är under 0,8»."""
    steps = [element for element in elements if element.is_step]
    number = next((n for n, element in enumerate(steps, 1) if element.id == condition.element), 0)
    asked = next((element for element in elements if element.id == condition.element), None)
    if asked is None:
        return texts("knowledge.condition_gone")
    value = dict(answers(asked, condition.op, texts)).get(condition.value, condition.value.replace(".", _comma(texts)))
    return texts(
        f"knowledge.condition_{condition.op}", number=number, title=words(asked.title, texts.language), value=value
    )


def branch_lines(element: Element, elements: Sequence[Element], texts: Texts) -> tuple[tuple[str, str], ...]:
    """When the step is shown, required, and where it leads, as (show, require or jump; words)."""

    def said(rows: Sequence[Condition]) -> str:
        return texts("knowledge.and").join(condition_text(one, elements, texts) for one in rows)

    lines = []
    if element.show_if:
        lines.append(("show", texts("knowledge.shown_if", conditions=said(element.show_if))))
    if element.require_if and not element.required:
        lines.append(("require", texts("knowledge.required_if", conditions=said(element.require_if))))
    if element.jump_to and element.jump_if:
        target = next((one for one in elements if one.id == element.jump_to), None)
        number = {one.id: n for n, one in enumerate((one for one in elements if one.is_step), 1)}
        named = texts("knowledge.jump_end") if target is None else (
            f"{number.get(target.id, '')} {words(target.title, texts.language)}".strip())
        lines.append(("jump", texts("knowledge.jumps_if", target=named, conditions=said(element.jump_if))))
    return tuple(lines)


def problem_text(problem: Problem, elements: Sequence[Element], texts: Texts) -> str:
    """What is wrong, in words, with the title of the other step where one is meant."""
    other = next((element for element in elements if element.id == problem.params.get("step")), None)
    named = words(other.title, texts.language) if other is not None else ""
    limits = str(problem.params.get("limits", "")).replace(".", _comma(texts))
    return texts(f"knowledge.problem_{problem.code}", **{**problem.params, "step": named, "limits": limits})


def summary(element: Element, texts: Texts) -> str:
    """The line under a step's title: its kind and what matters about it."""
    parts = [texts(f"knowledge.kind_{element.kind}")]
    if element.kind in ("measure", "calculated", "number", "counter"):
        limits = limits_text(element, texts)
        if limits:
            parts.append(limits)
    if element.kind == "choice":
        parts.append(texts.count("knowledge.options", len(element.options)))
    if element.kind == "photo" or element.photo_min:
        parts.append(texts.count("knowledge.photos", element.photos_needed))
    if element.photo_max:
        parts.append(texts("knowledge.photos_most", n=element.photo_max))
    if element.kind == "scan" and (element.match_machine or element.expects):
        parts.append(texts(f"knowledge.expects_{'own' if element.match_machine else element.expects}"))
    if element.paper_id or element.diagram_id:
        parts.append(texts("knowledge.shows_paper" if element.paper_id else "knowledge.shows_diagram"))
    if element.kind == "time" and element.preset is not None:
        parts.append(texts.minutes(int(element.preset)))
    if element.kind == "material" and element.preset is not None:
        parts.append(texts.amount(element.preset, element.unit))
    if element.kind == "repeat":
        parts.append(texts("knowledge.per_machine") if element.per else texts.count(
            "knowledge.times", int(element.preset or 1)))
    if element.required and element.is_step and element.kind != "calculated":
        parts.append(texts("knowledge.is_required"))
    elif element.require_if:
        parts.append(texts("knowledge.is_required_if"))
    if element.blocks:
        parts.append(texts("knowledge.is_blocking"))
    return " · ".join(parts)


def formula_shown(design: Design, formula: str) -> str:
    """The formula with the steps' numbers: «#2 ÷ #3»."""
    numbers = design.numbers()
    return re.sub(r"\{([^{}]*)\}", lambda found: f"#{numbers.get(found[1], '?')}", formula)


def formula_kept(design: Design, text: str) -> str:
    """The formula with the steps' ids, which stay when steps are moved; a number that no step has is left as typed."""
    ids = {str(number): element_id for element_id, number in design.numbers().items()}
    return re.sub(r"#(\d+)", lambda found: f"{{{ids[found[1]]}}}" if found[1] in ids else found[0], text.strip())


def limits_text(element: Element, texts: Texts) -> str:
    """«0,8–1,2 bar»."""
    low, high = element.ok_low, element.ok_high
    if low is None and high is None:
        return texts.unit(element.unit)
    shown = [texts.number(limit) if limit is not None else "" for limit in (low, high)]
    text = f"{shown[0]}–{shown[1]}" if low is not None and high is not None else (
        f"≥ {shown[0]}" if low is not None else f"≤ {shown[1]}"
    )
    return f"{text} {texts.unit(element.unit)}".strip()


def read_limit(text: str) -> Decimal | None:
    """A limit as typed, with comma or point; None for an empty field. Raises ValueError for no number."""
    tidy = text.strip().replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
    if not tidy:
        return None
    try:
        number = Decimal(tidy)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or abs(number) >= 10**9:
        raise ValueError(text)
    return number


def with_words(before: dict[str, str], language: str, text: str) -> dict[str, str]:
    """The text in one language changed; an emptied one goes."""
    changed = {key: value for key, value in before.items() if key != language}
    return {**changed, language: text} if text.strip() else changed


def new_option(number: int) -> Option:
    return Option(new_id(), {
        language: Texts(language)("knowledge.new_option", n=number) for language in ("sv", "en")
    })


def _block_before(elements: Sequence[Element], at: int) -> str:
    """The block that a step put at this place would come right after or into; empty outside every block."""
    if not 0 < at <= len(elements):
        return ""
    before = elements[at - 1]
    return before.id if before.kind == "repeat" else before.within


def _block_end(elements: Sequence[Element], at: int) -> int:
    """The place after the block that this place lies in."""
    while at < len(elements) and elements[at].within:
        at += 1
    return at


def _without(element: Element, gone: str) -> Element:
    shown, required, jumps = (
        tuple(condition for condition in rows if condition.element != gone)
        for rows in (element.show_if, element.require_if, element.jump_if)
    )
    jump_to = "" if element.jump_to == gone or (element.jump_if and not jumps) else element.jump_to
    return msgspec.structs.replace(
        element, show_if=shown, require_if=required, jump_if=jumps if jump_to else (), jump_to=jump_to,
        within="" if element.within == gone else element.within,
    )


def _first_values(kind: str) -> dict[str, Any]:
    if kind == "choice":
        return {"required": True, "options": (new_option(1), new_option(2))}
    if kind == "measure":
        return {"required": True, "decimals": 1}
    if kind == "photo":
        return {"required": True, "photo_min": 1}
    if kind == "signature":
        return {"required": True, "role": ROLES[0]}
    if kind == "repeat":
        called = {language: Texts(language)("knowledge.new_each") for language in ("sv", "en")}
        return {"preset": Decimal(2), "each": called}
    if kind in ("time", "material"):
        return {"preset": Decimal(30 if kind == "time" else 1)}
    return {"required": kind == "yes_no"}


def _comma(texts: Texts) -> str:
    return "," if texts.language == "sv" else "."
