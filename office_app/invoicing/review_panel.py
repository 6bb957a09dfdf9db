"""One finished visit to look through: what was done at the left, the circumstances at the right, the verdict below."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.commands.base import Command
from core.commands.follow_up import ApproveVisit, MoveClaim, WithdrawApproval
from core.commands.records import SetCharge
from core.queries.visit_review import VisitReview
from office_app.context import OfficeContext
from office_app.invoicing.line_table import LineTable
from office_app.invoicing.review_parts import (
    checklist_box,
    claims_box,
    column_of,
    flags_box,
    photos_box,
    signature_box,
    sums_box,
    visit_box,
    work_box,
)
from office_app.widgets.basics import Button, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip, KeyHint

_SIDE = 316


class ReviewPanel(QWidget):
    """Shows a `VisitReview`; what is done here are commands, and the answer comes back with the next review."""

    report_wanted = Signal(str)
    invoice_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._review: VisitReview | None = None
        self._language = ""
        self.setObjectName("reviewPanel")
        self.lines = LineTable(context)
        self.lines.charged.connect(self._on_charged)
        self._title, self._subject = label("", "heading"), label("", "second", selectable=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._above, self._below, self._side = (QVBoxLayout() for _ in range(3))
        for layout in (self._above, self._below, self._side):
            layout.setSpacing(14)
        self._area = self._body()
        self.setLayout(column(self._head(), line(), self._area, line(), self._foot(), spacing=0))

    def show_review(self, review: VisitReview) -> None:
        """Draws what is new; the place it was scrolled to, and a choice under way, stay."""
        if review == self._review and self._language == self._context.texts.language:
            return
        same = self._review is not None and self._review.activity_id == review.activity_id
        self._review, self._language = review, self._context.texts.language
        bar = self._area.verticalScrollBar()
        place = bar.value() if same else 0
        self._draw(review)
        QTimer.singleShot(0, self, lambda: bar.setValue(place))

    @property
    def activity_id(self) -> str:
        return self._review.activity_id if self._review is not None else ""

    def primary(self) -> None:
        """What Ctrl+Enter does: approve, and once approved go on to the invoice."""
        for button in (self.approve, self.to_invoice):
            if not button.isHidden() and button.isEnabled():
                button.click()
                return

    def redraw(self) -> None:
        """The same in other colours."""
        if self._review is not None:
            self._draw(self._review)

    def _head(self) -> QWidget:
        head = QWidget()
        words = column(row(self._title, 6, self._chips, None), self._subject, spacing=2)
        words.setContentsMargins(24, 14, 24, 12)
        head.setLayout(words)
        return head

    def _body(self) -> QScrollArea:
        left = QVBoxLayout()
        left.setSpacing(14)
        for part in (self._above, self.lines, self._below):
            left.addWidget(part) if isinstance(part, QWidget) else left.addLayout(part)
        left.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        holder = QVBoxLayout(side)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._side)
        holder.addStretch(1)
        inner = QWidget()
        inner.setProperty("kind", "page")
        both = QHBoxLayout(inner)
        both.setContentsMargins(24, 16, 24, 20)
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setObjectName("reviewScroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _foot(self) -> QWidget:
        theme = self._context.theme
        self.approve = Button(theme, "", "primary", "check", self._approve, "reviewApprove")
        self.to_invoice = Button(theme, "", "primary", "receipt", self._invoice, "reviewInvoice")
        self.report = Button(theme, "", "", "file-text", self._report, "reviewReport")
        self.withdraw = Button(theme, "", "quiet", "undo-2", self._withdraw, "reviewWithdraw")
        self.open_call = Button(theme, "", "quiet", "arrow-up-right", self._open_call, "reviewOpenCall")
        self._hint = KeyHint(theme, "Ctrl ↵")
        self._note = label("", "second", wrap=True)
        self._note.setObjectName("reviewNote")
        foot = QWidget()
        foot.setProperty("kind", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = row(
            self.approve, self.to_invoice, self._hint, 4, self.report, self.withdraw, spacing=8,
            margins=(24, 11, 20, 11),
        )
        layout.addWidget(self._note, 1)
        layout.addWidget(self.open_call)
        foot.setLayout(layout)
        return foot

    def _draw(self, review: VisitReview) -> None:
        context, texts = self._context, self._context.texts
        self._title.setText(review.customer)
        day = f" · {texts.day(review.day)}" if review.day is not None else ""
        subject = review.card.subject or review.problem.splitlines()[0]
        self._subject.setText(f"{review.call_number} · {subject}{day}")
        self._draw_chips(review)
        for layout in (self._above, self._below, self._side):
            clear_layout(layout)
        self._above.addLayout(column_of(flags_box(context, review), work_box(context, review)))
        self.lines.retranslate()
        self.lines.show_lines(review.lines)
        self._below.addLayout(column_of(sums_box(context, review), photos_box(context, review)))
        checklists = [checklist_box(context, run) for run in review.checklists]
        self._side.addLayout(
            column_of(
                visit_box(context, review), claims_box(context, review.claims, self._move_claim), *checklists,
                signature_box(context, review),
            )
        )
        self._draw_foot(review)

    def _draw_chips(self, review: VisitReview) -> None:
        texts, theme, card = self._context.texts, self._context.theme, review.card
        clear_layout(self._chips)
        if card.state != "done":
            chip = Chip(theme)
            chip.set_status(card.status, texts(f"calls.status_{card.status}"))
            self._chips.addWidget(chip)
        elif card.outcome:
            good = card.outcome in ("solved", "nothing_found")
            icon = "circle-check" if good else "circle-alert"
            outcome = Chip(theme, texts(f"visit.outcome_{card.outcome}"), "good" if good else "warn", icon)
            self._chips.addWidget(outcome)
        if card.approval == "approved" and not review.waiting:
            self._chips.addWidget(Chip(theme, texts("invoicing.approved"), "accent", "check"))
        for number in review.invoice_numbers:
            self._chips.addWidget(Chip(theme, texts("invoicing.on_invoice", number=number), "info", "receipt"))
        if card.report_version:
            version = texts("invoicing.report_version", version=card.report_version)
            self._chips.addWidget(Chip(theme, version, "neutral", "file-check"))

    def _draw_foot(self, review: VisitReview) -> None:
        texts = self._context.texts
        approved = review.card.approval == "approved" and not review.waiting
        self.approve.setVisible(not approved)
        self.approve.setEnabled(review.can_approve)
        self.to_invoice.setVisible(approved and not review.invoice_numbers)
        self._hint.setVisible(self.approve.isEnabled() if not approved else not review.invoice_numbers)
        self.withdraw.setVisible(review.can_withdraw)
        self.report.setEnabled(review.card.state == "done")
        late = review.waiting and review.card.approval == "approved"
        self.approve.setText(texts("invoicing.approve_late" if late else "invoicing.approve"))
        self.to_invoice.setText(texts("invoicing.open_draft" if review.on_draft else "invoicing.make_draft"))
        self.report.setText(texts("documents.report_title"))
        self.withdraw.setText(texts("invoicing.withdraw"))
        self.open_call.setText(texts("invoicing.open_call"))
        self._note.setText("" if review.card.state == "done" else texts("invoicing.not_done_yet"))

    def _do(self, command: Command, done: Callable[[object], None] | None = None) -> None:
        self._context.do(command, done, owner=self)

    def _approve(self) -> None:
        self._do(ApproveVisit(activity_id=self.activity_id))

    def _withdraw(self) -> None:
        self._do(WithdrawApproval(activity_id=self.activity_id))

    def _report(self) -> None:
        self.report_wanted.emit(self.activity_id)

    def _invoice(self) -> None:
        if self._review is not None:
            self.invoice_wanted.emit(self._review.call_id)

    def _open_call(self) -> None:
        if self._review is not None:
            self._context.navigation.go("calls", call_id=self._review.call_id)

    def _move_claim(self, claim_id: str, state: str) -> None:
        self._do(MoveClaim(claim_id=claim_id, state=state))

    def _on_charged(self, kind: str, record_id: str, option: str, reason: str) -> None:
        self._do(SetCharge(kind=kind, record_id=record_id, option=option, reason=reason))  # type: ignore[arg-type]
