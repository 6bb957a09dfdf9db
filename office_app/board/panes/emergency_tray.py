"""«Bryt in …»: three ways to fit something urgent into today, each with what it costs and one click to do it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.changes import Changes
from core.planning.emergency import Insertion
from core.presenters.emergency import EmergencyPlan, cost_text, emergency_plan, headline
from core.texts import Texts
from office_app.board.actions import BoardActions
from office_app.board.panes.tray import BoardTray
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, clear_layout, column, label, row


class EmergencyTray(BoardTray):
    def __init__(self, context: OfficeContext, parent: QWidget, texts: Texts, actions: BoardActions) -> None:
        super().__init__(parent, "emergencyTray")
        self.rows.setSpacing(10)
        self._context, self._texts, self._actions = context, texts, actions
        self._visit_id = ""
        context.tasks.changed.connect(self._on_changed)

    def show_for(self, visit_id: str) -> None:
        self._visit_id = visit_id
        self._context.tasks.ask(
            emergency_plan, visit_id, self._context.core.clock.now(), done=self._on_found,
            key=("emergency", id(self)), owner=self,
        )

    def close_tray(self) -> None:
        self._visit_id = ""
        self.hide()

    def _on_changed(self, changes: Changes) -> None:
        """What is proposed is always true of the board as it is now."""
        if self._visit_id and changes.touches("activity", "service_assignment", "absence"):
            self.show_for(self._visit_id)

    def _on_found(self, found: EmergencyPlan | None) -> None:
        if found is None or found.activity_id != self._visit_id:
            return
        clear_layout(self.rows)
        texts, theme = self._texts, self._context.theme
        close = Button(theme, "", "quiet", "x", self.close_tray, "emergencyClose")
        close.setAccessibleName(texts("shell.close"))
        title = label(texts("board.insert_title", customer=found.customer), "section")
        self.rows.addLayout(row(IconLabel(theme, "triangle-alert", "badStrong"), title, None, close))
        for number, proposal in enumerate(found.proposals, 1):
            self.rows.addLayout(self._line(number, proposal))
        if not found.proposals:
            self.rows.addWidget(label(texts("board.insert_nobody"), "second", wrap=True))
        self.open_tray()

    def _line(self, number: int, proposal: Insertion):  # type: ignore[no-untyped-def]
        texts, theme = self._texts, self._context.theme
        who = label(headline(texts, proposal), "strong")
        who.setObjectName(f"emergencyWho{number}")
        cost = label(cost_text(texts, proposal), "bad" if proposal.broken else "second", wrap=True)
        cost.setObjectName(f"emergencyCost{number}")
        words = texts("board.insert_do")
        act = Button(theme, words, "primary" if number == 1 else "", "calendar-check", self._doer(proposal),
                     f"emergencyDo{number}")
        line = row(column(who, cost, spacing=2), act, spacing=12)
        line.setStretch(0, 1)
        return line

    def _doer(self, proposal: Insertion) -> Callable[[], None]:
        def act() -> None:
            visit_id = self._visit_id
            self.close_tray()
            self._actions.insert(visit_id, proposal)

        return act
