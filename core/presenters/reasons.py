"""Says a verdict's reasons and conflicts in words: plain values become times, days and spans."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.rules.facts import to_moment
from core.rules.verdict import Conflict, Fix, Reason, Verdict
from core.texts import Texts

_SPANS = frozenset({"minutes", "late"})


def reason_text(texts: Texts, reason: Reason) -> str:
    """«14 min resa», «saknar Tryckkärl», «upptagen till 12:00»."""
    return texts(reason.key, **spoken(texts, reason.params))


def conflict_text(texts: Texts, conflict: Conflict) -> str:
    """What, who, how much, a way out: «Krockar med Café Husaren i 36 min. Flytta till 11:05 eller välj Elin 09:45.»"""
    sentence = texts(conflict.sentence.key, **spoken(texts, conflict.params))
    ways = [fix_text(texts, fix) for fix in conflict.fixes]
    if not ways:
        return sentence
    if len(ways) == 1:
        return f"{sentence} {ways[0]}."
    second = ways[1][0].lower() + ways[1][1:]
    return f"{sentence} {texts('fit.fixes_joined', first=ways[0], second=second)}"


def fix_text(texts: Texts, fix: Fix) -> str:
    return texts(f"fit.fix_{fix.kind}", name=fix.name, at=texts.time(to_moment(fix.start)))


def grade_text(texts: Texts, verdict: Verdict) -> str:
    return texts(f"fit.grade_{verdict.grade}")


def spoken(texts: Texts, params: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a reason as words."""
    return {name: _said(texts, name, value) for name, value in params.items()}


def _said(texts: Texts, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return texts.time(value)
    if isinstance(value, date):
        return value.isoformat()
    if name in _SPANS:
        return texts.span(value)
    if name == "kind" and texts.has(f"fit.absence_{value}"):
        return texts(f"fit.absence_{value}")
    return str(value)
