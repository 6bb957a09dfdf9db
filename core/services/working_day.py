"""Moves what bounds a technician's day; his jobs stay where they are, and what then clashes is shown."""

from datetime import datetime

from sqlalchemy import select

from core.clock import day_bounds
from core.commands.working_day import FreeTime, MoveAbsence, MoveBreak, MoveReservation, ReserveTime
from core.ids import new_id
from core.model.workforce import Absence, MovedBreak, Person, Reservation
from core.services.dispatch import first_name, said_time
from core.storage.unit_of_work import UnitOfWork

_LONGEST_TITLE = 80


def move_break(command: MoveBreak, work: UnitOfWork) -> None:
    person = work.get(Person, command.person_id)
    moved = work.session.scalar(
        select(MovedBreak).where(MovedBreak.person_id == person.id, MovedBreak.day == command.day)
    )
    before = MoveBreak(
        person_id=person.id, day=command.day, start=moved.start if moved else None, end=moved.end if moved else None
    )
    if command.start is None or command.end is None:
        if moved is not None:
            work.session.delete(moved)
        work.label("working_day.break_reset", person=first_name(person))
    else:
        opens, closes = day_bounds(command.day)
        within = opens <= command.start < command.end <= closes
        if not work.guard(within, "working_day.error_break", person=first_name(person)):
            return
        if moved is None:
            work.add(MovedBreak(
                id=new_id(), person_id=person.id, day=command.day, start=command.start, end=command.end
            ))
        else:
            moved.start, moved.end = command.start, command.end
        work.label(
            "working_day.break_moved", person=first_name(person), time=said_time(work, command.start)
        )
    work.undo_with(before)


def reserve_time(command: ReserveTime, work: UnitOfWork) -> None:
    person = work.get(Person, command.person_id)
    if not _lasts(work, command.start, command.end):
        return
    if work.find(Reservation, command.reservation_id) is None:
        work.add(Reservation(
            id=command.reservation_id, person_id=person.id, title=command.title.strip()[:_LONGEST_TITLE],
            start=command.start, end=command.end,
        ))
    work.undo_with(FreeTime(reservation_id=command.reservation_id))
    work.label("working_day.reserved", person=first_name(person), time=said_time(work, command.start))
    work.result(command.reservation_id)


def free_time(command: FreeTime, work: UnitOfWork) -> None:
    reservation = work.find(Reservation, command.reservation_id)
    if reservation is None:
        return
    person = work.get(Person, reservation.person_id)
    work.undo_with(ReserveTime(
        reservation_id=reservation.id, person_id=person.id, start=reservation.start, end=reservation.end,
        title=reservation.title,
    ))
    work.session.delete(reservation)
    work.label("working_day.freed", person=first_name(person), time=said_time(work, reservation.start))


def move_reservation(command: MoveReservation, work: UnitOfWork) -> None:
    reservation = work.get(Reservation, command.reservation_id)
    if not _lasts(work, command.start, command.end):
        return
    work.undo_with(MoveReservation(
        reservation_id=reservation.id, start=reservation.start, end=reservation.end
    ))
    reservation.start, reservation.end = command.start, command.end
    person = work.get(Person, reservation.person_id)
    work.label("working_day.reserved", person=first_name(person), time=said_time(work, command.start))


def move_absence(command: MoveAbsence, work: UnitOfWork) -> None:
    absence = work.get(Absence, command.absence_id)
    if not _lasts(work, command.start, command.end):
        return
    work.undo_with(MoveAbsence(absence_id=absence.id, start=absence.start, end=absence.end))
    absence.start, absence.end = command.start, command.end
    person = work.get(Person, absence.person_id)
    work.label("working_day.absence_moved", person=first_name(person), time=said_time(work, command.end))


def _lasts(work: UnitOfWork, start: datetime, end: datetime) -> bool:
    return work.guard(start < end, "working_day.error_period")


HANDLERS = {
    MoveBreak: move_break, ReserveTime: reserve_time, FreeTime: free_time, MoveReservation: move_reservation,
    MoveAbsence: move_absence,
}
