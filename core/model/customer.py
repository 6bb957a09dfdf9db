"""Customers with their people and places."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class BusinessPartner(Entity):
    """A customer (Kund); found by any of its texts through `core.model.search_index`."""

    __tablename__ = "business_partner"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="company")
    org_number: Mapped[str] = mapped_column(String(20), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    payment_days: Mapped[int] = mapped_column(default=30)
    price_list_id: Mapped[str | None] = mapped_column(ForeignKey("price_list.id"))
    credit_hold: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=True)
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("business_partner.id"))


class Contact(Entity):
    """A person at the customer (Kontakt); phones are kept in E.164."""

    __tablename__ = "contact"

    partner_id: Mapped[str] = mapped_column(ForeignKey("business_partner.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(32), default="", index=True)
    mobile: Mapped[str] = mapped_column(String(32), default="", index=True)
    email: Mapped[str] = mapped_column(String(120), default="")
    sms_consent: Mapped[bool] = mapped_column(default=True)
    is_site_contact: Mapped[bool] = mapped_column(default=True)


class Address(Entity):
    """A place of a customer (site, billing), of a person (home) or of a warehouse (depot); WGS 84 degrees."""

    __tablename__ = "address"

    partner_id: Mapped[str | None] = mapped_column(ForeignKey("business_partner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="site")
    street: Mapped[str] = mapped_column(String(120), default="")
    zip: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    access_note: Mapped[str] = mapped_column(default="")
