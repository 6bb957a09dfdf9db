"""What was found on site becomes the office's draft, once, and nothing of it is lost when it comes late."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.findings import ProposeReturn, ReportFault, ReportMachine
from core.commands.intake import CancelCall
from core.errors import UserError
from core.ids import derived_id, new_id
from core.model.attachment import Attachment
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.device import SyncFlag
from core.model.visit import Activity, Note
from core.queries.findings import finding_sheet
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.sync.sides import Sides, Tablet, story_sides

NEXT = derived_id(STORY.visit, "next_visit")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        sides, tablet = made
        sides.sync(tablet)
        yield made


def fault(**more: object) -> ReportFault:
    return ReportFault(activity_id=STORY.visit, call_id="call-found", note_id="note-found", **more)  # type: ignore[arg-type]


def proposal(text: str, *photos: str) -> ProposeReturn:
    return ProposeReturn(activity_id=STORY.visit, note_id=new_id(), text=text, photo_ids=photos)


def flags(core: Core) -> list[str]:
    with core.database.read() as session:
        return list(session.scalars(select(SyncFlag.code)))


def test_a_fault_found_on_site_is_a_draft_call_at_the_office(story: tuple[Sides, Tablet]) -> None:
    sides, tablet = story
    tablet.does(fault(text="Kvarnen skrapar", equipment_id=STORY.machine, urgent=True))
    sides.sync(tablet)
    with sides.office.database.read() as session:
        call = session.get_one(ServiceCall, "call-found")
        assert (call.state, call.problem, call.priority, call.origin) == ("draft", "Kvarnen skrapar", "high", "field")
        assert (call.partner_id, call.address_id, call.number) == (STORY.partner, STORY.address, None)
        assert call.created_by_id == STORY.alex
        link = session.scalars(select(ServiceCallEquipment).where(ServiceCallEquipment.call_id == call.id)).one()
        assert link.equipment_id == STORY.machine
    assert flags(sides.office) == ["finding.flag_fault"]
    with tablet.core.database.read() as session:
        assert session.get(ServiceCall, "call-found") is None, "the draft is the office's own"
        assert session.get_one(Note, "note-found").text.endswith("Kvarnen skrapar")


@pytest.mark.parametrize(("need", "urgent", "priority"), [
    ("fault", True, "high"), ("fault", False, "normal"), ("visit", False, "planned"),
])
def test_what_a_machine_without_a_visit_needs_is_a_draft_call_at_the_office(
    story: tuple[Sides, Tablet], need: Literal["fault", "visit"], urgent: bool, priority: str
) -> None:
    sides, tablet = story
    tablet.does(ReportMachine(
        call_id="call-met", equipment_id=STORY.machine, text=" Nya malskivor ", need=need, urgent=urgent
    ))
    sides.sync(tablet)
    with sides.office.database.read() as session:
        call = session.get_one(ServiceCall, "call-met")
        assert (call.state, call.problem, call.priority, call.origin) == ("draft", "Nya malskivor", priority, "field")
        assert (call.partner_id, call.address_id) == (STORY.partner, STORY.address)
        link = session.scalars(select(ServiceCallEquipment).where(ServiceCallEquipment.call_id == call.id)).one()
        assert link.equipment_id == STORY.machine
    assert flags(sides.office) == [f"finding.flag_{need}"]
    with tablet.core.database.read() as session:
        assert session.get(ServiceCall, "call-met") is None, "the draft is the office's own"


def test_proposals_gather_in_one_next_visit_with_their_photos(story: tuple[Sides, Tablet]) -> None:
    sides, tablet = story
    alex = FieldDay(tablet.core)
    alex.arrives()
    photo = alex.photographs()
    tablet.does(proposal("Byt tryckvakt", photo))
    tablet.does(proposal("Avkalka"))
    tablet.does(proposal("Avkalka"))
    sides.sync(tablet)
    with sides.office.database.read() as session:
        following = session.get_one(Activity, NEXT)
        assert (following.state, following.instructions) == ("draft", "Byt tryckvakt\nAvkalka")
        assert (following.call_id, following.next_visit_of_id) == (STORY.call, STORY.visit)
        carried = session.scalars(select(Attachment).where(Attachment.object_id == NEXT)).one()
        assert carried.sha256 == session.get_one(Attachment, photo).sha256
        assert session.get_one(ServiceCall, STORY.call).state == "open"
    assert flags(sides.office) == []


def test_a_proposal_for_a_call_that_is_over_is_kept_and_flagged(story: tuple[Sides, Tablet]) -> None:
    sides, tablet = story
    sides.planner_does(CancelCall(call_id=STORY.call, reason="Kunden ringde", note_id=new_id()))
    tablet.does(proposal("Byt tryckvakt"))
    sides.up(tablet)
    with sides.office.database.read() as session:
        assert session.get(Activity, NEXT) is None
        assert "Byt tryckvakt" in [note.text for note in session.scalars(select(Note))]
    assert "finding.flag_call_over" in flags(sides.office)


def test_words_are_asked_for(tablet: Core) -> None:
    build_story(tablet)
    met = ReportMachine(call_id="call-met", equipment_id=STORY.machine, text=" ")
    for command in (fault(text="  "), proposal(""), met):
        with pytest.raises(UserError, match=r"finding\.error_empty"):
            tablet.commands.execute(command, STORY.alex)


def test_the_page_offers_the_other_machines_of_the_place(tablet: Core) -> None:
    build_story(tablet)
    sheet = tablet.database.ask(finding_sheet, STORY.visit)
    assert sheet is not None
    assert STORY.machine not in [one.id for one in sheet.machines]
    assert tablet.database.ask(finding_sheet, "unknown") is None
