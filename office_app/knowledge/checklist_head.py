"""The head of the designer: name, version, what can be done with it, and what stands in the way of publishing."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.commands.knowledge import EditChecklist
from core.presenters.checklist_designer import Design, problem_text
from core.queries.knowledge import ChecklistDesign
from core.rules.checklist import words
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row
from office_app.widgets.painted import Chip

_MOST_SHOWN = 3


class ChecklistHead(QWidget):
    """Emits wishes by name: publish, discard, copy, export, retire, remove; commands for the name; a problem's step."""

    wanted = Signal(str)
    wished = Signal(object)
    step_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._design: ChecklistDesign | None = None
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = context.theme
        self.name = QLineEdit()
        self.name.setObjectName("checklistName")
        self.name.setProperty("kind", "heading")
        self.name.setMaxLength(120)
        self.state, self.draft = Chip(theme), Chip(theme, "", "info", "pencil")
        self.facts = label("", "meta")
        self.copy = Button(theme, "", "icon", "copy", lambda: self.wanted.emit("copy"), "checklistCopy")
        self.export = Button(theme, "", "icon", "file-down", lambda: self.wanted.emit("export"), "checklistExport")
        self.retire = Button(theme, "", "icon", "archive", lambda: self.wanted.emit("retire"), "checklistRetire")
        self.remove = Button(theme, "", "icon", "trash-2", lambda: self.wanted.emit("remove"), "checklistRemove")
        self.discard = Button(theme, "", "", "undo-2", lambda: self.wanted.emit("discard"), "checklistDiscard")
        self.publish = Button(theme, "", "primary", "upload", lambda: self.wanted.emit("publish"), "checklistPublish")
        self.problems = Card("warn", name="checklistProblems")
        self._problem_title = label("", "strong")
        self._problem_rows = QVBoxLayout()
        self._problem_rows.setSpacing(0)
        self.problems.setLayout(column(
            row(IconLabel(theme, "triangle-alert", "warnInk", 18), self._problem_title, None, spacing=10),
            self._problem_rows, spacing=2, margins=(14, 10, 14, 8),
        ))
        names = column(self.name, row(self.state, self.draft, self.facts, None, spacing=8), spacing=6)
        top = row(names, self.copy, self.export, self.retire, self.remove, self.discard, self.publish, spacing=8)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.problems, spacing=10, margins=(20, 12, 16, 12)))
        self.name.editingFinished.connect(self.flush)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.name.setAccessibleName(texts("knowledge.field_name"))
        self.name.setPlaceholderText(texts("knowledge.field_name"))
        for button, key in ((self.copy, "copy"), (self.export, "export"), (self.remove, "remove")):
            button.setToolTip(texts(f"knowledge.checklist_{key}"))
            button.setAccessibleName(texts(f"knowledge.checklist_{key}"))
        self.discard.setText(texts("knowledge.discard"))
        self.draft.set(texts("knowledge.has_draft"))

    def show_checklist(self, design: ChecklistDesign, steps: Design) -> None:
        """Buttons, chips and problems as they are now; the name stays untouched while somebody writes it."""
        self._design = design
        texts = self._context.texts
        if not self.name.hasFocus() and self.name.text() != design.name:
            self.name.setText(design.name)
        differs = design.draft_id is not None and steps.elements != design.published
        if design.state == "retired":
            self.state.set(texts("knowledge.retired"), "neutral", "archive")
        elif design.number:
            self.state.set(texts("knowledge.published_version", number=design.number), "good", "check")
        else:
            self.state.set(texts("knowledge.never_published"), "info", "pencil")
        self.draft.setVisible(bool(design.number) and differs)
        under_way = texts.count("knowledge.under_way", design.under_way) if design.under_way else ""
        self.facts.setText(under_way)
        next_number = max((version.number for version in design.versions if version.state != "draft"), default=0) + 1
        key = "knowledge.publish" if design.number else "knowledge.publish_first"
        self.publish.setText(texts(key, number=next_number))
        problems = steps.problems
        self.publish.setEnabled(differs and not problems)
        self.discard.setVisible(bool(design.number) and differs)
        self.retire.setVisible(bool(design.number))
        self.retire.set_icon("archive-restore" if design.state == "retired" else "archive")
        key = "knowledge.checklist_restore" if design.state == "retired" else "knowledge.checklist_retire"
        self.retire.setToolTip(texts(key))
        self.retire.setAccessibleName(texts(key))
        self.remove.setVisible(not any(version.state != "draft" for version in design.versions))
        self._show_problems(steps)

    def flush(self) -> None:
        if self._design is not None and self.name.text().strip() not in ("", self._design.name):
            self.wished.emit(EditChecklist(template_id=self._design.id, name=self.name.text()))

    def _show_problems(self, steps: Design) -> None:
        texts = self._context.texts.current
        found = [problem for problem in steps.problems if problem.code != "empty"]
        self.problems.setVisible(bool(found))
        self._problem_title.setText(texts.count("knowledge.problems", len(found)))
        clear_layout(self._problem_rows)
        titles = {element.id: words(element.title, texts.language) for element in steps.elements}
        numbers = steps.numbers()
        for number, problem in enumerate(found[:_MOST_SHOWN]):
            place = texts("knowledge.step_named", number=numbers.get(problem.element_id, ""),
                          title=titles.get(problem.element_id) or texts("knowledge.untitled"))
            button = Button(
                self._context.theme, f"{place} {problem_text(problem, steps.elements, texts)}", "quiet",
                clicked=partial(self.step_wanted.emit, problem.element_id), name=f"problem_{number}",
            )
            self._problem_rows.addLayout(row(button, None))
