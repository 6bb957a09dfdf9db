"""What an SMS says and what it costs: plain characters, parts, sender, and the hours in which it may disturb."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

import gsm0338

from core.clock import at_local, local
from core.rules import phone
from core.rules.service_hours import ServiceHours
from core.texts import Texts

PURPOSES = ("confirmation", "new_time", "on_the_way", "cancelled")
SENDER_LENGTH = 11
_LOOKALIKES = str.maketrans({
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2026": "...", "\u2022": "-", "\u00b7": "-", "\u00d7": "x", "\u2248": "ca ", "\u2192": "->", "\t": " ", "\r": "",
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\ufe0f": "", "\f": " ", "\x1b": "",
})
_COMPANY_FORM = re.compile(r"(?i)[\s,]+(ab|hb|kb|aktiebolag|handelsbolag|ltd|as|oy|\(publ\))\.?$")


# ---- Characters and parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Size:
    """How a text travels: `encoding` gsm7 or ucs2, units used (septets or UTF-16 units), and parts that are paid."""

    encoding: str
    units: int
    parts: int


def plain(text: str) -> str:
    """The same words in GSM-7 characters wherever an equal one exists; å, ä, ö and the rest of the alphabet stay.

    Typographic dashes, quotes, ellipses and spaces become plain; a foreign accent is dropped («Łukasz» keeps its ł,
    and costs more). What has no plain likeness stays, so nothing that was written is lost.
    """
    result = []
    for letter in unicodedata.normalize("NFC", text).translate(_LOOKALIKES):
        if not _in_gsm(letter):
            letter = _likeness(letter)
        result.append(letter)
    return re.sub(r" {2,}", " ", "".join(result)).strip()


def size(text: str) -> Size:
    """Parts after 3GPP TS 23.038/23.040: 160 septets, 153 when split; 70 UTF-16 units, 67 when split.

    A character never straddles two parts: neither an escaped one (€ [ ] { } …) nor a surrogate pair.
    """
    gsm = all(_in_gsm(letter) for letter in text)
    whole, split = (160, 153) if gsm else (70, 67)
    widths = [_septets(letter) if gsm else len(letter.encode("utf-16-be", "surrogatepass")) // 2 for letter in text]
    units = sum(widths)
    if units <= whole:
        return Size("gsm7" if gsm else "ucs2", units, 1 if units else 0)
    parts, used = 1, 0
    for width in widths:
        if used + width > split:
            parts, used = parts + 1, 0
        used += width
    return Size("gsm7" if gsm else "ucs2", units, parts)


def sender(name: str) -> str:
    """A sender that every network takes: at most 11 letters and digits, beginning with a letter, or a phone number."""
    if (number := phone.e164(name)) is not None:
        return number
    folded = unicodedata.normalize("NFKD", _COMPANY_FORM.sub("", name.strip()))
    kept = "".join(letter for letter in folded if letter.isascii() and letter.isalnum()).lstrip("0123456789")
    return kept[:SENDER_LENGTH] or "Service"


def spoken_name(firm: str) -> str:
    """The firm as people say it: without its company form."""
    return _COMPANY_FORM.sub("", firm.strip())


def _in_gsm(letter: str) -> bool:
    return _septets(letter) > 0


@cache
def _septets(letter: str) -> int:
    """1 for a character of the GSM 03.38 alphabet, 2 for one that needs an escape, 0 for one that is not in it."""
    if letter in ("\x1b", "\f"):
        return 0  # the codec knows them as control characters; in a text they mean nothing
    try:
        return len(_codec().encode(letter)[0])
    except UnicodeEncodeError:
        return 0


@cache
def _codec() -> Any:
    return gsm0338.Codec()


@cache
def _likeness(letter: str) -> str:
    """The letter without its accent, a plain space for any other space; itself when there is nothing like it."""
    if letter.isspace():
        return " "
    decomposed = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if decomposed and all(_in_gsm(part) for part in decomposed):
        return decomposed
    return letter


# ---- Words ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SmsValues:
    """What a message about a visit is made from. Names whole, phone in E.164, arrival in UTC; empty means unknown."""

    firm: str
    contact: str = ""
    technician: str = ""
    phone: str = ""
    arrival: datetime | None = None


def compose(purpose: str, language: str, values: SmsValues) -> str:
    """The text of this purpose (one of PURPOSES). The technician goes by first name where that saves a part."""
    text = _said(purpose, language, values)
    if size(text).parts > 1:
        text = _said(purpose, language, replace(values, technician=_first(values.technician)))
    return text


def _said(purpose: str, language: str, values: SmsValues) -> str:
    texts = Texts(language)
    who = values.technician if purpose == "confirmation" else _first(values.technician)
    key = "sms.on_the_way_now" if purpose == "on_the_way" and values.arrival is None else f"sms.{purpose}"
    sentences = [
        texts("sms.hello", name=_first(values.contact)) if values.contact else texts("sms.hello_you"),
        texts(
            key, technician=who or texts("sms.our_technician"), firm=spoken_name(values.firm),
            day=texts.day(local(values.arrival).date()) if values.arrival else "",
            time=texts.time(values.arrival) if values.arrival else "",
        ),
    ]
    if values.phone:
        sentences.append(texts("sms.reach", phone=phone.shown(values.phone)))
    return plain(" ".join(sentences))


def _first(name: str) -> str:
    return name.split(" ", maxsplit=1)[0]


# ---- When it may disturb --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` in the evening to `end` in the morning, local time; equal times mean that no hour is quiet."""

    start: time = time(21)
    end: time = time(7)


def quiet_hours_of(settings: Mapping[str, Any]) -> QuietHours:
    """The firm's own (settings key `quiet_hours`: ["21:00", "07:00"]), else 21–07; unreadable ones count as not set."""
    chosen = settings.get("quiet_hours")
    try:
        start, end = (time.fromisoformat(str(text)) for text in chosen or ())
    except (TypeError, ValueError):
        return QuietHours()
    return QuietHours(start, end)


def earliest_sending(
    moment: datetime, useful_until: datetime | None, quiet: QuietHours, opening: ServiceHours
) -> datetime:
    """When a message that is ready at `moment` (UTC) may leave.

    Outside quiet hours at once; inside them at their end, unless the office is open just then, or waiting would make
    the message worthless: a customer who is promised someone before the morning wants to know it tonight.
    """
    ends = _quiet_until(moment, quiet)
    if ends is None or _is_open(moment, opening) or (useful_until is not None and useful_until <= ends):
        return moment
    return ends


def _quiet_until(moment: datetime, quiet: QuietHours) -> datetime | None:
    """The end of the quiet hours that the moment lies in, or None."""
    here = local(moment)
    clock = here.timetz().replace(tzinfo=None)
    if quiet.start <= quiet.end:
        return at_local(here.date(), quiet.end) if quiet.start <= clock < quiet.end else None
    if clock >= quiet.start:
        return at_local(here.date() + timedelta(days=1), quiet.end)
    return at_local(here.date(), quiet.end) if clock < quiet.end else None


def _is_open(moment: datetime, opening: ServiceHours) -> bool:
    here = local(moment)
    minute = here.hour * 60 + here.minute
    return here.isoweekday() in opening.weekdays and opening.start_minute <= minute < opening.end_minute
