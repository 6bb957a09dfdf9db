"""What the planner is told while dragging, and that what is told agrees with what is offered."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FIRM_ZONE
from core.planning.suggest import suggest, with_fixes
from core.presenters.reasons import conflict_text, reason_text
from core.rules.facts import (
    Blocked,
    JobFacts,
    PartNeed,
    PlanningFacts,
    Shift,
    SkillNeed,
    Stop,
    TechnicianFacts,
    to_minute,
    to_moment,
)
from core.rules.fit import crown, feasible, fit, gaps
from core.rules.travel import Place
from core.texts import Texts
from tests.helpers.source import ROOT

TEXTS = Texts("sv")
CAFE, HOTEL, HOME = Place(57.7089, 11.9746), Place(57.6989, 11.9500), Place(57.7300, 12.0100)
PRESSURE = SkillNeed("pressure", "Tryckkärl", by_law=True)


def at(hour: int, minute: int = 0, day: int = 24) -> int:
    return to_minute(datetime(2026, 11, day, hour, minute, tzinfo=FIRM_ZONE))


def job(**changes: object) -> JobFacts:
    return replace(JobFacts("job", "Kafé Tulpan", 90, CAFE), **changes)


def technician(*stops: Stop, **changes: object) -> TechnicianFacts:
    shift = Shift(at(7), at(16), at(12), at(12, 45))
    return replace(TechnicianFacts("alex", "Alex", HOME, {}, (shift,), tuple(stops)), **changes)


def says(verdict_reason: object) -> str:
    return plain(reason_text(TEXTS, verdict_reason))  # type: ignore[arg-type]


def plain(text: str) -> str:
    """Without the no-break spaces between numbers and units."""
    return text.replace("\u00a0", " ")


def test_a_free_morning_is_best_and_says_the_drive() -> None:
    verdict = fit(job(), technician(), at(10))
    assert verdict.grade in ("best", "good")
    assert says(verdict.reason).endswith("resa")
    assert not verdict.conflicts


def test_a_busy_technician_is_a_clash_until_he_is_free() -> None:
    verdict = fit(job(), technician(Stop(at(9, 30), at(12), "a", "Hotell Ankaret", HOTEL)), at(10))
    assert verdict.grade == "conflict"
    assert says(verdict.reason) == "upptagen till 12:00"
    assert plain(conflict_text(TEXTS, verdict.conflicts[0])) == "Krockar med Hotell Ankaret i 1 h 30 min."


@given(st.integers(0, 12 * 60), st.integers(0, 20 * 60), st.integers(5, 300))
def test_a_job_under_way_is_never_said_to_begin_too_late(start: int, now: int, length: int) -> None:
    """He is there: neither his drive nor the past speaks against making it longer; what comes after it still does."""
    who = technician(Stop(at(7), at(8), "a", "Hotell Ankaret", HOTEL), Stop(at(13), at(14), "b", "Bageriet", HOTEL))
    begun = fit(job(begun=True, duration=length), who, at(7) + start, at(7) + now)
    codes = {conflict.code for conflict in begun.conflicts}
    assert not codes & {"travel_late", "past"}
    other = {conflict.code for conflict in fit(job(duration=length), who, at(7) + start, None).conflicts}
    assert codes == other - {"travel_late"}


def test_two_jobs_with_the_same_place_in_time_but_no_time_to_drive() -> None:
    verdict = fit(job(), technician(Stop(at(9), at(10), "a", "Hotell Ankaret", HOTEL)), at(10))
    assert verdict.grade == "conflict"
    assert verdict.codes("soft") == ("travel_late",)
    assert verdict.from_name == "Hotell Ankaret"
    assert verdict.ready == at(10) + verdict.travel


def test_the_next_customer_is_named_when_he_would_wait() -> None:
    verdict = fit(job(), technician(Stop(at(11, 35), at(11, 55), "b", "Restaurang Kajen", HOTEL)), at(10))
    assert verdict.codes("soft") == ("next_late",)
    assert "Restaurang Kajen" in says(verdict.reason)


@pytest.mark.parametrize(
    ("skills", "grade", "words"),
    [
        ({}, "no", "saknar Tryckkärl"),
        ({"pressure": date(2026, 10, 1)}, "no", "Tryckkärl gick ut 2026-10-01"),
        ({"pressure": date(2026, 11, 24)}, "best", ""),
        ({"pressure": None}, "best", ""),
    ],
)
def test_a_certificate_that_the_law_asks_for_is_a_hard_stop(
    skills: Mapping[str, date | None], grade: str, words: str
) -> None:
    verdict = fit(job(skills=(PRESSURE,), place=HOME), technician(skills=skills), at(10))
    assert verdict.grade == grade
    assert words in says(verdict.reason)


def test_a_wish_for_skill_that_no_law_asks_for_can_be_accepted() -> None:
    verdict = fit(job(skills=(SkillNeed("latte", "Latte art"),)), technician(), at(10))
    assert (verdict.grade, verdict.allowed) == ("conflict", True)


def test_who_is_sick_is_never_planned() -> None:
    sick = technician(absences=(Blocked(at(0), at(23, 59), "sick"),))
    assert says(fit(job(), sick, at(10)).reason) == "sjuk idag"
    assert not fit(job(), sick, at(10)).allowed
    training = technician(absences=(Blocked(at(8), at(12), "training"),))
    assert says(fit(job(), training, at(10)).reason) == "utbildning till 12:00"
    assert fit(job(), training, at(13)).allowed


def test_overtime_says_how_long() -> None:
    verdict = fit(job(), technician(), at(15))
    assert says(verdict.reason) == "30 min övertid"


def test_a_missed_promise_says_how_late() -> None:
    promised = job(promised_from=at(10), promised_to=at(12))
    assert says(fit(promised, technician(), at(12, 25)).reason) == "25 min efter löftet"
    assert fit(promised, technician(), at(11)).codes("soft") == ()


def test_parts_that_are_not_in_the_van_are_told_but_never_stop() -> None:
    parts = (PartNeed("a", "Packning E61"), PartNeed("b", "Tryckvakt"), PartNeed("c", "Ventil", maybe=True))
    verdict = fit(job(parts=parts, van_stock={"alex": {"a": Decimal(2)}}), technician(), at(9))
    assert (verdict.grade, verdict.parts, verdict.parts_needed) == ("possible", 1, 2)
    assert says(verdict.reason) == "1 av 2 delar i bilen"


def test_a_helper_who_is_elsewhere_is_told_and_one_who_is_away_stops_it() -> None:
    busy = replace(technician(Stop(at(9), at(11), "b", "Hotell Ankaret", HOTEL)), person_id="sara", name="Sara")
    verdict = fit(job(), technician(), at(10), team=(busy,))
    assert (verdict.grade, verdict.codes("soft")) == ("conflict", ("team_busy",))
    assert says(verdict.reason) == "Sara upptagen till 11:00"
    away = replace(busy, stops=(), absences=(Blocked(at(0), at(23, 59), "sick"),))
    assert fit(job(), technician(), at(10), team=(away,)).grade == "no"
    assert fit(job(), busy, at(12, 45), team=(busy,)).allowed, "who takes the job over is not his own helper"


def test_a_team_job_is_offered_only_where_all_are_free() -> None:
    helper = replace(technician(Stop(at(7), at(13), "b", "Hotell Ankaret", HOTEL)), person_id="sara", name="Sara")
    row = feasible(job(), technician(), at(7), at(16), team=(helper,))
    assert row.intervals and row.intervals[0].start >= at(13)
    together = PlanningFacts(at(7), at(16), at(7), (technician(), helper))
    found = suggest(together, job(helper_ids=("sara",), place=HOME), to_moment(at(7)))
    assert to_minute(found[0].start) >= at(13)


def test_a_locked_neighbour_is_named_as_locked() -> None:
    locked = Stop(at(10, 30), at(12), "a", "Hotell Ankaret", HOTEL, pinned=True)
    verdict = fit(job(), technician(locked), at(10))
    assert verdict.codes("soft") == ("overlap_locked",)
    assert "låst" in plain(conflict_text(TEXTS, verdict.conflicts[0]))


def test_the_contracts_response_time_is_a_promise_too() -> None:
    verdict = fit(job(respond_by=at(9)), technician(), at(10))
    assert verdict.codes("soft") == ("respond_late",)
    assert not fit(job(respond_by=at(10)), technician(), at(10)).codes("soft")


def test_a_job_is_never_in_its_own_way() -> None:
    mine = technician(Stop(at(10), at(11, 30), "job", "Kafé Tulpan", CAFE))
    assert not fit(job(), mine, at(10, 15)).codes("soft")


def test_only_one_row_is_called_best() -> None:
    near, far = technician(), technician(person_id="elin", home=Place(57.72, 12.0))
    verdicts = crown({t.person_id: fit(job(place=HOME), t, at(10)) for t in (near, far)})
    assert [verdict.grade for verdict in verdicts.values()].count("best") == 1
    assert verdicts["alex"].grade == "best"


def test_the_way_out_names_a_time_and_another_person() -> None:
    busy = technician(Stop(at(9, 30), at(12), "a", "Café Husaren", HOTEL))
    free = technician(person_id="elin", name="Elin")
    facts = PlanningFacts(at(0), at(23), at(8), (busy, free))
    verdict = with_fixes(facts, job(), fit(job(), busy, at(10)), to_moment(at(8)))
    words = conflict_text(TEXTS, verdict.conflicts[0])
    assert "Flytta till 1" in words and "välj Elin" in words


def test_a_way_out_is_never_the_place_where_the_job_lies_already() -> None:
    busy = technician(Stop(at(9, 30), at(12), "a", "Café Husaren", HOTEL))
    elin = technician(Stop(at(10), at(11, 30), "job", "Kafé Tulpan", CAFE), person_id="elin", name="Elin")
    facts = PlanningFacts(at(0), at(23), at(8), (busy, elin))
    wanted = job(promised_from=at(10), promised_to=at(10))
    verdict = with_fixes(facts, wanted, fit(wanted, busy, at(10)), to_moment(at(8)))
    assert ("elin", at(10)) not in {(fix.person_id, fix.start) for c in verdict.conflicts for fix in c.fixes}


def test_suggestions_are_the_cheapest_and_never_forbidden() -> None:
    near = technician(person_id="near", skills={"pressure": None})
    far = technician(person_id="far", home=Place(58.2, 12.6), skills={"pressure": None},
                     stops=(Stop(at(7), at(9), "x", "Långt bort", Place(58.2, 12.6)),))
    unskilled = technician(person_id="unskilled")
    facts = PlanningFacts(at(0), at(23), at(8), (far, unskilled, near))
    wanted = job(skills=(PRESSURE,), promised_from=at(10), promised_to=at(12))
    found = suggest(facts, wanted, to_moment(at(8)))
    assert [suggestion.person_id for suggestion in found] == ["near", "far"]
    assert found[0].start == to_moment(at(10))
    assert [suggestion.grade for suggestion in found].count("best") <= 1


def test_when_nobody_is_free_the_least_bad_time_is_offered_as_a_clash() -> None:
    busy = technician(Stop(at(7), at(16), "a", "Sjukhuset", HOTEL))
    found = suggest(PlanningFacts(at(0), at(23), at(8), (busy,)), job(), to_moment(at(8)))
    assert [suggestion.grade for suggestion in found] == ["conflict"]


# ---- What is offered is what would be judged -------------------------------------------------------------------------

places = st.builds(Place, st.floats(57.5, 58.0), st.floats(11.6, 12.4))
visits_of_a_day = st.lists(
    st.tuples(st.integers(6 * 60, 18 * 60), st.integers(15, 240), places), max_size=6
).map(
    lambda rows: tuple(
        Stop(at(0) + start, at(0) + start + length, f"v{number}", f"Kund {number}", where)
        for number, (start, length, where) in enumerate(sorted(rows, key=lambda row: row[:2]))
    )
)
blocks = st.lists(st.tuples(st.integers(6 * 60, 17 * 60), st.integers(10, 300)), max_size=2).map(
    lambda rows: tuple(sorted((Blocked(at(0) + start, at(0) + start + length, "sick") for start, length in rows),
                              key=lambda block: block.start))
)
TIME_CODES = {"overlap", "reserved", "travel_late", "next_late", "before_hours", "overtime", "day_off", "past"}


clock_times = st.none() | st.integers(6 * 60, 17 * 60)


@given(visits_of_a_day, blocks, blocks, places, st.integers(15, 240), clock_times)
def test_inside_a_gap_nothing_is_disturbed_and_outside_something_is(
    visits: tuple[Stop, ...], absences: tuple[Blocked, ...], reserved: tuple[Blocked, ...], where: Place, length: int,
    now: int | None,
) -> None:
    moment = None if now is None else at(0) + now
    wanted = job(place=where, duration=length)
    one = technician(*visits, absences=absences, reservations=reserved)
    free = [(gap.earliest, gap.latest) for gap in gaps(wanted, one, at(0), at(23), moment)]
    for start in range(at(6), at(18), 7):
        verdict = fit(wanted, one, start, moment)
        disturbed = bool(TIME_CODES.intersection(verdict.codes("soft"))) or not verdict.allowed
        assert any(low <= start <= high for low, high in free) is not disturbed, (start, verdict, free)


@given(visits_of_a_day, blocks, places, st.integers(15, 240), st.integers(8 * 60, 15 * 60), st.integers(0, 240))
def test_a_row_says_where_the_job_fits_or_why_not(
    visits: tuple[Stop, ...], absences: tuple[Blocked, ...], where: Place, length: int, promise: int, width: int
) -> None:
    wanted = job(place=where, duration=length, promised_from=at(0) + promise, promised_to=at(0) + promise + width)
    one = technician(*visits, absences=absences)
    row = feasible(wanted, one, at(0), at(23))
    assert bool(row.intervals) is (row.reason is None)
    if row.reason is not None:
        assert says(row.reason)
    for interval in row.intervals:
        for start in (interval.start, interval.end):
            assert fit(wanted, one, start).grade in ("best", "good", "possible")
    for earlier, later in pairwise(row.intervals):
        assert earlier.end < later.start


def test_every_conflict_that_may_be_accepted_has_a_name_for_what_was_accepted() -> None:
    source = (ROOT / "core" / "rules" / "objections.py").read_text("utf-8")
    codes = set(re.findall(r'Conflict\(\s*"(\w+)", (?:"soft"|severity)', source)) | {"overlap_locked", "next_locked"}
    assert len(codes) > 12
    for language in ("sv", "en"):
        texts = Texts(language)
        assert not [code for code in codes if not texts.has(f"fit.accepted_{code}")]
