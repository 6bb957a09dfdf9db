"""Says in plain words why a kept command could not be carried out, and what it holds."""

from datetime import datetime

from core.qt.live_texts import LiveTexts
from core.queries.sort_out import HeldBack

_OTHER_VERSION = ("ValidationError", "DecodeError")
_STATES = ("settings.held_is_", "sync.state_", "visit.outcome_", "visit.time_")
_NOTHING = ("", "null", "[]", "{}")


def reason(texts: LiveTexts, kept: HeldBack) -> str:
    """Why it waits; what the program itself noted is for those who look after it."""
    kind, _, said = kept.error.partition(": ")
    if kind == "NotTheAuthor":
        return texts("settings.held_why_blocked" if "revoked" in said else "settings.held_why_author")
    if kind == "NotForTablets":
        return texts("settings.held_why_office")
    if kind in _OTHER_VERSION:
        return texts("settings.held_why_version")
    if texts.has(said):  # an error of ours that names nothing
        words = texts(said)
        return words if "{" not in words else texts("settings.held_why_other")
    return texts("settings.held_why_other")


def contents(texts: LiveTexts, kept: HeldBack, now: datetime) -> list[tuple[str, str]]:
    """Its fields as a person knows them; ids say nothing to anybody and are left out."""
    return [
        (_name(texts, name), _value(texts, value, now))
        for name, value in kept.details
        if not name.endswith("_id") and value not in _NOTHING
    ]


def _name(texts: LiveTexts, name: str) -> str:
    key = f"settings.held_field_{name}"
    return texts(key) if texts.has(key) else name.replace("_", " ").capitalize()


def _value(texts: LiveTexts, value: str, now: datetime) -> str:
    for beginning in _STATES:
        if texts.has(beginning + value):
            words = texts(beginning + value)
            return words[:1].upper() + words[1:]
    try:
        moment = datetime.fromisoformat(value) if len(value) > len("2026-11-27") else None
    except ValueError:
        moment = None
    return texts.day_time(moment, now) if moment is not None and moment.tzinfo is not None else value
