"""A planner's full day for tests and pictures: ten technicians in Göteborg, today's board and an unplanned list."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.clock import at_local
from core.ids import new_id
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.item import Item
from core.model.message import Message
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.model.workforce import Absence, Person, PersonSkill, Skill, WorkingTime

TODAY = date(2026, 11, 24)
SKILLS = {"espresso": ("Espresso", False), "pressure": ("Tryckkärl", True), "grinder": ("Kvarn", False)}
PEOPLE = (
    ("alex", "Alex Lindqvist", 57.7080, 11.9390, "espresso pressure grinder"),
    ("sara", "Sara Nyström", 57.6980, 11.9230, "espresso pressure"),
    ("fredrik", "Fredrik Holm", 57.7200, 11.9900, "espresso grinder"),
    ("amina", "Amina Yusuf", 57.6860, 11.9300, "espresso pressure"),
    ("johan", "Johan Berg", 57.7300, 11.9500, "espresso pressure"),
    ("lina", "Lina Ek", 57.7010, 12.0100, "espresso pressure"),
    ("oskar", "Oskar Dahl", 57.6900, 12.0000, "espresso pressure grinder"),
    ("petra", "Petra Sjö", 57.7250, 11.9200, "grinder espresso"),
    ("milan", "Milan Kovač", 57.7150, 11.9600, "espresso"),
    ("elin", "Elin Forsberg", 57.6880, 12.0200, "espresso pressure"),
)
# person, customer, subject, start, minutes, state, step
JOBS = (
    ("alex", "Bageri Solrosen", "Kvarn maler ojämnt", "07:45", 45, "done", "done"),
    ("alex", "Hotell Ankaret", "Avkalkning", "08:40", 50, "in_execution", "working"),
    ("alex", "Restaurang Kajen", "Service 2-grupp", "13:00", 90, "released", "accepted"),
    ("alex", "Kontor Opalen", "Filterbyte", "14:50", 60, "planned", ""),
    ("sara", "Café Linné", "Läckage grupp 1", "08:00", 90, "in_execution", "arrived"),
    ("sara", "Universitetet", "Årsservice", "10:00", 120, "released", "new"),
    ("sara", "Konditori Aveny", "Byt kvarn", "13:30", 90, "planned", ""),
    ("fredrik", "Saluhallen", "Kylaggregat", "07:45", 120, "in_execution", "working"),
    ("fredrik", "Privat Alba", "Tappar tryck", "13:45", 60, "planned", ""),
    ("amina", "Kafé Vinyl", "Trycker dåligt", "08:20", 50, "released", "travelling"),
    ("amina", "Café Husaren", "Tryckgivare", "09:35", 85, "released", "accepted"),
    ("amina", "Stadsbiblioteket", "Vattenläcka", "13:00", 110, "released", "new"),
    ("lina", "Biblioteket", "Elfel värmeslinga", "12:50", 85, "released", "new"),
    ("lina", "Espressobaren", "Packningar", "14:45", 75, "planned", ""),
    ("oskar", "Sjukhuset, kök", "Gasol + tryckkärl", "07:45", 130, "in_execution", "working"),
    ("oskar", "Stora Hotellet", "Tryckkärl", "10:10", 105, "planned", ""),
    ("oskar", "Kårhuset", "Totalrenovering", "13:00", 180, "released", "new"),
    ("petra", "Bokkaféet", "Kvarn justering", "08:00", 60, "done", "done"),
    ("petra", "Gymmet Nordväst", "Pumpbyte", "09:30", 90, "in_execution", "paused"),
    ("petra", "Kafé Ekbacken", "Filter", "13:00", 60, "planned", ""),
    ("milan", "Konserthuset", "Vattenfilter", "08:10", 90, "released", "new"),
    ("milan", "Simhallen", "Elkontroll", "13:25", 75, "planned", ""),
    ("elin", "Café Kringlan", "Pannrengöring", "07:50", 90, "in_execution", "working"),
    ("elin", "Bageri Råg", "Packning", "11:05", 60, "released", "new"),
    ("elin", "Teatern, foajén", "Årsservice", "13:00", 140, "released", "new"),
)
# customer, subject, priority, minutes, skills, promised from, promised to, due in days, pending
WAITING = (
    ("Bageri Surdeg", "Bryggare läcker", "high", 60, "espresso", "", "15:00", None, ""),
    ("Hotell Poseidon", "Kvarn maler ojämnt", "normal", 45, "grinder", "", "", 1, ""),
    ("Kontor Kronan", "Årsservice 2 maskiner", "normal", 120, "espresso", "", "", 3, ""),
    ("Café Oktober", "Vattenfilter larmar", "normal", 30, "", "", "", 4, ""),
    ("Skansens Servering", "Installation ny maskin", "planned", 240, "espresso", "", "", 9, ""),
    ("Brasserie Lipp", "Garanti: pump låter", "normal", 60, "espresso", "", "", None, "parts"),
)


@dataclass
class BoardDay:
    """The ids by the words above: technicians by key, jobs by customer."""

    mara: str = field(default_factory=new_id)
    people: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    james_job: str = field(default_factory=new_id)
    skills: dict[str, str] = field(default_factory=dict)


def at(clock: str, day: date = TODAY) -> datetime:
    return at_local(day, time.fromisoformat(clock))


def build_board_day(core: Core) -> BoardDay:
    """Puts everything into an empty office database."""
    day = BoardDay()
    with core.database.write() as session:
        session.add(Firm(id=FIRM_ID, name="Espressoteknik Väst AB", city="Göteborg", latitude=57.70, longitude=11.97,
                         phone="+46315550900"))
        for key, (name, by_law) in SKILLS.items():
            day.skills[key] = new_id()
            session.add(Skill(id=day.skills[key], name=name, required_by_law=by_law))
        session.add(Person(id=day.mara, name="Mara Sandberg", initials="MS", roles="administrator planner"))
        session.flush()
        for order, person in enumerate(PEOPLE):
            _technician(session, day, order, *person)
        session.flush()
        _absences(session, day)
        for number, job in enumerate(JOBS):
            _job(session, day, number, *job)
        for number, waiting in enumerate(WAITING):
            _waiting(session, day, number, *waiting)
        _james(session, day)
    return day


def _technician(
    session: Session, day: BoardDay, order: int, key: str, name: str, latitude: float, longitude: float, skills: str
) -> None:
    person, home = new_id(), new_id()
    day.people[key] = person
    session.add(Address(id=home, kind="home", city="Göteborg", latitude=latitude, longitude=longitude))
    session.flush()
    session.add(Person(id=person, name=name, initials="".join(w[0] for w in name.split()), roles="technician",
                       colour=order, sort_order=order, home_address_id=home, phone=f"+4670174061{order}"))
    session.flush()
    session.add(Warehouse(id=f"van-{key}", name=f"{name.split(maxsplit=1)[0]} bil", kind="van", person_id=person))
    for skill in skills.split():
        until = date(2027, 3, 31) if skill == "pressure" else None
        session.add(PersonSkill(id=new_id(), person_id=person, skill_id=day.skills[skill], valid_to=until))
    for weekday in range(1, 6):
        session.add(WorkingTime(id=new_id(), person_id=person, weekday=weekday, start_minute=450, end_minute=960,
                                break_start_minute=720, break_end_minute=750))


def _absences(session: Session, day: BoardDay) -> None:
    session.add(Absence(id=new_id(), person_id=day.people["johan"], kind="sick", note="jobb omfördelade",
                        start=at("00:00"), end=at("00:00", TODAY + timedelta(days=1))))
    session.add(Absence(id=new_id(), person_id=day.people["lina"], kind="training", note="nya tryckkärlsregler",
                        start=at("07:30"), end=at("12:00")))


def _customer(session: Session, name: str, number: int) -> tuple[str, str]:
    partner, address = new_id(), new_id()
    session.add(BusinessPartner(id=partner, number=f"K-{2000 + number}", name=name, phone="+46315550140"))
    session.flush()
    session.add(Address(id=address, partner_id=partner, street=f"Storgatan {number + 1}", zip="411 01",
                        city="Göteborg", latitude=57.68 + number * 37 % 50 / 1000,
                        longitude=11.92 + number * 53 % 100 / 1000))
    session.flush()
    return partner, address


def _job(
    session: Session, day: BoardDay, number: int, who: str, customer: str, subject: str, start: str, minutes: int,
    state: str, step: str,
) -> None:
    partner, address = _customer(session, customer, number)
    call, visit, begin = new_id(), new_id(), at(start)
    day.jobs[customer] = visit
    session.add(ServiceCall(id=call, number=f"S-2026-{2000 + number:05}", subject=subject, state="open",
                            partner_id=partner, address_id=address, created_at=at("07:00")))
    session.flush()
    sent = state != "planned"
    session.add(Activity(
        id=visit, call_id=call, state=state, subject=subject, planned_start=begin, duration_minutes=minutes,
        planned_end=begin + timedelta(minutes=minutes), lead_person_id=day.people[who], address_id=address,
        released_at=at("07:00") if sent else None, told_from=begin if sent else None,
        release_revision=1 if sent else 0, pinned=customer == "Kårhuset",
        arrived_at=begin if state in ("in_execution", "done") else None,
        finished_at=begin + timedelta(minutes=minutes) if state == "done" else None,
    ))
    session.flush()
    if sent:
        session.add(ServiceAssignment(id=new_id(), activity_id=visit, person_id=day.people[who],
                                      step=step, assigned_at=at("07:00")))
        session.add(Message(
            id=new_id(), purpose="confirmation", subject_id=visit, call_id=call, recipient="+46701740640",
            recipient_name=customer, text="Hej!", state="failed" if customer == "Stadsbiblioteket" else "delivered",
            created_at=at("07:00"), not_before=at("07:00"), sent_at=at("07:01"), delivered_at=at("07:01"),
        ))


def _waiting(
    session: Session, day: BoardDay, number: int, customer: str, subject: str, priority: str, minutes: int,
    skills: str, promised_from: str, promised_to: str, due_days: int | None, pending: str,
) -> None:
    partner, address = _customer(session, customer, 40 + number)
    call, visit = new_id(), new_id()
    day.jobs[customer] = visit
    session.add(ServiceCall(
        id=call, number=f"S-2026-{2030 + number:05}", subject=subject, state="pending" if pending else "open",
        pending_reason=pending, priority=priority, partner_id=partner, address_id=address, created_at=at("07:10"),
        promised_from=at(promised_from) if promised_from else None,
        promised_to=at(promised_to) if promised_to else None,
        due_at=at("16:00", TODAY + timedelta(days=due_days)) if due_days is not None else None,
    ))
    session.flush()
    session.add(Activity(id=visit, call_id=call, state="draft", subject=subject, duration_minutes=minutes,
                         address_id=address, required_skill_ids=[day.skills[key] for key in skills.split()]))


def _james(session: Session, day: BoardDay) -> None:
    """The job of the story: Kafé Tulpan, 10–12, two parts that lie in Alex's van."""
    partner, address, call, james, machine = new_id(), new_id(), new_id(), new_id(), new_id()
    session.add(BusinessPartner(id=partner, number="K-1042", name="Kafé Tulpan", phone="+46315550140"))
    session.flush()
    session.add(Contact(id=james, partner_id=partner, name="James Wallin", role="Ägare", mobile="+46701740640"))
    session.add(Address(id=address, partner_id=partner, street="Tulpangatan 7", zip="413 05", city="Göteborg",
                        latitude=57.6990, longitude=11.9520, access_note="Ingång via gården"))
    contract = new_id()
    session.add(ServiceContract(id=contract, partner_id=partner, name="Avtal Guld", yearly_price=Decimal(9600),
                                starts_on=date(2025, 1, 1)))
    model, gasket, switch = new_id(), new_id(), new_id()
    session.add(Item(id=model, code="E61", name="Faema E61 Legend", kind="machine"))
    session.add(Item(id=gasket, code="532-0017", name="Packning E61", price=Decimal(89)))
    session.add(Item(id=switch, code="532-0108", name="Tryckvakt 0,5–1,4 bar", price=Decimal(980)))
    session.flush()
    session.add(Equipment(id=machine, number="M-1001", name="Faema E61 Legend, 2 grupper", serial="E61-20417",
                          serial_key="E6120417", item_id=model, partner_id=partner, address_id=address,
                          installed_on=date(2023, 5, 15), warranty_end=date(2027, 5, 14)))
    for item in (gasket, switch):
        session.add(StockMove(id=new_id(), warehouse_id="van-alex", item_id=item, quantity=Decimal(3), kind="opening",
                              at=at("06:00")))
    session.flush()
    session.add(ServiceCall(
        id=call, number="S-2026-02048", subject="Espressomaskin tappar tryck", state="open", priority="emergency",
        partner_id=partner, contact_id=james, address_id=address, contract_id=contract, created_at=at("08:40"),
        promised_from=at("10:00"), promised_to=at("12:00"), wish_text="Lugnt mellan rusningarna – ring före",
        problem="Trycket sjunker när båda grupperna används.",
    ))
    session.flush()
    session.add(ServiceCallEquipment(id=new_id(), call_id=call, equipment_id=machine))
    session.add(Activity(
        id=day.james_job, call_id=call, state="draft", subject="Espressomaskin tappar tryck", duration_minutes=90,
        address_id=address, required_skill_ids=[day.skills["espresso"], day.skills["pressure"]],
    ))
    session.flush()
    for item in (gasket, switch):
        session.add(RequiredMaterial(id=new_id(), activity_id=day.james_job, item_id=item))
    for month, text in ((8, "Packning bytt, grupp 2"), (2, "Årsservice")):
        begun = at("09:00", date(2026, month, 14))
        earlier = new_id()
        session.add(ServiceCall(id=earlier, number=f"S-2026-00{month}01", subject=text, state="closed",
                                partner_id=partner, address_id=address, created_at=begun))
        session.flush()
        session.add(Activity(id=new_id(), call_id=earlier, state="done", subject=text, planned_start=begun,
                             planned_end=begun + timedelta(hours=1), arrived_at=begun, work_done=text,
                             finished_at=begun + timedelta(hours=1), lead_person_id=day.people["alex"]))
