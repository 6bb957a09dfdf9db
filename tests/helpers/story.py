"""The story's own small firm, with the same ids in every database: Alex's released visit to Kafé Tulpan at 10:00."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image

from core.bootstrap import Core
from core.clock import at_local
from core.ids import new_id
from core.model.attachment import Attachment
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.item import Item, PriceList
from core.model.knowledge import ChecklistTemplate, ChecklistVersion, Diagram, DiagramHotspot, Document
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.visit import Activity, Reading, RequiredMaterial, ServiceAssignment, TimeEffort
from core.model.workforce import Person, WorkingTime
from core.storage.unit_of_work import UnitOfWork

TODAY = date(2026, 11, 24)
WORKING_HOURS = (7 * 60, 16 * 60, 12 * 60, 12 * 60 + 45)


@dataclass(frozen=True)
class Story:
    """The ids a test needs to name; they are the same in the office's and every tablet's database."""

    mara: str = "person-mara"
    alex: str = "person-alex"
    milan: str = "person-milan"
    sara: str = "person-sara"
    partner: str = "partner-tulpan"
    james: str = "contact-james"
    address: str = "address-tulpan"
    machine: str = "machine-e61"
    model: str = "item-e61-legend"
    contract: str = "contract-gold"
    price_list: str = "price-list-usual"
    gasket: str = "item-gasket"
    pressure_switch: str = "item-pressure-switch"
    valve: str = "item-valve"
    detergent: str = "item-detergent"
    labour: str = "item-labour"
    travel: str = "item-travel"
    mileage: str = "item-mileage"
    alex_van: str = "van-alex"
    milan_van: str = "van-milan"
    main_store: str = "store-main"
    call: str = "call-2048"
    visit: str = "visit-2048"
    assignment: str = "assignment-alex"
    earlier_call: str = "call-1931"
    earlier_visit: str = "visit-1931"
    checklist: str = "checklist-pressure"
    version: str = "checklist-pressure-7"
    diagram: str = "diagram-group"
    document: str = "document-e61"

    @property
    def start(self) -> datetime:
        return at_local(TODAY, time(10))

    def at(self, clock_time: str) -> datetime:
        """A wall-clock time ("09:47") of the story's day, as UTC."""
        return at_local(TODAY, time.fromisoformat(clock_time))


STORY = Story()

CHECKLIST: list[dict[str, Any]] = [
    {
        "id": "off", "kind": "yes_no", "required": True, "deviation": ["no"],
        "title": {"sv": "Stäng av och lufta", "en": "Switch off and vent"},
    },
    {
        "id": "leak", "kind": "yes_no", "required": True,
        "title": {"sv": "Läckage vänster grupp", "en": "Leak at left group"},
        "help": {"sv": "Fotografera läckan.", "en": "Photograph the leak."},
    },
    {
        "id": "gasket", "kind": "yes_no", "required": True,
        "title": {"sv": "Byt packning", "en": "Replace the gasket"},
        "show_if": [{"element": "leak", "op": "eq", "value": "yes"}],
    },
    {
        "id": "pressure", "kind": "measure", "required": True, "unit": "bar", "decimals": 2, "reading": "Panntryck",
        "low": "0.4", "ok_low": "0.8", "ok_high": "1.2", "high": "1.6",
        "title": {"sv": "Mät panntryck", "en": "Measure boiler pressure"},
        "help": {
            "sv": "Maskinen varm i minst 15 minuter. Läs av manometern när värmen slår från.",
            "en": "Machine hot for at least 15 minutes. Read the gauge when the heating switches off.",
        },
    },
    {
        "id": "gauge", "kind": "photo", "required": True, "photo_min": 1,
        "title": {"sv": "Foto av manometer", "en": "Photo of the gauge"},
    },
    {
        "id": "adjust", "kind": "instruction", "required": True,
        "title": {"sv": "Ställ tryckvakt", "en": "Adjust the pressure switch"},
        "help": {"sv": "Vrid medurs tills trycket är 1,0 bar.", "en": "Turn clockwise until the pressure is 1.0 bar."},
        "show_if": [{"element": "pressure", "op": "lt", "value": "0.8"}],
    },
    {
        "id": "brew", "kind": "measure", "required": True, "unit": "s", "decimals": 0, "reading": "Bryggtid",
        "low": "10", "ok_low": "25", "ok_high": "30", "high": "60",
        "title": {"sv": "Provbrygg 2 × 30 ml", "en": "Test brew 2 × 30 ml"},
    },
    {
        "id": "clean", "kind": "yes_no", "required": True, "deviation": ["no"],
        "title": {"sv": "Rengör och torka", "en": "Clean and dry"},
    },
    {
        "id": "customer", "kind": "choice",
        "title": {"sv": "Kundens kontroll", "en": "Customer's check"},
        "options": [
            {"id": "fine", "text": {"sv": "Godkänd", "en": "Approved"}},
            {"id": "remark", "text": {"sv": "Anmärkning", "en": "Remark"}},
        ],
        "deviation": ["remark"],
    },
]
"""Nine steps, as in the picture of the tablet's checklist page; step 6 is shown below 0.8 bar only."""


