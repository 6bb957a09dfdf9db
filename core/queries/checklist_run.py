"""A checklist as the tablet shows it: every step with its answer, verdict, photos and the machine's last value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.attachment import Attachment
from core.model.item import Item
from core.model.visit import Reading
from core.queries.checklist_state import INSTANCE_KIND, ChecklistState, checklist_state, shown_verdict
from core.queries.step_answerer import Answerer, answerers
from core.queries.step_exhibit import StepExhibit, step_exhibits
from core.queries.visit_facts import visit_facts
from core.rules.checklist import NO_ANSWER, NUMBERS, Condition, Element, Kind, answered, chosen, held, measured, words
from core.rules.checklist_course import progress, required_left, required_now, skipped_because, visible
from core.rules.checklist_values import read_moment
from core.rules.readings import ReadingFacts, last_before
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """`thumbnail` is a small JPEG as base64."""

    id: str
    sha256: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition with the step it asks («steg 4 Mät panntryck < 0,8»), or with the step it opens."""

    element_id: str
    number: int
    title: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class StepItem:
    """The article of a material step: as designed, else as chosen by the technician."""

    id: str
    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step. `number` counts steps from 1 (0 for a heading); `option_ids` runs beside `options`.

    `skipped_because` is set on a step that the answers do not call for. `opens` are later steps that this one's answer
    decides about, `jump` is where it may lead instead of to the next one. `last_value` is the same quantity on the
    machine's latest other visit. `deviating` are the answers that are deviations. `held` is an answer that stops the
    checkout until it is corrected or explained, `blocks` whether one could be. `answerer` is who
    answered, where several people work on the checklist. `unkept` is an answer that this device could not store yet.
    """

    element_id: str
    number: int
    kind: Kind
    title: str
    help: str
    unit: str
    decimals: int
    low: Decimal | None
    ok_low: Decimal | None
    ok_high: Decimal | None
    high: Decimal | None
    options: tuple[str, ...]
    option_ids: tuple[str, ...]
    exclusive_ids: tuple[str, ...]
    multiple: bool
    required: bool
    visible: bool
    skipped_because: ConditionRow | None
    opens: tuple[ConditionRow, ...]
    answer: dict[str, Any] | None
    answered: bool
    answer_text: str
    reason: str
    verdict: str
    photos: tuple[PhotoRow, ...]
    photo_min: int
    photo_max: int
    last_value: Decimal | None
    last_value_on: date | None
    phrases: tuple[str, ...]
    image_sha256: str
    with_time: bool
    expects: str
    role: str
    preset: Decimal | None
    offer: str
    exhibit: StepExhibit | None
    item: StepItem | None
    jump: ConditionRow | None
    follow_up: bool
    deviating: tuple[str, ...]
    blocks: bool
    held: bool
    answerer: Answerer | None
    unkept: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistRun:
    """The whole checklist; steps that are not called for count as done."""

    instance_id: str
    activity_id: str
    name: str
    version_number: int
    customer: str
    state: str
    steps: tuple[RunStep, ...]
    done_count: int
    total: int
    required_left: tuple[str, ...]


def checklist_run(session: Session, instance_id: str, language: str = "sv") -> ChecklistRun | None:
    """The checklist in one language; None when it is not here."""
    state = checklist_state(session, instance_id)
    if state is None:
        return None
    facts = visit_facts(session, state.activity_id)
    answers = state.answers
    done, total = progress(state.elements, answers)
    return ChecklistRun(
        instance_id=state.instance_id, activity_id=state.activity_id, name=state.title,
        version_number=state.version_number, customer=facts.customer if facts else "", state=state.state,
        steps=_steps(session, state, Texts(language)), done_count=done, total=total,
        required_left=required_left(state.elements, answers),
    )


def _steps(session: Session, state: ChecklistState, texts: Texts) -> tuple[RunStep, ...]:
    answers = state.answers
    shown = visible(state.elements, answers)
    required = required_now(state.elements, answers)
    photos = _photos(session, state.instance_id)
    readings = _readings(session, _machines(state))
    items = _items(session, state)
    exhibits, team = step_exhibits(session, state.elements), answerers(session, state)
    steps, number = [], 0
    for element in state.elements:
        number += element.is_step
        before = None
        if element.kind == "measure":
            of_machine = readings.get(element.machine_id or state.equipment_id or "", [])
            before = last_before(of_machine, reading_name(element), state.activity_id)
        because = None if element.id in shown else skipped_because(state.elements, element, answers)
        given = state.given.get(element.id)
        answer = answers.get(element.id, NO_ANSWER)
        steps.append(
            RunStep(
                element_id=element.id, number=number if element.is_step else 0, kind=element.kind,
                title=words(element.title, texts.language), help=words(element.help, texts.language), unit=element.unit,
                decimals=element.decimals, low=element.low, ok_low=element.ok_low, ok_high=element.ok_high,
                high=element.high, options=tuple(words(o.text, texts.language) or o.id for o in element.options),
                option_ids=tuple(option.id for option in element.options),
                exclusive_ids=tuple(option.id for option in element.options if option.exclusive),
                multiple=element.multiple,
                required=element.id in required, visible=element.id in shown,
                skipped_because=_row(because, because.element, state.elements, texts) if because else None,
                opens=_opens(element, state.elements, texts), answer=given.value if given and given.value else None,
                answered=element.is_step and answered(element, answer),
                answer_text=answer_text(element, answer.value, texts, given.reason if given else ""),
                reason=given.reason if given else "",
                verdict=shown_verdict(element, given, answer, element.id in shown),
                photos=photos.get(element.id, ()), photo_min=element.photos_needed,
                photo_max=element.photo_max,
                last_value=before.value if before else None,
                last_value_on=local(before.read_at).date() if before else None,
                phrases=tuple(words(phrase, texts.language) for phrase in element.phrases),
                image_sha256=element.image_sha256, with_time=element.with_time,
                expects="own" if element.match_machine else element.expects, role=element.role, preset=element.preset,
                offer=words(element.offer, texts.language), exhibit=exhibits.get(element.id),
                item=items.get(_item_id(element, given.value if given else {})),
                jump=_jump(element, state.elements, texts), follow_up=element.follow_up,
                deviating=element.deviation, blocks=element.blocks, held=held(element, answer),
                answerer=team.get(element.id),
            )
        )
    return tuple(steps)


def answer_text(element: Element, value: dict[str, Any] | Any, texts: Texts, reason: str = "") -> str:
    """The answer as people read it; empty when there is none."""
    if not value:
        return ""
    if value.get("cannot") is True:
        said = texts("visit.answer_cannot") if element.kind == "measure" else texts("visit.answer_skipped")
        return said + (f": {reason}" if reason else "")
    if element.kind == "scan":
        return _scanned_text(element, value, texts)
    if element.kind == "signature":
        return texts("visit.answer_signed", name=value.get("name", ""))
    if element.kind == "date":
        return moment_text(value.get("at"), element.with_time, texts)
    if element.kind in NUMBERS:
        number = measured(value)
        if number is None:
            return ""
        if element.kind == "time":
            return texts.minutes(int(number))
        places = max(element.decimals, -int(number.normalize().as_tuple().exponent))
        return f"{texts.number(number, max(places, 0))} {texts.unit(element.unit, number)}".rstrip()
    if element.kind == "choice":
        names = {option.id: words(option.text, texts.language) or option.id for option in element.options}
        return ", ".join(names.get(one, one) for one in chosen(value))
    if element.kind == "text":
        return str(value.get("text", ""))
    if element.kind == "instruction":
        return texts("visit.answer_read")
    if element.kind == "yes_no" and value.get("answer") in ("yes", "no", "na"):
        return texts(f"visit.answer_{value['answer']}")
    return ""


def _scanned_text(element: Element, value: Mapping[str, Any], texts: Texts) -> str:
    code, found = value.get("code", ""), value.get("found", "")
    if value.get("matches") is not False:
        return texts("visit.answer_found", name=found, code=code) if found else texts("visit.answer_code", code=code)
    if element.match_machine or not element.expects:
        return texts("visit.answer_other_machine", code=code)
    key = "visit.answer_other_article" if element.expects == "article" and found else "visit.answer_unknown_code"
    return texts(key, code=code, name=found)


def moment_text(kept: Any, with_time: bool, texts: Texts) -> str:
    """«24 november 2026», with its time when that was asked for."""
    moment = read_moment(kept)
    if moment is None:
        return ""
    day = texts.full_date(moment)
    return f"{day} {moment:%H:%M}" if with_time else day


def reading_name(element: Element) -> str:
    """What a measured value is called in the machine's history."""
    return (element.reading or words(element.title, "sv"))[:60]


