"""What a scanned code means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.scan_code import LONGEST, label_payload, read_payload


@pytest.mark.parametrize(("text", "symbology", "kind", "code", "serial", "gtin"), [
    ("TLP1:E:M-1001", "", "label", "M-1001", "", ""),
    ("tlp1:e:m-1001\r\n", "", "label", "m-1001", "", ""),
    ("TLP1ÖEÖM+1001", "", "label", "M-1001", "", ""),  # a scanner with American keys on a Swedish keyboard
    ("010731000053201621E61-20417", "", "gs1", "E61-20417", "E61-20417", "7310000532016"),
    ("010731000053201610LOT7\x1d21E61-20417", "]d2", "gs1", "E61-20417", "E61-20417", "7310000532016"),
    ("(01)07310000532016(21)E61-20417", "", "gs1", "E61-20417", "E61-20417", "7310000532016"),
    ("800473100005320417", "]C1", "gs1", "73100005320417", "73100005320417", ""),
    ("7310000532016", "]E0", "gs1", "7310000532016", "", "7310000532016"),
    ("7310000532017", "", "text", "7310000532017", "", ""),  # a wrong check digit: only a number
    ("17310000532013", "", "gs1", "17310000532013", "", "17310000532013"),  # a case of the same
    ("https://id.gs1.org/01/07310000532016/21/E61-20417", "]Q1", "gs1", "E61-20417", "E61-20417", "7310000532016"),
    ("SMSTO:+46315550900:E61-20417", "", "text", "E61-20417", "E61-20417", ""),
    ("sms:+46315550900?body=Fel%20p%C3%A5%20E61-20417", "", "text", "E61-20417", "E61-20417", ""),
    ("https://maker.example/p?model=7&SN=AB-12", "", "text", "AB-12", "AB-12", ""),
    ("https://maker.example/p", "", "text", "https://maker.example/p", "", ""),
    ("https://[broken", "", "text", "https://[broken", "", ""),
    ("  E61-20417\n", "", "text", "E61-20417", "", ""),
    ("TLP1:E:", "", "text", "TLP1:E:", "", ""),
    ("(99", "", "text", "(99", "", ""),
    ("", "", "text", "", "", ""),
])
def test_what_a_code_means(text: str, symbology: str, kind: str, code: str, serial: str, gtin: str) -> None:
    read = read_payload(text, symbology)

    assert (read.kind, read.code, read.serial, read.gtin) == (kind, code, serial, gtin)


def test_a_code_that_only_looks_like_gs1_is_also_looked_up_whole() -> None:
    assert read_payload("8004-E61").candidates == ("-E61", "8004-E61")


@given(st.text(min_size=1, max_size=40).filter(lambda code: code.strip() == code and code.isprintable()))
def test_a_label_gives_its_code_back_and_is_plain_ascii(code: str) -> None:
    payload = label_payload(code)

    assert payload.isascii()
    assert read_payload(payload).code == code


@given(st.text(max_size=700), st.sampled_from(["", "]C1", "]E0", "]Q3", "]d2", "nonsense"]))
def test_no_code_is_too_strange_to_read(text: str, symbology: str) -> None:
    read = read_payload(text, symbology)

    assert len(read.code) <= LONGEST
    assert all(read.candidates)
