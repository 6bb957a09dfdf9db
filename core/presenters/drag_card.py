"""The four lines of the card beside a dragged job: travel, skill, parts, promise; each with its tone."""

from dataclasses import dataclass
from typing import Literal

from core.presenters.reasons import conflict_text, spoken
from core.rules.facts import JobFacts, Minute, to_moment
from core.rules.verdict import Conflict, Verdict
from core.texts import Texts

Tone = Literal["good", "warn", "bad"]
_TRAVEL = ("overlap", "overlap_locked", "team_absent", "team_busy", "reserved", "travel_late", "past", "before_hours",
           "overtime", "day_off", "break")
_PROMISE = ("promise_late", "promise_early", "due", "respond_late", "next_late", "next_locked")


@dataclass(frozen=True, slots=True)
class CardLine:
    icon: str
    tone: Tone
    title: str
    detail: str


def drag_card(texts: Texts, job: JobFacts, verdict: Verdict) -> tuple[CardLine, ...]:
    """Always the same order, so that the eye finds its line."""
    travel, promise = _travel(texts, job, verdict), _promise(texts, job, verdict)
    return (travel, _skill(texts, verdict), *_parts(texts, verdict), promise)


def _travel(texts: Texts, job: JobFacts, verdict: Verdict) -> CardLine:
    title = texts("board.card_travel", minutes=texts.minutes(verdict.travel))
    origin = verdict.from_name or texts("board.card_home")
    detail = texts("board.card_from", origin=origin, at=_at(texts, max(verdict.ready, 0)))
    absent = next((c for c in verdict.conflicts if c.code.startswith("absent")), None)
    found = absent or _first(verdict, _TRAVEL)
    if found is None and job.begun:
        return CardLine("wrench", "good", texts("board.card_there"), texts("board.card_there_detail"))
    if found is None:
        return CardLine("car", "good", title, detail)
    said = texts(found.reason.key, **spoken(texts, found.params))
    return CardLine("car", _tone(found), said[:1].upper() + said[1:], conflict_text(texts, found))


def _skill(texts: Texts, verdict: Verdict) -> CardLine:
    found = _first(verdict, ("skill", "skill_expired"))
    if found is not None:
        return CardLine("shield-alert", _tone(found), texts("board.card_skill_missing"), conflict_text(texts, found))
    if not verdict.skills:
        return CardLine("shield-check", "good", texts("board.card_skill"), texts("board.card_skill_none"))
    names = [
        name if until is None else texts("board.card_skill_until", skill=name, day=f"{until:%Y-%m}")
        for name, until, _has in verdict.skills
    ]
    return CardLine("shield-check", "good", texts("board.card_skill"), " + ".join(names))


def _parts(texts: Texts, verdict: Verdict) -> tuple[CardLine, ...]:
    if not verdict.parts_needed:
        return (CardLine("package", "good", texts("board.card_parts_none"), texts("board.card_parts_none_detail")),)
    title = texts("board.card_parts", have=verdict.parts, need=verdict.parts_needed)
    found = _first(verdict, ("parts",))
    if found is not None:
        return (CardLine("package", "warn", title, conflict_text(texts, found)),)
    return (CardLine("package", "good", title, texts("board.card_parts_all")),)


def _promise(texts: Texts, job: JobFacts, verdict: Verdict) -> CardLine:
    found = _first(verdict, _PROMISE)
    if found is not None:
        others = found.code in ("next_late", "next_locked")
        title = texts("board.card_next_late" if others else "board.card_promise_broken")
        return CardLine("clock", _tone(found), title, conflict_text(texts, found))
    if job.promised_from is not None and job.promised_to is not None:
        window = f"{_at(texts, job.promised_from)}–{_at(texts, job.promised_to)}"
        title = texts("board.card_promise", window=window)
    elif job.due is not None:
        title = texts("board.card_due", at=_at(texts, job.due))
    else:
        title = texts("board.no_promise")
    if verdict.slack is None:
        detail = texts("board.card_nothing_after")
    else:
        detail = texts("board.card_slack", minutes=texts.minutes(verdict.slack), name=verdict.next_name)
    return CardLine("clock", "good", title, detail)


def _first(verdict: Verdict, codes: tuple[str, ...]) -> Conflict | None:
    return next((conflict for code in codes for conflict in verdict.conflicts if conflict.code == code), None)


def _tone(conflict: Conflict) -> Tone:
    return "warn" if conflict.severity == "note" else "bad"


def _at(texts: Texts, minute: Minute) -> str:
    return texts.time(to_moment(minute))
