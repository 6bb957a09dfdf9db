"""The people at a visit's customer, and one of them to be changed."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Contact
from core.model.visit import Activity


@dataclass(frozen=True, slots=True)
class CustomerPerson:
    """`is_asked_for` is the one whom the call names."""

    id: str
    partner_id: str
    name: str
    role: str
    mobile: str
    phone: str
    email: str
    is_asked_for: bool


def customer_people(session: Session, activity_id: str) -> tuple[CustomerPerson, ...]:
    """Whom the call names first, then by name."""
    is_asked_for = func.coalesce(ServiceCall.contact_id == Contact.id, False)
    rows = session.execute(
        select(
            Contact.id, Contact.partner_id, Contact.name, Contact.role, Contact.mobile, Contact.phone, Contact.email,
            is_asked_for,
        )
        .join(ServiceCall, ServiceCall.partner_id == Contact.partner_id)
        .join(Activity, Activity.call_id == ServiceCall.id)
        .where(Activity.id == activity_id)
        .order_by(is_asked_for.desc(), Contact.name, Contact.id)
    )
    return tuple(CustomerPerson(*row[:-1], bool(row[-1])) for row in rows)


def customer_person(session: Session, activity_id: str, contact_id: str) -> CustomerPerson | None:
    return next((one for one in customer_people(session, activity_id) if one.id == contact_id), None)
