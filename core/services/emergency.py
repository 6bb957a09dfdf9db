"""Breaks an urgent visit into a technician's day: it and all that it pushes are planned and undone as one."""

from core.commands.emergency import InsertVisit
from core.model.visit import Activity
from core.model.workforce import Person
from core.services.dispatch import customer_name, first_name, keep, may_plan, plan_as, said_time, undo_to
from core.storage.unit_of_work import UnitOfWork

_ACCEPTED = "emergency"
"""What is recorded as accepted on a visit that had to give way."""


def insert_visit(command: InsertVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    pushed = [(work.get(Activity, one.activity_id), one.start) for one in command.pushed]
    if not all(may_plan(work, visit) for visit in (activity, *(visit for visit, _start in pushed))):
        return
    before = keep(work, activity)
    plan_as(
        work, activity, command.person_id, command.start, activity.duration_minutes, activity.helper_ids, (),
    )
    undo_to(work, activity, before)
    for visit, start in pushed:
        kept = keep(work, visit)
        codes = (*(entry["code"] for entry in visit.accepted_conflicts), _ACCEPTED)
        plan_as(
            work, visit, visit.lead_person_id or command.person_id, start, visit.duration_minutes, visit.helper_ids,
            codes,
        )
        undo_to(work, visit, kept)
    person = work.get(Person, command.person_id)
    params = {
        "customer": customer_name(work, activity), "person": first_name(person),
        "time": said_time(work, command.start), "n": len(pushed),
    }
    work.label("board.done_inserted_pushing" if pushed else "board.done_planned", **params)
    work.result(activity.id)


HANDLERS = {InsertVisit: insert_visit}
