"""The dispatch board: who works when, what is planned, what is not, and what needs a person's eye."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from sys import intern
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.changes import Changes
from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner
from core.model.device import SyncFlag
from core.model.message import Message
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.model.workforce import Skill
from core.queries.planning_facts import SCHEDULED, busy_until
from core.queries.technician_days import TechnicianDays, place, technician_days
from core.rules.facts import JobFacts, Minute, SkillNeed, Stop, to_minute
from core.rules.finishing import still_owed
from core.rules.lifecycle import STEPS_ON_SITE, display_status
from core.rules.travel import Place

LATE_AFTER_MINUTES = 15
"""A technician who is not there this long after the planned start is late."""

TECHNICIAN_KINDS = ("absence", "reservation", "moved_break", "person_skill")
"""Kinds of rows whose change means that the technicians' days must be asked for anew."""

_TO_DO = ("draft", "planned", "released", "in_execution")
WINDOW_KINDS = ("person", "working_time", "skill")
"""Kinds of rows whose change may mean other rows or other hours: the whole window is asked for anew."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit on the board or in the unplanned list (then `person_id` and `start` are None).

    `status` is one of the seven of the design tokens as of the data; from `late_from` on it shows as a deviation.
    `changed`: the customer or the technician was told another time than is planned now.
    """

    id: str
    call_id: str
    number: str
    customer: str
    subject: str
    person_id: str | None
    helper_ids: tuple[str, ...]
    start: Minute | None
    end: Minute | None
    duration: int
    state: str
    step: str
    status: str
    late_from: Minute | None
    busy_until: Minute | None
    priority: str
    pinned: bool
    changed: bool
    told_from: Minute | None
    promised_from: Minute | None
    promised_to: Minute | None
    due: Minute | None
    pending_reason: str
    wish_text: str
    place: Place | None
    skill_ids: tuple[str, ...]
    accepted: tuple[str, ...]
    created: Minute
    sms: str = ""
    """State of the newest SMS about it: queued, sending, sent, delivered, failed; empty when there is none."""
    copy: bool = False
    """Whether it is the same work once more for the same call, and nothing about it was changed yet."""

    def stop(self) -> Stop:
        """The visit as planning sees it."""
        assert self.start is not None and self.busy_until is not None
        return Stop(self.start, max(self.start, self.busy_until), self.id, self.customer, self.place, self.pinned)

    def job(self, skills: Mapping[str, SkillNeed]) -> JobFacts:
        """What the visit needs as far as the board knows: all but parts and who has been there."""
        return JobFacts(
            self.id, self.customer, self.duration, self.place,
            tuple(skills[skill] for skill in self.skill_ids if skill in skills), (), self.promised_from,
            self.promised_to, self.due if self.promised_to is None else None, self.priority,
            helper_ids=self.helper_ids, begun=self.state == "in_execution",
        )

    def shown_status(self, now: Minute) -> str:
        return "deviation" if self.late_from is not None and now >= self.late_from else self.status

    @property
    def planned(self) -> bool:
        return self.start is not None and self.person_id is not None

    @property
    def unsent(self) -> bool:
        """Planned, and nobody has been sent it as it is planned now."""
        return self.planned and (self.state == "planned" or (self.state == "released" and self.changed))

    @property
    def movable(self) -> bool:
        """Whether a planner may still move it: nothing has begun."""
        return self.state in ("draft", "planned", "released") and self.step in ("", "new", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to look at that no bar shows by itself: a sync flag or a message that did not arrive."""

    kind: str
    row_id: str
    activity_id: str
    customer: str
    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoardRows:
    """A window of the board; visits are those that touch it, `unplanned` is the whole list."""

    first_day: date
    days: int
    now: Minute
    technicians: tuple[TechnicianDays, ...]
    visits: tuple[VisitRow, ...]
    unplanned: tuple[VisitRow, ...]
    skills: dict[str, SkillNeed]
    trouble: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What a change means for a window: rows to put, and ids of those that are no longer in it."""

    rows: tuple[VisitRow, ...]
    gone: tuple[str, ...]
    trouble: tuple[Trouble, ...]


def board(session: Session, first_day: date, days: int, now: datetime) -> BoardRows:
    first, last = _window(first_day, days)
    visits = _visits(session, _in_window(first, last), now)
    unplanned = _visits(session, _unplanned(), now)
    skills = {
        row.id: SkillNeed(row.id, row.name, row.required_by_law)
        for row in session.execute(select(Skill.id, Skill.name, Skill.required_by_law))
    }
    technicians = technician_days(session, first_day, days, now)
    return BoardRows(
        first_day, days, to_minute(now), technicians, visits, unplanned, skills, board_trouble(session)
    )


def board_rows_for(
    session: Session, activity_ids: Iterable[str], first_day: date, days: int, now: datetime
) -> BoardChange:
    """These visits as they are now; ids that belong neither to the window nor to the unplanned list are gone."""
    ids = set(activity_ids)
    where = Activity.id.in_(ids) & or_(_in_window(*_window(first_day, days)), _unplanned())
    rows = _visits(session, where, now)
    return BoardChange(rows, tuple(sorted(ids - {row.id for row in rows})), board_trouble(session))


def board_change(session: Session, changes: Changes, first_day: date, days: int, now: datetime) -> BoardChange:
    """What committed changes mean for the window; the rows not named by them need no repainting."""
    return board_rows_for(session, touched_visits(session, changes), first_day, days, now)


def touched_visits(session: Session, changes: Changes) -> set[str]:
    """The visits whose bar or card may look different after these changes."""
    found = changes.ids("activity")
    for kind, entity in (("service_assignment", ServiceAssignment), ("required_material", RequiredMaterial)):
        ids = changes.ids(kind)
        if ids:
            found |= set(session.scalars(select(entity.activity_id).where(entity.id.in_(ids))))
    messages, calls, partners = changes.ids("message"), changes.ids("service_call"), changes.ids("business_partner")
    if messages:
        found |= set(session.scalars(select(Message.subject_id).where(Message.id.in_(messages))))
    if calls or partners:
        chosen = ServiceCall.id.in_(calls) | ServiceCall.partner_id.in_(partners)
        found |= set(session.scalars(select(Activity.id).join(ServiceCall).where(chosen)))
    return found


def board_trouble(session: Session) -> tuple[Trouble, ...]:
    """Unresolved flags of the sync and messages that failed, the newest first."""
    flags = session.execute(
        select(SyncFlag.id, SyncFlag.code, SyncFlag.params, SyncFlag.activity_id, BusinessPartner.name)
        .outerjoin(Activity, Activity.id == SyncFlag.activity_id)
        .outerjoin(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(SyncFlag.resolved_at.is_(None)).order_by(SyncFlag.at.desc()).limit(50)
    )
    failed = session.execute(
        select(Message.id, Message.subject_id, Message.recipient_name, BusinessPartner.name)
        .join(Activity, Activity.id == Message.subject_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Message.state == "failed", Activity.state.in_(("planned", "released")))
        .order_by(Message.created_at.desc()).limit(50)
    )
    return (
        *(Trouble("flag", f.id, f.activity_id or "", f.name or "", f.code, dict(f.params)) for f in flags),
        *(Trouble("message", m.id, m.subject_id, m.name or "", "message_failed", {"name": m.recipient_name})
          for m in failed),
    )


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _window(first_day: date, days: int) -> tuple[datetime, datetime]:
    return day_bounds(first_day)[0], day_bounds(first_day + timedelta(days=days - 1))[1]


def _in_window(first: datetime, last: datetime) -> ColumnElement[bool]:
    """Bounded on both sides of the index of `planned_start`; no visit is planned for longer than a day."""
    return (
        (Activity.planned_start < last) & (Activity.planned_start >= first - timedelta(days=1))
        & (Activity.planned_end > first) & Activity.state.in_(SCHEDULED) & Activity.lead_person_id.is_not(None)
    )


def _unplanned() -> ColumnElement[bool]:
    return (Activity.state == "draft") & ServiceCall.state.in_(("open", "pending"))


def _chosen() -> Select[*tuple[Any, ...]]:
    address, earlier = func.coalesce(Activity.address_id, ServiceCall.address_id), aliased(Activity)
    return (
        select(
            Activity.id, Activity.call_id, Activity.subject, Activity.state, Activity.planned_start,
            Activity.planned_end, Activity.duration_minutes, Activity.lead_person_id, Activity.helper_ids,
            Activity.required_skill_ids, Activity.pinned, Activity.accepted_conflicts, Activity.released_at,
            Activity.told_from, Activity.release_revision, Activity.arrived_at, Activity.finished_at,
            ServiceCall.number, ServiceCall.subject.label("call_subject"), ServiceCall.priority,
            ServiceCall.promised_from, ServiceCall.promised_to, ServiceCall.due_at, ServiceCall.pending_reason,
            ServiceCall.wish_text, ServiceCall.state.label("call_state"), ServiceCall.created_at,
            BusinessPartner.name, Address.latitude, Address.longitude, earlier.finished_at.label("earlier_ended"),
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(earlier, earlier.id == Activity.next_visit_of_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Address, Address.id == address)
        .order_by(Activity.planned_start, Activity.id)
    )


def _visits(session: Session, where: ColumnElement[bool], now: datetime) -> tuple[VisitRow, ...]:
    steps, told, copies = _steps(session, where), _messages(session, where), _copies(session, where)
    return tuple(
        _row(row, steps.get(row.id, {}), told.get(row.id, ""), row.id in copies, now)
        for row in session.execute(_chosen().where(where))
    )


def _copies(session: Session, where: ColumnElement[bool]) -> set[str]:
    """Visits that say the same as an older one of their call that is still to be done; ids grow with time."""
    older = aliased(Activity)
    same = select(older.id).where(
        older.call_id == Activity.call_id, older.id < Activity.id, older.subject == Activity.subject,
        older.duration_minutes == Activity.duration_minutes, older.state.in_(_TO_DO),
    )
    return set(session.scalars(
        select(Activity.id).join(ServiceCall, ServiceCall.id == Activity.call_id).where(
            where, Activity.state.in_(("draft", "planned")), Activity.predecessor_id.is_(None),
            Activity.next_visit_of_id.is_(None), same.exists(),
        )
    ))


def _messages(session: Session, where: ColumnElement[bool]) -> dict[str, str]:
    """The state of the newest message about each visit; what was withdrawn never was."""
    found: dict[str, str] = {}
    for row in session.execute(
        select(Message.subject_id, Message.state).join(Activity, Activity.id == Message.subject_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .where(where, Message.state != "withdrawn").order_by(Message.created_at, Message.id)
    ):
        found[row.subject_id] = row.state
    return found


def _steps(session: Session, where: ColumnElement[bool]) -> dict[str, dict[str, str]]:
    """Each visit's person → step; the newest part of a person that is not cancelled."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.execute(
        select(ServiceAssignment.activity_id, ServiceAssignment.person_id, ServiceAssignment.step)
        .join(Activity, Activity.id == ServiceAssignment.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .where(where, ServiceAssignment.step != "cancelled")
        .order_by(ServiceAssignment.assigned_at, ServiceAssignment.id)
    ):
        found[row.activity_id][row.person_id] = row.step
    return found


def _row(row: Any, steps: dict[str, str], sms: str, copy: bool, now: datetime) -> VisitRow:
    # A board of 50,000 visits has a few thousand different names, states and people: each is kept once.
    step = intern(steps.get(row.lead_person_id, ""))
    start, end = _minute(row.planned_start), _minute(row.planned_end)
    told, promised_to = _minute(row.told_from), still_owed(row.promised_to, row.earlier_ended)
    until = busy_until(row.planned_end, row.state, row.finished_at, now) if row.planned_end else None
    return VisitRow(
        id=row.id, call_id=row.call_id, number=row.number or "", customer=intern(row.name or row.call_subject or "–"),
        subject=intern(row.subject or row.call_subject or ""),
        person_id=intern(row.lead_person_id) if row.lead_person_id else None,
        helper_ids=tuple(row.helper_ids or ()), start=start, end=end, duration=row.duration_minutes,
        state=intern(row.state), step=step, status=display_status(row.state, step), late_from=_late_from(row, step),
        busy_until=_minute(until),
        priority=intern(row.priority), pinned=row.pinned,
        changed=_changed(row, told, start),
        told_from=told, promised_from=_minute(row.promised_from) if promised_to is not None else None,
        promised_to=_minute(promised_to), due=_minute(still_owed(row.due_at, row.earlier_ended)),
        pending_reason=row.pending_reason if row.call_state == "pending" else "",
        wish_text=row.wish_text, place=place(row.latitude, row.longitude),
        skill_ids=tuple(row.required_skill_ids or ()),
        accepted=tuple(entry["code"] for entry in row.accepted_conflicts or ()), created=to_minute(row.created_at),
        sms=intern(sms), copy=copy,
    )


def _changed(row: Any, told: Minute | None, start: Minute | None) -> bool:
    """Whether somebody outside believes something else than is planned: it has to be sent again."""
    if row.state == "released":
        return row.release_revision > 0 and told != start
    return row.state == "planned" and told is not None


def _late_from(row: Any, step: str) -> Minute | None:
    """From when nobody being there is a deviation; None once somebody is, or when it is over."""
    if row.planned_start is None or row.state not in ("planned", "released") or row.arrived_at is not None:
        return None
    return None if step in (*STEPS_ON_SITE, "done") else to_minute(row.planned_start) + LATE_AFTER_MINUTES


def _minute(moment: datetime | None) -> Minute | None:
    return None if moment is None else to_minute(moment)
