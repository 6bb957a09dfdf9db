"""Fifty thousand searchable records of a big firm, with names and numbers as alike as real ones are."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from core.bootstrap import Core
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.search_index import index_new_rows

CUSTOMERS, MACHINES, CALLS = 12_000, 9_000, 5_000
RECORDS = 3 * CUSTOMERS + MACHINES + CALLS
_KINDS = ("Kafé", "Café", "Bageri", "Restaurang", "Hotell", "Konditori", "Kontor", "Bistro", "Espressobar", "Krog")
_NAMES = ("Tulpan", "Solrosen", "Ankaret", "Kajen", "Opalen", "Linné", "Aveny", "Alba", "Vinyl", "Husaren", "Poseidon",
          "Kronan", "Oktober", "Surdeg", "Råg", "Kringlan", "Ekbacken", "Norden", "Kastanjen", "Södra")
_FIRST = ("James", "Anna", "Erik", "Maria", "Johan", "Sara", "Åsa", "Björn", "Karin", "Lars")
_LAST = ("Wallin", "Andersson", "Öberg", "Lindqvist", "Nyström", "Ek", "Sjö", "Holm", "Forsberg", "Dahl")
_STREETS = ("Tulpangatan", "Storgatan", "Kungsgatan", "Linnégatan", "Vasagatan", "Södra vägen", "Hamngatan")
_CITIES = ("Göteborg", "Mölndal", "Borås", "Kungsbacka", "Alingsås")


def add_crowd(core: Core, now: datetime) -> None:
    """Written past the mapped classes, as an import of that size would be."""
    chance = random.Random(50_000)
    rows: dict[type[Any], list[dict[str, Any]]] = {
        kind: [] for kind in (BusinessPartner, Address, Contact, Equipment, ServiceCall)
    }
    for n in range(CUSTOMERS):
        partner = f"crowd-partner-{n}"
        rows[BusinessPartner].append({
            "id": partner, "number": f"K{100_000 + n}", "phone": f"+4631{chance.randrange(10**6, 10**7)}",
            "name": f"{chance.choice(_KINDS)} {chance.choice(_NAMES)} {n % 97 or ''}".strip(),
        })
        rows[Address].append({
            "id": f"crowd-address-{n}", "partner_id": partner, "kind": "site", "zip": "411 11",
            "street": f"{chance.choice(_STREETS)} {n % 120 + 1}", "city": chance.choice(_CITIES),
        })
        rows[Contact].append({
            "id": f"crowd-contact-{n}", "partner_id": partner, "mobile": f"+4670{chance.randrange(10**6, 10**7)}",
            "name": f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
        })
    for n in range(MACHINES):
        serial = f"E61-{chance.randrange(10**5, 10**6)}"
        rows[Equipment].append({
            "id": f"crowd-machine-{n}", "number": f"M{100_000 + n}", "name": "Faema E61 Legend", "serial": serial,
            "serial_key": serial.replace("-", ""), "label_code": f"P-{100_000 + n}",
            "partner_id": f"crowd-partner-{n % CUSTOMERS}", "address_id": f"crowd-address-{n % CUSTOMERS}",
        })
    for n in range(CALLS):
        rows[ServiceCall].append({
            "id": f"crowd-call-{n}", "number": f"S-2011-{n:05}", "subject": "Tappar tryck", "state": "closed",
            "created_at": now - timedelta(days=30, hours=n % 5_000), "partner_id": f"crowd-partner-{n % CUSTOMERS}",
            "address_id": f"crowd-address-{n % CUSTOMERS}",
        })
    assert sum(map(len, rows.values())) == RECORDS
    with core.database.write() as session:
        for kind, some in rows.items():
            session.execute(insert(kind), some)
            index_new_rows(session, kind, some)
