"""Has documents made off the GUI thread, keeps what must be kept, and shows them."""

from core.clock import local
from core.commands.follow_up import KeepServiceReport
from core.commands.invoicing import KeepInvoicePaper
from core.errors import TulpanError
from core.ids import new_id
from core.presenters.invoice_paper import InvoicePaper, bill_paper, invoice_paper
from core.presenters.report_paper import ReportPaper, report_paper
from office_app.context import OfficeContext
from office_app.invoicing.paper_view import PaperView


class Papers:
    """The one way from the review and the invoice to their PDF."""

    def __init__(self, context: OfficeContext, view: PaperView) -> None:
        self._context, self._view = context, view
        self._activity_id = ""
        view.renew_wanted.connect(lambda: self.show_report(self._activity_id, renew=True))

    def show_report(self, activity_id: str, *, renew: bool = False) -> None:
        core, view = self._context.core, self._view
        self._activity_id = activity_id
        view.wait(self._context.texts("documents.report_title"))
        self._context.tasks.work(
            lambda: report_paper(core.database, core.blobs, activity_id, renew=renew), self._show_report,
            self._failed, view, "paper",
        )

    def show_invoice(self, invoice_id: str, call_id: str) -> None:
        """An invoice by its id, or what an invoice of the call would be."""
        core, view = self._context.core, self._view
        today = local(core.clock.now()).date()
        view.wait(self._context.texts("documents.invoice_title"))

        def make() -> InvoicePaper:
            if invoice_id:
                return invoice_paper(core.database, core.blobs, invoice_id, today)
            return bill_paper(core.database, call_id, today)

        self._context.tasks.work(make, self._show_invoice, self._failed, view, "paper")

    def keep_invoice(self, invoice_id: str) -> None:
        """Makes and keeps the PDF of an invoice that was issued a moment ago, without showing it."""
        core = self._context.core
        today = local(core.clock.now()).date()
        self._context.tasks.work(
            lambda: invoice_paper(core.database, core.blobs, invoice_id, today), self._keep_invoice,
            self._context.report, self._view,
        )

    def _show_report(self, paper: ReportPaper) -> None:
        if paper.is_new:
            self._context.do(
                KeepServiceReport(
                    activity_id=paper.activity_id, report_id=new_id(), attachment_id=new_id(), version=paper.version,
                    language=paper.language, sha256=paper.sha256, size=len(paper.content), file_name=paper.file_name,
                    missing_photos=paper.missing_photos,
                ),
                owner=self._view,
            )
        texts = self._context.texts
        if paper.draft:
            chips = [(texts("invoicing.state_draft"), "info", "file-pen")]
        else:
            chips = [(texts("invoicing.report_version", version=paper.version), "accent", "file-check")]
        if paper.missing_photos:
            chips.append((texts.count("invoicing.photos_coming", paper.missing_photos), "warn", "image"))
        if paper.newer:
            chips.append((texts("invoicing.report_outdated"), "warn", "history"))
        self._view.show_paper(paper.content, paper.file_name, chips, can_renew=paper.newer)

    def _show_invoice(self, paper: InvoicePaper) -> None:
        self._keep_invoice(paper)
        texts = self._context.texts
        state = ("draft", "info", "file-pen") if paper.draft else ("issued", "good", "circle-check")
        self._view.show_paper(paper.content, paper.file_name, [(texts(f"invoicing.state_{state[0]}"), *state[1:])])

    def _keep_invoice(self, paper: InvoicePaper) -> None:
        if paper.is_new:
            self._context.tasks.run(
                KeepInvoicePaper(
                    invoice_id=paper.invoice_id, attachment_id=new_id(), sha256=paper.sha256, size=len(paper.content),
                    file_name=paper.file_name,
                ),
                None, self._context.report, self._view,
            )

    def _failed(self, error: TulpanError) -> None:
        self._view.closed.emit()
        self._context.report(error)
