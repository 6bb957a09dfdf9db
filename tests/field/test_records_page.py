"""Records on the tablet: numbers of swapped parts, time counted twice, the car's meter, receipts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.records import RecordTime
from core.model.item import Item
from core.model.visit import Expense, Material, Mileage, TimeEffort
from core.qt.driving import NotYet
from core.queries.records import records
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import another_job
from tests.helpers.walk import faults as faults_on

SWITCH = f"{STORY.pressure_switch}/1"


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    with tablet.database.write() as session:
        session.get_one(Item, STORY.pressure_switch).serial_tracked = True
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def _is(condition: bool) -> None:
    if not condition:
        raise NotYet("not yet so")


def opened(screen: TabletScreen) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.sees("timeMaterialPage")


def test_a_swapped_part_keeps_both_numbers_when_its_quantity_changes(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.uses(STORY.pressure_switch)
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch(f"serials-{SWITCH}", "Skriv serienummer")
        screen.type("newSerial", "NY-77")
        screen.type("oldSerial", "GL-12")
        screen.touch("saveSerials")
        screen.sees(f"charge-{SWITCH}", "Ny NY-77 · Gammal GL-12")
        screen.touch(f"more-{SWITCH}")
        screen.sees(f"amount-{SWITCH}", "2 st")
        screen.settle()
    with tablet.database.read() as session:
        row = session.scalars(select(Material).where(Material.corrected_by_id.is_(None))).one()
        assert (row.serial, row.removed_serial, row.quantity) == ("NY-77", "GL-12", Decimal(2))


def test_time_counted_twice_is_cleared_with_one_touch(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.records_time("travel", "09:33", "09:50")
    alex.records_time("work", "09:47", "10:17")
    alex.records_time("wait", "10:00", "10:10")
    start, within = STORY.at("09:47"), STORY.at("10:00")
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch(f"fix-work {start}/1", "Rätta till 09:50–10:17")
        screen.touch(f"fix-wait {within}/1", "Ta bort: tiden finns redan")
        screen.is_gone(f"fix-wait {within}/1")
        screen.settle()
        assert "räknas två gånger" not in screen.words(screen.find("timeMaterialPage"))
    with tablet.database.read() as session:
        rows = session.scalars(select(TimeEffort).where(TimeEffort.activity_id == STORY.visit)).all()
        kept = sorted((row.kind, row.minutes) for row in rows if row.corrected_by_id is None)
    assert kept == [("travel", 17), ("work", 27)]


def test_what_a_job_that_was_broken_off_kept_stands_and_later_time_over_it_is_offered_to_be_cut(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    another_job(tablet, "Bageri Solros", "Kvarn byts", "07:36", "accepted")
    alex.does(RecordTime(
        activity_id="visit-0736", record_id="ffffffff-5555-5555-8555-555555555555", kind="wait",
        start=STORY.at("09:20"), end=STORY.at("09:55"), minutes=35,
    ))
    alex.clock.advance(timedelta(minutes=30))
    alex.records_time("work", "09:47", "10:17")
    start = STORY.at("09:47")
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch(f"fix-work {start}/1", "Rätta till 09:55–10:17")
        screen.is_gone(f"fix-work {start}/1")
        screen.settle()
    assert live_times(tablet) == [("work", 22)]


def test_the_latest_record_gives_way_to_what_was_kept_before(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.records_time("travel", "09:33", "09:47")
    alex.records_time("work", "09:20", "09:50")
    start = STORY.at("09:20")
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch(f"fix-work {start}/1", "Rätta till 09:20–09:33")
        screen.is_gone(f"fix-work {start}/1")
        screen.settle()
    assert live_times(tablet) == [("work", 13), ("travel", 14)]


def test_the_journey_ends_where_he_arrived_and_time_to_come_is_not_recorded(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.clock.set(STORY.at("10:02") + timedelta(seconds=50))
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch("saveTime-work")
        row = f"work {STORY.at('09:47')}/1"
        screen.sees(f"amount-{row}", "15 min")
        for minutes in ("20", "25", "30"):
            screen.touch(f"more-{row}")
            screen.sees(f"amount-{row}", f"{minutes} min")
        screen.touch(f"more-{row}")
        screen.sees("toastText", "så mycket tid har inte gått än")
        screen.sees("toCheckout", "Sparar Resa 14 min")
        screen.settle()
    assert live_times(tablet) == [("work", 30)]


def test_the_menus_way_to_the_checkout_saves_the_running_time_too(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.clock.set(STORY.at("10:02"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.touch("moreActions")
        screen.touch("checkoutNow")
        screen.sees("checkoutPage", "09:47–10:02")
        screen.sees("toastText", "Sparat: Resa 14 min, Arbetstid 15 min")
        screen.settle()
    assert live_times(tablet) == [("travel", 14), ("work", 15)]


def live_times(tablet: Core) -> list[tuple[str, int]]:
    """Kind and minutes of the records that count, in order."""
    with tablet.database.read() as session:
        rows = session.scalars(
            select(TimeEffort).where(TimeEffort.corrected_by_id.is_(None), TimeEffort.activity_id == STORY.visit)
        ).all()
        return [(row.kind, row.minutes) for row in sorted(rows, key=lambda row: row.start)]


def test_the_second_drive_to_the_job_adds_its_kilometres_with_one_touch(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    alex.drives("5.2")
    for step, clock_time in (("paused", "10:15"), ("travelling", "12:00"), ("arrived", "12:20")):
        alex.step(step, clock_time)
    found = tablet.database.ask(records, STORY.visit, STORY.alex, alex.clock.now())
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.sees("kilometresOffered", "Du har kört hit igen från Espressoteknik Väst AB")
        screen.touch("useKilometres")
        screen.is_gone("useKilometres")
        screen.settle()
    with tablet.database.read() as session:
        live = session.scalars(select(Mileage).where(Mileage.corrected_by_id.is_(None))).one()
        assert live.kilometres == Decimal("5.2") + found.driven_again[0].kilometres


def test_kilometres_are_what_the_meter_says(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch("enterMileage")
        screen.touch("byMeter")
        for key in "45120":
            screen.touch(f"key-{key}")
        screen.touch("saveMileage", "Nästa")
        for key in "45143":
            screen.touch(f"key-{key}")
        screen.touch("saveMileage", "Spara 23 km")
        screen.sees("amount-mileage/1", "23 km")
        screen.sees("line-mileage/1", "Mätarställning 45 120–45 143")
        screen.settle()
    with tablet.database.read() as session:
        row = session.scalars(select(Mileage)).one()
        assert (row.kilometres, row.note.replace("\u00a0", " ")) == (Decimal(23), "Mätarställning 45 120–45 143")


def test_the_next_jobs_way_begins_where_the_meter_ended(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    another_job(tablet, "Restaurang Kajen", "Service", "12:55", "arrived")
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.application.navigation.page_model.drive_by_meter("45120", "45143")  # type: ignore[union-attr]
        screen.sees("amount-mileage/1", "23 km")
        screen.settle()
        screen.touch("enterMileage")
        screen.touch("byMeter")
        screen.sees("mileageSheet", "Vad visade mätaren när du åkte?")  # the same job is put right
        screen.touch("closeSheet")
        screen.application.navigation.open("time_material", activityId="visit-1255")
        screen.sees("timeMaterialPage", "Restaurang Kajen")
        screen.settle()
        screen.touch("enterMileage")
        screen.touch("byMeter")
        screen.sees("mileageSheet", "Förra jobbet slutade på 45143.")
        for key in "45150":
            screen.touch(f"key-{key}")
        screen.sees("saveMileage", "Spara 7 km")
        screen.touch("byMeter")
        screen.sees("mileageSheet", "Vad visade mätaren när du åkte?")
        screen.touch("byMeter")
        for key in "45150":
            screen.touch(f"key-{key}")
        screen.touch("saveMileage", "Spara 7 km")
        screen.sees("amount-mileage/1", "7 km")
        screen.settle()


def test_a_receipt_is_photographed_for_its_expense(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.photographs()
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch("addExpense")
        screen.type("expenseText", "Parkering")
        screen.type("expenseAmount", "40")
        screen.touch("saveExpense")
        screen.settle()
        receipt = next(one.objectName() for one in screen.items() if one.objectName().startswith("receipt-"))
        screen.touch(receipt, "Fotografera kvittot")
        screen.sees("photoPage")
        screen.settle()
        model: Any = screen.application.navigation.page_model
        assert model.view["count"] == 0, "the visit's other photos are not the receipt"
        shot = QImage(640, 480, QImage.Format.Format_RGB888)
        shot.fill(0x336655)
        model.add_image(shot)
        screen.until(lambda: _is(model.view["count"] == 1))
        model.use()
        screen.sees(receipt, "Kvittot är fotograferat. Visa eller ta om")
        screen.sees(receipt.replace("receipt-", "receiptPicture-"))
        screen.settle()
        screen.touch(receipt)
        screen.sees("photoPage")
        screen.until(lambda: _is(screen.application.navigation.page_model.view["count"] == 1))  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_the_page_and_its_sheets_fit(
    alex: FieldDay, tablet: Core, qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    alex.uses(STORY.pressure_switch)
    alex.records_time("travel", "09:33", "09:50")
    alex.records_time("work", "09:47", "10:17")
    with tablet_screen(tablet, qtbot, size=size, language=language) as screen:
        opened(screen)
        screen.sees(f"serials-{SWITCH}")
        screen.settle()
        faults = faults_on(screen)
        screen.touch("enterMileage")
        screen.touch("byMeter")
        screen.settle()
        faults += faults_on(screen)
    assert faults == []


def test_an_amount_that_cannot_be_stays_in_its_sheet(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen)
        screen.touch("addExpense")
        screen.type("expenseText", "Parkering")
        for typed in ("fyrtio", "-40", "0", "1e9", "4.000,50"):
            screen.type("expenseAmount", typed, clear=True)
            screen.sees("expenseDigits", "45,50")
            assert not screen.find("saveExpense").isEnabled(), typed
        screen.type("expenseAmount", "45,50", clear=True)
        screen.is_gone("expenseDigits")
        screen.touch("saveExpense")
        screen.settle()
    with tablet.database.read() as session:
        row = session.scalars(select(Expense)).one()
        assert (row.text, row.amount) == ("Parkering", Decimal("45.5"))


@pytest.mark.parametrize(("language", "shown"), [("sv", "12,5 km"), ("en", "12.5 km")])
def test_kilometres_have_the_languages_decimal_sign(
    alex: FieldDay, tablet: Core, qtbot: QtBot, language: str, shown: str
) -> None:
    with tablet_screen(tablet, qtbot, language=language) as screen:
        opened(screen)
        screen.touch("enterMileage")
        for key in ("1", "2", "decimal", "5"):
            screen.touch(f"key-{key}")
        screen.sees("mileageValue", shown)
        screen.sees("key-decimal", shown[2])
        screen.touch("saveMileage")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Mileage)).one().kilometres == Decimal("12.5")


def test_an_expense_is_put_in_with_the_pad_and_the_page_names_the_customer(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees("pageSubtitle", "Kafé Tulpan")
        screen.touch("addExpense")
        screen.type("expenseText", "Parkering")
        for key in ("4", "5", "decimal", "5"):
            screen.touch(f"key-{key}")
        screen.sees("expenseAmount")
        assert screen.find("expenseAmount").property("text") == "45,5"
        screen.touch("saveExpense")
        screen.settle()
    with alex.core.database.read() as session:
        assert [row.amount for row in session.query(Expense)] == [Decimal("45.5")]
