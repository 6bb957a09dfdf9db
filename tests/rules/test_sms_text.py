"""What an SMS says, how many parts are paid for, and when it may disturb."""

import math
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local
from core.rules.service_hours import ServiceHours
from core.rules.sms_text import (
    PURPOSES,
    QuietHours,
    SmsValues,
    compose,
    earliest_sending,
    plain,
    quiet_hours_of,
    sender,
    size,
)

GSM_LETTERS = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = "^{}\\[~]|€"
"""The whole of 3GPP TS 23.038: the table and its extension, typed off the standard for this test."""


# ---- Parts ----------------------------------------------------------------------------------------------------------


@given(st.text(GSM_LETTERS, max_size=700))
def test_plain_letters_take_a_septet_each(text: str) -> None:
    parts = 1 if len(text) <= 160 else math.ceil(len(text) / 153)

    assert (size(text).encoding, size(text).units) == ("gsm7", len(text))
    assert size(text).parts == (parts if text else 0)


@given(st.text(GSM_LETTERS + ESCAPED, max_size=700))
def test_escaped_letters_take_two_and_never_straddle(text: str) -> None:
    units = len(text) + sum(letter in ESCAPED for letter in text)
    found = size(text)

    assert (found.encoding, found.units) == ("gsm7", units)
    assert (found.parts <= 1) == (units <= 160)
    if units > 160:
        assert math.ceil(units / 153) <= found.parts <= math.ceil(units / 152)


@given(st.text(max_size=300))
def test_any_other_letter_turns_the_whole_message_to_ucs2(text: str) -> None:
    found = size(text + "漢")
    units = len((text + "漢").encode("utf-16-be", "surrogatepass")) // 2

    assert (found.encoding, found.units) == ("ucs2", units)
    assert (found.parts == 1) == (units <= 70)
    if units > 70:
        assert math.ceil(units / 67) <= found.parts <= math.ceil(units / 66)


@given(st.text(max_size=200), st.text(max_size=20))
def test_more_text_never_costs_less(text: str, more: str) -> None:
    assert size(text + more).parts >= size(text).parts


@pytest.mark.parametrize(("text", "encoding", "units", "parts"), [
    ("", "gsm7", 0, 0),
    ("å" * 160, "gsm7", 160, 1),
    ("å" * 161, "gsm7", 161, 2),
    ("a" * 158 + "€", "gsm7", 160, 1),
    ("a" * 152 + "€" + "a" * 10, "gsm7", 164, 2),
    ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),  # 153 + 153 would do if the euro could be cut in two
    ("–" * 70, "ucs2", 70, 1),
    ("–" * 71, "ucs2", 71, 2),
    ("☕" * 70, "ucs2", 70, 1),
    ("🙂" * 35, "ucs2", 70, 1),
    ("🙂" * 67, "ucs2", 134, 3),  # 33 whole faces in a part of 67
])
def test_sizes_at_the_edges(text: str, encoding: str, units: int, parts: int) -> None:
    found = size(text)

    assert (found.encoding, found.units, found.parts) == (encoding, units, parts)


# ---- Plain letters --------------------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_making_plain_twice_changes_nothing_more(text: str) -> None:
    once = plain(text)

    assert plain(once) == once


@given(st.text(GSM_LETTERS.replace("\r", "") + ESCAPED, max_size=200))
def test_what_every_phone_knows_stays(text: str) -> None:
    assert plain(text).replace(" ", "") == text.replace(" ", "").strip() or "\n" in text
    assert size(plain(text)).encoding == "gsm7"


@pytest.mark.parametrize(("text", "becomes"), [
    ("kl. 10–12", "kl. 10-12"),
    ("«Kafé Tulpan» … 10 × 2", '"Kafé Tulpan" ... 10 x 2'),
    ("10\u00a0000\u2009kr", "10 000 kr"),
    ("Çava\u0301 Petrovi\u0107", "Çava Petrovic"),
    ("Åsa Ängö", "Åsa Ängö"),
    ("Zoe\u0308", "Zoe"),
    ("A\u0308rta", "Ärta"),
    ("Łukasz", "Łukasz"),
])
def test_typography_becomes_plain(text: str, becomes: str) -> None:
    assert plain(text) == becomes


