"""What a visit asks for and a person lacks, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.rules.certificates import lacking

SKILLS = st.sampled_from(["gas", "el", "tryck", "höjd"])
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))
HELD = st.dictionaries(SKILLS, st.none() | DAYS)


@given(st.lists(SKILLS), HELD, DAYS)
def test_what_is_lacking_was_asked_for_once_and_in_its_order(
    required: list[str], held: dict[str, date | None], day: date
) -> None:
    found = lacking(required, held, day)
    assert list(found) == [one for one in dict.fromkeys(required) if one in found]
    assert {one for one in required if one not in held} <= set(found)


@given(st.lists(SKILLS), HELD, DAYS, st.integers(0, 400))
def test_nobody_gains_a_certificate_by_waiting(
    required: list[str], held: dict[str, date | None], day: date, days: int
) -> None:
    assert set(lacking(required, held, day)) <= set(lacking(required, held, day + timedelta(days=days)))


@given(DAYS)
def test_a_certificate_holds_on_its_last_day(day: date) -> None:
    assert lacking(["gas"], {"gas": day}, day) == ()
    assert lacking(["gas"], {"gas": day}, day + timedelta(days=1)) == ("gas",)
    assert lacking(["gas"], {"gas": None}, day) == () and lacking(["gas"], {}, day) == ("gas",)
