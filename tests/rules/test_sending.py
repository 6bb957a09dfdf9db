"""Jobs that were sent in several batches are told of as if they had gone at once."""

from hypothesis import given
from hypothesis import strategies as st

from core.rules.sending import many_sent, together
from core.texts import Texts

batches = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 5)).map(lambda b: (b[0], min(b[0], b[1]), b[2])),
    min_size=1, max_size=6,
)


@given(batches)
def test_batches_say_what_one_sending_would_say(sent: list[tuple[int, int, int]]) -> None:
    parts = [many_sent(*batch)[1] for batch in sent]
    assert together(parts, 0) == many_sent(*(sum(column) for column in zip(*sent, strict=True)))


@given(batches, st.integers(1, 300))
def test_what_was_kept_back_is_said_before_all_else(sent: list[tuple[int, int, int]], unsent: int) -> None:
    key, figures = together([many_sent(*batch)[1] for batch in sent], unsent)
    said = Texts("sv")(key, **figures)
    assert f"{figures['n']} jobb" in said and f"{unsent} är kvar" in said
