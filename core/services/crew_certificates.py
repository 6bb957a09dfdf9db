"""Keeps on everybody's part of a visit what he lacks for it, so that its lead sees it without seeing certificates."""

from datetime import date

from sqlalchemy import select

from core.clock import local
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import PersonSkill
from core.rules.certificates import lacking
from core.rules.lifecycle import STEPS_OPEN
from core.storage.unit_of_work import UnitOfWork


def mark_lacking(work: UnitOfWork, activity: Activity) -> None:
    """To be called after whatever changes the crew, the day or what is asked for; only the office knows everybody's
    certificates."""
    if not work.is_office:
        return
    work.session.flush()
    day = local(activity.planned_start or work.now).date()
    parts = work.session.scalars(
        select(ServiceAssignment).where(
            ServiceAssignment.activity_id == activity.id, ServiceAssignment.step.in_(STEPS_OPEN)
        )
    ).all()
    held: dict[str, dict[str, date | None]] = {}
    if activity.required_skill_ids and parts:
        for row in work.session.execute(
            select(PersonSkill.person_id, PersonSkill.skill_id, PersonSkill.valid_to)
            .where(PersonSkill.person_id.in_({one.person_id for one in parts}))
        ):
            held.setdefault(row.person_id, {})[row.skill_id] = row.valid_to
    for one in parts:
        missing = list(lacking(activity.required_skill_ids, held.get(one.person_id, {}), day))
        if missing != list(one.lacking_skill_ids or []):
            one.lacking_skill_ids = missing
    work.session.flush()
