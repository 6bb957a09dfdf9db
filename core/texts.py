"""Every text a person reads, in Swedish and English, by key; used by both apps, documents and messages."""

import json
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any

from core.changes import Label
from core.clock import local
from core.errors import TulpanError
from core.settings import RESOURCES

LANGUAGES = ("sv", "en")
_NO_BREAK = "\u00a0"
MINUS = "\u2212"
"""As long as a plus and at its height; a hyphen before a figure is read over."""


@cache
def _catalogue(language: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in sorted((RESOURCES / "locale" / language).glob("*.json")):
        for key, text in json.loads(path.read_text("utf-8")).items():
            merged[f"{path.stem}.{key}"] = text
    return merged


class Texts:
    """Looks up `file.key` in one language; a missing key shows itself, so that it is seen and mended."""

    def __init__(self, language: str = "sv") -> None:
        self.language = language if language in LANGUAGES else "sv"

    def __call__(self, key: str, **params: Any) -> str:
        text = _catalogue(self.language).get(key) or _catalogue("en").get(key)
        if text is None:
            return key
        if "unit" in params:  # a sentence with a unit says it as the reader does
            params["unit"] = self.unit(str(params["unit"]), _quantity(params.get("n")))
        if "n" in params and str(params["n"]).startswith("-"):
            params["n"] = str(params["n"]).replace("-", MINUS)
        return text.format(**params) if params else text

    def has(self, key: str) -> bool:
        return key in _catalogue(self.language)

    def label(self, label: Label | None) -> str:
        """What a command did, in this language; a moment among its values is said as day and time."""
        if label is None:
            return ""
        params = {
            name: f"{self.day(local(value).date())} {self.time(value)}" if isinstance(value, datetime) else value
            for name, value in label.params.items()
        }
        return self(label.key, **params)

    def error(self, error: TulpanError) -> str:
        return self(error.key, **error.params)

    def count(self, key: str, n: int, **params: Any) -> str:
        """`key.one` or `key.other`, with {n}."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=n, **params)

    def number(self, value: Decimal | float | int, decimals: int | None = None) -> str:
        """1234.5 → «1 234,5» in Swedish, «1,234.5» in English; below zero with a true minus."""
        if decimals is not None:
            value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        if decimals is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.language == "sv":
            text = text.replace(",", _NO_BREAK).replace(".", ",")
        return text.replace("-", MINUS)

    def unit(self, unit: str, quantity: Decimal | int = 2) -> str:
        """The program's own units follow the language («1 st» / “1 pc”); what somebody typed stays."""
        key = f"unit.{unit}.{'one' if quantity == 1 else 'other'}"
        return self(key) if self.has(key) else unit

    def amount(self, quantity: Decimal | int, unit: str) -> str:
        """«2 st», «50 g»; the number alone where nothing says of what."""
        return f"{self.number(quantity)} {self.unit(unit, quantity)}".rstrip()

    def money(self, amount: Decimal, decimals: int | None = None) -> str:
        """An amount in kronor; öre are shown when they are there."""
        if decimals is None:
            decimals = 0 if amount == amount.to_integral_value() else 2
        return f"{self.number(amount, decimals)}{_NO_BREAK}kr"

    def minutes(self, minutes: int) -> str:
        """90 → «1 h 30 min»."""
        hours, rest = divmod(int(minutes), 60)
        if not hours:
            return f"{rest}{_NO_BREAK}min"
        return f"{hours}{_NO_BREAK}h {rest}{_NO_BREAK}min" if rest else f"{hours}{_NO_BREAK}h"

    def span(self, minutes: int) -> str:
        """As `minutes`, but from a day on in days and hours: 4155 → «2 dygn 21 h»."""
        days, rest = divmod(int(minutes), 24 * 60)
        if not days:
            return self.minutes(minutes)
        said = self.count("calendar.days", days)
        return f"{said} {self.minutes(rest // 60 * 60)}" if rest >= 60 else said

    def time(self, moment: datetime) -> str:
        clock = local(moment)
        return f"{clock.hour:02}:{clock.minute:02}"  # strftime costs five times as much, and painters ask often

    def day(self, day: date) -> str:
        """«tisdag 24 november» / “Tuesday 24 November”."""
        weekday = self(f"calendar.weekday_{day.isoweekday()}")
        return f"{weekday} {self.month_day(day)}"

    def month_day(self, day: date) -> str:
        """«14 augusti» / “14 August”."""
        return f"{day.day} {self(f'calendar.month_{day.month}')}"

    def full_date(self, day: date) -> str:
        """«14 augusti 2026» / “14 August 2026”: a day in a list that may go back years."""
        return f"{self.month_day(day)} {day.year}"

    def date_time(self, moment: datetime) -> str:
        return local(moment).strftime("%Y-%m-%d %H:%M")

    def relative_day(self, day: date, today: date) -> str:
        """«idag», «i morgon», «i går», otherwise weekday and date."""
        near = {0: "calendar.today", 1: "calendar.tomorrow", -1: "calendar.yesterday"}.get((day - today).days)
        return self(near) if near else self.day(day)

    def day_time(self, moment: datetime, now: datetime) -> str:
        """«idag 08:52», «måndag 30 november 08:00»; the year only when it is another one."""
        day, today = local(moment).date(), local(now).date()
        year = f" {day.year}" if day.year != today.year else ""
        return f"{self.relative_day(day, today)}{year} {self.time(moment)}"

    def duration(self, span: timedelta) -> str:
        return self.minutes(round(span.total_seconds() / 60))


def _quantity(shown: object) -> Decimal:
    """How many a sentence is about, from its {n}; several where it does not say."""
    try:
        return Decimal(str(shown))
    except InvalidOperation:
        return Decimal(2)
