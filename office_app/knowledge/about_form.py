"""What holds for a whole checklist: description, usual time, and when it is suggested to whom."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSpinBox, QWidget

from core.commands.knowledge import Binding, EditChecklist, SuggestForFault
from core.queries.knowledge import ChecklistDesign, KnowledgeChoices, Named
from office_app.context import OfficeContext
from office_app.knowledge.fields import Field, TextArea, put_text
from office_app.knowledge.pick_many import PickMany
from office_app.widgets.basics import Button, column, label, line, row

CALL_KINDS = ("breakdown", "corrective", "maintenance", "installation", "inspection")


class AboutForm(QScrollArea):
    """Emits commands; what is typed is told when typing rests in the field."""

    wished = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._design: ChecklistDesign | None = None
        self._choices = KnowledgeChoices((), (), ())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.description = TextArea("checklistDescription")
        self.description_field = Field(self.description)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, 600)
        self.minutes.setSingleStep(5)
        self.minutes_field = Field(self.minutes, "checklistMinutes")
        self.suggest, self.rule = label("", "section"), label("", "meta", wrap=True)
        self.models = PickMany(context, "bindModels")
        self.categories = PickMany(context, "bindCategories")
        self.kinds_title = label("", "strong")
        self.kinds = {kind: Button(context.theme, "", "chip", name=f"bindKind_{kind}") for kind in CALL_KINDS}
        self.faults = PickMany(context, "bindFaults")
        buttons = list(self.kinds.values())
        inner = QWidget()
        inner.setLayout(column(
            self.description_field, self.minutes_field, line(), self.suggest, self.rule, self.models, self.categories,
            self.kinds_title, row(*buttons[:3], None, spacing=6), row(*buttons[3:], None, spacing=6), self.faults, None,
            spacing=12, margins=(16, 14, 16, 16),
        ))
        self.setWidget(inner)
        self.description.left.connect(self._on_description)
        self.minutes.editingFinished.connect(self._on_minutes)
        self.models.changed.connect(lambda ids: self._bind(item_ids=ids))
        self.categories.changed.connect(lambda ids: self._bind(categories=ids))
        self.faults.changed.connect(self._on_faults)
        for button in buttons:
            button.clicked.connect(self._on_kinds)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.description_field.set_caption(texts("knowledge.field_description"))
        self.minutes_field.set_caption(texts("knowledge.field_minutes"))
        self.minutes.setSuffix(" min")
        self.suggest.setText(texts("knowledge.suggest"))
        self.rule.setText(texts("knowledge.suggest_rule"))
        for picker, what in ((self.models, "models"), (self.categories, "categories"), (self.faults, "faults")):
            picker.set_texts(*(texts(f"knowledge.bind_{what}{part}") for part in ("", "_none", "_add")))
        self.kinds_title.setText(texts("knowledge.bind_kinds"))
        for kind, button in self.kinds.items():
            button.setText(texts(f"knowledge.call_kind_{kind}"))
        if self._design is not None:
            self.show_checklist(self._design, self._choices)

    def show_checklist(self, design: ChecklistDesign, choices: KnowledgeChoices) -> None:
        self._design, self._choices = design, choices
        texts = self._context.texts
        if not self.description.hasFocus():
            put_text(self.description, design.description)
        if not self.minutes.hasFocus():
            self.minutes.setValue(design.minutes)
        self.models.show_choice(choices.models, design.item_ids)
        self.categories.show_choice(
            tuple(Named(one, category_text(one, texts)) for one in choices.categories), design.categories
        )
        self.faults.show_choice(choices.faults, design.fault_ids)
        for kind, button in self.kinds.items():
            button.setChecked(kind in design.call_kinds)

    def flush(self) -> None:
        """Tells what was typed and not yet told."""
        self._on_description()
        self._on_minutes()

    def _on_description(self) -> None:
        text = self.description.toPlainText().strip()
        if self._design is not None and text != self._design.description:
            self.wished.emit(EditChecklist(template_id=self._design.id, description=text))

    def _on_minutes(self) -> None:
        if self._design is not None and self.minutes.value() != self._design.minutes:
            self.wished.emit(EditChecklist(template_id=self._design.id, minutes=self.minutes.value()))

    def _on_kinds(self) -> None:
        self._bind(call_kinds=tuple(kind for kind, button in self.kinds.items() if button.isChecked()))

    def _bind(self, **values: Any) -> None:
        """Tells the whole binding; what was told a moment ago counts although its answer is not here yet."""
        if self._design is None:
            return
        self._design = design = replace(self._design, **values)
        binding = Binding(design.item_ids, design.categories, design.call_kinds)
        self.wished.emit(EditChecklist(template_id=design.id, binding=binding))

    def _on_faults(self, ids: tuple[str, ...]) -> None:
        if self._design is None:
            return
        before = set(self._design.fault_ids)
        self._design = replace(self._design, fault_ids=ids)
        for one in sorted(set(ids) - before):
            self.wished.emit(SuggestForFault(fault_template_id=one, template_id=self._design.id))
        for one in sorted(before - set(ids)):
            self.wished.emit(SuggestForFault(fault_template_id=one, template_id=None))


def category_text(category: str, texts) -> str:  # type: ignore[no-untyped-def]
    """A category in words, or as it was written when it is the firm's own."""
    key = f"knowledge.category_{category}"
    return texts(key) if texts.has(key) else category.capitalize()
