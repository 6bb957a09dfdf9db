"""Customers with people, places, contracts and machines; Kafé Tulpan and those of today's board by name."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from core.demo.cast import Cast, Customer, Machine
from core.demo.maker import FOLDER, Maker, source
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.rules.charging import Coverage
from core.rules.folding import serial_key
from core.rules.travel import Place
from core.rules.warranty import WarrantyFacts

TULPAN = "tulpan"
FIRST_NUMBER = 10_001
_TULPAN_NUMBER = 10_021
CUSTOMERS, MACHINES = 120, 300
"""Of a firm of scale 1."""
_CONTRACTS: dict[str, dict[str, Any]] = {
    "gold": {"name": "Avtal Guld", "covers_labour": True, "response_hours": 4, "fix_hours": 16, "price": 9600},
    "silver": {"name": "Avtal Silver", "covers_travel": True, "response_hours": 8, "fix_hours": 24, "price": 4800},
}
_GOLD_SHARE, _SILVER_SHARE = 0.14, 0.18


@cache
def _streets() -> tuple[tuple[str, str, str, float, float], ...]:
    with (FOLDER / "streets.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return tuple(
            (row["street"], row["zip"], row["city"], float(row["latitude"]), float(row["longitude"])) for row in rows
        )


class CustomerMaker:
    """Makes the register; numbers run as the program itself would go on with them."""

    def __init__(self, maker: Maker, cast: Cast) -> None:
        self.maker, self.cast = maker, cast
        self.numbers = (number for number in range(FIRST_NUMBER, 10**6) if number != _TULPAN_NUMBER)
        self.machine_number = FIRST_NUMBER
        self.serials: set[str] = set()

    def make(self) -> None:
        self._tulpan()
        described = source("customers")
        for key, (name, kind, street) in described["named"].items():
            self.cast.named[key] = self._customer(name, kind, self._at_street(street))
        for name, kind in self._names(described["generated"], CUSTOMERS * self.maker.scale - len(self.cast.customers)):
            place = self.maker.random.choice(_streets())
            number = self.maker.random.randint(1, 88)
            self._customer(name, kind, (f"{place[0]} {number}", *place[1:]))
        self._machines()
        self.maker.counters |= {"customer": next(self.numbers) - 1, "equipment": self.machine_number - 1}

    def _names(self, names: dict[str, list[str]], count: int) -> Iterator[tuple[str, str]]:
        everything = [(name, kind) for kind, found in names.items() for name in found]
        self.maker.random.shuffle(everything)
        for number in range(count):
            name, kind = everything[number % len(everything)]
            again = number // len(everything)
            yield (f"{name} {again + 1}" if again else name), kind

    def _at_street(self, street: str) -> tuple[str, str, str, float, float]:
        name, _, _number = street.rpartition(" ")
        _name, zip_code, city, latitude, longitude = next(row for row in _streets() if row[0] == name)
        return street, zip_code, city, latitude, longitude

    # ---- One customer -----------------------------------------------------------------------------------------------

    def _customer(self, name: str, kind: str, place: tuple[str, str, str, float, float]) -> Customer:
        random, people = self.maker.random, source("people")
        number = next(self.numbers)
        person = f"{random.choice(people['first_names'])} {random.choice(people['last_names'])}"
        access = random.choice(source("customers")["access"])
        shaken = (place[3] + random.uniform(-0.0016, 0.0016), place[4] + random.uniform(-0.0028, 0.0028))
        level = self._contract_of(kind)
        return self._put(
            number=number, name=name, kind=kind, person=person, street=place[0], zip_code=place[1], city=place[2],
            where=(round(shaken[0], 5), round(shaken[1], 5)), access=access, level=level,
            role="" if kind == "household" else random.choice(people["roles"]),
            price_list="public" if kind == "public" else "regular" if level or random.random() < 0.15 else "usual",
            phone=f"+4631555{number % 10_000:04d}", mobile=f"+467017{number % 100_000:05d}",
            language="en" if random.random() < 0.05 else "sv",
        )

    def _contract_of(self, kind: str) -> str:
        drawn = self.maker.random.random()
        if kind == "household":
            return ""
        return "gold" if drawn < _GOLD_SHARE else "silver" if drawn < _GOLD_SHARE + _SILVER_SHARE else ""

    def _tulpan(self) -> None:
        self.cast.named[TULPAN] = self._put(
            number=_TULPAN_NUMBER, name="Kafé Tulpan", kind="cafe", person="James Wallin", role="Ägare",
            street="Tulpangatan 7", zip_code="413 05", city="Göteborg", where=(57.6990, 11.9520),
            access="Ingång via gården · lugnt 10–12", level="gold", price_list="usual", phone="+46315550140",
            mobile="+46701740640", language="sv", email="james@kafetulpan.example", org_number="556000-1234",
        )

    def _put(
        self, *, number: int, name: str, kind: str, person: str, role: str, street: str, zip_code: str, city: str,
        where: tuple[float, float], access: str, level: str, price_list: str, phone: str, mobile: str, language: str,
        email: str = "", org_number: str = "",
    ) -> Customer:
        maker, random = self.maker, self.maker.random
        private = kind == "household"
        org = org_number or ("" if private else f"{556000 + number % 999:06d}-{random.randint(1000, 9999)}")
        vat = f"SE{org.replace('-', '')}01" if org else ""
        email = email or f"{serial_key(name).lower()}@kund.example"
        payment_days = 30 if not private else 10
        price_list_id = self.cast.price_lists[price_list]
        partner = maker.add(
            BusinessPartner, number=f"K-{number}", name=name, kind="person" if private else "company",
            org_number=org, vat_number=vat, language=language, payment_days=payment_days, price_list_id=price_list_id,
            phone=phone, email=email,
        )
        contact = maker.add(
            Contact, partner_id=partner, name=person, role=role, phone="", mobile=mobile, email=email,
        )
        address = maker.add(
            Address, partner_id=partner, street=street, zip=zip_code, city=city, latitude=where[0], longitude=where[1],
            access_note=access,
        )
        contract_id, coverage = self._contract(partner, level) if level else (None, None)
        customer = Customer(
            partner, f"K-{number}", name, kind, contact, person, mobile, address, Place(*where), price_list,
            payment_days, contract_id, coverage, _CONTRACTS[level]["response_hours"] if level else None,
            {
                "name": name, "number": f"K-{number}", "org_number": org, "vat_number": vat, "email": email,
                "payment_days": payment_days, "street": street, "zip": zip_code, "city": city, "contact": person,
            },
        )
        self.cast.customers.append(customer)
        return customer

    def _contract(self, partner: str, level: str) -> tuple[str, Coverage]:
        terms = _CONTRACTS[level]
        starts = date(self.maker.today.year - 2, self.maker.random.choice((1, 3, 7, 9)), 1)
        contract = self.maker.add(
            ServiceContract, partner_id=partner, name=terms["name"], covers_labour=terms.get("covers_labour", False),
            covers_travel=terms.get("covers_travel", False), response_hours=terms["response_hours"],
            fix_hours=terms["fix_hours"], yearly_price=Decimal(terms["price"]), starts_on=starts,
        )
        return contract, Coverage(
            terms["name"], labour=terms.get("covers_labour", False), travel=terms.get("covers_travel", False),
            starts_on=starts,
        )

    # ---- Machines ---------------------------------------------------------------------------------------------------

    def _machines(self) -> None:
        """Everybody has one espresso machine; restaurants, hotels and cafés have more of everything."""
        models = source("models")
        by_category = {
            category: [model for model in models if model["category"] == category]
            for category in ("espresso", "grinder", "water", "brewer", "cooling")
        }
        self._tulpans_machines({model["key"]: model for model in models})
        others = self.cast.customers[1:]
        for customer in others:
            self._machine(customer, self._one_of(by_category["espresso"], customer))
        self._named_needs(by_category)
        left = MACHINES * self.maker.scale - (self.machine_number - FIRST_NUMBER)
        owners = [customer for customer in others if customer.kind != "household"]
        for number in range(max(0, left)):
            category = self.maker.random.choices(
                ("grinder", "water", "brewer", "cooling", "espresso"), (40, 34, 13, 6, 7)
            )[0]
            customer = owners[number % len(owners)] if number < len(owners) else self.maker.random.choice(owners)
            self._machine(customer, self._one_of(by_category[category], customer))

    def _one_of(self, models: list[dict[str, Any]], customer: Customer) -> dict[str, Any]:
        if customer.kind in ("office", "household") and models[0]["category"] == "espresso":
            models = [model for model in models if model["key"] in ("jura", "schaerer")]
        return self.maker.random.choices(models, [model["share"] for model in models])[0]

    def _named_needs(self, by_category: dict[str, list[dict[str, Any]]]) -> None:
        """Those of today's board have the machines that their jobs are about."""
        faults = {fault["key"]: fault for fault in source("faults")}
        today = source("today")
        for job in (*today["visits"], *today["unplanned"], today["waiting"]):
            customer, fault = self.cast.named[job["customer"]], faults[job["fault"]]
            fitting = [model for model in by_category[fault["category"]] if model["boiler"] or not fault.get("boiler")]
            if not any(fits(machine, fault["category"], fault.get("boiler", False)) for machine in customer.machines):
                self._machine(customer, self.maker.random.choice(fitting))

    def _tulpans_machines(self, models: dict[str, dict[str, Any]]) -> None:
        tulpan, today = self.cast.named[TULPAN], self.maker.today
        begun = date(today.year - 3, 5, 15)
        self._machine(
            tulpan, models["e61"], serial="E61-20417", installed=begun, spot="Maskinen står till vänster bakom disken",
            warranty_end=date(today.year + 1, 5, 14),
        )
        self._machine(tulpan, models["e65"], serial="MK-77102", installed=begun, spot="Bredvid espressomaskinen")
        self._machine(
            tulpan, models["bestmax"], serial="BW-3381", installed=begun, spot="Under disken",
            next_service=today + timedelta(days=12),
        )

    def _machine(
        self, customer: Customer, model: dict[str, Any], *, serial: str = "", installed: date | None = None,
        spot: str = "", warranty_end: date | None = None, next_service: date | None = None,
    ) -> Machine:
        maker, random = self.maker, self.maker.random
        while not serial or serial in self.serials:
            digits = model["serial"].partition(":0")[2][:1]
            serial = model["serial"].format(random.randint(1, 10 ** int(digits) - 1))
        self.serials.add(serial)
        installed = installed or maker.ago(random.randint(40, 2200))
        warranty_end = warranty_end or installed + timedelta(days=365 * model["warranty"] // 12)
        own = random.random() < 0.2
        warranty = WarrantyFacts(installed, warranty_end, "own" if own else "supplier", own and random.random() < 0.5)
        if next_service is None and random.random() < 0.5:
            next_service = maker.today + timedelta(days=random.randint(-12, 300))
        number, item = f"U-{self.machine_number}", self.cast.models[model["key"]]
        self.machine_number += 1
        if customer.name == "Kafé Tulpan":
            warranty = WarrantyFacts(installed, warranty_end, "supplier", False)
        machine_id = maker.add(
            Equipment, number=number, name=model["name"], serial=serial, serial_key=serial_key(serial),
            item_id=item.id, manufacturer=model["maker"], category=model["category"], partner_id=customer.id,
            address_id=customer.address_id, label_code=number, installed_on=installed, warranty_start=installed,
            warranty_end=warranty_end, warranty_kind=warranty.kind, warranty_labour=warranty.labour,
            contract_id=customer.contract_id, next_service_on=next_service,
            location_note=spot or random.choice(source("customers")["spots"]),
        )
        machine = Machine(
            machine_id, number, model["name"], serial, model["key"], item.id, model["category"], model["boiler"],
            warranty,
        )
        customer.machines.append(machine)
        return machine


def fits(machine: Machine, category: str, boiler: bool) -> bool:
    """Whether a machine can have a fault of this kind."""
    return machine.category == category and (machine.boiler or not boiler)
