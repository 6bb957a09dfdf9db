"""The one form in which an answer to a checklist's step is kept, whatever form it was given in."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from core.rules.checklist import YES_NO, Element, chosen, measured
from core.rules.checklist_values import moment, scanned, signed, whole_count

MAX_TEXT = 4000
MOST_MINUTES, MOST_PIECES, MOST_TIMES = 1440, 100_000, 20


def toggled(held: Sequence[str], option_id: str, exclusive: Container[str]) -> tuple[str, ...]:
    """Several alternatives after a touch on one; «none of them» takes the others away, and they take it away."""
    if option_id in held:
        return tuple(one for one in held if one != option_id)
    if option_id in exclusive:
        return (option_id,)
    return (*(one for one in held if one not in exclusive), option_id)


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
    alone = any(option.exclusive and option.id in found for option in element.options)
    if not found or (len(found) > 1 and (alone or not element.multiple)):
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


def _counted(value: Mapping[str, Any], least: int, most: int) -> dict[str, Any] | None:
    text = whole_count(measured(value))
    return {"value": text} if text is not None and least <= int(text) <= most else None


def _canonical_material(element: Element, value: Mapping[str, Any]) -> dict[str, Any] | None:
    """How much, and of what when the step does not say it; «none used» needs no article."""
    number, item_id = measured(value), element.item_id or value.get("item", "")
    if number is None or not 0 <= number <= MOST_PIECES or not isinstance(item_id, str) or len(item_id) > 36:
        return None
    if number and not item_id:
        return None
    return {"value": format(number, "f"), **({"item": item_id} if item_id else {})}


def _kept(name: str, text: str | None) -> dict[str, Any] | None:
    return None if text is None else {name: text}


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
    "time": lambda _element, value: _counted(value, 0, MOST_MINUTES),
    "repeat": lambda element, value: _counted(value, 1, MOST_TIMES) if element.is_step else None,
    "material": _canonical_material,
    "date": lambda element, value: _kept("at", moment(value.get("at"), element.with_time)),
}