def build_story(core: Core, *, released: bool = True) -> Story:
    """Puts the firm into an empty database (office or tablet), with journal and feed as a command would write them."""
    with core.database.write() as session:
        work = UnitOfWork(
            session, now=core.clock.now(), author_id=STORY.mara, device_id=core.device_id, command_id=new_id(),
            is_office=core.settings.role == "office",
        )
        for part in (_firm, _people, _customer, _stock, _knowledge, _earlier, _job):
            part(work)
            session.flush()
        if released:
            _release(work)
        picture, manual = core.blobs.put(_picture()), core.blobs.put(b"%PDF-1.4\n% an instruction for tests\n%%EOF\n")
        _papers(work, picture, manual)
        work.finish()
    return STORY


def _firm(work: UnitOfWork) -> None:
    work.add(
        Firm(
            id=FIRM_ID, name="Espressoteknik Väst AB", org_number="559000-0000", vat_number="SE559000000001",
            phone="+46315550900", email="hej@espressoteknik.example", street="Verkstadsgatan 3", zip="414 63",
            city="Göteborg", seat="Göteborg", bankgiro="5050-1055", latitude=57.70, longitude=11.94,
            settings={
                "payment_days": 30, "labour_item": STORY.labour, "travel_item": STORY.travel,
                "mileage_item": STORY.mileage, "labour_rounding_minutes": 15,
            },
        )
    )
    items = (
        (STORY.labour, "ARB", "Arbetstid", "labour", "h", 480, 995),
        (STORY.travel, "RESA", "Fast resa", "travel", "st", 40, 95),
        (STORY.mileage, "KM", "Körning", "travel", "km", 4, Decimal("9.50")),
        (STORY.gasket, "532-0017", "Packning E61", "part", "st", 31, 89),
        (STORY.pressure_switch, "532-0108", "Tryckvakt 0,5–1,4 bar", "part", "st", 420, 980),
        (STORY.valve, "532-0140", "Säkerhetsventil 1,8 bar", "part", "st", 210, 545),
        (STORY.detergent, "900-0004", "Rengöringsmedel", "consumable", "g", Decimal("0.31"), Decimal("0.76")),
        (STORY.model, "FAEMA-E61-2", "Faema E61 Legend, 2 grupper", "machine", "st", 52_000, 84_000),
    )
    for item_id, code, name, kind, unit, cost, price in items:
        barcode = "7310000532017" if item_id == STORY.gasket else ""
        work.add(
            Item(
                id=item_id, code=code, name=name, kind=kind, unit=unit, cost=Decimal(cost), price=Decimal(price),
                barcode=barcode,
            )
        )
    work.add(PriceList(id=STORY.price_list, name="Ordinarie", discount=Decimal(0)))


def _people(work: UnitOfWork) -> None:
    homes = {STORY.alex: (57.7210, 11.9460), STORY.milan: (57.6890, 11.9150), STORY.sara: (57.7330, 12.0130)}
    people = (
        (STORY.mara, "Mara Sandberg", "administrator planner", "+46315550901"),
        (STORY.alex, "Alex Lindqvist", "technician", "+46701740610"),
        (STORY.milan, "Milan Petrović", "technician", "+46701740611"),
        (STORY.sara, "Sara Nyström", "technician", "+46701740612"),
    )
    for order, (person_id, name, roles, phone) in enumerate(people):
        initials = "".join(part[0] for part in name.split())
        if person_id in homes:
            latitude, longitude = homes[person_id]
            home = Address(id=f"home-{person_id}", kind="home", city="Göteborg", latitude=latitude, longitude=longitude)
            work.add(home)
            work.session.flush()
        work.add(
            Person(
                id=person_id, name=name, initials=initials, roles=roles, phone=phone, sort_order=order,
                home_address_id=f"home-{person_id}" if person_id in homes else None, cost_per_hour=Decimal(420),
            )
        )
        if roles == "technician":
            _week(work, person_id)


