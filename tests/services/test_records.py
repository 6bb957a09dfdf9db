"""Time, material, mileage and expenses: append-only, corrected by new rows, never counted twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from core.bootstrap import Core
from core.commands.records import RecordExpense, RecordMaterial, RecordMileage, RecordTime, RemoveRecord, SetCharge
from core.errors import UserError
from core.ids import new_id
from core.model.customer import Address
from core.model.stock import StockMove
from core.model.visit import Activity, Material, RequiredMaterial, ServiceAssignment, TimeEffort
from core.presenters.records import kilometres_offered, record_lines, suggestions
from core.queries.finishing import visit_missing
from core.queries.parts import balances
from core.queries.records import Records, records
from core.queries.van_stock import find_item, van_stock
from core.texts import Texts
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def mine(alex: FieldDay) -> Records:
    return alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now())


def in_van(alex: FieldDay, item: str) -> Decimal:
    with alex.core.database.read() as session:
        return balances(session, STORY.alex_van, [item])[item]


def test_the_stamps_suggest_the_journey_and_the_work(alex: FieldDay) -> None:
    alex.clock.set(STORY.at("11:12"))
    found = mine(alex)
    assert [(one.kind, one.start) for one in found.suggested_times] == [
        ("travel", STORY.at("09:33")), ("work", STORY.at("09:47"))
    ]
    assert found.running is not None and found.running.kind == "work"
    assert found.suggested_kilometres is not None and 0 < found.suggested_kilometres < 20


def spans_of_work(alex: FieldDay) -> list[tuple[str, str]]:
    """«10:15–» runs still."""
    texts = Texts("sv")
    return [
        (texts.time(one.start), texts.time(one.end) if one.end is not None else "")
        for one in mine(alex).suggested_times if one.kind == "work"
    ]


def test_a_pause_is_no_working_time(alex: FieldDay) -> None:
    alex.step("paused", "10:15")
    alex.clock.set(STORY.at("11:00"))
    assert spans_of_work(alex) == [("09:47", "10:15")] and mine(alex).running is None
    alex.step("working", "11:20")
    alex.step("paused", "11:45")
    alex.step("working", "12:30")
    alex.clock.set(STORY.at("13:00"))
    assert spans_of_work(alex) == [("09:47", "10:15"), ("11:20", "11:45"), ("12:30", "")]
    alex.records_time("work", "09:47", "10:15")
    alex.records_time("work", "11:10", "11:50")
    assert spans_of_work(alex) == [("12:30", "")]
    alex.records_time("work", "12:00", "12:40")
    assert spans_of_work(alex) == [("12:40", "")]


def test_the_way_back_to_a_paused_job_is_a_journey_like_the_first(alex: FieldDay) -> None:
    alex.step("paused", "10:15")
    alex.step("travelling", "12:00")
    alex.clock.set(STORY.at("12:10"))
    found = mine(alex)
    assert found.running is not None and (found.running.kind, found.running.start) == ("travel", STORY.at("12:00"))
    alex.step("arrived", "12:20")
    alex.clock.set(STORY.at("13:00"))
    journeys = [(one.start, one.end) for one in mine(alex).suggested_times if one.kind == "travel"]
    assert journeys == [(STORY.at("09:33"), STORY.at("09:47")), (STORY.at("12:00"), STORY.at("12:20"))]
    assert spans_of_work(alex) == [("09:47", "10:15"), ("12:20", "")]
    offered = suggestions(mine(alex).suggested_times, {}, alex.clock.now(), Texts("sv"))
    assert len({one.id for one in offered}) == len(offered) == 4
    alex.records_time("travel", "12:00", "12:20")
    assert [one.start for one in mine(alex).suggested_times if one.kind == "travel"] == [STORY.at("09:33")]
    alex.records_time("travel", "09:33", "09:47")
    assert [one.kind for one in mine(alex).suggested_times] == ["work", "work"]
    with alex.core.database.read() as session:
        stamps = session.get_one(ServiceAssignment, STORY.assignment)
        assert (stamps.travel_started_at, stamps.arrived_at) == (STORY.at("09:33"), STORY.at("09:47"))
    alex.replays()
    with alex.core.database.read() as session:
        stamps = session.get_one(ServiceAssignment, STORY.assignment)
        assert (stamps.step, stamps.travel_started_at) == ("arrived", STORY.at("09:33")), "the same once more"


def drives_again(alex: FieldDay, left: str, sets_out: str, arrives: str) -> None:
    alex.step("paused", left)
    alex.step("travelling", sets_out)
    alex.step("arrived", arrives)
    alex.clock.advance(timedelta(minutes=10))


def test_the_second_way_is_offered_on_top_of_the_kilometres_that_are_recorded(alex: FieldDay) -> None:
    first = mine(alex).suggested_kilometres
    assert first is not None
    alex.drives("5.2")
    assert mine(alex).suggested_kilometres is None
    drives_again(alex, "10:15", "12:00", "12:20")
    found = mine(alex)
    (way,) = found.driven_again
    assert (way.kind, way.name) == ("firm", "Espressoteknik Väst AB"), "he fetched something; where parts are"
    assert found.suggested_kilometres == way.kilometres > 0
    assert kilometres_offered(found, Texts("sv")).startswith("Du har kört hit igen från Espressoteknik Väst AB: ")
    drives_again(alex, "13:00", "13:20", "13:40")
    assert mine(alex).suggested_kilometres == 2 * way.kilometres
    assert kilometres_offered(mine(alex), Texts("en")).startswith("You have driven here again several times")


def test_what_is_not_recorded_at_all_is_offered_as_one_sum(alex: FieldDay) -> None:
    first = mine(alex).suggested_kilometres
    drives_again(alex, "10:15", "12:00", "12:20")
    found = mine(alex)
    assert first is not None and found.suggested_kilometres == first + found.driven_again[0].kilometres


def test_the_second_way_comes_from_the_job_he_did_meanwhile_or_from_home_on_another_day(alex: FieldDay) -> None:
    alex.step("paused", "10:15")
    with alex.core.database.write() as session:
        session.add(Address(id="far", street="Kajskjul 8", city="Göteborg", latitude=57.68, longitude=11.90))
        session.flush()
        session.add(Activity(
            id="visit-far", call_id=STORY.call, state="in_execution", subject="Kvarn", address_id="far",
            lead_person_id=STORY.alex, released_at=STORY.at("08:00"),
        ))
        session.flush()
        session.add(ServiceAssignment(
            id="part-far", activity_id="visit-far", person_id=STORY.alex, step="paused",
            assigned_at=STORY.at("08:00"), arrived_at=STORY.at("10:40"),
        ))
    alex.step("travelling", "12:00")
    alex.step("arrived", "12:20")
    assert [(one.kind, one.name) for one in mine(alex).driven_again] == [("stop", "Kajskjul 8")]
    alex.step("paused", "15:00")
    alex.clock.set(STORY.at("08:00") + timedelta(days=1))
    alex.step("travelling")
    alex.clock.advance(timedelta(minutes=20))
    alex.step("arrived")
    assert [one.kind for one in mine(alex).driven_again] == ["stop", "home"]


def test_a_way_back_that_is_turned_round_on_leads_to_the_pause_again(alex: FieldDay) -> None:
    alex.step("paused", "10:15")
    alex.step("travelling", "12:00")
    with pytest.raises(UserError):
        alex.step("accepted", "12:05")
    alex.step("paused", "12:05")
    alex.clock.set(STORY.at("13:00"))
    assert [one.start for one in mine(alex).suggested_times if one.kind == "travel"] == [STORY.at("09:33")]
    assert spans_of_work(alex) == [("09:47", "10:15")]
    alex.step("working", "13:00")
    assert spans_of_work(alex)[1:] == [("13:00", "")]


def test_nobody_pauses_on_the_first_way_there(tablet: Core) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.step("travelling", "09:33")
    with pytest.raises(UserError):
        alex.step("paused", "09:40")
    alex.step("accepted", "09:41")
    assert mine(alex).suggested_times == ()


def test_work_before_a_pause_is_offered_however_short_it_was(alex: FieldDay) -> None:
    alex.step("paused", "09:49")
    alex.step("wrapping_up", "10:30")
    assert spans_of_work(alex) == [("09:47", "09:49"), ("10:30", "")]


def test_a_pause_between_two_clocks_takes_no_work_away(alex: FieldDay) -> None:
    alex.step("paused", "10:15")
    alex.step("working", "09:50")
    alex.clock.set(STORY.at("11:00"))
    assert spans_of_work(alex) == [("09:47", "")]


def test_work_past_midnight_and_another_job_in_the_morning_are_told_on_both_and_the_later_one_is_cut(
    alex: FieldDay,
) -> None:
    for record, visit, later, minutes in (("night", STORY.visit, 0, 120), ("morning", STORY.earlier_visit, 90, 90)):
        begun = STORY.at("23:30") + timedelta(minutes=later)
        alex.clock.set(begun + timedelta(minutes=minutes))
        alex.does(RecordTime(
            activity_id=visit, record_id=record, kind="work", start=begun, end=begun + timedelta(minutes=minutes),
            minutes=minutes,
        ))
    (night,) = [one for one in record_lines(mine(alex), (), Texts("sv")) if one.id == "night"]
    assert night.overlaps and not night.fix, "it was there first"
    other = alex.core.database.ask(records, STORY.earlier_visit, STORY.alex, alex.clock.now())
    (morning,) = [one for one in record_lines(other, (), Texts("sv")) if one.id == "morning"]
    assert morning.overlaps and morning.fix == "Rätta till 01:30–02:30"
    with alex.core.database.write() as session:
        session.get_one(TimeEffort, "morning").state = "declined"
    (night,) = [one for one in record_lines(mine(alex), (), Texts("sv")) if one.id == "night"]
    assert not night.overlaps, "what the office has declined counts nowhere"


def records_elsewhere(alex: FieldDay, start: str, end: str) -> None:
    begun, ended = STORY.at(start), STORY.at(end)
    alex.does(RecordTime(
        activity_id=STORY.earlier_visit, record_id=new_id(), kind="wait", start=begun, end=ended,
        minutes=int((ended - begun).total_seconds() // 60),
    ))


def test_what_is_recorded_on_another_job_is_not_offered_here_too(alex: FieldDay) -> None:
    records_elsewhere(alex, "10:20", "10:44")
    alex.clock.set(STORY.at("11:00"))
    assert spans_of_work(alex) == [("09:47", "10:20"), ("10:44", "")]


def test_minutes_on_two_jobs_are_said_at_the_checkout_of_both(alex: FieldDay) -> None:
    def doubled(visit: str) -> bool:
        found = alex.core.database.ask(visit_missing, visit, "working")
        return any(one.code == "overlap" and not one.blocking for one in found)

    alex.records_time("work", "09:47", "11:00")
    records_elsewhere(alex, "11:00", "11:10")
    assert not doubled(STORY.visit)
    records_elsewhere(alex, "10:20", "10:44")
    assert doubled(STORY.visit) and doubled(STORY.earlier_visit)


def test_five_minutes_more_is_a_new_record_in_the_old_ones_place(alex: FieldDay) -> None:
    first = alex.records_time("work", "09:47", "11:12")
    second = alex.records_time("work", "09:47", "11:17", corrects_id=first)
    assert [(row.id, row.minutes) for row in mine(alex).times] == [(second, 90)]
    with alex.core.database.read() as session:
        assert session.get_one(TimeEffort, first).corrected_by_id == second


@pytest.mark.parametrize(
    ("minutes", "kind", "key"),
    [(0, "work", "error_minutes"), (1441, "work", "error_minutes"), (5, "sleep", "error_time_kind")],
)
def test_impossible_time_is_refused_in_words(alex: FieldDay, minutes: int, kind: str, key: str) -> None:
    command = RecordTime(
        activity_id=STORY.visit, record_id=new_id(), kind=kind, start=STORY.at("09:47"), end=STORY.at("10:47"),
        minutes=minutes,
    )
    with pytest.raises(UserError, match=key):
        alex.does(command)
    assert mine(alex).times == ()


def test_a_used_part_leaves_the_van(alex: FieldDay) -> None:
    record = alex.uses(STORY.gasket)
    assert in_van(alex, STORY.gasket) == 3
    with alex.core.database.read() as session:
        assert session.get_one(RequiredMaterial, f"needs-{STORY.gasket}").state == "used"
    assert [(row.id, row.shelf) for row in mine(alex).materials] == [(record, "A2")]


def test_a_withdrawn_part_lies_in_the_van_again(alex: FieldDay) -> None:
    record = alex.uses(STORY.gasket)
    withdrawal = RemoveRecord(activity_id=STORY.visit, kind="material", record_id=record)
    alex.does(withdrawal)
    alex.does(withdrawal)
    assert in_van(alex, STORY.gasket) == 4
    assert mine(alex).materials == ()
    with alex.core.database.read() as session:
        assert session.get_one(Material, record).state == "declined", "the history keeps it"


def test_more_pieces_replace_and_the_van_agrees(alex: FieldDay) -> None:
    first = alex.uses(STORY.gasket)
    alex.uses(STORY.gasket, 2, corrects_id=first)
    assert in_van(alex, STORY.gasket) == 2
    assert [row.quantity for row in mine(alex).materials] == [2]


def test_a_van_may_go_below_zero(alex: FieldDay) -> None:
    alex.uses(STORY.pressure_switch, 3)
    assert in_van(alex, STORY.pressure_switch) == -2


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_no_negative_quantity(alex: FieldDay, quantity: Decimal) -> None:
    with pytest.raises(UserError, match=r"visit\.error_quantity"):
        alex.does(
            RecordMaterial(activity_id=STORY.visit, record_id=new_id(), item_id=STORY.gasket, quantity=quantity)
        )
    assert in_van(alex, STORY.gasket) == 4


def test_the_same_record_sent_twice_counts_once(alex: FieldDay) -> None:
    command = RecordMaterial(
        activity_id=STORY.visit, record_id="material-1", item_id=STORY.gasket, quantity=Decimal(1)
    )
    alex.does(command)
    alex.does(command)
    assert in_van(alex, STORY.gasket) == 3
    with alex.core.database.read() as session:
        moves = session.scalar(
            select(func.count()).select_from(StockMove).where(StockMove.source_id == "material-1")
        )
    assert moves == 1


def test_kilometres_have_bounds(alex: FieldDay) -> None:
    with pytest.raises(UserError, match=r"visit\.error_kilometres"):
        alex.does(RecordMileage(activity_id=STORY.visit, record_id=new_id(), kilometres=Decimal(2001)))
    alex.drives("5.2")
    assert [row.kilometres for row in mine(alex).mileages] == [Decimal("5.2")]


def test_an_expense_needs_words_and_an_amount(alex: FieldDay) -> None:
    with pytest.raises(UserError, match=r"visit\.error_expense"):
        alex.does(RecordExpense(activity_id=STORY.visit, record_id=new_id(), text=" ", amount=Decimal(80)))
    alex.does(RecordExpense(activity_id=STORY.visit, record_id=new_id(), text="Parkering", amount=Decimal(80)))
    assert [(row.text, row.amount) for row in mine(alex).expenses] == [("Parkering", 80)]


def test_a_colleagues_record_is_his(alex: FieldDay) -> None:
    record = alex.records_time("work", "09:47", "11:12")
    sara = FieldDay(alex.core, STORY.sara)
    with pytest.raises(UserError, match=r"visit\.error_not_your_record"):
        sara.does(RemoveRecord(activity_id=STORY.visit, kind="time", record_id=record))


def test_rules_decide_who_pays_until_a_person_does(alex: FieldDay) -> None:
    alex.records_all()
    lines = {line.title: line for line in alex.page().lines}
    assert {title: line.charge_option for title, line in lines.items()} == {
        "Resa": "chargeable", "Arbetstid": "contract", "Packning E61": "warranty_supplier",
        "Rengöringsmedel": "chargeable",
    }
    detergent = lines["Rengöringsmedel"]
    changes = alex.does(
        SetCharge(kind="material", record_id=detergent.source_id, option="goodwill", reason="Bjuder på det")
    )
    after = {line.title: line for line in alex.page().lines}["Rengöringsmedel"]
    assert (after.amount, after.charge_option, after.list_amount) == (0, "goodwill", 38)
    for command in changes.undo:
        alex.does(command)
    assert {line.title: line for line in alex.page().lines}["Rengöringsmedel"] == detergent


@pytest.mark.parametrize("code", ["7310000532017", "532-0017", "5320017", "07310000532017"])
def test_a_part_is_found_by_its_code(alex: FieldDay, code: str) -> None:
    found = alex.core.database.ask(find_item, STORY.alex, code)
    assert found is not None and (found.item_id, found.shelf, found.quantity) == (STORY.gasket, "A2", 4)


def test_the_van_is_searched_by_name(alex: FieldDay) -> None:
    found = alex.core.database.ask(van_stock, STORY.alex, "packn")
    assert [item.name for item in found] == ["Packning E61"]
