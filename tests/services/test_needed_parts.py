"""Where the parts of a visit are: in the van, with a colleague wherever he is today, in the store, or in several."""

from decimal import Decimal

from core.bootstrap import Core
from core.model.call import ServiceCall
from core.model.customer import Address
from core.model.stock import StockMove
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.presenters.needed_parts import Part, needed_part
from core.queries.parts import PartRow, visit_parts
from core.rules.travel import Place, travel_minutes
from core.texts import Texts
from tests.helpers.story import STORY, build_story

SITE, BORAS = Place(57.6990, 11.9520), Place(57.72, 12.94)
SV = Texts("sv")


def lies(core: Core, warehouse: str, item: str, quantity: int) -> None:
    with core.database.write() as session:
        session.add(StockMove(
            id=f"more-{warehouse}-{item}", warehouse_id=warehouse, item_id=item, quantity=Decimal(quantity),
            kind="receipt", at=core.clock.now(),
        ))  # fmt: skip


def needs(core: Core, item: str, quantity: int) -> None:
    with core.database.write() as session:
        session.get_one(RequiredMaterial, f"needs-{item}").quantity = Decimal(quantity)


def arrives_in_boras(core: Core, person_id: str) -> None:
    with core.database.write() as session:
        session.add(Address(id="far", city="Borås", latitude=BORAS.latitude, longitude=BORAS.longitude))
        session.flush()
        session.add(ServiceCall(id="far", number="S-FAR", state="open", created_at=STORY.start))
        session.flush()
        session.add(Activity(id="far", call_id="far", state="in_execution", address_id="far", lead_person_id=person_id))
        session.flush()
        session.add(ServiceAssignment(
            id="far", activity_id="far", person_id=person_id, step="arrived", assigned_at=STORY.start,
            arrived_at=STORY.at("08:00"),
        ))  # fmt: skip


def part(core: Core, item: str) -> tuple[PartRow, Part]:
    rows = core.database.ask(visit_parts, STORY.visit, STORY.alex, SITE, STORY.at("10:00"))
    row = next(one for one in rows if one.item_id == item)
    return row, needed_part(row, SV, True)


def test_the_way_is_to_where_the_colleague_is_and_he_can_be_rung(office: Core) -> None:
    build_story(office)
    _row, said = part(office, STORY.valve)
    assert said.place == "Hos Milan", "where he lives says nothing of where he is"
    assert (said.holder, said.phone, said.shown_phone) == ("Milan Petrović", "+46701740611", "070-174\u00a006\u00a011")
    arrives_in_boras(office, STORY.milan)
    row, said = part(office, STORY.valve)
    minutes = travel_minutes(SITE, BORAS)
    assert row.sources[0].minutes == minutes > 30
    assert said.place == f"Hos Milan, {SV.minutes(minutes)}"


def test_pieces_in_the_van_and_with_a_colleague_are_counted_together(office: Core) -> None:
    build_story(office)
    lies(office, STORY.alex_van, STORY.valve, 1)
    needs(office, STORY.valve, 3)
    row, said = part(office, STORY.valve)
    assert (row.where, row.short) == ("other_van", 0)
    assert said.place == "1 st i bilen · 2 st hos Milan" and said.can_lack and said.phone
    needs(office, STORY.valve, 5)
    row, said = part(office, STORY.valve)
    assert (row.where, row.short) == ("none", 2)
    assert said.place == "1 st i bilen · 2 st hos Milan · 2 st finns inte" and said.tone == "bad"


def test_what_the_van_lacks_is_in_the_store(office: Core) -> None:
    build_story(office)
    needs(office, STORY.gasket, 9)
    row, said = part(office, STORY.gasket)
    assert row.where == "main" and said.place == "4 st i bilen · 5 st Huvudlager" and not said.phone
    lies(office, STORY.alex_van, STORY.gasket, -4)
    assert part(office, STORY.gasket)[1].place == "Huvudlager · fack H12"
