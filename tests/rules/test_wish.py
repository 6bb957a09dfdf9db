"""What a caller says about time is understood the way a planner would."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local, local
from core.rules.wish import parse_wish, says

NOW = datetime(2026, 11, 24, 7, 43, tzinfo=UTC)
"""Tuesday 24 November 2026, 08:43 in Göteborg."""
TUESDAY = date(2026, 11, 24)


def said(text: str, now: datetime = NOW) -> tuple[str, str] | None:
    wish = parse_wish(text, now)
    if wish is None:
        return None
    return local(wish.start).strftime("%d %H:%M"), local(wish.end).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("10-12", "24 10:00", "24 12:00"),
        ("10–12", "24 10:00", "24 12:00"),
        ("kl 10", "24 10:00", "24 11:00"),
        ("10:30 till 12", "24 10:30", "24 12:00"),
        ("mellan 10 och 12", "24 10:00", "24 12:00"),
        ("between 10 and 12", "24 10:00", "24 12:00"),
        ("efter lunch", "24 13:00", "24 17:00"),
        ("after lunch", "24 13:00", "24 17:00"),
        ("före lunch", "24 08:43", "24 11:30"),
        ("fre fm", "27 08:00", "27 12:00"),
        ("fri morning", "27 08:00", "27 12:00"),
        ("Friday afternoon", "27 12:00", "27 17:00"),
        ("idag före 15", "24 08:43", "24 15:00"),
        ("today before 3 pm", "24 08:43", "24 15:00"),
        ("i morgon", "25 08:00", "25 17:00"),
        ("tomorrow after 2", "25 14:00", "25 17:00"),
        ("i morgon fm", "25 08:00", "25 12:00"),
        ("i övermorgon em", "26 12:00", "26 17:00"),
        ("nästa tisdag 9-11", "01 09:00", "01 11:00"),
        ("27/11", "27 08:00", "27 17:00"),
        ("27 nov 13-15", "27 13:00", "27 15:00"),
        ("2026-11-30 em", "30 12:00", "30 17:00"),
        ("helst torsdag kl. 14", "26 14:00", "26 15:00"),
        ("2-4", "24 14:00", "24 16:00"),
        ("10 am", "24 10:00", "24 11:00"),
        ("7-8", "25 07:00", "25 08:00"),
        ("em", "24 12:00", "24 17:00"),
        ("förmiddag", "24 08:43", "24 12:00"),
    ],
)
def test_words_mean_an_interval(text: str, start: str, end: str) -> None:
    assert said(text) == (start, end)


@pytest.mark.parametrize("text", ["nu", "now", "så fort som möjligt", "snarast", "ASAP"])
def test_now_means_the_next_two_hours(text: str) -> None:
    wish = parse_wish(text, NOW)
    assert wish is not None
    assert wish.soon and wish.start == NOW and wish.end == NOW + timedelta(hours=2)


@pytest.mark.parametrize("text", ["", "  ", "10-", "12-10 x", "när katten sover", "25-26", "31/2", "före", "99"])
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    assert parse_wish(text, NOW) is None


def test_a_time_that_has_passed_today_means_tomorrow() -> None:
    afternoon = at_local(TUESDAY, time(15))
    assert said("10-12", afternoon) == ("25 10:00", "25 12:00")
    assert said("tis fm", afternoon) == ("01 08:00", "01 12:00")


def test_the_night_when_clocks_change_keeps_the_wall_clock() -> None:
    saturday = datetime(2027, 3, 27, 9, 0, tzinfo=UTC)
    wish = parse_wish("i morgon 1:30-4:00", saturday)
    assert wish is not None
    assert wish.end - wish.start == timedelta(hours=1, minutes=30)


@given(st.text(max_size=40), st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_any_text_gives_a_real_interval_or_nothing(text: str, moment: datetime) -> None:
    wish = parse_wish(text, moment.replace(tzinfo=UTC))
    assert wish is None or wish.start < wish.end


_WORDS = st.sampled_from(
    ["nu", "idag", "i morgon", "fre", "fm", "em", "före", "efter", "lunch", "10", "12", "10-12", "kl", "nästa", "27/11",
     "kväll", "mellan", "och", "15:30", "today", "pm"]
)


@given(st.lists(_WORDS, max_size=6), st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_any_mix_of_known_words_gives_a_real_interval_or_nothing(said: list[str], moment: datetime) -> None:
    wish = parse_wish(" ".join(said), moment.replace(tzinfo=UTC))
    assert wish is None or wish.start < wish.end


def test_a_wish_is_not_said_twice_however_its_hours_are_written() -> None:
    assert says("Lovat idag 10:00–12:00", "10-12")
    assert says("lugnt 10–12", "10-12")
    assert not says("Ingång via gården", "före lunch")
