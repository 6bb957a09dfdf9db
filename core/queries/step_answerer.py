"""Who answered which step, where several people work on a checklist."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.visit import ServiceAssignment
from core.model.workforce import Person
from core.queries.checklist_state import INSTANCE_KIND, ChecklistState

_NOT_THERE = ("cancelled", "rejected")


@dataclass(frozen=True, slots=True)
class Answerer:
    """`name` is what the others call him: his first name, or the whole where two are called the same."""

    name: str
    initials: str
    at: datetime


def answerers(session: Session, state: ChecklistState) -> dict[str, Answerer]:
    """By step, but for what the checklist calculates by itself; none where one person works alone."""
    given = {
        one.id: (state.given[one.id].answered_by_id, state.given[one.id].answered_at)
        for one in state.elements if one.id in state.given and one.kind != "calculated" and state.given[one.id].value
    }
    said = {**_photographers(session, state.instance_id), **given}
    sent = session.scalars(
        select(ServiceAssignment.person_id).where(
            ServiceAssignment.activity_id == state.activity_id, ServiceAssignment.step.not_in(_NOT_THERE)
        )
    )
    authors = {person_id for person_id, _at in said.values()}
    if len({*sent, *authors}) < 2:
        return {}
    rows = session.execute(select(Person.id, Person.name, Person.initials).where(Person.id.in_(authors))).all()
    firsts = [row.name.partition(" ")[0] for row in rows]
    people = {
        row.id: (row.name if firsts.count(first) > 1 else first, row.initials or _initials(row.name))
        for row, first in zip(rows, firsts, strict=True)
    }
    return {step: Answerer(*people[author], at) for step, (author, at) in said.items() if author in people}


def _photographers(session: Session, instance_id: str) -> dict[str, tuple[str, datetime]]:
    """Of each step the one who took its newest photo."""
    rows = session.execute(
        select(Attachment.element_id, Attachment.taken_by_id, Attachment.taken_at)
        .where(Attachment.object_kind == INSTANCE_KIND, Attachment.object_id == instance_id)
        .order_by(Attachment.taken_at, Attachment.id)
    )
    return {row.element_id: (row.taken_by_id, row.taken_at) for row in rows if row.taken_by_id}


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2]).upper()
