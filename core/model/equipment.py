"""The customer's machines."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Equipment(Entity):
    """A machine (Utrustning). `serial_key` is the serial folded for search (no dashes or spaces, upper case).

    `warranty_kind` says who pays: `own` (the firm) or `supplier`; `warranty_labour` whether labour is covered too.
    """

    __tablename__ = "equipment"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    serial: Mapped[str] = mapped_column(String(60), default="")
    serial_key: Mapped[str] = mapped_column(String(60), default="", index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    manufacturer: Mapped[str] = mapped_column(String(60), default="")
    category: Mapped[str] = mapped_column(String(24), default="espresso")
    partner_id: Mapped[str] = mapped_column(ForeignKey("business_partner.id"), index=True)
    address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"))
    state: Mapped[str] = mapped_column(String(12), default="in_use")
    label_code: Mapped[str] = mapped_column(String(40), default="", index=True)
    gtin: Mapped[str] = mapped_column(String(14), default="")
    installed_on: Mapped[date | None]
    warranty_start: Mapped[date | None]
    warranty_end: Mapped[date | None]
    warranty_kind: Mapped[str] = mapped_column(String(12), default="supplier")
    warranty_labour: Mapped[bool] = mapped_column(default=False)
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("service_contract.id"))
    location_note: Mapped[str] = mapped_column(default="")
    next_service_on: Mapped[date | None]
    verified: Mapped[bool] = mapped_column(default=True)
    replaced_by_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"))
