"""Whatever arrives from outside is right, or a typed fault; it costs little memory and changes nothing."""

import logging
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bootstrap import Core
from core.model.history import CommandLog
from core.model.money import Invoice
from core.sync import relay_folder
from core.sync.bell import Bell
from core.sync.chain import genesis
from core.sync.desk import Desk
from core.sync.hub_app import HubApp
from core.sync.identity import office_identity
from core.sync.letters import Bundle, Entry
from core.sync.pairing_desk import PairingDesk
from core.sync.refused import Refused
from core.sync.relay_places import place_at
from tests.helpers.story import STORY
from tests.sync import hostile
from tests.sync.sides import Sides, Tablet, story_sides
from tests.sync.test_two_sides import count

MEMORY = 64 * 1024 * 1024
STATUSES = {200, 206, 400, 401, 403, 404, 405, 413, 426, 429, 503}


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_what_arrives_is_right_or_a_typed_fault(seed: int) -> None:
    for _name, case in hostile.cases(seed):
        hostile.taken_in(case)


def test_it_takes_little_memory() -> None:
    for seed in range(12):
        for name, case in hostile.cases(seed):
            tracemalloc.start()
            try:
                hostile.taken_in(case)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            # The bomb of 30 MB itself is made by the test.
            assert peak < MEMORY, f"{name}: {peak / 1e6:.0f} MB"


@settings(max_examples=60)
@given(st.lists(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)), max_size=12))
def test_any_names_in_a_relay_folder_are_passed_over(
    tmp_path_factory: pytest.TempPathFactory, names: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("relay")
    place = place_at(str(folder))
    right = relay_folder.write(place, "box", "1-2", b"a letter")
    hostile.litter(folder / "box", names)
    assert b"a letter" in hostile.read_all(folder) and right.read() == b"a letter"
    for letter in relay_folder.found(place, "box"):
        content = letter.read()
        assert content is None or relay_folder.mark_of(content) == letter.mark
    assert all("/" not in name for name in relay_folder.directories(place, "box"))


@pytest.fixture
def app(office: Core) -> Iterator[hostile.App]:
    identity = office_identity(office.database, office.settings.folder, office.clock)
    bell = Bell()
    desk = Desk(office, identity, ring=bell.ring)
    pairing = PairingDesk(
        identity, office.clock, addresses=lambda: ("127.0.0.1:1",), office_name=lambda: "x", confirm=lambda *_: ""
    )
    yield HubApp(desk, pairing, bell, Refused(office, desk.presence)).application()
    desk.interpreter.close()


def test_any_request_is_answered_and_none_brings_the_hub_down(app: hostile.App) -> None:
    seen = {hostile.ask(app, hostile.request(seed)) for seed in range(400)}
    assert seen <= STATUSES and {400, 401, 404, 405} <= seen, seen


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    logging.disable(logging.ERROR)  # commands go to quarantine here, and that is meant
    with story_sides(tmp_path) as made:
        yield made
    logging.disable(logging.NOTSET)


def test_commands_of_a_paired_tablet_gone_bad_do_no_harm(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    texts = [text for seed in range(40) for text in hostile.payloads(seed)]
    cursor = alex.engine.ask()
    entries = tuple(
        Entry(number, f"hostile-{number}", STORY.alex, "2026-11-24T07:43:00Z", text)
        for number, text in enumerate(texts, 1)
    )
    bundle = Bundle(
        nonce=1, epoch=cursor.epoch, prev_seq=0, prev_hash=genesis(alex.core.device_id, cursor.epoch), entries=entries
    )
    ack = sides.engine.receive(sides.sender(alex), bundle, sides.sealed(alex, bundle))
    assert ack.verdict == "stored" and sides.engine.recover(), "all of it is dealt with"
    standing = sides.engine.standing(alex.core.device_id, cursor.epoch)
    assert standing.done_through == len(texts)
    done = len(texts) - len(standing.quarantined)
    assert count(sides.office, Invoice) == 0
    assert count(sides.office, CommandLog) >= done
