"""Ärenden: the list with the card of one call, and the intake in their place while a call is taken."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from office_app.calls.intake_flow import OPEN_DRAFT
from office_app.calls.intake_page import IntakePage
from office_app.context import OfficeContext


def create_page(context: OfficeContext) -> QWidget:
    return CallsPage(context)


class CallsPage(QStackedWidget):
    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.list = QWidget()
        self.intake = IntakePage(context)
        self.addWidget(self.list)
        self.addWidget(self.intake)
        self.intake.ended.connect(self._on_ended)
        kept = str(context.settings.value(OPEN_DRAFT, ""))
        if kept:
            self.setCurrentWidget(self.intake)
            self.intake.flow.go_on(kept)

    def open(self, new: bool = False, call_id: str = "") -> None:
        if new:
            self.setCurrentWidget(self.intake)
            self.intake.flow.begin()
        elif call_id:
            self.setCurrentWidget(self.intake)
            self.intake.flow.go_on(call_id)

    def _on_ended(self, call_id: str, how: str) -> None:
        self.setCurrentWidget(self.list)

    def leave(self) -> None:
        self.intake.flow.save_draft()
