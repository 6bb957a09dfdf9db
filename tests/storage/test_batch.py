"""Many commands in one transaction leave exactly what they leave one by one, whatever follows on what."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.bootstrap import Core
from core.commands.base import Command
from core.commands.customers import EditContact
from core.commands.records import RecordMaterial, RecordTime, RemoveRecord
from core.commands.visit import AddNote, ChangeStep
from core.services.registry import command_decoder
from core.storage.batch import Batch, batch_of, recalled
from core.sync import office_ledger as ledger
from core.sync.letters import Entry
from core.sync.office_ledger import Trusted
from core.sync.office_store import OfficeDatabase
from core.sync.sql import chunks
from tests.helpers.cores import opened_office
from tests.helpers.story import STORY, build_story

ALEX = Trusted("device-a", STORY.alex, b"", b"", False)
COLUMNS = {
    "time_effort": "*", "material": "*", "note": "*", "contact": "*", "stock_move": "*", "status_event": "*",
    "activity": "*", "service_assignment": "*",
    "command_log": "seq, id, type, payload, person_id, device_id, at, activity_id, verdict",
    "journal": "command_id, person_id, device_id, at, kind, row_id, action, field, old, new",
    "sync_flag": "code, params, command_id, kind, row_id, activity_id",
    "row_change": "kind, id, deleted",
}  # fmt: skip


def _command(chance: random.Random, number: int) -> Command:
    """Anything a technician may do; ids are few, so that commands meet their own and each other's rows."""
    row = f"row-{chance.randrange(number + 1)}"
    match chance.randrange(8):
        case 0 | 1 | 2:
            return RecordTime(
                activity_id=STORY.visit, record_id=f"row-{number}", kind=chance.choice(("work", "travel", "no such")),
                start=STORY.start, end=STORY.start + timedelta(minutes=5), minutes=5, note=str(number),
                corrects_id=row if chance.random() < 0.3 else None,
            )
        case 3:
            return RecordTime(
                activity_id=STORY.visit, record_id=row, kind="work", start=STORY.start, end=STORY.start, minutes=7
            )
        case 4:
            return RemoveRecord(activity_id=STORY.visit, kind="time", record_id=row)
        case 5:
            return AddNote(activity_id=STORY.visit, note_id=f"note-{number % 5}", text=chance.choice(("", "a", "b")))
        case 6:
            target = chance.choice(("accepted", "travelling", "arrived", "working", "paused"))
            return ChangeStep(
                activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=f"event-{number}", target=target
            )
        case _:
            item = chance.choice((STORY.gasket, "no such item"))
            return RecordMaterial(
                activity_id=STORY.visit, record_id=f"row-{number}", item_id=item, quantity=Decimal(2)
            )


def _entries(seed: int, count: int = 60) -> list[Entry]:
    chance = random.Random(seed)
    found = [
        Entry(number + 1, f"c-{number}", STORY.alex, f"2026-11-24T09:00:{number:02d}Z",
              msgspec.json.encode(_command(chance, number)).decode())
        for number in range(count)
    ]  # fmt: skip
    twice = chance.sample(found, 3)
    return found + [msgspec.structs.replace(entry, seq=count + n + 1) for n, entry in enumerate(twice)]


def _carry_out(office: Core, entries: Sequence[Entry], at_once: int) -> list[str]:
    """The engine's own way: together, and one by one where one of them cannot be; returns those that cannot."""
    store = OfficeDatabase(office.database, office.commands, office.clock, command_decoder())
    bad: list[str] = []

    def together(chunk: Sequence[Entry]) -> None:
        try:
            with store.write() as work:
                for entry in ledger.unknown(work.sql, chunk):
                    work.carry_out(ALEX, entry)
        except Exception:
            if len(chunk) == 1:
                bad.append(chunk[0].id)
                return
            for entry in chunk:
                together([entry])

    for chunk in chunks(entries, at_once):
        together(chunk)
    return bad


