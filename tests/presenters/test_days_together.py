"""One person's days side by side: whatever was noted on jobs and by hand, no minute counts in two of them."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local, day_bounds
from core.presenters.day_log import DayRow, day_page
from core.presenters.records import RecordLine, clear_span, record_lines
from core.queries.day_log import DaySpan, log_of
from core.queries.records import Records, TimeRow
from core.rules.day_log import GAP
from core.texts import Texts

# The clocks go back in the night to Sunday.
FRIDAY, DAYS = date(2026, 10, 23), 4
BEGIN = at_local(FRIDAY, time())
ONE_DAY = timedelta(days=1)
NOW = BEGIN + timedelta(days=10)
TEXTS = Texts("sv")


def spans(name: str, kinds: tuple[str, ...], visit: str, most: int, longest: int) -> st.SearchStrategy[list[DaySpan]]:
    found = st.tuples(st.sampled_from(kinds), st.integers(0, (DAYS - 1) * 24 * 60), st.integers(1, longest))
    return st.lists(found, max_size=most).map(lambda all_: [
        DaySpan(
            f"{name}{n}", kind, BEGIN + timedelta(minutes=start), BEGIN + timedelta(minutes=start + length),
            activity_id=visit,
        )
        for n, (kind, start, length) in enumerate(all_)
    ])


OWN = st.tuples(
    spans("day", ("day",), "", 4, 16 * 60), spans("entry", ("break", "office", "standby"), "", 6, 10 * 60)
).map(lambda parts: [*parts[0], *parts[1]])
ON_JOBS = st.tuples(
    spans("first", ("work", "travel"), "first", 5, 12 * 60), spans("second", ("work", "wait"), "second", 5, 12 * 60)
).map(lambda parts: [*parts[0], *parts[1]])


def rows_of(day: date, own: list[DaySpan], on_jobs: list[DaySpan]) -> list[DayRow]:
    """What counts in a day, of what is asked for it: that day, the one before and the one after."""
    begins, ends = day_bounds(day - ONE_DAY)[0], day_bounds(day + ONE_DAY)[1]
    near = [[one for one in all_ if begins <= one.start < ends] for all_ in (own, on_jobs)]
    newest = max((one.start.date() for one in own if one.kind == "day"), default=None)
    page = day_page(log_of(day, *near, (), newest, NOW), NOW, TEXTS)
    return [row for row in page.rows if row.kind != GAP]


@given(OWN, ON_JOBS)
def test_no_minute_is_in_two_days_and_none_that_was_noted_is_in_no_day(
    own: list[DaySpan], on_jobs: list[DaySpan]
) -> None:
    counted = [row for n in range(-1, DAYS + 1) for row in rows_of(FRIDAY + n * ONE_DAY, own, on_jobs)]
    counted.sort(key=lambda row: (row.start, row.end))
    for one, following in pairwise(counted):
        assert one.end <= following.start, f"{one} and {following}"
    noted = [one for one in (*own, *on_jobs) if one.kind != "day"]
    assert sum((row.end - row.start for row in counted), timedelta()) == length_of(noted)


@given(ON_JOBS, st.randoms())
def test_every_overlap_of_two_jobs_is_offered_to_be_cut_until_there_is_none(
    on_jobs: list[DaySpan], chance: random.Random
) -> None:
    """Each job's page shows its own records, and knows of the others; the one that was kept first is never cut."""
    chance.shuffle(on_jobs)
    here = [
        TimeRow(one.id, one.kind, one.start, one.end or one.start, 0, "", NOW + timedelta(minutes=n))
        for n, one in enumerate(on_jobs)
    ]
    first = min(here, key=lambda row: row.recorded_at, default=None)
    for later in range(1000):
        one = next((row for row in here if is_over_another(row, here) and line_of(row, here).fix), None)
        if one is None:
            break
        assert line_of(one, here).overlaps
        here.remove(one)
        free = clear_span(one, [*here, one])
        if free is not None:
            here.append(replace(one, start=free[0], end=free[1], recorded_at=NOW + timedelta(days=1, minutes=later)))
    here.sort(key=lambda row: row.start)
    assert all(one.end <= following.start for one, following in pairwise(here))
    assert first is None or first in here


def is_over_another(row: TimeRow, among: list[TimeRow]) -> bool:
    return any(one.id != row.id and one.start < row.end and row.start < one.end for one in among)


def line_of(row: TimeRow, among: list[TimeRow]) -> RecordLine:
    """As the page of the row's own job shows it."""
    here = tuple(one for one in among if one.id[0] == row.id[0])
    elsewhere = tuple(one for one in among if one.id[0] != row.id[0])
    lines = record_lines(Records(here, (), (), (), None, None, (), elsewhere), (), TEXTS)
    return next(line for line in lines if line.id == row.id)


def length_of(noted: list[DaySpan]) -> timedelta:
    """Of all of them together, however they lie over one another."""
    total, here = timedelta(), datetime.min.replace(tzinfo=BEGIN.tzinfo)
    for one in sorted(noted, key=lambda one: one.start):
        assert one.end is not None
        total += max(timedelta(), one.end - max(one.start, here))
        here = max(here, one.end)
    return total
