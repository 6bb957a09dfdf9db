"""Mara saves a checklist as a file and takes one in: as a draft, with its pictures, and with undo."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from core.bootstrap import Core
from core.model.attachment import Attachment
from core.model.item import Item
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.queries.knowledge import ChecklistDesign, checklist_design, knowledge_list
from office_app.knowledge.checklist_files import save_checklist, take_checklist
from office_app.knowledge.page import KnowledgePage
from tests.helpers.story import STORY, build_story
from tests.helpers.tour_options import option_steps
from tests.office.windows import Desk, desk


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 80)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def mara(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    build_story(office)
    sha256 = office.blobs.put(picture())
    with office.database.write() as session:
        session.add(ChecklistTemplate(
            id="options", name="Alla val: prov", description="Prov", minutes=40, state="published",
            published_version_id="options-1",
        ))
        session.flush()
        session.add(ChecklistVersion(
            id="options-1", template_id="options", number=1, state="published", elements=option_steps(sha256)
        ))
    with desk(office, qapp, qtbot) as opened:
        yield opened


@pytest.fixture
def page(mara: Desk) -> KnowledgePage:
    found = mara.go("knowledge", checklist_id="options")
    assert isinstance(found, KnowledgePage)
    mara.until(lambda: mara.shown("stepTitle"))
    return found


def design(office: Core, template_id: str) -> ChecklistDesign:
    found = office.database.ask(checklist_design, template_id)
    assert found is not None
    return found


def saved(mara: Desk, page: KnowledgePage, folder: Path) -> Path:
    path = folder / "alla-val.json"
    save_checklist(page.checklist, mara.context, "options", path)
    mara.settle()
    assert path.exists()
    return path


def taken(mara: Desk, page: KnowledgePage, path: Path) -> str:
    found: list[str] = []
    take_checklist(page, mara.context, path, found.append)
    mara.until(lambda: bool(found))
    mara.settle()
    return found[0]


def test_the_file_chooser_offers_the_checklists_name(mara: Desk, page: KnowledgePage) -> None:
    mara.click("checklistExport")
    dialog = page.checklist.findChild(QFileDialog, "checklistSaveDialog")
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name.startswith("Alla val- prov")
    dialog.close()
    mara.click("knowledgeImport")
    opened = page.findChild(QFileDialog, "checklistOpenDialog")
    assert opened is not None
    opened.close()


def test_a_checklist_comes_back_whole_as_a_draft_and_is_undone(
    mara: Desk, page: KnowledgePage, office: Core, tmp_path: Path
) -> None:
    copy = taken(mara, page, saved(mara, page, tmp_path))
    first, second = design(office, "options"), design(office, copy)
    assert second.elements == first.elements
    assert (second.name, second.minutes, second.number, second.draft_id is not None) == ("Alla val: prov", 40, 0, True)
    with office.database.read() as session:
        kept = session.scalars(select(Attachment).where(Attachment.object_id == copy)).all()
        assert [office.blobs.get(one.sha256) for one in kept] == [picture()]
    mara.context.undo.undo()
    mara.until(lambda: copy not in {row.id for row in office.database.ask(knowledge_list)})


def test_in_another_firm_steps_find_what_is_called_the_same_and_the_rest_is_named(
    mara: Desk, page: KnowledgePage, office: Core, tmp_path: Path
) -> None:
    path = saved(mara, page, tmp_path)
    elsewhere = path.read_text("utf-8")
    for own in (STORY.gasket, STORY.document, STORY.diagram, "hotspot-7"):
        elsewhere = elsewhere.replace(f'"{own}"', f'"elsewhere-{own}"')
    with office.database.write() as session:
        session.get_one(Item, STORY.gasket).code = "ANNAT-1"
    path.write_text(elsewhere, "utf-8")
    steps = {one.id: one for one in design(office, taken(mara, page, path)).elements}
    assert steps["page"].paper_id == STORY.document
    assert (steps["spot"].diagram_id, steps["spot"].hotspot_id) == (STORY.diagram, "hotspot-7")
    assert steps["article"].item_id == ""
    assert any("532-0017" in text for text in mara.window.toasts.texts)


def test_a_file_that_is_no_checklist_adds_nothing_and_says_why(
    mara: Desk, page: KnowledgePage, office: Core, tmp_path: Path
) -> None:
    before = {row.id for row in office.database.ask(knowledge_list)}
    path = tmp_path / "annat.json"
    path.write_text(json.dumps({"name": "x"}), "utf-8")
    take_checklist(page, mara.context, path, lambda _one: pytest.fail("nothing was taken in"))
    mara.settle()
    assert {row.id for row in office.database.ask(knowledge_list)} == before
