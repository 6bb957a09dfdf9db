"""Mara keeps the firm's knowledge: drafts are safe, published versions stay, files are checked, all can be undone."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.commands.checklist import StartChecklist
from core.commands.knowledge import (
    AddDiagram,
    AddDocument,
    Binding,
    DiscardDraft,
    EditChecklist,
    EditDocument,
    NewChecklist,
    PaperFile,
    PlaceHotspot,
    PublishChecklist,
    RemoveChecklist,
    RemoveHotspot,
    ReplaceFile,
    RetireChecklist,
    SaveDraft,
    SuggestForFault,
)
from core.commands.on_site import AddFoundMachine
from core.errors import UserError
from core.ids import new_id
from core.integrations import paper_files
from core.integrations.paper_files import read_drawing, read_paper
from core.model.call import FaultTemplate
from core.model.knowledge import ChecklistVersion
from core.queries.job_knowledge import Subject, checklist_choices, diagrams, documents
from core.queries.knowledge import (
    ChecklistDesign,
    checklist_design,
    diagram_details,
    document_details,
    find_articles,
    knowledge_list,
)
from core.rules.checklist import Condition, Element
from core.services.registry import command_decoder
from tests.helpers.finished_visit import FINISHED, play_visit
from tests.helpers.story import STORY, build_story

LOW = Element(id="low", kind="yes_no", title={"sv": "Är trycket lågt?", "en": "Is the pressure low?"})
WHY = Element(
    id="why", kind="text", title={"sv": "Varför?"}, show_if=(Condition(element="low", value="yes"),), required=True
)


@pytest.fixture
def firm(office: Core) -> Core:
    build_story(office)
    return office


def do(core: Core, command: Command) -> Changes:
    return core.commands.execute(command, STORY.mara)


def undo(core: Core, changes: Changes) -> None:
    assert changes.undo
    for command in changes.undo:
        do(core, command)


def design(core: Core, template_id: str = STORY.checklist) -> ChecklistDesign:
    found = core.database.ask(checklist_design, template_id)
    assert found is not None
    return found


def subject(model: str = STORY.model) -> Subject:
    return Subject(STORY.visit, frozenset({model}), frozenset({"espresso"}), "breakdown")


def offered(core: Core) -> dict[str, int]:
    return {one.name: one.version_number for one in core.database.ask(checklist_choices, subject())}


def file(core: Core, content: bytes = b"%PDF-1.4 a", mime: str = "application/pdf") -> PaperFile:
    return PaperFile(
        attachment_id=new_id(), sha256=core.blobs.put(content), mime=mime, size=len(content), file_name="manual.pdf"
    )


def draft(core: Core, *elements: Element, name: str = "Ny lista") -> str:
    template = new_id()
    do(core, NewChecklist(template_id=template, version_id=f"v1-{template[:20]}", name=name))
    do(core, SaveDraft(template_id=template, version_id=f"v1-{template[:20]}", elements=elements))
    return template


def test_a_new_checklist_reaches_the_tablet_only_when_it_is_published(firm: Core) -> None:
    template = draft(firm, LOW, WHY)
    assert "Ny lista" not in offered(firm)
    published = do(firm, PublishChecklist(template_id=template, version_id=design(firm, template).draft_id or ""))
    assert offered(firm)["Ny lista"] == 1
    assert design(firm, template).draft_id is None
    assert design(firm, template).elements == (LOW, WHY)
    undo(firm, published)
    assert "Ny lista" not in offered(firm)
    assert design(firm, template).elements == (LOW, WHY), "the steps are the draft again"


def test_changing_a_published_checklist_begins_a_draft_and_leaves_the_version_as_it_is(firm: Core) -> None:
    before = design(firm).elements
    saved = do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(*before, LOW)))
    changed = design(firm)
    assert (changed.published, changed.elements) == (before, (*before, LOW))
    assert offered(firm)["E61 felsökning tryck"] == 7
    do(firm, PublishChecklist(template_id=STORY.checklist, version_id="draft-8"))
    assert offered(firm)["E61 felsökning tryck"] == 8
    with firm.database.read() as session:
        seven = session.get(ChecklistVersion, STORY.version)
        assert seven is not None and len(seven.elements) == len(before) and seven.state == "published"
    assert saved.undo == (DiscardDraft(template_id=STORY.checklist),)


def test_a_published_version_is_not_written_over(firm: Core) -> None:
    with pytest.raises(UserError) as refused:
        do(firm, SaveDraft(template_id=STORY.checklist, version_id=STORY.version, elements=(LOW,)))
    assert refused.value.key == "knowledge.error_published_stays"
    with pytest.raises(UserError):
        do(firm, PublishChecklist(template_id=STORY.checklist, version_id=STORY.version))


def test_a_visit_under_way_keeps_its_version(firm: Core) -> None:
    play_visit(firm, until="checklist")
    do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW,)))
    do(firm, PublishChecklist(template_id=STORY.checklist, version_id="draft-8"))
    found = design(firm)
    assert found.under_way == 1
    assert {version.number: version.uses for version in found.versions} == {7: 1, 8: 0}
    mine = next(one for one in firm.database.ask(checklist_choices, subject()) if one.instance_id == FINISHED.checklist)
    assert mine.version_number == 7


def test_a_checklist_in_use_can_be_begun_once_for_each_other_machine_of_the_job(firm: Core) -> None:
    play_visit(firm, until="checklist")
    grinder = new_id()
    firm.commands.execute(
        AddFoundMachine(activity_id=STORY.visit, equipment_id=grinder, link_id=new_id(), name="Mahlkönig E65S"),
        STORY.alex,
    )

    def of_the_visit() -> list[tuple[str, bool, tuple[str, ...]]]:
        about = replace(subject(), machine_ids=(STORY.machine, grinder))
        found = firm.database.ask(checklist_choices, about)
        return [(one.title, one.again, one.machine_ids) for one in found if one.template_id == STORY.checklist]

    name = "E61 felsökning tryck"
    first = f"{name} · Faema E61 Legend, 2 grupper"
    assert of_the_visit() == [(first, False, ()), (name, True, (grinder,))]
    firm.commands.execute(StartChecklist(
        activity_id=STORY.visit, instance_id="second", version_id=STORY.version, equipment_id=grinder
    ), STORY.alex)
    assert of_the_visit() == [(first, False, ()), (f"{name} · Mahlkönig E65S", False, ())]


def test_a_version_that_a_visit_has_used_is_not_taken_back(firm: Core) -> None:
    do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW,)))
    published = do(firm, PublishChecklist(template_id=STORY.checklist, version_id="draft-8"))
    play_visit(firm, until="arrived")
    started = StartChecklist(
        activity_id=STORY.visit, instance_id=FINISHED.checklist, version_id="draft-8", equipment_id=STORY.machine
    )
    firm.commands.execute(started, STORY.alex)
    with pytest.raises(UserError) as refused:
        undo(firm, published)
    assert refused.value.key == "knowledge.error_version_used"
    assert offered(firm)["E61 felsökning tryck"] == 8


def test_taking_a_publication_back_can_be_undone_too(firm: Core) -> None:
    do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW,)))
    published = do(firm, PublishChecklist(template_id=STORY.checklist, version_id="draft-8"))
    taken_back = do(firm, published.undo[0])
    assert offered(firm)["E61 felsökning tryck"] == 7
    undo(firm, taken_back)
    assert offered(firm)["E61 felsökning tryck"] == 9
    assert {version.number: version.state for version in design(firm).versions}[8] == "withdrawn"


def test_a_checklist_with_a_problem_is_not_published(firm: Core) -> None:
    template = draft(firm, WHY, LOW)
    with pytest.raises(UserError) as refused:
        do(firm, PublishChecklist(template_id=template, version_id=design(firm, template).draft_id or ""))
    assert (refused.value.key, refused.value.params["n"]) == ("knowledge.error_problems", 1)
    assert "Ny lista" not in offered(firm)


def test_every_step_of_drafting_can_be_undone(firm: Core) -> None:
    template = draft(firm, LOW)
    draft_id = design(firm, template).draft_id or ""
    changed = do(firm, SaveDraft(template_id=template, version_id=draft_id, elements=(LOW, WHY)))
    again = SaveDraft(template_id=template, version_id=draft_id, elements=(LOW, WHY))
    assert not do(firm, again).touched, "what is the same is no change"
    undo(firm, changed)
    assert design(firm, template).elements == (LOW,)
    discarded = do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW,)))
    undo(firm, discarded)
    assert len(design(firm).elements) == 9


def test_a_draft_that_was_thrown_away_comes_back(firm: Core) -> None:
    do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW,)))
    thrown = do(firm, DiscardDraft(template_id=STORY.checklist))
    assert len(design(firm).elements) == 9
    undo(firm, thrown)
    assert design(firm).elements == (LOW,)


def test_a_checklist_is_removed_only_before_its_first_publication(firm: Core) -> None:
    template = draft(firm, LOW, WHY)
    removed = do(firm, RemoveChecklist(template_id=template))
    assert firm.database.ask(checklist_design, template) is None
    undo(firm, removed)
    assert design(firm, template).elements == (LOW, WHY)
    with pytest.raises(UserError) as refused:
        do(firm, RemoveChecklist(template_id=STORY.checklist))
    assert refused.value.key == "knowledge.error_was_published"
    retired = do(firm, RetireChecklist(template_id=STORY.checklist))
    assert offered(firm) == {}
    undo(firm, retired)
    assert offered(firm)["E61 felsökning tryck"] == 7


def test_a_copy_has_the_steps_and_its_own_life(firm: Core) -> None:
    do(firm, NewChecklist(template_id="copy", version_id="copy-1", name="Kopia", copy_of=STORY.checklist))
    copy = design(firm, "copy")
    assert (copy.elements, copy.item_ids, copy.number) == (design(firm).elements, (STORY.model,), 0)


def test_when_a_checklist_is_suggested_can_be_changed_and_undone(firm: Core) -> None:
    edited = do(firm, EditChecklist(
        template_id=STORY.checklist, minutes=40, binding=Binding(categories=("grinder",), call_kinds=("maintenance",))
    ))
    found = design(firm)
    assert (found.minutes, found.item_ids, found.categories) == (40, (), ("grinder",))
    assert not firm.database.ask(checklist_choices, subject())[0].suggested
    undo(firm, edited)
    assert (design(firm).minutes, design(firm).item_ids) == (25, (STORY.model,))
    assert firm.database.ask(checklist_choices, subject())[0].suggested


def test_a_fault_brings_its_checklist(firm: Core) -> None:
    with firm.database.write() as session:
        session.add(FaultTemplate(id="fault", text="Tappar tryck"))
    linked = do(firm, SuggestForFault(fault_template_id="fault", template_id=STORY.checklist))
    assert design(firm).fault_ids == ("fault",)
    undo(firm, linked)
    assert design(firm).fault_ids == ()


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_a_checklist_needs_a_name(firm: Core, name: str) -> None:
    with pytest.raises(UserError):
        do(firm, NewChecklist(template_id=new_id(), version_id=new_id(), name=name))
    with pytest.raises(UserError):
        do(firm, EditChecklist(template_id=STORY.checklist, name=name))


def test_a_checklist_too_long_for_a_tablet_is_refused(firm: Core) -> None:
    many = tuple(Element(id=str(n), kind="yes_no", title={"sv": "Steg"}) for n in range(301))
    with pytest.raises(UserError) as refused:
        do(firm, SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=many))
    assert refused.value.key == "knowledge.error_too_long"


def test_a_draft_travels_through_its_wire_form(firm: Core) -> None:
    import msgspec

    limits = Element(id="m", kind="measure", ok_low=Decimal("0.8"), ok_high=Decimal("1.2"), unit="bar")
    command = SaveDraft(template_id=STORY.checklist, version_id="draft-8", elements=(LOW, limits))
    assert command_decoder().decode(msgspec.json.encode(command)) == command


def test_an_instruction_reaches_the_machines_it_is_linked_to(firm: Core) -> None:
    add = AddDocument(document_id="paper", title="  Byta  packning ", file=file(firm), item_ids=(STORY.model,))
    added = do(firm, add)
    titles = [one.title for one in firm.database.ask(documents, subject())]
    assert titles == ["Byta packning", "E61 Legend, servicehandbok"]
    do(firm, EditDocument(document_id="paper", item_ids=()))
    assert "paper" not in {one.id for one in firm.database.ask(documents, subject())}
    undo(firm, added)
    found = firm.database.ask(document_details, "paper")
    assert found is not None and found.retired


def test_a_newer_edition_replaces_the_file_and_keeps_the_links(firm: Core) -> None:
    newer = file(firm, b"%PDF-1.4 newer")
    replaced = do(firm, ReplaceFile(paper_id=STORY.document, file=newer))
    found = firm.database.ask(document_details, STORY.document)
    assert found is not None and (found.sha256, found.item_ids) == (newer.sha256, (STORY.model,))
    undo(firm, replaced)
    again = firm.database.ask(document_details, STORY.document)
    assert again is not None and again.sha256 != newer.sha256


def test_a_diagram_gets_its_positions_and_they_can_be_undone(firm: Core) -> None:
    picture = file(firm, b"picture", "image/png")
    do(firm, AddDiagram(diagram_id="view", title="Pump", file=picture, item_ids=(STORY.model,)))
    place = PlaceHotspot(hotspot_id="spot", diagram_id="view", position="1", item_id=STORY.valve, x=0.25, y=0.5)
    placed = do(firm, place)
    moved = do(firm, PlaceHotspot(hotspot_id="spot", diagram_id="view", x=0.75))
    card = next(one for one in firm.database.ask(diagrams, subject()) if one.id == "view")
    assert [(spot.position, spot.name, spot.x) for spot in card.hotspots] == [("1", "Säkerhetsventil 1,8 bar", 0.75)]
    undo(firm, moved)
    removed = do(firm, RemoveHotspot(hotspot_id="spot"))
    undo(firm, removed)
    found = firm.database.ask(diagram_details, "view")
    assert found is not None and [(spot.x, spot.y) for spot in found.spots] == [(0.25, 0.5)]
    undo(firm, placed)
    gone = firm.database.ask(diagram_details, "view")
    assert gone is not None and gone.spots == ()


@pytest.mark.parametrize(
    "values", [{"x": 1.2}, {"y": -0.1}, {"quantity": Decimal(0)}, {"position": " "}, {"item_id": "nobody"}]
)
def test_a_position_that_cannot_be_is_refused(firm: Core, values: dict[str, object]) -> None:
    with pytest.raises(UserError):
        do(firm, PlaceHotspot(hotspot_id="hotspot-7", diagram_id=STORY.diagram, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken", [{"sha256": "../../etc"}, {"size": 0}, {"size": 10**9}, {"mime": "text/html"}, {"mime": "image/svg+xml"}]
)
def test_a_file_that_is_no_paper_is_refused(firm: Core, broken: dict[str, object]) -> None:
    good = {"attachment_id": new_id(), "sha256": "a" * 64, "mime": "application/pdf", "size": 5}
    with pytest.raises(UserError):
        do(firm, AddDocument(document_id="paper", title="A", file=PaperFile(**{**good, **broken})))  # type: ignore[arg-type]


def test_the_list_finds_by_title_and_model_in_swedish_order(firm: Core) -> None:
    draft(firm, LOW, name="Ängsmaskin")
    titles = [row.title for row in firm.database.ask(knowledge_list)]
    assert titles == ["E61 felsökning tryck", "E61 Legend, servicehandbok", "Grupp E61", "Ängsmaskin"]
    kinds = [row.kind for row in firm.database.ask(knowledge_list, "grupper faema")]
    assert kinds == ["checklist", "document", "diagram"]
    assert firm.database.ask(knowledge_list, "finns inte") == ()
    assert [one.detail for one in firm.database.ask(find_articles, "packn")] == ["532-0017"]


# Files on their way in


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_is_taken_as_it_is_and_named_after_its_file(tmp_path: Path) -> None:
    paper = read_paper(saved(tmp_path, "Byta_packning.pdf", pdf(3)))
    assert (paper.mime, paper.pages, paper.title) == ("application/pdf", 3, "Byta packning")


def test_a_picture_is_drawn_anew_without_place_and_small_enough(tmp_path: Path) -> None:
    picture = Image.new("RGB", (5000, 1000), (200, 180, 160))
    exif = picture.getexif()
    exif[0x010E] = "secret place"
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif)
    paper = read_paper(saved(tmp_path, "photo.jpg", stream.getvalue()))
    with Image.open(io.BytesIO(paper.content)) as kept:
        assert max(kept.size) == paper_files.LONGEST_SIDE and not kept.getexif()
    assert b"secret place" not in paper.content and paper.mime == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.pdf", b"%PDF-1.4\nnonsense", "knowledge.error_damaged_pdf"),
        ("a.pdf", b"", "knowledge.error_no_paper"),
        ("a.exe", b"MZ\x90\x00" * 50, "knowledge.error_no_paper"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "knowledge.error_no_paper"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "knowledge.error_no_paper"),
    ],
)
def test_what_is_no_paper_gets_one_sentence(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    with pytest.raises(UserError) as refused:
        read_paper(saved(tmp_path, name, content))
    assert refused.value.key == key


def test_a_locked_pdf_a_huge_picture_and_a_missing_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_files, "MOST_PIXELS", 100)
    stream = io.BytesIO()
    Image.new("RGB", (20, 20)).save(stream, "PNG")
    for path, key in (
        (saved(tmp_path, "locked.pdf", pdf(password="x")), "knowledge.error_locked_pdf"),
        (saved(tmp_path, "huge.png", stream.getvalue()), "knowledge.error_too_many_pixels"),
        (tmp_path / "gone.pdf", "knowledge.error_unreadable"),
    ):
        with pytest.raises(UserError) as refused:
            read_paper(path)
        assert refused.value.key == key
    with pytest.raises(UserError) as refused:
        read_drawing(saved(tmp_path, "a.pdf", pdf()))
    assert refused.value.key == "knowledge.error_needs_picture"


def test_a_file_cut_anywhere_never_breaks_the_reader(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), (10, 90, 80)).save(stream, "PNG")
    for whole in (pdf(2), stream.getvalue()):
        for cut in range(0, len(whole), max(1, len(whole) // 40)):
            try:
                read_paper(saved(tmp_path, "cut", whole[:cut]))
            except UserError as refused:
                assert refused.key.startswith("knowledge.error_")
