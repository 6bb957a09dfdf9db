"""The lines of a visit with who pays for each: changed in place, so that a choice under way is never disturbed."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from core.queries.visit_review import ReviewLine
from core.rules.charging import OPTIONS
from office_app.context import OfficeContext
from office_app.widgets.basics import Card, IconLabel, label, line, row, set_role

_BY_RULE = ""
_COLUMNS = ("line", "who", "quantity", "unit_price", "payer", "amount")
_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | _TOP
_PAYER_WIDTH = 204
_FIRST_LINE = 8
"""So far down a text begins to stand on one line with the choice beside it."""


class LineTable(Card):
    """`charged` is (kind, record id, option, reason); an empty option gives the decision back to the rule."""

    charged = Signal(str, str, str, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(name="reviewLines")
        self._context = context
        self._rows: dict[str, LineRow] = {}
        self._heads = [label("", "meta") for _ in _COLUMNS]
        self._grid = QGridLayout()
        self._grid.setContentsMargins(18, 12, 18, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(4, _PAYER_WIDTH)
        self._grid.setColumnMinimumWidth(5, 70)
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column, _RIGHT if column in (2, 3, 5) else Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid)

    def show_lines(self, lines: tuple[ReviewLine, ...]) -> None:
        """Rows that stay keep their widgets; others come and go."""
        for source_id in set(self._rows) - {one.source_id for one in lines}:
            self._rows.pop(source_id).remove(self._grid)
        team = len({one.person for one in lines}) > 1
        self._heads[1].setVisible(team)
        for place, one in enumerate(lines):
            found = self._rows.get(one.source_id)
            if found is None:
                found = self._rows[one.source_id] = LineRow(self._context, one)
                found.chosen.connect(self.charged)
            found.place(self._grid, place)
            found.show_line(one, team)

    def retranslate(self) -> None:
        texts = self._context.texts
        for key, head in zip(_COLUMNS, self._heads):
            head.setText(texts(f"invoicing.column_{key}"))


class PayerBox(QComboBox):
    """A choice that is not changed by scrolling past it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LineRow(QObject):
    """The widgets of one line, in a grid that belongs to the table."""

    chosen = Signal(str, str, str, str)

    def __init__(self, context: OfficeContext, first: ReviewLine) -> None:
        super().__init__()
        self._context, self._line = context, first
        self.icon = IconLabel(context.theme, first.icon, "text3", 17)
        self.title, self.detail = label("", "medium", wrap=True), label("", "dense", wrap=True)
        self.who = label("", "dense")
        self.quantity, self.price, self.amount = label(), label("", "second"), label("", "strong")
        self.choice = PayerBox()
        self.choice.setFixedWidth(_PAYER_WIDTH)
        self.reason = QLineEdit()
        self.reason.setFixedWidth(_PAYER_WIDTH)
        self.reason.setProperty("kind", "small")
        self.why = label("", "dense", wrap=True)
        self.rule = line()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        self.icon.setAlignment(_TOP)
        name = row(self.icon, spacing=10)
        name.addLayout(words, 1)
        self._first = _holder(name)
        for widget in (self._first, self.who, self.quantity, self.price, self.amount):
            widget.setContentsMargins(0, _FIRST_LINE, 0, 0)
        payer = QVBoxLayout()
        payer.setSpacing(3)
        for widget in (self.choice, self.reason, self.why):
            payer.addWidget(widget)
        payer.addStretch(1)
        self._payer = _holder(payer)
        self.choice.activated.connect(self._on_choice)
        self.reason.editingFinished.connect(self._on_reason)
        self._language = ""

    def place(self, grid: QGridLayout, place: int) -> None:
        """Two grid rows per line: a thin rule, and the line."""
        for column, widget in enumerate((self._first, self.who, self.quantity, self.price, self._payer, self.amount)):
            stretched = column in (0, 4)
            grid.addWidget(
                widget, 2 + place * 2, column, Qt.AlignmentFlag(0) if stretched else _RIGHT if column != 1 else _TOP
            )
        grid.addWidget(self.rule, 1 + place * 2, 0, 1, len(_COLUMNS))
        self.choice.setObjectName(f"reviewCharge_{place}")
        self.reason.setObjectName(f"reviewReason_{place}")

    def remove(self, grid: QGridLayout) -> None:
        for widget in (
            self._first, self.who, self.quantity, self.price, self._payer, self.amount, self.rule,
        ):
            grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    def show_line(self, one: ReviewLine, team: bool) -> None:
        """`team`: several people worked, so that it matters who."""
        texts, self._line = self._context.texts, one
        self.title.setText(one.title)
        self.detail.setText(one.detail)
        self.detail.setVisible(bool(one.detail))
        self.who.setText(one.person.split(" ")[0])
        self.who.setToolTip(one.person)
        self.who.setVisible(team)
        self.quantity.setText(texts.amount(one.quantity, one.unit))
        self.price.setText(texts.number(one.unit_price, 2))
        self.amount.setText(texts.number(one.amount, 2))
        self._show_choice(one)
        why = self._why(one)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        set_role(self.amount, tone="" if one.amount else "none")

    def _show_choice(self, one: ReviewLine) -> None:
        texts = self._context.texts
        if self._language != texts.language:
            self._language = texts.language
            self.choice.clear()
            for option in OPTIONS:
                self.choice.addItem(texts(f"charge.option_{option}"), option)
            self.choice.insertSeparator(len(OPTIONS))
            self.choice.addItem(texts("invoicing.by_rule"), _BY_RULE)
        self.choice.setCurrentIndex(self.choice.findData(one.charge_option))
        self.choice.setEnabled(not one.locked)
        self.choice.setAccessibleName(texts("invoicing.payer_of", line=one.title))
        self.reason.setVisible(one.by_hand and not one.locked)
        self.reason.setPlaceholderText(texts("invoicing.reason_hint"))
        self.reason.setAccessibleName(texts("invoicing.reason_of", line=one.title))
        if not self.reason.hasFocus():
            self.reason.setText(self._own_words(one))

    def _why(self, one: ReviewLine) -> str:
        """Who decided, and why; what it would have cost when somebody else pays."""
        texts = self._context.texts
        parts = [texts("invoicing.chosen_by_hand") if one.by_hand else ""]
        if one.reason_key and not (one.by_hand and one.reason_key.startswith(("charge.by_hand", "charge.hand_"))):
            parts.append(texts(one.reason_key, **one.reason_params))
        saved = one.list_amount - one.amount
        if saved and one.charge_option not in ("not_done", "internal"):
            parts.append(texts("invoicing.worth", amount=texts.money(saved, 2)))
        if one.state == "change_requested":
            parts.append(texts("invoicing.line_questioned"))
        return " · ".join(part for part in parts if part)

    @staticmethod
    def _own_words(one: ReviewLine) -> str:
        return str(one.reason_params.get("reason", "")) if one.reason_key == "charge.by_hand" else ""

    def _on_choice(self, _index: int) -> None:
        option: Any = self.choice.currentData()
        unchanged = option == self._line.charge_option and (self._line.by_hand or option == _BY_RULE)
        if option is None or unchanged or (option == _BY_RULE and not self._line.by_hand):
            self.choice.setCurrentIndex(self.choice.findData(self._line.charge_option))
            return
        words = self.reason.text().strip() if self._line.by_hand and option else ""
        self.chosen.emit(self._line.source_kind, self._line.source_id, option, words)

    def _on_reason(self) -> None:
        words = self.reason.text().strip()
        if self._line.by_hand and words != self._own_words(self._line):
            self.chosen.emit(self._line.source_kind, self._line.source_id, self._line.charge_option, words)


def _holder(layout: Any) -> QWidget:
    widget = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    widget.setLayout(layout)
    return widget
