"""Search and order do not care how a name, a serial or a phone number is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.folding import digits, fold, looks_like_phone, phone_key, serial_key, sort_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Kafé Tulpan", "kafe tulpan"), ("ÅÄÖ  åäö", "aao aao"), ("  Bröd & Smör ", "brod & smor"), ("Ærø", "aro")],
)
def test_accents_case_and_spaces_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_upper_and_lower_case_fold_to_the_same(text: str) -> None:
    assert fold(fold(text).upper()) == fold(text)


@given(st.text(alphabet="E6120417abc", min_size=1), st.lists(st.integers(0, 20), max_size=5))
def test_a_serial_is_found_with_or_without_dashes(serial: str, places: list[int]) -> None:
    written = serial
    for place in places:
        written = written[:place] + "- "[place % 2] + written[place:]
    assert serial_key(written) == serial_key(serial) == serial.upper()


@pytest.mark.parametrize(
    "written",
    ["031-555 01 40", "0315550140", "+46 31 555 01 40", "+46 (0)31-5550140", "0046315550140", "031/555 01 40"],
)
def test_a_phone_number_is_the_same_in_every_spacing(written: str) -> None:
    assert phone_key(written) == "0315550140"
    assert looks_like_phone(written)


@given(st.text())
def test_digits_are_only_digits(text: str) -> None:
    assert set(digits(text)) <= set("0123456789")


def test_a_name_is_not_a_phone_number() -> None:
    assert not looks_like_phone("Kafé 031")
    assert not looks_like_phone("12")


def test_swedish_order_puts_a_ring_a_dots_o_dots_last() -> None:
    names = ["Öbergs", "Zoo", "Äpplet", "Ångan", "adam", "Étoile", "Eva", "Wok", "Vin"]
    assert sorted(names, key=sort_key) == ["adam", "Étoile", "Eva", "Vin", "Wok", "Zoo", "Ångan", "Äpplet", "Öbergs"]


def test_words_drop_punctuation() -> None:
    assert words("Göta-Kök & Bar, AB") == "gota kok bar ab"
