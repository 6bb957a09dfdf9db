"""Records that somebody is away; his jobs stay where they are until a planner moves them."""

from core.commands.absence import RecordAbsence, RemoveAbsence
from core.model.workforce import Absence, Person
from core.services.dispatch import first_name
from core.storage.unit_of_work import UnitOfWork

KINDS = ("sick", "vacation", "child_care", "training", "other")


def record_absence(command: RecordAbsence, work: UnitOfWork) -> None:
    person = work.get(Person, command.person_id)
    name = first_name(person)
    if not work.guard(command.start < command.end, "absence.error_period", person=name):
        return
    if not work.guard(command.kind in KINDS, "absence.error_kind", person=name):
        return
    if work.find(Absence, command.absence_id) is None:
        work.add(Absence(
            id=command.absence_id, person_id=person.id, kind=command.kind, start=command.start, end=command.end,
            note=command.note,
        ))
    work.undo_with(RemoveAbsence(absence_id=command.absence_id))
    work.label("absence.done_recorded", person=name)
    work.result(command.absence_id)


def remove_absence(command: RemoveAbsence, work: UnitOfWork) -> None:
    absence = work.find(Absence, command.absence_id)
    if absence is None:
        return
    person = work.get(Person, absence.person_id)
    work.undo_with(RecordAbsence(
        absence_id=absence.id, person_id=absence.person_id, start=absence.start, end=absence.end, kind=absence.kind,
        note=absence.note,
    ))
    work.session.delete(absence)
    work.label("absence.done_removed", person=first_name(person))


HANDLERS = {RecordAbsence: record_absence, RemoveAbsence: remove_absence}
