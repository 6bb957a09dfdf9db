"""The stock page: places at the left, their articles in the middle, the chosen one with its movements at the right."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from core.changes import Changes
from core.presenters.stock import Kind
from core.queries.stock import StockArticle, StockList, StockOverview, stock_article, stock_list, stock_overview
from core.rules.scan_code import read_payload
from office_app.context import OfficeContext
from office_app.stock.article_pane import ArticlePane
from office_app.stock.places import WIDTH as PLACES_WIDTH
from office_app.stock.places import PlaceList
from office_app.stock.table import ArticleTable
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, column, label, line, row
from office_app.widgets.painted import EmptyState

FILTERS = ("here", "low", "all")
_KINDS = ("stock_move", "stock_shelf", "warehouse", "item", "person")
_TYPING_MS = 60


class StockPage(QWidget):
    """`open(item_id=…, warehouse_id=…, do="receive")` shows an article, and begins a change of it."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._overview: StockOverview | None = None
        self._list: StockList | None = None
        self._begin: Kind | None = None
        self.setProperty("kind", "page")
        self.box = QLineEdit()
        self.box.setObjectName("stockSearch")
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(200)
        self._icon = QAction(self.box)
        self.box.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.box.installEventFilter(self)
        self.which = FILTERS[0]
        self.chips: dict[str, Button] = {}
        group = QButtonGroup(self)
        for which in FILTERS:
            chip = Button(context.theme, "", "chip", "", partial(self._on_filter, which), f"stockFilter_{which}")
            group.addButton(chip)
            self.chips[which] = chip
        self.chips[self.which].setChecked(True)
        self.value = label("", "second")
        self.places, self.table, self.article = PlaceList(context), ArticleTable(context), ArticlePane(context)
        self.empty = EmptyState(context.theme, "package-open", "")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._ask_list)
        self._lay_out(TopBar(context, "stock.title"))
        self._connect()
        self.retranslate()
        self._draw()
        self.refresh()

    def open(self, item_id: str = "", warehouse_id: str = "", do: Kind | None = None) -> None:
        if warehouse_id:
            self.places.select(warehouse_id)
        if item_id:
            self._begin = do
            self.box.clear()
            self.table.select(item_id)
            self._ask_article()

    def refresh(self) -> None:
        """All figures again; what is chosen, typed and scrolled stays."""
        self._context.tasks.ask(stock_overview, done=self._show_overview, key="stock_overview", owner=self)
        self._ask_list()
        if self.table.current_id:
            self._ask_article()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.box.setPlaceholderText(texts("stock.search"))
        self._places_title.setText(texts("stock.places"))
        self.article.retranslate()
        if self._overview is not None:
            self._show_overview(self._overview)
        self._show_list_texts()
        self.table.horizontalHeader().viewport().update()
        self.table.viewport().update()

    # Building

    def _lay_out(self, bar: TopBar) -> None:
        self._places_title = label("", "section")
        left = QWidget()
        left.setProperty("kind", "surface")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left.setFixedWidth(PLACES_WIDTH)
        left.setLayout(column(row(self._places_title, margins=(20, 18, 16, 12)), self.places, spacing=0))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.box, 1)
        for chip in self.chips.values():
            tools.addWidget(chip)
        shelf = QWidget()
        self._stack = QStackedLayout(shelf)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        middle = QVBoxLayout()
        middle.setContentsMargins(18, 16, 18, 14)
        middle.setSpacing(12)
        middle.addLayout(tools)
        middle.addWidget(shelf, 1)
        middle.addLayout(row(None, self.value))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(line(vertical=True))
        body.addLayout(middle, 1)
        body.addWidget(line(vertical=True))
        body.addWidget(self.article)
        self.setLayout(column(bar, body, spacing=0))

    def _connect(self) -> None:
        context = self._context
        self.box.textChanged.connect(lambda _text: self._typing.start())
        self.places.chosen.connect(self._on_place)
        self.table.chosen.connect(lambda _item: self._ask_article())
        self.article.place_wanted.connect(self.places.select)
        self.article.call_wanted.connect(lambda call_id: context.navigation.go("calls", call_id=call_id))
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        context.theme.changed.connect(self._draw)
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self.box.setFocus)

    def _draw(self) -> None:
        self._icon.setIcon(self._context.theme.icon("search", "text3", 18))
        self.places.viewport().update()
        self.table.viewport().update()

    # Asking and showing

    def _ask_list(self) -> None:
        text = self.box.text().strip()
        scanned = read_payload(text)
        self._context.tasks.ask(
            stock_list, self.places.current_id, scanned.gtin or text, self.which, done=self._show_list,
            key="stock_list", owner=self,
        )

    def _ask_article(self) -> None:
        self._context.tasks.ask(
            stock_article, self.table.current_id, self.places.current_id, done=self._show_article,
            key="stock_article", owner=self,
        )

    def _show_overview(self, overview: StockOverview) -> None:
        self._overview = overview
        self.places.show_overview(overview)

    def _show_list(self, found: StockList) -> None:
        self._list = found
        self.table.show_shelves(bool(self.places.current_id))
        self.table.model_rows.set_rows(found.rows)
        self._show_list_texts()

    def _show_list_texts(self) -> None:
        texts, found = self._context.texts, self._list
        counts = found.counts if found is not None else dict.fromkeys(FILTERS, 0)
        for which, chip in self.chips.items():
            chip.setText(texts(f"stock.filter_{which}", n=counts[which]))
        self.value.setText(texts("stock.value_of", value=texts.money(found.value, 0)) if found is not None else "")
        self._stack.setCurrentIndex(1 if found is not None and not found.rows else 0)
        text = self.box.text().strip()
        if text:
            self.empty.set_texts(texts("stock.empty_search_title"), texts("stock.empty_search", text=text))
        elif self.which == "low":
            self.empty.set_texts(texts("stock.empty_low_title"), texts("stock.empty_low"))
        elif self.which == "all":
            self.empty.set_texts(texts("stock.empty_firm_title"), texts("stock.empty_firm"))
        else:
            self.empty.set_texts(texts("stock.empty_title"), texts("stock.empty"))

    def _show_article(self, article: StockArticle | None) -> None:
        self.article.show_article(article, self.places.current_id)
        if self._begin is not None and article is not None:
            self.article.begin(self._begin)
        self._begin = None

    # Answers to the person

    def _on_filter(self, which: str) -> None:
        self.which = which
        self.chips[which].setChecked(True)
        self._ask_list()

    def _on_place(self, _warehouse_id: str) -> None:
        self.table.scrollToTop()
        self._ask_list()
        if self.table.current_id:
            self._ask_article()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search box move in the table, Enter chooses, Esc empties the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose_first()
                return True
            if key == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def _choose_first(self) -> None:
        """What a scanner's Enter means too: its list may not have come yet, so it is asked for first."""
        text = self.box.text().strip()
        scanned = read_payload(text)

        def choose(found: StockList) -> None:
            self._typing.stop()
            self._show_list(found)
            if found.rows:
                self.table.select(found.rows[0].item_id)
                self._ask_article()
                self.table.setFocus()

        self._context.tasks.ask(
            stock_list, self.places.current_id, scanned.gtin or text, self.which, done=choose, key="stock_list",
            owner=self,
        )


def create_page(context: OfficeContext) -> QWidget:
    return StockPage(context)