def _week(work: UnitOfWork, person_id: str) -> None:
    start, end, break_start, break_end = WORKING_HOURS
    for weekday in range(1, 6):
        work.add(
            WorkingTime(
                id=f"{person_id}-day-{weekday}", person_id=person_id, weekday=weekday, start_minute=start,
                end_minute=end, break_start_minute=break_start, break_end_minute=break_end,
            )
        )


def _customer(work: UnitOfWork) -> None:
    work.add(
        BusinessPartner(
            id=STORY.partner, number="10021", name="Kafé Tulpan", org_number="556000-1234", vat_number="SE556000123401",
            payment_days=30, price_list_id=STORY.price_list, phone="+46315550140", email="kafe@kafetulpan.example",
        )
    )
    work.session.flush()
    work.add(
        Contact(
            id=STORY.james, partner_id=STORY.partner, name="James Wallin", role="Ägare", phone="+46315550140",
            mobile="+46701740640", email="james@kafetulpan.example",
        )
    )
    work.add(
        Address(
            id=STORY.address, partner_id=STORY.partner, street="Tulpangatan 7", zip="413 05", city="Göteborg",
            latitude=57.6990, longitude=11.9520, access_note="Ingång via gården · lugnt 10–12",
        )
    )
    work.add(
        ServiceContract(
            id=STORY.contract, partner_id=STORY.partner, name="Avtal Guld", covers_labour=True, response_hours=4,
            yearly_price=Decimal(9600), starts_on=date(2025, 1, 1),
        )
    )
    work.session.flush()
    work.add(
        Equipment(
            id=STORY.machine, number="M-1001", name="Faema E61 Legend, 2 grupper", serial="E61-20417",
            serial_key="E6120417", item_id=STORY.model, manufacturer="Faema", partner_id=STORY.partner,
            address_id=STORY.address, label_code="TLP-M-1001", installed_on=date(2023, 5, 15),
            warranty_start=date(2023, 5, 15), warranty_end=date(2027, 5, 14), warranty_kind="supplier",
            contract_id=STORY.contract, location_note="Maskinen står till vänster bakom disken",
        )
    )


def _stock(work: UnitOfWork) -> None:
    work.add(Warehouse(id=STORY.main_store, name="Huvudlager", kind="main"))
    vans = ((STORY.alex_van, STORY.alex, "Alex bil"), (STORY.milan_van, STORY.milan, "Milans bil"))
    for van, person_id, name in vans:
        work.add(Warehouse(id=van, name=name, kind="van", person_id=person_id))
    work.session.flush()
    lying = (
        (STORY.alex_van, STORY.gasket, 4, "A2"), (STORY.alex_van, STORY.pressure_switch, 1, "C1"),
        (STORY.alex_van, STORY.detergent, 500, "D3"), (STORY.milan_van, STORY.valve, 2, "B1"),
        (STORY.main_store, STORY.gasket, 60, "H12"),
    )
    for warehouse, item, quantity, shelf in lying:
        work.add(StockShelf(id=f"shelf-{warehouse}-{item}", warehouse_id=warehouse, item_id=item, shelf=shelf))
        work.add(
            StockMove(
                id=f"opening-{warehouse}-{item}", warehouse_id=warehouse, item_id=item, quantity=Decimal(quantity),
                kind="opening", at=work.now - timedelta(days=30),
            )
        )


def _knowledge(work: UnitOfWork) -> None:
    work.add(
        ChecklistTemplate(
            id=STORY.checklist, name="E61 felsökning tryck", state="published", minutes=25,
            binding={"item_ids": [STORY.model], "call_kinds": ["breakdown"]}, published_version_id=STORY.version,
        )
    )
    work.session.flush()
    work.add(
        ChecklistVersion(
            id=STORY.version, template_id=STORY.checklist, number=7, state="published", elements=CHECKLIST,
            published_at=work.now - timedelta(days=60), published_by_id=STORY.mara,
        )
    )


