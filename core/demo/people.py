"""The firm itself, Mara, and the technicians with homes, skills, vans and working weeks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.demo.cast import Cast, Technician
from core.demo.maker import Maker, source
from core.model.customer import Address
from core.model.firm import FIRM_ID, Firm
from core.model.stock import Warehouse
from core.model.workforce import Person, PersonSkill, Skill, WorkingTime
from core.rules.travel import Place

_DAYS_A_MONTH = 30
DEPOT = ("Verkstadsgatan 3", "414 63", "Göteborg", 57.6921, 11.9198)


def make_firm(maker: Maker, cast: Cast) -> None:
    """After the articles, because the firm's standard lines name them."""
    street, zip_code, city, latitude, longitude = DEPOT
    cast.seller = {
        "name": "Espressoteknik Väst AB", "org_number": "559000-0000", "vat_number": "SE559000000001",
        "phone": "+46315550900", "email": "hej@espressoteknik.example", "street": street, "zip": zip_code,
        "city": city, "seat": "Göteborg", "bankgiro": "5050-1055", "swish": "1230000009", "f_tax": True,
    }
    maker.add(
        Firm, id=FIRM_ID, latitude=latitude, longitude=longitude, **cast.seller,
        settings={
            "payment_days": 30, "labour_item": cast.articles["labour"].id, "travel_item": cast.articles["travel"].id,
            "mileage_item": cast.articles["mileage"].id, "labour_rounding_minutes": 15, "sms_sender": "Espressotek",
        },
    )
    depot = maker.add(
        Address, kind="depot", street=street, zip=zip_code, city=city, latitude=latitude, longitude=longitude
    )
    cast.main_store = maker.add(Warehouse, name="Huvudlager", kind="main", address_id=depot)


def make_people(maker: Maker, cast: Cast) -> None:
    people = source("people")
    planner = people["planner"]
    cast.mara = maker.add(
        Person, name=planner["name"], initials=_initials(planner["name"]), roles="administrator planner",
        phone=planner["phone"], email=planner["email"], colour=planner["colour"], cost_per_hour=Decimal(390),
    )
    for skill in people["skills"]:
        cast.skills[skill["key"]] = maker.add(Skill, name=skill["name"], required_by_law=skill.get("by_law", False))
    for order, described in enumerate(people["technicians"], 1):
        _technician(maker, cast, described, order)
    for order in range(len(people["technicians"]) + 1, len(people["technicians"]) * maker.scale + 1):
        _technician(maker, cast, _somebody(maker, cast, people, order), order)


def _technician(maker: Maker, cast: Cast, described: dict[str, Any], order: int) -> None:
    name, pattern = described["name"], source("people")["patterns"][described["pattern"]]
    street, zip_code, city, latitude, longitude = described["home"]
    home = maker.add(
        Address, kind="home", street=street, zip=zip_code, city=city, latitude=latitude, longitude=longitude
    )
    person = maker.add(
        Person, name=name, initials=_initials(name), roles="technician", phone=described["phone"],
        email=f"{_plain(name)}@espressoteknik.example", home_address_id=home, team=described["team"],
        cost_per_hour=Decimal(described["cost"]), colour=described["colour"], sort_order=order,
    )
    for key, (level, months) in described["skills"].items():
        valid_to = None if months is None else maker.today + timedelta(days=_DAYS_A_MONTH * months)
        maker.add(PersonSkill, person_id=person, skill_id=cast.skills[key], level=level, valid_to=valid_to)
    shift = (pattern["start"], pattern["end"], *pattern["break"])
    for weekday in working_weekdays(maker.today):
        maker.add(
            WorkingTime, person_id=person, weekday=weekday, start_minute=shift[0], end_minute=shift[1],
            break_start_minute=shift[2], break_end_minute=shift[3],
        )
    first_name = name.split(" ")[0]
    van = maker.add(
        Warehouse, name=f"{first_name}{'' if first_name[-1] in 'sx' else 's'} bil", kind="van", person_id=person
    )
    able = frozenset(
        key for key, (_level, months) in described["skills"].items() if months is None or months >= 0
    )
    cast.technicians.append(
        Technician(
            person, name, Place(latitude, longitude), maker.ago(_DAYS_A_MONTH * described["since"]), shift, able, van,
            described["phone"],
        )
    )


def working_weekdays(today: date) -> list[int]:
    """Monday to Friday, and today when it is a weekend: a demo on a Sunday shows a day at work, too."""
    return sorted({1, 2, 3, 4, 5, today.isoweekday()})


def _somebody(maker: Maker, cast: Cast, people: dict[str, Any], order: int) -> dict[str, Any]:
    """One more technician of a bigger firm: a colleague's abilities, another name and home."""
    random = maker.random
    model: dict[str, Any] = people["technicians"][order % len(people["technicians"])]
    taken = {one.name for one in cast.technicians}
    names = people["first_names"], people["last_names"]
    name = next(name for name in iter(lambda: " ".join(map(random.choice, names)), "") if name not in taken)
    street, zip_code, city, latitude, longitude = model["home"]
    return model | {
        "name": name, "phone": f"+4670174{1000 + order:04d}", "colour": order % 12, "since": random.randint(4, 24),
        "home": [
            f"{street.rsplit(' ', 1)[0]} {random.randint(1, 60)}", zip_code, city,
            latitude + random.uniform(-0.02, 0.02), longitude + random.uniform(-0.03, 0.03),
        ],
    }


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2]).upper()


def _plain(name: str) -> str:
    return name.split(" ", maxsplit=1)[0].lower()
