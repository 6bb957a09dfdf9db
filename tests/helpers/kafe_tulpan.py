"""A small espresso firm for tests: Mara, Alex and Elin, Kafé Tulpan with three machines, and what happened before."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.clock import at_local
from core.ids import new_id
from core.model.call import FaultTemplate, ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.item import Item
from core.model.knowledge import ChecklistTemplate
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, Material, Reading, ServiceAssignment
from core.model.workforce import Person, PersonSkill, Skill, WorkingTime

TODAY = date(2026, 11, 24)


@dataclass
class KafeTulpan:
    """The ids a test needs to name."""

    mara: str = field(default_factory=new_id)
    alex: str = field(default_factory=new_id)
    elin: str = field(default_factory=new_id)
    partner: str = field(default_factory=new_id)
    james: str = field(default_factory=new_id)
    address: str = field(default_factory=new_id)
    espresso: str = field(default_factory=new_id)
    grinder: str = field(default_factory=new_id)
    water: str = field(default_factory=new_id)
    model: str = field(default_factory=new_id)
    husaren: str = field(default_factory=new_id)
    pressure: str = field(default_factory=new_id)
    one_group: str = field(default_factory=new_id)
    descaling: str = field(default_factory=new_id)
    switch: str = field(default_factory=new_id)
    gasket: str = field(default_factory=new_id)
    skill_espresso: str = field(default_factory=new_id)
    skill_pressure: str = field(default_factory=new_id)
    checklist: str = field(default_factory=new_id)
    contract: str = field(default_factory=new_id)
    calls: list[str] = field(default_factory=list)


def make_kafe_tulpan(core: Core) -> KafeTulpan:
    """Puts the firm into an empty office database."""
    ids = KafeTulpan()
    with core.database.write() as session:
        _firm(session, ids)
        _people(session, ids)
        _knowledge(session, ids)
        _customers(session, ids)
        session.flush()
        _machines(session, ids)
        session.flush()
        _history(session, ids)
        _today(session, ids)
    return ids


def _firm(session: Session, ids: KafeTulpan) -> None:
    session.add(Firm(id=FIRM_ID, name="Espressoteknik Väst AB", city="Göteborg", latitude=57.70, longitude=11.97))


def _people(session: Session, ids: KafeTulpan) -> None:
    for skill_id, name, by_law in ((ids.skill_espresso, "Espresso", False), (ids.skill_pressure, "Tryckkärl", True)):
        session.add(Skill(id=skill_id, name=name, required_by_law=by_law))
    people = (
        (ids.mara, "Mara Sandberg", "MS", "administrator planner", 5),
        (ids.alex, "Alex Lindqvist", "AL", "technician", 3),
        (ids.elin, "Elin Forsberg", "EF", "technician", 7),
    )
    for order, (person_id, name, initials, roles, colour) in enumerate(people):
        home = new_id()
        session.add(Address(id=home, kind="home", street="Hemvägen 1", city="Göteborg",
                            latitude=57.69 + order / 100, longitude=11.95 + order / 100))
        session.add(Person(id=person_id, name=name, initials=initials, roles=roles, colour=colour, sort_order=order,
                           home_address_id=home, phone="+46705550100"))
        if "technician" not in roles:
            continue
        session.add(Warehouse(id=new_id(), name=name, kind="van", person_id=person_id))
        for skill in (ids.skill_espresso, ids.skill_pressure):
            session.add(PersonSkill(id=new_id(), person_id=person_id, skill_id=skill))
        for weekday in range(1, 6):
            session.add(WorkingTime(id=new_id(), person_id=person_id, weekday=weekday, start_minute=420,
                                    end_minute=960, break_start_minute=720, break_end_minute=765))


def _knowledge(session: Session, ids: KafeTulpan) -> None:
    session.add(Item(id=ids.model, code="FAEMA-E61", name="Faema E61 Legend", kind="machine", manufacturer="Faema"))
    for item_id, code, name, price in (
        (ids.switch, "TV-1", "Tryckvakt", 645), (ids.gasket, "PK-1", "Packning grupp", 120)
    ):
        session.add(Item(id=item_id, code=code, name=name, price=Decimal(price), cost=Decimal(price) / 2))
    session.add(ChecklistTemplate(id=ids.checklist, name="Felsökning tryck", state="published", minutes=30))
    for template_id, text, minutes, skills, items in (
        (ids.pressure, "Tappar tryck", 90, [ids.skill_espresso, ids.skill_pressure], [ids.switch, ids.gasket]),
        (ids.one_group, "Tappar tryck, bara ena gruppen", 60, [ids.skill_espresso], [ids.gasket]),
        (ids.descaling, "Tappar tryck efter avkalkning", 45, [ids.skill_espresso], []),
    ):
        session.add(FaultTemplate(
            id=template_id, text=text, duration_minutes=minutes, skill_ids=skills, item_ids=items,
            checklist_template_id=ids.checklist,
        ))
    session.add(FaultTemplate(id=new_id(), text="Maler för grovt", category="grinder", duration_minutes=30))


def _customers(session: Session, ids: KafeTulpan) -> None:
    session.add(BusinessPartner(id=ids.partner, number="K-1042", name="Kafé Tulpan", phone="+46315550140"))
    session.add(Contact(id=ids.james, partner_id=ids.partner, name="James Wallin", role="ägare", mobile="+46705550140",
                        email="james@kafetulpan.example"))
    session.add(Address(id=ids.address, partner_id=ids.partner, street="Tulpangatan 7", zip="411 01", city="Göteborg",
                        latitude=57.705, longitude=11.965, access_note="Ring på köksdörren"))
    session.add(ServiceContract(id=ids.contract, partner_id=ids.partner, name="Guld", covers_labour=True,
                                response_hours=4, fix_hours=16, yearly_price=Decimal(12000),
                                starts_on=date(2025, 1, 1)))
    session.add(BusinessPartner(id=ids.husaren, number="K-1043", name="Café Husaren", phone="+46317112300"))
    session.add(Contact(id=new_id(), partner_id=ids.husaren, name="Anna Öberg", mobile="+46705552211"))
    session.add(Address(id=new_id(), partner_id=ids.husaren, street="Haga Nygata 28", zip="413 01", city="Göteborg",
                        latitude=57.698, longitude=11.957))


def _machines(session: Session, ids: KafeTulpan) -> None:
    common: dict[str, Any] = {"partner_id": ids.partner, "address_id": ids.address}
    session.add(Equipment(
        id=ids.espresso, number="U-2001", name="Faema E61 Legend", serial="E61-20417", serial_key="E6120417",
        item_id=ids.model, manufacturer="Faema", label_code="TU-2001", warranty_start=date(2025, 5, 1),
        warranty_end=date(2027, 5, 31), location_note="Bardisken, vänster", **common,
    ))
    session.add(Equipment(id=ids.grinder, number="U-2002", name="Mahlkönig E65S", serial="MK-77102",
                          serial_key="MK77102", category="grinder", label_code="TU-2002", **common))
    session.add(Equipment(id=ids.water, number="U-2003", name="BWT Bestmax", serial="BW-3381", serial_key="BW3381",
                          category="water", label_code="TU-2003", next_service_on=date(2026, 12, 6), **common))


def _history(session: Session, ids: KafeTulpan) -> None:
    """Nine finished calls about lost pressure: seven ended with a new pressure switch, two with a gasket."""
    for n in range(9):
        when = datetime(2026, 8, 14, 8, tzinfo=UTC) - timedelta(days=40 * n)
        item = ids.switch if n % 4 else ids.gasket
        _finished_call(session, ids, n, when, item)


def _finished_call(session: Session, ids: KafeTulpan, n: int, when: datetime, item: str) -> None:
    call, visit = new_id(), new_id()
    ids.calls.append(call)
    session.add(ServiceCall(
        id=call, number=f"S-2025-{n + 1:05d}", subject="Tappar tryck", problem="Tappar tryck", state="closed",
        partner_id=ids.partner, address_id=ids.address, fault_template_id=ids.pressure, created_at=when,
        completed_at=when + timedelta(hours=3), closed_at=when + timedelta(days=1),
    ))
    session.add(ServiceCallEquipment(id=new_id(), call_id=call, equipment_id=ids.espresso))
    session.add(Activity(
        id=visit, call_id=call, state="done", subject="Tappar tryck", planned_start=when,
        planned_end=when + timedelta(hours=1), lead_person_id=ids.alex if n % 2 == 0 else ids.elin, arrived_at=when,
        finished_at=when + timedelta(hours=1), outcome="solved", work_done="Packning bytt, grupp 2",
        approval="approved",
    ))
    session.add(Material(id=new_id(), activity_id=visit, person_id=ids.alex, recorded_at=when, item_id=item,
                         quantity=Decimal(1)))
    session.add(Reading(
        id=new_id(), activity_id=visit, equipment_id=ids.espresso, person_id=ids.alex, quantity="Tryck", unit="bar",
        value=Decimal("9.1") - Decimal(n) / 10, verdict="ok", read_at=when + timedelta(minutes=50),
    ))


def _today(session: Session, ids: KafeTulpan) -> None:
    """Alex has a visit at Café Husaren in the afternoon; Kafé Tulpan has an open call about its water filter."""
    call, visit = new_id(), new_id()
    session.add(ServiceCall(id=call, number="S-2026-01988", subject="Årsservice", state="open", partner_id=ids.husaren,
                            created_at=at_local(TODAY, time(7))))
    session.add(Activity(id=visit, call_id=call, state="released", subject="Årsservice",
                         planned_start=at_local(TODAY, time(13)), planned_end=at_local(TODAY, time(14, 30)),
                         duration_minutes=90, lead_person_id=ids.alex, released_at=at_local(TODAY, time(7))))
    session.add(ServiceAssignment(id=new_id(), activity_id=visit, person_id=ids.alex,
                                  assigned_at=at_local(TODAY, time(7))))
    session.add(ServiceCall(
        id=(open_call := new_id()), number="S-2026-01989", subject="Filterbyte", state="open", partner_id=ids.partner,
        address_id=ids.address, created_at=at_local(TODAY - timedelta(days=3), time(9)),
    ))
    session.add(ServiceCallEquipment(id=new_id(), call_id=open_call, equipment_id=ids.water))
    session.add(Activity(id=new_id(), call_id=open_call, state="planned", subject="Filterbyte", duration_minutes=30,
                         planned_start=at_local(TODAY + timedelta(days=3), time(9)),
                         planned_end=at_local(TODAY + timedelta(days=3), time(9, 30)), lead_person_id=ids.elin))
    ids.calls.append(open_call)
    for item in (ids.switch, ids.gasket):
        van = session.query(Warehouse.id).filter(Warehouse.person_id == ids.alex).scalar()
        session.add(StockMove(id=new_id(), warehouse_id=van, item_id=item, quantity=Decimal(2), kind="opening",
                              at=at_local(TODAY, time(6))))
