"""How a checklist of the demo is usually answered: mostly fine, now and then a value outside its range."""

from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from core.demo.cast import Fault, Machine
from core.demo.maker import source
from core.rules.checklist import Answer, Element, read_elements
from core.rules.checklist_course import visible
from core.rules.made_for import meant_for

Given = list[tuple[str, dict[str, Any] | None]]
"""(element id, value) in the order of the steps; None stands for a photo."""
_REMARK_SHARE = 0.06


@cache
def elements_of(key: str) -> tuple[Element, ...]:
    return read_elements(next(one for one in source("checklists") if one["key"] == key)["elements"])


@cache
def _made_for(key: str) -> tuple[str, ...]:
    """The models that a checklist is made for; empty when any will do."""
    return next((tuple(one.get("models", ())) for one in source("checklists") if one["key"] == key), ())


def checklist_for(fault: Fault, machine: Machine) -> str:
    """The fault's checklist, unless it is made for other models: then the one for this kind of machine."""
    models = _made_for(fault.checklist)
    if not models or machine.model in models:
        return fault.checklist
    fitting = (one for one in source("checklists") if machine.category in one.get("categories", ()))
    return next((str(one["key"]) for one in fitting), "")


def suits_machine(part: str, machine: Machine) -> bool:
    """Whether a part is made for the machine's model, as the exploded views tell."""
    drawn = [view["models"] for view in source("diagrams") if any(spot[1] == part for spot in view["spots"])]
    return meant_for([model for models in drawn for model in models], [machine.model])


def answers(key: str, random: Random) -> Given:
    """Answers to every step that is shown, given the answers before it."""
    given: Given = []
    known: dict[str, Answer] = {}
    for element in elements_of(key):
        if not element.is_step or element.within or element.id not in visible(elements_of(key), known):
            continue
        value = None if element.kind == "photo" else _value(element, random)
        if value == {}:
            continue
        given.append((element.id, value))
        known[element.id] = Answer(value or {}, photos=0 if value else max(1, element.photo_min))
    return given


def _value(element: Element, random: Random) -> dict[str, Any]:
    if element.kind == "yes_no":
        return {"answer": "yes" if "yes" not in element.deviation else "no"}
    if element.kind == "choice":
        fine = [option.id for option in element.options if option.id not in element.deviation]
        return {"choice": [random.choice(fine) if element.multiple or random.random() < 0.3 else fine[0]]}
    if element.kind == "measure":
        return {"value": format(measured_value(element, random), "f")}
    if element.kind == "text":
        if not element.phrases or random.random() > 0.4:
            return {}
        return {"text": random.choice(element.phrases)["sv"]}
    if element.kind in ("calculated", "scan", "signature", "date", "time", "material", "repeat"):
        return {}  # nothing is recorded a second time from here
    if element.kind in ("number", "counter"):
        return {"value": str(random.randint(int(element.ok_low or 2), int(element.ok_high or 40)))}
    return {"read": True}


def measured_value(element: Element, random: Random) -> Decimal:
    """Near the middle of what is approved; sometimes just outside, never outside the gauge.

    What may not stand outside was put right before anybody left.
    """
    low, high = element.ok_low or Decimal(0), element.ok_high or Decimal(1)
    width = float(high - low)
    number = random.gauss(float(low) + width / 2, width / 7)
    outside = random.random() < _REMARK_SHARE
    if element.blocks:
        number = min(max(number, float(low)), float(high))
    elif outside:
        number = float(high) + width * random.uniform(0.05, 0.3)
    number = min(max(number, float(element.low or 0)), float(element.high or number))
    return round(Decimal(str(number)), element.decimals)
