"""Whatever box a person types in, on any page, step or sheet: the letters stand there again after a sudden end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.model.attachment import Signature
from core.model.customer import Contact
from core.model.day_log import DayEntry
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.visit import Expense, Material, Mileage, Note, TimeEffort
from core.queries.visit_photos import one_photo
from core.services.screen_state import keep_screen_state, kept_screen_state
from field_app.navigation import Navigation
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import FILMS
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import PHOTO, build_tour, call, sheets, stops

WORDS = "Qvx7"
UNPAIRED = {"pairing", "relay"}
"""Pages of the sync, which have their own tests."""


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    build_tour(tablet)
    with tablet_screen(tablet, qtbot) as shown:
        yield shown


def boxes(screen: TabletScreen, within: QQuickItem | None = None) -> dict[str, QQuickItem]:
    """The boxes that a person can type in now, by name; only those of a sheet when one is given."""
    found = {
        item.objectName(): item for item in screen.items()
        if (item.inherits("QQuickTextField") or item.inherits("QQuickTextArea"))
        and item.isEnabled() and not item.property("readOnly") and (within is None or within.isAncestorOf(item))
    }
    assert "" not in found, "a box without a name cannot be given its letters back"
    return found


def ends_suddenly(screen: TabletScreen) -> None:
    """The place as it is on the disk is read again; nothing is committed or said before."""
    screen.settle()
    navigation = screen.application.navigation
    before = navigation.page_model
    if before is not None:
        before.blockSignals(True)
    navigation.start(screen.application.context)
    screen.settle()


def survives(screen: TabletScreen, typed: list[str], where: str) -> list[str]:
    """What is missing of the letters that were typed."""
    shown = {name: str(item.property("text")) for name, item in boxes(screen).items()}
    return [f"{where}: {name} says {shown.get(name)!r}" for name in typed if WORDS not in shown.get(name, "")]


@FILMS
def test_every_box_of_every_page_step_and_sheet_keeps_what_is_half_typed(screen: TabletScreen) -> None:
    navigation: Navigation = screen.application.navigation
    lost: list[str] = []
    seen: set[str] = set()
    for stop in stops():
        if stop.page in UNPAIRED:
            continue
        stop.open(navigation)
        screen.settle()
        lost += types_in_all(screen, stop.name, None, seen)
        names = [sheet.objectName() for sheet in sheets(screen.window.contentItem())]
        for number in range(len(names)):
            sheet = sheets(screen.window.contentItem())[number]
            call(sheet, "open")
            lost += types_in_all(screen, f"{stop.name}/{names[number]}", sheet, seen)
            opened = [one for one in sheets(screen.window.contentItem()) if one.property("opened")]
            for one in opened:
                call(one, "close")
    assert not lost, "\n".join(lost)
    assert len(seen) >= 20, f"the walk found only {sorted(seen)}"


def types_in_all(screen: TabletScreen, where: str, sheet: QQuickItem | None, seen: set[str]) -> list[str]:
    names = list(boxes(screen, sheet))
    for name in names:
        screen.type(name, WORDS)
    if not names:
        return []
    seen.update(names)
    ends_suddenly(screen)
    return survives(screen, names, where)


def test_what_is_chosen_in_a_sheet_is_chosen_again(screen: TabletScreen) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("addTime")
    screen.touch("timeKind-travel")
    screen.touch("minutesMore")
    ends_suddenly(screen)
    assert screen.sees("timeKind-travel").property("chosen")
    screen.sees("minutes", "35")


def test_a_sheet_that_was_closed_stays_closed_and_its_words_are_thrown_away(screen: TabletScreen, tablet: Core) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("addExpense")
    screen.type("expenseText", "Parkering")
    screen.touch("closeSheet")
    ends_suddenly(screen)
    screen.is_gone("expenseText")
    assert "Parkering" not in tablet.database.ask(kept_screen_state, "place")
    screen.touch("addExpense")
    assert screen.sees("expenseText").property("text") == ""


@dataclass(frozen=True)
class Adding:
    """How a person adds a row of this kind: the buttons to its sheet or page, what he types, and what saves it."""

    row: type[Any]
    page: str
    saves: str
    opens: tuple[str, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    chooses: tuple[str, ...] = ()
    arguments: dict[str, str] = field(default_factory=lambda: {"activityId": STORY.visit})


_GAP = f"gap-{STORY.at('07:40').isoformat()}"
ADDINGS = {
    "expense": Adding(
        Expense, "time_material", "saveExpense", ("addExpense",),
        (("expenseText", "Parkering"), ("expenseAmount", "45")),
    ),
    "note": Adding(
        Note, "job", "saveNote", ("moreActions", "writeNote"), (("noteText", "Nyckeln finns i skafferiet"),)
    ),
    "time": Adding(
        TimeEffort, "time_material", "saveNewTime", ("addTime",), chooses=("timeKind-travel", "minutesMore")
    ),
    "kilometres": Adding(Mileage, "time_material", "saveMileage", ("enterMileage",), chooses=("key-1", "key-7")),
    "serials": Adding(
        Material, "time_material", "saveSerials", (f"serials-{STORY.gasket}/1",), (("newSerial", "NY-77"),)
    ),
    "fault": Adding(
        Note, "finding", "sendFinding", types=(("findingTextArea", "Kvarnen låter illa"),),
        chooses=("machine_-",), arguments={"activityId": STORY.visit, "kind": "fault"},
    ),
    "follow-up": Adding(
        Note, "finding", "sendFinding", types=(("findingTextArea", "Byt pump nästa gång"),),
        arguments={"activityId": STORY.visit, "kind": "return"},
    ),
    "machine": Adding(
        Equipment, "on_site", "saveOnSite", types=(("onSite-name", "Mahlkönig E65S"),),
        arguments={"activityId": STORY.visit, "kind": "machine"},
    ),
    "contact": Adding(
        Contact, "on_site", "saveOnSite", types=(("onSite-name", "Petra Holm"),),
        arguments={"activityId": STORY.visit, "kind": "contact"},
    ),
    "no signature": Adding(
        Signature, "checkout", "saveUnsigned", ("withoutSignature",), (("unsignedReason", "Ville vänta på chefen"),),
        chooses=("unsigned-refused",),
    ),
    "day": Adding(DayEntry, "day_log", "fill-travel", (f"dayFill-{_GAP}",), arguments={}),
}
"""Every sheet and page that adds a row."""


@pytest.mark.parametrize("adding", ADDINGS.values(), ids=ADDINGS)
def test_what_was_saved_just_before_a_sudden_end_and_again_after_it_is_there_once(
    screen: TabletScreen, tablet: Core, adding: Adding
) -> None:
    """It was committed, but that its sheet was closed was not yet written: the sheet lies open again."""

    def rows() -> int:
        with tablet.database.read() as session:
            return session.scalars(select(func.count()).select_from(adding.row)).one()

    def fills() -> None:
        screen.application.navigation.open(adding.page, **adding.arguments)
        screen.settle()
        for button in adding.opens:
            screen.touch(button)
        for button in adding.chooses:
            screen.touch(button)
        for box, words in adding.types:
            screen.type(box, words)
        screen.holds(lambda: all(words in kept_texts(tablet) for _box, words in adding.types))
        screen.settle()

    with tablet.database.write() as session:
        session.get_one(Item, STORY.gasket).serial_tracked = True
    before = rows()
    fills()
    while_it_lay_open = tablet.database.ask(kept_screen_state, "place")
    screen.touch(adding.saves)
    screen.settle()
    assert rows() == before + 1
    keep_screen_state(tablet.database, "place", while_it_lay_open)
    ends_suddenly(screen)
    screen.touch(adding.saves)
    screen.settle()
    assert rows() == before + 1
    if adding.row in (DayEntry, Signature):
        return  # the gap is filled, and who does not sign is noted: nothing more is asked for
    fills()
    screen.touch(adding.saves)
    screen.holds(lambda: rows() == before + 2)


def test_what_was_changed_before_it_was_saved_again_after_a_sudden_end_is_kept_too(
    screen: TabletScreen, tablet: Core
) -> None:
    screen.application.navigation.open("time_material", activityId=STORY.visit)
    screen.touch("addExpense")
    screen.type("expenseText", "Parkering")
    screen.type("expenseAmount", "45")
    screen.holds(lambda: "45" in kept_texts(tablet))
    screen.settle()
    while_it_lay_open = tablet.database.ask(kept_screen_state, "place")
    screen.touch("saveExpense")
    screen.settle()
    keep_screen_state(tablet.database, "place", while_it_lay_open)
    ends_suddenly(screen)
    screen.type("expenseAmount", "54", clear=True)
    screen.touch("saveExpense")
    screen.settle()
    with tablet.database.read() as session:
        assert sorted(int(one) for one in session.scalars(select(Expense.amount))) == [45, 54]


def test_words_kept_on_a_photo_just_before_a_sudden_end_and_again_after_it_stand_there_once(
    screen: TabletScreen, tablet: Core
) -> None:
    def words() -> list[str]:
        photo = tablet.database.ask(one_photo, PHOTO)
        assert photo is not None
        return [one["text"] for one in photo.marks if one["kind"] == "text"]

    before = words()
    screen.application.navigation.open("photo_marks", activityId=STORY.visit, attachmentId=PHOTO)
    screen.touch("tool-text")
    screen.settle()
    ends_suddenly(screen)
    screen.sees("photoMarksPage", "Tryck i bilden där orden ska stå")  # the tool is in the hand again
    screen.touch("markField")
    screen.type("markSaid", "Spricka")
    screen.holds(lambda: "Spricka" in kept_texts(tablet))
    screen.settle()
    while_it_lay_open = tablet.database.ask(kept_screen_state, "place")
    screen.touch("markKeep")
    screen.holds(lambda: words() == [*before, "Spricka"])
    screen.settle()
    keep_screen_state(tablet.database, "place", while_it_lay_open)
    ends_suddenly(screen)
    screen.touch("markKeep")
    screen.settle()
    assert words() == [*before, "Spricka"]


def kept_texts(tablet: Core) -> list[str]:
    """Each whole text of the kept place: ids are texts of their own, so that a typed "45" is not found in one."""
    return list(_texts(json.loads(tablet.database.ask(kept_screen_state, "place") or "[]")))


def _texts(kept: Any) -> Iterator[str]:
    if isinstance(kept, dict | list):
        for one in kept.values() if isinstance(kept, dict) else kept:
            yield from _texts(one)
    elif isinstance(kept, str):
        yield kept


def test_the_half_drawn_signature_and_the_name_stay_with_the_customer(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("turnToCustomer")
        screen.sees("signatureName")
        screen.draw("signatureField", [[0.2, 0.4], [0.4, 0.6], [0.6, 0.4]])
        screen.type("signatureName", " Holm", clear=True)
        ends_suddenly(screen)
        assert screen.sees("signatureName").property("text") == " Holm"
        assert len(screen.sees("signatureField").property("strokes")) == 1
        screen.touch("approve")
        screen.sees("finishVisit")
        screen.settle()
