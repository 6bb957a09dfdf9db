"""Sets who helps with a visit; who has begun helping is never taken off it."""

from core.commands.crew import SetHelpers
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.rules.lifecycle import STEPS_OPEN
from core.services.dispatch import STARTED_STEPS, assignments, customer_name, first_name, hard_stop
from core.services.release import assign_parts
from core.storage.unit_of_work import UnitOfWork


def set_helpers(command: SetHelpers, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    before = tuple(activity.helper_ids)
    wanted = tuple(who for who in dict.fromkeys(command.helper_ids) if who != activity.lead_person_id)
    if not (_open(work, activity, name) and _none_began(work, activity, set(before) - set(wanted), name)):
        return
    if not _all_there(work, activity, [who for who in wanted if who not in before]):
        return
    parts = {a.person_id: a.id for a in assignments(work, activity) if a.step in STEPS_OPEN}
    activity.helper_ids = list(wanted)
    if activity.state in ("released", "in_execution"):
        assign_parts(work, activity, ("", *command.assignment_ids))
    work.undo_with(SetHelpers(
        activity_id=activity.id, helper_ids=before, assignment_ids=tuple(parts.get(who, "") for who in before),
    ))
    work.label("board.done_helpers" if wanted else "board.done_no_helper", customer=name, names=_names(work, wanted))
    work.result(activity.id)


def _open(work: UnitOfWork, activity: Activity, name: str) -> bool:
    planned = activity.planned_start is not None and activity.lead_person_id is not None
    if not work.guard(activity.state != "cancelled", "board.error_cancelled", row=activity, customer=name):
        return False
    if not work.guard(activity.state != "done", "board.error_finished", row=activity, customer=name):
        return False
    return work.guard(planned, "board.error_helper_unplanned", row=activity, customer=name)


def _none_began(work: UnitOfWork, activity: Activity, leaving: set[str], name: str) -> bool:
    begun: ServiceAssignment | None = next(
        (a for a in assignments(work, activity) if a.person_id in leaving and a.step in STARTED_STEPS), None
    )
    who = first_name(work.get(Person, begun.person_id)) if begun is not None else ""
    return work.guard(begun is None, "board.error_helper_started", row=activity, customer=name, person=who)


def _all_there(work: UnitOfWork, activity: Activity, coming: list[str]) -> bool:
    if not coming or activity.lead_person_id is None or activity.planned_start is None:
        return True
    stop = hard_stop(work, activity, "", coming, activity.planned_start, activity.duration_minutes)
    person = str(stop.params.get("person", "–")) if stop is not None else ""
    return work.guard(stop is None, "board.error_absent", row=activity, person=person)


def _names(work: UnitOfWork, person_ids: tuple[str, ...]) -> str:
    return ", ".join(first_name(work.get(Person, person_id)) for person_id in person_ids)


HANDLERS = {SetHelpers: set_helpers}
