"""One position of a diagram: its number, its article (found by typing) and how many there are."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from core.presenters.checklist_designer import read_limit
from core.queries.knowledge import Named, SpotRow, find_articles
from office_app.context import OfficeContext
from office_app.knowledge.fields import Field
from office_app.widgets.basics import Button, Card, column, label, row

_ID = Qt.ItemDataRole.UserRole


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
        self.search, self.found = QLineEdit(), QListWidget()
        self.search_field = Field(self.search, "spotArticle")
        self.found.setObjectName("spotArticles")
        self.found.setFixedHeight(190)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(
            row(self.heading, None, self.remove, self.cancel), self.article,
            row(self.position_field, self.quantity_field, spacing=8), self.search_field, self.found, spacing=8,
            margins=(14, 12, 14, 14),
        ))
        self._typing = QTimer(self, singleShot=True, interval=100)
        self._typing.timeout.connect(self._ask)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._on_return)
        self.found.itemClicked.connect(lambda item: self.article_chosen.emit(item.data(_ID)))
        self.found.itemActivated.connect(lambda item: self.article_chosen.emit(item.data(_ID)))
        self.position.editingFinished.connect(self._on_position)
        self.quantity.editingFinished.connect(self._on_quantity)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.position_field.set_caption(texts("knowledge.field_position"))
        self.quantity_field.set_caption(texts("knowledge.field_quantity"))
        self.search_field.set_caption(texts("knowledge.field_article"))
        self.search.setPlaceholderText(texts("knowledge.find_article"))
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
            self.search.clear()
            self._ask()
            if spot is None:
                self.search.setFocus()

    def _ask(self) -> None:
        self._context.tasks.ask(
            find_articles, self.search.text(), done=self._on_found, key="spot_articles", owner=self
        )

    def _on_found(self, articles: tuple[Named, ...]) -> None:
        self.found.clear()
        for article in articles:
            item = QListWidgetItem(f"{article.name} · {article.detail}")
            item.setData(_ID, article.id)
            self.found.addItem(item)

    def _on_return(self) -> None:
        if self.found.count():
            self.article_chosen.emit(self.found.item(0).data(_ID))

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
