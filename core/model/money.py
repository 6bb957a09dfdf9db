"""Invoices and warranty claims; amounts in kronor excl. VAT unless named otherwise."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, event, inspect, select
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from core.storage.base import Entity


class Invoice(Entity):
    """An invoice; its number is given at issue and it never changes after that. State: draft, issued, paid, credited.

    `seller` and `buyer` hold the names and addresses as they were when issued (ML 2023:200 17 kap. 24 §).
    """

    __tablename__ = "invoice"

    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(8), default="invoice")
    credits_id: Mapped[str | None] = mapped_column(ForeignKey("invoice.id"))
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("business_partner.id"), index=True)
    call_id: Mapped[str | None] = mapped_column(ForeignKey("service_call.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    created_at: Mapped[datetime]
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    ocr: Mapped[str] = mapped_column(String(25), default="")
    net: Mapped[Decimal] = mapped_column(default=Decimal(0))
    vat: Mapped[Decimal] = mapped_column(default=Decimal(0))
    rounding: Mapped[Decimal] = mapped_column(default=Decimal(0))
    to_pay: Mapped[Decimal] = mapped_column(default=Decimal(0))
    seller: Mapped[dict[str, Any]] = mapped_column(default=dict)
    buyer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")


class InvoiceLine(Entity):
    """A line; a source record is billed at most once, net of credits."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("invoice_id", "source_id"),)

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoice.id"), index=True)
    position: Mapped[int]
    source_kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(36), index=True)
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    text: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(8))
    unit_price: Mapped[Decimal]
    net: Mapped[Decimal]
    vat_rate: Mapped[Decimal]
    charge_option: Mapped[str] = mapped_column(String(20))
    charge_reason: Mapped[str] = mapped_column(String(60), default="")
    charge_params: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WarrantyClaim(Entity):
    """A claim on the supplier (Garantianspråk): open, sent, accepted, rejected, credited, written_off."""

    __tablename__ = "warranty_claim"

    call_id: Mapped[str] = mapped_column(ForeignKey("service_call.id"), index=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"))
    equipment_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"))
    source_id: Mapped[str] = mapped_column(String(36), unique=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    amount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    serial: Mapped[str] = mapped_column(String(60), default="")
    removed_serial: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[datetime]


class IssuedInvoiceError(RuntimeError):
    """Something tried to change an issued invoice: a mistake in the program, stopped before it is written."""


_MAY_FOLLOW = frozenset({"state", "pdf_sha256"})


@event.listens_for(Invoice, "before_update")
def _keep_issued(_mapper: Mapper[Invoice], _connection: Connection, invoice: Invoice) -> None:
    """After issue only the state goes on, and the PDF is put beside it once (bokföringslagen 5 kap.)."""
    histories = {one.key: one.history for one in inspect(invoice).attrs if one.history.has_changes()}
    before = {name: history.deleted[0] if history.deleted else None for name, history in histories.items()}
    if before.get("state", invoice.state) == "draft":
        return
    if set(before) - _MAY_FOLLOW or before.get("pdf_sha256") or invoice.state == "draft":
        raise IssuedInvoiceError(f"invoice {invoice.number} is issued")


@event.listens_for(Invoice, "before_delete")
def _never_delete(_mapper: Mapper[Invoice], _connection: Connection, invoice: Invoice) -> None:
    if invoice.state != "draft":
        raise IssuedInvoiceError(f"invoice {invoice.number} is issued")


@event.listens_for(InvoiceLine, "before_insert")
@event.listens_for(InvoiceLine, "before_update")
@event.listens_for(InvoiceLine, "before_delete")
def _keep_issued_lines(_mapper: Mapper[InvoiceLine], connection: Connection, line: InvoiceLine) -> None:
    state = connection.scalar(select(Invoice.state).where(Invoice.id == line.invoice_id))
    if state not in (None, "draft"):
        raise IssuedInvoiceError(f"invoice {line.invoice_id} is issued")
