"""The battery runs out: photos wait, what is half typed is stored, and each is said in time."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.rules.battery import EMPTY, LOW, Battery, stage
from core.sync.blob_mover import BlobMover
from core.sync.mail import Mail
from field_app.device import battery
from field_app.device.battery import read_battery
from tests.helpers.field_day import FieldDay
from tests.helpers.standing_sync import SENT, Standing
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen
from tests.helpers.walk import faults as faults_on


class Holding(Standing):
    """A sync that can be told to hold photos."""

    def __init__(self) -> None:
        super().__init__(SENT)
        self.holds_photos = False
        self.pokes = 0

    def poke(self) -> None:
        self.pokes += 1


def supply(folder: Path, name: str, **files: str) -> None:
    (folder / name).mkdir(exist_ok=True)
    for file, content in files.items():
        (folder / name / file).write_text(content + "\n", "utf-8")


@given(st.integers(0, 100), st.booleans())
def test_the_stages_are_as_designed(percent: int, charging: bool) -> None:
    expected = "fine" if charging or percent > LOW else "low" if percent > EMPTY else "empty"
    assert stage(Battery(percent, charging)) == expected
    assert (LOW, EMPTY) == (15, 5) and stage(None) == "fine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked by a question, not by files")
def test_linux_tells_it_in_files(tmp_path: Path) -> None:
    assert read_battery(tmp_path / "none") is None and read_battery(tmp_path) is None
    supply(tmp_path, "hid-pen", type="Battery", scope="Device", capacity="2", status="Discharging")
    assert read_battery(tmp_path) is None, "a pen's battery powers no tablet"
    supply(tmp_path, "BAT0", type="Battery", capacity="14", status="Discharging")
    supply(tmp_path, "BAT1", type="Battery", capacity="60", status="Discharging")
    supply(tmp_path, "AC", type="Mains", online="0")
    assert read_battery(tmp_path) == Battery(14, False)
    supply(tmp_path, "AC", type="Mains", online="1")
    assert read_battery(tmp_path) == Battery(14, True)
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", capacity="nonsense")
    supply(tmp_path, "BAT1", status="Charging")
    assert read_battery(tmp_path) == Battery(60, True)


def test_photos_wait_and_what_is_half_typed_is_stored(
    tablet: Core, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_story(tablet)
    monkeypatch.setattr(battery, "SUPPLIES", tmp_path)
    sync = Holding()
    with tablet_screen(tablet, qtbot, sync=sync) as screen:
        screen.application.context.tablet.start()
        watch, page = screen.application.low_battery, screen.application.navigation.page_model
        flushed: list[str] = []
        monkeypatch.setattr(type(page), "flush", lambda _page: flushed.append("flushed"))
        sync.becomes(replace(SENT, photos=3))
        screen.sees("syncPill", "Skickar bilder · 3 kvar")
        for percent, place, words in (
            ("40", "", ""), ("15", "healthCard", "Batteriet har 15 % kvar. Allt är sparat; 3 bilder väntar"),
            ("5", "powerNotice", "Batteriet har 5 % kvar"), ("4", "powerNotice", "Batteriet har 4 % kvar"),
        ):
            supply(tmp_path, "BAT0", type="Battery", capacity=percent, status="Discharging")
            watch.look()
            screen.application.navigation.page_model.health.look()  # type: ignore[union-attr]
            screen.settle()
            assert sync.holds_photos == bool(words) and len(flushed) == (percent in "54")
            if words:
                screen.sees(place, words)
                screen.sees("syncPill", "3 bilder väntar på laddning")
            if place != "healthCard":
                screen.is_gone("healthCard")
            if place != "powerNotice":
                screen.is_gone("powerNotice")
        screen.touch("syncPill")
        screen.sees("syncExplanation", "väntar för att spara batteri")
        supply(tmp_path, "BAT0", status="Charging")
        pokes = sync.pokes
        watch.look()
        screen.settle()
        screen.is_gone("powerNotice")
        screen.sees("syncHeadline", "Skickar bilder · 3 kvar")
        assert not sync.holds_photos and sync.pokes > pokes, "and they go at once"


@pytest.mark.parametrize(("language", "words"), [("sv", "kan slockna när som helst"), ("en", "may go out at any")])
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_an_empty_battery_is_seen_at_the_start_and_over_every_page_but_not_by_the_customer(
    tablet: Core, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str,
    size: tuple[int, int],
) -> None:
    build_story(tablet)
    FieldDay(tablet).works_up_to_the_signature()
    monkeypatch.setattr(battery, "SUPPLIES", tmp_path)
    supply(tmp_path, "BAT0", type="Battery", capacity="3", status="Discharging")
    with tablet_screen(tablet, qtbot, language=language, size=size) as screen:
        for page in ("today", "job", "time_material", "photo", "checkout"):
            screen.application.navigation.open(page, activityId=STORY.visit)
            notice = screen.sees("powerNotice", words)
            assert notice.width() == screen.window.width(), "from one side to the other"
            screen.settle()
            assert not faults_on(screen), page
        screen.touch("turnToCustomer")
        screen.sees("customerTitle")
        screen.is_gone("powerNotice")


def test_that_photos_wait_is_said_in_the_middle_of_a_job(
    tablet: Core, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_story(tablet)
    monkeypatch.setattr(battery, "SUPPLIES", tmp_path)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        supply(tmp_path, "BAT0", type="Battery", capacity="15", status="Discharging")
        screen.application.low_battery.look()
        screen.sees("toastText", "Batteriet har 15 % kvar")


class Line:
    """An office that takes every photo."""

    def __init__(self) -> None:
        self.got: list[str] = []

    def put_piece(self, sha256: str, offset: int, total: int, content: bytes) -> int:
        self.got.append(sha256)
        return offset + len(content)


def test_of_the_files_only_what_somebody_waits_for_is_moved(tablet: Core) -> None:
    build_story(tablet)
    FieldDay(tablet).photographs()
    mover, line = BlobMover(tablet), Line()
    (photo,) = [one for one in mover.to_send() if tablet.blobs.path(one).read_bytes().startswith(b"\xff\xd8")]
    mail: Mail = line  # type: ignore[assignment]
    assert not mover.step(mail, only_asked_for=True) and not line.got
    mover.prefer(photo)
    assert mover.step(mail, only_asked_for=True) and set(line.got) == {photo}
