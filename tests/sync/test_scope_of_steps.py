"""What a checklist's steps show comes to the tablet with the checklist: offline there is nobody to ask for it."""

from typing import Any

import pytest

from core.bootstrap import Core
from core.commands.checklist import StartChecklist
from core.model.attachment import Attachment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion, Diagram, Document
from core.sync.feed import Key
from core.sync.scope import scope
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tour_options import option_steps

EXAMPLE = "e" * 64


def held(office: Core) -> set[Key]:
    return set(office.database.ask(scope, STORY.alex, TODAY))


@pytest.fixture
def retired(office: Core) -> Core:
    """The firm has put its manual and its diagram away; a picture was put in for a checklist that is gone since."""
    build_story(office)
    with office.database.write() as session:
        session.get_one(Document, STORY.document).retired = True
        session.get_one(Diagram, STORY.diagram).retired = True
        session.add(Attachment(
            id="example", sha256=EXAMPLE, mime="image/jpeg", size=9, object_kind="checklist_template",
            object_id="checklist-before", taken_at=office.clock.now(), taken_by_id=STORY.mara,
        ))
    return office


SHOWN = {
    ("document", STORY.document), ("diagram", STORY.diagram), ("diagram_hotspot", "hotspot-7"),
    ("attachment", "attachment-manual"), ("attachment", "attachment-diagram"), ("attachment", "example"),
}


def publish(office: Core, elements: list[dict[str, Any]], state: str = "published") -> None:
    with office.database.write() as session:
        session.add(ChecklistTemplate(
            id="shows", name="Visar", state=state, published_version_id="shows-1" if state == "published" else None
        ))
        session.flush()
        session.add(ChecklistVersion(id="shows-1", template_id="shows", number=1, state=state, elements=elements))


def test_what_nobody_shows_any_more_stays_at_the_office(retired: Core) -> None:
    assert not SHOWN & held(retired)


def test_what_a_published_checklist_shows_comes_also_when_it_was_put_away(retired: Core) -> None:
    publish(retired, option_steps(EXAMPLE))
    assert held(retired) >= SHOWN


def test_a_draft_brings_nothing(retired: Core) -> None:
    publish(retired, option_steps(EXAMPLE), state="draft")
    assert not SHOWN & held(retired)


def test_what_an_older_version_under_way_shows_stays_until_the_visit_is_over(retired: Core) -> None:
    publish(retired, option_steps(EXAMPLE))
    alex = FieldDay(retired)
    alex.arrives()
    alex.does(StartChecklist(activity_id=STORY.visit, instance_id="begun", version_id="shows-1"))
    with retired.database.write() as session:
        session.add(ChecklistVersion(
            id="shows-2", template_id="shows", number=2, state="published",
            elements=[{"id": "a", "kind": "yes_no", "title": {"sv": "Klart"}}],
        ))
        session.get_one(ChecklistTemplate, "shows").published_version_id = "shows-2"
    assert held(retired) >= SHOWN


def test_a_step_that_names_what_is_gone_brings_nothing_and_breaks_nothing(retired: Core) -> None:
    gone = {"paper_id": "gone", "diagram_id": "gone", "image_sha256": "0"}
    publish(retired, [{"id": "a", "kind": "instruction", **gone}])
    assert not SHOWN & held(retired)
