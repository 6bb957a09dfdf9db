"""One invoice: not made yet, a draft, or issued; its lines, its sums, and the one next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core.changes import Changes
from core.commands.base import Command
from core.commands.follow_up import CloseCall
from core.commands.invoicing import CreditInvoice, DiscardInvoiceDraft, IssueInvoice, MakeInvoiceDraft
from core.ids import new_id
from core.queries.invoice_card import InvoiceCard, InvoiceCardLine
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, clear_layout, column, label, line, row
from office_app.widgets.card_parts import boxed, pair
from office_app.widgets.painted import Chip, KeyHint

_COLUMNS = ("line", "quantity", "unit_price", "vat_percent", "amount")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class InvoicePanel(QWidget):
    """Shows an `InvoiceCard`. `changed` carries the id of the invoice that an action made or issued."""

    paper_wanted = Signal(str, str)
    changed = Signal(str)
    visit_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._card: InvoiceCard | None = None
        self._language = ""
        self.setObjectName("invoicePanel")
        self._title, self._subject = label("", "heading"), label("", "second", selectable=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._content = QVBoxLayout()
        self._content.setSpacing(14)
        self.setLayout(column(self._head(), line(), self._body(), line(), self._foot(), spacing=0))

    def show_card(self, card: InvoiceCard) -> None:
        if card == self._card and self._language == self._context.texts.language:
            return
        if self._card is None or self._card.invoice_id != card.invoice_id:
            self._end_credit()
        self._card, self._language = card, self._context.texts.language
        self._draw(card)

    @property
    def invoice_id(self) -> str:
        return self._card.invoice_id if self._card is not None else ""

    @property
    def call_id(self) -> str:
        return self._card.call_ids[0] if self._card is not None and self._card.call_ids else ""

    def primary(self) -> None:
        for button in (self.make, self.close_call, self.issue, self.show_paper):
            if not button.isHidden() and button.isEnabled():
                button.click()
                return

    def redraw(self) -> None:
        if self._card is not None:
            self._draw(self._card)

    def _head(self) -> QWidget:
        head = QWidget()
        words = column(row(self._title, 6, self._chips, None), self._subject, spacing=2)
        words.setContentsMargins(24, 14, 24, 12)
        head.setLayout(words)
        return head

    def _body(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("kind", "page")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(24, 16, 24, 20)
        layout.addLayout(self._content)
        layout.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _foot(self) -> QWidget:
        theme = self._context.theme
        self.make = Button(theme, "", "primary", "file-plus", self._make, "invoiceMake")
        self.close_call = Button(theme, "", "primary", "check", self._close_call, "invoiceCloseCall")
        self.issue = Button(theme, "", "primary", "receipt", self._issue, "invoiceIssue")
        self.show_paper = Button(theme, "", "", "file-text", self._paper, "invoicePaper")
        self.discard = Button(theme, "", "quiet", "trash-2", self._discard, "invoiceDiscard")
        self.credit = Button(theme, "", "quiet", "undo-2", self._begin_credit, "invoiceCredit")
        self.hint = KeyHint(theme, "Ctrl ↵")
        self.reason = QLineEdit()
        self.reason.setObjectName("invoiceCreditReason")
        self.reason.setMinimumWidth(260)
        self.reason.returnPressed.connect(self._credit)
        self.credit_now = Button(theme, "", "danger", "undo-2", self._credit, "invoiceCreditNow")
        self.credit_stop = Button(theme, "", "quiet", "", self._end_credit, "invoiceCreditCancel")
        self.open_call = Button(theme, "", "quiet", "arrow-up-right", self._open_call, "invoiceOpenCall")
        foot = QWidget()
        foot.setProperty("kind", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setLayout(
            row(
                self.make, self.close_call, self.issue, self.hint, self.show_paper, self.discard, self.credit,
                self.reason, self.credit_now, self.credit_stop, None, self.open_call, spacing=8,
                margins=(24, 11, 20, 11),
            )
        )
        for widget in (self.reason, self.credit_now, self.credit_stop):
            widget.hide()
        return foot

    def _draw(self, card: InvoiceCard) -> None:
        texts, theme = self._context.texts, self._context.theme
        self._title.setText(str(card.buyer.get("name") or "–"))
        calls = [f"{call['number']} · {call['subject']}" for call in card.buyer.get("calls", [])]
        title = texts(f"documents.{card.kind}_title")
        self._subject.setText(" · ".join(part for part in (f"{title} {card.number}".strip(), *calls) if part))
        clear_layout(self._chips)
        tone, icon = {
            "unbilled": ("warn", "hourglass"), "draft": ("info", "file-pen"), "credited": ("neutral", "undo-2"),
        }.get(card.state, ("good", "circle-check"))
        self._chips.addWidget(Chip(theme, texts(f"invoicing.state_{card.state}"), tone, icon))
        if card.credited_by:
            by = texts("invoicing.credited_by", number=card.credited_by)
            self._chips.addWidget(Chip(theme, by, "neutral", "receipt"))
        clear_layout(self._content)
        self._content.addWidget(self._parties(card))
        self._content.addWidget(self._lines(card))
        self._content.addWidget(self._sums(card))
        self._draw_foot(card)

    def _parties(self, card: InvoiceCard) -> QWidget:
        texts, buyer = self._context.texts, card.buyer
        town = f"{buyer.get('zip') or ''} {buyer.get('city') or ''}".strip()
        who = [str(buyer.get("name") or "–"), str(buyer.get("street") or ""), town]
        if buyer.get("org_number"):
            who.append(texts("documents.org_number", number=buyer["org_number"]))
        left = column(label(texts("documents.buyer"), "meta"), label(who[0], "strong"), spacing=2)
        for one in who[1:]:
            if one:
                left.addWidget(label(one, "second"))
        left.addStretch(1)
        right = column(spacing=4)
        for name, value in self._dates(card):
            right.addLayout(pair(name, value))
        right.addStretch(1)
        side = QWidget()
        side.setLayout(right)
        side.setFixedWidth(300)
        layout = row(spacing=24)
        layout.addLayout(left, 1)
        layout.addWidget(side)
        return boxed(layout, name="invoiceParties")

    def _dates(self, card: InvoiceCard) -> list[tuple[str, str]]:
        texts = self._context.texts
        if not card.number:
            days = texts("invoicing.days", n=card.buyer.get("payment_days", 30))
            return [(texts("invoicing.number"), texts("invoicing.given_at_issue")), (texts("invoicing.terms"), days)]
        rows = [
            (texts("invoicing.number"), card.number), (texts("invoicing.issued_on"), str(card.issued_on)),
            (texts("invoicing.delivered_on"), str(card.delivered_on)),
        ]
        if card.kind == "credit":
            return [*rows, (texts("invoicing.credits"), card.credits)]
        return [*rows, (texts("invoicing.due_on"), str(card.due_on)), ("OCR", card.ocr)]

    def _lines(self, card: InvoiceCard) -> QWidget:
        texts = self._context.texts
        frame = Card(name="invoiceLines")
        grid = QGridLayout(frame)
        grid.setContentsMargins(18, 12, 18, 14)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        for place, key in enumerate(_COLUMNS):
            grid.addWidget(label(texts(f"documents.{key}"), "meta"), 0, place, _RIGHT if place else Qt.AlignmentFlag(0))
        for number, one in enumerate(card.lines, 1):
            grid.addWidget(line(), number * 2 - 1, 0, 1, len(_COLUMNS))
            for place, widget in enumerate(self._line(one)):
                grid.addWidget(widget, number * 2, place, _RIGHT if place else Qt.AlignmentFlag(0))
        if not card.lines:
            grid.addWidget(label(texts("invoicing.no_lines"), "second", wrap=True), 1, 0, 1, len(_COLUMNS))
        return frame

    def _line(self, one: InvoiceCardLine) -> list[QWidget]:
        texts = self._context.texts
        words = QWidget()
        layout = column(label(one.text, "medium", wrap=True), spacing=1)
        plain = one.charge_option == "chargeable" and one.reason_key != "charge.by_hand"
        if one.reason_key and not plain:
            reason = label(texts(one.reason_key, **one.reason_params), "dense", wrap=True)
            reason.setProperty("tone", "accent")
            layout.addWidget(reason)
        words.setLayout(layout)
        return [
            words, label(texts.amount(one.quantity, one.unit)), label(texts.number(one.unit_price, 2), "second"),
            label(texts.number(one.vat_rate), "second"), label(texts.number(one.net, 2), "strong"),
        ]

    def _sums(self, card: InvoiceCard) -> QWidget:
        texts = self._context.texts
        frame = Card("soft", name="invoiceSums")
        inner = column(pair(texts("documents.net"), texts.money(card.net, 2)), spacing=4, margins=(16, 12, 16, 13))
        for vat in card.vat_rows:
            name = texts("documents.vat_of", rate=texts.number(vat.rate), base=texts.number(vat.base, 2))
            inner.addLayout(pair(name, texts.money(vat.amount, 2)))
        if card.rounding:
            inner.addLayout(pair(texts("documents.rounding"), texts.money(card.rounding, 2)))
        total = label(texts.money(card.to_pay, 2), "heading")
        total.setObjectName("invoiceTotal")
        key = "documents.to_credit" if card.kind == "credit" else "documents.to_pay"
        inner.addLayout(row(label(texts(key), "section"), None, total))
        frame.setLayout(inner)
        frame.setFixedWidth(340)
        holder = QWidget()
        holder.setLayout(row(None, frame))
        return holder

    def _draw_foot(self, card: InvoiceCard) -> None:
        texts = self._context.texts
        unbilled, draft, issued = card.state == "unbilled", card.state == "draft", bool(card.number)
        crediting = not self.reason.isHidden()
        can_credit = card.kind == "invoice" and card.state in ("issued", "paid")
        for button, shown in (
            (self.make, unbilled and card.net > 0), (self.close_call, unbilled and card.net == 0),
            (self.issue, draft), (self.discard, draft), (self.credit, can_credit and not crediting),
            (self.hint, not issued), (self.open_call, bool(card.call_ids)),
        ):
            button.setVisible(shown)
        self.issue.setEnabled(card.net > 0)
        self.make.setText(texts("invoicing.make_draft"))
        self.close_call.setText(texts("invoicing.close_call"))
        self.issue.setText(texts("invoicing.issue", amount=texts.money(card.to_pay)))
        self.show_paper.setText(texts("invoicing.show_pdf" if issued else "invoicing.preview"))
        self.discard.setText(texts("invoicing.discard"))
        self.credit.setText(texts("invoicing.credit"))
        self.credit_now.setText(texts("invoicing.credit_now"))
        self.credit_stop.setText(texts("shell.cancel"))
        self.reason.setPlaceholderText(texts("invoicing.credit_reason"))
        self.reason.setAccessibleName(texts("invoicing.credit_reason"))
        self.open_call.setText(texts("invoicing.open_visit"))

    def _do(self, command: Command) -> None:
        self._context.do(command, self._done, owner=self)

    def _done(self, changes: Changes) -> None:
        self.changed.emit(changes.result or "")

    def _make(self) -> None:
        self._do(MakeInvoiceDraft(invoice_id=new_id(), call_ids=(self.call_id,)))

    def _close_call(self) -> None:
        self._do(CloseCall(call_id=self.call_id))

    def _issue(self) -> None:
        self._do(IssueInvoice(invoice_id=self.invoice_id))

    def _discard(self) -> None:
        self._do(DiscardInvoiceDraft(invoice_id=self.invoice_id))

    def _paper(self) -> None:
        self.paper_wanted.emit(self.invoice_id, self.call_id)

    def _open_call(self) -> None:
        self.visit_wanted.emit(self.call_id)

    def _begin_credit(self) -> None:
        for widget in (self.reason, self.credit_now, self.credit_stop):
            widget.show()
        self.credit.hide()
        self.reason.clear()
        self.reason.setFocus()

    def _end_credit(self) -> None:
        for widget in (self.reason, self.credit_now, self.credit_stop):
            widget.hide()
        if self._card is not None:
            self._draw_foot(self._card)

    def _credit(self) -> None:
        command = CreditInvoice(invoice_id=self.invoice_id, credit_id=new_id(), reason=self.reason.text())
        self._context.do(command, self._credited, owner=self)

    def _credited(self, changes: Changes) -> None:
        self._end_credit()
        self._done(changes)
