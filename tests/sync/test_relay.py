"""A folder carries the same letters as the network: nothing lost, doubled or believed that is not ours."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.photos import AddPhoto
from core.commands.records import RecordTime
from core.commands.visit import AddNote
from core.ids import new_id
from core.model.visit import Activity, Note, TimeEffort
from core.queries.devices import devices
from core.settings import Settings
from core.sync import hub as hub_module
from core.sync import relay_folder
from core.sync.client import TabletSync
from core.sync.hub import Hub
from core.sync.relay_folder import ROOT
from core.sync.relay_places import FolderPlace, RelayUnusable
from core.sync.sql import ConnectionSql, get_state, set_state
from tests.helpers.cores import STORY_TIME
from tests.helpers.finished_visit import picture
from tests.helpers.source import ROOT as SOURCE
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import Watch, free_port, office_settings, pair


class Relay:
    """An office and Alex's tablet that meet only in a folder, unless the hub is started."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(STORY_TIME)
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.office = open_core(office_settings(folder / "office", free_port()), self.clock)
        build_story(self.office)
        self.hub = Hub(self.office)
        self.hub.start()
        self.tablet = open_core(Settings(role="tablet", folder=folder / "alex"), self.clock)
        pair(self.hub, self.tablet, STORY.alex)
        self.hub.stop()
        self.hub = Hub(self.office)
        self.hub.folders.set_relay(str(self.stick))
        self.sync = TabletSync(self.tablet, discover=False)
        self.sync.set_relay(str(self.stick))

    def works(self, count: int = 1) -> None:
        for _ in range(count):
            self.tablet.commands.execute(worked(), STORY.alex)

    def photographs(self) -> None:
        content = picture(0.4)
        self.photo = self.tablet.blobs.put(content)
        self.tablet.commands.execute(
            AddPhoto(
                activity_id=STORY.visit, attachment_id=new_id(), sha256=self.photo, mime="image/jpeg",
                size=len(content), object_id=STORY.visit,
            ),
            STORY.alex,
        )

    def carry(self, times: int = 3) -> None:
        """The stick goes back and forth."""
        for _ in range(times):
            assert self.sync.relay_now().safe
            self.hub.folders.relay_now()
        self.sync.relay_now()

    def letters(self, way: str) -> list[Path]:
        return sorted((self.stick / ROOT).glob(f"*/{way}/**/*.tlp"))

    def close(self) -> None:
        self.tablet.close()
        self.office.close()


def worked() -> RecordTime:
    return RecordTime(
        activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.start,
        end=STORY.start + timedelta(minutes=1), minutes=1,
    )


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    made = Relay(tmp_path)
    try:
        yield made
    finally:
        made.close()


def count(core: Core, kind: type[TimeEffort] | type[Note]) -> int:
    """How many of this visit there are."""
    chosen = select(func.count()).select_from(kind).where(kind.activity_id == STORY.visit)
    return int(core.database.ask(lambda session: session.scalar(chosen) or 0))


def has_visit(relay: Relay) -> bool:
    return bool(relay.tablet.database.ask(lambda session: session.get(Activity, STORY.visit)))


def test_the_day_and_the_work_go_by_stick(relay: Relay) -> None:
    relay.carry()
    assert has_visit(relay)
    relay.works(3)
    relay.carry()
    assert count(relay.office, TimeEffort) == count(relay.tablet, TimeEffort) == 3
    assert relay.sync.status.waiting == 0, "the acknowledgement came the same way"
    relay.office.commands.execute(AddNote(activity_id=STORY.visit, note_id="n1", text="Portkod 1234"), STORY.mara)
    relay.carry()
    assert count(relay.tablet, Note) == 1


