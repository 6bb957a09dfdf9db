"""Articles and their prices."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Item(Entity):
    """An article (Artikel): part, labour, fee, machine model… `vat_rate` in percent, prices per unit excl. VAT."""

    __tablename__ = "item"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="part")
    unit: Mapped[str] = mapped_column(String(8), default="st")
    barcode: Mapped[str] = mapped_column(String(20), default="", index=True)
    manufacturer: Mapped[str] = mapped_column(String(60), default="")
    cost: Mapped[Decimal] = mapped_column(default=Decimal(0))
    price: Mapped[Decimal] = mapped_column(default=Decimal(0))
    vat_rate: Mapped[Decimal] = mapped_column(default=Decimal(25))
    serial_tracked: Mapped[bool] = mapped_column(default=False)
    warranty_months: Mapped[int] = mapped_column(default=0)
    superseded_by_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))


class FurtherCode(Entity):
    """One more code that an article or a machine is found by, beside its own: another maker's box, a label stuck on
    later. Exactly one of the two is set."""

    __tablename__ = "further_code"

    code: Mapped[str] = mapped_column(String(60), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)
    equipment_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"), index=True)


class PriceList(Entity):
    """A named set of prices; `discount` in percent applies to items without a line of their own."""

    __tablename__ = "price_list"

    name: Mapped[str] = mapped_column(String(60))
    discount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    valid_from: Mapped[date | None]


class PriceListLine(Entity):
    __tablename__ = "price_list_line"

    price_list_id: Mapped[str] = mapped_column(ForeignKey("price_list.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    price: Mapped[Decimal]
