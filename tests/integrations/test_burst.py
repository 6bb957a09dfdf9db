"""A scanner that types is told from a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.scanning.burst import FASTEST_PERSON, LONGEST_CODE, KeyboardBurst


class Seconds:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def typed(burst: KeyboardBurst, clock: Seconds, text: str, pause: float) -> list[str]:
    found = []
    for key in text:
        clock.now += pause
        code = burst.press(key)
        if code is not None:
            found.append(code)
    return found


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def burst(clock: Seconds) -> KeyboardBurst:
    return KeyboardBurst(clock)


def test_a_scanner_is_heard_at_its_end_key(burst: KeyboardBurst, clock: Seconds) -> None:
    assert typed(burst, clock, "TLP1:E:M-1001\r", 0.004) == ["TLP1:E:M-1001"]
    assert typed(burst, clock, "7310000532016\t", 0.03) == ["7310000532016"]


def test_a_person_is_not(burst: KeyboardBurst, clock: Seconds) -> None:
    assert typed(burst, clock, "Kafé Tulpan\r", 0.06) == []
    assert typed(burst, clock, "Kafé Tulpan\r", 0.2) == []


def test_what_a_person_wrote_before_is_not_part_of_the_code(burst: KeyboardBurst, clock: Seconds) -> None:
    typed(burst, clock, "tu", 0.2)
    clock.now += 0.5

    assert typed(burst, clock, "E61-20417\r", 0.005) == ["E61-20417"]


def test_one_late_key_does_not_spoil_a_code(burst: KeyboardBurst, clock: Seconds) -> None:
    typed(burst, clock, "E61-", 0.005)
    clock.now += 0.08

    assert typed(burst, clock, "20417\r", 0.005) == ["E61-20417"]


def test_shift_keys_and_short_words_are_nothing(burst: KeyboardBurst, clock: Seconds) -> None:
    assert [burst.press(key) for key in ("", "A", "", "B")] == [None] * 4
    assert typed(burst, clock, "\r", 0.005) == []


def test_time_stamps_of_the_keys_count_when_they_are_known(burst: KeyboardBurst) -> None:
    """A busy program gets all keys at once; only their stamps say who typed."""
    slow = [burst.press(key, at=n * 0.09) for n, key in enumerate("Tulpan\r")]
    quick = [burst.press(key, at=10 + n * 0.009) for n, key in enumerate("Tulpan\r")]

    assert slow[-1] is None
    assert quick[-1] == "Tulpan"


def test_a_leaning_elbow_is_no_code(burst: KeyboardBurst, clock: Seconds) -> None:
    assert typed(burst, clock, "a" * (LONGEST_CODE + 1) + "\r", 0.001) == []


def test_a_change_of_focus_forgets(burst: KeyboardBurst, clock: Seconds) -> None:
    typed(burst, clock, "E61-20417", 0.005)
    burst.forget()

    assert typed(burst, clock, "\r", 0.005) == []


def test_a_steady_code_is_told_from_one_with_a_late_key(burst: KeyboardBurst, clock: Seconds) -> None:
    assert typed(burst, clock, "7310000532016\r", 0.03) and burst.is_steady
    typed(burst, clock, "7", 0.5)
    clock.now += 0.06
    assert typed(burst, clock, "310000532016\r", 0.005) == ["7310000532016"] and not burst.is_steady


PERSON = st.floats(FASTEST_PERSON * 1.03, 2.0)
SCANNER = st.floats(0.0005, FASTEST_PERSON * 0.97)
LETTERS = st.characters(codec="ascii", categories=("L", "N"))


@given(
    st.lists(st.one_of(
        st.tuples(st.just("person"), st.lists(st.tuples(st.one_of(LETTERS, st.just("\r")), PERSON), max_size=8)),
        st.tuples(st.just("scanner"), st.tuples(st.text(LETTERS, min_size=1, max_size=14), SCANNER, PERSON)),
    ), max_size=6)
)
def test_no_letter_of_a_person_is_ever_part_of_a_steady_code(script: list[tuple[str, object]]) -> None:
    """Whatever he types between two scans, and however soon: his hand is slower than a scanner's wire."""
    burst, now, by_scanner = KeyboardBurst(), 10.0, list[str]()
    for who, what in script:
        if who == "person":
            for key, pause in what:  # type: ignore[attr-defined]
                now += pause
                code = burst.press(key, now)
                assert code is None or not burst.is_steady, "a person was taken for a scanner"
        else:
            text, pause, before = what  # type: ignore[misc]
            now += before
            for place, key in enumerate(f"{text}\r"):
                now += pause if place else 0
                code = burst.press(key, now)
                if code is not None and burst.is_steady:
                    by_scanner.append(code)
                    assert code == text
