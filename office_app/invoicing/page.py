"""Faktura: the lists of what waits, and beside them the visit or invoice that is looked at; live as work arrives."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSplitter, QStackedWidget, QWidget

from core.changes import Changes
from core.commands.invoicing import MakeInvoiceDraft
from core.ids import new_id
from core.queries.follow_up import follow_up_counts, latest_visit
from core.queries.invoice_card import InvoiceCard, bill_card, invoice_card
from core.queries.visit_review import VisitReview, visit_review
from office_app.context import OfficeContext
from office_app.invoicing.invoice_panel import InvoicePanel
from office_app.invoicing.lists import LISTS, QUERIES, FollowUpList
from office_app.invoicing.paper_view import PaperView
from office_app.invoicing.papers import Papers
from office_app.invoicing.review_panel import ReviewPanel
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, column
from office_app.widgets.painted import EmptyState

LIVE_KINDS = (
    "activity", "service_call", "service_assignment", "status_event", "time_effort", "material", "mileage", "expense",
    "reading", "checklist_instance", "checklist_answer", "attachment", "signature", "service_report", "invoice",
    "invoice_line", "warranty_claim", "sync_flag", "note", "business_partner", "equipment", "service_contract", "firm",
)
_TABS = "invoicing/tab"
_SPLIT = "invoicing/split"


class InvoicingPage(QWidget):
    """`open(activity_id=…)` reviews a visit, `open(call_id=…)` shows a call's bill, `open(invoice_id=…)` an invoice."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("invoicingPage")
        self.setProperty("kind", "page")
        self._which, self._shown = "review", ("", "")
        self._wanted, self._stale = "", False
        self.lists = {which: FollowUpList(context, which) for which in LISTS}
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self.review, self.invoice = ReviewPanel(context), InvoicePanel(context)
        self.paper = PaperView(context)
        self.empty = EmptyState(context.theme, "receipt", "")
        for panel in (self.empty, self.review, self.invoice, self.paper):
            self._right.addWidget(panel)
        self._papers = Papers(context, self.paper)
        bar = TopBar(context, "shell.place_invoicing")
        self.tabs = self._make_tabs(bar)
        self._counts: dict[str, int] = {}
        self._splitter = self._split()
        self.setLayout(column(bar, self._splitter, spacing=0))
        self._connect()
        self._shortcuts()
        self.retranslate()
        self.show_list(str(context.remembered.value(_TABS, LISTS[0])))

    def open(self, activity_id: str = "", call_id: str = "", invoice_id: str = "") -> None:
        if activity_id:
            self.show_list("review")
            self._show("visit", activity_id)
        elif call_id:
            self._show_bill(call_id)
        elif invoice_id:
            self._wanted = invoice_id
            self.show_list("invoices")
            self._show("invoice", invoice_id)

    def show_list(self, which: str) -> None:
        """Another list at the left, with what was chosen in it before."""
        self._which = which if which in LISTS else LISTS[0]
        self.tabs[self._which].setChecked(True)
        self._left.setCurrentWidget(self.lists[self._which])
        self._context.remembered.keep(_TABS, self._which)
        self._refresh_list(self._which)
        chosen = self.lists[self._which].view.current_id
        if self._wanted:
            return
        if chosen and self.lists[self._which].row(chosen) is not None:
            self._on_chosen(self._which, chosen)
        else:
            self._shown = ("", "")
            self._right.setCurrentWidget(self.empty)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while another page was in front is fetched when this one comes back."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._refresh_list(self._which)
            self._refresh_shown()

    def leave(self) -> None:
        self._context.remembered.keep(_SPLIT, self._splitter.saveState())

    def retranslate(self) -> None:
        texts = self._context.texts
        for one in self.lists.values():
            one.retranslate()
        self.paper.retranslate()
        self.empty.set_texts(texts("invoicing.choose"), texts("invoicing.choose_hint"))
        self._show_counts(self._counts)
        self._refresh_shown()

    def _make_tabs(self, bar: TopBar) -> dict[str, Button]:
        group, tabs = QButtonGroup(self), {}
        bar.left.addSpacing(12)
        for which in LISTS:
            show = partial(self.show_list, which)
            tab = Button(self._context.theme, "", "segment", "", show, f"invoicingTab_{which}")
            group.addButton(tab)
            bar.left.addWidget(tab)
            tabs[which] = tab
        return tabs

    def _split(self) -> QSplitter:
        for one in self.lists.values():
            self._left.addWidget(one)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._left)
        splitter.addWidget(self._right)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        self._left.setMinimumWidth(280)
        kept: Any = self._context.remembered.value(_SPLIT)
        if kept is None or not splitter.restoreState(kept):
            splitter.setSizes([350, 1000])
        return splitter

    def _connect(self) -> None:
        context = self._context
        for which, one in self.lists.items():
            one.view.chosen.connect(partial(self._on_chosen, which))
            one.view.clicked.connect(lambda _index, which=which: self._on_clicked(which))
        self.review.report_wanted.connect(self._show_report)
        self.review.invoice_wanted.connect(self._make_draft)
        self.invoice.paper_wanted.connect(self._show_invoice_paper)
        self.invoice.changed.connect(self._on_invoice_changed)
        self.invoice.visit_wanted.connect(self._show_visit_of)
        self.paper.closed.connect(self._close_paper)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        context.theme.changed.connect(self._on_theme)

    def _shortcuts(self) -> None:
        keys = [("Ctrl+Return", self._primary), ("Ctrl+Enter", self._primary)]
        keys += [(f"Alt+{number}", partial(self.show_list, which)) for number, which in enumerate(LISTS, 1)]
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _primary(self) -> None:
        panel = self._right.currentWidget()
        if panel in (self.review, self.invoice):
            panel.primary()

    # What is shown at the right

    def _on_clicked(self, which: str) -> None:
        """A click on the row that is current already leads back to it from somewhere else."""
        self._on_chosen(which, self.lists[which].view.current_id)

    def _on_chosen(self, which: str, row_id: str) -> None:
        row = self.lists[which].row(row_id)
        if which != self._which or row is None:
            return
        if which == "claims":
            self._show("visit", row.activity_id)
        else:
            self._show({"review": "visit", "invoice": "bill", "invoices": "invoice"}[which], row_id)

    def _show(self, kind: str, row_id: str) -> None:
        self._shown = (kind, row_id)
        self._refresh_shown(leave_paper=True)

    def _refresh_shown(self, leave_paper: bool = False) -> None:
        kind, row_id = self._shown
        if not row_id:
            return
        ask, language = self._context.tasks.ask, self._context.texts.language

        def show(answer: VisitReview | InvoiceCard | None) -> None:
            self._on_answer(kind, answer, leave_paper)

        queries: dict[str, Callable[..., Any]] = {
            "visit": visit_review, "bill": bill_card, "invoice": invoice_card,
        }
        rest = (row_id, language) if kind == "visit" else (row_id,)
        ask(queries[kind], *rest, done=show, key="invoicing_shown", owner=self)

    def _on_answer(self, kind: str, answer: VisitReview | InvoiceCard | None, leave_paper: bool) -> None:
        panel: QWidget = self.empty
        if isinstance(answer, VisitReview):
            self.review.show_review(answer)
            panel = self.review
        elif isinstance(answer, InvoiceCard):
            self.invoice.show_card(answer)
            panel = self.invoice
        else:
            self._shown = ("", "")
        if leave_paper or self._right.currentWidget() is not self.paper:
            self._right.setCurrentWidget(panel)

    def _show_bill(self, call_id: str) -> None:
        self._wanted = call_id
        self.show_list("invoice")
        self._show("bill", call_id)

    def _make_draft(self, call_id: str) -> None:
        """From the review on to the invoice: the draft is made when there is none."""

        def made(_changes: Changes) -> None:
            self._show_bill(call_id)

        def asked(card: InvoiceCard | None) -> None:
            if card is None or card.invoice_id or card.net <= 0:
                self._show_bill(call_id)
            else:
                self._context.do(MakeInvoiceDraft(invoice_id=new_id(), call_ids=(call_id,)), made, owner=self)

        self._context.tasks.ask(bill_card, call_id, done=asked, owner=self)

    def _on_invoice_changed(self, invoice_id: str) -> None:
        """Issued, it moves to the invoices; its PDF is made at once, so that it is there when it is asked for."""

        def asked(card: InvoiceCard | None) -> None:
            if card is not None and card.number:
                self._papers.keep_invoice(invoice_id)
                self.open(invoice_id=invoice_id)

        if invoice_id:
            self._context.tasks.ask(invoice_card, invoice_id, done=asked, owner=self)

    def _show_visit_of(self, call_id: str) -> None:
        def asked(activity_id: str | None) -> None:
            if activity_id is not None:
                self._show("visit", activity_id)

        self._context.tasks.ask(latest_visit, call_id, done=asked, owner=self)

    # Papers

    def _show_report(self, activity_id: str) -> None:
        self._right.setCurrentWidget(self.paper)
        self._papers.show_report(activity_id)

    def _show_invoice_paper(self, invoice_id: str, call_id: str) -> None:
        self._right.setCurrentWidget(self.paper)
        self._papers.show_invoice(invoice_id, call_id)

    def _close_paper(self) -> None:
        self._right.setCurrentWidget(self.review if self._shown[0] == "visit" else self.invoice)
        self._refresh_shown(leave_paper=True)

    # What changes by itself

    def _on_changed(self, changes: Changes) -> None:
        if not changes.touches(*LIVE_KINDS):
            return
        if self.isVisible():
            self._refresh_list(self._which)
            self._refresh_shown()
        else:
            self._stale = True

    def _refresh_list(self, which: str) -> None:
        ask = self._context.tasks.ask
        ask(QUERIES[which], done=partial(self._show_rows, which), key=("invoicing", which), owner=self)
        ask(follow_up_counts, done=self._show_counts, key="invoicing_counts", owner=self)

    def _show_rows(self, which: str, rows: tuple[Any, ...]) -> None:
        one = self.lists[which]
        one.show_rows(rows)
        if which != self._which:
            return
        wanted, self._wanted = self._wanted, ""
        if wanted:
            one.view.select(wanted)
        elif not self._shown[1] and rows:
            one.view.select(rows[0].id)

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        for which, tab in self.tabs.items():
            name, count = self._context.texts(f"invoicing.list_{which}"), counts.get(which, 0)
            tab.setText(f"{name}  {count}" if count else name)

    def _on_theme(self) -> None:
        self.review.redraw()
        self.invoice.redraw()


def create_page(context: OfficeContext) -> QWidget:
    return InvoicingPage(context)
