"""Everything a service report tells of a visit, in the customer's language."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import ServiceReport, Signature
from core.model.call import ServiceCall
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.queries.call_visits import Photo, VisitCard, visit_card
from core.queries.checklist_run import ChecklistRun, checklist_run
from core.queries.checklist_state import checklist_states
from core.queries.checkout import CheckoutLine, shown_lines
from core.queries.customer_notes import CustomerNotes, customer_notes
from core.queries.finishing import LatestSignature, latest_signature
from core.queries.invoice_parties import seller
from core.queries.visit_facts import call_equipment, visit_facts
from core.queries.visit_lines import visit_lines
from core.rules.customer_notes import confirmed
from core.rules.invoicing import UNSEEN_OPTIONS
from core.rules.pricing import Totals, totals
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """`problem` is in the customer's words; `warranty_end` is of the first machine. `latest` is (version, sha256).

    `language` is the one in which the customer read what he signed, else the one he is registered with.
    `confirmed` is what the signature stands for, by what was shown when it was given.
    """

    activity_id: str
    language: str
    firm: dict[str, object]
    call_number: str
    day: date | None
    customer: str
    contact: str
    phone: str
    address: str
    machine: str
    serial: str
    warranty_end: date | None
    contract: str
    response_hours: int | None
    problem: str
    card: VisitCard
    checklists: tuple[ChecklistRun, ...]
    lines: tuple[CheckoutLine, ...]
    sums: Totals
    payment_days: int
    signature: LatestSignature | None
    confirmed: str
    notes: CustomerNotes
    photos: tuple[Photo, ...]
    latest: tuple[int, str] | None


def report_facts(session: Session, activity_id: str) -> ReportFacts | None:
    """The facts, or None when the visit is gone."""
    card, facts = visit_card(session, activity_id), visit_facts(session, activity_id)
    call = session.get(ServiceCall, facts.call_id) if facts else None
    if card is None or facts is None or call is None:
        return None
    partner = session.get(BusinessPartner, call.partner_id) if call.partner_id else None
    contact = session.get(Contact, call.contact_id) if call.contact_id else None
    place = session.get(Address, call.address_id) if call.address_id else None
    machine = next((session.get(Equipment, one) for one in call_equipment(session, call.id)), None)
    contract = session.get(ServiceContract, call.contract_id) if call.contract_id else None
    firm = session.get(Firm, FIRM_ID)
    signature = latest_signature(session, activity_id)
    signed = session.get(Signature, signature.id) if signature else None
    registered = partner.language if partner else firm.language if firm else "sv"
    language = signed.language if signed is not None and signed.language else registered
    lines = visit_lines(session, activity_id)
    runs = (checklist_run(session, state.instance_id, language) for state in card.checklists)
    return ReportFacts(
        activity_id=activity_id, language=language, firm=seller(session), call_number=facts.call_number, day=facts.day,
        customer=facts.customer, contact=contact.name if contact else "",
        phone=(contact.phone or contact.mobile) if contact else (partner.phone if partner else ""),
        address=_address(place), machine=machine.name if machine else "", serial=machine.serial if machine else "",
        warranty_end=machine.warranty_end if machine else None, contract=contract.name if contract else "",
        response_hours=contract.response_hours if contract else None, problem=call.problem or call.subject, card=card,
        checklists=tuple(run for run in runs if run is not None),
        lines=tuple(
            line for line in shown_lines(session, activity_id, lines, Texts(language))
            if line.charge_option not in UNSEEN_OPTIONS
        ),
        sums=totals(lines), payment_days=facts.payment_days, signature=signature,
        confirmed=confirmed(signed.shown or {}) if signed is not None and signed.state == "signed" else "",
        notes=customer_notes(checklist_states(session, activity_id), Texts(language)),
        photos=tuple(one for one in card.photos if one.visible_to_customer and one.mime.startswith("image/")),
        latest=_latest(session, activity_id),
    )


def _address(place: Address | None) -> str:
    if place is None:
        return ""
    return ", ".join(part for part in (place.street, f"{place.zip} {place.city}".strip()) if part)


def _latest(session: Session, activity_id: str) -> tuple[int, str] | None:
    row = session.execute(
        select(ServiceReport.version, ServiceReport.pdf_sha256)
        .where(ServiceReport.activity_id == activity_id).order_by(ServiceReport.version.desc()).limit(1)
    ).one_or_none()
    return (row.version, row.pdf_sha256) if row else None
