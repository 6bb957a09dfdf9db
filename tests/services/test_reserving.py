"""A part that was missing is put aside for the visit that comes again: no other job takes it."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.base import Command, Issued
from core.commands.checkout import missing_part
from core.commands.records import RecordMaterial
from core.commands.reserving import FreePart, ReservePart
from core.commands.stock import CountStock, MoveStock, ReceiveStock
from core.errors import UserError
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.device import SyncFlag
from core.model.visit import Activity, Material, RequiredMaterial
from core.queries.call_card import call_card
from core.queries.planning_facts import job_facts
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story


@pytest.fixture
def waiting(office: Core) -> Core:
    """Alex went without the valve, which nobody but Milan has."""
    build_story(office)
    alex = FieldDay(office)
    alex.arrives()
    alex.uses(STORY.gasket)
    alex.comes_out(
        "follow_up_needed", reason="parts", parts=(missing_part(STORY.visit, STORY.valve, 1),)
    )
    alex.records_time("work", "09:50", "10:20")
    alex.writes()
    alex.gets_signature("absent", "Ingen där")
    alex.finishes()
    return office


def valve(core: Core) -> tuple[str, str | None]:
    """The state of the next visit's valve, and where it is put aside."""
    with core.database.read() as session:
        need = session.scalars(
            select(RequiredMaterial).join(Activity, Activity.id == RequiredMaterial.activity_id)
            .where(Activity.next_visit_of_id == STORY.visit, RequiredMaterial.item_id == STORY.valve)
        ).one()
        return need.state, need.warehouse_id


def call(core: Core) -> tuple[str, str]:
    with core.database.read() as session:
        row = session.get_one(ServiceCall, STORY.call)
        return row.state, row.pending_reason


def does(core: Core, command: Command) -> Command | None:
    """Mara does it; the command that takes it back."""
    undo = core.commands.execute(command, STORY.mara).undo
    return undo[0] if undo else None


def receive(quantity: int = 1, move_id: str = "delivery") -> ReceiveStock:
    return ReceiveStock(
        move_id=move_id, warehouse_id=STORY.main_store, item_id=STORY.valve, quantity=Decimal(quantity)
    )


def move(target: str, quantity: int = 1) -> MoveStock:
    return MoveStock(
        out_id="out", in_id="in", from_id=STORY.main_store, to_id=target, item_id=STORY.valve,
        quantity=Decimal(quantity),
    )


def test_the_call_waits_until_the_part_comes_and_then_stands_in_the_list_again(waiting: Core) -> None:
    assert (call(waiting), valve(waiting)) == (("pending", "parts"), ("required", None))
    undo = does(waiting, receive())
    assert (call(waiting), valve(waiting)) == (("open", ""), ("reserved", STORY.main_store))
    assert undo is not None
    does(waiting, undo)
    assert (call(waiting), valve(waiting)) == (("pending", "parts"), ("required", None))


def test_what_is_put_aside_cannot_be_moved_away_but_goes_along_with_its_technician(waiting: Core) -> None:
    does(waiting, receive(2))
    does(waiting, move(STORY.milan_van))  # one of the two is free
    with pytest.raises(UserError, match="error_reserved"):
        does(waiting, MoveStock(
            out_id="out-2", in_id="in-2", from_id=STORY.main_store, to_id=STORY.milan_van, item_id=STORY.valve,
            quantity=Decimal(1),
        ))
    with waiting.database.write() as session:
        session.scalars(select(Activity).where(Activity.next_visit_of_id == STORY.visit)).one().lead_person_id = (
            STORY.alex
        )
    does(waiting, MoveStock(
        out_id="out-3", in_id="in-3", from_id=STORY.main_store, to_id=STORY.alex_van, item_id=STORY.valve,
        quantity=Decimal(1),
    ))
    assert valve(waiting) == ("reserved", STORY.alex_van)


def test_fewer_were_counted_than_are_put_aside(waiting: Core) -> None:
    does(waiting, receive())
    does(waiting, CountStock(
        move_id="count", warehouse_id=STORY.main_store, item_id=STORY.valve, counted=Decimal(0)
    ))
    assert (call(waiting), valve(waiting)) == (("pending", "parts"), ("required", None))


