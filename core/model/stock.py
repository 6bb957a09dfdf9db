"""Warehouses and vans; a balance is the sum of its movements."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Warehouse(Entity):
    """A place parts lie in; kind: main or van (then `person_id` drives it)."""

    __tablename__ = "warehouse"

    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(8), default="main")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))


class StockShelf(Entity):
    """Where in a warehouse an item lies, and the least that should be there."""

    __tablename__ = "stock_shelf"

    warehouse_id: Mapped[str] = mapped_column(ForeignKey("warehouse.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    shelf: Mapped[str] = mapped_column(String(12), default="")
    minimum: Mapped[Decimal] = mapped_column(default=Decimal(0))


class StockMove(Entity):
    """A signed quantity into (+) or out of (−) a warehouse; kind: receipt, transfer, use, count, opening, reversal."""

    __tablename__ = "stock_move"

    warehouse_id: Mapped[str] = mapped_column(ForeignKey("warehouse.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    quantity: Mapped[Decimal]
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    source_id: Mapped[str | None] = mapped_column(String(36), index=True)
