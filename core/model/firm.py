"""The service firm itself, its settings, and the counters behind human numbers."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Base, Entity

FIRM_ID = "firm"


class Firm(Entity):
    """The one row (id `firm`) that documents, messages and defaults are made from.

    `settings` holds item ids of the standard lines (`labour_item`, `travel_item`, `mileage_item`), `payment_days`,
    `sms_sender`, `quiet_hours` and other choices of the office.
    """

    __tablename__ = "firm"

    name: Mapped[str] = mapped_column(String(120))
    org_number: Mapped[str] = mapped_column(String(20), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    street: Mapped[str] = mapped_column(String(120), default="")
    zip: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    seat: Mapped[str] = mapped_column(String(60), default="")
    bankgiro: Mapped[str] = mapped_column(String(16), default="")
    swish: Mapped[str] = mapped_column(String(16), default="")
    f_tax: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Counter(Base):
    """The last number given of one series: `call`, `invoice`, `feed`, …"""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
