"""The four lists at the left: what to review, what to invoice, the invoices, and the claims on suppliers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from core.clock import local
from core.qt.tasks import Tasks
from core.queries.follow_up import (
    ClaimRow,
    InvoiceRow,
    ReviewRow,
    ToInvoiceRow,
    invoices,
    to_invoice,
    to_review,
    warranty_claims,
)
from core.rules.folding import fold
from office_app.context import OfficeContext
from office_app.widgets.register_delegate import RegisterDelegate, RowLook
from office_app.widgets.register_pane import RegisterPane
from office_app.widgets.register_view import RegisterRows, RegisterView

LISTS = ("review", "invoice", "invoices", "claims")
QUERIES: dict[str, Callable[..., Any]] = {
    "review": to_review, "invoice": to_invoice, "invoices": invoices, "claims": warranty_claims,
}


class GivenRows(RegisterRows):
    """A list that is short enough to be read as a whole."""

    def __init__(self, tasks: Tasks, words: Callable[[Any], str], parent: QObject) -> None:
        super().__init__(tasks, tuple, words, parent)
        self.given: dict[str, Any] = {}

    def give(self, rows: Sequence[Any]) -> None:
        self.given = {row.id: row for row in rows}
        self.set_ids(tuple(self.given))
        self._take(tuple(rows))

    def _fetch(self) -> None:
        self._wanted = set()


@dataclass
class Looks:
    """How the rows of each list look, in the language in force."""

    context: OfficeContext

    def of(self, row: Any) -> RowLook:
        if isinstance(row, ReviewRow):
            return self._review(row)
        if isinstance(row, ToInvoiceRow):
            return self._to_invoice(row)
        return self._invoice(row) if isinstance(row, InvoiceRow) else self._claim(row)

    def words(self, row: Any) -> str:
        look = self.of(row)
        return " · ".join(part for part in (look.title, look.detail, look.right) if part)

    @property
    def today(self) -> date:
        return local(self.context.core.clock.now()).date()

    def _review(self, row: ReviewRow) -> RowLook:
        texts = self.context.texts
        when = ""
        if row.finished_at is not None:
            moment = local(row.finished_at)
            when = texts.time(row.finished_at) if moment.date() == self.today else f"{moment.day}/{moment.month}"
        chip = None
        if row.late:
            chip = self._chip("invoicing.row_late", "warn", "history")
        elif row.flags:
            chip = self._chip("invoicing.row_flags", "bad", "triangle-alert", n=row.flags)
        elif row.outcome:
            good = row.outcome in ("solved", "nothing_found")
            icon = "circle-check" if good else "circle-alert"
            chip = self._chip(f"visit.outcome_{row.outcome}", "good" if good else "warn", icon)
        return RowLook(
            row.customer, f"{row.number} · {row.subject}", when, chip=chip, avatar=(row.initials, row.colour)
        )

    def _to_invoice(self, row: ToInvoiceRow) -> RowLook:
        texts = self.context.texts
        chip = None
        if row.credit_hold:
            chip = self._chip("invoicing.row_hold", "bad", "lock")
        elif row.draft_id is not None:
            chip = self._chip("invoicing.state_draft", "info", "file-pen")
        elif row.waits:
            chip = self._chip("invoicing.row_waits", "warn", "hourglass")
        elif not row.net:
            chip = self._chip("invoicing.row_nothing", "neutral", "circle-check")
        return RowLook(row.customer, f"{row.number} · {row.subject}", texts.money(row.net), "text", chip=chip)

    def _invoice(self, row: InvoiceRow) -> RowLook:
        texts = self.context.texts
        overdue = row.state == "issued" and row.kind == "invoice" and row.due_on is not None and row.due_on < self.today
        if row.kind == "credit":
            chip = self._chip("documents.credit_title", "neutral", "undo-2")
        elif row.state == "credited":
            chip = self._chip("invoicing.state_credited", "neutral", "undo-2")
        elif overdue:
            chip = self._chip("invoicing.state_overdue", "bad", "triangle-alert")
        else:
            chip = self._chip(f"invoicing.state_{row.state}", "good", "circle-check")
        detail = " · ".join(part for part in (row.number, row.call_number) if part)
        return RowLook(row.customer, detail, texts.money(row.to_pay), "text", chip=chip)

    def _claim(self, row: ClaimRow) -> RowLook:
        tone = {"open": "warn", "sent": "info", "accepted": "good", "rejected": "bad"}.get(row.state, "neutral")
        chip = self._chip(f"invoicing.claim_{row.state}", tone, "shield-check")
        detail = f"{row.customer} · {row.call_number}"
        return RowLook(row.item, detail, self.context.texts.money(row.amount), "text", chip=chip)

    def _chip(self, key: str, tone: str, icon: str, **params: Any) -> tuple[str, str, str, str]:
        theme = self.context.theme
        soft, ink = ("sunken", "text2") if tone == "neutral" else (f"{tone}Soft", f"{tone}Ink")
        return self.context.texts(key, **params), theme.hex(soft), theme.hex(ink), icon


class FollowUpList(RegisterPane):
    """One list with its search box; `chosen` of its view tells which row is current."""

    def __init__(self, context: OfficeContext, which: str) -> None:
        looks = Looks(context)
        self.model = GivenRows(context.tasks, looks.words, context.tasks)
        delegate = RegisterDelegate(context.theme, looks.of)
        super().__init__(
            context.theme, RegisterView(self.model, delegate, f"invoicingList_{which}"), (), f"invoicing_{which}"
        )
        delegate.setParent(self.view)
        self.model.setParent(self)
        self._context, self._looks, self._list = context, looks, which
        self._rows: tuple[Any, ...] | None = None  # None until the first answer: nothing is called empty before it
        self.asked.connect(self._show)

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        self._rows = rows
        self._show()

    def row(self, row_id: str) -> Any:
        return self.model.given.get(row_id)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.box.setPlaceholderText(texts("invoicing.search"))
        self.box.setAccessibleName(texts("invoicing.search"))
        self.view.setAccessibleName(texts(f"invoicing.list_{self._list}"))
        self._show()

    def _show(self) -> None:
        if self._rows is None:
            return
        texts, wanted = self._context.texts, fold(self.text)
        found = [row for row in self._rows if wanted in fold(self._looks.words(row))]
        self.model.give(found)
        self.view.viewport().update()
        if wanted and self._rows:
            title = texts("invoicing.empty_found", text=self.text)
            self.show_empty(not found, title, texts("invoicing.empty_found_hint"))
        else:
            key = f"invoicing.empty_{self._list}"
            self.show_empty(not found, texts(key), texts(f"{key}_hint"))
