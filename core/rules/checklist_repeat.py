"""Blocks that are gone through several times: for every group of a machine, or for every machine of the visit."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from core.rules.checklist import NO_ANSWER, Answers, Condition, Element, Words, measured
from core.rules.checklist_answers import MOST_TIMES

_MARK = "~"
_LONGEST_NAME = 60


def copy_id(element_id: str, number: int) -> str:
    """The id under which the answers of one time through are kept."""
    return f"{element_id}{_MARK}{number}"


def base_id(element_id: str) -> str:
    """The designed step that an id belongs to."""
    return element_id.partition(_MARK)[0]


def times(element: Element, answers: Answers, machines: int) -> int:
    """How often a block is gone through: as answered, else as preset; once for each machine where that is asked."""
    if element.per == "machine":
        return min(max(machines, 1), MOST_TIMES)
    given = measured(answers.get(element.id, NO_ANSWER).value)
    wanted = given if given is not None else element.preset or Decimal(1)
    return min(max(int(wanted), 1), MOST_TIMES)


def expanded(
    elements: Sequence[Element], answers: Answers, machines: Sequence[tuple[str, str]] = ()
) -> tuple[Element, ...]:
    """The steps as they are gone through; `machines` are the visit's as (id, name).

    Every copy has its own id, its own words, and asks and calculates with the copies beside it. Steps of a block
    whose «repeat» is not there are left as they are.
    """
    blocks = {one.id: one for one in elements if one.kind == "repeat"}
    if not blocks:
        return tuple(elements)
    found: list[Element] = []
    for element in elements:
        if element.kind == "repeat":
            found.append(element)
            inside = [one for one in elements if one.within == element.id and one.kind != "repeat"]
            for number in range(1, times(element, answers, len(machines)) + 1):
                found.extend(_copies(element, inside, number, machines))
        elif element.within not in blocks:
            found.append(element)
    return tuple(found)


def _copies(
    block: Element, inside: Sequence[Element], number: int, machines: Sequence[tuple[str, str]]
) -> Iterator[Element]:
    by_machine = block.per == "machine" and number <= len(machines)
    machine_id, name = machines[number - 1] if by_machine else ("", "")
    called = {"sv": name} if name else _called(block.each, number)
    yield Element(
        id=copy_id(block.id, number), kind="heading", title=called, copy_of=block.id, show_if=block.show_if
    )
    own = {one.id for one in inside}
    for element in inside:
        yield msgspec.structs.replace(
            element, id=copy_id(element.id, number), within="", copy_of=element.id, machine_id=machine_id,
            title=_with(element.title, called),
            # A machine's own history needs no name of the machine; a group's does.
            reading=f"{element.reading} · {called['sv']}"[:_LONGEST_NAME] if element.reading and not name
            else element.reading,
            show_if=(*block.show_if, *_moved(element.show_if, own, number)),
            **_moved_on(element, own, number),
        )


def _moved_on(element: Element, own: set[str], number: int) -> dict[str, Any]:
    formula = element.formula
    for one in own:
        formula = formula.replace(f"{{{one}}}", f"{{{copy_id(one, number)}}}")
    target = element.jump_to
    return {
        "require_if": _moved(element.require_if, own, number), "jump_if": _moved(element.jump_if, own, number),
        "jump_to": copy_id(target, number) if target in own else target, "formula": formula,
    }


def _moved(rows: Sequence[Condition], own: set[str], number: int) -> tuple[Condition, ...]:
    return tuple(
        msgspec.structs.replace(row, element=copy_id(row.element, number)) if row.element in own else row
        for row in rows
    )


def _called(each: Mapping[str, str], number: int) -> Words:
    """«Grupp 2»; only its number where nobody said what is repeated."""
    said = {language: f"{text.strip()} {number}" for language, text in each.items() if text.strip()}
    return {"sv": next(iter(said.values()), str(number)), **said}


def _with(title: Words, called: Words) -> Words:
    """«Bryggtryck · grupp 1» in every language that the title has."""
    return {language: f"{text} · {called.get(language, called.get('sv', ''))}" for language, text in title.items()}
