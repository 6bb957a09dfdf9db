"""Two people changed the same field without knowing of each other: who stands, and what keeping both would be."""

from collections.abc import Mapping
from typing import Any, Literal

OWNED_BY_BOTH: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"name", "role", "phone", "mobile", "email"}),
    "address": frozenset({"street", "zip", "city", "access_note"}),
    "business_partner": frozenset({"name", "phone", "email", "note"}),
    "equipment": frozenset({"name", "serial", "label_code", "location_note"}),
}
"""Fields that office and technicians may both change, by kind; every other field has one owner."""

_SIBLINGS = {("contact", "phone"): "mobile", ("contact", "mobile"): "phone"}
_NOTES = {("address", "access_note"), ("business_partner", "note"), ("equipment", "location_note")}

Meeting = Literal["apply", "same", "clash"]
Moment = tuple[str, str]
"""When a value was given (ISO, UTC) and by which command: the later one stands, in whatever order they arrive."""


def meeting(base: Any, standing: Any, wanted: Any) -> Meeting:
    """What a wanted value is to the one that stands, when the person who wants it saw `base`."""
    if wanted == standing:
        return "same"
    return "apply" if base == standing else "clash"


def stands(wanted: Moment, standing: Moment) -> bool:
    """Whether the wanted value is the later of the two; the command's id decides when the times are the same."""
    return wanted > standing


def both(kind: str, field: str, row: Mapping[str, Any], earlier: str, later: str) -> dict[str, Any] | None:
    """The values that keep both; None where a row has room for only one."""
    if (kind, field) in _NOTES:
        return {field: "\n".join(text for text in (earlier, later) if text)}
    sibling = _SIBLINGS.get((kind, field))
    if sibling is None or not earlier or not later:
        return None
    if row.get(sibling) not in ("", None, earlier):
        return None
    return {field: later, sibling: earlier}
