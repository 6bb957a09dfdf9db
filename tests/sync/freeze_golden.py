"""Freezes the letters of the present version, so that every later one can prove that it still understands them.

usage: python -m tests.sync.freeze_golden        (once for a released version; what is frozen is never changed)

A day's work in bundles as a tablet of this version seals them, the pages it was given, and what the office made of it.
"""

import json
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from core.commands.checklist import CloseChecklist, ReopenChecklist
from core.commands.customers import AddEquipment, EditContact
from core.commands.findings import ProposeReturn, ReportFault
from core.commands.records import RecordExpense, RemoveRecord
from core.commands.visit import AddNote, MarkSeen
from core.ids import new_id
from core.model.history import CommandLog
from core.settings import VERSION
from core.sync.chain import links
from core.sync.envelope import seal
from core.sync.identity import tablet_keys
from core.sync.letters import PROTOCOL, Ack, Ask, Bundle, Page
from tests.helpers.field_day import FieldDay
from tests.helpers.source import ROOT
from tests.helpers.story import STORY
from tests.sync.sides import Sides, Tablet, story_sides

GOLDEN = ROOT / "tests" / "sync" / "golden"
IN_A_BUNDLE = 12


def main() -> None:
    folder = GOLDEN / f"protocol-{PROTOCOL}"
    if folder.exists():
        sys.exit(f"{folder.name} is frozen already")
    with tempfile.TemporaryDirectory() as name, story_sides(Path(name)) as (sides, alex):
        folder.mkdir(parents=True)
        write_down(folder, sides, alex)


def write_down(folder: Path, sides: Sides, alex: Tablet) -> None:
    for number, page in enumerate(_first_pages(sides, alex)):
        (folder / f"down-{number:02d}.tlp").write_bytes(page)
    work(alex)
    for number, raw in enumerate(_bundles(sides, alex)):
        (folder / f"up-{number:02d}.tlp").write_bytes(raw)
    keys = {"office_keys": sides.identity.keys, "tablet_keys": tablet_keys(alex.core.database)}
    facts = {
        "program": VERSION, "protocol": PROTOCOL, "office_id": sides.identity.office_id,
        "device_id": alex.core.device_id, "made_of_it": verdicts(sides),
        **{name: pair.to_bytes().hex() for name, pair in keys.items()},
    }
    (folder / "facts.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", "utf-8")


def work(alex: Tablet) -> None:
    """A whole visit, and one of each thing that can be done beside it."""
    day = FieldDay(alex.core)
    day.does(MarkSeen(activity_id=STORY.visit, assignment_id=STORY.assignment))
    day.arrives()
    instance = day.fills_checklist()
    day.does(CloseChecklist(activity_id=STORY.visit, instance_id=instance))
    day.does(ReopenChecklist(activity_id=STORY.visit, instance_id=instance))
    day.clock.set(STORY.at("11:12"))
    day.records_all()
    wrong = day.records_time("work", "08:00", "08:10")
    day.does(RemoveRecord(activity_id=STORY.visit, kind="time", record_id=wrong))
    day.does(RecordExpense(activity_id=STORY.visit, record_id=new_id(), text="Parkering", amount=Decimal("45.50")))
    day.does(AddNote(activity_id=STORY.visit, note_id=new_id(), text="Ring på bakdörren, åäö 1234."))
    day.does(ReportFault(activity_id=STORY.visit, call_id=new_id(), note_id=new_id(), text="Kvarnen skramlar"))
    day.does(ProposeReturn(activity_id=STORY.visit, note_id=new_id(), text="Byt slangarna i vår"))
    day.does(EditContact(contact_id=STORY.james, partner_id=STORY.partner, name="James Wallin", phone="+46317000000"))
    day.does(_machine())
    day.writes()
    day.comes_out()
    day.gets_signature()
    day.finishes()


def _machine() -> AddEquipment:
    return AddEquipment(
        equipment_id=new_id(), name="Kvarn utan skylt", partner_id=STORY.partner, address_id=STORY.address
    )


def _first_pages(sides: Sides, alex: Tablet) -> list[bytes]:
    """What the tablet is given at first, sealed by the office as it sealed them."""
    pages: list[bytes] = []
    while True:
        ask = alex.engine.ask()
        assert isinstance(ask, Ask)
        page = sides.engine.answer(sides.sender(alex), ask)
        assert isinstance(page, Page)
        pages.append(
            seal(page, sender=sides.identity.office_id, keys=sides.identity.keys,
                 recipient_seal_key=alex.keys.public.seal, line=sides.identity.generation)
        )
        if alex.engine.on_page(page) == "nothing" or not page.more:
            return pages


def _bundles(sides: Sides, alex: Tablet) -> list[bytes]:
    """The work in several bundles, each of which follows on the one before."""
    raws: list[bytes] = []
    whole = alex.engine.bundle()
    assert whole is not None
    entries, before, after = whole.entries, whole.prev_hash, whole.prev_seq
    for start in range(0, len(entries), IN_A_BUNDLE):
        part = entries[start : start + IN_A_BUNDLE]
        bundle: Bundle = msgspec.structs.replace(whole, entries=part, prev_seq=after, prev_hash=before)
        raw = sides.sealed(alex, bundle)
        ack = sides.engine.receive(sides.sender(alex), bundle, raw)
        assert isinstance(ack, Ack) and ack.verdict == "stored"
        sides.engine.recover()
        raws.append(raw)
        after, before = part[-1].seq, links(before, part)
    return raws


def verdicts(sides: Sides) -> dict[str, Any]:
    """How many commands of each type had which verdict at the office."""
    rows = sides.office.database.ask(
        lambda s: s.execute(
            select(CommandLog.type, CommandLog.verdict).where(CommandLog.device_id != "office")
        ).all()
    )
    counted = Counter(f"{kind} {verdict}" for kind, verdict in rows)
    return dict(sorted(counted.items()))


if __name__ == "__main__":
    main()
