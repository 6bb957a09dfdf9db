"""The checklist designer: steps in the middle, what they ask for beside them, and the tablet's look at the right."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from core.changes import Changes
from core.commands.base import Command
from core.commands.knowledge import (
    AddStepPicture,
    DiscardDraft,
    NewChecklist,
    PaperFile,
    PublishChecklist,
    RemoveChecklist,
    RetireChecklist,
    SaveDraft,
)
from core.errors import TulpanError
from core.ids import new_id
from core.integrations.paper_files import Paper
from core.presenters.checklist_designer import ICONS, KINDS, Design
from core.queries.knowledge import ChecklistDesign, KnowledgeChoices, checklist_design
from office_app.context import OfficeContext
from office_app.knowledge.about_form import AboutForm
from office_app.knowledge.checklist_files import ask_where_to_save
from office_app.knowledge.checklist_head import ChecklistHead
from office_app.knowledge.preview import TabletPreview
from office_app.knowledge.step_form import StepForm
from office_app.knowledge.step_list import StepList
from office_app.knowledge.uploads import take_in
from office_app.knowledge.versions_list import VersionsList
from office_app.widgets.basics import Button, column, label, line, row
from office_app.widgets.painted import EmptyState

_REST = 600
"""Milliseconds without a key before what was typed is kept."""
_TABS = ("step", "about", "versions")
_KINDS = ("checklist_template", "checklist_version", "checklist_instance", "fault_template")


class ChecklistView(QWidget):
    """Every gesture is kept at once as the draft, and can be undone; `gone` when the checklist is no more."""

    gone = Signal()
    loaded = Signal()
    opened = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._checklist: ChecklistDesign | None = None
        self._choices = KnowledgeChoices((), (), ())
        self._steps = Design(())
        self._draft_id = ""
        self._saving = 0
        self._wanted_id = ""
        self._naming, self._typed = False, False
        self._unsaved = QTimer(self, singleShot=True, interval=_REST)
        self._unsaved.timeout.connect(self.flush)
        self.head = ChecklistHead(context)
        self.list = StepList(context)
        self.form, self.about, self.versions = StepForm(context), AboutForm(context), VersionsList(context)
        self.preview = TabletPreview(context)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        theme = self._context.theme
        self.add_title = label("", "meta")
        self.adders = {
            kind: Button(theme, "", "adder", ICONS[kind], partial(self._add, kind), f"addStep_{kind}")
            for kind in KINDS
        }
        palette = QGridLayout()
        palette.setSpacing(4)
        for place, button in enumerate(self.adders.values()):
            palette.addWidget(button, place // 3, place % 3)
        self.no_steps = EmptyState(theme, "list-checks", "")
        self.steps_stack = QStackedWidget()
        self.steps_stack.addWidget(self.list)
        self.steps_stack.addWidget(self.no_steps)
        self.keys = label("", "meta", wrap=True)
        middle = QWidget()
        middle.setProperty("kind", "surface")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle.setFixedWidth(342)
        middle.setLayout(column(
            self.add_title, palette, line(), self.steps_stack, self.keys, spacing=8, margins=(12, 12, 12, 10)
        ))
        self.tabs = {key: Button(theme, "", "segment", name=f"designerTab_{key}") for key in _TABS}
        self.stack = QStackedWidget()
        group = QButtonGroup(self)
        for place, (button, page) in enumerate(zip(self.tabs.values(), (self.form, self.about, self.versions))):
            group.addButton(button)
            self.stack.addWidget(page)
            button.clicked.connect(lambda _checked=False, place=place: self.stack.setCurrentIndex(place))
        self.tabs["step"].setChecked(True)
        forms = QWidget()
        tabs = row(*self.tabs.values(), None, spacing=4, margins=(12, 8, 12, 0))
        forms.setLayout(column(tabs, self.stack, spacing=4))
        forms.setMinimumWidth(316)
        self.preview.setMinimumWidth(316)
        self.preview.setMaximumWidth(372)
        body = row(middle, line(vertical=True), forms, spacing=0)
        body.setStretch(2, 1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 12, 14, 14)
        side.addWidget(self.preview)
        body.addLayout(side, 1)
        whole = column(self.head, line(), body, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        context = self._context
        self.list.selected.connect(self._select)
        self.list.moved.connect(lambda one, place: self._gesture(self._steps.move(one, place)))
        self.list.shifted.connect(lambda one, step: self._gesture(self._steps.move_by(one, step)))
        self.list.removed.connect(self._remove)
        self.list.copied.connect(lambda one: self._gesture(self._steps.duplicate(one)))
        self.form.changed.connect(self._on_form)
        self.form.rested.connect(self._on_rested)
        self.form.copied.connect(lambda one: self._gesture(self._steps.duplicate(one)))
        self.form.removed.connect(self._remove)
        self.form.picture_given.connect(self._on_picture)
        self.about.wished.connect(self._do)
        self.head.wished.connect(self._do)
        self.head.wanted.connect(self._on_wanted)
        self.head.step_wanted.connect(self._show_step)
        self.preview.wanted.connect(self._select)
        context.tasks.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.add_title.setText(texts("knowledge.add_step"))
        for kind, button in self.adders.items():
            button.setText(texts(f"knowledge.kind_{kind}"))
        for key, button in self.tabs.items():
            button.setText(texts(f"knowledge.tab_{key}"))
        self.no_steps.set_texts(texts("knowledge.no_steps"), texts("knowledge.no_steps_hint"))
        self.keys.setText(texts("knowledge.step_keys"))
        for part in (self.head, self.form, self.about, self.versions, self.preview):
            part.retranslate()
        if self._checklist is not None:
            self._render()

    def set_choices(self, choices: KnowledgeChoices) -> None:
        self._choices = choices
        if self._checklist is not None:
            self.about.show_checklist(self._checklist, choices)

    def show_checklist(self, template_id: str, begin_naming: bool = False) -> None:
        """Opens a checklist; with `begin_naming` the cursor waits in its name."""
        self.flush()
        self._wanted_id = template_id
        self._checklist = None
        self._draft_id = ""
        self._naming = begin_naming
        self._ask()

    def flush(self) -> None:
        """Keeps what was typed and not yet kept."""
        self.head.flush()
        self.about.flush()
        self._unsaved.stop()
        if self._typed:
            self._save()

    def _ask(self) -> None:
        self._context.tasks.ask(
            checklist_design, self._wanted_id, done=self._on_design, key="checklist_design", owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted_id and changes.touches(*_KINDS):
            self._ask()

    def _on_design(self, design: ChecklistDesign | None) -> None:
        if design is None:
            self._checklist, self._wanted_id = None, ""
            self.gone.emit()
            return
        first = self._checklist is None
        self._checklist = design
        if design.draft_id:
            self._draft_id = design.draft_id
        elif not self._saving and not self._typed:
            self._draft_id = ""
        if first:
            start = next((one.id for one in design.elements), "")
            self._steps = Design(design.elements, start)
        elif not self._saving and not self._typed and design.elements != self._steps.elements:
            keep = self._steps.selected
            self._steps = Design(design.elements, keep)
            if self._steps.current is None and design.elements:
                self._steps = Design(design.elements, design.elements[0].id)
        if not self._saving:
            self.about.show_checklist(design, self._choices)
        self.versions.show_checklist(design)
        self._render()
        if first:
            self.loaded.emit()
        if first and self._naming:
            self.head.name.setFocus()
            self.head.name.selectAll()

    def _render(self) -> None:
        assert self._checklist is not None
        self.head.show_checklist(self._checklist, self._steps)
        self.steps_stack.setCurrentWidget(self.list if self._steps.elements else self.no_steps)
        self.list.show_design(self._steps)
        self.form.show_step(self._steps)
        self.preview.show_design(self._steps, self._checklist.name)

    def _select(self, element_id: str) -> None:
        if element_id == self._steps.selected or self._checklist is None:
            return
        self.flush()
        self._steps = self._steps.select(element_id)
        self._render()

    def _show_step(self, element_id: str) -> None:
        self.tabs["step"].click()
        self._select(element_id)

    def _add(self, kind: str) -> None:
        self._show_step("")
        self._gesture(self._steps.add(kind, self._context.texts.current))
        self.form.begin_writing()

    def _remove(self, element_id: str) -> None:
        self._gesture(self._steps.remove(element_id))

    def _gesture(self, steps: Design) -> None:
        """A whole gesture: kept at once, one step in the undo history."""
        if self._checklist is None or steps is self._steps:
            return
        self.flush()
        self._steps = steps
        self._render()
        self._save(toast=steps.what == "removed")

    def _on_form(self, element_id: str, values: dict[str, Any]) -> None:
        steps = self._steps.change(element_id, **values)
        if steps is not self._steps:
            self._steps, self._typed = steps, True
            self._unsaved.start()
            self._render()

    def _on_picture(self, element_id: str, path: Path) -> None:
        def keep(_paper: Paper, file: PaperFile) -> None:
            if self._checklist is not None:
                self._do(AddStepPicture(template_id=self._checklist.id, file=file))
                self._on_form(element_id, {"image_sha256": file.sha256})
                self.flush()

        take_in(self._context, path, True, keep, self.form.picture.drop)

    def _on_rested(self) -> None:
        self.flush()
        self.form.show_step(self._steps)

    def _save(self, toast: bool = False) -> None:
        self._typed = False
        if self._checklist is None:
            return
        self._draft_id = self._draft_id or new_id()
        self._saving += 1
        self._context.do(
            SaveDraft(
                template_id=self._checklist.id, version_id=self._draft_id, elements=self._steps.elements,
                what=self._steps.what, step=self._steps.step,
            ),
            self._on_saved, toast=toast, failed=self._on_not_saved, owner=self,
        )

    def _on_saved(self, _changes: Changes) -> None:
        self._saving -= 1
        if not self._saving:
            self._ask()

    def _on_not_saved(self, error: TulpanError) -> None:
        self._saving -= 1
        self._context.report(error)
        self._ask()

    def _do(self, command: Command) -> None:
        self._saving += 1
        self._context.do(command, self._on_saved, toast=False, failed=self._on_not_saved, owner=self)

    def _on_wanted(self, wish: str) -> None:
        self.flush()
        checklist, do = self._checklist, self._context.do
        if checklist is None:
            return
        if wish == "publish" and self._draft_id:
            do(PublishChecklist(template_id=checklist.id, version_id=self._draft_id), owner=self)
            self._draft_id = ""
        elif wish == "discard":
            do(DiscardDraft(template_id=checklist.id), owner=self)
        elif wish == "retire":
            do(RetireChecklist(template_id=checklist.id, retired=checklist.state != "retired"), owner=self)
        elif wish == "export":
            ask_where_to_save(self, self._context, checklist.id, checklist.name)
        elif wish == "remove":
            do(RemoveChecklist(template_id=checklist.id), owner=self)
        elif wish == "copy":
            name = self._context.texts("knowledge.copy_of", name=checklist.name)[:120]
            copy = NewChecklist(template_id=new_id(), version_id=new_id(), name=name, copy_of=checklist.id)
            do(copy, lambda changes: self.opened.emit(changes.result or ""), owner=self)
