"""«Visa om», «kräv om» and «hoppa om»: the rows that decide whether a step is shown, required, or leads elsewhere."""

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from core.presenters.checklist_designer import Design, answers, first_condition, operators
from core.rules.checklist import Condition, Element, words
from office_app.context import OfficeContext
from office_app.knowledge.fields import fill_choices
from office_app.widgets.basics import Button, Card, clear_layout, column, label, row

_TITLES = {
    "show_if": "knowledge.conditions", "require_if": "knowledge.requirements", "jump_if": "knowledge.jumps",
}


class ConditionsForm(QWidget):
    """Emits the new conditions of the step shown. `field` is the element's own name of them."""

    changed = Signal(object)

    def __init__(self, context: OfficeContext, field: str = "show_if") -> None:
        super().__init__()
        self._context, self._field = context, field
        self._prefix = {"show_if": "condition", "require_if": "require", "jump_if": "jump"}[field]
        self._conditions: tuple[Condition, ...] = ()
        self._askable: tuple[Element, ...] = ()
        self._numbers: dict[str, int] = {}
        self._title, self._hint = label("", "strong"), label("", "meta", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add = Button(context.theme, "", "quiet", "plus", self._on_add, f"{self._prefix}Add")
        self.setLayout(column(self._title, self._hint, self._rows, row(self.add, None), spacing=6))

    def show_step(self, design: Design, element: Element) -> None:
        own = (element,) if self._field == "jump_if" else ()  # where one goes may depend on what was just answered
        askable = tuple(one for one in (*design.askable(element.id), *own) if operators(one))
        held = getattr(element, self._field)
        if (held, askable) != (self._conditions, self._askable) or not self._rows.count():
            self._conditions, self._askable, self._numbers = held, askable, design.numbers()
            self.rebuild()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self._title.setText(texts(_TITLES[self._field]))
        self.add.setText(texts("knowledge.condition_add"))
        self.add.setEnabled(bool(self._askable))
        if not self._askable:
            self._hint.setText(texts("knowledge.conditions_first"))
        else:
            none = f"{_TITLES[self._field]}_none"
            self._hint.setText(texts("knowledge.conditions_all" if self._conditions else none))

    def rebuild(self) -> None:
        clear_layout(self._rows)
        for number, condition in enumerate(self._conditions):
            self._rows.addWidget(self._row(number, condition))

    def _row(self, number: int, condition: Condition) -> QWidget:
        context, texts = self._context, self._context.texts.current
        step, operator = QComboBox(), QComboBox()
        step.setObjectName(f"{self._prefix}Step_{number}")
        operator.setObjectName(f"{self._prefix}Operator_{number}")
        step.setAccessibleName(texts("knowledge.condition_step"))
        operator.setAccessibleName(texts("knowledge.condition_operator"))
        step.setMinimumContentsLength(8)
        step.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        fill_choices(step, [
            (one.id, f"{self._numbers.get(one.id, '')} {words(one.title, texts.language)}") for one in self._askable
        ], condition.element)
        asked = next((one for one in self._askable if one.id == condition.element), None)
        if asked is None:
            step.setCurrentIndex(-1)
            step.setPlaceholderText(texts("knowledge.condition_gone"))
        else:
            fill_choices(operator, [(op, texts(f"knowledge.operator_{op}")) for op in operators(asked)], condition.op)
        value = self._value(number, condition, asked)
        drop, name = partial(self._on_remove, number), f"{self._prefix}Remove_{number}"
        remove = Button(context.theme, "", "icon", "x", drop, name)
        remove.setToolTip(texts("knowledge.condition_remove"))
        remove.setAccessibleName(texts("knowledge.condition_remove"))
        step.activated.connect(lambda _index: self._on_step(number, step.currentData()))
        operator.activated.connect(lambda _index: self._on_operator(number, operator.currentData()))
        card = Card("sunken")
        first = row(step, remove, spacing=6)
        first.setStretch(0, 1)
        second = row(operator, value, spacing=6) if value is not None else row(operator, spacing=6)
        card.setLayout(column(first, second, spacing=6, margins=(8, 8, 8, 8)))
        return card

    def _value(self, number: int, condition: Condition, asked: Element | None) -> QWidget | None:
        texts = self._context.texts.current
        if asked is None or condition.op == "answered":
            return None
        choices = answers(asked, condition.op, texts)
        if choices:
            box = QComboBox()
            box.setObjectName(f"{self._prefix}Value_{number}")
            box.setAccessibleName(texts("knowledge.condition_value"))
            fill_choices(box, list(choices), condition.value)
            box.activated.connect(lambda _index: self._change(number, value=box.currentData()))
            return box
        edit = QLineEdit(condition.value.replace(".", ",") if texts.language == "sv" else condition.value)
        edit.setObjectName(f"{self._prefix}Value_{number}")
        edit.setAccessibleName(texts("knowledge.condition_value"))
        edit.setMaxLength(14)
        edit.editingFinished.connect(lambda: self._change(number, value=edit.text().strip().replace(",", ".")))
        return edit

    def _on_add(self) -> None:
        self._tell((*self._conditions, first_condition(self._askable[-1])))

    def _on_remove(self, number: int) -> None:
        self._tell(tuple(one for n, one in enumerate(self._conditions) if n != number))

    def _on_step(self, number: int, element_id: str) -> None:
        asked = next(one for one in self._askable if one.id == element_id)
        self._tell(tuple(first_condition(asked) if n == number else one for n, one in enumerate(self._conditions)))

    def _on_operator(self, number: int, op: str) -> None:
        condition = self._conditions[number]
        asked = next(one for one in self._askable if one.id == condition.element)
        choices = answers(asked, op, self._context.texts.current)
        fits = not choices or condition.value in dict(choices)
        self._change(number, op=op, value=condition.value if fits else choices[0][0])

    def _change(self, number: int, **values: str) -> None:
        self._tell(tuple(
            msgspec.structs.replace(one, **values) if n == number else one for n, one in enumerate(self._conditions)
        ))

    def _tell(self, conditions: tuple[Condition, ...]) -> None:
        if conditions != self._conditions:
            self._conditions = conditions
            self.rebuild()
            self.retranslate()
            self.changed.emit(conditions)
