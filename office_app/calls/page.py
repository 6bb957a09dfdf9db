"""Ärenden: the list with the card of one call, and the intake in their place while a call is taken."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.queries.intake import draft
from office_app.calls.call_card import CallCardView
from office_app.calls.call_list import CallList
from office_app.calls.intake_flow import OPEN_DRAFT
from office_app.calls.intake_page import IntakePage
from office_app.context import OfficeContext
from office_app.top_bar import TopBar
from office_app.widgets.register_page import lay_out, slash_searches


def create_page(context: OfficeContext) -> QWidget:
    return CallsPage(context)


class CallsPage(QStackedWidget):
    """`open(new=True)` takes a call (of a customer, about a machine, when they are named), `open(call_id=…)` shows one;
    a draft is gone on with."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("calls")
        self.bar = TopBar(context, "shell.place_calls")
        self.list = CallList(context)
        self.card = CallCardView(context)
        self.register = QWidget()
        self.register.setProperty("kind", "page")
        self.register.setObjectName("callsRegister")
        self.register.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.intake = IntakePage(context)
        lay_out(self.register, self.bar, self.list, self.card)
        self.addWidget(self.register)
        self.addWidget(self.intake)
        self.list.chosen.connect(self.card.show_call)
        self.list.opened.connect(self._on_opened)
        self.card.draft_wanted.connect(self._go_on)
        self.intake.ended.connect(self._on_ended)
        self.intake.call_wanted.connect(self._on_call_wanted)
        slash_searches(self.register, self.list.pane)
        kept = str(context.settings.value(OPEN_DRAFT, ""))
        if kept:
            self._go_on(kept)

    def open(
        self, new: bool = False, call_id: str = "", partner_id: str = "", equipment_id: str = "", **_target: Any
    ) -> None:
        if new:
            self._begin()
            if partner_id:
                self.intake.flow.pick(partner_id, equipment_id or None)
        elif call_id:
            if self.currentWidget() is self.intake:
                self.intake.flow.leave()
            self._show_call(call_id)
            self._context.tasks.ask(draft, call_id, owner=self,
                                    done=lambda found: self._go_on(call_id) if found is not None else None)

    def leave(self) -> None:
        """The window closes: the last keys are saved."""
        self.intake.flow.save_draft()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.currentWidget() is self.register:
            self._focus_list()

    def _focus_list(self) -> None:
        """So that N, J, K and / act at once; an empty list cannot take the focus."""
        (self.list.view if self.list.rows.ids else self.register).setFocus()

    def _begin(self) -> None:
        self.setCurrentWidget(self.intake)
        self.intake.flow.begin()

    def _go_on(self, call_id: str) -> None:
        self.setCurrentWidget(self.intake)
        self.intake.flow.go_on(call_id)

    def _show_call(self, call_id: str) -> None:
        self.setCurrentWidget(self.register)
        self.card.show_call(call_id)
        self.list.select(call_id)

    def _on_opened(self, call_id: str) -> None:
        card = self.card.card
        if card is not None and card.id == call_id and card.state == "draft":
            self._go_on(call_id)
        else:
            self.card.setFocus()

    def _on_call_wanted(self, call_id: str) -> None:
        self.intake.flow.leave()
        self._show_call(call_id)

    def _on_ended(self, call_id: str, how: str) -> None:
        self.setCurrentWidget(self.register)
        if call_id:
            self._show_call(call_id)
        self._focus_list()
        if how == "plan":
            self._context.navigation.go("board", call_id=call_id, activity_id=self.intake.flow.last_visit)
