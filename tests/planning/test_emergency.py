"""Breaking in: nobody stands still in two places, nothing begun or locked moves, and the harm is said exactly."""

from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local
from core.planning.emergency import insertions
from core.rules.facts import JobFacts, PlanningFacts, Shift, Stop, TechnicianFacts, to_minute
from core.rules.travel import Place, travel_minutes

DAY = date(2026, 11, 24)
NOW = at_local(DAY, time(9))
HERE, THERE = Place(57.7, 11.95), Place(57.72, 11.99)


def minute(hour: int, past: int = 0) -> int:
    return to_minute(at_local(DAY, time(hour, past)))


def stop(name: str, hour: int, minutes: int = 60, pinned: bool = False) -> Stop:
    return Stop(minute(hour), minute(hour) + minutes, name, name, HERE, pinned)


def firm(*stops: tuple[Stop, ...]) -> PlanningFacts:
    shift = Shift(minute(7, 30), minute(16))
    people = tuple(TechnicianFacts(f"p{n}", f"T{n}", HERE, {}, (shift,), own) for n, own in enumerate(stops))
    return PlanningFacts(minute(0), minute(23), minute(9), people)


URGENT = JobFacts("urgent", "urgent", 60, THERE, priority="emergency")


def test_a_free_technician_harms_nobody_and_comes_first() -> None:
    full = tuple(stop(f"a{hour}", hour) for hour in range(9, 16))
    found = insertions(firm(full, ()), URGENT, {one.activity_id: JobFacts(one.activity_id, "") for one in full}, NOW)
    assert found[0].person_id == "p1"
    assert (found[0].delays, found[0].overtime, found[0].broken) == ((), 0, 0)


def test_the_delay_of_each_customer_and_the_overtime_are_said() -> None:
    day = (stop("begun", 8, 90), stop("a", 10, 180), stop("b", 13, 180))
    others = {"a": JobFacts("a", "a", promised_to=minute(10, 30)), "b": JobFacts("b", "b")}
    (found,) = insertions(firm(day), URGENT, others, NOW)
    begins = minute(9, 30) + travel_minutes(HERE, THERE)
    assert 0 <= found.start - begins < 5
    assert [delay.name for delay in found.delays] == ["a", "b"]
    assert found.delays[0].breaks and not found.delays[1].breaks
    assert found.overtime == found.delays[1].after + 180 - minute(16)
    assert found.broken == 1


def test_what_is_locked_or_begun_never_gives_way() -> None:
    locked = (stop("a", 10, 360, pinned=True),)
    assert insertions(firm(locked), URGENT, {"a": JobFacts("a", "a")}, NOW) == ()
    begun = (stop("a", 10, 360),)
    assert insertions(firm(begun), URGENT, {}, NOW) == ()


@given(st.lists(st.tuples(st.integers(8, 15), st.booleans()), max_size=6, unique_by=lambda entry: entry[0]))
def test_after_any_insertion_each_visit_can_be_reached_in_time(entries: list[tuple[int, bool]]) -> None:
    day = tuple(stop(f"s{hour}", hour, 45, pinned) for hour, pinned in sorted(entries))
    others = {one.activity_id: JobFacts(one.activity_id, one.name) for one in day if one.start > minute(9)}
    for found in insertions(firm(day), URGENT, others, NOW):
        moved = {delay.activity_id: delay.after for delay in found.delays}
        spans = sorted(
            [(moved.get(one.activity_id, one.start), one, moved.get(one.activity_id, one.start) + 45) for one in day
             if one.end > minute(9)] + [(found.start, None, found.start + 60)],
            key=lambda span: span[0],
        )
        assert not {one.activity_id for one in day if one.pinned} & set(moved)
        touched = {found.start, *moved.values()}
        for (_, _one, end), (start, _other, _) in pairwise(spans):
            if start in touched:
                assert end <= start
