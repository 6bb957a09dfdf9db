"""What the customer is told before he signs: values outside their limits, remarks, and what he is recommended."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.queries.checklist_run import answer_text
from core.queries.checklist_state import ChecklistState
from core.rules.checklist import Element, measured, range_verdict, words
from core.rules.checklist_course import visible
from core.rules.customer_notes import advised, remarked
from core.texts import Texts

_MEASURED = ("measure", "number", "counter", "calculated")


@dataclass(frozen=True, slots=True)
class CustomerNotes:
    """Ready sentences: values outside their limits, deviations with their remark, and recommendations."""

    outside: tuple[str, ...]
    remarks: tuple[str, ...]
    advice: tuple[str, ...]


def customer_notes(states: Iterable[ChecklistState], texts: Texts) -> CustomerNotes:
    states = tuple(states)
    return CustomerNotes(
        outside=_outside_limits(states, texts),
        remarks=tuple(_said(state, one, texts) for state in states for one in remarked(state.elements, state.answers)),
        advice=tuple(_said(state, one, texts) for state in states for one in advised(state.elements, state.answers)),
    )


def _said(state: ChecklistState, element: Element, texts: Texts) -> str:
    """«Kundens kontroll: Anmärkning – droppar när den är kall»."""
    given = state.given[element.id]
    answer = " ".join(answer_text(element, given.value, texts).split())
    remark = " ".join(given.reason.split())
    return _of(state) + f"{words(element.title, texts.language)}: {answer}" + (f" – {remark}" if remark else "")


def _of(state: ChecklistState) -> str:
    """Whose value or remark it is, where the job has more than one machine."""
    return f"{state.machine}: " if state.machine else ""


def _outside_limits(states: Iterable[ChecklistState], texts: Texts) -> tuple[str, ...]:
    """A sentence a value: «Panntryck 1,50 bar är utanför gränsen 0,8–1,2 bar. Ny tryckvakt är beställd»."""

    def said(state: ChecklistState, element: Element, value: dict[str, object]) -> str:
        sentence = texts(
            "visit.outside_limits", name=_name(element, texts), value=answer_text(element, value, texts),
            limits=_limits(element, texts),
        )
        return f"{_of(state)}{sentence} {' '.join(state.given[element.id].reason.split())}".rstrip()

    return tuple(
        said(state, element, value)
        for state in states
        for element, value in _values(state)
        if range_verdict(element, measured(value) or Decimal(0)) != "ok"
    )


def _values(state: ChecklistState) -> Iterable[tuple[Element, dict[str, object]]]:
    shown = visible(state.elements, state.answers)
    for element in state.elements:
        given = state.given.get(element.id)
        if element.kind in _MEASURED and element.id in shown and given and measured(given.value) is not None:
            yield element, given.value


def _name(element: Element, texts: Texts) -> str:
    return element.reading or words(element.title, texts.language)


def _limits(element: Element, texts: Texts) -> str:
    """The approved range, or what the gauge spans where nothing narrower is approved."""
    low = element.ok_low if element.ok_low is not None else element.low
    high = element.ok_high if element.ok_high is not None else element.high
    if low is not None and high is not None:
        said = f"{texts.number(low)}–{texts.number(high)}"
    elif low is not None:
        said = texts("documents.limit_low", low=texts.number(low))
    else:
        said = texts("documents.limit_high", high=texts.number(high if high is not None else Decimal(0)))
    return f"{said} {texts.unit(element.unit)}".strip()
