"""The disk fills up in the middle of a job: it is said, words stay where they were typed, and nothing is blocked."""

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import Q_ARG, QMetaObject, Qt

from core.bootstrap import Core
from core.commands.visit import AddNote
from core.errors import SurroundingsError
from core.model.attachment import Signature
from core.queries.records import records
from tests.helpers.field_day import FieldDay
from tests.helpers.full_disk import FULL, LONG, Disk
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen

VISIT = {"activityId": STORY.visit}
def heard(screen: TabletScreen) -> list[str]:
    said: list[str] = []
    screen.application.context.messages.said.connect(lambda words, _tone, _act: said.append(words))
    return said


def expenses(alex: FieldDay) -> list[str]:
    found = alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now()).expenses
    return [one.text for one in found]


def put(screen: TabletScreen, box: str, words: str) -> None:
    QMetaObject.invokeMethod(
        screen.sees(box), "put", Qt.ConnectionType.DirectConnection, Q_ARG("QString", words)  # type: ignore[call-overload]
    )


def test_what_was_typed_in_a_sheet_stands_there_again_and_goes_with_the_next_touch(
    disk: Disk, screen: TabletScreen, alex: FieldDay
) -> None:
    said = heard(screen)
    screen.application.navigation.open("time_material", **VISIT)
    screen.touch("addExpense")
    screen.type("expenseAmount", "45")
    put(screen, "expenseText", LONG)
    screen.settle()
    disk.fill()
    screen.touch("saveExpense")
    screen.settle()
    assert any(FULL in one for one in said)
    assert screen.sees("expenseText").property("text") == LONG
    assert screen.sees("expenseAmount").property("text") == "45"
    assert expenses(alex) == []
    disk.clear()
    screen.touch("saveExpense")
    screen.is_gone("expenseText")
    screen.settle()
    assert len(expenses(alex)) == 1


def test_letters_that_cannot_be_kept_are_told_of_once(disk: Disk, screen: TabletScreen) -> None:
    said = heard(screen)
    screen.application.navigation.open("time_material", **VISIT)
    screen.touch("addExpense")
    screen.settle()
    disk.fill()
    for words in (LONG * 3, LONG * 3 + "x", LONG * 3 + "xy"):
        put(screen, "expenseText", words)
        screen.settle()
    assert [FULL in one for one in said] == [True]
    disk.clear()
    put(screen, "expenseText", "Parkering")
    screen.settle()
    assert len(said) == 1


def test_a_command_whose_page_was_left_says_that_it_failed(disk: Disk, screen: TabletScreen, alex: FieldDay) -> None:
    said = heard(screen)
    screen.application.navigation.open("job", **VISIT)
    screen.settle()
    model = screen.application.navigation.page_model
    assert model is not None
    disk.fill()
    model.do(AddNote(activity_id=STORY.visit, note_id="note-full", text=LONG))
    screen.application.navigation.open("today")
    screen.settle()
    assert any(FULL in one for one in said)


def test_a_signature_that_cannot_be_stored_stays_under_the_hand_and_finishing_goes_on(
    disk: Disk, screen: TabletScreen, alex: FieldDay
) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    screen.application.navigation.open("checkout", **VISIT)
    screen.touch("turnToCustomer")
    screen.sees("signatureName")
    screen.draw("signatureField", [[0.2 + 0.001 * (n % 500), 0.3 + 0.3 * (n % 2)] for n in range(120)])
    screen.settle()
    disk.fill()
    screen.touch("approve")
    screen.settle()
    screen.sees("toastText", FULL)  # the sentence lies over the customer's page, too
    assert len(screen.sees("signatureField").property("strokes")) == 1
    disk.clear()
    screen.touch("approve")
    screen.sees("finishVisit")
    screen.settle()
    with alex.core.database.read() as session:
        assert [one.state for one in session.query(Signature)] == ["signed"]


def test_a_refused_end_of_the_job_can_be_tried_again(
    screen: TabletScreen, alex: FieldDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes()
    alex.comes_out()
    alex.gets_signature()
    screen.application.navigation.open("checkout", **VISIT)
    screen.sees("finishVisit")

    def refuses(*_given: object) -> None:
        raise SurroundingsError("errors.disk_full")

    with monkeypatch.context() as full:
        full.setattr(alex.core.commands, "execute", refuses)
        screen.touch("finishVisit")
        screen.settle()
        screen.sees("toastText", FULL)
    screen.touch("finishVisit")
    screen.sees("donePage")


def test_a_disk_that_fills_up_is_said_once_in_the_job(
    screen: TabletScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, watch = heard(screen), screen.application.health_watch
    screen.application.navigation.open("job", **VISIT)
    watch.look()
    screen.settle()
    assert said == []
    monkeypatch.setattr("core.presenters.tablet_health.LEAST_FREE", 2**62)
    for _ in range(2):
        watch.look()
        screen.settle()
    assert len(said) == 1 and "Allt du har gjort är sparat" in said[0]


def test_a_photo_that_has_no_room_says_so_in_plain_words(tablet: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SurroundingsError) as refused:
        tablet.blobs.put(b"a photo")
    assert refused.value.key == "errors.disk_full"
