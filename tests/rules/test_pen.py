"""A signature keeps its shape in every field, and its line tells how fast the hand was."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.pen import ASPECT, THICKEST, THINNEST, Piece, box_in, drawn_in, fitted, is_written, shown_in

SIZES = st.floats(40, 2000)
POINTS = st.lists(
    st.tuples(st.floats(-0.5, 1.5), st.floats(0, 1), st.integers(0, 9000)).map(list), min_size=1, max_size=12
)


def spread(pieces: tuple[Piece, ...]) -> tuple[float, float]:
    """How wide and how high the line is."""
    across, down = [(one.x1, one.x2) for one in pieces], [(one.y1, one.y2) for one in pieces]
    return (
        max(map(max, across)) - min(map(min, across)), max(map(max, down)) - min(map(min, down)),
    )


@given(SIZES, SIZES)
def test_the_box_lies_in_the_middle_as_large_as_it_can(width: float, height: float) -> None:
    box = box_in(width, height)
    assert box.width == pytest.approx(ASPECT * box.height)
    assert box.width == pytest.approx(width) or box.height == pytest.approx(height)
    assert box.left == pytest.approx(width - box.left - box.width) and box.left >= -1e-6
    assert box.top == pytest.approx(height - box.top - box.height) and box.top >= -1e-6


@given(SIZES, SIZES, SIZES, SIZES)
def test_a_circle_stays_a_circle_from_field_to_field_and_on_paper(
    width: float, height: float, other: float, another: float
) -> None:
    signed, radius = box_in(width, height), min(width, height) / 3
    turns = [n / 20 * math.tau for n in range(21)]
    around = [(width / 2 + radius * math.cos(one), height / 2 + radius * math.sin(one)) for one in turns]
    stroke = [[*signed.share(*at), 20 * n] for n, at in enumerate(around)]
    for piece, (before, after) in zip(drawn_in([stroke], signed), pairwise(around), strict=True):
        assert (piece.x1, piece.y1, piece.x2, piece.y2) == pytest.approx((*before, *after)), "as it was drawn"
    for shown in (shown_in([stroke], other, another), fitted([stroke], other, another)):
        across, down = spread(shown)
        assert across == pytest.approx(down, rel=1e-6)


@given(st.lists(POINTS, max_size=4), SIZES, SIZES)
def test_what_was_drawn_beside_the_box_is_seen_in_a_narrower_field(
    strokes: list[list[list[float]]], width: float, height: float
) -> None:
    shown, drawn = shown_in(strokes, width, height), drawn_in(strokes, box_in(width, height))
    for one in shown:
        assert min(one.x1, one.x2) >= -1e-6 and max(one.x1, one.x2) <= width + 1e-6
        assert min(one.y1, one.y2) >= -1e-6 and max(one.y1, one.y2) <= height + 1e-6
    inside = all(0 <= x <= width and 0 <= y <= height for one in drawn for x, y in ((one.x1, one.y1), (one.x2, one.y2)))
    if inside:
        assert [pytest.approx(one) for one in drawn] == list(shown)


@given(st.lists(POINTS, max_size=4), SIZES, SIZES)
def test_what_is_fitted_lies_in_its_place(strokes: list[list[list[float]]], width: float, height: float) -> None:
    for one in fitted(strokes, width, height):
        assert min(one.x1, one.x2) >= -1e-6 and max(one.x1, one.x2) <= width + 1e-6
        assert min(one.y1, one.y2) >= -1e-6 and max(one.y1, one.y2) <= height + 1e-6
        assert one.width > 0


def test_a_fast_hand_draws_thinner_than_a_slow_one() -> None:
    def width(milliseconds: int) -> float:
        stroke = [[n / 20, 0.5, n * milliseconds] for n in range(20)]
        return drawn_in([stroke], box_in(200, 100))[-1].width

    assert [width(one) for one in (400, 30, 5)] == sorted((width(one) for one in (400, 30, 5)), reverse=True)
    assert width(5) == pytest.approx(100 * THINNEST, rel=0.02)
    assert width(4000) == pytest.approx(100 * THICKEST, rel=0.02)


def test_a_dot_or_a_slip_of_the_finger_is_nobodys_name() -> None:
    for slip in ([], [[[0.5, 0.5, 0]]], [[[0.5, 0.5, 0], [0.504, 0.5, 9]]], [[[0.1, 0.1]], [[0.9, 0.9]]], ["x", None]):
        assert not is_written(slip)
    assert is_written([[[0.4, 0.5, 0], [0.42, 0.55, 50], [0.44, 0.5, 90]]]), "small as it is"


def test_a_small_name_stays_small_and_stands_on_the_bottom() -> None:
    across, down = spread(fitted([[[0.4, 0.5, 0], [0.42, 0.55, 50], [0.44, 0.5, 90]]], 200, 56))
    assert (across, down) == pytest.approx((0.08 * 160, 0.05 * 160))
    (piece,) = fitted([[[0.1, 0.2, 0]]], 200, 56)
    assert (piece.x1, piece.y1) == (piece.x2, piece.y2) == (0.0, 56.0)


@pytest.mark.parametrize("rubbish", [
    [["a", "b"]], [[[0.1]]], [None], ["stroke"], [[[0.1, True]]], [[[float("nan"), 0.5, 0]]], [[[1e9, 0.5, 0]]],
    [[{"x": 1}]], [[[0.1, 0.2, 3, 4]]],
])
def test_what_comes_from_outside_and_is_no_line_is_passed_over(rubbish: list[object]) -> None:
    good = [[0.1, 0.5], [0.9, 0.5]]
    assert drawn_in(rubbish, box_in(200, 100)) == ()
    assert len(drawn_in([*rubbish, good], box_in(200, 100))) == 1
