"""Breaking a job off and what it costs, the customer's price limit, and what is offered beside the records."""

from decimal import Decimal
from typing import Any

import pytest

from core.bootstrap import Core
from core.commands.intake import EditCall
from core.errors import UserError
from core.model.call import ServiceCall
from core.model.history import CommandLog
from core.model.visit import Activity, ServiceAssignment
from core.queries.checkout import checkout
from core.queries.day_places import ways_to
from core.queries.favourites import favourites
from core.queries.records import Records, records
from core.queries.visit_lines import visit_lines
from core.rules.pricing import totals
from core.services.forecast import forecast
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen


def recorded(alex: FieldDay) -> Records:
    return alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now())


def test_a_forecast_uses_the_real_rules_and_leaves_nothing(alex: FieldDay) -> None:
    from core.commands.records import RecordExpense

    core = alex.core
    before = core.database.ask(lambda session: session.query(CommandLog).count())
    command = RecordExpense(activity_id=STORY.visit, record_id="trial", text="Parkering", amount=Decimal(100))
    lines = forecast(core.commands, (command,), STORY.alex, lambda session: visit_lines(session, STORY.visit))
    assert [line.title for line in lines] == ["Parkering"]
    assert recorded(alex).expenses == ()
    assert core.database.ask(lambda session: session.query(CommandLog).count()) == before
    with pytest.raises(UserError):
        forecast(core.commands, (RecordExpense(
            activity_id=STORY.visit, record_id="x", text="", amount=Decimal(1)
        ),), STORY.alex, lambda session: None)
    alex.drives("5.2")


def test_breaking_off_tells_the_cost_and_records_the_way(screen: TabletScreen, alex: FieldDay) -> None:
    alex.clock.set(STORY.at("10:02"))
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.touch("moreActions")
    screen.touch("abort")
    said = screen.sees("abortCost", "kr inkl. moms för kunden").property("text")
    named = [screen.words(line) for line in screen.items("abortLine")]
    assert len(named) >= 2 and named[-1].startswith("Moms och öresavrundning"), named
    assert any("15 min" in line and "Ingår i Avtal Guld" in line for line in named), "waiting that costs nothing, too"
    screen.settle()
    screen.application.navigation.start(screen.application.context)  # as after a sudden end
    assert screen.sees("abortCost", "kr inkl. moms för kunden").property("text") == said
    screen.touch("reason_no_access", "Ingen öppnade")
    screen.settle()
    found = recorded(alex)
    assert [row.kind for row in found.times] == ["travel", "wait"] and len(found.mileages) == 1
    with alex.core.database.read() as session:
        visit, part = session.get(Activity, STORY.visit), session.get(ServiceAssignment, STORY.assignment)
        assert visit is not None and part is not None
        assert (visit.outcome, part.step) == ("no_access", "aborted")
        to_pay = totals(visit_lines(session, STORY.visit)).to_pay
    assert alex.core is not None and screen.application.context.texts.money(to_pay) in said


def test_the_question_of_a_job_that_was_broken_off_does_not_come_back(screen: TabletScreen, alex: FieldDay) -> None:
    """The program ends between the step and the moment when the question is forgotten."""
    alex.clock.set(STORY.at("10:02"))
    navigation = screen.application.navigation
    navigation.open("job", activityId=STORY.visit)
    screen.touch("moreActions")
    screen.touch("abort")
    screen.touch("reason_no_access")
    screen.settle()
    before = recorded(alex).times
    alex.clock.set(STORY.at("10:40"))
    navigation.keepSheet("why", {"why": "abort"})
    navigation.start(screen.application.context)
    screen.sees("jobPage", "Du avbröt jobbet")
    screen.is_gone("whySheet")
    assert navigation.askedIn("why") is None
    model: Any = navigation.page_model
    model.abort("no_access", "Kom inte in")
    screen.settle()
    after = recorded(alex)
    assert after.times == before and not after.suggested_times, "nothing runs on a job that has ended"


def test_a_price_limit_warns_at_the_checkout_and_stops_nothing(office: Core) -> None:
    build_story(office)
    day = FieldDay(office)
    office.commands.execute(EditCall(call_id=STORY.call, quote_limit=Decimal(50)), STORY.mara)
    day.arrives()
    day.fills_checklist()
    day.records_all()
    day.writes()
    day.comes_out()
    day.gets_signature()
    page = office.database.ask(checkout, STORY.visit, STORY.alex, office.clock.now())
    assert page is not None and page.can_finish
    (warning,) = [one for one in page.missing if one.code == "quote_limit"]
    assert warning.params == {"limit": Decimal(50), "over": page.to_pay_incl - 50} and not warning.blocking
    day.finishes()
    with pytest.raises(UserError):
        office.commands.execute(EditCall(call_id=STORY.call, quote_limit=Decimal(-1)), STORY.mara)
    office.commands.execute(EditCall(call_id=STORY.call, quote_limit=None), STORY.mara)
    with office.database.read() as session:
        call = session.get(ServiceCall, STORY.call)
        assert call is not None and call.quote_limit is None


def test_the_price_limit_is_seen_on_the_page_before_the_customer_signs(screen: TabletScreen, alex: FieldDay) -> None:
    alex.records_all()
    with alex.core.database.write() as session:
        call = session.get(ServiceCall, STORY.call)
        assert call is not None
        call.quote_limit = Decimal(50)
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("missing-quote_limit", "116 kr mer än kostnadstaket 50 kr")
    screen.touch("mend-quote_limit")
    screen.sees("timeMaterialPage")


def test_the_plan_is_copied_with_a_touch(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("copyPlanParts")
    screen.is_gone("copyPlanParts")
    screen.is_gone("copyPlanTime")  # an hour that has not passed is nobody's working time
    alex.clock.set(STORY.at("13:00"))
    screen.application.navigation.page_model.refresh()
    screen.touch("copyPlanTime", "Från planen")
    screen.is_gone("copyPlanTime")
    screen.settle()
    found = recorded(alex)
    assert found.times[0].end <= alex.clock.now()
    assert [row.kind for row in found.times] == ["work"] and found.times[0].start == STORY.at("09:47")
    assert STORY.gasket in [row.item_id for row in found.materials]


def test_what_is_used_most_is_one_touch_away(screen: TabletScreen, alex: FieldDay) -> None:
    alex.uses(STORY.detergent, 50)
    assert [one.item_id for one in alex.core.database.ask(favourites, STORY.alex, alex.clock.now()).often] == [
        STORY.detergent
    ]
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch(f"favourite-{STORY.detergent}")
    screen.settle()
    assert [row.quantity for row in recorded(alex).materials] == [60]


def test_mileage_comes_from_addresses(screen: TabletScreen, alex: FieldDay) -> None:
    ways = alex.core.database.ask(ways_to, STORY.visit, STORY.alex)
    home = next(one for one in ways if one.kind == "home")
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("byAddress")
    screen.touch("bothWays")
    screen.touch("way-0", "Från hemmet")
    screen.settle()
    assert [row.kilometres for row in recorded(alex).mileages] == [2 * home.kilometres]
