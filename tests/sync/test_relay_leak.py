"""What lies on the stick: nobody reads anything there, and inside a letter is only what its reader may know."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.bootstrap import Core, open_core
from core.commands.photos import AddPhoto
from core.commands.visit import AddNote
from core.ids import new_id
from core.model.visit import Activity
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.envelope import open_envelope
from core.sync.faults import ProtocolFault
from core.sync.hub import Hub
from core.sync.identity import tablet_keys
from core.sync.keys import KeyPair
from core.sync.letters import encode
from core.sync.relay_folder import ROOT
from core.sync.sealed_piece import MAGIC, open_piece
from core.sync.signed_form import Receipt, read_signed
from tests.helpers.story import STORY
from tests.sync.lan_pair import pair
from tests.sync.test_relay import Relay
from tests.sync.test_relay_down import give
from tests.sync.test_scope import (
    COST,
    HOURLY_COST,
    MARGIN,
    SECRET_NUMBER,
    SECRET_TEXT,
    file_bytes,
    plant_canaries,
    stored,
)

PHOTO, PAPER = b"KANARIEFOTO", b"KANARIEPAPPER"
OWN_WORDS = "KANARIEORD"
SECRETS = (SECRET_NUMBER, COST, HOURLY_COST, MARGIN)
CANARIES = (SECRET_TEXT.encode(), *map(stored, SECRETS), *(str(int(one)).encode() for one in SECRETS))


class Stick(Relay):
    """Alex and Milan use the same one; every file that ever lay on it is kept in `seen`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.milan = open_core(Settings(role="tablet", folder=folder / "milan"), self.clock)
        self.hub.start()
        pair(self.hub, self.milan, STORY.milan, "Milans platta")
        self.hub.stop()
        self.hub = Hub(self.office)
        self.of_milan = TabletSync(self.milan, discover=False)
        self.of_milan.set_relay(str(self.stick))
        self.seen: dict[Path, bytes] = {}

    def goes_round(self, times: int) -> None:
        for _ in range(times):
            for turn in (self.sync.relay_now, self.of_milan.relay_now, self.hub.folders.relay_now):
                turn()
                self.seen |= {one: one.read_bytes() for one in self.stick.rglob("*") if one.is_file()}
        self.sync.relay_now()
        self.of_milan.relay_now()

    def of(self, tablet: Core, *ways: str) -> list[bytes]:
        """What one tablet and the office wrote to each other in these directories."""
        places = {path: path.relative_to(self.stick / ROOT).parts for path in self.seen}
        return [self.seen[path] for path, parts in places.items() if parts[1] in ways and parts[2] == tablet.device_id]

    def close(self) -> None:
        self.milan.close()
        super().close()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    made = Stick(tmp_path)
    try:
        yield made
    finally:
        made.close()


def opened(raw: bytes, keys: KeyPair, sign_key: bytes) -> bytes:
    """What the one who has the key reads in a file of the relay."""
    if raw.startswith(MAGIC):
        return open_piece(raw, keys=keys, sign_key_of=lambda _: sign_key)[1].content
    if raw.startswith(b"{"):
        return read_signed(raw, Receipt, lambda _form: sign_key).tag.encode()
    return encode(open_envelope(raw, keys=keys, sign_key_of=lambda _: sign_key).letter)


def photographed(stick: Stick, content: bytes) -> str:
    sha256 = stick.tablet.blobs.put(content)
    stick.tablet.commands.execute(
        AddPhoto(
            activity_id=STORY.visit, attachment_id=new_id(), sha256=sha256, mime="image/jpeg", size=len(content),
            object_id=STORY.visit,
        ),
        STORY.alex,
    )
    return sha256


def test_no_canary_is_on_the_stick_nor_in_a_letter_nor_on_the_tablet(stick: Stick) -> None:
    plant_canaries(stick)
    paper = give(stick, PAPER + os.urandom(3000))
    stick.goes_round(3)
    stick.works(2)
    stick.tablet.commands.execute(AddNote(activity_id=STORY.visit, note_id=new_id(), text=OWN_WORDS), STORY.alex)
    photo = photographed(stick, PHOTO + os.urandom(3000))
    stick.goes_round(4)
    assert stick.office.blobs.has(photo) and stick.tablet.blobs.has(paper) and stick.sync.status.waiting == 0
    assert stick.milan.database.ask(lambda session: session.get(Activity, "visit-other")), "Milan has his own job"

    office, alex = stick.hub.identity.keys, tablet_keys(stick.tablet.database)
    down = [opened(raw, alex, office.public.sign) for raw in stick.of(stick.tablet, "down", "downblob")]
    up = [opened(raw, office, alex.public.sign) for raw in stick.of(stick.tablet, "up", "upblob")]
    assert any(PAPER in one for one in down) and any(str(int(COST + MARGIN)).encode() in one for one in down)
    assert any(PHOTO in one for one in up) and any(OWN_WORDS.encode() in one for one in up)
    assert any(b'"want"' in one for one in up), "the letter that asks for files is looked at as well"

    on_tablet = file_bytes(stick.tablet)
    at_office = b"".join(file_bytes(stick.office))
    assert SECRET_TEXT.encode() in at_office and any(PHOTO in one for one in on_tablet)
    for content in (*down, *up, *on_tablet):
        for canary in CANARIES:
            assert canary not in content
    readable = (*CANARIES, PHOTO, PAPER, OWN_WORDS.encode(), "Kafé Tulpan".encode(), b"Espresso", b"Milan")
    for path, raw in stick.seen.items():
        for word in readable:
            assert word not in raw and word.lower() not in str(path).lower().encode()
    for raw in stick.of(stick.milan, "down"):
        with pytest.raises(ProtocolFault):
            opened(raw, alex, office.public.sign)
