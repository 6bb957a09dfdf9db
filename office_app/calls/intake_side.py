"""Asks what stands beside the intake form: times to offer, the machine's history, and what usually caused this."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.presenters.intake import IntakePresenter
from core.presenters.offers import Offers, offers
from core.queries.call_list import CallRow, call_rows
from core.queries.equipment_history import PastVisit, equipment_history
from core.queries.symptoms import LikelyCause, likely_cause
from office_app.context import OfficeContext

_WAIT_MS, _PAST, _EVIDENCE = 60, 4, 8


class IntakeSide(QObject):
    """Asks again only for what has become another question."""

    offered = Signal(object)
    history_found = Signal(object)
    cause_found = Signal(object)
    evidence_found = Signal(object)

    def __init__(self, context: OfficeContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._tasks = context, context.tasks
        self._presenter: IntakePresenter | None = None
        self.offers: Offers | None = None
        self.history: tuple[PastVisit, ...] = ()
        self.cause: LikelyCause | None = None
        self.evidence: tuple[CallRow, ...] = ()
        self._request: Any = None
        self._machine: str | None = None
        self._fault: tuple[str, str | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask_offers)

    def clear(self) -> None:
        self._timer.stop()
        self._presenter, self._request, self._machine, self._fault = None, None, None, None
        self.offers, self.history, self.cause, self.evidence = None, (), None, ()
        self.offered.emit(None)
        self.history_found.emit(())
        self.cause_found.emit(None)

    def refresh(self, presenter: IntakePresenter) -> None:
        """Something was said on the left."""
        self._presenter = presenter
        if presenter.can_offer:
            if presenter.request != self._request:
                self._timer.start()
        elif self.offers is not None or self._request is not None:
            self._timer.stop()
            self.offers, self._request = None, None
            self.offered.emit(None)
        self._refresh_history(presenter.equipment_ids[0] if presenter.equipment_ids else None)
        model = presenter.machines[0].item_id if presenter.machines else None
        self._refresh_cause((presenter.symptom.template_id, model) if presenter.symptom else None)

    def ask_offers_again(self) -> None:
        """The days themselves have changed."""
        if self._presenter is not None and self._presenter.can_offer:
            self._timer.start()

    def toggle_evidence(self) -> None:
        """The calls behind the likely cause, or away with them."""
        if self.evidence or self.cause is None:
            self._on_evidence(())
        else:
            self._tasks.ask(call_rows, self.cause.call_ids[-_EVIDENCE:], done=self._on_evidence,
                            key="intake.evidence", owner=self)

    def _on_evidence(self, found: tuple[CallRow, ...]) -> None:
        self.evidence = found
        self.evidence_found.emit(found)

    def _ask_offers(self) -> None:
        presenter = self._presenter
        if presenter is None or not presenter.can_offer:
            return
        self._request = presenter.request

        def answered(answer: Offers) -> None:
            if presenter is self._presenter and presenter.can_offer:
                self.offers = answer
                self.offered.emit(answer)

        self._tasks.ask(
            offers, self._request, self._context.core.clock.now(), done=answered, key="intake.offers", owner=self
        )

    def _refresh_history(self, machine: str | None) -> None:
        if machine == self._machine:
            return
        self._machine = machine
        if machine is None:
            self._on_history(machine, ())
        else:
            self._tasks.ask(equipment_history, machine, _PAST, done=lambda found: self._on_history(machine, found),
                            key="intake.history", owner=self)

    def _on_history(self, machine: str | None, found: tuple[PastVisit, ...]) -> None:
        if machine == self._machine:
            self.history = found
            self.history_found.emit(found)

    def _refresh_cause(self, fault: tuple[str, str | None] | None) -> None:
        if fault == self._fault:
            return
        self._fault = fault
        if fault is None:
            self._on_cause(fault, None)
        else:
            self._tasks.ask(likely_cause, *fault, done=lambda found: self._on_cause(fault, found), key="intake.cause",
                            owner=self)

    def _on_cause(self, fault: tuple[str, str | None] | None, found: LikelyCause | None) -> None:
        if fault == self._fault:
            self.cause, self.evidence = found, ()
            self.cause_found.emit(found)
