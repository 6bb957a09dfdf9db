"""«Hoppa till»: the later step that comes next when an answer calls for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from core.presenters.checklist_designer import Design, first_condition, operators
from core.rules.checklist import TO_END, Condition, Element, words
from office_app.context import OfficeContext
from office_app.knowledge.conditions_form import ConditionsForm
from office_app.knowledge.fields import Field, fill_choices
from office_app.widgets.basics import column


class JumpForm(QWidget):
    """Emits changed({"jump_to": …, "jump_if": …})."""

    changed = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._element: Element | None = None
        self._first: Condition | None = None
        self.target = QComboBox()
        self.target_field = Field(self.target, "stepJumpTo")
        self.conditions = ConditionsForm(context, "jump_if")
        self.target.activated.connect(lambda _index: self._on_target(self.target.currentData()))
        self.conditions.changed.connect(self._on_conditions)
        self.setLayout(column(self.target_field, self.conditions, spacing=6))

    def retranslate(self) -> None:
        self.target_field.set_caption(self._context.texts("knowledge.field_jump_to"))
        self.conditions.retranslate()

    def show_step(self, design: Design, element: Element) -> None:
        texts, numbers = self._context.texts, design.numbers()
        self._element = element
        asked = next((one for one in (element, *reversed(design.askable(element.id))) if operators(one)), None)
        self._first = first_condition(asked) if asked is not None else None
        choices = [("", texts("knowledge.jump_none"))]
        choices += [
            (one.id, f"{numbers.get(one.id, '')} {words(one.title, texts.language)}".strip())
            for one in design.ahead(element.id)
        ]
        choices.append((TO_END, texts("knowledge.jump_end")))
        fill_choices(self.target, choices, element.jump_to)
        self.setVisible(element.is_step and asked is not None)
        self.conditions.setVisible(bool(element.jump_to))
        self.conditions.show_step(design, element)

    def _on_target(self, target: str) -> None:
        if self._element is None:
            return
        rows = self._element.jump_if or ((self._first,) if self._first is not None else ())
        self.changed.emit({"jump_to": target, "jump_if": rows if target else ()})

    def _on_conditions(self, rows: tuple[Condition, ...]) -> None:
        self.changed.emit({"jump_if": rows} if rows else {"jump_if": (), "jump_to": ""})
