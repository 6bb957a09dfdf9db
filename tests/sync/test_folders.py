"""Pairing by file, attachments by relay, the journal on a card, and what the office's copies hold."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import paramiko
import pytest
from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.devices import RevokeDevice
from core.commands.photos import AddPhoto
from core.errors import TulpanError, UserError
from core.ids import new_id
from core.model.visit import TimeEffort
from core.queries.devices import devices, quarantine
from core.settings import Settings
from core.sync import journal_file, relay_folder
from core.sync.client import TabletSync
from core.sync.faults import Malformed, PairingRefused, UnknownSender, Unsupported
from core.sync.hub import Hub
from core.sync.identity import read_pairing
from core.sync.joining_file import FileJoining
from core.sync.relay_places import RelayUnusable, place_at
from core.sync.relay_remote import RemotePlace
from tests.helpers.cores import STORY_TIME
from tests.helpers.finished_visit import picture
from tests.helpers.s3_server import s3_bucket
from tests.helpers.sftp_server import USER, sftp_server
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import free_port, office_settings
from tests.sync.test_relay import worked
from tests.sync.test_relay_down import give


class House:
    """An office and Alex's new tablet that have never met; between them a folder."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(STORY_TIME)
        self.stick, self.card = folder / "stick", folder / "card"
        self.stick.mkdir()
        self.card.mkdir()
        self.office = open_core(office_settings(folder / "office", free_port()), self.clock)
        build_story(self.office)
        self.hub = Hub(self.office)
        self.hub.folders.set_relay(str(self.stick))
        self.tablet = open_core(Settings(role="tablet", folder=folder / "alex"), self.clock)
        self.sync: TabletSync | None = None

    def pair_by_file(self) -> None:
        hello = self.hub.folders.hello
        hello.open(STORY.alex)
        joining = FileJoining(self.tablet, "Alex platta")
        (seen,) = joining.offers(str(self.stick))
        read_aloud = joining.join(str(self.stick), seen)
        (tablet,) = hello.view().tablets
        assert tablet.fingerprint == read_aloud
        joining.accept()
        assert joining.look().state == "waiting"
        hello.confirm(tablet.device_id, tablet.fingerprint, STORY.mara)
        assert joining.look().state == "confirmed"
        self.carry(1)

    @property
    def alex(self) -> TabletSync:
        if self.sync is None:
            self.sync = TabletSync(self.tablet, discover=False)
        return self.sync

    def carry(self, times: int = 3) -> None:
        for _ in range(times):
            self.alex.relay_now()
            self.hub.folders.relay_now()
        self.alex.relay_now()

    def works(self, count: int = 1) -> None:
        for _ in range(count):
            self.tablet.commands.execute(worked(), STORY.alex)

    def photographs(self) -> str:
        content = picture(0.4)
        sha256 = self.tablet.blobs.put(content)
        self.tablet.commands.execute(
            AddPhoto(
                activity_id=STORY.visit, attachment_id=new_id(), sha256=sha256, mime="image/jpeg", size=len(content),
                object_id=STORY.visit,
            ),
            STORY.alex,
        )
        return sha256

    def turn_journal(self) -> None:
        pairing = read_pairing(self.tablet.database)
        assert pairing is not None
        self.alex.folders.journal_turn(pairing)

    @property
    def journal(self) -> Path:
        (path,) = self.card.glob("*.tlpj")
        return path

    def close(self) -> None:
        self.tablet.close()
        self.office.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    try:
        yield made
    finally:
        made.close()


def efforts(core: Core) -> int:
    chosen = select(func.count()).select_from(TimeEffort).where(TimeEffort.activity_id == STORY.visit)
    return int(core.database.ask(lambda session: session.scalar(chosen) or 0))


# ---- Pairing by file ------------------------------------------------------------------------------------------------


def test_a_tablet_is_paired_by_stick_and_then_works_by_stick(house: House) -> None:
    house.pair_by_file()
    pairing = read_pairing(house.tablet.database)
    assert pairing is not None and pairing.person_id == STORY.alex
    house.works(2)
    house.carry()
    assert efforts(house.office) == 2
    assert house.alex.status.waiting == 0


def test_the_introduction_survives_restarts_of_both_programs(house: House) -> None:
    house.hub.folders.hello.open(STORY.alex)
    joining = FileJoining(house.tablet)
    digits = joining.join(str(house.stick), joining.offers(str(house.stick))[0])
    assert (len(digits.split()), len(digits)) == (6, 35)
    hub = Hub(house.office)
    (tablet,) = hub.folders.hello.view().tablets
    hub.folders.hello.confirm(tablet.device_id, tablet.fingerprint, STORY.mara)
    again = FileJoining(house.tablet)
    assert again.fingerprint == digits
    assert again.look().state == "waiting", "nobody here has said that the digits are the same"
    again.accept()
    assert again.look().state == "confirmed"
    assert again.fingerprint == ""


