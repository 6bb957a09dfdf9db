"""What intake says in words: the sentence to read aloud, an offer's reasons, and a wish read back."""

from datetime import date, datetime, timedelta

from core.clock import local
from core.presenters.offers import Offer
from core.presenters.reasons import reason_text
from core.queries.intake import MachineTile, OpenCall
from core.queries.symptoms import LikelyCause, Symptom
from core.rules.wish import Wish
from core.texts import Texts

_SAID_MINUTES = frozenset({15, 30, 45, 60, 75, 90, 120, 150, 180})
FILTER_NEAR = timedelta(days=30)


def say_offer(texts: Texts, offer: Offer, today: date, sms: bool) -> str:
    """«Alex kan vara hos dig klockan 10, räkna med en och en halv timme. Du får ett SMS när Alex kör.»"""
    suggestion = offer.suggestion
    name = offer.full_name.split(" ")[0]
    key = "intake.say_today" if offer.day == today else "intake.say_other_day"
    day = texts("intake.say_tomorrow") if offer.day == today + timedelta(days=1) else said_day(texts, offer.day)
    sentence = texts(
        key, name=name, day=day, time=said_time(texts, suggestion.start),
        span=said_minutes(texts, round((suggestion.end - suggestion.start).total_seconds() / 60)),
    )
    return f"{sentence} {texts('intake.say_sms', name=name)}" if sms else sentence


def said_time(texts: Texts, moment: datetime) -> str:
    """10:00 → «10», 09:45 → «kvart i 10»."""
    at = local(moment)
    hour, following = at.hour, (at.hour + 1) % 24
    if at.minute == 0:
        return str(hour)
    if at.minute in (15, 45):
        return texts(f"intake.say_minute_{at.minute}", hour=hour, next=following)
    return at.strftime("%H:%M")


def said_minutes(texts: Texts, minutes: int) -> str:
    """90 → «en och en halv timme»."""
    return texts(f"intake.say_minutes_{minutes}") if minutes in _SAID_MINUTES else texts.minutes(minutes)


def said_day(texts: Texts, day: date) -> str:
    return texts("intake.say_weekday", day=texts(f"calendar.weekday_{day.isoweekday()}"))


def offer_reasons(texts: Texts, offer: Offer) -> str:
    """«14 min resa · båda delarna i bilen · varit där 2 gånger», or what speaks against it."""
    suggestion = offer.suggestion
    minutes = suggestion.travel_minutes
    parts = [texts("intake.offer_travel", minutes=texts.minutes(minutes)) if minutes else texts("intake.offer_near")]
    if suggestion.grade in ("conflict", "possible") and suggestion.reason.key != "fit.reason_travel":
        parts.append(reason_text(texts, suggestion.reason))
    if suggestion.parts_needed:
        parts.append(_parts_text(texts, suggestion.parts_in_van, suggestion.parts_needed))
    if suggestion.been_here_times:
        parts.append(texts.count("intake.offer_been", suggestion.been_here_times))
    return " · ".join(dict.fromkeys(parts))


def _parts_text(texts: Texts, have: int, need: int) -> str:
    if have == need:
        return texts("intake.offer_parts_both" if need == 2 else "intake.offer_parts_all")
    return texts("intake.offer_parts_fetch", have=have, need=need)


def wish_text(texts: Texts, wish: Wish, today: date) -> str:
    """The wish as it was understood: «idag 10:00–12:00», «fredag 27 november 08:00–12:00»."""
    day = local(wish.start).date()
    span = f"{texts.time(wish.start)}–{texts.time(wish.end)}"
    return f"{texts.relative_day(day, today)} {span}"


def machine_note(texts: Texts, machine: MachineTile, today: date) -> tuple[str, str]:
    """The third line of a machine card with its tone: service due before warranty before kind."""
    if machine.next_service_on is not None and machine.next_service_on - today <= FILTER_NEAR:
        days = (machine.next_service_on - today).days
        if days < 0:
            return texts("intake.machine_service_late", days=-days), "bad"
        key = "intake.machine_filter_due" if machine.category == "water" else "intake.machine_service_due"
        return texts(key, days=days), "warn"
    if machine.warranty_end is not None and machine.warranty_end >= today:
        return texts("intake.machine_warranty", month=machine.warranty_end.strftime("%Y-%m")), "good"
    key = f"equipment.category_{machine.category}"
    return (texts(key) if texts.has(key) else machine.manufacturer), "second"


def symptom_note(texts: Texts, symptom: Symptom) -> str:
    """«Mall: 1 h 30 min · Espresso + Tryckkärl · 2 delar»."""
    parts = [texts.minutes(symptom.minutes)]
    if symptom.skills:
        parts.append(" + ".join(symptom.skills))
    if symptom.parts:
        parts.append(texts.count("intake.symptom_parts", symptom.parts))
    return texts("intake.symptom_note", parts=" · ".join(parts))


def open_call_title(texts: Texts, call: OpenCall, today: date) -> str:
    """«Öppet ärende hos samma kund: S-2026-01989 Filterbyte, planerat 27 november»."""
    if call.planned is None:
        return texts("intake.open_unplanned", number=call.number, subject=call.subject)
    day = local(call.planned).date()
    shown = texts.relative_day(day, today)
    return texts("intake.open_planned", number=call.number, subject=call.subject, day=shown)


def open_call_detail(texts: Texts, call: OpenCall) -> str:
    if call.kilometres is None or call.kilometres < 1:
        return texts("intake.open_merge_saves")
    return texts("intake.open_merge_saves_km", kilometres=texts.number(call.kilometres, 1))


def cause_title(texts: Texts, cause: LikelyCause) -> str:
    """«Trolig orsak: tryckvakt eller packning grupp 1»."""
    names = [name[:1].lower() + name[1:] for name, _times in cause.parts]
    either = texts("intake.cause_or").join(names)
    return texts("intake.cause_title", cause=either)


def cause_detail(texts: Texts, cause: LikelyCause, added: bool) -> str:
    where = texts("intake.cause_where", model=cause.model) if cause.model else ""
    detail = texts("intake.cause_share", n=cause.with_parts, of=cause.calls, where=where)
    return f"{detail} {texts('intake.cause_added')}" if added else detail
