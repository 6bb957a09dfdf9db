"""Text as it is compared, searched and sorted: case, accents, spacing and dashes no longer matter."""

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"})
_SORTED_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
"""{ | } are the three characters that follow z, so that Swedish order falls out of plain comparison."""
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case without accents, spaces collapsed: «Kafé  Århus» → "kafe arhus"."""
    folded = text
    for _pass in range(2):  # some letters (İ, ﬁ) give accents or capitals back after the first
        folded = unicodedata.normalize("NFKD", folded.casefold().translate(_LETTERS))
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _SPACES.sub(" ", folded.casefold()).strip()


def words(text: str) -> str:
    """Folded words with single spaces and no punctuation: what names and streets are searched by."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def serial_key(text: str) -> str:
    """A serial or code without dashes and spaces, upper case: "e61-204 17" → "E6120417"."""
    return _NOT_WORD.sub("", fold(text)).upper()


def digits(text: str) -> str:
    """Only the digits 0–9."""
    return "".join(letter for letter in text if letter in "0123456789")


def phone_key(text: str) -> str:
    """A phone number's digits as dialled in Sweden: "+46 (0)31-555 01 40" and "031-5550140" → "0315550140".

    Numbers of other countries keep their country code without the leading 00 or +.
    """
    national = text.strip()
    if national.startswith("+46"):
        national = "0" + digits(national[3:]).lstrip("0")
    elif national.startswith("0046"):
        national = "0" + digits(national[4:]).lstrip("0")
    elif national.startswith("00"):
        national = national[2:]
    return digits(national)


def looks_like_phone(text: str) -> bool:
    """True for something that can only be (the beginning of) a phone number: digits, spaces, + - / ( )."""
    return len(digits(text)) >= 3 and all(letter in "0123456789 +-/()\u00a0" for letter in text.strip())


def sort_key(text: str) -> str:
    """A key whose plain order is Swedish: case and accents aside, å, ä and ö after z."""
    lowered = unicodedata.normalize("NFC", text.strip().lower()).translate(_SORTED_LAST)
    return fold(lowered)
