"""The knowledge page: the list at the left, and what is chosen opened beside it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from core.changes import Changes
from core.commands.knowledge import AddDiagram, AddDocument, NewChecklist, PaperFile
from core.ids import new_id
from core.integrations.paper_files import Paper
from core.queries.knowledge import KnowledgeChoices, knowledge_choices
from office_app.context import OfficeContext
from office_app.knowledge.checklist_files import ask_what_to_take_in
from office_app.knowledge.checklist_view import ChecklistView
from office_app.knowledge.diagram_view import DiagramView
from office_app.knowledge.document_view import DocumentView
from office_app.knowledge.entry_list import EntryList
from office_app.knowledge.uploads import DropZone, take_in
from office_app.top_bar import TopBar
from office_app.widgets.basics import column, line
from office_app.widgets.painted import EmptyState


class KnowledgePage(QWidget):
    """`open(checklist_id=…)`, `open(document_id=…)` and `open(diagram_id=…)` show one of them."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "page")
        self.list = EntryList(context)
        self.list.setFixedWidth(286)
        self.checklist, self.document = ChecklistView(context), DocumentView(context)
        self.diagram = DiagramView(context)
        self.empty = EmptyState(context.theme, "book-open", "")
        self.document_drop = DropZone(context, "document", "knowledgeDropDocument")
        self.diagram_drop = DropZone(context, "diagram", "knowledgeDropDiagram")
        self.stack = QStackedWidget()
        for page in (self.empty, self.checklist, self.document, self.diagram, *map(_centred, self._drops())):
            self.stack.addWidget(page)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addWidget(line(vertical=True))
        body.addWidget(self.stack, 1)
        whole = column(TopBar(context, "shell.place_knowledge"), spacing=0)
        whole.addLayout(body, 1)
        self.setLayout(whole)
        self._connect()
        self.retranslate()
        self._ask_choices()

    def _drops(self) -> tuple[DropZone, DropZone]:
        return self.document_drop, self.diagram_drop

    def _connect(self) -> None:
        context = self._context
        self.list.chosen.connect(self.show_entry)
        self.list.new_checklist.connect(self._new_checklist)
        self.list.import_checklist.connect(
            lambda: ask_what_to_take_in(self, context, partial(self.show_entry, "checklist"))
        )
        self.list.add_document.connect(lambda: self._show_drop(self.document_drop))
        self.list.add_diagram.connect(lambda: self._show_drop(self.diagram_drop))
        self.checklist.opened.connect(lambda one: self.show_entry("checklist", one))
        for view in (self.checklist, self.document, self.diagram):
            view.gone.connect(self._on_gone)
            view.loaded.connect(partial(self.stack.setCurrentWidget, view))
        self.document_drop.given.connect(lambda path: self._take_in(path, False))
        self.diagram_drop.given.connect(lambda path: self._take_in(path, True))
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.empty.set_texts(texts("knowledge.choose"), texts("knowledge.choose_hint"))
        for part in (self.checklist, self.document, self.diagram, *self._drops()):
            part.retranslate()

    def open(self, checklist_id: str = "", document_id: str = "", diagram_id: str = "") -> None:
        for kind, one in (("checklist", checklist_id), ("document", document_id), ("diagram", diagram_id)):
            if one:
                self.show_entry(kind, one)

    def leave(self) -> None:
        """Keeps what was typed; called when the window closes."""
        for view in (self.checklist, self.document, self.diagram):
            view.flush()

    def show_entry(self, kind: str, entry_id: str, begin_naming: bool = False) -> None:
        self.leave()
        self.list.select(entry_id)
        if kind == "checklist":
            self.checklist.show_checklist(entry_id, begin_naming)
        elif kind == "document":
            self.document.show_document(entry_id, begin_naming)
        else:
            self.diagram.show_diagram(entry_id, begin_naming)

    def _show_drop(self, zone: DropZone) -> None:
        self.leave()
        self.list.list.clearSelection()
        self.list.list.setCurrentRow(-1)
        parent = zone.parentWidget()
        if parent is not None:
            self.stack.setCurrentWidget(parent)
        zone.setFocus()

    def _new_checklist(self) -> None:
        template_id = new_id()
        name = self._context.texts("knowledge.new_name")
        command = NewChecklist(template_id=template_id, version_id=new_id(), name=name)
        self._context.do(
            command, lambda _changes: self.show_entry("checklist", template_id, True), toast=False, owner=self
        )

    def _take_in(self, path: Path, is_drawing: bool) -> None:
        def add(paper: Paper, file: PaperFile) -> None:
            one, title = new_id(), paper.title or self._context.texts("knowledge.untitled")
            kind = "diagram" if is_drawing else "document"
            command = AddDiagram(diagram_id=one, title=title, file=file) if is_drawing else AddDocument(
                document_id=one, title=title, file=file, language=self._context.texts.language
            )
            self._context.do(command, lambda _changes: self.show_entry(kind, one, True), owner=self)

        take_in(self._context, path, is_drawing, add, self.diagram_drop if is_drawing else self.document_drop)

    def _on_gone(self) -> None:
        self.stack.setCurrentWidget(self.empty)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("item", "fault_template", "equipment"):
            self._ask_choices()

    def _ask_choices(self) -> None:
        self._context.tasks.ask(knowledge_choices, done=self._on_choices, key="knowledge_choices", owner=self)

    def _on_choices(self, choices: KnowledgeChoices) -> None:
        for view in (self.checklist, self.document, self.diagram):
            view.set_choices(choices)


def _centred(zone: DropZone) -> QWidget:
    page = QWidget()
    layout = column(None, zone, None, margins=(0, 0, 0, 0))
    layout.setAlignment(zone, Qt.AlignmentFlag.AlignHCenter)
    zone.setFixedWidth(520)
    page.setLayout(layout)
    return page


def create_page(context: OfficeContext) -> QWidget:
    return KnowledgePage(context)
