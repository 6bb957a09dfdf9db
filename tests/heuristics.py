"""Plays the office's checkable promises and prints each with its verdict: `python -m tests.heuristics`.

What is timed comes from the files that `run.py bench NAME --json FILE` wrote (`--figures FILE …`); without them it is
said to be unmeasured.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

KEYS, SEEN = "tests/office/board/test_planning_by_keys.py", "tests/office/board/test_what_is_seen.py"
OWN, RELEASE = "tests/office/test_heuristics.py", "tests/services/test_release.py"


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure of a benchmark, which of its values counts, and how much it may be."""

    figure: str
    value: str
    most: float
    unit: str


@dataclass(frozen=True, slots=True)
class Heuristic:
    number: int
    promise: str
    tests: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()


OFFICE = (
    Heuristic(1, "From the list to the best technician in two keys, sent with one more", (
        f"{KEYS}::test_j_and_1_plan_the_most_urgent_job_on_the_best_technician",
        f"{KEYS}::test_one_key_more_sends_it_and_the_sms_waits_eight_seconds",
        f"{KEYS}::test_shift_enter_plans_and_sends_in_one",
    )),
    Heuristic(2, "A known caller's fault is booked with at most 40 keys, no mouse", (
        f"{OWN}::test_2_a_known_callers_fault_is_booked_with_forty_keys_and_no_mouse",
    )),
    Heuristic(3, "Each visible row says its fit within 100 ms of a drag's start", (), (
        Limit("verdict.200x10000", "p95", 100, "ms"),
    )),
    Heuristic(4, "Drag frames: p95 at most 16 ms", (), (Limit("drag_frame.50x2000", "p95", 16, "ms"),)),
    Heuristic(5, "Every change, merge and delete can be undone, and the undo names its object", (
        "tests/services/test_board_undo.py", "tests/office/test_undo.py",
        "tests/office/test_calls.py::test_merging_into_the_open_call_keeps_the_words_as_a_note_and_can_be_undone",
        "tests/office/test_calls.py::test_esc_keeps_the_draft_and_discarding_can_be_undone",
    )),
    Heuristic(6, "No SMS leaves within 8 s, and undo in that time stops it", (
        f"{RELEASE}::test_the_sms_waits_eight_seconds",
        f"{RELEASE}::test_undo_within_eight_seconds_takes_everything_back",
        "tests/services/test_message_dispatcher.py",
        f"{SEEN}::test_eight_seconds_of_regret_hold_for_all_that_were_sent",
    )),
    Heuristic(7, "Scroll, zoom and choice stay through edits, syncs and refreshes", (
        f"{OWN}::test_7_scroll_zoom_and_choice_stay_through_edits_syncs_and_refreshes",
    )),
    Heuristic(8, "All seven statuses are told apart in grey", (
        f"{OWN}::test_8_all_seven_statuses_are_told_apart_in_grey",
        "tests/test_tokens.py::test_every_status_differs_without_its_colour",
    )),
    Heuristic(9, "Text 4.5:1 (sun 7:1), inputs and icons 3:1", (
        "tests/test_tokens.py::test_text_can_be_read", "tests/test_tokens.py::test_text_on_colour_can_be_read",
        "tests/test_tokens.py::test_inputs_can_be_seen", "tests/test_tokens.py::test_a_status_can_be_read",
    )),
    Heuristic(10, "Every control by keyboard, and where the focus is can be seen", (
        f"{OWN}::test_10_every_control_is_reached_by_tab_and_shows_that_it_has_the_focus",
    )),
    Heuristic(16, "A customer is found by name, phone, serial or street; 100 ms among 50,000 records", (
        "tests/office/test_calls.py::test_part_of_a_name_an_address_or_a_serial_finds_the_caller_with_enter",
        f"{KEYS}::test_the_palette_finds_without_dashes_spaces_and_accents",
    ), (Limit("search_key_to_paint.50000", "max", 100, "ms"),)),
    Heuristic(17, "At most three dialogs stop the work", (f"{OWN}::test_17_at_most_three_dialogs_stop_the_work",)),
    Heuristic(18, "An error says what happened, what is safe and what to do", (
        f"{OWN}::test_18_an_error_says_what_happened_and_what_is_safe_or_to_do",
        "tests/test_texts.py::test_no_text_says_only_that_something_is_wrong",
    )),
    Heuristic(19, "All texts in both languages; words 40 % longer are not cut", (
        f"{OWN}::test_19_words_half_as_long_again_are_not_cut",
        "tests/test_texts.py::test_both_languages_have_every_text",
    )),
    Heuristic(20, "The office can be used 2 s after its start; palette, panes and pages answer within 100 ms", (), (
        Limit("office.demo", "median", 2.0, "s"), Limit("palette_open.demo", "p95", 100, "ms"),
        Limit("palette_key.demo", "p95", 100, "ms"), Limit("pane.demo", "p95", 100, "ms"),
        Limit("page_turn.demo", "p95", 100, "ms"),
    )),
)


class Outcomes:
    """Hears how each test ended."""

    def __init__(self) -> None:
        self.ended: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.ended[report.nodeid] = report.outcome


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.heuristics", description=__doc__)
    parser.add_argument("--figures", type=Path, nargs="*", default=[])
    chosen = parser.parse_args(arguments)
    outcomes = Outcomes()
    wanted = list(dict.fromkeys(test for heuristic in OFFICE for test in heuristic.tests))
    pytest.main(["-q", "-n", "0", "--no-header", "-p", "no:cacheprovider", *wanted], plugins=[outcomes])
    figures: dict[str, Any] = {}
    for path in chosen.figures:
        figures |= json.loads(path.read_text("utf-8"))["figures"]
    verdicts = [verdict(heuristic, outcomes.ended, figures) for heuristic in OFFICE]
    print()
    for heuristic, (held, said) in zip(OFFICE, verdicts, strict=True):
        print(f"{heuristic.number:>3}  {held:<10}  {heuristic.promise}  ({said})")
    return int(any(held == "BROKEN" for held, _said in verdicts))


def verdict(heuristic: Heuristic, ended: Mapping[str, str], figures: Mapping[str, Any]) -> tuple[str, str]:
    """Kept, BROKEN or unmeasured, and by what it is known."""
    results = [result for test in heuristic.tests for result in _results(test, ended)]
    broken = [result for result in results if result != "passed"]
    missing = any(not list(_results(test, ended)) for test in heuristic.tests)
    said = [f"{len(results) - len(broken)} of {len(results)} tests"] if heuristic.tests else []
    unmeasured = False
    for limit in heuristic.limits:
        found = [figures[name] for name in figures if name.startswith(limit.figure)]
        if not found:
            unmeasured = True
            said.append(f"{limit.figure.rstrip('.')}: run the benchmark")
            continue
        worst = max(figure[limit.value] for figure in found)
        said.append(f"{limit.figure.rstrip('.')} {limit.value} {worst} {limit.unit}, at most {limit.most:g}")
        if worst > limit.most:
            broken.append(limit.figure)
    held = "BROKEN" if broken or missing else "unmeasured" if unmeasured else "kept"
    return held, "; ".join(said)


def _results(test: str, ended: Mapping[str, str]) -> Iterable[str]:
    return (result for node, result in ended.items() if node == test or node.startswith((f"{test}::", f"{test}[")))


if __name__ == "__main__":
    sys.exit(main())
