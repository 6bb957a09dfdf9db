"""The technicians with what bounds their days: home, skills, shifts, absences and reserved time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.clock import at_local, day_bounds
from core.model.customer import Address
from core.model.workforce import Absence, MovedBreak, Person, PersonSkill, Reservation, WorkingTime
from core.rules.facts import Blocked, Minute, Shift, Stop, TechnicianFacts, to_minute
from core.rules.travel import Place


@dataclass(frozen=True, slots=True)
class TechnicianDays:
    """A technician and his time within the window asked for; everything sorted by start."""

    id: str
    name: str
    short_name: str
    initials: str
    colour: int
    phone: str
    team: str
    home: Place | None
    skills: dict[str, date | None] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Blocked, ...] = ()
    reservations: tuple[Blocked, ...] = ()

    def facts(self, stops: Iterable[Stop]) -> TechnicianFacts:
        """What planning reasons about, with these visits in the days."""
        ordered = tuple(sorted(stops, key=lambda stop: (stop.start, stop.end, stop.activity_id)))
        return TechnicianFacts(
            self.id, self.short_name, self.home, self.skills, self.shifts, ordered, self.absences, self.reservations
        )


def technician_days(
    session: Session, first_day: date, days: int, now: datetime, person_ids: Iterable[str] | None = None
) -> tuple[TechnicianDays, ...]:
    """All active technicians (or those asked for) in the firm's order, over `days` calendar days."""
    people = session.execute(_people(person_ids)).all()
    ids = [person.id for person in people]
    window = day_bounds(first_day)[0], day_bounds(first_day + timedelta(days=days - 1))[1]
    first_names: dict[str, int] = defaultdict(int)
    for person in people:
        first_names[person.name.split(" ")[0]] += 1
    skills = _skills(session, ids)
    shifts = _shifts(session, ids, first_day, days)
    absences, reservations = _absences(session, ids, *window), _reservations(session, ids, *window, now)
    return tuple(
        TechnicianDays(
            person.id, person.name, _short(person.name, first_names), person.initials, person.colour, person.phone,
            person.team, place(person.latitude, person.longitude), skills.get(person.id, {}),
            tuple(shifts.get(person.id, ())), tuple(absences.get(person.id, ())),
            tuple(reservations.get(person.id, ())),
        )
        for person in people
    )


@lru_cache(maxsize=8_192)
def place(latitude: float | None, longitude: float | None) -> Place | None:
    """A customer's visits share one."""
    return None if latitude is None or longitude is None else Place(latitude, longitude)


def _people(person_ids: Iterable[str] | None) -> Select[*tuple[Any, ...]]:
    chosen = (
        select(
            Person.id, Person.name, Person.initials, Person.colour, Person.phone, Person.team,
            Address.latitude, Address.longitude,
        )
        .outerjoin(Address, Address.id == Person.home_address_id)
        .order_by(Person.sort_order, Person.name)
    )
    if person_ids is not None:
        return chosen.where(Person.id.in_(list(person_ids)))
    return chosen.where(Person.active, Person.roles.contains("technician"))


def _short(name: str, first_names: dict[str, int]) -> str:
    """«Alex», or «Alex L.» when there are two."""
    first, _, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest and first_names[first] > 1 else first


def _skills(session: Session, ids: list[str]) -> dict[str, dict[str, date | None]]:
    found: dict[str, dict[str, date | None]] = defaultdict(dict)
    for row in session.execute(
        select(PersonSkill.person_id, PersonSkill.skill_id, PersonSkill.valid_to).where(PersonSkill.person_id.in_(ids))
    ):
        found[row.person_id][row.skill_id] = row.valid_to
    return found


def _shifts(session: Session, ids: list[str], first_day: date, days: int) -> dict[str, list[Shift]]:
    patterns = session.execute(
        select(
            WorkingTime.person_id, WorkingTime.weekday, WorkingTime.start_minute, WorkingTime.end_minute,
            WorkingTime.break_start_minute, WorkingTime.break_end_minute,
        ).where(WorkingTime.person_id.in_(ids))
    ).all()
    found: dict[str, list[Shift]] = defaultdict(list)
    made: dict[tuple[date, int, int, int | None, int | None], Shift] = {}  # most people share a few patterns
    moved = _moved_breaks(session, ids, first_day, days)
    for day in (first_day + timedelta(days=offset) for offset in range(days)):
        for row in patterns:
            if row.weekday == day.isoweekday():
                key = (day, row.start_minute, row.end_minute, row.break_start_minute, row.break_end_minute)
                if key not in made:
                    made[key] = Shift(*(None if m is None else _minute_of(day, m) for m in key[1:]))  # type: ignore[arg-type]
                pause = moved.get((row.person_id, day))
                usual = made[key]
                found[row.person_id].append(usual if pause is None else Shift(usual.start, usual.end, *pause))
    for shifts in found.values():
        shifts.sort(key=lambda shift: shift.start)
    return found


def _moved_breaks(
    session: Session, ids: list[str], first_day: date, days: int
) -> dict[tuple[str, date], tuple[Minute, Minute]]:
    rows = session.execute(
        select(MovedBreak.person_id, MovedBreak.day, MovedBreak.start, MovedBreak.end).where(
            MovedBreak.person_id.in_(ids), MovedBreak.day >= first_day,
            MovedBreak.day < first_day + timedelta(days=days),
        )
    )
    return {(row.person_id, row.day): (to_minute(row.start), to_minute(row.end)) for row in rows}


def _minute_of(day: date, minute: int) -> int:
    """A wall-clock minute of a day; 1440 is the next midnight."""
    extra, rest = divmod(minute, 24 * 60)
    return to_minute(at_local(day + timedelta(days=extra), time(rest // 60, rest % 60)))


def _absences(session: Session, ids: list[str], first: datetime, last: datetime) -> dict[str, list[Blocked]]:
    found: dict[str, list[Blocked]] = defaultdict(list)
    for row in session.execute(
        select(Absence.id, Absence.person_id, Absence.start, Absence.end, Absence.kind, Absence.note)
        .where(Absence.person_id.in_(ids), Absence.start < last, Absence.end > first)
        .order_by(Absence.start)
    ):
        found[row.person_id].append(
            Blocked(to_minute(row.start), to_minute(row.end), row.kind, row.note, row.id)
        )
    return found


def _reservations(
    session: Session, ids: list[str], first: datetime, last: datetime, now: datetime
) -> dict[str, list[Blocked]]:
    found: dict[str, list[Blocked]] = defaultdict(list)
    for row in session.execute(
        select(Reservation.id, Reservation.person_id, Reservation.start, Reservation.end, Reservation.title)
        .where(
            Reservation.person_id.in_(ids), Reservation.start < last, Reservation.end > first,
            or_(Reservation.expires_at.is_(None), Reservation.expires_at > now),
        )
        .order_by(Reservation.start)
    ):
        found[row.person_id].append(
            Blocked(to_minute(row.start), to_minute(row.end), "reserved", row.title, row.id)
        )
    return found
