"""The figures of a small firm, counted by hand: what each is made of, and what is left out of it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from core.bootstrap import Core
from core.clock import at_local
from core.ids import new_id
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.money import Invoice, InvoiceLine
from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort
from core.model.workforce import Absence
from core.presenters.insight import charts, period_text, tiles
from core.presenters.insight_groups import Pick
from core.presenters.insight_records import records
from core.reports.figures import Figures, figures
from core.reports.first_time_fix import repairs
from core.reports.jobs import Job, jobs
from core.reports.open_calls import open_calls
from core.reports.period import Period, named_period
from core.reports.utilisation import Utilisation, available_minutes, utilisation
from core.rules.facts import Blocked, Shift
from core.texts import Texts
from tests.helpers.story import STORY, build_story

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
NOW = at_local(date(2026, 11, 24), datetime(2026, 1, 1, 9).time())


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return at_local(date(2026, month, day), datetime(2026, 1, 1, hour, minute).time())


class Firm:
    """The story's firm with an October of our own; the story's August and November lie outside."""

    def __init__(self, core: Core) -> None:
        self.core = core
        build_story(core)

    def call(
        self, opened: datetime, done: datetime | None, kind: str = "breakdown", contract: str | None = None,
        machine: str = STORY.machine,
    ) -> str:
        call = new_id()
        with self.core.database.write() as session:
            session.add(ServiceCall(
                id=call, number=f"S-{call[-8:]}", subject="Läcker", kind=kind, partner_id=STORY.partner,
                state="closed" if done else "open", created_at=opened, completed_at=done, contract_id=contract,
            ))
            session.flush()
            session.add(ServiceCallEquipment(id=new_id(), call_id=call, equipment_id=machine))
        return call

    def visit(self, call: str, arrived: datetime | None, lead: str = STORY.alex, state: str = "done") -> str:
        visit = new_id()
        with self.core.database.write() as session:
            session.add(Activity(
                id=visit, call_id=call, state=state, lead_person_id=lead, arrived_at=arrived, subject="Läcker",
                planned_start=arrived, outcome="solved",
            ))
        return visit

    def time(
        self, visit: str, start: datetime, minutes: int, person: str = STORY.alex, kind: str = "work",
        state: str = "approved", charge: str = "chargeable",
    ) -> str:
        record = new_id()
        with self.core.database.write() as session:
            session.add(TimeEffort(
                id=record, activity_id=visit, person_id=person, recorded_at=start, kind=kind, start=start,
                end=start + timedelta(minutes=minutes), minutes=minutes, state=state, charge_option=charge,
            ))
        return record

    def part(self, visit: str, item: str, charge: str = "chargeable", state: str = "approved") -> str:
        record = new_id()
        with self.core.database.write() as session:
            session.add(Material(
                id=record, activity_id=visit, person_id=STORY.alex, recorded_at=NOW, item_id=item,
                quantity=Decimal(1), state=state, charge_option=charge,
            ))
        return record

    def jobs(self, period: Period = OCTOBER) -> tuple[Job, ...]:
        return self.core.database.ask(jobs, period, NOW)

    def verdicts(self, now: datetime = NOW) -> dict[str, str]:
        return {one.call_id: one.verdict for one in self.core.database.ask(repairs, OCTOBER, now)}

    def used(self, person: str = STORY.alex) -> Utilisation:
        return next(one for one in self.core.database.ask(utilisation, OCTOBER, NOW) if one.person_id == person)

    def figures(self) -> Figures:
        return self.core.database.ask(figures, OCTOBER, NOW)


@pytest.fixture
def firm(office: Core) -> Firm:
    return Firm(office)


# Margin


def test_a_jobs_margin_is_what_is_ready_less_time_material_way_and_expenses_at_cost(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    firm.time(visit, at(2, 10), 60)
    firm.part(visit, STORY.valve)
    with firm.core.database.write() as session:
        session.add(Mileage(id="km", activity_id=visit, person_id=STORY.alex, recorded_at=NOW, state="approved",
                            kilometres=Decimal(10)))
        session.add(Expense(id="fee", activity_id=visit, person_id=STORY.alex, recorded_at=NOW, state="approved",
                            text="Parkering", amount=Decimal(50), charge_option="internal"))
    (job,) = firm.jobs()
    # One hour 995, the valve 545, and the fixed fee for coming 95 (on the kilometres, since no journey was timed).
    assert job.revenue == 995 + 545 + 95
    assert job.cost == 420 + 210 + 10 * 4 + 50
    assert job.margin == 1635 - 720


def test_what_waits_for_approval_is_apart(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    firm.time(visit, at(2, 10), 60)
    firm.part(visit, STORY.valve, state="pending")
    (job,) = firm.jobs()
    assert (job.revenue, job.cost, job.pending, job.approved) == (995, 420, 545, True)
    other = firm.visit(firm.call(at(3, 8), None), at(3, 10))
    firm.time(other, at(3, 10), 60, state="pending")
    waiting = next(one for one in firm.jobs() if one.activity_id == other)
    assert (waiting.revenue, waiting.cost, waiting.approved, waiting.shares) == (0, 0, False, {})


def test_an_invoice_counts_as_it_was_issued_and_a_credited_one_not(firm: Firm) -> None:
    call = firm.call(at(1, 8), at(2, 12))
    visit = firm.visit(call, at(2, 10))
    worked = firm.time(visit, at(2, 10), 60, state="billed")
    with firm.core.database.write() as session:
        session.add(Invoice(id="invoice", number="1", state="draft", partner_id=STORY.partner, call_id=call,
                            created_at=NOW))
        session.flush()
        session.add(InvoiceLine(
            id="line", invoice_id="invoice", position=1, source_kind="time", source_id=worked, activity_id=visit,
            text="Arbete", quantity=Decimal(1), unit="h", unit_price=Decimal(900), net=Decimal(900),
            vat_rate=Decimal(25), charge_option="chargeable",
        ))
        session.flush()
        invoice = session.get(Invoice, "invoice")
        assert invoice is not None
        invoice.state = "issued"
    assert firm.jobs()[0].revenue == 900, "the price that was agreed, not the list's"
    with firm.core.database.write() as session:
        invoice = session.get(Invoice, "invoice")
        assert invoice is not None
        invoice.state = "credited"
    assert firm.jobs()[0].revenue == 995, "ready to be billed anew"


def test_warranty_is_shown_as_cost_and_in_its_share(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    firm.time(visit, at(2, 10), 60)
    firm.part(visit, STORY.pressure_switch, charge="warranty_supplier")
    (job,) = firm.jobs()
    assert (job.revenue, job.cost) == (995, 420 + 420)
    share = firm.figures().warranty
    assert (share.part, share.whole) == (980, 995 + 980)


def test_a_contracts_price_is_divided_by_its_visits(firm: Firm) -> None:
    for day in (5, 12):
        visit = firm.visit(firm.call(at(day, 8), at(day, 12), "maintenance", STORY.contract), at(day, 10))
        firm.time(visit, at(day, 10), 60, charge="contract")
    first, second = firm.jobs()
    # 9 600 kr a year for the 31 days of October, by two visits.
    assert first.contract == second.contract == Decimal("407.67")
    assert first.revenue == first.contract and first.cost == 420


def test_a_teams_margin_is_divided_by_minutes_of_work_to_the_ore(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    firm.time(visit, at(2, 10), 60)
    firm.time(visit, at(2, 10), 30, person=STORY.sara)
    firm.part(visit, STORY.gasket)
    (job,) = firm.jobs()
    assert len(firm.jobs()) == 1, "a team counts once"
    assert sum(job.shares.values()) == job.margin
    assert job.shares[STORY.alex] == (job.margin * 2 / 3).quantize(Decimal("0.01"))
    assert firm.figures().margin_of_technicians == dict(job.shares)


def test_what_was_corrected_declined_cancelled_or_outside_is_not_counted(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    old = firm.time(visit, at(2, 10), 600)
    firm.time(visit, at(2, 10), 600, state="declined")
    firm.time(visit, at(2, 10), 60)
    with firm.core.database.write() as session:
        row = session.get(TimeEffort, old)
        assert row is not None
        row.corrected_by_id = "newer"
    call = firm.call(at(1, 8), None)
    firm.visit(call, at(3, 10), state="cancelled")
    firm.visit(call, None, state="planned")
    firm.visit(call, at(1, 0, month=11))
    assert [job.cost for job in firm.jobs()] == [420]


# First-time fix


def test_first_time_fix_counts_one_visit_and_no_new_fault_in_thirty_days(firm: Firm) -> None:
    def repair(opened: int, done: int, visits: int, machine: str, kind: str = "breakdown") -> str:
        call = firm.call(at(opened, 8), at(done, 12), kind, machine=machine)
        for _visit in range(visits):
            firm.visit(call, at(done, 10))
        return call

    with firm.core.database.write() as session:
        for machine in ("m1", "m2", "m3", "m4"):
            session.add(Equipment(id=machine, number=machine, name=machine, partner_id=STORY.partner))
    good = repair(1, 2, 1, "m1")
    twice = repair(3, 6, 2, "m2")
    back = repair(7, 8, 1, "m3")
    again = repair(20, 21, 1, "m3")
    fresh = repair(29, 30, 1, "m4")
    unseen = repair(12, 13, 0, "m2")
    repair(5, 6, 1, "m1", "maintenance")
    found = firm.verdicts()
    assert found == {
        good: "fixed", twice: "more_visits", back: "came_back", again: "fixed", fresh: "provisional",
        unseen: "no_visit",
    }, "maintenance is no repair"
    share = firm.figures().first_time_fix
    assert (share.part, share.whole) == (3, 6)
    later = NOW + timedelta(days=30)
    assert firm.verdicts(later)[fresh] == "fixed"


def test_an_empty_month_has_dashes_not_zeros(firm: Firm) -> None:
    found = firm.figures()
    assert found.first_time_fix.percent is None and found.warranty.percent is None
    shown = {tile.pick.kind: tile.value for tile in tiles(found, Texts("sv"))}
    assert (shown["fix"], shown["warranty"], shown["margin"], shown["jobs"]) == ("–", "–", "–", "0")


# Utilisation


def test_utilisation_adds_up_to_what_was_available(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(1, 8), at(2, 12)), at(2, 10))
    firm.time(visit, at(2, 9), 30, kind="travel")
    firm.time(visit, at(2, 10), 120)
    firm.time(visit, at(2, 12), 15, kind="wait")
    firm.time(visit, at(2, 12, 15), 45, kind="break")
    firm.time(visit, at(2, 13), 60, state="pending")
    with firm.core.database.write() as session:
        session.add(Absence(id="sick", person_id=STORY.alex, kind="sick", start=at(5, 0), end=at(6, 0)))
    alex = firm.used()
    # October 2026 has 22 working days of 9 h less 45 min of break; one of them was sick leave.
    assert alex.available == 21 * (9 * 60 - 45)
    assert (alex.work, alex.travel, alex.other, alex.pending) == (120, 30, 15, 60)
    assert alex.work + alex.travel + alex.other + alex.pending + alex.idle == alex.whole == alex.available
    assert firm.used(STORY.sara).recorded == 0


def test_overtime_makes_the_whole_larger_and_never_more_than_all_of_it(firm: Firm) -> None:
    visit = firm.visit(firm.call(at(3, 8), at(3, 12)), at(3, 8))
    for day in range(1, 32):
        firm.time(visit, at(day, 8), 600)
    alex = firm.used()
    assert (alex.idle, alex.whole) == (0, 31 * 600)


def test_absence_and_break_that_overlap_are_taken_off_once() -> None:
    shift = Shift(0, 480, 240, 285)
    assert available_minutes([shift], [], 10_000) == 435
    assert available_minutes([shift], [Blocked(200, 300, "sick")], 10_000) == 380
    assert available_minutes([shift], [Blocked(-100, 1000, "vacation")], 10_000) == 0
    assert available_minutes([shift], [], 100) == 100, "only up to now"
    assert available_minutes([shift], [], -5) == 0


# Open calls


def test_open_calls_are_late_when_promise_or_contract_has_passed(firm: Firm) -> None:
    old = firm.call(at(20, 8), None)
    with firm.core.database.write() as session:
        row = session.get(ServiceCall, old)
        assert row is not None
        row.due_at, row.sla_fix_by = NOW + timedelta(days=1), NOW - timedelta(hours=1)
    found = firm.core.database.ask(open_calls, NOW)
    assert [(call.call_id, call.late) for call in found] == [(old, True), (STORY.call, False)]
    assert found[0].age_days == 35


# Periods, and what the page shows


def test_periods_are_cut_in_the_firms_days() -> None:
    today = date(2026, 11, 24)
    assert named_period("week", today) == Period(date(2026, 11, 23), date(2026, 11, 30))
    assert named_period("week", today, 47).first == date(2025, 12, 29)
    assert named_period("month", today, 11) == Period(date(2025, 12, 1), date(2026, 1, 1))
    assert named_period("quarter", today, 1) == Period(date(2026, 7, 1), date(2026, 10, 1))
    assert named_period("year", today) == Period(date(2026, 1, 1), date(2027, 1, 1))
    assert named_period("all", today) == Period(date(2024, 12, 1), date(2026, 11, 25))
    start, end = OCTOBER.bounds
    assert (end - start) == timedelta(days=31, hours=1), "the autumn night is an hour longer"
    assert OCTOBER.weeks[0] == date(2026, 9, 28) and OCTOBER.weeks[-1] == date(2026, 10, 26)
    assert period_text("week", named_period("week", today), Texts("sv")) == "v. 48 · 23–29 november 2026"


def test_every_bar_opens_exactly_the_records_it_counts(firm: Firm) -> None:
    for day, minutes in ((1, 30), (6, 60), (7, 240), (20, 90)):
        visit = firm.visit(firm.call(at(day, 7), at(day, 16)), at(day, 9))
        firm.time(visit, at(day, 9), minutes)
    found, texts = firm.figures(), Texts("sv")
    by_key = {chart.key: chart for chart in charts(found, texts)}
    for key in ("week", "spread", "open"):
        for bar in by_key[key].bars:
            assert len(records(found, bar.pick, texts).lines) == int(bar.value), (key, bar.label)
    alex = records(found, Pick("technician", STORY.alex), texts)
    assert len(alex.lines) == 4 and alex.lines[0].call_id
    spent = records(found, Pick("utilisation", STORY.alex), texts)
    assert [line.cells[4] for line in spent.lines] == ["1\u00a0h 30\u00a0min", "4\u00a0h", "1\u00a0h", "30\u00a0min"]
    for tile in tiles(found, texts):
        table = records(found, tile.pick, texts)
        assert all(len(line.cells) == len(table.columns) for line in table.lines)
        assert tile.definition and tile.title
