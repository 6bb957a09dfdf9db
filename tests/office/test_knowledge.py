"""Mara makes a checklist at her screen, publishes it, and puts instructions and diagrams in."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.knowledge import SaveDraft
from core.model.attachment import Attachment
from core.presenters.checklist_designer import Design
from core.queries.knowledge import (
    ChecklistDesign,
    DiagramDetails,
    checklist_design,
    diagram_details,
    knowledge_list,
)
from core.rules.checklist import Condition, Element
from core.rules.checklist_course import next_step
from core.sync.scope import scope
from core.texts import Texts
from office_app.driver import type_text
from office_app.knowledge.page import KnowledgePage
from tests.helpers.story import STORY, TODAY, build_story
from tests.office.windows import Desk, desk

_LEFT, _PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def mara(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    build_story(office)
    with desk(office, qapp, qtbot) as opened:
        yield opened


@pytest.fixture
def page(mara: Desk) -> KnowledgePage:
    found = mara.go("knowledge", checklist_id=STORY.checklist)
    assert isinstance(found, KnowledgePage)
    mara.until(lambda: mara.shown("stepTitle"))
    return found


def design(office: Core, template_id: str = STORY.checklist) -> ChecklistDesign:
    found = office.database.ask(checklist_design, template_id)
    assert found is not None
    return found


def ids(office: Core, template_id: str = STORY.checklist) -> list[str]:
    return [element.id for element in design(office, template_id).elements]


def diagram(office: Core) -> DiagramDetails:
    found = office.database.ask(diagram_details, STORY.diagram)
    assert found is not None
    return found


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


def drop(mara: Desk, name: str, path: Path) -> None:
    widget = mara.find(name)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, act = widget.rect().center(), Qt.DropAction.CopyAction
    QApplication.sendEvent(widget, QDragEnterEvent(where, act, data, _LEFT, _PLAIN))
    QApplication.sendEvent(widget, QDropEvent(QPointF(where), act, data, _LEFT, _PLAIN))


def test_a_checklist_is_made_and_published_without_leaving_the_page(mara: Desk, office: Core) -> None:
    mara.go("knowledge")
    mara.click("knowledgeNewChecklist")
    mara.until(lambda: mara.shown("checklistName"))
    write(mara, "checklistName", "Vattenfilter")
    mara.click("addStep_yes_no")
    write(mara, "stepTitle", "Är filtret äldre än ett år?")
    mara.click("addStep_measure")
    write(mara, "stepTitle", "Hårdhet")
    for name, text in (("stepUnit", "°dH"), ("step_ok_low", "4"), ("step_ok_high", "7,5")):
        write(mara, name, text)
    mara.settle()
    assert not mara.shown("checklistProblems")
    mara.click("checklistPublish")
    mara.until(lambda: ("Vattenfilter", 1) in {(row.title, row.version) for row in office.database.ask(knowledge_list)})
    row = next(row for row in office.database.ask(knowledge_list) if row.title == "Vattenfilter")
    first, second = design(office, row.id).elements
    assert (first.title["sv"], second.unit, str(second.ok_high)) == ("Är filtret äldre än ett år?", "°dH", "7.5")


def test_what_is_typed_is_kept_by_itself(mara: Desk, page: KnowledgePage, office: Core) -> None:
    field = mara.find("stepTitle", QLineEdit)
    field.setFocus()
    field.selectAll()
    type_text(field, "Stäng vattnet")
    mara.until(lambda: design(office).elements[0].title["sv"] == "Stäng vattnet")
    assert field.text() == "Stäng vattnet", "nothing is taken out of the hand of somebody who writes"
    published = design(office).published
    assert published is not None and published[0].title["sv"] == "Stäng av och lufta"


def test_a_step_is_dragged_to_another_place_and_back_by_undo(mara: Desk, page: KnowledgePage, office: Core) -> None:
    steps = page.checklist.list
    first, third = steps.point_of(0), steps.point_of(2, 0.8)
    assert first is not None and third is not None
    view = steps.viewport()
    QTest.mousePress(view, _LEFT, _PLAIN, first)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, first + QPoint(0, round((third.y() - first.y()) * share)))
        QApplication.processEvents()
    QTest.mouseRelease(view, _LEFT, _PLAIN, third)
    mara.until(lambda: ids(office)[:3] == ["leak", "gasket", "off"])
    mara.settle()
    assert page.checklist.head.problems.isHidden()
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: ids(office)[:3] == ["off", "leak", "gasket"])
    mara.until(lambda: steps.item(0).text().startswith("1 Stäng av"))


def test_steps_are_moved_copied_and_removed_from_the_keyboard(mara: Desk, page: KnowledgePage, office: Core) -> None:
    mara.key("stepList", Qt.Key.Key_Down, ALT)
    mara.until(lambda: ids(office)[:2] == ["leak", "off"])
    mara.key("stepList", Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    mara.until(lambda: len(ids(office)) == 10)
    mara.key("stepList", Qt.Key.Key_Delete)
    mara.until(lambda: len(ids(office)) == 9)
    assert ids(office)[:2] == ["leak", "off"]


def test_removing_a_step_takes_the_conditions_on_it_away(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("leak")
    mara.click("stepRemove")
    mara.until(lambda: "leak" not in ids(office))
    gasket = next(one for one in design(office).elements if one.id == "gasket")
    assert gasket.show_if == ()


def test_a_condition_is_set_in_words_and_seen_in_the_list(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("clean")
    mara.click("conditionAdd")
    mara.settle()
    choose(mara, "conditionStep_0", "Mät panntryck")
    choose(mara, "conditionOperator_0", "är under")
    write(mara, "conditionValue_0", "0,7")
    mara.until(lambda: next(e for e in design(office).elements if e.id == "clean").show_if == (
        Condition("pressure", "lt", "0.7"),
    ))
    row = page.checklist.list.currentItem()
    assert row is not None


def test_what_stands_in_the_way_is_said_and_leads_to_its_step(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("pressure")
    write(mara, "step_ok_low", "2")
    mara.until(lambda: mara.shown("checklistProblems"))
    assert not mara.find("checklistPublish").isEnabled()
    page.checklist._select("off")
    mara.settle()
    assert "Steg 4 Mät panntryck" in mara.find("problem_0").text()
    mara.click("problem_0")
    assert page.checklist._steps.selected == "pressure"
    write(mara, "step_ok_low", "0,8")
    mara.until(lambda: not mara.shown("checklistProblems"))


def test_publishing_is_undone_from_its_toast(mara: Desk, page: KnowledgePage, office: Core) -> None:
    mara.click("addStep_photo")
    mara.until(lambda: mara.find("checklistPublish").isEnabled())
    mara.click("checklistPublish")
    mara.until(lambda: design(office).number == 8)
    mara.settle()
    assert not mara.shown("checklistDiscard")
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: design(office).number == 7)
    assert len(ids(office)) == 10, "the new step is still in the draft"


def test_the_trial_run_follows_the_answers(mara: Desk, page: KnowledgePage) -> None:
    page.checklist._select("leak")
    mara.until(lambda: mara.shown("previewAnswer_no"))
    mara.click("previewAnswer_no")
    mara.click("previewNext")
    assert page.checklist._steps.selected == "pressure", "no leak: the gasket is skipped"
    mara.until(lambda: mara.shown("previewValue"))
    field = mara.find("previewValue", QLineEdit)
    QTest.keyClicks(field, "0,7")
    assert page.checklist.preview.verdict.text == "Utanför gräns"
    mara.click("previewNext")
    mara.click("previewNext")
    assert page.checklist._steps.selected == "adjust", "low pressure calls for adjusting"
    mara.click("previewRestart")
    assert page.checklist._steps.selected == "off"


def test_a_calculation_is_written_with_the_steps_numbers(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("brew")
    mara.until(lambda: mara.shown("addStep_calculated"))
    mara.click("addStep_calculated")
    write(mara, "stepFormula", "#7 / #4")
    mara.until(lambda: any(one.formula == "{brew} / {pressure}" for one in design(office).elements))
    page.checklist._select("pressure")
    page.checklist.preview.give(design(office).elements[3], {"value": "1"})
    page.checklist._select("brew")
    page.checklist.preview.give(next(one for one in design(office).elements if one.id == "brew"), {"value": "27"})
    mara.click("previewNext")
    assert page.checklist.preview.verdict.text == "Godkänt"
    assert not mara.shown("checklistProblems")


def test_an_answer_is_required_because_of_another(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("customer")
    mara.until(lambda: mara.shown("requireAdd"))
    mara.click("requireAdd")
    mara.until(lambda: mara.shown("requireStep_0"))
    choose(mara, "requireStep_0", "Läckage")
    choose(mara, "requireValue_0", "Ja")
    mara.until(lambda: design(office).elements[-1].require_if == (Condition("leak", "eq", "yes"),))
    assert not mara.shown("checklistProblems")


def test_another_seats_change_is_seen_without_a_reload(mara: Desk, page: KnowledgePage, office: Core) -> None:
    elements = design(office).elements[:4]
    office.commands.execute(SaveDraft(template_id=STORY.checklist, version_id="other", elements=elements), STORY.mara)
    mara.until(lambda: page.checklist.list.count() == 4)


def test_texts_follow_the_language(mara: Desk, page: KnowledgePage) -> None:
    mara.context.texts.set_language("en")
    assert mara.find("knowledgeNewChecklist").text() == "New checklist"
    assert "Switch off and vent" in page.checklist.list.item(0).text()
    mara.click("stepLanguage_en")
    assert mara.find("stepTitle", QLineEdit).text() == "Switch off and vent"


def test_when_it_is_suggested_is_chosen_in_the_form(mara: Desk, page: KnowledgePage, office: Core) -> None:
    mara.click("designerTab_about")
    mara.click("bindKind_maintenance")
    mara.until(lambda: design(office).call_kinds == ("breakdown", "maintenance"))
    mara.click("bindModelsDrop_0")
    mara.until(lambda: design(office).item_ids == ())
    mara.settle()
    choose(mara, "bindModels", "Faema")
    mara.until(lambda: design(office).item_ids == (STORY.model,))


def test_an_instruction_is_dropped_in_and_shown(mara: Desk, office: Core, tmp_path: Path) -> None:
    writer = PdfWriter()
    for _page in range(2):
        writer.add_blank_page(300, 400)
    path = tmp_path / "Byta_ventil.pdf"
    with path.open("wb") as stream:
        writer.write(stream)
    page = mara.go("knowledge")
    mara.click("knowledgeAddDocument")
    drop(mara, "knowledgeDropDocument", path)
    mara.until(lambda: mara.shown("documentTitle"))
    mara.until(lambda: mara.find("documentTitle", QLineEdit).text() == "Byta ventil")
    mara.until(lambda: page.document.place.text() == "Sida 1 av 2")
    mara.click("documentPageNext")
    mara.until(lambda: page.document.place.text() == "Sida 2 av 2")
    choose(mara, "documentModels", "Faema")
    mara.until(lambda: any(
        row.title == "Byta ventil" and row.models for row in office.database.ask(knowledge_list)
    ))


def test_a_file_that_is_nothing_gets_a_sentence_and_changes_nothing(mara: Desk, office: Core, tmp_path: Path) -> None:
    before = office.database.ask(knowledge_list)
    path = tmp_path / "virus.pdf"
    path.write_bytes(b"MZ not a paper")
    said: list[str] = []
    mara.context.messages.failed.connect(said.append)
    mara.go("knowledge")
    mara.click("knowledgeAddDocument")
    drop(mara, "knowledgeDropDocument", path)
    mara.until(lambda: bool(said))
    assert "virus.pdf" in said[0] and office.database.ask(knowledge_list) == before
    assert mara.shown("knowledgeDropDocument"), "another file can be tried at once"


def test_a_position_is_clicked_into_a_diagram_and_dragged(mara: Desk, office: Core) -> None:
    page = mara.go("knowledge", diagram_id=STORY.diagram)
    canvas = page.diagram.canvas
    mara.until(lambda: canvas.point_of(0.2, 0.2) is not None)
    QTest.mouseClick(canvas, _LEFT, _PLAIN, canvas.point_of(0.2, 0.2))
    mara.until(lambda: mara.shown("spotArticle"))
    mara.type("spotArticle", "ventil")
    mara.until(lambda: page.diagram.spot.picker.found.count() == 1)
    mara.key("spotArticle", Qt.Key.Key_Return)
    mara.until(lambda: {spot.position for spot in diagram(office).spots} == {"1", "7"})
    mara.settle()
    start, end = canvas.point_of(0.2, 0.2), canvas.point_of(0.6, 0.4)
    QTest.mousePress(canvas, _LEFT, _PLAIN, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * share)
        QApplication.processEvents()
    QTest.mouseRelease(canvas, _LEFT, _PLAIN, end)
    mara.until(lambda: abs(diagram(office).spots[0].x - 0.6) < 0.02)
    mara.key("diagramCanvas", Qt.Key.Key_Delete)
    mara.until(lambda: [spot.position for spot in diagram(office).spots] == ["7"])
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: len(diagram(office).spots) == 2)


def test_a_step_gets_a_picture_that_travels_with_the_checklist(
    mara: Desk, page: KnowledgePage, office: Core, tmp_path: Path
) -> None:
    path = tmp_path / "gauge.png"
    Image.new("RGB", (300, 200), (210, 60, 50)).save(path, "PNG")
    drop(mara, "stepPicture", path)
    mara.until(lambda: bool(design(office).elements[0].image_sha256))
    sha256 = design(office).elements[0].image_sha256
    assert office.blobs.has(sha256)
    mara.until(page.checklist.preview.picture.isVisible)
    with office.database.read() as session:
        held = {key for key in scope(session, STORY.alex, TODAY) if key[0] == "attachment"}
        row = session.scalars(select(Attachment).where(Attachment.sha256 == sha256)).one()
        assert ("attachment", row.id) in held
    mara.settle()
    mara.click("stepPictureRemove")
    mara.until(lambda: not design(office).elements[0].image_sha256)


def test_a_picture_becomes_a_diagram(mara: Desk, office: Core, tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), (230, 230, 225)).save(stream, "PNG")
    path = tmp_path / "Pump.png"
    path.write_bytes(stream.getvalue())
    page = mara.go("knowledge")
    mara.click("knowledgeAddDiagram")
    drop(mara, "knowledgeDropDiagram", path)
    mara.until(lambda: mara.shown("diagramTitle"))
    mara.until(lambda: page.diagram.canvas.point_of(0, 0) is not None)
    assert page.diagram.state.text == "Inte kopplad till någon maskin"


def test_the_list_is_searched_and_says_when_nothing_is_found(mara: Desk, page: KnowledgePage) -> None:
    mara.type("knowledgeSearch", "grupp")
    mara.until(lambda: page.list.list.count() == 3)
    mara.type("knowledgeSearch", " finns inte")
    mara.until(lambda: page.list.stack.currentWidget() is page.list.empty)


def test_an_alternative_stands_alone_and_an_answer_is_shown_to_the_customer(
    mara: Desk, page: KnowledgePage, office: Core
) -> None:
    before = set(ids(office))
    mara.click("addStep_choice")
    mara.until(lambda: not mara.shown("optionExclusive_1"))  # one alternative alone excludes nothing
    for name in ("stepMultiple", "optionExclusive_1", "stepForCustomer"):
        mara.find(name, QCheckBox).click()
        mara.settle()

    def kept() -> bool:
        made = [one for one in design(office).elements if one.id not in before]
        return [(one.multiple, one.for_customer, [option.exclusive for option in one.options]) for one in made] == [
            (True, True, [False, True])
        ]

    mara.until(kept)


def test_required_is_a_tick(mara: Desk, page: KnowledgePage, office: Core) -> None:
    box = mara.find("stepRequired", QCheckBox)
    box.click()
    mara.until(lambda: design(office).elements[0].required is False)


def test_a_design_is_moved_within_its_ends() -> None:
    texts = Texts("sv")
    steps = Design(()).add("yes_no", texts).add("measure", texts).add("photo", texts)
    first = steps.elements[0].id
    assert [one.id for one in steps.move(first, 99).elements][-1] == first
    assert steps.move_by(first, -1) is steps
    assert steps.what == "added" and steps.step == "Nytt foto"


def test_a_block_is_made_and_its_steps_are_repeated(mara: Desk, page: KnowledgePage, office: Core) -> None:
    mara.click("addStep_repeat")
    mara.until(lambda: mara.shown("stepPreset"))
    mara.find("stepPreset", QLineEdit).selectAll()
    type_text(mara.find("stepPreset", QLineEdit), "3")
    mara.click("addStep_measure")
    mara.until(lambda: mara.shown("stepWithin"))
    within = mara.find("stepWithin", QCheckBox)
    assert within.isChecked() and "Ny upprepning" in within.text()
    mara.until(lambda: any(one.within for one in design(office).elements))
    block, inside = design(office).elements[1:3]
    assert block.preset == 3 and inside.within == block.id
    mara.click("stepWithin")
    mara.until(lambda: not any(one.within for one in design(office).elements))
    assert any(problem.code == "repeat_empty" for problem in Design(design(office).elements).problems)


def test_a_material_step_names_its_article_and_a_jump_its_target(mara: Desk, page: KnowledgePage, office: Core) -> None:
    mara.click("addStep_material")
    mara.until(lambda: mara.shown("stepArticle"))
    type_text(mara.find("stepArticle", QLineEdit), "packning")
    mara.until(lambda: page.checklist.form.amount.picker.found.count() >= 1)
    QTest.keyClick(mara.find("stepArticle", QLineEdit), Qt.Key.Key_Return)
    mara.until(lambda: any(one.item_id == STORY.gasket for one in design(office).elements))
    first = design(office).elements[0]
    page.checklist.list.selected.emit(first.id)
    jump = page.checklist.form.jump
    mara.until(jump.isVisible)
    jump.target.setCurrentIndex(jump.target.count() - 1)
    jump.target.activated.emit(jump.target.currentIndex())
    mara.until(lambda: design(office).elements[0].jump_to == "end")
    assert design(office).elements[0].jump_if == (Condition(first.id, "eq", "yes"),)
    mara.until(lambda: mara.shown("jumpStep_0"))


def test_the_trial_run_goes_through_a_block_as_often_as_the_tablet(mara: Desk, page: KnowledgePage) -> None:
    """Two groups: the block's step comes twice, each time with its own answer, and then what follows the block."""
    preview = page.checklist.preview
    preview.show_design(Design((
        Element(id="groups", kind="repeat", title={"sv": "Hur många grupper?"}, each={"sv": "Grupp"}),
        Element(id="flow", kind="number", title={"sv": "Flöde"}, within="groups"),
        Element(id="end", kind="yes_no", title={"sv": "Allt rent?"}),
    ), "groups"), "Prov")
    mara.settle()
    said = [preview.title.text()]
    preview.give(preview._current, {"value": "2"})
    for value in ("21", "22", ""):
        preview._at = next_step(preview._steps, preview._known(), preview._at)
        preview._show()
        said.append(preview.title.text())
        if value:
            preview.give(preview._current, {"value": value})
    assert said == ["Hur många grupper?", "Flöde · Grupp 1", "Flöde · Grupp 2", "Allt rent?"]
    assert [preview._answers[f"flow~{n}"].value["value"] for n in (1, 2)] == ["21", "22"]


def test_walking_through_a_block_by_the_buttons(mara: Desk, page: KnowledgePage, office: Core) -> None:
    page.checklist._select("brew")
    mara.until(lambda: mara.shown("addStep_repeat"))
    mara.click("addStep_repeat")
    mara.until(lambda: any(one.kind == "repeat" for one in design(office).elements))
    mara.click("addStep_number")
    mara.until(lambda: any(one.within for one in design(office).elements))
    block = next(one.id for one in design(office).elements if one.kind == "repeat")
    inner = next(one.id for one in design(office).elements if one.within)
    page.checklist._select(block)
    mara.settle()
    preview = page.checklist.preview
    preview.give(preview._current, {"value": "2"})
    walked = []
    for _ in range(3):
        mara.click("previewNext")
        mara.settle()
        walked.append((page.checklist._steps.selected == inner, preview._at.partition("~")[2]))
    assert walked == [(True, "1"), (True, "2"), (False, "")]
    mara.click("previewBack")
    assert preview._at == f"{inner}~2"
