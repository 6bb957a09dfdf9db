"""The form under an article: receive, move, count, or say where it lies; tells what will be so before it is saved."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from core.errors import TulpanError
from core.presenters.stock import Kind, StockForm, amount
from core.queries.stock import StockArticle
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, label, row, set_role


class ChangeForm(QFrame):
    """`closed` is emitted when nothing is being changed any more."""

    closed = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._form: StockForm | None = None
        self.setObjectName("stockForm")
        self.setProperty("kind", "sunken")
        self.source, self.target = QComboBox(), QComboBox()
        self.shelf, self.quantity = QLineEdit(), QLineEdit()
        fields: tuple[tuple[QWidget, str], ...] = (
            (self.source, "stockFrom"), (self.target, "stockTo"), (self.shelf, "stockShelf"),
            (self.quantity, "stockQuantity"),
        )
        self._labels: dict[QWidget, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for number, (widget, name) in enumerate(fields):
            widget.setObjectName(name)
            self._labels[widget] = label("", "second")
            grid.addWidget(self._labels[widget], number, 0)
            grid.addWidget(widget, number, 1)
        self.outcome = label("", "dense", wrap=True)
        self.outcome.setObjectName("stockOutcome")
        self.save = Button(context.theme, "", "primary", "", self._save, "stockSave")
        self.cancel = Button(context.theme, "", "quiet", "", self.close_form, "stockCancel")
        self.setLayout(
            column(grid, self.outcome, row(self.save, self.cancel, None), spacing=10, margins=(14, 14, 14, 12))
        )
        self.quantity.returnPressed.connect(self._save)
        self.shelf.returnPressed.connect(self._save)
        self.quantity.textChanged.connect(self._on_changed)
        self.shelf.textChanged.connect(self._on_changed)
        self.source.currentIndexChanged.connect(self._on_changed)
        self.target.currentIndexChanged.connect(self._on_changed)
        self.hide()

    @property
    def kind(self) -> Kind | None:
        return self._form.kind if self._form is not None else None

    def begin(self, article: StockArticle, kind: Kind, warehouse_id: str) -> None:
        self._form = StockForm.begin(article, kind, warehouse_id)
        self._fill()
        self.show()
        first = self.shelf if kind == "shelf" else self.quantity
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def follow(self, article: StockArticle) -> None:
        """Newer figures of the same article while the form is open; what was typed stays."""
        if self._form is not None:
            self._form.article = article
            self._fill()

    def close_form(self) -> None:
        if self._form is not None:
            self._form = None
            self.hide()
            self.closed.emit()

    def retranslate(self) -> None:
        if self._form is not None:
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        form, texts = self._form, self._context.texts
        assert form is not None
        kind = form.kind
        target_key = {"receive": "field_to", "move": "field_to"}.get(kind, "field_place")
        quantity_key = {"count": "field_counted", "shelf": "field_minimum"}.get(kind, "field_quantity")
        self._labels[self.source].setText(texts("stock.field_from"))
        self._labels[self.target].setText(texts(f"stock.{target_key}"))
        self._labels[self.shelf].setText(texts("stock.field_shelf"))
        self._labels[self.quantity].setText(texts(f"stock.{quantity_key}"))
        self.quantity.setPlaceholderText(texts.unit(form.article.unit))
        self.save.setText(texts(f"stock.save_{kind}"))
        self.cancel.setText(texts("stock.cancel"))
        for widget, wanted in ((self.source, kind == "move"), (self.shelf, kind == "shelf")):
            widget.setVisible(wanted)
            self._labels[widget].setVisible(wanted)
        self._fill_places(self.source, form.from_id)
        self._fill_places(self.target, form.to_id)
        for box, words in ((self.shelf, form.shelf), (self.quantity, form.quantity)):
            if box.text() != words:
                with QSignalBlocker(box):
                    box.setText(words)
        self._show_outcome()

    def _fill_places(self, box: QComboBox, chosen: str) -> None:
        form, texts = self._form, self._context.texts
        assert form is not None
        with QSignalBlocker(box):
            box.clear()
            for holding in form.article.holdings:
                there = amount(texts.current, holding.quantity, form.article.unit)
                box.addItem(f"{holding.place} · {there}", holding.warehouse_id)
            box.setCurrentIndex(box.findData(chosen))

    def _on_changed(self) -> None:
        form = self._form
        if form is None:
            return
        before = form.to_id
        form.from_id, form.to_id = self.source.currentData() or "", self.target.currentData() or ""
        form.shelf, form.quantity = self.shelf.text(), self.quantity.text()
        if form.kind == "shelf" and form.to_id != before:
            self._form = StockForm.begin(form.article, "shelf", form.to_id)
            self._fill()
        self._show_outcome()

    def _show_outcome(self) -> None:
        if self._form is not None:
            words, tone = self._form.outcome(self._context.texts.current)
            self.outcome.setText(words)
            set_role(self.outcome, tone=tone)
            self.outcome.setVisible(bool(words))

    def _save(self) -> None:
        form = self._form
        if form is None:
            return
        try:
            command = form.command()
        except TulpanError as error:
            self._refuse(error)
            return
        self.save.setEnabled(False)
        self._context.do(command, self._after(form), failed=self._refuse, owner=self)

    def _after(self, form: StockForm) -> Callable[[object], None]:
        def done(_changes: object) -> None:
            self.save.setEnabled(True)
            if self._form is form:
                self.close_form()

        return done

    def _refuse(self, error: TulpanError) -> None:
        """Said where it was typed; everything typed is still there."""
        self.save.setEnabled(True)
        self.outcome.setText(self._context.texts.error(error))
        set_role(self.outcome, tone="bad")
        self.outcome.show()
        self.quantity.setFocus()
