"""Gives a tablet what a big firm's technician has after some years: many machines, and many visits done."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from core.bootstrap import Core
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.visit import Activity, Reading, ServiceAssignment, TimeEffort

CUSTOMERS = 2_000


def give_a_long_past(core: Core, person_id: str, now: datetime, machines: int, visits: int) -> None:
    """Machines of as many customers as such a firm has, and this technician's visits of the years before."""
    rows: dict[type[Any], list[dict[str, Any]]] = {kind: [] for kind in (
        BusinessPartner, Address, Equipment, ServiceCall, ServiceCallEquipment, Activity, ServiceAssignment, TimeEffort,
        Reading,
    )}
    for n in range(CUSTOMERS):
        rows[BusinessPartner].append({"id": f"past-partner-{n}", "number": f"K9{n:05}", "name": f"Kafé nummer {n}"})
        rows[Address].append({
            "id": f"past-address-{n}", "partner_id": f"past-partner-{n}", "kind": "site", "street": f"Storgatan {n}",
            "zip": "411 11", "city": "Göteborg",
        })
    for n in range(machines):
        customer = n % CUSTOMERS
        rows[Equipment].append({
            "id": f"past-machine-{n}", "number": f"M9{n:06}", "name": "Faema E61 Legend", "serial": f"E61-{n:06}",
            "serial_key": f"E61{n:06}", "label_code": f"P-{n:06}", "partner_id": f"past-partner-{customer}",
            "address_id": f"past-address-{customer}",
        })
    for n in range(visits):
        _past_visit(rows, n, person_id, now - timedelta(days=1 + n % 1_400, minutes=n % 480), machines)
    with core.database.write() as session:
        mine = session.scalars(select(ServiceAssignment.id).where(ServiceAssignment.person_id == person_id)).all()
        assert mine, "the tablet has its own day first"
        for kind, some in rows.items():
            session.execute(insert(kind), some)


def _past_visit(
    rows: dict[type[Any], list[dict[str, Any]]], n: int, person_id: str, start: datetime, machines: int
) -> None:
    machine = n * 7 % machines
    customer, visit, call, end = machine % CUSTOMERS, f"past-visit-{n}", f"past-call-{n}", start + timedelta(hours=1)
    rows[ServiceCall].append({
        "id": call, "number": f"9{n:06}", "subject": "Tappar tryck", "state": "closed", "created_at": start,
        "partner_id": f"past-partner-{customer}", "address_id": f"past-address-{customer}",
    })
    rows[ServiceCallEquipment].append({
        "id": f"past-of-{n}", "call_id": call, "equipment_id": f"past-machine-{machine}",
    })
    rows[Activity].append({
        "id": visit, "call_id": call, "state": "done", "planned_start": start, "planned_end": end,
        "released_at": start, "arrived_at": start, "finished_at": end, "outcome": "solved",
        "work_done": "Bytt packning. Provbryggt två koppar.", "address_id": f"past-address-{customer}",
        "lead_person_id": person_id,
    })
    rows[ServiceAssignment].append({
        "id": f"past-part-{n}", "activity_id": visit, "person_id": person_id, "step": "done", "assigned_at": start,
        "seen_at": start, "arrived_at": start, "finished_at": end,
    })
    rows[TimeEffort].append({
        "id": f"past-time-{n}", "activity_id": visit, "person_id": person_id, "recorded_at": end, "start": start,
        "end": end, "minutes": 60,
    })
    rows[Reading].append({
        "id": f"past-reading-{n}", "activity_id": visit, "equipment_id": f"past-machine-{machine}",
        "person_id": person_id, "quantity": "Panntryck", "value": 1, "unit": "bar", "read_at": end,
    })
