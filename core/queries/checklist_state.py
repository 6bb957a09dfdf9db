"""A filled-in checklist as its rules want it: the version's steps, the latest answers, the photos on each step."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistAnswer, ChecklistInstance, ChecklistTemplate, ChecklistVersion
from core.model.visit import Activity
from core.queries.checklist_machine import checklist_title, machine_among_others
from core.rules.checklist import Answer, Element, read_elements, verdict
from core.rules.checklist_calculation import calculated
from core.rules.checklist_repeat import expanded

INSTANCE_KIND = "checklist_instance"
DROPPED = "dropped"
"""The state of one that was begun by mistake: no page, no report and no requirement knows of it."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer that counts for one step."""

    value: dict[str, Any]
    verdict: str
    reason: str
    answered_at: datetime
    answered_by_id: str


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """One checklist of a visit with everything that has been answered; blocks stand as often as they are repeated."""

    instance_id: str
    activity_id: str
    equipment_id: str | None
    state: str
    template_id: str
    version_id: str
    version_number: int
    name: str
    machine: str
    """The machine's name when the call has more than one."""
    elements: tuple[Element, ...]
    given: dict[str, GivenAnswer]
    photos: dict[str, int]

    @property
    def title(self) -> str:
        return checklist_title(self.name, self.machine)

    @property
    def answers(self) -> dict[str, Answer]:
        """What `core.rules.checklist` reasons about."""
        return {
            element_id: Answer(
                self.given[element_id].value if element_id in self.given else {}, self.photos.get(element_id, 0),
                self.given[element_id].reason if element_id in self.given else "",
            )
            for element_id in self.given.keys() | self.photos.keys()
        }

    @property
    def is_untouched(self) -> bool:
        """Whether no answer and no photo stands in it."""
        return not any(one.value or one.photos for one in self.answers.values())


def checklist_states(session: Session, activity_id: str) -> tuple[ChecklistState, ...]:
    """All checklists of a visit, in the order they were begun."""
    ids = session.scalars(
        select(ChecklistInstance.id)
        .where(ChecklistInstance.activity_id == activity_id, ChecklistInstance.state != DROPPED)
        .order_by(ChecklistInstance.opened_at, ChecklistInstance.id)
    )
    return tuple(state for one in ids if (state := checklist_state(session, one)) is not None)


def checklist_state(session: Session, instance_id: str) -> ChecklistState | None:
    """One checklist, or None when it (or, on a tablet, its version) is not here."""
    row = session.execute(
        select(
            ChecklistInstance.id, ChecklistInstance.activity_id, ChecklistInstance.equipment_id,
            ChecklistInstance.state, ChecklistVersion.template_id, ChecklistVersion.id.label("version_id"),
            ChecklistVersion.number, ChecklistVersion.elements, ChecklistTemplate.name,
            machine_among_others().label("machine"),
        )
        .join(Activity, Activity.id == ChecklistInstance.activity_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistInstance.version_id)
        .outerjoin(ChecklistTemplate, ChecklistTemplate.id == ChecklistVersion.template_id)
        .where(ChecklistInstance.id == instance_id)
    ).one_or_none()
    if row is None:
        return None
    state = ChecklistState(
        instance_id=row.id, activity_id=row.activity_id, equipment_id=row.equipment_id, state=row.state,
        template_id=row.template_id, version_id=row.version_id, version_number=row.number, name=row.name or "",
        machine=row.machine or "", elements=read_elements(row.elements), given=given_answers(session, instance_id),
        photos=photo_counts(session, instance_id),
    )
    return _with_calculated(_repeated(session, state))


def _repeated(session: Session, state: ChecklistState) -> ChecklistState:
    if not any(one.kind == "repeat" for one in state.elements):
        return state
    machines = session.execute(
        select(Equipment.id, Equipment.name)
        .join(ServiceCallEquipment, ServiceCallEquipment.equipment_id == Equipment.id)
        .join(Activity, Activity.call_id == ServiceCallEquipment.call_id)
        .where(Activity.id == state.activity_id).order_by(ServiceCallEquipment.id)
    )
    return replace(state, elements=expanded(state.elements, state.answers, [(row[0], row[1]) for row in machines]))


def _with_calculated(state: ChecklistState) -> ChecklistState:
    """The state with the answers that it gives itself; they are as new as the newest one given."""
    answers = calculated(state.elements, state.answers)
    newest = max(state.given.values(), key=lambda one: one.answered_at, default=None)
    if not answers or newest is None:
        return state
    found = {
        one.id: GivenAnswer(
            dict(answers[one.id].value), verdict(one, answers[one.id].value), "", newest.answered_at,
            newest.answered_by_id,
        )
        for one in state.elements if one.id in answers
    }
    return replace(state, given={**state.given, **found})


def given_answers(session: Session, instance_id: str) -> dict[str, GivenAnswer]:
    """The latest answer per step; by its time, then by its id."""
    rows = session.execute(
        select(
            ChecklistAnswer.element_id, ChecklistAnswer.value, ChecklistAnswer.verdict, ChecklistAnswer.reason,
            ChecklistAnswer.answered_at, ChecklistAnswer.answered_by_id,
        )
        .where(ChecklistAnswer.instance_id == instance_id)
        .order_by(ChecklistAnswer.answered_at, ChecklistAnswer.id)
    )
    return {row[0]: GivenAnswer(*row[1:]) for row in rows}


def photo_counts(session: Session, instance_id: str) -> dict[str, int]:
    elements = session.scalars(
        select(Attachment.element_id)
        .where(Attachment.object_kind == INSTANCE_KIND, Attachment.object_id == instance_id)
    )
    return dict(Counter(elements))


def shown_verdict(element: Element, given: GivenAnswer | None, answer: Answer, is_shown: bool) -> str:
    """The kept verdict; a photo step has its verdict from its photos, a step not called for is skipped."""
    if not is_shown:
        return "skipped"
    if element.kind == "photo" or given is None:
        return verdict(element, answer.value, answer.photos)
    return given.verdict
