"""Mara at her desk after the visit: what she gives as commands and asks as queries, in short."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.commands.follow_up import ApproveVisit, KeepServiceReport
from core.commands.invoicing import IssueInvoice, MakeInvoiceDraft
from core.commands.records import SetCharge
from core.ids import new_id
from core.presenters.report_paper import ReportPaper, report_paper
from core.queries.invoice_card import InvoiceCard, invoice_card
from core.queries.visit_review import VisitReview, visit_review
from tests.helpers.finished_visit import FINISHED, as_mara
from tests.helpers.story import STORY

KINDS = {
    FINISHED.work: "time", FINISHED.travel: "time", FINISHED.mileage: "mileage", FINISHED.gasket: "material",
    FINISHED.detergent: "material",
}


@dataclass
class Desk:
    """One office after Alex's visit."""

    core: Core

    def do(self, command: Command) -> Changes:
        return as_mara(self.core, command)

    def undo(self, changes: Changes) -> list[Changes]:
        return [self.do(command) for command in changes.undo]

    def ask(self, query: Any, *args: Any) -> Any:
        return self.core.database.ask(query, *args)

    def review(self) -> VisitReview:
        found: VisitReview | None = self.ask(visit_review, STORY.visit)
        assert found is not None
        return found

    def approve(self) -> Changes:
        return self.do(ApproveVisit(activity_id=STORY.visit))

    def draft(self, invoice_id: str = "") -> str:
        chosen = invoice_id or new_id()
        self.do(MakeInvoiceDraft(invoice_id=chosen, call_ids=(STORY.call,)))
        return chosen

    def issue(self) -> str:
        invoice_id = self.draft()
        self.do(IssueInvoice(invoice_id=invoice_id))
        return invoice_id

    def card(self, invoice_id: str) -> InvoiceCard:
        found: InvoiceCard | None = self.ask(invoice_card, invoice_id)
        assert found is not None
        return found

    def charge(self, record_id: str, option: str, reason: str = "") -> Changes:
        kind: Any = KINDS[record_id]
        return self.do(SetCharge(kind=kind, record_id=record_id, option=option, reason=reason))

    def value(self, column: Any, row_id: str) -> Any:
        return self.ask(lambda session: session.scalar(select(column).where(column.class_.id == row_id)))

    def report(self, *, renew: bool = False) -> ReportPaper:
        paper = report_paper(self.core.database, self.core.blobs, STORY.visit, renew=renew)
        if paper.is_new:
            self.do(
                KeepServiceReport(
                    activity_id=STORY.visit, report_id=new_id(), attachment_id=new_id(), version=paper.version,
                    language=paper.language, sha256=paper.sha256, size=len(paper.content), file_name=paper.file_name,
                )
            )
        return paper