def test_whoever_holds_the_folder_cannot_slip_in_between(house: House, tmp_path: Path) -> None:
    """Another office's offer gives other digits; a changed file is not read; a foreign answer is not believed."""
    hello = house.hub.folders.hello
    hello.open(STORY.alex)
    joining = FileJoining(house.tablet)
    (seen,) = joining.offers(str(house.stick))
    joining.join(str(house.stick), seen)
    joining.accept()
    (join,) = house.stick.glob(f"{relay_folder.ROOT}/*/hello/{house.tablet.device_id}/*.tlp")
    changed = join.read_bytes().replace(b'"name":"', b'"name":"X', 1)
    join.unlink()
    (join.parent / f"join.{relay_folder.mark_of(changed)}.tlp").write_bytes(changed)
    assert hello.view().tablets == ()
    with pytest.raises(PairingRefused):
        hello.confirm(house.tablet.device_id, "0", STORY.mara)
    stranger = House(tmp_path / "stranger") if (tmp_path / "stranger").mkdir() is None else house
    try:
        stranger.pair_by_file()
        (answer,) = stranger.stick.glob(f"{relay_folder.ROOT}/*/hello/office/answer-*.tlp")
        content = answer.read_bytes()
        name = f"answer-{house.tablet.device_id}.{relay_folder.mark_of(content)}.tlp"
        (house.stick / relay_folder.ROOT / seen.relay / "hello" / "office" / name).write_bytes(content)
        assert joining.look().state == "waiting"
    finally:
        stranger.close()


def test_an_offer_that_ran_out_is_not_taken(house: House) -> None:
    house.hub.folders.hello.open(STORY.alex)
    house.clock.set(STORY_TIME.replace(month=12, day=24))
    assert FileJoining(house.tablet).offers(str(house.stick)) == []
    assert house.hub.folders.hello.view().state == "expired"


# ---- The relay ------------------------------------------------------------------------------------------------------


def test_a_photo_goes_by_stick_and_is_gone_from_the_list_when_the_office_has_it(house: House) -> None:
    house.pair_by_file()
    house.carry(1)
    sha256 = house.photographs()
    assert house.alex.status.photos == 1
    assert house.alex.relay_now().safe
    letters = list(house.stick.glob(f"{relay_folder.ROOT}/*/upblob/**/*.tlp"))
    assert letters and all(sha256[:12] not in path.name for path in letters)
    assert all(picture(0.4)[:64] not in path.read_bytes() for path in letters), "the stick's finder sees no picture"
    house.hub.folders.relay_now()
    assert house.office.blobs.get(sha256) == picture(0.4)
    house.alex.relay_now()
    assert house.alex.status.photos == 0


def test_the_list_of_tablets_says_that_one_came_by_relay(house: House) -> None:
    house.pair_by_file()
    house.works(3)
    house.carry()
    (row,) = house.office.database.ask(devices)
    assert (row.way, row.waiting) == ("relay", 0)
    assert row.last_contact == house.clock.now()


