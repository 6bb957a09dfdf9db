"""How what is to be sorted out, or has been, is said: values as people write them, states in words, moments near by."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.qt.live_texts import LiveTexts
from core.queries.sort_out import HeldBack, OpenMatter, Side
from core.rules import phone
from office_app.context import OfficeContext

_NUMBERS = ("phone", "mobile")
_SHORT = 28


def readable(matter: OpenMatter, side: Side) -> Side:
    """Phone numbers are kept in one form for machines and shown as people here write them."""
    return replace(side, value=phone.shown(side.value)) if matter.field in _NUMBERS else side


def short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHORT else f"{one_line[: _SHORT - 1]}…"


def state_words(texts: LiveTexts, value: str) -> str:
    """A state in words; anything else as it is."""
    for key in (f"sync.state_{value}", f"visit.outcome_{value}"):
        if value and texts.has(key):
            return texts(key)
    return value


def flag_sentence(texts: LiveTexts, text_key: str, params: Mapping[str, Any]) -> str:
    return texts(text_key, **{name: state_words(texts, str(value)) for name, value in params.items()})


def held_about(context: OfficeContext, kept: HeldBack) -> str:
    """Whom a kept command is about, and when it was given."""
    when = context.texts.day_time(kept.at, context.core.clock.now()) if kept.at is not None else ""
    return " · ".join(part for part in (kept.customer, kept.call_number, when) if part)
