"""Suggestions: the cheapest are found although most technicians are never looked at, and none breaks a rule."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local
from core.planning.suggest import best_times, suggest
from core.rules.facts import JobFacts, PlanningFacts, Shift, SkillNeed, Stop, TechnicianFacts, to_minute
from core.rules.travel import Place

DAY = date(2026, 11, 24)
NOW = at_local(DAY, time(8, 43))
MINUTE = to_minute(NOW)
places = st.builds(Place, st.floats(57.6, 57.8), st.floats(11.8, 12.1))


@st.composite
def technicians(draw: st.DrawFn, number: int) -> TechnicianFacts:
    shifts, stops = [], []
    for offset in range(3):
        day = DAY + timedelta(days=offset)
        opens, closes = to_minute(at_local(day, time(7, 30))), to_minute(at_local(day, time(16)))
        shifts.append(Shift(opens, closes))
        for slot in range(draw(st.integers(0, 4))):
            start = opens + slot * 120 + draw(st.integers(0, 60))
            stops.append(Stop(start, start + draw(st.integers(15, 90)), f"{number}-{offset}-{slot}", "Kund",
                              draw(places)))
    skills = dict.fromkeys(draw(st.sets(st.sampled_from(("espresso", "pressure")))))
    return TechnicianFacts(f"p{number}", f"T{number}", draw(places), skills, tuple(shifts), tuple(stops))


@st.composite
def problems(draw: st.DrawFn) -> tuple[PlanningFacts, JobFacts]:
    people = tuple(draw(technicians(number)) for number in range(draw(st.integers(1, 9))))
    first, last = to_minute(at_local(DAY, time())), to_minute(at_local(DAY + timedelta(days=3), time()))
    wish = draw(st.sampled_from((None, MINUTE + 60, MINUTE + 24 * 60)))
    job = JobFacts(
        "job", "Kafé Tulpan", draw(st.sampled_from((30, 60, 120))), draw(places),
        (SkillNeed("pressure", "Tryckkärl", True),), (), wish, None if wish is None else wish + 120,
        draw(st.sampled_from((None, MINUTE + 8 * 60))),
        draw(st.sampled_from(("emergency", "high", "normal", "planned"))),
    )
    return PlanningFacts(first, last, MINUTE, people), job


@given(problems())
def test_the_cheapest_time_of_all_is_the_first_suggestion(problem: tuple[PlanningFacts, JobFacts]) -> None:
    facts, job = problem
    able = [person for person in facts.technicians if "pressure" in person.skills]
    every = [time_ for person in able for time_ in best_times(facts, job, person, MINUTE)
             if time_.grade in ("best", "good", "possible")]
    found = [suggestion for suggestion in suggest(facts, job, NOW) if suggestion.grade in ("best", "good", "possible")]
    assert bool(found) == bool(every)
    if found:
        assert found[0].cost == min(time_.cost for time_ in every)


@given(problems())
def test_suggestions_are_of_different_people_in_order_and_allowed(problem: tuple[PlanningFacts, JobFacts]) -> None:
    facts, job = problem
    found = suggest(facts, job, NOW)
    assert len({suggestion.person_id for suggestion in found}) == len(found) <= 3
    assert [suggestion.grade == "conflict" for suggestion in found] == sorted(s.grade == "conflict" for s in found)
    for suggestion in found:
        assert "pressure" in facts.by_id[suggestion.person_id].skills
        assert suggestion.start >= NOW
        assert [other.grade for other in found[1:]].count("best") == 0


def test_an_overdue_job_is_offered_the_soonest_time_that_disturbs_nobody() -> None:
    opens, closes = to_minute(at_local(DAY, time(7, 30))), to_minute(at_local(DAY, time(16)))
    busy = Stop(MINUTE - 10, MINUTE + 77, "other", "Café Husaren", Place(57.7, 11.95))
    person = TechnicianFacts("p", "Alex", Place(57.7, 11.95), {}, (Shift(opens, closes),), (busy,))
    facts = PlanningFacts(to_minute(at_local(DAY, time())), closes + 480, MINUTE, (person,))
    job = JobFacts("job", "Kafé Tulpan", 60, Place(57.71, 11.96), due=MINUTE - 24 * 60)
    found = suggest(facts, job, NOW)
    assert [suggestion.verdict.codes("soft") for suggestion in found] == [("due",)]


def test_what_moves_a_break_comes_after_what_disturbs_nothing_unless_somebody_is_in_need() -> None:
    day = [to_minute(at_local(DAY, time(hour))) for hour in (7, 12, 13, 16)]
    near = Place(57.7, 11.95)
    breaks = Shift(day[0], day[3], day[1], day[2])
    eats = TechnicianFacts("a", "Alex", near, {}, (breaks,), (Stop(day[0], day[1] - 15, "x", "Kund", near),))
    later = TechnicianFacts("m", "Milan", near, {}, (breaks,), (Stop(day[0], day[2] + 60, "y", "Kund", near),))
    facts = PlanningFacts(to_minute(at_local(DAY, time())), day[3] + 480, MINUTE, (eats, later))
    for priority, first in (("high", "m"), ("emergency", "a")):
        found = suggest(facts, JobFacts("job", "Kafé Tulpan", 90, near, priority=priority, promised_to=day[3]), NOW)
        assert found[0].person_id == first, [(one.person_id, one.grade, one.start) for one in found]
        assert {one.person_id: one.grade for one in found}["a"] == "possible"