def other_job(core: Core) -> str:
    """A second visit of Alex's, with the valve put aside for the first one's return in his own van."""
    does(core, ReceiveStock(
        move_id="to-van", warehouse_id=STORY.alex_van, item_id=STORY.valve, quantity=Decimal(1)
    ))
    assert valve(core) == ("reserved", STORY.alex_van), "of a visit that nobody has yet he who was there is likely"
    with core.database.write() as session:
        before = session.get_one(Activity, STORY.visit)
        session.add(Activity(
            id="other", call_id=before.call_id, subject="Annat jobb", state="released", address_id=before.address_id,
            lead_person_id=STORY.alex,
        ))
    return "other"


def take(activity_id: str) -> RecordMaterial:
    return RecordMaterial(activity_id=activity_id, record_id=new_id(), item_id=STORY.valve, quantity=Decimal(1))


def test_another_job_may_not_take_it_out_of_the_van(waiting: Core) -> None:
    other = other_job(waiting)
    with pytest.raises(UserError) as refused:
        waiting.commands.execute(take(other), STORY.alex)
    assert (refused.value.key, refused.value.params["customer"]) == ("visit.error_part_reserved", "Kafé Tulpan")


def test_what_has_already_been_done_far_away_is_kept_and_seen(waiting: Core) -> None:
    other = other_job(waiting)
    waiting.commands.interpret(Issued(
        id=new_id(), person_id=STORY.alex, device_id="tablet", at=waiting.clock.now(), command=take(other)
    ))
    with waiting.database.read() as session:
        assert session.scalars(select(Material.id).where(Material.activity_id == other)).all()
        assert "visit.flag_part_reserved" in session.scalars(select(SyncFlag.code)).all()
    assert (call(waiting), valve(waiting)) == (("pending", "parts"), ("required", None))


def test_the_planner_sees_it_and_lets_it_go_and_both_can_be_taken_back(waiting: Core) -> None:
    does(waiting, receive())
    card = waiting.database.ask(call_card, STORY.call)
    assert card is not None
    (need,) = [
        part for visit in card.visits if visit.state == "draft" for part in visit.needed if part.code == "532-0140"
    ]
    assert need.is_reserved and need.warehouse == "Huvudlager"
    undo = does(waiting, FreePart(required_id=need.id))
    assert valve(waiting) == ("required", None)
    assert undo == ReservePart(required_id=need.id, warehouse_id=STORY.main_store)
    does(waiting, undo)
    assert valve(waiting) == ("reserved", STORY.main_store)
    with pytest.raises(UserError, match="error_none_free"):
        does(waiting, ReservePart(required_id=need.id, warehouse_id=STORY.alex_van))


def test_planning_another_job_does_not_count_on_it(waiting: Core) -> None:
    other = other_job(waiting)
    with waiting.database.write() as session:
        session.add(RequiredMaterial(id="wants", activity_id=other, item_id=STORY.valve))
        following = session.scalars(select(Activity.id).where(Activity.next_visit_of_id == STORY.visit)).one()
    facts = waiting.database.ask(job_facts, [other, following])
    assert facts[other].parts_in_van(STORY.alex) == ()
    assert STORY.valve in {part.item_id for part in facts[following].parts_in_van(STORY.alex)}


def test_an_outcome_that_is_chosen_anew_forgets_the_part(office: Core) -> None:
    build_story(office)
    alex = FieldDay(office)
    alex.arrives()
    for count in (1, 2):
        alex.comes_out(
            "follow_up_needed", reason="parts", parts=(missing_part(STORY.visit, STORY.valve, count),)
        )
    with office.database.read() as session:
        row = session.get_one(RequiredMaterial, missing_part(STORY.visit, STORY.valve, 1).required_id)
        assert row.quantity == 2
    alex.comes_out("solved")
    with office.database.read() as session:
        assert session.get(RequiredMaterial, missing_part(STORY.visit, STORY.valve, 1).required_id) is None
