"""One position of a diagram: its number, its article (found by typing) and how many there are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from core.presenters.checklist_designer import read_limit
from core.queries.knowledge import SpotRow
from office_app.context import OfficeContext
from office_app.knowledge.article_picker import ArticlePicker
from office_app.knowledge.fields import Field
from office_app.widgets.basics import Button, Card, column, label, row


class SpotForm(Card):
    """Emits article_chosen(id), position_given(text), quantity_given(Decimal), removed and cancelled."""

    article_chosen = Signal(str)
    position_given = Signal(str)
    quantity_given = Signal(object)
    removed = Signal()
    cancelled = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("card", name="spotForm")
        self._context = context
        self._spot: SpotRow | None = None
        theme = context.theme
        self.heading, self.article = label("", "section"), label("", "strong", wrap=True)
        self.remove = Button(theme, "", "icon", "trash-2", self.removed.emit, "spotRemove")
        self.cancel = Button(theme, "", "icon", "x", self.cancelled.emit, "spotCancel")
        self.position, self.quantity = QLineEdit(), QLineEdit()
        self.position.setMaxLength(8)
        self.quantity.setMaxLength(8)
        self.position_field = Field(self.position, "spotPosition")
        self.quantity_field = Field(self.quantity, "spotQuantity")
        self.picker = ArticlePicker(context, "spot")
        self.setLayout(column(
            row(self.heading, None, self.remove, self.cancel), self.article,
            row(self.position_field, self.quantity_field, spacing=8), self.picker, spacing=8,
            margins=(14, 12, 14, 14),
        ))
        self.picker.chosen.connect(self.article_chosen)
        self.position.editingFinished.connect(self._on_position)
        self.quantity.editingFinished.connect(self._on_quantity)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.position_field.set_caption(texts("knowledge.field_position"))
        self.quantity_field.set_caption(texts("knowledge.field_quantity"))
        self.picker.retranslate()
        for button, key in ((self.remove, "knowledge.spot_remove"), (self.cancel, "shell.cancel")):
            button.setToolTip(texts(key))
            button.setAccessibleName(texts(key))

    def show_spot(self, spot: SpotRow | None, position: str = "") -> None:
        """A position, or (None) a new one that waits for its article and will get this number."""
        texts = self._context.texts
        fresh = spot is None or self._spot is None or spot.id != self._spot.id
        self._spot = spot
        number = spot.position if spot else position
        self.heading.setText(texts("knowledge.spot_named" if spot else "knowledge.spot_new", position=number))
        self.article.setText(f"{spot.name} · {spot.code}" if spot else texts("knowledge.spot_choose"))
        self.remove.setVisible(spot is not None)
        self.cancel.setVisible(spot is None)
        if not self.position.hasFocus() or fresh:
            self.position.setText(number)
        if not self.quantity.hasFocus() or fresh:
            self.quantity.setText(texts.number(spot.quantity.normalize() if spot else 1))
        if fresh:
            self.picker.begin()
            if spot is None:
                self.picker.search.setFocus()

    def _on_position(self) -> None:
        text = self.position.text().strip()
        if text and (self._spot is None or text != self._spot.position):
            self.position_given.emit(text)

    def _on_quantity(self) -> None:
        """A new quantity; what is no number goes back to what is kept."""
        if self._spot is None:
            return
        try:
            quantity = read_limit(self.quantity.text())
        except ValueError:
            quantity = None
        if quantity is None:
            self.quantity.setText(self._context.texts.number(self._spot.quantity.normalize()))
        elif quantity != self._spot.quantity:
            self.quantity_given.emit(quantity)
