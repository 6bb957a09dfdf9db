"""Rows of the records page as QML reads them."""

from typing import Any

from core.presenters.records import RecordLine
from core.queries.van_stock import VanItem
from core.texts import Texts


def van_row(item: VanItem, texts: Texts) -> dict[str, Any]:
    """An article in the van; `short` when there is none left."""
    return {
        "id": item.item_id, "name": item.name, "code": item.code,
        "detail": texts("field_work.shelf", shelf=item.shelf) if item.shelf else "",
        "left": texts(
            "field_work.left", quantity=texts.number(item.quantity), unit=texts.unit(item.unit, item.quantity)
        ),
        "short": item.quantity <= 0,
    }


def record_row(line: RecordLine) -> dict[str, Any]:
    return {
        "id": line.place, "record": line.id, "kind": line.kind, "icon": line.icon, "title": line.title,
        "detail": line.detail, "amount": line.amount, "price": line.price,
        "charge": line.charge_option, "overlaps": line.overlaps, "step": line.step, "least": line.least,
        "fix": line.fix, "asksSerial": line.asks_serial, "serial": "", "removedSerial": "", "receipts": line.receipts,
        "receipt": line.receipt, "thumbnail": f"data:image/jpeg;base64,{line.thumbnail}" if line.thumbnail else "",
    }
