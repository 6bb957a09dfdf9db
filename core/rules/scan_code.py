"""What a read code means: our own label, a GS1 code, a link with a serial in it, or a bare serial."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import biip
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

LABEL_PREFIX = "TLP1:E:"
"""Our own machine labels: pure ASCII, in QR's compact alphabet as long as the code itself is."""
LONGEST = 512
"""No true code is longer; what comes after is left out."""
MOST_SHOWN = 40
"""Letters of a code that is no label's; the whole of it is kept and looked up."""
_OWN = re.compile(r"(?i)TLP1:E:(.*)", re.DOTALL)
_SWEDISH_KEYS = str.maketrans({"Ö": ":", "ö": ";", "+": "-", "Ä": '"', "ä": "'", "?": "_"})
"""What a scanner set to American keys types on a Swedish keyboard, back to what it meant."""
_OWN_ON_SWEDISH_KEYS = re.compile(r"(?i)TLP1ÖEÖ")
_CONTROLS = re.compile(
    r"[\x00-\x1c\x1e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
"""What no label prints: control characters (but GS1's separator), and those that turn a line around or hide in it."""
_SERIAL_FIELDS = ("serial", "serialnumber", "serial_number", "serienummer", "sn", "s")
_SERIALS_OF_GS1 = ("21", "8004", "250")
"""Serial number, individual asset, secondary serial: in this order the machine's own name."""

Kind = Literal["label", "gs1", "text"]


@dataclass(frozen=True, slots=True)
class ScanCode:
    """A read code. `code` is what a machine is looked up by; `gtin` names the article (13 digits, or 14 for a case).

    `kind` is "label" for our own, "gs1" for a GS1 code or a retail bar code, "text" for anything else.
    """

    kind: Kind
    code: str
    gtin: str = ""
    serial: str = ""
    raw: str = ""

    @property
    def candidates(self) -> tuple[str, ...]:
        """What to look up, the surest first; `core.queries.machine_lookup` and the article registers take one each."""
        return tuple(dict.fromkeys(text for text in (self.code, self.serial, self.gtin, self.raw) if text))

    @property
    def article_candidates(self) -> tuple[str, ...]:
        """What to look an article up by: its own number before that of the piece."""
        return tuple(dict.fromkeys((self.gtin, *self.candidates))) if self.gtin else self.candidates


def label_payload(code: str) -> str:
    """The content of the QR code on a machine's label: "M-1001" → "TLP1:E:M-1001"; what is not ASCII is escaped."""
    return LABEL_PREFIX + quote(code.strip(), safe=" !$&'()*+,-./:;=?@_~")


def read_payload(text: str, symbology: str = "") -> ScanCode:
    """What was read or typed. `symbology` is the reader's ISO identifier ("]C1" for GS1-128), when it told one.

    Never fails: what is nothing else is a bare serial.
    """
    raw = _CONTROLS.sub("", text[:LONGEST]).strip().lstrip("\x1d")
    own = _own_label(raw)
    if own:
        return ScanCode("label", own, raw=raw)
    return _gs1(raw, symbology) or _link(raw) or ScanCode("text", raw.replace("\x1d", " "), raw=raw)


def shown_code(code: str) -> str:
    """As much of a code as a person reads."""
    return code if len(code) <= MOST_SHOWN else f"{code[:MOST_SHOWN]}…"


def _own_label(raw: str) -> str:
    if _OWN_ON_SWEDISH_KEYS.match(raw):
        raw = raw.translate(_SWEDISH_KEYS)
    found = _OWN.fullmatch(raw)
    return _CONTROLS.sub("", unquote(found[1])).strip() if found else ""


def _gs1(raw: str, symbology: str) -> ScanCode | None:
    if raw.startswith("("):
        elements = _elements(raw)
    elif raw.isdigit() and len(raw) in (8, 12, 13, 14) and symbology not in ("]C1", "]d2", "]Q3", "]e0"):
        gtin = biip.parse(raw).gtin
        digits = gtin.as_gtin_14() if gtin is not None else ""
        return ScanCode("gs1", raw, gtin=_shortest(digits), raw=raw) if digits else None
    elif symbology or "\x1d" in raw or re.match(r"01\d{14}|8004|https?://", raw):
        elements = _elements(raw)
    else:
        return None
    found = {element.ai.ai: element.value for element in elements}
    serial = next((found[ai] for ai in _SERIALS_OF_GS1 if found.get(ai)), "")
    gtin_value = _shortest(found.get("01", ""))
    if not serial and not gtin_value:
        return None
    return ScanCode("gs1", serial or gtin_value, gtin=gtin_value, serial=serial, raw=raw)


def _elements(raw: str) -> list[GS1ElementString]:
    if raw.startswith("("):
        try:
            return list(GS1Message.parse_hri(raw).element_strings)
        except biip.ParseError:
            return []
    try:
        read = biip.parse(raw)
    except ValueError:  # a link that is not one
        return []
    if read.gs1_digital_link_uri is not None:
        return list(read.gs1_digital_link_uri.element_strings)
    return list(read.gs1_message.element_strings) if read.gs1_message is not None else []


def _shortest(digits: str) -> str:
    """A GTIN as it is printed under its bars: fourteen digits only for a case of several."""
    return digits[1:] if len(digits) == 14 and digits.startswith("0") else digits


def _link(raw: str) -> ScanCode | None:
    """The serial in a link that opens a message ("sms:+46…?body=E61-20417", "SMSTO:…:E61-20417") or a maker's page."""
    lowered = raw.lower()
    if lowered.startswith("smsto:"):
        serial = raw.split(":", 2)[2:]
        return _text(serial[0], raw) if serial else None
    if not lowered.startswith(("sms:", "http://", "https://")):
        return None
    try:
        fields = {name.lower(): value for name, value in parse_qsl(urlsplit(raw).query)}
    except ValueError:
        return None
    names = ("body",) if lowered.startswith("sms:") else _SERIAL_FIELDS
    return _text(next((fields[name] for name in names if fields.get(name)), ""), raw)


def _text(serial: str, raw: str) -> ScanCode | None:
    """The serial alone; of a sentence («Fel på E61-20417») its last word, where the label's link puts the serial."""
    words = serial.split()
    return ScanCode("text", words[-1], serial=words[-1], raw=raw) if words else None
