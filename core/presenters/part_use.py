"""What is said when parts were used with a touch: how many the van has left, and the truth when it had none."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from core.queries.van_stock import VanLeft
from core.texts import Texts


def used_words(used: Mapping[str, Decimal], left: VanLeft, texts: Texts) -> tuple[str, Literal["good", "warn"]]:
    """The sentence and its tone; `used` is how much of each article."""
    short = [item for item in left.items if left.has_van and item.quantity < 0]
    if len(left.items) != 1:
        said = texts.count("part_use.many", len(left.items))
        if short:
            said = f"{said} {texts('part_use.many_short', names=', '.join(item.name for item in short))}"
        return said, "warn" if short else "good"
    item = left.items[0]
    params = {"name": item.name, "amount": texts.amount(used[item.item_id], item.unit)}
    if not left.has_van:
        return texts("part_use.single", **params), "good"
    left_there = texts.amount(item.quantity, item.unit)
    if short:
        return texts("part_use.single_short", left=left_there, **params), "warn"
    return texts("part_use.single_left", left=left_there, **params), "good"