def test_the_tablet_learns_where_the_relay_is_unless_a_person_chose_one(house: House, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    house.hub.folders.set_relay(str(house.stick), for_tablets=str(share))
    house.pair_by_file()
    assert house.alex.folders.relay == str(house.stick), "chosen by hand when it was paired by this stick"
    house.alex.set_relay("")
    house.hub.start()
    try:
        house.alex.start()
        from tests.sync.lan_pair import Watch

        watch = Watch()
        house.alex.add_address(f"127.0.0.1:{house.hub.address.port}")
        watch.until(lambda: house.alex.folders.relay == str(share))
    finally:
        house.alex.stop()
        house.hub.stop()


@pytest.mark.parametrize("location", ["gopher://x/y", "sftp://user:secret@host/y"])
def test_an_address_that_cannot_be_used_is_one_sentence(house: House, location: str) -> None:
    with pytest.raises(UserError) as refused:
        house.hub.folders.set_relay(location)
    assert house.office.texts.has(refused.value.key)
    assert house.hub.folders.relay == str(house.stick)


def test_a_folder_that_is_not_there_is_not_kept(house: House, tmp_path: Path) -> None:
    with pytest.raises(RelayUnusable):
        house.hub.folders.set_relay(str(tmp_path / "nowhere"))
    assert house.hub.folders.relay == str(house.stick)


@pytest.fixture(params=["memory", "sftp", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A place that is no folder: kept in memory, a real SFTP server that this computer's SSH knows, or an S3 server."""
    if request.param == "memory":
        yield f"memory://relay-{new_id()}"
        return
    if request.param == "s3":
        with s3_bucket(monkeypatch) as bucket:
            yield f"s3://{bucket}/relay"
        return
    person, served = tmp_path / "person", tmp_path / "served"
    (person / ".ssh").mkdir(parents=True)
    served.mkdir()
    key = paramiko.RSAKey.generate(2048)
    key.write_private_key_file(str(person / ".ssh" / "id_rsa"))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(person))
    with sftp_server(served, key) as (port, host_key):
        known = paramiko.HostKeys()
        known.add(f"[127.0.0.1]:{port}", host_key.get_name(), host_key)
        known.save(str(person / ".ssh" / "known_hosts"))
        yield f"sftp://{USER}@127.0.0.1:{port}/relay"


def test_letters_go_by_an_address_too(house: House, address: str) -> None:
    house.hub.folders.set_relay(address)
    assert house.hub.folders.proposed == address, "an address is of use to tablets as it is"
    hello = house.hub.folders.hello
    hello.open(STORY.alex)
    joining = FileJoining(house.tablet)
    joining.join(address, joining.offers(address)[0])
    joining.accept()
    (tablet,) = hello.view().tablets
    hello.confirm(tablet.device_id, tablet.fingerprint, STORY.mara)
    assert joining.look().state == "confirmed"
    house.carry(1)
    house.works(2)
    sha256, paper = house.photographs(), give(house, b"a paper of the job" * 70_000)
    house.carry()
    assert efforts(house.office) == 2
    assert house.office.blobs.has(sha256) and house.tablet.blobs.get(paper) is not None
    assert house.alex.status.waiting == house.alex.status.photos == house.alex.status.arriving == 0


def test_a_remote_place_reads_what_it_wrote_and_forgets_what_it_removed(address: str) -> None:
    place = RemotePlace(address)
    assert place.entries("a/b") == [] and place.read("a/b/c") is None and not place.has("a/b/c")
    place.write("a/b/c", b"letter")
    assert place.read("a/b/c") == b"letter" and place.has("a/b/c")
    (entry,) = place.entries("a/b")
    assert (entry.name, entry.is_directory) == ("c", False) and entry.modified is not None
    (above,) = place.entries("a")
    assert (above.name, above.is_directory) == ("b", True)
    place.write("a/b/c", b"another letter")
    assert place.read("a/b/c") == b"another letter"
    place.remove("a/b/c")
    place.remove("a/b/c")
    assert not place.has("a/b/c")


@pytest.mark.parametrize("address", ["sftp"], indirect=True)
def test_a_server_that_ssh_does_not_know_gets_nothing(address: str) -> None:
    (Path.home() / ".ssh" / "known_hosts").write_text("")
    with pytest.raises(UserError) as refused:
        RemotePlace(address).write("a/b", b"letter")
    assert refused.value.key == "sync.relay_unknown_server"


def test_without_the_extra_an_address_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UserError) as refused:
        place_at("s3://bucket/tulpan").entries("")
    assert refused.value.key == "sync.relay_extra_missing"


# ---- The journal on a card ------------------------------------------------------------------------------------------


def test_a_lost_tablets_work_comes_from_its_card(house: House) -> None:
    house.pair_by_file()
    house.carry(1)
    house.alex.folders.set_journal(str(house.card))
    house.works(3)
    house.turn_journal()
    house.works(2)
    sha256 = house.photographs()
    house.turn_journal()
    imported = house.hub.folders.import_journal(house.journal)
    assert (imported.fresh, imported.files) == (6, 1)
    assert efforts(house.office) == 5 and house.office.blobs.has(sha256)
    again = house.hub.folders.import_journal(house.journal)
    assert (again.fresh, efforts(house.office)) == (0, 5), "a second time changes nothing"


def test_a_blocked_tablets_card_waits_for_a_person_and_is_then_carried_out(house: House) -> None:
    house.pair_by_file()
    house.carry(1)
    house.alex.folders.set_journal(str(house.card))
    house.works(2)
    house.turn_journal()
    house.office.commands.execute(RevokeDevice(device_id=house.tablet.device_id), STORY.mara)
    assert house.hub.folders.import_journal(house.journal).is_revoked
    waiting = house.office.database.ask(quarantine)
    assert (efforts(house.office), len(waiting)) == (0, 2)
    for kept in waiting:
        assert house.hub.replay_quarantined(kept.command_id)
    assert efforts(house.office) == 2


@pytest.mark.parametrize("cut", [3, 5, 200])
def test_a_journal_cut_short_gives_what_is_whole_and_goes_on_cleanly(house: House, cut: int) -> None:
    house.pair_by_file()
    house.carry(1)
    house.alex.folders.set_journal(str(house.card))
    house.works(1)
    house.turn_journal()
    whole = house.journal.read_bytes()
    house.works(1)
    house.turn_journal()
    torn = house.journal.read_bytes()[: len(whole) + cut]
    house.journal.write_bytes(torn)
    whole_letters = []
    with pytest.raises(journal_file.CutOff):
        for letter in journal_file.letters_of(house.journal):
            whole_letters.append(letter)
    assert len(whole_letters) == 1
    house.works(1)
    house.turn_journal()  # the file is shorter than it was left: it is written anew
    assert house.hub.folders.import_journal(house.journal).fresh == 3
    assert efforts(house.office) == 3


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_journal_whose_end_cannot_be_read_says_so_and_from_when_its_last_record_is(house: House, damage: str) -> None:
    house.pair_by_file()
    house.carry(1)
    house.alex.folders.set_journal(str(house.card))
    house.works(2)
    house.turn_journal()
    size, moment = house.journal.stat().st_size, house.clock.now()
    house.clock.advance(timedelta(hours=1))
    house.works(1)
    house.turn_journal()
    content = bytearray(house.journal.read_bytes())
    if damage == "cut":
        del content[-20:]
    else:
        content[-20] ^= 1
    house.journal.write_bytes(content)
    imported = house.hub.folders.import_journal(house.journal)
    assert (imported.is_cut, imported.total, imported.fresh, imported.last_at) == (True, 2, 2, moment)
    assert efforts(house.office) == 2
    if damage == "cut":
        house.journal.write_bytes(content[: size // 2])
        with pytest.raises(UserError, match="journal_torn"):
            house.hub.folders.import_journal(house.journal)


def test_a_file_that_is_no_journal_is_one_sentence(house: House, tmp_path: Path) -> None:
    house.pair_by_file()
    for content, fault in (
        (b"", Malformed), (b"hello", Malformed), (journal_file.HEAD, UserError),
        (journal_file.HEAD + b"\xff" * 80, Malformed),
        (journal_file.HEAD + journal_file.framed([b"TLP1" * 90]), Unsupported),
    ):
        path = tmp_path / "x.tlpj"
        path.write_bytes(content)
        with pytest.raises(fault) as refused:
            house.hub.folders.import_journal(path)
        assert isinstance(refused.value, TulpanError) and house.office.texts.has(refused.value.key)
    with pytest.raises(journal_file.JournalUnusable):
        house.hub.folders.import_journal(tmp_path / "none.tlpj")


def test_a_stranger_s_journal_is_not_taken(house: House, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = House(tmp_path / "other")
    try:
        other.pair_by_file()
        other.carry(1)
        other.alex.folders.set_journal(str(other.card))
        other.works(1)
        other.turn_journal()
        with pytest.raises(UnknownSender):
            house.hub.folders.import_journal(other.journal)
    finally:
        other.close()


def test_the_card_empties_when_the_offices_copies_hold_all(house: House) -> None:
    house.pair_by_file()
    house.alex.folders.set_journal(str(house.card))
    house.works(4)
    house.turn_journal()
    full = house.journal.stat().st_size
    house.carry()
    house.turn_journal()
    assert house.journal.stat().st_size == full, "at the office, but its disk may still die"
    house.hub.back_up_now()
    house.works(1)
    house.carry()
    house.turn_journal()
    assert len(journal_file.HEAD) < house.journal.stat().st_size < full


def test_what_is_not_sent_is_exported_and_read_in(house: House, tmp_path: Path) -> None:
    house.pair_by_file()
    house.carry(1)
    house.works(3)
    path = house.alex.export_unsent(str(tmp_path))
    assert house.hub.folders.import_journal(path).fresh == 3
    assert efforts(house.office) == 3


# ---- Copies ---------------------------------------------------------------------------------------------------------


def test_the_tablet_learns_what_the_offices_copy_holds(house: House) -> None:
    house.pair_by_file()
    house.works(3)
    house.carry()
    status = house.alex.status
    assert (status.waiting, status.unproven, status.is_backed_up) == (0, 3, False)
    house.hub.back_up_now()
    house.works(1)
    house.carry()
    assert (house.alex.status.unproven, house.alex.status.is_backed_up) == (1, False)
    house.clock.advance(timedelta(seconds=1))
    house.hub.back_up_now()
    house.works(1)
    house.carry()
    house.clock.advance(timedelta(seconds=1))
    house.hub.back_up_now()
    house.carry()
    assert house.alex.status.is_backed_up, "a new copy is news"
