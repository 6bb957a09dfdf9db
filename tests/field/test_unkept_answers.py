"""Answers that the store refuses stand on their steps until they are kept: on a full disk, and after a new start."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.checklist import AnswerStep
from core.errors import SurroundingsError
from core.presenters.unkept_answers import Unkept, UnkeptAnswer, read, with_answer, written
from core.queries.checklist_run import checklist_run
from tests.helpers.field_day import FieldDay
from tests.helpers.full_disk import FULL, LONG, Disk
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

STEPS: list[dict[str, Any]] = [
    {"id": "works", "kind": "yes_no", "title": {"sv": "Fungerar den?"}},
    {"id": "found", "kind": "text", "title": {"sv": "Vad är fel?"}},
    {"id": "pressure", "kind": "measure", "unit": "bar", "decimals": 2, "title": {"sv": "Tryck"}},
    {"id": "clean", "kind": "yes_no", "title": {"sv": "Ren?"}},
]


@pytest.fixture
def begun(tablet: Core, alex: FieldDay) -> Core:
    alex.starts_steps(STEPS)
    return tablet


@pytest.fixture
def screen(begun: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(begun, qtbot) as shown:
        yield shown


@pytest.fixture
def refusing(begun: Core, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Steps whose answers the store refuses."""
    steps: set[str] = set()
    execute = begun.commands.execute

    def maybe(command: Any, *more: Any) -> Any:
        if isinstance(command, AnswerStep) and command.element_id in steps:
            raise SurroundingsError("errors.disk_full")
        return execute(command, *more)

    monkeypatch.setattr(begun.commands, "execute", maybe)
    yield steps
    steps.clear()


def opened(screen: TabletScreen, step: str) -> None:
    screen.application.navigation.open("checklist", instanceId="instance", step=step)
    stands_at(screen, step)


def stands_at(screen: TabletScreen, step: str) -> None:
    def there() -> None:
        model = screen.application.navigation.page_model
        assert model is not None and model.view["step"]["id"] == step

    screen.until(there)


def kept(core: Core) -> dict[str, dict[str, Any]]:
    run = core.database.ask(checklist_run, "instance")
    assert run is not None
    return {step.element_id: step.answer for step in run.steps if step.answer}


def presses(screen: TabletScreen, keys: str) -> None:
    for key in keys:
        screen.touch(f"key-{ {',': 'decimal'}.get(key, key) }")


def pastes(screen: TabletScreen, text: str) -> QQuickItem:
    """More than anybody types, at once, in the place of what stands in the step's box."""
    box = screen.sees("stepTextArea")
    box.forceActiveFocus()
    QTest.keyClick(screen.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.sendEvent(
        screen.window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
    )
    return box


def test_next_waits_for_room_and_loses_no_letter(disk: Disk, screen: TabletScreen, begun: Core) -> None:
    opened(screen, "found")
    disk.fill()
    box = pastes(screen, LONG)
    for _ in range(2):
        screen.touch("stepNext")
        screen.sees("toastText", FULL)
        screen.settle()
        stands_at(screen, "found")
        screen.sees("stepUnkept")
        assert box.property("text").strip() == LONG.strip()
    disk.clear()
    screen.touch("stepNext")
    stands_at(screen, "pressure")
    screen.settle()
    assert kept(begun) == {"found": {"text": LONG.strip()}}
    assert not screen.items("stepUnkept")


def test_what_was_refused_stands_on_its_step_again_and_goes_once_there_is_room(
    refusing: set[str], screen: TabletScreen, begun: Core
) -> None:
    refusing.update(("pressure", "works"))
    opened(screen, "works")
    screen.touch("answerNo")
    screen.sees("toastText", FULL)
    stands_at(screen, "works")
    screen.touch("step-pressure")
    presses(screen, "0,9")
    screen.touch("stepBack")
    stands_at(screen, "found")
    screen.sees("step-pressure", "Inte sparat")
    screen.touch("step-pressure")
    screen.sees("stepValue", "0,9")
    screen.sees("stepUnkept", "inte sparat än")
    screen.touch("step-works")
    stands_at(screen, "works")
    assert screen.sees("answerNo").property("chosen")
    screen.settle()
    assert kept(begun) == {}
    refusing.clear()
    screen.touch("step-clean")
    stands_at(screen, "clean")
    screen.touch("answerYes")
    screen.settle()
    screen.is_gone("stepUnkept")
    assert kept(begun) == {
        "works": {"answer": "no"}, "pressure": {"value": "0.9"}, "clean": {"answer": "yes"},
    }


def test_what_was_refused_outlives_its_page_and_the_program(
    refusing: set[str], begun: Core, qtbot: QtBot
) -> None:
    refusing.add("pressure")
    with tablet_screen(begun, qtbot) as screen:
        opened(screen, "pressure")
        presses(screen, "12")
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("toastText", FULL)
        screen.settle()
    with tablet_screen(begun, qtbot) as screen:
        opened(screen, "pressure")
        screen.sees("stepValue", "12")
        screen.sees("stepUnkept")
        screen.settle()
        assert kept(begun) == {}
        refusing.clear()
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.settle()
    assert kept(begun) == {"pressure": {"value": "12"}}


def test_a_checklist_is_not_closed_over_an_answer_that_is_not_stored(
    refusing: set[str], screen: TabletScreen, begun: Core
) -> None:
    refusing.add("found")
    opened(screen, "found")
    screen.type("stepTextArea", "Läcker")
    screen.touch("step-clean")
    screen.settle()
    screen.touch("stepNext", "Tid och material")
    stands_at(screen, "found")
    screen.sees("stepUnkept")
    refusing.clear()
    screen.touch("stepNext")
    stands_at(screen, "pressure")
    screen.settle()
    assert kept(begun) == {"found": {"text": "Läcker"}}


def test_too_many_letters_are_said_and_stay_to_be_shortened(screen: TabletScreen, begun: Core) -> None:
    opened(screen, "found")
    pastes(screen, "x" * 4001)
    screen.settle()
    screen.touch("stepBack")
    stands_at(screen, "works")
    screen.touch("step-found")
    screen.sees("stepUnkept")
    assert len(screen.sees("stepTextArea").property("text")) == 4001
    pastes(screen, "x" * 4000)
    screen.touch("stepNext")
    stands_at(screen, "pressure")
    screen.settle()
    assert kept(begun) == {"found": {"text": "x" * 4000}}


ANSWERS = st.builds(
    UnkeptAnswer, st.dictionaries(st.text(), st.text() | st.lists(st.floats(0, 1))), st.text(), st.booleans()
)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.none() | ANSWERS)))
def test_what_is_written_down_is_read_again(given_: list[tuple[str, str, UnkeptAnswer | None]]) -> None:
    unkept: Unkept = {}
    last: dict[tuple[str, str], UnkeptAnswer | None] = {}
    for instance, step, answer in given_:
        unkept = with_answer(unkept, instance, step, answer)
        last[instance, step] = answer
    assert read(written(unkept)) == unkept
    assert {(i, s): one for i, steps in unkept.items() for s, one in steps.items()} == {
        where: one for where, one in last.items() if one is not None
    }
    assert (written(unkept) == "") == (not unkept)


@given(st.text() | st.sampled_from(['{"a": 1}', "[1]", '[["a"]]', "null", '[["a", "b", 3, "", true]]']))
def test_what_somebody_else_wrote_is_nothing(text: str) -> None:
    assert read(text) == {}
