"""What only some kinds of steps ask for: a date's time of day, a formula, whose code, whose signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from core.presenters.checklist_designer import EXPECTED, ROLES, Design, formula_kept, formula_shown
from core.rules.checklist import Element
from core.rules.formula import MOST_SIGNS
from office_app.context import OfficeContext
from office_app.knowledge.fields import Field, fill_choices, put_text
from office_app.widgets.basics import column, label


class KindOptions(QWidget):
    """Emits changed({field: value}) with every gesture and `rested` when a field is left."""

    changed = Signal(object)
    rested = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._design = Design(())
        self.with_time = QCheckBox()
        self.with_time.setObjectName("stepWithTime")
        self.formula = QLineEdit()
        self.formula.setMaxLength(MOST_SIGNS // 2)
        self.formula_field = Field(self.formula, "stepFormula")
        self.hint = label("", "meta", wrap=True)
        self.with_time.toggled.connect(lambda on: self.changed.emit({"with_time": on}))
        self.formula.textEdited.connect(
            lambda text: self.changed.emit({"formula": formula_kept(self._design, text)})
        )
        self.formula.editingFinished.connect(self.rested)
        self.expects = QComboBox()
        self.expects.activated.connect(lambda _index: self._on_expects(self.expects.currentData()))
        self.expects_field = Field(self.expects, "stepExpects")
        self.role = QComboBox()
        self.role.activated.connect(lambda _index: self.changed.emit({"role": self.role.currentData()}))
        self.role_field = Field(self.role, "stepRole")
        self.setLayout(column(
            self.with_time, self.expects_field, self.role_field, self.formula_field, self.hint, spacing=6
        ))

    def _on_expects(self, chosen: str) -> None:
        values: dict[str, object] = {"match_machine": chosen == "own", "expects": "" if chosen == "own" else chosen}
        if chosen in ("", "own"):
            values |= {"item_id": ""}
        if not chosen:  # any code will do, so none can be wrong
            values |= {"blocks": False}
        self.changed.emit(values)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.with_time.setText(texts("knowledge.field_with_time"))
        self.expects_field.set_caption(texts("knowledge.field_expects"))
        self.role_field.set_caption(texts("knowledge.field_role"))
        self.formula_field.set_caption(texts("knowledge.field_formula"))
        self.formula.setPlaceholderText(texts("knowledge.formula_example"))
        self.hint.setText(texts("knowledge.formula_hint"))

    def show_step(self, design: Design, element: Element) -> None:
        self._design = design
        calculates = element.kind == "calculated"
        self.with_time.blockSignals(True)
        self.with_time.setChecked(element.with_time)
        self.with_time.blockSignals(False)
        texts = self._context.texts
        expected = [(one, texts(f"knowledge.expects_{one or 'any'}")) for one in EXPECTED]
        fill_choices(self.expects, expected, "own" if element.match_machine else element.expects)
        fill_choices(self.role, [(role, texts(f"knowledge.role_{role}")) for role in ROLES], element.role)
        if not self.formula.hasFocus():
            put_text(self.formula, formula_shown(design, element.formula))
        self.with_time.setVisible(element.kind == "date")
        self.formula_field.setVisible(calculates)
        self.hint.setVisible(calculates)
        self.expects_field.setVisible(element.kind == "scan")
        self.role_field.setVisible(element.kind == "signature")
        self.setVisible(element.kind in ("calculated", "date", "scan", "signature"))
