"""Who sells and who buys, written down as they are on the day an invoice is issued."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.queries.visit_facts import call_equipment

_SELLER = (
    "name", "org_number", "vat_number", "phone", "email", "street", "zip", "city", "seat", "bankgiro", "swish", "f_tax",
)


def seller(session: Session) -> dict[str, Any]:
    """The firm's name, numbers, address and account."""
    firm = session.get(Firm, FIRM_ID)
    return {name: getattr(firm, name) for name in _SELLER} if firm is not None else dict.fromkeys(_SELLER, "")


def buyer_of(session: Session, partner_id: str, call_ids: Sequence[str]) -> dict[str, Any]:
    """The customer with the billing address (else the place of the work), and what each call was about."""
    partner = session.get(BusinessPartner, partner_id)
    calls = [call for call in (session.get(ServiceCall, one) for one in call_ids) if call is not None]
    place = _place(session, partner_id, calls[0].address_id if calls else None)
    contact = session.get(Contact, calls[0].contact_id) if calls and calls[0].contact_id else None
    return {
        "name": partner.name if partner else "", "number": partner.number if partner else "",
        "org_number": partner.org_number if partner else "", "vat_number": partner.vat_number if partner else "",
        "email": partner.email if partner else "", "payment_days": partner.payment_days if partner else 30,
        "street": place.street if place else "", "zip": place.zip if place else "", "city": place.city if place else "",
        "contact": contact.name if contact else "", "calls": [_call(session, call) for call in calls],
    }


def _place(session: Session, partner_id: str, site_id: str | None) -> Address | None:
    billing = session.scalars(
        select(Address).where(Address.partner_id == partner_id, Address.kind == "billing").limit(1)
    ).first()
    return billing or (session.get(Address, site_id) if site_id else None)


def _call(session: Session, call: ServiceCall) -> dict[str, str]:
    machines = session.scalars(select(Equipment).where(Equipment.id.in_(call_equipment(session, call.id)))).all()
    return {
        "number": call.number or "", "subject": call.subject,
        "machine": ", ".join(machine.name for machine in machines),
        "serial": ", ".join(machine.serial for machine in machines if machine.serial),
    }
