"""The firm's people, customers, machines and articles as the generator knows them while it works."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from core.rules.charging import Coverage
from core.rules.pricing import PricedItem
from core.rules.travel import Place
from core.rules.warranty import WarrantyFacts


@dataclass(frozen=True, slots=True)
class Technician:
    """`hired` is the first day of work; `shift` is start, end and break in minutes from local midnight."""

    id: str
    name: str
    home: Place
    hired: date
    shift: tuple[int, int, int, int]
    skills: frozenset[str]
    van_id: str
    phone: str


@dataclass(frozen=True, slots=True)
class Machine:
    id: str
    number: str
    name: str
    serial: str
    model: str
    item_id: str
    category: str
    boiler: bool
    warranty: WarrantyFacts


@dataclass(slots=True)
class Customer:
    """`buyer` is how he stands on an invoice."""

    id: str
    number: str
    name: str
    kind: str
    contact_id: str
    contact: str
    mobile: str
    address_id: str
    place: Place
    price_list: str
    payment_days: int
    contract_id: str | None
    coverage: Coverage | None
    response_hours: int | None
    buyer: dict[str, object]
    machines: list[Machine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    key: str
    code: str
    name: str
    kind: str
    unit: str
    cost: Decimal
    price: Decimal

    def at(self, price: Decimal) -> PricedItem:
        return PricedItem(self.id, self.code, self.name, self.kind, self.unit, price)


@dataclass(frozen=True, slots=True)
class Fault:
    """A symptom with what it usually comes to; `parts` are (article key, probability, quantity)."""

    id: str
    key: str
    category: str
    text: str
    kind: str
    minutes: int
    skills: tuple[str, ...]
    skill_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    checklist: str
    checklist_id: str | None
    weight: float
    boiler: bool
    said: tuple[str, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    parts: tuple[tuple[str, float, Decimal], ...]

    def told(self, random: Random) -> tuple[str, str]:
        """What was found and what was done about it: the two belong together."""
        number = random.randrange(len(self.done))
        return self.found[number % len(self.found)], self.done[number]


@dataclass(slots=True)
class Cast:
    """Everything by the keys of the resources; lists are in the order they were made."""

    mara: str = ""
    skills: dict[str, str] = field(default_factory=dict)
    technicians: list[Technician] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    named: dict[str, Customer] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    models: dict[str, Article] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    checklists: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    """Instructions and exploded views; an exploded view is «view-group», a position of it «view-group 7»."""
    price_lists: dict[str, str] = field(default_factory=dict)
    main_store: str = ""
    lying: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """What lies in each van now, by (van, article id)."""
    seller: dict[str, object] = field(default_factory=dict)
    """The firm as it stands on an invoice."""

    def technician(self, name: str) -> Technician:
        return next(one for one in self.technicians if one.name == name)
