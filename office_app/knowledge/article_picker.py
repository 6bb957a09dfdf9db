"""Finding an article by typing: its name or its number, with what fits in a list below."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from core.queries.knowledge import Named, find_articles
from office_app.context import OfficeContext
from office_app.knowledge.fields import Field
from office_app.widgets.basics import column

_ID = Qt.ItemDataRole.UserRole


class ArticlePicker(QWidget):
    """Emits chosen(id). `name` begins the object names of its box and its list."""

    chosen = Signal(str)

    def __init__(self, context: OfficeContext, name: str) -> None:
        super().__init__()
        self._context, self._name = context, name
        self.search, self.found = QLineEdit(), QListWidget()
        self.field = Field(self.search, f"{name}Article")
        self.found.setObjectName(f"{name}Articles")
        self.found.setFixedHeight(190)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self.field, self.found, spacing=8))
        self._typing = QTimer(self, singleShot=True, interval=100)
        self._typing.timeout.connect(self.ask)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._on_return)
        self.found.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ID)))
        self.found.itemActivated.connect(lambda item: self.chosen.emit(item.data(_ID)))
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.field.set_caption(texts("knowledge.field_article"))
        self.search.setPlaceholderText(texts("knowledge.find_article"))

    def begin(self) -> None:
        """Forgets what was typed and offers articles anew."""
        self.search.clear()
        self.ask()

    def ask(self) -> None:
        self._context.tasks.ask(
            find_articles, self.search.text(), done=self._on_found, key=f"{self._name}_articles", owner=self
        )

    def _on_found(self, articles: tuple[Named, ...]) -> None:
        self.found.clear()
        for article in articles:
            item = QListWidgetItem(f"{article.name} · {article.detail}")
            item.setData(_ID, article.id)
            self.found.addItem(item)

    def _on_return(self) -> None:
        if self.found.count():
            self.chosen.emit(self.found.item(0).data(_ID))