def _opens(element: Element, elements: Sequence[Element], texts: Texts) -> tuple[ConditionRow, ...]:
    return tuple(
        _row(condition, later.id, elements, texts)
        for later in elements
        for condition in later.show_if
        if condition.element == element.id and later.is_step
    )


def _jump(element: Element, elements: Sequence[Element], texts: Texts) -> ConditionRow | None:
    """The first condition of a jump with its target; number 0 is the end of the checklist."""
    if not element.jump_to or not element.jump_if:
        return None
    return _row(element.jump_if[0], element.jump_to, elements, texts)


def _row(condition: Condition, named: str, elements: Sequence[Element], texts: Texts) -> ConditionRow:
    steps = [element for element in elements if element.is_step]
    place = next((n for n, element in enumerate(steps, 1) if element.id == named), 0)
    title = next((words(element.title, texts.language) for element in elements if element.id == named), "")
    return ConditionRow(named, place, title, condition.op, condition.value)


def _photos(session: Session, instance_id: str) -> dict[str, tuple[PhotoRow, ...]]:
    rows = session.execute(
        select(Attachment.element_id, Attachment.id, Attachment.sha256, Attachment.thumbnail)
        .where(Attachment.object_kind == INSTANCE_KIND, Attachment.object_id == instance_id)
        .order_by(Attachment.taken_at, Attachment.id)
    )
    found: dict[str, tuple[PhotoRow, ...]] = {}
    for row in rows:
        found[row.element_id] = (*found.get(row.element_id, ()), PhotoRow(row.id, row.sha256, row.thumbnail))
    return found