def _left(office: Core) -> dict[str, list[tuple[Any, ...]]]:
    with office.database.look() as connection:
        own = {
            name: connection.exec_driver_sql(f"SELECT {columns} FROM {name}").fetchall()
            for name, columns in COLUMNS.items()
        }
    own["journal"] = [row for row in own["journal"] if str(row[0]).startswith("c-") and row[4] != "sync_flag"]
    own["row_change"] = [row for row in own["row_change"] if row[0] != "sync_flag"]  # their ids are new each time
    # What one command does to several rows, the journal tells in no certain order.
    order = {row[1]: row[0] for row in own["command_log"]}
    own["journal"] = sorted(own["journal"], key=lambda row: (order[row[0]], *map(repr, row)))
    return {
        name: [tuple(row) for row in (rows if name in ("journal", "command_log") else sorted(rows, key=repr))]
        for name, rows in own.items()
    }


@pytest.fixture(params=[1, 2, 3])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_together_leaves_what_one_by_one_leaves(tmp_path: Path, seed: int) -> None:
    entries = _entries(seed)
    left, bad = [], []
    for at_once in (1, len(entries)):
        with opened_office(tmp_path / str(at_once)) as office:
            build_story(office)
            bad.append(_carry_out(office, entries, at_once))
            left.append(_left(office))
    assert bad[0] == bad[1]
    assert left[0] == left[1]
    assert len(left[0]["journal"]) > 20


def test_together_leaves_the_same_when_none_is_bad(tmp_path: Path) -> None:
    """Above, one bad command makes all of them go alone; here they truly go together."""
    decoder = command_decoder()
    entries = [entry for entry in _entries(7) if not _needs_what_is_not_there(decoder.decode(entry.payload))]
    left = []
    for at_once in (1, len(entries)):
        with opened_office(tmp_path / str(at_once)) as office:
            build_story(office)
            assert _carry_out(office, entries, at_once) == []
            left.append(_left(office))
    assert left[0] == left[1]


def _needs_what_is_not_there(command: Command) -> bool:
    return isinstance(command, RemoveRecord) or getattr(command, "item_id", "") == "no such item"


def test_a_clash_sees_what_the_command_before_it_wrote(tmp_path: Path) -> None:
    """The history of a field is asked for in the middle of a batch: what waits to be written is written first."""
    def phone(number: int, base: str, new: str) -> Entry:
        command = EditContact(contact_id=STORY.james, partner_id=STORY.partner, phone=new, base={"phone": base})
        return Entry(
            number, f"c-{number}", STORY.alex, f"2026-11-24T09:{number:02d}:00Z", msgspec.json.encode(command).decode()
        )

    with opened_office(tmp_path / "office") as office:
        build_story(office)
        was = _contact_phone(office)
        assert _carry_out(office, [phone(1, was, "+46700000001"), phone(2, "+46799999999", "+46700000002")], 2) == []
        assert _contact_phone(office) == "+46700000002"
        flags = _left(office)["sync_flag"]
    assert len(flags) == 1 and "+46700000001" in flags[0][1] and flags[0][1].count(STORY.alex) == 2


def _contact_phone(office: Core) -> str:
    with office.database.look() as connection:
        row = connection.exec_driver_sql(f"SELECT phone FROM contact WHERE id = '{STORY.james}'").first()
    assert row is not None
    return str(row[0])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Core]:
    with opened_office(tmp_path / "office") as core:
        build_story(core)
        yield core


def test_an_answer_is_remembered_until_one_of_its_rows_is_written(office: Core) -> None:
    from sqlalchemy import func, select, update

    from core.model.visit import Activity, Note

    asked: list[str] = []

    @recalled(Note)
    def notes(session: Any, text: str) -> int:
        asked.append(text)
        return int(session.scalar(select(func.count()).select_from(Note).where(Note.text == text)))

    with office.database.write() as session:
        batch = Batch(session)
        assert batch_of(session) is batch
        assert notes(session, "a") == notes(session, "a") == 0 and asked == ["a"]
        session.get_one(Activity, STORY.visit).subject = "another"
        assert notes(session, "a") == 0 and asked == ["a"], "another kind of row is no reason to ask again"
        session.add(Note(id="n", call_id=STORY.call, activity_id=STORY.visit, person_id=STORY.alex, text="a",
                         at=office.clock.now(), visible_to_customer=False))  # fmt: skip
        assert notes(session, "a") == 1 and asked == ["a", "a"]
        session.execute(update(Note).values(text="b"))
        assert notes(session, "a") == 0 and notes(session, "b") == 1
        batch.close()
    with office.database.read() as session:
        assert notes(session, "b") == notes(session, "b") == 1 and asked[-2:] == ["b", "b"]
