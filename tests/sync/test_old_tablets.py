"""Tablets that were not updated in time lose nothing: what every version sent is understood, and it may always send."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from core.commands.devices import PairDevice
from core.commands.records import RecordTime
from core.ids import new_id
from core.model.history import CommandLog
from core.model.visit import Activity, TimeEffort
from core.storage.backup import BACKUPS
from core.storage.engine import create_database, sqlite_url
from core.storage.migrations import FOLDER, HEAD
from core.storage.opening import open_database
from core.storage.row_bulk import read_rows
from core.sync import desk, office_ledger
from core.sync.assembly import office_engine
from core.sync.chain import genesis, links
from core.sync.envelope import open_envelope
from core.sync.keys import KeyPair
from core.sync.letters import PROTOCOL, Bundle, Page
from core.sync.sql import ConnectionSql
from core.sync.status import SyncStatus
from tests.helpers.story import STORY
from tests.sync.freeze_golden import GOLDEN, verdicts
from tests.sync.lan_pair import Lan, lan
from tests.sync.sides import story_sides

VERSIONS = sorted(GOLDEN.glob("protocol-*"))


class Frozen:
    """The letters of one version."""

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "facts.json").read_text("utf-8"))
        self.device_id: str = facts["device_id"]
        self.office = KeyPair.from_bytes(bytes.fromhex(facts["office_keys"]))
        self.tablet = KeyPair.from_bytes(bytes.fromhex(facts["tablet_keys"]))
        self.made_of_it: dict[str, int] = facts["made_of_it"]
        self.up = [path.read_bytes() for path in sorted(folder.glob("up-*.tlp"))]
        self.down = [path.read_bytes() for path in sorted(folder.glob("down-*.tlp"))]


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return Frozen(request.param)


def test_this_version_is_frozen() -> None:
    assert f"protocol-{PROTOCOL}" in {folder.name for folder in VERSIONS}


def test_the_work_of_every_version_is_carried_out_as_it_was_then(frozen: Frozen, tmp_path: Path) -> None:
    with story_sides(tmp_path) as (sides, _):
        sides.planner_does(
            PairDevice(
                device_id=frozen.device_id, person_id=STORY.alex, sign_key=frozen.tablet.public.sign.hex(),
                seal_key=frozen.tablet.public.seal.hex(), name="en gammal platta",
            )
        )
        engine = office_engine(sides.office, replace(sides.identity, keys=frozen.office))
        with sides.office.database.look() as connection:
            sender = office_ledger.trusted(ConnectionSql(connection), frozen.device_id)
        assert sender is not None
        for raw in frozen.up:
            letter = open_envelope(raw, keys=frozen.office, sign_key_of=lambda _: frozen.tablet.public.sign).letter
            assert isinstance(letter, Bundle)
            ack = engine.receive(sender, letter, raw)
            assert ack.verdict == "stored"
            assert ack.standing.have_hash == links(letter.prev_hash, letter.entries), "the chain is computed as then"
        assert engine.recover()
        assert verdicts(sides) == frozen.made_of_it
        assert not ack.standing.quarantined


def test_the_pages_of_every_version_are_taken_in(frozen: Frozen, tmp_path: Path) -> None:
    """An office that was not updated yet speaks to a new, empty tablet."""
    with story_sides(tmp_path) as (_, alex):
        for raw in frozen.down:
            page = open_envelope(raw, keys=frozen.tablet, sign_key_of=lambda _: frozen.office.public.sign).letter
            assert isinstance(page, Page)
            ask = alex.engine.ask()
            start = genesis(alex.core.device_id, ask.epoch)  # another tablet than the one it was sent to
            standing = msgspec.structs.replace(page.standing, have_through=0, have_hash=start, done_through=0)
            assert alex.engine.on_page(msgspec.structs.replace(page, nonce=ask.nonce, standing=standing)) == "applied"
            for group in page.rows:
                with alex.core.database.read() as session:
                    held = read_rows(session, group.kind, group.columns, [str(row[0]) for row in group.rows])
                assert held == [list(row) for row in group.rows], group.kind
        assert has(alex.core, Activity, STORY.visit)


# ---- Versions that meet ---------------------------------------------------------------------------------------------


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path) as made:
        yield made


def time_record(minutes: int = 30) -> RecordTime:
    return RecordTime(
        activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.at("10:00"), end=STORY.at("10:30"),
        minutes=minutes,
    )


def record(net: Lan) -> str:
    command = time_record()
    net.tablet.commands.execute(command, STORY.alex)
    return command.record_id


def has(core: Any, row_class: Any, row_id: str) -> bool:
    return bool(core.database.ask(lambda session: session.get(row_class, row_id) is not None))


def test_a_tablet_of_the_version_before_sends_and_receives(net: Lan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PROTOCOL", PROTOCOL + 1)
    net.until(lambda: has(net.tablet, Activity, STORY.visit), "it receives")
    sent = record(net)
    net.until(lambda: has(net.office, TimeEffort, sent), "it sends")
    net.until(net.settled)


def test_an_older_tablet_sends_and_is_told_to_update(net: Lan, monkeypatch: pytest.MonkeyPatch) -> None:
    net.until(lambda: has(net.tablet, Activity, STORY.visit))
    monkeypatch.setattr(desk, "PROTOCOL", PROTOCOL + 2)
    sent = record(net)
    net.until(lambda: has(net.office, TimeEffort, sent), "its work arrives all the same")
    net.until(lambda: net.sync.status.problem == "sync.problem_update", "it is told")
    again = record(net)
    net.until(lambda: has(net.office, TimeEffort, again), "and it goes on sending")
    net.until(lambda: net.sync.status.waiting == 0)
    seen: list[SyncStatus] = []
    end = net.sync.subscribe(seen.append)
    net.until(lambda: len({bool(one.address) for one in seen}) == 2, "it hangs up, and greets the office anew")
    end()
    assert {one.problem for one in seen} == {"sync.problem_update"}, "and is told all the while"
    monkeypatch.setattr(desk, "PROTOCOL", PROTOCOL)
    net.until(lambda: not net.sync.status.problem, "until the versions fit")


_NEXT_STEP = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "0000", "{before}", None, None
def upgrade() -> None:
    op.execute("ALTER TABLE activity ADD COLUMN brand_new VARCHAR")
"""


def test_a_step_of_the_database_copies_it_first_and_leaves_the_outbox(tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    shutil.copytree(FOLDER, steps)
    after_head = f"{int(HEAD) + 1:04d}"
    step = _NEXT_STEP.replace("0000", after_head).format(before=HEAD)
    (steps / "versions" / f"{after_head}_next.py").write_text(step, "utf-8")
    with story_sides(tmp_path) as (sides, alex):
        sides.sync()
        for minutes in (10, 20, 30):
            alex.does(time_record(minutes))
        waiting = alex.core.database.ask(outbox)
        settings = alex.core.settings
        alex.core.database.close()
        after = open_database(settings, steps=steps, head=after_head)
        try:
            assert after.ask(outbox) == waiting and len(waiting) == 3
            kept = settings.folder / BACKUPS / f"tablet-{HEAD}.db"
            copy = create_database(sqlite_url(kept), enforce_references=False)
            assert copy.ask(outbox) == waiting, "copied before it was touched"
            copy.close()
        finally:
            after.close()


def outbox(session: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(select(CommandLog.seq, CommandLog.id, CommandLog.payload))]