def _earlier(work: UnitOfWork) -> None:
    """The visit of 14 August, when the pressure was 0.92 bar."""
    begun = at_local(date(2026, 8, 14), time(9))
    work.add(
        ServiceCall(
            id=STORY.earlier_call, number="S-2026-01931", subject="Årsservice", kind="maintenance", state="closed",
            partner_id=STORY.partner, contact_id=STORY.james, address_id=STORY.address, created_at=begun,
            created_by_id=STORY.mara, completed_at=begun + timedelta(hours=2), closed_at=begun + timedelta(days=3),
        )
    )
    work.session.flush()
    work.add(
        ServiceCallEquipment(id="call-1931-machine", call_id=STORY.earlier_call, equipment_id=STORY.machine)
    )
    work.add(
        Activity(
            id=STORY.earlier_visit, call_id=STORY.earlier_call, state="done", subject="Årsservice",
            planned_start=begun, planned_end=begun + timedelta(hours=2), lead_person_id=STORY.alex,
            address_id=STORY.address, released_at=begun - timedelta(days=1), started_at=begun, arrived_at=begun,
            finished_at=begun + timedelta(hours=2), outcome="solved", work_done="Bytt filter och packningar.",
            approval="approved",
        )
    )
    work.session.flush()
    work.add(
        TimeEffort(
            id="time-1931", activity_id=STORY.earlier_visit, person_id=STORY.alex, recorded_at=begun, kind="work",
            start=begun, end=begun + timedelta(minutes=105), minutes=105, state="approved",
        )
    )
    work.add(
        Reading(
            id="reading-1931", activity_id=STORY.earlier_visit, equipment_id=STORY.machine, person_id=STORY.alex,
            quantity="Panntryck", element_id="pressure", value=Decimal("0.92"), unit="bar", verdict="ok",
            read_at=begun + timedelta(hours=1),
        )
    )


def _job(work: UnitOfWork) -> None:
    work.add(
        ServiceCall(
            id=STORY.call, number="S-2026-02048", subject="Espressomaskin tappar tryck", state="open",
            priority="emergency", partner_id=STORY.partner, contact_id=STORY.james, address_id=STORY.address,
            contract_id=STORY.contract, wish_text="lugnt 10–12", created_at=work.now, created_by_id=STORY.mara,
            problem="Trycket sjunker när båda grupperna används. Läcker lite under vänster grupp sedan i lördags.",
            promised_from=STORY.start, promised_to=STORY.at("12:00"), due_at=STORY.at("12:00"),
        )
    )
    work.session.flush()
    work.add(ServiceCallEquipment(id="call-2048-machine", call_id=STORY.call, equipment_id=STORY.machine))
    work.add(
        Activity(
            id=STORY.visit, call_id=STORY.call, state="planned", subject="Espressomaskin tappar tryck",
            planned_start=STORY.start, planned_end=STORY.at("11:30"), duration_minutes=90, lead_person_id=STORY.alex,
            address_id=STORY.address, checklist_template_ids=[STORY.checklist], instructions="Ring före.",
        )
    )
    work.session.flush()
    for item, maybe in ((STORY.gasket, False), (STORY.pressure_switch, False), (STORY.valve, True)):
        work.add(RequiredMaterial(id=f"needs-{item}", activity_id=STORY.visit, item_id=item, maybe=maybe))


def _release(work: UnitOfWork) -> None:
    visit = work.get(Activity, STORY.visit)
    visit.state, visit.released_at, visit.release_revision = "released", work.now, 1
    visit.told_from, visit.told_to = STORY.start, STORY.at("10:30")
    work.add(
        ServiceAssignment(
            id=STORY.assignment, activity_id=STORY.visit, person_id=STORY.alex, role="lead", step="new",
            assigned_at=work.now,
        )
    )


def _papers(work: UnitOfWork, picture: str, manual: str) -> None:
    for attachment_id, sha256, mime, kind, object_id in (
        ("attachment-diagram", picture, "image/png", "diagram", STORY.diagram),
        ("attachment-manual", manual, "application/pdf", "document", STORY.document),
    ):
        work.add(
            Attachment(
                id=attachment_id, sha256=sha256, mime=mime, size=100, object_kind=kind, object_id=object_id,
                taken_at=work.now, taken_by_id=STORY.mara,
            )
        )
    work.session.flush()
    work.add(
        Diagram(id=STORY.diagram, title="Grupp E61", item_ids=[STORY.model], attachment_id="attachment-diagram")
    )
    work.add(
        Document(
            id=STORY.document, title="E61 Legend, servicehandbok", kind="manual", item_ids=[STORY.model],
            attachment_id="attachment-manual",
        )
    )
    work.session.flush()
    work.add(
        DiagramHotspot(
            id="hotspot-7", diagram_id=STORY.diagram, position="7", item_id=STORY.gasket, x=0.46, y=0.62
        )
    )


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (320, 160), (236, 234, 228)).save(stream, "PNG")
    return stream.getvalue()
