"""Service contracts and what they cover."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class ServiceContract(Entity):
    """An agreement (Avtal): what is included, how fast we come (hours within service hours), what it costs per year."""

    __tablename__ = "service_contract"

    partner_id: Mapped[str] = mapped_column(ForeignKey("business_partner.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    covers_labour: Mapped[bool] = mapped_column(default=False)
    covers_travel: Mapped[bool] = mapped_column(default=False)
    covers_parts: Mapped[bool] = mapped_column(default=False)
    response_hours: Mapped[int | None]
    fix_hours: Mapped[int | None]
    yearly_price: Mapped[Decimal] = mapped_column(default=Decimal(0))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
