"""Somebody is away: his jobs get others, near their time, and never two in the same gap."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local
from core.planning.replan import replacements
from core.rules.facts import JobFacts, PlanningFacts, Shift, Stop, TechnicianFacts, to_minute
from core.rules.travel import Place

DAY = date(2026, 11, 24)
NOW = at_local(DAY, time(8))
HERE = Place(57.7, 11.95)


def minute(hour: int, past: int = 0) -> int:
    return to_minute(at_local(DAY, time(hour, past)))


def firm(*stops: tuple[Stop, ...]) -> PlanningFacts:
    shift = Shift(minute(7, 30), minute(16))
    people = tuple(TechnicianFacts(f"p{n}", f"T{n}", HERE, {}, (shift,), own) for n, own in enumerate(stops))
    return PlanningFacts(minute(0), minute(23), minute(8), people)


def job(name: str, priority: str = "normal") -> JobFacts:
    return JobFacts(name, name, 60, HERE, priority=priority)


def test_a_free_colleague_takes_the_job_at_about_its_time() -> None:
    found = replacements(firm((), ()), [(job("a"), minute(10))], "p0", NOW)
    chosen = found[0].suggestion
    assert chosen is not None and chosen.person_id == "p1"
    assert minute(10) <= to_minute(chosen.start) <= minute(11)


def test_nobody_is_no_suggestion() -> None:
    assert replacements(firm(()), [(job("a"), minute(10))], "p0", NOW)[0].suggestion is None


@given(st.lists(st.integers(9, 14), min_size=2, max_size=5))
def test_replacements_do_not_clash_with_each_other_while_there_is_room(hours: list[int]) -> None:
    found = replacements(firm((), (), ()), [(job(f"j{n}"), minute(h)) for n, h in enumerate(hours)], "p0", NOW)
    taken: dict[str, list[tuple[int, int]]] = {}
    for entry in found:
        assert entry.suggestion is not None
        if entry.suggestion.grade != "conflict":
            span = to_minute(entry.suggestion.start), to_minute(entry.suggestion.end)
            for other in taken.setdefault(entry.suggestion.person_id, []):
                assert span[1] <= other[0] or span[0] >= other[1]
            taken[entry.suggestion.person_id].append(span)


def test_the_most_urgent_is_served_first() -> None:
    found = replacements(firm((), ()), [(job("late"), minute(9)), (job("now", "emergency"), minute(13))], "p0", NOW)
    assert [entry.job.name for entry in found] == ["now", "late"]
