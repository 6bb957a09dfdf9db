"""Attachments come down by folder: only what a tablet lacks and may have, in pieces nobody else can read, and once."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from core.bootstrap import Core
from core.commands.devices import RevokeDevice
from core.commands.photos import AddPhoto
from core.ids import new_id
from core.storage.file_forms import CHUNK
from core.sync import relay_down, relay_folder
from core.sync.client import TabletSync
from core.sync.faults import Malformed
from core.sync.hub import Hub
from core.sync.identity import tablet_keys
from core.sync.letters import Want
from core.sync.relay_down import Names
from core.sync.relay_folder import ROOT
from core.sync.sealed_piece import open_piece
from tests.helpers.story import STORY
from tests.sync.lan_pair import Watch
from tests.sync.test_relay import Relay


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    made = Relay(tmp_path)
    try:
        made.carry(4)
        yield made
    finally:
        made.close()


class HasOffice(Protocol):
    office: Core


def give(house: HasOffice, content: bytes, *, here: bool = True) -> str:
    """A file that the planner lays to the visit; its bytes may come to the office later than its row."""
    sha256 = house.office.blobs.put(content)
    house.office.commands.execute(
        AddPhoto(
            activity_id=STORY.visit, attachment_id=new_id(), sha256=sha256, mime="image/jpeg", size=len(content),
            object_id=STORY.visit,
        ),
        STORY.mara,
    )
    if not here:
        house.office.blobs.path(sha256).unlink()
    return sha256


def pieces(house: Relay) -> list[Path]:
    found = (house.stick / ROOT).glob("*/downblob/*/*.tlp")
    return sorted(one for one in found if "-" in one.name.split(".")[0])


def wants(house: Relay) -> list[Path]:
    return sorted((house.stick / ROOT).glob("*/upblob/*/want-*.tlp"))


def has(house: Relay, *names: str) -> bool:
    return all(house.tablet.blobs.get(one) is not None for one in names)


def test_what_the_office_has_comes_with_the_rows_and_is_tidied_away(relay: Relay) -> None:
    content = os.urandom(2 * CHUNK + 777)
    sha256 = give(relay, content)
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    lying = pieces(relay)
    assert len(lying) == 3, "the stick brings the rows and their files on the same journey"
    for one in lying:
        raw = one.read_bytes()
        assert relay_folder.mark_of(raw) == one.name.split(".")[1], "named by the hash of what lies there"
        assert sha256[:12] not in one.name and content[:32] not in raw
    assert relay.sync.relay_now().safe
    assert relay.tablet.blobs.get(sha256) == content and relay.sync.status.arriving == 0
    relay.hub.folders.relay_now()
    assert pieces(relay) == [], "what the tablet has need not lie there"
    relay.carry(2)
    assert pieces(relay) == []
    (last,) = wants(relay)
    relay.carry(2)
    assert wants(relay) == [last], "nothing new is said when nothing is new"


def test_a_file_that_comes_to_the_office_later_is_asked_for_until_it_comes(relay: Relay) -> None:
    content = os.urandom(5000)
    sha256 = give(relay, content, here=False)
    relay.carry(2)
    assert (pieces(relay), has(relay, sha256)) == ([], False)
    relay.office.blobs.put(content)
    relay.hub = Hub(relay.office)  # what it knew of early files is gone, the tablet's letter is not
    relay.carry(1)
    assert has(relay, sha256)


def test_a_tablet_gets_no_file_that_was_not_sent_to_it(relay: Relay) -> None:
    canary = b"KANARIEFAGEL on another customer's photo"
    secret = relay.office.blobs.put(canary)
    may = give(relay, b"its own paper")
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    desk, tablet = relay.hub._desk, relay.tablet
    sender = desk.trusted(tablet.device_id)
    assert sender is not None
    assert desk.give_piece(sender, secret, 0) is None and desk.give_piece(sender, may, 0) is not None
    office = relay.hub.folders._office
    assert office is not None
    office._blobs.give.answered(tablet.device_id, (secret,))  # whatever is asked for, and by whichever way
    before = pieces(relay)
    relay.hub.folders.relay_now()
    assert pieces(relay) == before
    for path in before:
        _, piece = open_piece(
            path.read_bytes(), keys=tablet_keys(tablet.database),
            sign_key_of=lambda _: relay.hub.identity.keys.public.sign,
        )
        assert piece.sha256 == may and canary not in piece.content
    relay.carry(1)
    for path in (*relay.tablet.settings.folder.rglob("*"), *relay.stick.rglob("*")):
        assert not path.is_file() or canary not in path.read_bytes()
    assert has(relay, may)


def test_a_long_file_comes_in_journeys_and_text_never_waits_for_it(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_down, "MOST_FOR_ONE", 3)
    monkeypatch.setattr(relay_down, "AT_ONCE", 2)
    content = os.urandom(7 * CHUNK + 1)
    sha256 = give(relay, content)
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    assert len(pieces(relay)) == 2 and not relay.hub.folders.relay_state.safe, "more can be laid there now"
    relay.hub.folders.relay_now()
    relay.hub.folders.relay_now()
    assert len(pieces(relay)) == 3 and relay.hub.folders.relay_state.safe, "and no more than this at a time"
    relay.works(1)
    turn = relay.sync.relay_now()
    assert turn.received and turn.written == 1
    for _ in range(5):
        relay.hub.folders.relay_now()
        assert len(pieces(relay)) <= 3
        relay.sync.relay_now()
    assert relay.tablet.blobs.get(sha256) == content
    relay.hub.folders.relay_now()
    assert relay.sync.status.waiting == 0 and pieces(relay) == []


def test_a_turn_that_has_more_to_take_says_that_the_stick_must_stay(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(relay, os.urandom(3 * CHUNK))
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    monkeypatch.setattr(relay_down, "AT_ONCE", 2)
    turn = relay.sync.relay_now()
    assert (turn.arriving, turn.safe) == (1, False) and relay.sync.folders.relay_state.arriving == 1
    turn = relay.sync.relay_now()
    assert (turn.arriving, turn.safe) == (0, True)


def test_a_spoilt_piece_is_left_anew_and_rubbish_is_passed_over(relay: Relay) -> None:
    content = os.urandom(2 * CHUNK)
    sha256 = give(relay, content)
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    first, second = pieces(relay)
    first.write_bytes(first.read_bytes()[:-9])
    folder, stem = second.parent, second.name.split(".")[0]
    rubbish = b"TLB1" + os.urandom(400)
    (folder / f"{stem}.{relay_folder.mark_of(rubbish)}.tlp").write_bytes(rubbish)
    other = second.read_bytes()
    (folder / first.name).with_name(f"{first.name.split('.')[0]}.{relay_folder.mark_of(other)}.tlp").write_bytes(other)
    (folder / f"{stem[:-1]}7.{relay_folder.mark_of(other)}.tlp").write_bytes(other)  # a true piece under another number
    (folder / "desktop.ini").write_bytes(b"x")
    os.symlink("/etc/passwd", folder / f"{stem[:-1]}3.{'a' * 20}.tlp")
    for _ in range(3):
        relay.sync.relay_now()
        relay.hub.folders.relay_now()
    relay.sync.relay_now()
    assert relay.tablet.blobs.get(sha256) == content
    assert (folder / "desktop.ini").exists()


def test_nobody_else_can_leave_a_file_for_a_tablet(relay: Relay, tmp_path: Path) -> None:
    """Whoever holds the folder, and even another office, cannot put bytes into it."""
    content = os.urandom(900)
    sha256 = give(relay, content, here=False)
    relay.carry(1)
    keys = tablet_keys(relay.tablet.database)
    stem = Names(relay.hub.identity.keys, keys.public.seal).stem(sha256, 0)
    piece = relay_down.Piece(sha256, 0, len(content), content)
    forged = relay_down.seal_piece(
        piece, sender=relay.hub.identity.office_id, keys=keys, recipient_seal_key=keys.public.seal
    )
    folder = next((relay.stick / ROOT).glob("*")) / "downblob" / relay.tablet.device_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.{relay_folder.mark_of(forged)}.tlp").write_bytes(forged)
    relay.carry(1)
    assert not relay.tablet.blobs.has(sha256)
    relay.office.blobs.put(content)
    relay.carry(2)
    assert relay.tablet.blobs.get(sha256) == content, "and it keeps the true one from nothing"


def test_what_came_by_stick_is_not_fetched_again_by_network_and_the_other_way_round(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_down, "MOST_FOR_ONE", 2)
    content = os.urandom(4 * CHUNK)
    sha256 = give(relay, content)
    relay.carry(1)
    assert relay.sync._blobs.have(sha256, len(content)) == 2 * CHUNK
    asked: list[int] = []
    given = relay.hub._desk.give_piece

    def watched(sender: object, name: str, offset: int, length: int = CHUNK) -> tuple[bytes, int] | None:
        if name == sha256 and length:
            asked.append(offset)
        return given(sender, name, offset, length)  # type: ignore[arg-type]

    monkeypatch.setattr(relay.hub._desk, "give_piece", watched)
    relay.hub.start()
    relay.sync.start()
    try:
        watch = Watch()
        relay.sync.subscribe(watch.stir)
        relay.sync.add_address(f"127.0.0.1:{relay.hub.address.port}")
        watch.until(lambda: has(relay, sha256))
    finally:
        relay.sync.stop()
        relay.hub.stop()
    assert sorted(set(asked)) == [2 * CHUNK, 3 * CHUNK] and len(asked) == 2
    relay.hub = Hub(relay.office)
    relay.sync = TabletSync(relay.tablet, discover=False)
    relay.carry(2)
    assert pieces(relay) == [], "the folder brings nothing that is there"


def test_a_part_that_a_power_cut_left_is_gone_on_with(relay: Relay) -> None:
    content = os.urandom(3 * CHUNK)
    sha256 = give(relay, content)
    part = relay.tablet.blobs.folder / ".incoming" / f"{sha256}.part"
    part.write_bytes(content[: CHUNK + 4321])
    relay.carry(2)
    assert relay.tablet.blobs.get(sha256) == content


def test_bytes_that_are_not_the_file_s_are_thrown_away(relay: Relay) -> None:
    content = os.urandom(CHUNK + 5)
    sha256 = give(relay, content)
    relay.sync.relay_now()
    path = relay.office.blobs.path(sha256)
    path.write_bytes(bytes(len(content)))  # the office's disk has spoilt it
    relay.carry(2)
    assert not relay.tablet.blobs.has(sha256) and relay.sync._blobs.have(sha256, len(content)) == 0


def test_a_blocked_tablet_s_pieces_go_and_none_come(relay: Relay) -> None:
    sha256 = give(relay, os.urandom(100))
    later = give(relay, os.urandom(2000), here=False)
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    assert pieces(relay)
    relay.office.commands.execute(RevokeDevice(device_id=relay.tablet.device_id), STORY.mara)
    relay.hub.folders.relay_now()
    assert pieces(relay) == []
    assert not has(relay, sha256) and not has(relay, later)


def test_what_nobody_fetches_for_a_week_goes_and_comes_when_it_is_asked_for_again(relay: Relay) -> None:
    first = give(relay, os.urandom(100), here=False)
    relay.carry(1)
    content = os.urandom(100)
    sha256 = give(relay, content)
    relay.sync.relay_now()
    relay.hub.folders.relay_now()
    for path in (*pieces(relay), *wants(relay)):
        os.utime(path, (1, 1))
    relay.clock.advance(timedelta(days=8))
    relay.hub.folders.relay_now()
    assert pieces(relay) == []
    relay.carry(2)
    assert has(relay, sha256) and not has(relay, first)


def test_a_share_whose_clock_is_years_behind_brings_files(relay: Relay) -> None:
    relay.clock.advance(timedelta(days=3650))  # to the office all that is written here is ten years old at once
    content = os.urandom(3 * CHUNK + 7)
    sha256 = give(relay, content, here=False)
    relay.carry(3)
    assert wants(relay) and not has(relay, sha256)
    relay.office.blobs.put(content)
    for _turn in range(3):
        relay.hub.folders.relay_now()
    assert len(pieces(relay)) == 4, "they lie there until the tablet comes"
    relay.carry(2)
    assert relay.tablet.blobs.get(sha256) == content
    assert pieces(relay) == []


def test_a_letter_that_is_no_want_or_another_s_is_not_used(relay: Relay) -> None:
    desk = relay.hub._desk
    for raw in (b"", b"TLP1", os.urandom(300)):
        with pytest.raises(Malformed):
            desk.wanted(relay.tablet.device_id, raw)
    give(relay, b"paper", here=False)
    relay.carry(1)
    (want,) = wants(relay)
    assert isinstance(desk.wanted(relay.tablet.device_id, want.read_bytes()), Want)
    with pytest.raises(Malformed):
        desk.wanted(new_id(), want.read_bytes())


def test_the_folder_holds_no_more_pieces_than_it_may_and_all_comes_all_the_same(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_down, "MOST_IN_ALL", 2)
    first, second = (give(relay, os.urandom(3 * CHUNK + extra)) for extra in (1, 2))
    most = 0
    for _journey in range(8):
        relay.sync.relay_now()
        relay.hub.folders.relay_now()
        most = max(most, len(pieces(relay)))
    relay.sync.relay_now()
    assert most == 2 and has(relay, first, second)
