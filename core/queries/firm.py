"""The firm, its people, and who sits at this screen."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.firm import FIRM_ID, Firm
from core.model.workforce import Person


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A co-worker."""

    id: str
    name: str
    initials: str
    roles: str
    phone: str
    email: str
    colour: int
    active: bool


@dataclass(frozen=True, slots=True)
class FirmRow:
    """The firm with its people; `desk_person` is who the office program acts as when nobody else is chosen."""

    name: str
    fields: dict[str, str]
    settings: dict[str, object]
    people: tuple[PersonRow, ...]
    desk_person: PersonRow | None


def firm(session: Session) -> FirmRow | None:
    """The firm, or None in a database that nobody has set up yet."""
    row = session.get(Firm, FIRM_ID)
    if row is None:
        return None
    names = (
        "name", "org_number", "vat_number", "phone", "email", "street", "zip", "city", "seat", "bankgiro", "swish",
        "language",
    )
    people = tuple(
        PersonRow(p.id, p.name, p.initials, p.roles, p.phone, p.email, p.colour, p.active)
        for p in session.scalars(select(Person).order_by(Person.sort_order, Person.name))
    )
    desk = next((p for p in people if p.active and "administrator" in p.roles), None)
    return FirmRow(row.name, {name: getattr(row, name) for name in names}, dict(row.settings), people, desk)
