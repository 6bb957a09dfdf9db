"""What one person has recorded on a visit so far, and what he is likely to record next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.stock import StockShelf
from core.model.visit import ServiceAssignment, TimeEffort
from core.queries.day_places import Way
from core.queries.driven_ways import driven_ways
from core.queries.pauses import Pause, pauses, ways_back
from core.queries.visit_lines import live
from core.queries.visit_photos import visit_photos
from core.rules.working_time import whole_minute

_GAP = timedelta(minutes=5)
"""So much time between two records is worth a suggestion of its own."""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time record that counts."""

    id: str
    kind: str
    start: datetime
    end: datetime
    minutes: int
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A used article; `shelf` is where it lies in the van."""

    id: str
    item_id: str
    code: str
    name: str
    quantity: Decimal
    unit: str
    shelf: str
    serial: str
    removed_serial: str
    serial_tracked: bool = False


@dataclass(frozen=True, slots=True)
class MileageRow:
    """`note` is how the way was measured: by the car's meter, or from where."""

    id: str
    kilometres: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """`receipt` is the newest photo of its receipt as a small JPEG (base64), `receipts` how many there are."""

    id: str
    text: str
    amount: Decimal
    receipt: str = ""
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Time that is not recorded: since when, as what, and until when, in whole minutes; without `end` it passes still.

    A suggestion; nothing runs by itself.
    """

    kind: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """One person's records on a visit; `elsewhere` is his time on other visits that lies over time recorded here.

    `suggested_kilometres` are not recorded yet: those of `driven_again` come on top of what is.
    """

    times: tuple[TimeRow, ...]
    materials: tuple[MaterialRow, ...]
    mileages: tuple[MileageRow, ...]
    expenses: tuple[ExpenseRow, ...]
    running: OpenSpan | None
    suggested_kilometres: Decimal | None
    suggested_times: tuple[OpenSpan, ...]
    elsewhere: tuple[TimeRow, ...] = ()
    driven_again: tuple[Way, ...] = ()


def records(session: Session, activity_id: str, person_id: str, now: datetime) -> Records:
    """What the person recorded, and from his stamps what is still to be recorded."""
    times = _times(session, activity_id, person_id)
    spans = _unrecorded(session, activity_id, person_id, times, now)
    mileages = [row for row in session.scalars(live("mileage", activity_id)) if row.person_id == person_id]
    recorded_at = max((row.recorded_at for row in mileages), default=None)
    driven = driven_ways(session, activity_id, person_id, recorded_at)
    return Records(
        times=times, materials=_materials(session, activity_id, person_id),
        mileages=tuple(MileageRow(row.id, row.kilometres, row.note) for row in mileages),
        expenses=_expenses(session, activity_id, person_id),
        running=next((one for one in spans if one.end is None), None),
        suggested_kilometres=driven.unrecorded(bool(mileages)), driven_again=driven.again,
        suggested_times=spans, elsewhere=_elsewhere(session, activity_id, person_id, times),
    )


def unrecorded(session: Session, activity_id: str, person_id: str, now: datetime) -> tuple[OpenSpan, ...]:
    """What the person's stamps tell of and no record covers, as it is offered to be recorded."""
    return _unrecorded(session, activity_id, person_id, _times(session, activity_id, person_id), now)


def _times(session: Session, activity_id: str, person_id: str) -> tuple[TimeRow, ...]:
    return tuple(
        TimeRow(row.id, row.kind, row.start, row.end, row.minutes, row.note, row.recorded_at)
        for row in sorted(session.scalars(live("time", activity_id)), key=lambda row: (row.start, row.id))
        if row.person_id == person_id
    )


def _materials(session: Session, activity_id: str, person_id: str) -> tuple[MaterialRow, ...]:
    rows = [row for row in session.scalars(live("material", activity_id)) if row.person_id == person_id]
    items = {
        item.id: item
        for item in session.execute(
            select(Item.id, Item.code, Item.name, Item.unit, Item.serial_tracked)
            .where(Item.id.in_({row.item_id for row in rows}))
        )
    }
    shelves = {
        (shelf.warehouse_id, shelf.item_id): shelf.shelf
        for shelf in session.execute(
            select(StockShelf.warehouse_id, StockShelf.item_id, StockShelf.shelf)
            .where(StockShelf.warehouse_id.in_({row.warehouse_id for row in rows if row.warehouse_id}))
        )
    }
    return tuple(
        MaterialRow(
            row.id, row.item_id, item.code if item else "", item.name if item else "", row.quantity,
            item.unit if item else "", shelves.get((row.warehouse_id, row.item_id), ""), row.serial, row.removed_serial,
            bool(item and item.serial_tracked),
        )
        for row in rows
        for item in (items.get(row.item_id),)
    )


