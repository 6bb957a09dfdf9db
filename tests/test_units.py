"""A unit is said in the reader's language, whatever the article calls it: «2 st» is “2 pcs”."""

import ast
from decimal import Decimal

import pytest

from core.changes import Label
from core.errors import UserError
from core.presenters.number_pad import NumberPad, typed_number
from core.texts import Texts
from tests.helpers.source import modules


def test_no_text_is_put_together_with_a_raw_unit() -> None:
    """`texts.amount` and `texts.unit` are the one way; a sentence's {unit} goes through the same."""
    raw = [
        module.at(node)
        for module in modules()
        for node in module.nodes(ast.FormattedValue)
        if isinstance(node, ast.FormattedValue) and (
            (isinstance(node.value, ast.Attribute) and node.value.attr == "unit")
            or (isinstance(node.value, ast.Name) and node.value.id == "unit" and module.place != "core/texts.py")
        )
    ]
    assert not raw, "\n".join(raw)


@pytest.mark.parametrize(
    "quantity, unit, swedish, english",
    [("1", "st", "1 st", "1 pc"), ("2.5", "st", "2,5 st", "2.5 pcs"), ("2", "rulle", "2 rullar", "2 rolls"),
     ("50", "g", "50 g", "50 g"), ("3", "", "3", "3"), ("4", "koppar", "4 koppar", "4 koppar")],
)
def test_an_amount_is_said_in_both_languages(quantity: str, unit: str, swedish: str, english: str) -> None:
    assert Texts("sv").amount(Decimal(quantity), unit) == swedish
    assert Texts("en").amount(Decimal(quantity), unit) == english


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_below_zero_is_shown_with_a_true_minus_and_read_back(language: str) -> None:
    texts = Texts(language)
    assert texts.amount(Decimal(-1), "st").startswith("−1 ")
    assert texts.money(Decimal("-1234.5"))[0] == "−" and "-" not in texts.money(Decimal("-1234.5"))
    assert typed_number(texts.number(Decimal("-7.5"))) == Decimal("-7.5")
    pad = NumberPad(language=language, signed=True).press("minus").press("4")
    assert (pad.shown, pad.value) == ("−4", Decimal(-4))
    assert texts("stock.error_count", n="-1").startswith("−1 ")


def test_the_sentences_of_the_stock_say_units_as_the_reader_does() -> None:
    texts = Texts("en")
    received = Label("stock.done_received", {"n": "1", "unit": "st", "item": "Gasket", "place": "Van 1"})
    assert texts.label(received).startswith("1 pc Gasket")
    counted = Label("stock.done_counted", {"n": "7", "unit": "st", "item": "Gasket", "place": "Van 1"})
    assert "7 pcs" in texts.label(counted)
    for key in ("stock.error_too_few", "stock.error_reserved"):
        said = texts.error(UserError(key, place="Van 1", n="2", unit="st", customer="Tulip Café"))
        assert "2 pcs" in said
    assert "2 st" in Texts("sv").error(UserError("stock.error_too_few", place="Buss 1", n="2", unit="st"))
