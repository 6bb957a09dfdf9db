"""The pieces of a part come from the own van first, and from as few others as possible."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.rules.gathering import gathered

PIECES = st.integers(-3, 9).map(Decimal)


@given(st.integers(1, 12).map(Decimal), PIECES, st.lists(PIECES, max_size=5))
def test_nothing_is_taken_that_is_not_there_and_everything_is_counted(
    needed: Decimal, own: Decimal, others: list[Decimal]
) -> None:
    van, taken, short = gathered(needed, own, others)
    assert van + sum(taken) + short == needed and short >= 0
    assert van == min(needed, max(own, Decimal(0))), "the own van first"
    assert all(0 <= some <= max(has, Decimal(0)) for some, has in zip(taken, others, strict=True))
    assert not short or all(some == max(has, Decimal(0)) for some, has in zip(taken, others, strict=True))


@given(st.integers(1, 12).map(Decimal), PIECES, st.lists(PIECES, max_size=5))
def test_one_place_is_enough_when_one_has_all_of_it(needed: Decimal, own: Decimal, others: list[Decimal]) -> None:
    van, taken, _short = gathered(needed, own, others)
    left = needed - van
    if left and any(has >= left for has in others):
        first = next(number for number, has in enumerate(others) if has >= left)
        assert [number for number, some in enumerate(taken) if some] == [first], "the first that has it"
