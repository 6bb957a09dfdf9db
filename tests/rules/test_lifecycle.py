"""The one table of states: no dead ends for a technician, reasons where they are owed, progress derived from visits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.lifecycle import (
    ACTIVITY,
    ASSIGNMENT,
    CALL,
    STEPS_ENDED,
    STEPS_ON_SITE,
    STEPS_OPEN,
    Transition,
    allowed,
    call_progress,
    display_status,
    next_steps,
)  # fmt: skip
from core.services.visit import technician_step
from core.texts import Texts

ALL_STEPS = (*STEPS_OPEN, *STEPS_ENDED)


def reachable(table: tuple[Transition, ...], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        source = waiting.pop()
        for transition in table:
            if transition.source == source and transition.target not in found:
                found.add(transition.target)
                waiting.append(transition.target)
    return found


def test_the_story_of_a_visit_is_legal_step_by_step() -> None:
    steps = ["new", "accepted", "travelling", "arrived", "working", "paused", "working", "wrapping_up", "done"]
    for source, target in pairwise(steps):
        assert technician_step(source, target) is not None, f"{source} → {target}"


def test_every_step_is_reached_and_every_open_step_leads_to_done() -> None:
    assert reachable(ASSIGNMENT, "new") == set(ALL_STEPS)
    for step in STEPS_OPEN:
        assert "done" in reachable(ASSIGNMENT, step)


def test_ended_means_ended() -> None:
    for step in STEPS_ENDED:
        unsaid = {one.target for one in next_steps(ASSIGNMENT, step, "technician")}
        assert unsaid == ({"new", "accepted"} if step == "rejected" else set())
        assert next_steps(ASSIGNMENT, step, "planner") == ()


def test_refusing_and_aborting_owe_a_reason() -> None:
    for transition in ASSIGNMENT:
        assert transition.reason is (transition.target in ("rejected", "aborted"))


def test_only_the_planner_takes_a_job_away() -> None:
    assert technician_step("travelling", "cancelled") is None
    for step in STEPS_OPEN:
        cancels = allowed(ASSIGNMENT, step, "cancelled")
        assert cancels is not None and cancels.who == "planner"


def test_no_transition_stands_twice_in_a_table() -> None:
    for table in (ASSIGNMENT, ACTIVITY, CALL):
        pairs = [(transition.source, transition.target) for transition in table]
        assert len(pairs) == len(set(pairs))


def test_a_done_visit_and_a_closed_call_do_not_open_by_accident() -> None:
    assert reachable(ACTIVITY, "done") == {"done"}
    reopens = allowed(CALL, "closed", "open")
    assert reopens is not None and reopens.reason and reopens.who == "office"


@pytest.mark.parametrize(
    ("activity", "step", "status"),
    [
        ("planned", "new", "planned"), ("released", "new", "released"), ("released", "accepted", "released"),
        ("released", "travelling", "travelling"), ("in_execution", "arrived", "on_site"),
        ("in_execution", "working", "on_site"), ("in_execution", "wrapping_up", "on_site"),
        ("in_execution", "paused", "paused"), ("in_execution", "aborted", "deviation"), ("done", "done", "done"),
        ("done", "arrived", "done"),
    ],
)
def test_each_state_has_one_of_the_seven_statuses(activity: str, step: str, status: str) -> None:
    assert display_status(activity, step) == status


@given(st.lists(st.sampled_from(["draft", "planned", "released", "in_execution", "done", "cancelled"])))
def test_an_open_call_shows_what_its_visits_say(visits: list[str]) -> None:
    progress = call_progress("open", visits)
    assert progress in {*visits, "open"}
    assert call_progress("open", reversed(visits)) == progress
    assert call_progress("closed", visits) == "closed"


def test_every_step_a_technician_may_take_has_words() -> None:
    targets = {transition.target for transition in ASSIGNMENT if transition.who == "technician"}
    for target in targets:
        assert Texts("sv").has(f"visit.did_{target}") and Texts("en").has(f"visit.did_{target}")
    assert set(STEPS_ON_SITE) <= targets
