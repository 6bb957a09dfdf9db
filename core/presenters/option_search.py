"""Finding one of a step's many alternatives by typing a part of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.rules.folding import fold

SEARCHED_FROM = 7
"""Alternatives that are too many to be looked through: up to six are seen at a glance."""


def found_options(options: Sequence[Mapping[str, Any]], typed: str) -> list[Mapping[str, Any]]:
    """Those with every typed word in their text, and what is chosen already, in the list's own order."""
    words = [fold(word) for word in typed.split()]
    return [one for one in options if one["chosen"] or all(word in fold(one["text"]) for word in words)]
