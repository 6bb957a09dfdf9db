"""What only some kinds of steps ask for: a date's time of day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.rules.checklist import Element
from office_app.context import OfficeContext
from office_app.widgets.basics import column


class KindOptions(QWidget):
    """Emits changed({field: value}) with every gesture and `rested` when a field is left."""

    changed = Signal(object)
    rested = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.with_time = QCheckBox()
        self.with_time.setObjectName("stepWithTime")
        self.with_time.toggled.connect(lambda on: self.changed.emit({"with_time": on}))
        self.setLayout(column(self.with_time, spacing=10))

    def retranslate(self) -> None:
        self.with_time.setText(self._context.texts("knowledge.field_with_time"))

    def show_step(self, element: Element) -> None:
        self.with_time.blockSignals(True)
        self.with_time.setChecked(element.with_time)
        self.with_time.blockSignals(False)
        self.with_time.setVisible(element.kind == "date")
        self.setVisible(element.kind == "date")
