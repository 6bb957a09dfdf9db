"""The form for a change of stock, and quantities as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bootstrap import Core
from core.commands.stock import CountStock, MoveStock, ReceiveStock, SetShelf
from core.errors import UserError
from core.presenters.stock import KINDS, StockForm, read_quantity, signed
from core.queries.stock import StockArticle, stock_article
from core.texts import Texts
from tests.helpers.story import STORY, build_story

SV = Texts("sv")


@pytest.fixture
def gasket(office: Core) -> StockArticle:
    build_story(office)
    found = office.database.ask(stock_article, STORY.gasket)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "number"), [
    ("4", "4"), (" 0,5 ", "0.5"), ("0.5", "0.5"), ("1 000", "1000"), ("1\u00a0000", "1000"), ("-3", "-3"), ("−3", "-3"),
])
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert read_quantity(text) == Decimal(number)


@given(st.text(max_size=30))
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    try:
        assert read_quantity(text).is_finite()
    except UserError as error:
        assert error.key == "stock.error_not_a_number"


@given(st.decimals(-999_999, 999_999, places=4))
def test_what_is_shown_is_read_back(number: Decimal) -> None:
    shown = signed(SV, number, "st").removesuffix("\u00a0st").lstrip("+±")

    assert read_quantity(shown) == number


def test_the_form_means_the_place_that_is_shown(gasket: StockArticle) -> None:
    for kind in ("receive", "count", "shelf"):
        assert StockForm.begin(gasket, kind, STORY.alex_van).to_id == STORY.alex_van  # type: ignore[arg-type]
        assert StockForm.begin(gasket, kind, "").to_id == STORY.main_store  # type: ignore[arg-type]


def test_a_move_goes_from_the_main_store_to_the_van_that_has_least(gasket: StockArticle) -> None:
    from_all = StockForm.begin(gasket, "move", "")
    from_van = StockForm.begin(gasket, "move", STORY.alex_van)

    assert (from_all.from_id, from_all.to_id) == (STORY.main_store, STORY.milan_van)
    assert (from_van.from_id, from_van.to_id) == (STORY.main_store, STORY.alex_van)


def test_each_kind_comes_to_its_command(gasket: StockArticle) -> None:
    made = []
    for kind in KINDS:
        form = StockForm.begin(gasket, kind, STORY.alex_van)
        form.quantity = "2"
        made.append(type(form.command()))

    assert made == [ReceiveStock, MoveStock, CountStock, SetShelf]


def test_a_move_below_nothing_is_seen_before_it_is_tried(gasket: StockArticle) -> None:
    form = StockForm.begin(gasket, "move", "")
    form.quantity = "61"

    assert form.outcome(SV) == ("Huvudlager: 60 → −1\u00a0st · Milans bil: 0 → 61\u00a0st", "bad")
    form.quantity = "60"
    assert form.outcome(SV)[1] == ""
