"""A planner moves a break, blocks time, ends an absence earlier; planning sees it, and each can be taken back."""

from datetime import datetime, time

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.clock import at_local
from core.commands.absence import RecordAbsence
from core.commands.base import Command
from core.commands.working_day import FreeTime, MoveAbsence, MoveBreak, MoveReservation, ReserveTime
from core.errors import UserError
from core.ids import new_id
from core.queries.technician_days import TechnicianDays, technician_days
from core.rules.facts import to_minute
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def at(hour: int, minute: int = 0) -> datetime:
    return at_local(TODAY, time(hour, minute))


def do(office: Core, firm: KafeTulpan, command: Command) -> Changes:
    return office.commands.execute(command, firm.mara)


def take_back(office: Core, firm: KafeTulpan, changes: Changes) -> None:
    for command in changes.undo:
        do(office, firm, command)


def alex(office: Core, firm: KafeTulpan) -> TechnicianDays:
    return office.database.ask(technician_days, TODAY, 2, office.clock.now(), (firm.alex,))[0]


def test_a_break_is_moved_for_one_day_only_and_back(office: Core, firm: KafeTulpan) -> None:
    usual = alex(office, firm)
    first = do(office, firm, MoveBreak(person_id=firm.alex, day=TODAY, start=at(13), end=at(13, 30)))
    today, tomorrow = alex(office, firm).shifts
    assert (today.break_start, today.break_end) == (to_minute(at(13)), to_minute(at(13, 30)))
    assert tomorrow == usual.shifts[1]
    second = do(office, firm, MoveBreak(person_id=firm.alex, day=TODAY, start=at(11), end=at(12)))
    take_back(office, firm, second)
    assert alex(office, firm).shifts[0].break_start == to_minute(at(13))
    take_back(office, firm, first)
    assert alex(office, firm) == usual


def test_a_break_stays_within_its_day(office: Core, firm: KafeTulpan) -> None:
    with pytest.raises(UserError, match="error_break"):
        do(office, firm, MoveBreak(person_id=firm.alex, day=TODAY, start=at(12), end=at(11)))


def test_time_is_reserved_moved_and_given_up(office: Core, firm: KafeTulpan) -> None:
    before = alex(office, firm)
    held = new_id()
    reserved = do(office, firm, ReserveTime(
        reservation_id=held, person_id=firm.alex, start=at(14), end=at(15), title="Möte"
    ))
    moved = do(office, firm, MoveReservation(reservation_id=held, start=at(9), end=at(11)))
    block = next(block for block in alex(office, firm).reservations if block.id == held)
    assert (block.start, block.end, block.title) == (to_minute(at(9)), to_minute(at(11)), "Möte")
    freed = do(office, firm, FreeTime(reservation_id=held))
    assert alex(office, firm) == before
    take_back(office, firm, freed)
    take_back(office, firm, moved)
    assert next(b for b in alex(office, firm).reservations if b.id == held).start == to_minute(at(14))
    take_back(office, firm, reserved)
    assert alex(office, firm) == before


def test_somebody_comes_back_earlier(office: Core, firm: KafeTulpan) -> None:
    away = new_id()
    do(office, firm, RecordAbsence(absence_id=away, person_id=firm.alex, start=at(7), end=at(16)))
    changes = do(office, firm, MoveAbsence(absence_id=away, start=at(7), end=at(13)))
    assert next(b for b in alex(office, firm).absences if b.id == away).end == to_minute(at(13))
    take_back(office, firm, changes)
    assert next(b for b in alex(office, firm).absences if b.id == away).end == to_minute(at(16))
    with pytest.raises(UserError, match="error_period"):
        do(office, firm, MoveAbsence(absence_id=away, start=at(7), end=at(7)))
