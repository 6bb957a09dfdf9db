"""The part that a read code means: its article, and the number of this very piece."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.visit import Material
from core.queries.van_stock import VanItem, find_item
from core.queries.visit_lines import live
from core.rules.folding import serial_key
from core.rules.scan_code import ScanCode


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """`serial` is the piece's own number where its article has them; `is_used` when that piece is on the visit already:
    one part is used once."""

    item: VanItem
    serial: str = ""
    is_used: bool = False


def scanned_part(session: Session, person_id: str, code: ScanCode, activity_id: str = "") -> ScannedPart | None:
    """By the article's number first: on a label with both, the other one is the piece's."""
    found = (find_item(session, person_id, one) for one in code.article_candidates)
    item = next((one for one in found if one is not None), None)
    if item is None:
        return None
    is_tracked = bool(code.serial) and session.get_one(Item, item.item_id).serial_tracked
    serial = code.serial if is_tracked else ""
    used: list[Material] = list(session.scalars(live("material", activity_id))) if serial and activity_id else []
    key = serial_key(serial)
    return ScannedPart(
        item, serial, any(one.item_id == item.item_id and serial_key(one.serial) == key for one in used)
    )
