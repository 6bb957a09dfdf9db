"""The number pad: keys become a text with the language's own decimal sign, and the text a value."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from core.rules.checklist import MOST_WHOLE_DIGITS, Element, Verdict, range_verdict
from core.texts import MINUS

DIGITS = "0123456789"
_DECIMAL_SIGN = {"sv": ",", "en": "."}


@dataclass(frozen=True, slots=True)
class NumberPad:
    """A number being typed. `text` uses "." inside; `shown` is what the screen shows.

    Keys: a digit, "decimal" (or "," or "."), "minus", "back", "clear". Keys that make no sense change nothing, so a
    wet finger cannot type "1,,0" or more decimals than the step has.
    """

    text: str = ""
    decimals: int = 2
    language: str = "sv"
    signed: bool = False
    longest: int = MOST_WHOLE_DIGITS

    def press(self, key: str) -> "NumberPad":
        if key == "back":
            return replace(self, text="" if self.text in ("-", "-0") else self.text[:-1])
        if key == "clear":
            return replace(self, text="")
        if key == "minus" and self.signed:
            return replace(self, text=self.text[1:] if self.text.startswith("-") else "-" + self.text)
        if key in ("decimal", ",", ".") and self.decimals > 0 and "." not in self.text:
            return replace(self, text=(self.text if self._digits else self.text + "0") + ".")
        if key in DIGITS and len(key) == 1:
            return self._digit(key)
        return self

    def _digit(self, key: str) -> "NumberPad":
        sign, number = ("-", self.text[1:]) if self.text.startswith("-") else ("", self.text)
        if number == "0":  # no leading zeros: 0 then 5 is 5
            return replace(self, text=sign + key)
        whole, _, fraction = number.partition(".")
        full = len(fraction) >= self.decimals if "." in number else len(whole) >= self.longest
        return self if full else replace(self, text=sign + number + key)

    @property
    def _digits(self) -> str:
        return self.text.strip("-.")

    @property
    def value(self) -> Decimal | None:
        """The number so far, None while there is none."""
        return Decimal(self.text.rstrip(".")) if self._digits else None

    @property
    def shown(self) -> str:
        return self.text.replace(".", decimal_sign(self.language)).replace("-", MINUS)

    def with_value(self, value: Decimal | None) -> "NumberPad":
        """The pad as if this value had been typed: an answer that is opened again."""
        return replace(self, text="" if value is None else format(value, "f"))

    def with_text(self, text: str) -> "NumberPad":
        """The pad as if these keys had been pressed, one by one: what was half typed."""
        pad = self
        for sign in text:
            pad = pad.press("minus" if sign == "-" else sign)
        return pad

    def verdict(self, element: Element) -> Verdict:
        """What the value is worth on this step, while it is typed."""
        value = self.value
        return "none" if value is None else range_verdict(element, value)


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where a value stands on the gauge: shares 0–1 of its width; `ok_from`–`ok_to` is the approved range."""

    ok_from: float
    ok_to: float
    needle: float | None


def gauge(
    value: Decimal | None, low: Decimal | None, ok_low: Decimal | None, ok_high: Decimal | None, high: Decimal | None
) -> Gauge | None:
    """The gauge of a measure; None when it has no limits at all. Missing ends are drawn a quarter beyond the others."""
    limits = [limit for limit in (low, ok_low, ok_high, high) if limit is not None]
    if not limits:
        return None
    spread = (max(limits) - min(limits)) / 4 or abs(limits[0]) / 2 or Decimal(1)
    left = low if low is not None else min(limits) - spread
    right = high if high is not None else max(limits) + spread
    if right <= left:  # both ends are the same number
        left, right = left - spread, right + spread

    def share(number: Decimal) -> float:
        return float(min(max((number - left) / (right - left), Decimal(0)), Decimal(1)))

    return Gauge(
        share(ok_low) if ok_low is not None else 0.0, share(ok_high) if ok_high is not None else 1.0,
        None if value is None else share(value),
    )


def decimal_sign(language: str) -> str:
    return _DECIMAL_SIGN.get(language, ".")


def typed_number(text: str) -> Decimal | None:
    """A number as it is typed in either language."""
    try:
        number = Decimal(text.strip().replace(",", ".").replace(MINUS, "-").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
