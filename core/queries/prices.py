"""Articles at a customer's prices, and the firm's standard lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.firm import FIRM_ID, Firm
from core.model.item import Item, PriceList, PriceListLine
from core.rules.pricing import LABOUR_ROUNDING_MINUTES, ZERO, PricedItem, PriceSettings, unit_price
from core.storage.batch import recalled


def priced_items(
    session: Session, item_ids: Iterable[str], price_list_id: str | None = None, day: date | None = None
) -> dict[str, PricedItem]:
    """The articles by id, at the price list's prices when it holds on that day."""
    wanted = [item_id for item_id in dict.fromkeys(item_ids) if item_id]
    discount, own = _price_list(session, price_list_id, wanted, day)
    columns = (Item.id, Item.code, Item.name, Item.kind, Item.unit, Item.price, Item.vat_rate)
    found = {}
    for row in session.execute(select(*columns).where(Item.id.in_(wanted))):
        price = unit_price(row.price, own.get(row.id), discount)
        found[row.id] = PricedItem(row.id, row.code, row.name, row.kind, row.unit, price, row.vat_rate)
    return found


@recalled(Firm, Item, PriceList, PriceListLine)
def price_settings(session: Session, price_list_id: str | None = None, day: date | None = None) -> PriceSettings:
    """The firm's labour, travel and mileage articles at a customer's prices, and how time is rounded."""
    settings = firm_settings(session)
    chosen = {name: settings.get(f"{name}_item") for name in ("labour", "travel", "mileage")}
    items = priced_items(session, [str(item_id) for item_id in chosen.values() if item_id], price_list_id, day)
    found = {name: items.get(str(item_id)) for name, item_id in chosen.items()}
    rounding = settings.get("labour_rounding_minutes", LABOUR_ROUNDING_MINUTES)
    return PriceSettings(found["labour"], found["travel"], found["mileage"], int(rounding))


@dataclass(frozen=True, slots=True)
class StandardPrices:
    """What the firm takes for an hour, for coming once, and for a kilometre; 0 where nothing was decided."""

    labour: Decimal
    travel: Decimal
    mileage: Decimal


def standard_prices(session: Session) -> StandardPrices:
    chosen = price_settings(session)
    return StandardPrices(*(item.price if item else ZERO for item in (chosen.labour, chosen.travel, chosen.mileage)))


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as the office keeps it."""

    id: str
    code: str
    name: str
    unit: str
    cost: Decimal
    price: Decimal


def article_of_code(session: Session, code: str) -> ArticleRow | None:
    columns = (Item.id, Item.code, Item.name, Item.unit, Item.cost, Item.price)
    row = session.execute(select(*columns).where(func.lower(Item.code) == code.strip().lower())).first()
    return ArticleRow(*row) if row is not None else None


def firm_settings(session: Session) -> Mapping[str, Any]:
    return session.scalar(select(Firm.settings).where(Firm.id == FIRM_ID)) or {}


def _price_list(
    session: Session, price_list_id: str | None, item_ids: list[str], day: date | None
) -> tuple[Decimal, dict[str, Decimal]]:
    if price_list_id is None:
        return ZERO, {}
    row = session.execute(
        select(PriceList.discount, PriceList.valid_from).where(PriceList.id == price_list_id)
    ).one_or_none()
    if row is None or (day is not None and row.valid_from is not None and day < row.valid_from):
        return ZERO, {}
    lines = session.execute(
        select(PriceListLine.item_id, PriceListLine.price)
        .where(PriceListLine.price_list_id == price_list_id, PriceListLine.item_id.in_(item_ids))
    )
    return row.discount, {line.item_id: line.price for line in lines}