def _machines(state: ChecklistState) -> set[str]:
    return {one for one in (state.equipment_id, *(element.machine_id for element in state.elements)) if one}


def _readings(session: Session, machines: set[str]) -> dict[str, list[ReadingFacts]]:
    rows = session.execute(
        select(
            Reading.equipment_id, Reading.id, Reading.activity_id, Reading.element_id, Reading.quantity, Reading.value,
            Reading.unit, Reading.read_at,
        ).where(Reading.equipment_id.in_(machines))
    )
    found: dict[str, list[ReadingFacts]] = {}
    for row in rows:
        found.setdefault(row.equipment_id or "", []).append(ReadingFacts(*row[1:]))
    return found


def _item_id(element: Element, value: Mapping[str, Any]) -> str:
    given = str(value.get("item", "")) if element.kind == "material" else ""
    return element.item_id or given if element.kind in ("material", "scan") else ""


def _items(session: Session, state: ChecklistState) -> dict[str, StepItem]:
    wanted = {
        _item_id(one, state.given[one.id].value if one.id in state.given else {}) for one in state.elements
    } - {""}
    if not wanted:
        return {}
    rows = session.execute(select(Item.id, Item.code, Item.name, Item.unit).where(Item.id.in_(wanted)))
    return {row.id: StepItem(*row) for row in rows}
