"""Who is calling? Customers by phone, name, contact, street, serial or call number, the likeliest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.rules import phone
from core.rules.folding import looks_like_phone, phone_key, serial_key, words
from core.storage import search
from core.storage.search import Hit

_STAGE = (0, 1, 1, 2)
"""The whole text, a beginning (of the text or of a word in it), or somewhere inside."""
_AREA_ORDER = ("phone", "name", "call", "code", "number", "contact", "street")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A customer that the text may mean. `area` says what matched, `matched` is that text as people write it.

    `contact_id`, `equipment_id` and `call_id` are set when just that person, machine or call was found.
    """

    partner_id: str
    number: str
    name: str
    area: str
    matched: str
    contact_name: str = ""
    street: str = ""
    city: str = ""
    contact_id: str | None = None
    equipment_id: str | None = None
    call_id: str | None = None
    certain: bool = False

    @property
    def kind(self) -> str:
        """What was found: customer, contact, equipment or call."""
        if self.equipment_id:
            return "equipment"
        if self.call_id:
            return "call"
        return "contact" if self.contact_id else "customer"

    @property
    def id(self) -> str:
        return self.equipment_id or self.call_id or self.contact_id or self.partner_id

    @property
    def title(self) -> str:
        return self.matched if self.kind in ("equipment", "call") else self.name

    @property
    def detail(self) -> str:
        """A second line: who and where, or whose."""
        place = ", ".join(part for part in (self.street, self.city) if part)
        if self.kind in ("equipment", "call"):
            return " · ".join(part for part in (self.name, place) if part)
        shown = self.matched if self.area == "phone" else ""
        return " · ".join(part for part in (shown, self.contact_name, place) if part)


def customer_search(session: Session, text: str, limit: int = 8) -> tuple[SearchHit, ...]:
    """At most `limit` customers, each once, by its best match. `certain` marks a whole phone, serial or number."""
    best: dict[str, Hit] = {}
    for hit in _hits(session, text, limit):
        if hit.partner_id not in best:
            best[hit.partner_id] = hit
        if len(best) >= limit:
            break
    return _described(session, list(best.values()))


def _hits(session: Session, text: str, limit: int) -> Iterable[Hit]:
    """Hits in order: whole numbers and codes, beginnings, then parts inside, then words spread over several rows."""
    folded = words(text)
    found: list[Hit] = []
    if looks_like_phone(text):
        found += search.find(session, phone_key(text), "phone", limit * 4)
    code = serial_key(text).lower()
    if any(letter.isdigit() for letter in code) and len(code) >= 3:
        found += search.find(session, code, "code", limit * 4)
    if any(letter.isalpha() for letter in folded):
        found += search.find(session, folded, "name", limit * 2)
        found += search.find(session, folded, "street", limit * 2)
    found.sort(key=lambda hit: (_STAGE[hit.closeness], _AREA_ORDER.index(hit.area), hit.closeness))
    parts = folded.split()
    if len(parts) > 1 and len({hit.partner_id for hit in found}) < limit:
        found += _spread(session, parts, limit)
    return found


def _spread(session: Session, parts: Sequence[str], limit: int) -> list[Hit]:
    partners = search.partners_with_all(session, parts, limit)
    return [Hit("business_partner", partner_id, "name", partner_id, "", 3) for partner_id in partners]


def _described(session: Session, hits: Sequence[Hit]) -> tuple[SearchHit, ...]:
    ids = [hit.partner_id for hit in hits]
    partners = {
        row.id: row
        for row in session.execute(
            select(BusinessPartner.id, BusinessPartner.number, BusinessPartner.name, BusinessPartner.phone)
            .where(BusinessPartner.id.in_(ids))
        )
    }
    contacts = _first_of(session.execute(
        select(Contact.partner_id, Contact.name).where(Contact.partner_id.in_(ids))
        .order_by(Contact.is_site_contact.desc(), Contact.id)
    ))
    addresses = _first_of(session.execute(
        select(Address.partner_id, Address.street, Address.city)
        .where(Address.partner_id.in_(ids)).order_by((Address.kind != "site"), Address.id)
    ))
    matches = []
    for hit in hits:
        partner = partners.get(hit.partner_id)
        if partner is None:
            continue
        contact, address = contacts.get(hit.partner_id), addresses.get(hit.partner_id)
        match = SearchHit(
            partner.id, partner.number, partner.name, hit.area, partner.name,
            contact.name if contact else "", address.street if address else "", address.city if address else "",
            certain=hit.closeness == 0 and hit.area in ("phone", "code", "call", "number"),
        )
        matches.append(_with_what_matched(session, hit, match, partner))
    return tuple(matches)


def _with_what_matched(session: Session, hit: Hit, match: SearchHit, partner: Any) -> SearchHit:
    """Adds the row behind the hit: the person, place, machine or call that was found."""
    if hit.kind == "contact":
        person = session.execute(
            select(Contact.name, Contact.phone, Contact.mobile).where(Contact.id == hit.row_id)
        ).one()
        number = person.mobile if phone_key(person.mobile) == hit.words.strip() else person.phone
        matched = phone.shown(number) if hit.area == "phone" else person.name
        return replace(match, contact_id=hit.row_id, contact_name=person.name, matched=matched)
    if hit.kind == "address":
        place = session.execute(select(Address.street, Address.city).where(Address.id == hit.row_id)).one()
        return replace(match, street=place.street, city=place.city, matched=f"{place.street}, {place.city}")
    if hit.kind == "equipment":
        machine = session.execute(select(Equipment.name, Equipment.serial).where(Equipment.id == hit.row_id)).one()
        return replace(match, equipment_id=hit.row_id, matched=f"{machine.name} · {machine.serial}")
    if hit.kind == "service_call":
        call = session.execute(
            select(ServiceCall.number, ServiceCall.subject).where(ServiceCall.id == hit.row_id)
        ).one()
        return replace(match, call_id=hit.row_id, matched=f"{call.number} {call.subject}".strip())
    if hit.area == "phone":
        return replace(match, matched=phone.shown(partner.phone))
    return replace(match, matched=partner.number if hit.area == "number" else partner.name)


def _first_of(rows: Iterable[Any]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for row in rows:
        first.setdefault(row[0], row)
    return first