def _expenses(session: Session, activity_id: str, person_id: str) -> tuple[ExpenseRow, ...]:
    found = []
    for row in session.scalars(live("expense", activity_id)):
        if row.person_id == person_id:
            photos = visit_photos(session, activity_id, element_id=row.id)
            found.append(
                ExpenseRow(row.id, row.text, row.amount, photos[-1].thumbnail if photos else "", len(photos))
            )
    return tuple(found)


def _elsewhere(
    session: Session, activity_id: str, person_id: str, times: tuple[TimeRow, ...]
) -> tuple[TimeRow, ...]:
    if not times:
        return ()
    begins, ends = min(row.start for row in times), max(row.end for row in times)
    return _on_other_visits(session, activity_id, person_id, begins, ends)


def _on_other_visits(
    session: Session, activity_id: str, person_id: str, since: datetime, until: datetime
) -> tuple[TimeRow, ...]:
    rows = session.scalars(
        select(TimeEffort).where(
            TimeEffort.person_id == person_id, TimeEffort.activity_id != activity_id,
            TimeEffort.corrected_by_id.is_(None), TimeEffort.state != "declined", TimeEffort.end > since,
            TimeEffort.start < until,
        )
    )
    return tuple(TimeRow(row.id, row.kind, row.start, row.end, row.minutes, row.note, row.recorded_at) for row in rows)


def _unrecorded(
    session: Session, activity_id: str, person_id: str, times: tuple[TimeRow, ...], now: datetime
) -> tuple[OpenSpan, ...]:
    """The journeys and the work that the stamps tell of and no record covers yet, in that order."""
    stamps = session.execute(
        select(
            ServiceAssignment.id, ServiceAssignment.step, ServiceAssignment.travel_started_at,
            ServiceAssignment.arrived_at,
        )
        .where(ServiceAssignment.activity_id == activity_id, ServiceAssignment.person_id == person_id)
        .order_by(ServiceAssignment.assigned_at.desc())
    ).first()
    if stamps is None:
        return ()
    spans = []
    arrived = whole_minute(stamps.arrived_at) if stamps.arrived_at is not None else None
    later = ways_back(session, stamps.id)
    driven = [row for row in times if row.kind == "travel"]
    first = [row for row in driven if not any(_overlap(row, way, now) for way in later)]
    if stamps.travel_started_at is not None and not first:
        spans.append(OpenSpan("travel", whole_minute(stamps.travel_started_at), arrived))
    spans.extend(
        OpenSpan("travel", way.start, way.end) for way in later if not any(_overlap(row, way, now) for row in driven)
    )
    if arrived is not None:
        recorded = [row for row in times if row.kind != "travel" and row.end > arrived]
        is_over = stamps.step in ("done", "aborted") and bool(recorded)
        # He was nowhere twice: what is kept of another job is no work here, though he did not pause this one.
        there = _on_other_visits(session, activity_id, person_id, arrived, now)
        taken = sorted((*recorded, *there), key=lambda row: row.start)
        for begin, end in _stretches(arrived, pauses(session, stamps.id)):
            if end is not None or not is_over:
                spans.extend(_uncovered(begin, end, taken))
    return tuple(spans)


def _overlap(row: TimeRow, way: Pause, now: datetime) -> bool:
    return row.start < (way.end or max(now, way.start)) and way.start < row.end


def _stretches(arrived: datetime, stops: tuple[Pause, ...]) -> Iterator[tuple[datetime, datetime | None]]:
    """The time on site without the pauses; the last stretch has no end while he is at work."""
    begin: datetime | None = arrived
    for stop in stops:
        if begin is None or (stop.end is not None and stop.end <= begin):
            continue
        if stop.start > begin:
            yield begin, stop.start
        begin = stop.end
    if begin is not None:
        yield begin, None


def _uncovered(begin: datetime, end: datetime | None, recorded: Sequence[TimeRow]) -> Iterator[OpenSpan]:
    """What no record covers of one stretch; a short gap between two records is nothing to ask about."""
    here = begin
    for row in recorded:
        if row.end <= here or (end is not None and row.start >= end):
            continue
        if row.start - here >= _GAP:
            yield OpenSpan("work", here, row.start)
        here = row.end
    if end is None or end > here:
        yield OpenSpan("work", here, end)