# ---- Sender ---------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_a_sender_is_one_that_networks_take(name: str) -> None:
    found = sender(name)

    assert found.isascii()
    assert found.startswith("+") or (found.isalnum() and found[0].isalpha() and len(found) <= 11)


@pytest.mark.parametrize(("name", "found"), [
    ("Espressoteknik Väst AB", "Espressotek"), ("Låsmästarn", "Lasmastarn"), ("031-555 01 40", "+46315550140"),
    ("24 Timmar Lås AB", "TimmarLas"), ("漢字", "Service"), ("", "Service"),
])
def test_senders(name: str, found: str) -> None:
    assert sender(name) == found


# ---- Words ----------------------------------------------------------------------------------------------------------

STORY = SmsValues(
    firm="Espressoteknik Väst AB", contact="James Wallin", technician="Alex Lindqvist", phone="+46701740610",
    arrival=at_local(date(2026, 11, 24), time(10)),
)


def test_james_gets_the_time_the_name_and_the_number() -> None:
    text = compose("confirmation", "sv", STORY)

    for words in ("James", "Alex Lindqvist", "Espressoteknik Väst", "tisdag 24 november", "10:00", "070-174 06 10"):
        assert words in text
    assert size(text).parts == 1


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_message_of_the_story_is_one_part(purpose: str, language: str) -> None:
    found = size(compose(purpose, language, STORY))

    assert (found.encoding, found.parts) == ("gsm7", 1)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_message_is_whole_also_when_little_is_known(purpose: str, language: str) -> None:
    text = compose(purpose, language, SmsValues(firm="Firman", arrival=STORY.arrival))

    assert "{" not in text
    assert "  " not in text


def test_a_long_name_gives_way_to_the_first_name() -> None:
    long = "Alexandra-Maximiliana von Lindqvist-Hammarskjöld af Ugglas och Rosenkrantz"
    values = SmsValues(firm="Espressoteknik Väst AB", contact="James", technician=long, phone=STORY.phone,
                       arrival=STORY.arrival)

    assert "Rosenkrantz" not in compose("confirmation", "sv", values)
    assert "Alexandra-Maximiliana" in compose("confirmation", "sv", values)


# ---- Hours ----------------------------------------------------------------------------------------------------------

USUAL, NEVER_OPEN = ServiceHours(), ServiceHours(weekdays=())


@pytest.mark.parametrize(("ready", "leaves"), [
    (time(20, 59), time(20, 59)), (time(21), None), (time(23, 30), None), (time(3), time(7)), (time(6, 59), time(7)),
    (time(7), time(7)), (time(12), time(12)),
])
def test_nobody_is_woken(ready: time, leaves: time | None) -> None:
    day = date(2026, 11, 24)
    expected = at_local(day, leaves) if leaves else at_local(date(2026, 11, 25), time(7))

    assert earliest_sending(at_local(day, ready), None, QuietHours(), USUAL) == expected


def test_a_message_that_would_be_worthless_in_the_morning_leaves_at_night() -> None:
    night = at_local(date(2026, 11, 24), time(23))

    assert earliest_sending(night, at_local(date(2026, 11, 25), time(6)), QuietHours(), USUAL) == night


def test_an_open_office_may_send_in_quiet_hours() -> None:
    night = at_local(date(2026, 11, 24), time(22))

    assert earliest_sending(night, None, QuietHours(), ServiceHours(0, 24 * 60, (1, 2, 3, 4, 5, 6, 7))) == night


def test_quiet_hours_of_the_firm_count_and_unreadable_ones_do_not() -> None:
    assert quiet_hours_of({"quiet_hours": ["22:00", "06:00"]}) == QuietHours(time(22), time(6))
    for broken in (["25:00", "06:00"], "always", [1, 2, 3], None):
        assert quiet_hours_of({"quiet_hours": broken}) == QuietHours()


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)), st.times(), st.times())
def test_a_message_never_leaves_before_it_is_ready_and_waits_a_day_at_most(
    ready: datetime, start: time, end: time
) -> None:
    leaves = earliest_sending(ready, None, QuietHours(start, end), NEVER_OPEN)

    assert 0 <= (leaves - ready).total_seconds() <= 25 * 3600
    assert earliest_sending(leaves, None, QuietHours(start, end), NEVER_OPEN) == leaves
