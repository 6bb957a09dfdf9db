"""Whatever a tablet's screens can give, the office takes: nothing done there goes to quarantine for its kind."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.commands.base import Command
from core.commands.day_log import KeepDayEntry
from core.commands.on_site import AddMetContact, GiveCode
from core.commands.pin import PinForgotten
from core.model.customer import Contact
from core.model.day_log import DayEntry
from core.model.device import SyncFlag
from core.model.equipment import Equipment
from core.model.item import FurtherCode
from core.model.sync_ledger import SyncQuarantine
from core.queries.machine_lookup import machines_by_scan
from core.sync.office_store import FIELD_COMMANDS
from tests.helpers.source import modules
from tests.helpers.story import STORY
from tests.sync.sides import Sides, Tablet, story_sides


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        yield made


def given_by_screens() -> dict[str, str]:
    """The commands that the tablet's program names, by their tag, with where."""
    found = {}
    for module in modules("field_app"):
        for node in module.nodes(ast.ImportFrom):
            assert isinstance(node, ast.ImportFrom)
            if (node.module or "").startswith("core.commands."):
                for alias in node.names:
                    kind = getattr(importlib.import_module(str(node.module)), alias.name)
                    if isinstance(kind, type) and issubclass(kind, Command) and kind is not Command:
                        found[str(kind.__struct_config__.tag)] = module.at(node)
    return found


def test_the_office_takes_every_kind_of_command_that_a_tablet_can_give() -> None:
    given = given_by_screens()
    assert len(given) >= 30
    assert not {tag: place for tag, place in given.items() if not tag.startswith(FIELD_COMMANDS)}


def test_the_day_log_people_met_and_a_forgotten_pin_reach_the_office(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    start = sides.clock.now()
    alex.does(KeepDayEntry(entry_id="day-1", kind="day", start=start))
    alex.does(AddMetContact(
        activity_id=STORY.visit, contact_id="met-1", name="Bengt Ros", role="Vaktmästare", phone="+46701740699"
    ))
    alex.does(PinForgotten())
    sides.sync()
    with sides.office.database.read() as session:
        assert session.scalars(select(DayEntry.person_id).where(DayEntry.id == "day-1")).all() == [STORY.alex]
        assert session.scalars(select(Contact.name).where(Contact.id == "met-1")).all() == ["Bengt Ros"]
        assert not session.scalars(select(SyncQuarantine.command_id)).all()


def test_a_code_given_on_a_tablet_is_known_at_the_office_and_never_another_machines(
    story: tuple[Sides, Tablet]
) -> None:
    sides, alex = story
    sides.sync()
    with sides.office.database.read() as session:
        label = session.get_one(Equipment, STORY.machine).label_code
    alex.does(GiveCode(kind="machine", object_id=STORY.machine, code="QR-1", activity_id=STORY.visit))
    sides.sync()
    for code in (label, "QR-1"):
        found = sides.office.database.ask(machines_by_scan, (code,))
        assert [one.equipment_id for one in found] == [STORY.machine], code
    alex.does(GiveCode(kind="machine", object_id=STORY.machine, code="QR-2", activity_id=STORY.visit))
    with sides.office.database.write() as session:  # the office gives it to another one meanwhile
        session.add(Equipment(
            id="machine-other", number="M-9", name="Mazzer", partner_id=STORY.partner, label_code="QR-2"
        ))
    sides.sync()
    with sides.office.database.read() as session:
        assert session.get_one(Equipment, STORY.machine).label_code == label
        assert session.scalars(select(FurtherCode.code)).all() == ["QR-1"]
        assert not session.scalars(select(SyncQuarantine.command_id)).all()
        flags = session.scalars(select(SyncFlag.code)).all()
    assert "on_site.flag_code_taken" in flags