def test_the_office_lets_the_stick_go_when_what_it_wrote_was_read_again(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = relay.hub.folders
    relay.carry()
    relay.works(1)
    relay.sync.relay_now()
    before = relay.letters("down")
    write, states = FolderPlace.write, []

    def spoils(place: FolderPlace, path: str, content: bytes) -> None:
        states.append(folders.relay_state)
        write(place, path, content[:-1])

    monkeypatch.setattr(FolderPlace, "write", spoils)
    with pytest.raises(RelayUnusable):
        folders.relay_now()
    monkeypatch.undo()
    assert states and all(one.is_writing and not one.safe for one in states)
    assert folders.relay_state.error and not folders.relay_state.safe
    assert relay.letters("down") == before, "a letter that is none does not stay"
    folders.relay_now()
    assert folders.relay_state.safe and not folders.relay_state.is_writing
    assert len(relay.letters("down")) > len(before)
    relay.sync.relay_now()
    assert relay.sync.status.waiting == 0


def test_letters_that_an_office_finds_again_after_its_start_are_no_contact(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.carry()
    for letter in relay.letters("up"):
        os.utime(letter, (STORY_TIME.timestamp(), STORY_TIME.timestamp()))
    before = {row.id: (row.last_contact, row.waiting) for row in relay.office.database.ask(devices)}
    relay.clock.advance(timedelta(hours=5))
    relay.hub = Hub(relay.office)
    relay.hub.folders.relay_now()
    assert {row.id: (row.last_contact, row.waiting) for row in relay.office.database.ask(devices)} == before


def test_nothing_new_leaves_nothing_new(relay: Relay) -> None:
    relay.carry()
    relay.carry()
    before = relay.letters("up"), relay.letters("down")
    relay.carry()
    assert (relay.letters("up"), relay.letters("down")) == before


def test_the_stick_may_go_only_when_all_that_waits_was_read_again(relay: Relay, tmp_path: Path) -> None:
    relay.carry()
    relay.works(2)
    assert relay.sync.relay_now().safe
    (bundle,) = [path for path in relay.letters("up") if not path.name.startswith("ask-")]
    bundle.write_bytes(bundle.read_bytes()[:-7])  # the stick has lost the end of it
    turn = relay.sync.relay_now()
    assert turn.safe and turn.written == 2, "it is written again, and read again"
    shutil.rmtree(relay.stick)
    with pytest.raises(RelayUnusable):
        relay.sync.relay_now()
    assert relay.sync.status.waiting == 2, "without the stick nothing is lost"
    relay.stick.mkdir()
    relay.carry()
    assert count(relay.office, TimeEffort) == 2


def test_what_lies_there_beside_is_not_touched(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.sync.relay_now()
    (bundle,) = [path for path in relay.letters("up") if not path.name.startswith("ask-")]
    folder, content = bundle.parent, bundle.read_bytes()
    strange = {
        "desktop.ini": b"x", bundle.name.replace(".tlp", " (conflicted copy).tlp"): content,
        "1-9.00000000000000000000.tlp": content, "5-6." + relay_folder.mark_of(b"") + ".tlp": b"",
        "7-8." + relay_folder.mark_of(b"rubbish") + ".tlp": b"rubbish", ".part-0123": content[:40],
        "UPPER.tlp": content, "ask-99." + relay_folder.mark_of(b"no") + ".tlp": b"no",
    }  # fmt: skip
    for name, bytes_ in strange.items():
        (folder / name).write_bytes(bytes_)
    (folder / ("3-4." + relay_folder.mark_of(content) + ".tlp")).write_bytes(content)  # the same letter once more
    os.symlink("/etc/passwd", folder / ("9-9." + "a" * 20 + ".tlp"))
    outside = folder.parent.parent / "someone-else" / folder.name
    outside.mkdir(parents=True)
    (outside / bundle.name).write_bytes(content)  # in another tablet's directory
    relay.carry()
    assert count(relay.office, TimeEffort) == 2
    assert (folder / "desktop.ini").exists()


def test_letters_that_are_missing_or_come_late_leave_no_gap(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.sync.relay_now()
    (first,) = [path for path in relay.letters("up") if not path.name.startswith("ask-")]
    relay.works(2)
    relay.sync.relay_now()
    kept = first.read_bytes()
    first.unlink()
    relay.hub.folders.relay_now()
    assert count(relay.office, TimeEffort) == 0, "what follows waits for what is missing"
    first.write_bytes(kept)
    relay.hub.folders.relay_now()
    assert count(relay.office, TimeEffort) == 4


def test_stick_and_network_may_be_used_in_turn(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.sync.relay_now()  # these lie on the stick, and the network takes them first
    relay.hub.start()
    relay.sync.start()
    try:
        done = _settled(relay)
        relay.works(1)
        done()
    finally:
        relay.sync.stop()
        relay.hub.stop()
    assert count(relay.office, TimeEffort) == 3
    relay.hub = Hub(relay.office)
    relay.sync = TabletSync(relay.tablet, discover=False)
    relay.hub.folders.relay_now()  # the old stick arrives at last
    relay.works(1)
    relay.carry(4)
    assert count(relay.office, TimeEffort) == count(relay.tablet, TimeEffort) == 4
    assert relay.sync.status.waiting == 0


def _settled(relay: Relay):  # type: ignore[no-untyped-def]
    from tests.sync.lan_pair import Watch

    watch = Watch()
    relay.sync.subscribe(watch.stir)

    def wait() -> None:
        watch.until(lambda: relay.sync.status.state == "sent" and not relay.sync.status.receiving_first)

    wait()
    return wait


def test_a_question_that_a_power_cut_kept_out_of_the_books_hides_no_later_one(relay: Relay) -> None:
    names = ("relay_asked", "relay_question", "relay_wanted", "relay_want")
    for _ in range(6):  # of two letters of one number that would be read last only chance decides
        with relay.tablet.database.read() as session:
            sql = ConnectionSql(session.connection())
            before = {name: get_state(sql, name, "0" if name.endswith("ed") else "") for name in names}
        relay.sync.relay_now()
        # The letters lie there, and the transaction that writes them down was never committed.
        with relay.tablet.database.write() as session:
            set_state(ConnectionSql(session.connection()), **before)
        relay.carry(2)
        assert has_visit(relay)
        relay.office.commands.execute(AddNote(activity_id=STORY.visit, note_id=new_id(), text="?"), STORY.mara)
    relay.carry(1)
    assert count(relay.tablet, Note) == 6


def test_a_strangers_number_in_the_folder_is_none(relay: Relay) -> None:
    relay.carry()
    (directory,) = {path.parent for path in relay.letters("up") if path.stem.startswith("ask-")}
    relay_folder.write(FolderPlace(directory.parent), directory.name, "ask-" + "9" * 50, b"no letter at all")
    relay.office.commands.execute(AddNote(activity_id=STORY.visit, note_id="n1", text="Portkod 1234"), STORY.mara)
    relay.carry()
    assert count(relay.tablet, Note) == 1


def renamed(letter: Path, stem: str) -> None:
    """The same content under another of the names that its owner would use."""
    shutil.copy(letter, letter.with_name(".".join([stem, *letter.name.split(".")[1:]])))


def test_a_share_whose_clock_is_years_behind_carries_everything(relay: Relay) -> None:
    relay.clock.advance(timedelta(days=3650))  # to the office all that is written here is ten years old at once
    relay.carry()
    assert has_visit(relay)
    relay.works(2)
    relay.photographs()
    relay.office.commands.execute(AddNote(activity_id=STORY.visit, note_id="n1", text="Portkod 1234"), STORY.mara)
    relay.carry()
    assert count(relay.office, TimeEffort) == 2 and relay.office.blobs.has(relay.photo)
    assert count(relay.tablet, Note) == 1
    assert (relay.sync.status.waiting, relay.sync.status.photos) == (0, 0)


def test_a_name_does_not_make_a_tablet_believe_that_its_work_lies_there(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.sync.relay_now()
    relay.works(1)
    relay.sync.relay_now()
    first, second = [path for path in relay.letters("up") if not path.stem.startswith(("ask-", "want-"))]
    renamed(second, "1-" + second.stem.split(".")[0].split("-")[1])
    first.unlink()
    assert relay.sync.relay_now().written >= 2, "what is gone is left anew, whatever the other file calls itself"
    relay.carry()
    assert count(relay.office, TimeEffort) == 3 and relay.sync.status.waiting == 0


def test_a_question_under_a_higher_number_keeps_no_later_one_from_its_answer(relay: Relay) -> None:
    relay.carry()
    question = next(path for path in relay.letters("up") if path.stem.startswith("ask-"))
    renamed(question, "ask-999")
    want = next(path for path in relay.letters("upblob") if path.stem.startswith("want-"))
    renamed(want, "want-999")
    for number in range(3):
        relay.office.commands.execute(AddNote(activity_id=STORY.visit, note_id=f"n{number}", text="?"), STORY.mara)
        relay.hub.folders.relay_now()
        relay.sync.relay_now()
        relay.hub.folders.relay_now()
        relay.sync.relay_now()
        assert count(relay.tablet, Note) == number + 1


@pytest.mark.parametrize("harm", ["torn", "renamed"])
def test_a_photo_that_the_stick_has_spoiled_is_left_anew(relay: Relay, harm: str) -> None:
    relay.carry()
    relay.photographs()
    assert relay.sync.relay_now().safe
    (piece,) = [path for path in relay.letters("upblob") if not path.stem.startswith("want-")]
    if harm == "torn":
        piece.write_bytes(piece.read_bytes()[:-1])
    else:
        renamed(piece, piece.name.split("-")[0] + "-000001")
        piece.write_bytes(b"spoiled")
    assert relay.sync.relay_now().safe, "it lies there whole again"
    relay.carry()
    assert relay.office.blobs.has(relay.photo) and relay.sync.status.photos == 0


def test_what_a_tablet_left_before_the_office_paired_it_is_looked_at_when_it_does(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restore from a copy that does not know the tablet."""
    monkeypatch.setattr(hub_module, "_LOOK_SECONDS", 3600)  # the pairing itself makes the hub look
    relay.carry()
    row = _without_device(relay)
    relay.works(2)
    relay.photographs()
    relay.sync.relay_now()
    for _ in range(2):
        relay.hub.folders.relay_now()
    assert count(relay.office, TimeEffort) == 0
    assert [one.device_id for one in relay.hub.strangers()] == [relay.tablet.device_id] == [row]
    relay.hub.start()
    try:
        watch = Watch()
        relay.office.changes.subscribe(watch.stir)
        pair(relay.hub, relay.tablet, STORY.alex)
        watch.until(lambda: count(relay.office, TimeEffort) == 2, "the work that lay there")
        watch.until(lambda: relay.office.blobs.has(relay.photo), "the photo that lay there")
    finally:
        relay.hub.stop()
    assert relay.hub.strangers() == ()


def _without_device(relay: Relay) -> str:
    with relay.office.database.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM sync_stream")
        return str(connection.exec_driver_sql("DELETE FROM device RETURNING id").scalar_one())


def test_a_restored_office_gets_the_work_again_by_stick(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.office.database.close()
    before = relay.office.settings.database_path.read_bytes()
    relay.carry()
    assert count(relay.office, TimeEffort) == 2
    relay.office.close()
    folder = relay.office.settings.folder
    for leftover in folder.glob("office.db-*"):
        leftover.unlink()
    relay.office.settings.database_path.write_bytes(before)
    (folder / "sync-token").write_text("of-another-life", "ascii")
    relay.office = open_core(relay.office.settings, relay.clock)
    relay.hub = Hub(relay.office)
    relay.carry(5)
    assert count(relay.office, TimeEffort) == count(relay.tablet, TimeEffort) == 2


def test_a_tablet_put_back_from_a_copy_knows_it_for_a_week(relay: Relay) -> None:
    relay.carry()
    assert relay.sync.status.restored_at is None
    (relay.tablet.settings.folder / "sync-token").write_text("of-another-life", "ascii")
    again = TabletSync(relay.tablet, discover=False)
    assert again.status.restored_at == relay.clock.now()
    assert TabletSync(relay.tablet, discover=False).status.restored_at == relay.clock.now(), "a restart changes nothing"
    relay.clock.advance(timedelta(days=7))
    assert again.status.restored_at is None


def test_the_owner_clears_away_old_letters(relay: Relay) -> None:
    relay.carry()
    relay.works(2)
    relay.carry()
    assert len(relay.letters("up")) > 2
    for path in (*relay.letters("up"), *relay.letters("down")):
        os.utime(path, (1, 1))
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    assert len(relay.letters("up")) == 1 and not relay.letters("down"), "only the open question stays"


def test_a_tablet_killed_while_it_writes_leaves_only_whole_letters(relay: Relay) -> None:
    relay.carry()
    relay.works(5)
    relay.tablet.close()
    for seconds in (0.0, 0.02, 0.05, 0.1):
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.programs", "relay", str(relay.tablet.settings.folder)], cwd=SOURCE,
            text=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )  # fmt: skip
        assert program.stdout is not None
        program.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(seconds)
        program.kill()
        program.communicate()
    for path in relay.letters("up"):
        assert relay_folder.mark_of(path.read_bytes()) == path.name.split(".")[1]
    relay.tablet = open_core(relay.tablet.settings, relay.clock)
    relay.sync = TabletSync(relay.tablet, discover=False)
    relay.carry(4)
    assert count(relay.office, TimeEffort) == count(relay.tablet, TimeEffort) >= 5
    assert relay.sync.status.waiting == 0
