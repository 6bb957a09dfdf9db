"""What a clumsy hand, a hostile code and an office in between do to the tablet: nothing falls over, nothing is lost."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.changes import Changes, Touched
from core.clock import FixedClock
from core.commands.checklist import StartChecklist
from core.model.attachment import Attachment
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.knowledge import ChecklistAnswer, ChecklistTemplate, ChecklistVersion
from core.model.visit import Activity, Material, ServiceAssignment
from core.presenters.records import suggestions
from core.queries.records import records
from core.rules.scan_code import LONGEST, read_payload
from core.storage.row_bulk import drop_rows
from core.texts import Texts
from tests.helpers.chosen_files import jpeg
from tests.helpers.cores import opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import another_job, call, sheets
from tests.helpers.walk import faults

VISIT = {"activityId": STORY.visit}
LYING, STANDING = (1280, 800), (800, 1280)


# ---- Codes ----------------------------------------------------------------------------------------------------------

GARBAGE = {
    "ten thousand": "9" * 10_000, "controls": "\x00\x01\x1b[31m\x07" * 50 + "A",
    "lines": "rad ett\nrad två\r\n\trad tre",
    "turned round": "\u202eevil\u2066abc\u200f", "long link": "https://example.org/?serial=" + "x" * 3000,
    "escaped": "TLP1:E:" + "%00%0a%e2%80%ae" * 40 + "X", "another firm's": "TLP1:E:ANNAN-FIRMA-99",
    "empty elements": "]C101" + "0" * 14, "faces": "🙈" * 600, "quotes": "' OR 1=1 --", "braces": "{name}{0}%s",
    "mark-up": "<img src=x><b>fet</b>", "lone half": "a\ud83d",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_garbage_code_is_one_plain_line_of_bounded_length(name: str) -> None:
    code = read_payload(GARBAGE[name])
    for text in (code.code, code.raw, code.serial):
        assert len(text) <= LONGEST and "\n" not in text
        assert all(letter.isprintable() or letter == "\x1d" for letter in text), "nothing turns the line around"


def test_garbage_codes_are_unknown_and_the_page_holds_them(screen: TabletScreen, alex: FieldDay) -> None:
    for arguments in (VISIT, {**VISIT, "purpose": "part"}, {}):
        screen.application.navigation.open("scan", **arguments)
        model: Any = screen.application.navigation.page_model
        for name, garbage in GARBAGE.items():
            model.take(garbage)
            screen.settle()
            assert model.view["state"] in ("unknown", ""), name
            assert not faults(screen), name
    with alex.core.database.read() as session:
        assert not session.scalar(select(func.count()).select_from(Material))


# ---- Clocks ---------------------------------------------------------------------------------------------------------


def running(core: Core) -> tuple[str, ...]:
    found = core.database.ask(records, STORY.visit, STORY.alex, core.clock.now())
    shown = suggestions(found.suggested_times, {}, core.clock.now(), Texts("sv"))
    return tuple(f"{one.kind} {one.minutes}" for one in shown)


def test_a_clock_set_back_a_day_records_no_time_that_never_was(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("time_material", **VISIT)
    screen.sees("addTime")
    alex.clock.set(STORY.at("10:30") - timedelta(days=1))
    alex.step("paused")
    screen.settle()
    assert running(alex.core) == ("travel 14",)
    alex.uses(STORY.gasket)
    alex.step("working")
    screen.application.navigation.open("time_material", **VISIT)
    screen.sees("addTime")
    screen.settle()
    assert not re.search(r"[-−]\d+ (h|min)", screen.words(screen.window.contentItem())), "no negative time"
    alex.clock.set(STORY.at("11:17"))
    assert running(alex.core) == ("travel 14", "work 90")


@pytest.mark.parametrize(
    ("began", "now", "minutes"),
    [
        ("2026-10-24T23:50+02:00", "2026-10-25T00:20+02:00", 30),
        ("2026-10-25T01:30+02:00", "2026-10-25T03:30+01:00", 180),
        ("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", 60),
    ],
    ids=["midnight", "the long night", "the short night"],
)
def test_running_time_goes_on_over_midnight_and_both_nights_of_the_clock(
    tablet: Core, began: str, now: str, minutes: int
) -> None:
    build_story(tablet)
    clock = tablet.clock
    assert isinstance(clock, FixedClock)
    clock.set(datetime.fromisoformat(began).astimezone(UTC))
    day = FieldDay(tablet)
    for step in ("accepted", "travelling", "arrived"):
        day.step(step)
    clock.set(datetime.fromisoformat(now).astimezone(UTC))
    assert running(tablet) == (f"work {minutes}",)


# ---- Much and long --------------------------------------------------------------------------------------------------


def test_a_checklist_of_two_hundred_steps_is_walked(screen: TabletScreen, alex: FieldDay) -> None:
    with alex.core.database.write() as session:
        session.add(ChecklistTemplate(id="long", name="Årskontroll", state="published"))
        session.flush()
        session.add(ChecklistVersion(
            id="long", template_id="long", number=1, state="published", elements=[
                {"id": f"e{n}", "kind": "yes_no", "title": {"sv": f"Kontrollera punkt {n}", "en": f"Check {n}"}}
                for n in range(1, 201)
            ],
        ))
    alex.does(StartChecklist(activity_id=STORY.visit, instance_id="long-run", version_id="long"))
    screen.application.navigation.open("checklist", instanceId="long-run")
    screen.sees("stepTitle", "Kontrollera punkt 1")
    for size in (LYING, STANDING):
        screen.window.resize(*size)
        screen.rest()
        assert not faults(screen)
    screen.window.resize(*LYING)
    screen.rest()
    model: Any = screen.application.navigation.page_model
    model.go_to("e197")
    screen.sees("stepTitle", "Kontrollera punkt 197")
    screen.rest()
    assert not faults(screen)
    for number in (197, 198):
        screen.touch("answerYes")
        screen.sees("stepTitle", f"Kontrollera punkt {number + 1}")
    screen.touch("stepNext")
    screen.sees("stepTitle", "Kontrollera punkt 200")
    screen.settle()
    with alex.core.database.read() as session:
        assert session.scalars(select(ChecklistAnswer.element_id)).all() == ["e197", "e198"]


WORDS = "Restaurang och konferensanläggningen vid den gamla hamnmagasinsbyggnaden norr om kanalen "
LONG = (WORDS * 3)[:200]
UNBROKEN = ("Donaudampfschifffahrtsgesellschaftskapitän" * 5)[:200]


@pytest.mark.parametrize("long", [LONG, UNBROKEN], ids=["words", "one word"])
def test_names_of_two_hundred_letters_push_nothing_away(alex: FieldDay, qtbot: QtBot, long: str) -> None:
    with alex.core.database.write() as session:
        for kind, names in (
            (BusinessPartner, ("name",)), (Contact, ("name", "role")), (Address, ("street", "city", "access_note")),
            (Item, ("name",)), (Equipment, ("name", "location_note")), (ServiceCall, ("subject", "problem")),
            (Activity, ("subject", "instructions")),
        ):
            for row in session.scalars(select(kind)):
                for name in names:
                    setattr(row, name, long)
    alex.uses(STORY.gasket)
    of_visit, found = ("job", "people", "diagram", "time_material", "checkout", "on_site"), []
    with tablet_screen(alex.core, qtbot) as screen:
        for page in ("today", *of_visit, "parts", "own_history"):
            arguments = VISIT if page in of_visit else {}
            screen.application.navigation.open(page, **arguments)
            for size in (LYING, STANDING):
                screen.window.resize(*size)
                screen.rest()
                found += [f"{page} {size}: {one}" for one in faults(screen) if "is cut off" not in one]
    assert not found, "\n".join(found)


# ---- In the middle of something -------------------------------------------------------------------------------------


def test_turning_the_tablet_and_its_look_keeps_the_sheet_and_its_words(screen: TabletScreen) -> None:
    screen.application.navigation.open("time_material", **VISIT)
    screen.touch("addExpense")
    screen.type("expenseText", "Par")
    context = screen.application.context
    for turn in (
        lambda: screen.window.resize(*STANDING), lambda: context.texts.set_language("en"),
        lambda: context.look.setTheme("sun"), lambda: context.look.setTextScale(1.3),
        lambda: context.look.setLeftHanded(True), lambda: screen.window.resize(*LYING),
        lambda: context.texts.set_language("sv"),
    ):
        turn()
        screen.rest()
        assert screen.sees("expenseText").property("text") == "Par"
        assert not faults(screen, left_handed=bool(context.look.property("leftHanded")))
    screen.type("expenseText", "kering")
    screen.type("expenseAmount", "45")
    screen.touch("saveExpense")
    screen.is_gone("expenseText")
    screen.settle()
    found = screen.application.core.database.ask(records, STORY.visit, STORY.alex, STORY.start)
    assert [one.text for one in found.expenses] == ["Parkering"]


def test_a_photo_that_is_being_saved_as_the_window_closes_is_saved(
    tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "kanna.jpg").write_bytes(jpeg(size=(3000, 2000)))
    with opened_tablet(tmp_path / "tablet") as core:
        build_story(core)
        FieldDay(core).arrives()
        with tablet_screen(core, qtbot) as screen:
            screen.application.navigation.open("photo", **VISIT)
            model: Any = screen.application.navigation.page_model
            screen.settle()
            model.add_file(QUrl.fromLocalFile(str(tmp_path / "kanna.jpg")))
            screen.window.close()
        with core.database.read() as session:
            kept = session.scalars(select(Attachment.sha256).where(Attachment.object_kind == "activity")).all()
        assert len(kept) == 1 and core.blobs.has(kept[0])


def test_half_typed_words_are_there_after_the_window_was_closed(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
        FieldDay(core).arrives()
        with tablet_screen(core, qtbot) as screen:
            screen.application.navigation.open("time_material", **VISIT)
            screen.touch("addExpense")
            screen.type("expenseText", "Färj")
            screen.window.close()
        with tablet_screen(core, qtbot) as again:
            assert again.sees("expenseText").property("text") == "Färj"
            again.settle()


def office_says(core: Core, what: str) -> None:
    """As the sync does when rows arrive: written, then told on the change bus."""
    with core.database.write() as session:
        visit = session.get_one(Activity, STORY.visit)
        part = session.get_one(ServiceAssignment, STORY.assignment)
        if what == "another time":
            visit.planned_start = STORY.at("13:15")
        elif what == "the way in":
            session.get_one(Address, STORY.address).access_note = "Portkod 4321"
        elif what == "the number":
            session.get_one(Contact, STORY.james).mobile = "+46709876543"
        elif what == "cancelled":
            visit.state, part.step = "cancelled", "cancelled"
        elif what == "somebody else's":
            visit.lead_person_id, part.step = STORY.milan, "cancelled"
        else:  # its rows have left this tablet
            part.person_id = STORY.milan
    touched = {
        "the way in": (Touched("address", STORY.address, "updated"),),
        "the number": (Touched("contact", STORY.james, "updated"),),
    }.get(what, (
        Touched("activity", STORY.visit, "updated"), Touched("service_assignment", STORY.assignment, "updated")
    ))
    core.changes.publish(Changes(touched=touched))


@pytest.mark.parametrize("what", ["another time", "cancelled", "somebody else's"])
def test_what_the_office_changes_closes_no_sheet_and_takes_no_words(
    screen: TabletScreen, alex: FieldDay, what: str
) -> None:
    alex.uses(STORY.gasket)
    seen, said = 0, []
    screen.application.context.messages.said.connect(lambda words, _tone, act: said.append((words, act)))
    alex.starts_checklist("instance")
    for page in ("job", "checklist", "time_material", "checkout"):
        screen.application.navigation.open(page, **({"instanceId": "instance"} if page == "checklist" else VISIT))
        screen.settle()
        for number in range(len(sheets(screen.window.contentItem()))):
            sheet = sheets(screen.window.contentItem())[number]
            call(sheet, "open")
            box = next((
                one for one in screen.items() if sheet.isAncestorOf(one) and one.isEnabled()
                and (one.inherits("QQuickTextField") or one.inherits("QQuickTextArea"))
            ), None)
            if box is not None:
                screen.type(box.objectName(), "Qvx7")
            office_says(alex.core, what)
            screen.settle()
            assert sheet.property("opened"), f"{page}: {sheet.objectName()}"
            if box is not None:
                assert "Qvx7" in str(screen.sees(box.objectName()).property("text"))
            call(sheet, "close")
            seen += 1
    assert seen >= 9
    assert len(said) == 1, "said once, whatever else changes after it"


@pytest.mark.parametrize(("what", "words"), [
    ("another time", "Kontoret ändrade tiden till 13:15."),
    ("the way in", "Kontoret ändrade hur du kommer in: Portkod 4321."),
    ("the number", "James Wallin har ett nytt nummer: 070-987 65 43."),
    ("cancelled", "Kontoret har tagit tillbaka jobbet"),
    ("somebody else's", "Kontoret har tagit tillbaka jobbet"), ("gone", "Kontoret har tagit tillbaka jobbet"),
])
def test_what_the_office_changes_is_said_over_the_checklist_and_leads_to_the_job(
    screen: TabletScreen, alex: FieldDay, what: str, words: str
) -> None:
    alex.starts_checklist("instance")
    navigation = screen.application.navigation
    navigation.open("job", **VISIT)
    navigation.open("checklist", instanceId="instance", step="pressure")
    screen.settle()
    for key in ("1", "decimal", "0"):
        screen.touch(f"key-{key}")
    office_says(alex.core, what)
    screen.sees("toastText", words)
    assert navigation.page_model is not None
    assert navigation.page_model.view["step"]["value"] == "1,0"
    screen.touch("toastAct", "Visa")
    screen.sees("jobPage")
    screen.settle()


def test_a_job_that_was_taken_back_does_not_come_back_with_the_clock(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("job", **VISIT)
    screen.sees("next")
    office_says(alex.core, "gone")
    screen.sees("jobPage", "Jobbet finns inte längre här")
    model: Any = screen.application.navigation.page_model
    model._clock.timeout.emit()
    screen.settle()
    assert model.view["gone"]
    screen.is_gone("next")


def test_words_for_a_job_that_has_left_the_tablet_stay_and_it_is_said_why(screen: TabletScreen, alex: FieldDay) -> None:
    screen.application.navigation.open("job", **VISIT)
    screen.touch("moreActions")
    screen.touch("writeNote")
    screen.type("noteText", "Nyckeln ligger hos grannen")
    with alex.core.database.write() as session:
        removed = drop_rows(session, "service_assignment", [STORY.assignment]).touched
        removed += drop_rows(session, "activity", [STORY.visit]).touched
    screen.touch("saveNote")
    screen.sees("toastText", "Kontoret har tagit tillbaka jobbet, så det här sparades inte i det.")
    assert screen.sees("noteText").property("text") == "Nyckeln ligger hos grannen"
    assert len(removed) == 2


def test_today_leads_to_the_job_he_stands_at_though_an_earlier_one_is_paused(
    screen: TabletScreen, alex: FieldDay
) -> None:
    another_job(alex.core, "Restaurang Kajen", "Service", "12:55", "arrived")
    with alex.core.database.write() as session:
        session.get_one(ServiceAssignment, "assignment-1255").arrived_at = STORY.at("09:00")
    alex.step("paused")
    screen.application.navigation.open("today")
    screen.sees("act_visit-1255", "Fortsätt")
    screen.is_gone(f"act_{STORY.visit}")
    assert screen.application.navigation.jobId == "visit-1255"
