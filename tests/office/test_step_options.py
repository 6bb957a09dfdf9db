"""Mara gives her steps options: what may not stand, what is offered, what is shown out of Knowledge; each is undone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from core.bootstrap import Core
from core.model.knowledge import Document
from core.queries.knowledge import checklist_design
from core.rules.checklist import Condition, Element
from office_app.driver import type_text
from office_app.knowledge.page import KnowledgePage
from tests.helpers.story import STORY, build_story
from tests.helpers.tour import show_papers
from tests.office.windows import Desk, desk


@pytest.fixture
def mara(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    build_story(office)
    show_papers(office)
    with desk(office, qapp, qtbot) as opened:
        yield opened


@pytest.fixture
def page(mara: Desk) -> KnowledgePage:
    found = mara.go("knowledge", checklist_id=STORY.checklist)
    assert isinstance(found, KnowledgePage)
    mara.until(lambda: mara.shown("stepTitle"))
    return found


def step(office: Core, element_id: str) -> Element:
    found = office.database.ask(checklist_design, STORY.checklist)
    assert found is not None
    return next(one for one in found.elements if one.id == element_id)


def added(mara: Desk, office: Core, kind: str) -> str:
    """A new step of this kind, selected."""
    mara.click(f"addStep_{kind}")
    mara.until(lambda: any(one.kind == kind and one.id not in BEFORE for one in _elements(office)))
    mara.settle()
    return next(one.id for one in _elements(office) if one.kind == kind and one.id not in BEFORE)


BEFORE = {"off", "leak", "gasket", "pressure", "gauge", "adjust", "brew", "clean", "customer"}


def _elements(office: Core) -> tuple[Element, ...]:
    found = office.database.ask(checklist_design, STORY.checklist)
    assert found is not None
    return found.elements


def choose(mara: Desk, name: str, text: str) -> None:
    box = mara.find(name, QComboBox)
    index = box.findText(text, Qt.MatchFlag.MatchContains)
    assert index >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(index)
    box.activated.emit(index)
    mara.settle()


def write(mara: Desk, name: str, text: str) -> None:
    field = mara.find(name, QLineEdit)
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def undone(mara: Desk) -> None:
    mara.settle()
    mara.context.undo.undo()
    mara.settle()


def test_a_measured_value_blocks_and_the_trial_run_asks_why(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("pressure")
    mara.settle()
    mara.find("stepBlocks", QCheckBox).click()
    mara.until(lambda: step(office, "pressure").blocks)
    value = mara.find("previewValue", QLineEdit)
    type_text(value, "1,5")
    assert mara.shown("previewExplanation") and not page.checklist.preview.held.isHidden()
    assert page.checklist.preview.next.isEnabled(), "what blocks the checkout never blocks the way on"
    type_text(mara.find("previewExplanation", QLineEdit), "Ny vakt beställd")
    assert page.checklist.preview.held.isHidden()
    undone(mara)
    assert not step(office, "pressure").blocks


def test_a_counter_has_limits_and_offers_a_count(mara: Desk, page: KnowledgePage, office: Core) -> None:
    counter = added(mara, office, "counter")
    write(mara, "step_ok_low", "6")
    write(mara, "stepPreset", "5")
    mara.until(lambda: step(office, counter).preset == Decimal(5))
    mara.until(lambda: mara.shown("checklistProblems"))
    write(mara, "stepPreset", "8")
    mara.until(lambda: not mara.shown("checklistProblems") and mara.shown("previewKeep"))
    mara.click("previewKeep")
    assert page.checklist.preview.answer_of(step(office, counter)).value == {"value": "8"}
    assert not mara.shown("step_low"), "a count has no scale"


def test_a_day_and_a_text_are_offered(mara: Desk, page: KnowledgePage, office: Core) -> None:
    date = added(mara, office, "date")
    write(mara, "stepPreset", "180")
    mara.until(lambda: step(office, date).preset == Decimal(180))
    assert "23 maj 2027" in mara.find("previewKeep").text()
    text = added(mara, office, "text")
    area = mara.find("stepOffer", QPlainTextEdit)
    area.setPlainText("Utan anmärkning")
    mara.until(lambda: step(office, text).offer == {"sv": "Utan anmärkning"})
    mara.click("previewKeep")
    assert page.checklist.preview.answer_of(step(office, text)).value == {"text": "Utan anmärkning"}


def test_photos_have_a_most_and_too_few_at_most_is_said(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("gauge")
    mara.settle()
    mara.find("stepPhotos", QSpinBox).setValue(2)
    mara.find("stepMostPhotos", QSpinBox).setValue(1)
    mara.until(lambda: mara.shown("checklistProblems"))
    mara.find("stepMostPhotos", QSpinBox).setValue(2)
    mara.until(lambda: step(office, "gauge").photo_max == 2)
    mara.until(lambda: not mara.shown("checklistProblems"))
    assert page.checklist.form.picture.caption.text() == "Så ska fotot se ut"
    mara.click("previewPhoto")
    mara.click("previewPhoto")
    assert not mara.find("previewPhoto").isEnabled()


def test_a_scan_must_be_an_article_and_the_trial_run_tries_a_wrong_one(
    mara: Desk, page: KnowledgePage, office: Core
) -> None:
    scan = added(mara, office, "scan")
    assert not mara.shown("stepBlocks"), "where any code will do none is wrong"
    choose(mara, "stepExpects", "en artikel")
    mara.until(lambda: mara.shown("stepArticle"))
    type_text(mara.find("stepArticle", QLineEdit), "packning")
    mara.until(lambda: page.checklist.form.amount.picker.found.count() >= 1)
    QTest.keyClick(mara.find("stepArticle", QLineEdit), Qt.Key.Key_Return)
    mara.until(lambda: step(office, scan).item_id == STORY.gasket)
    mara.find("stepBlocks", QCheckBox).click()
    mara.until(lambda: step(office, scan).blocks)
    mara.settle()
    mara.click("previewWrong")
    assert not page.checklist.preview.held.isHidden()
    mara.click("previewRight")
    assert page.checklist.preview.held.isHidden()
    choose(mara, "stepExpects", "vilken kod som helst")
    mara.until(lambda: (step(office, scan).item_id, step(office, scan).blocks) == ("", False))


def test_a_step_shows_a_page_of_a_document_and_the_preview_has_it(
    mara: Desk, page: KnowledgePage, office: Core
) -> None:
    page.checklist._select("adjust")
    mara.settle()
    choose(mara, "stepExhibit", "E61 Legend")
    mara.until(lambda: step(office, "adjust").paper_id == STORY.document)
    mara.find("stepExhibitPage", QSpinBox).setValue(2)
    mara.until(lambda: step(office, "adjust").paper_page == 2)
    mara.settle()
    assert page.checklist.preview.exhibit.isVisible()
    assert page.checklist.form.exhibit.page.maximum() == 2, "the document has two pages"
    undone(mara)
    undone(mara)
    assert step(office, "adjust").paper_id == ""
    mara.until(lambda: not page.checklist.preview.exhibit.isVisible())


def test_a_step_shows_a_diagram_with_a_position(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("gasket")
    mara.settle()
    choose(mara, "stepExhibit", "Sprängskiss")
    mara.until(lambda: step(office, "gasket").hotspot_id == "hotspot-7")
    mara.settle()
    assert page.checklist.preview.exhibit._shown is not None
    assert page.checklist.preview.exhibit._shown.position == "7"
    choose(mara, "stepExhibit", "Ingenting")
    mara.until(lambda: (step(office, "gasket").diagram_id, step(office, "gasket").hotspot_id) == ("", ""))


def test_a_document_that_was_archived_is_said_and_still_goes_along(
    mara: Desk, page: KnowledgePage, office: Core
) -> None:
    page.checklist._select("adjust")
    mara.settle()
    choose(mara, "stepExhibit", "E61 Legend")
    mara.until(lambda: step(office, "adjust").paper_id == STORY.document)
    with office.database.write() as session:
        session.get_one(Document, STORY.document).retired = True
    page.checklist.form.exhibit._ask()
    mara.settle()
    assert "Arkiverad" in page.checklist.form.exhibit.warning.text()


def test_the_list_says_when_a_step_comes_and_where_it_leads(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._on_form("leak", {"jump_to": "brew", "jump_if": (Condition("leak", "eq", "no"),)})
    page.checklist.flush()
    mara.settle()
    rows = [page.checklist.list.item(n).text() for n in range(page.checklist.list.count())]
    assert "Till 7 Provbrygg 2 × 30 ml om steg 2 Läckage vänster grupp är Nej" in rows[1]
    assert "Visas om steg 2 Läckage vänster grupp är Ja" in rows[2]
