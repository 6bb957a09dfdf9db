"""What goes wrong outside while a sheet lies open or the customer signs: it is said, what is under the hand stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.changes import Changes, Touched
from core.model.attachment import Signature
from core.model.customer import Contact
from core.model.workforce import PersonSkill, Skill
from core.presenters import tablet_health
from core.sync.moments import to_text
from core.sync.tablet_notes import TabletNotes
from field_app.application import FieldApplication
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

VISIT = {"activityId": STORY.visit}
Happens = Callable[[FieldApplication, pytest.MonkeyPatch], None]


def the_disk_fills_up(tablet: FieldApplication, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tablet_health, "LEAST_FREE", 2**62)
    tablet.health_watch.look()


def the_clock_is_found_wrong(tablet: FieldApplication, _patch: pytest.MonkeyPatch) -> None:
    TabletNotes(tablet.core).met(to_text(tablet.core.clock.now() - timedelta(minutes=20)))
    tablet.health_watch.look()


def a_certificate_runs_out(tablet: FieldApplication, _patch: pytest.MonkeyPatch) -> None:
    with tablet.core.database.write() as session:
        session.add(Skill(id="gas", name="Gas", required_by_law=True))
        session.flush()
        session.add(PersonSkill(
            id="alex-gas", person_id=STORY.alex, skill_id="gas", valid_to=TODAY - timedelta(days=1)
        ))
    tablet.health_watch.look()


def the_office_changes_the_job(tablet: FieldApplication, _patch: pytest.MonkeyPatch) -> None:
    with tablet.core.database.write() as session:
        session.get_one(Contact, STORY.james).mobile = "+46709876543"
    tablet.core.changes.publish(Changes(touched=(Touched("contact", STORY.james, "updated"),)))


TROUBLES: dict[str, tuple[Happens, dict[str, tuple[str, ...]]]] = {
    "disk": (the_disk_fills_up, {
        "sv": ("MB ledigt på plattan", "Allt du har gjort är sparat", "Frigör plats"),
        "en": ("MB left on the tablet", "Everything you have done is saved", "Make room"),
    }),
    "clock": (the_clock_is_found_wrong, {
        "sv": ("klocka gick 20 min före kontorets", "Allt är sparat", "Ställ klockan"),
        "en": ("clock was 20 min ahead", "Everything is saved", "Set the clock"),
    }),
    "certificate": (a_certificate_runs_out, {
        "sv": ("certifikat Gas gick ut 23 november", "Allt du har gjort är sparat", "Ring kontoret"),
        "en": ("certificate Gas expired 23 November", "Everything you have done is saved", "Call the office"),
    }),
    "office": (the_office_changes_the_job, {
        "sv": ("James Wallin har ett nytt nummer",), "en": ("James Wallin has a new number",),
    }),
}
CASES = [(trouble, language) for trouble in TROUBLES for language in ("sv", "en")]


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    day = FieldDay(tablet)
    day.works_up_to_the_signature()
    return day


def says(screen: TabletScreen, words: tuple[str, ...]) -> None:
    for one in words:
        screen.sees("toastText", one)


@pytest.mark.parametrize(("trouble", "language"), CASES)
def test_with_a_sheet_open_it_is_said_and_the_words_stay(
    alex: FieldDay, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, trouble: str, language: str
) -> None:
    happens, words = TROUBLES[trouble]
    with tablet_screen(alex.core, qtbot, language=language) as screen:
        screen.application.navigation.open("job", **VISIT)
        screen.settle()
        screen.application.navigation.open("time_material", **VISIT)
        screen.touch("addExpense")
        screen.type("expenseText", "Parkering")
        screen.settle()
        happens(screen.application, monkeypatch)
        says(screen, words[language])
        assert screen.sees("expenseText").property("text") == "Parkering"
        screen.type("expenseAmount", "45")
        screen.touch("saveExpense")
        screen.is_gone("expenseText")
        screen.settle()


@pytest.mark.parametrize(("trouble", "language"), CASES)
def test_while_the_customer_signs_it_waits_and_is_said_when_the_tablet_is_turned_back(
    alex: FieldDay, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, trouble: str, language: str
) -> None:
    happens, words = TROUBLES[trouble]

    def strokes() -> int:
        pen: QQuickItem = screen.sees("signatureField")
        return len(pen.property("strokes"))

    with tablet_screen(alex.core, qtbot, language=language) as screen:
        screen.application.navigation.open("job", **VISIT)
        screen.settle()
        screen.application.navigation.open("checkout", **VISIT)
        screen.touch("turnToCustomer")
        screen.sees("signatureName")
        screen.settle()
        screen.draw("signatureField", [[0.2, 0.4], [0.4, 0.6], [0.6, 0.4]])
        happens(screen.application, monkeypatch)
        screen.settle()
        assert strokes() == 1 and not screen.items("toast"), "it is not the customer's"
        screen.draw("signatureField", [[0.3, 0.7], [0.5, 0.5]])
        assert strokes() == 2
        screen.touch("approve")
        says(screen, words[language])
        screen.sees("finishVisit")
        screen.settle()
    with alex.core.database.read() as session:
        (signature,) = session.query(Signature)
        assert signature.state == "signed" and len(signature.strokes) == 2


def test_what_was_wrong_before_the_start_is_said_on_the_page_that_opens(
    alex: FieldDay, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tablet_screen(alex.core, qtbot) as screen:
        screen.application.navigation.open("time_material", **VISIT)
        screen.settle()
    monkeypatch.setattr(tablet_health, "LEAST_FREE", 2**62)
    with tablet_screen(alex.core, qtbot) as screen:
        screen.sees("timeMaterialPage")
        screen.sees("toastText", "MB ledigt på plattan")
