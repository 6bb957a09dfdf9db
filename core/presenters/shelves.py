"""A shelf in words: what lies there, and in which place."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.queries.shelves import ShelfRow
from core.queries.van_stock import VanItem
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class OnShelf:
    """An article on the shelf that was asked for, and how many lie in which place."""

    item: VanItem
    detail: str


def on_shelf(rows: Sequence[ShelfRow], texts: Texts) -> tuple[OnShelf, ...]:
    """Each article once, also when the van and a store have a shelf of that name."""
    details: dict[str, list[str]] = {}
    items: dict[str, VanItem] = {}
    for row in rows:
        item = items.setdefault(row.item.item_id, row.item)
        amount = texts.amount(row.item.quantity, row.item.unit)
        details.setdefault(item.item_id, []).append(
            texts("field.store_has", place=row.place, amount=amount) if row.place
            else texts("field.van_has", amount=amount)
        )
    return tuple(OnShelf(item, " · ".join(details[item_id])) for item_id, item in items.items())


def shelf_words(row: ShelfRow, texts: Texts) -> str:
    """Where it lies; the van is not named where everything else lies in it too."""
    shelf = texts("field.shelf", shelf=row.item.shelf) if row.item.shelf else ""
    return " · ".join(part for part in (row.place, shelf) if part)


def places_of(rows: Sequence[ShelfRow], texts: Texts) -> str:
    return " · ".join(dict.fromkeys(row.place or texts("field.part_in_van") for row in rows))
