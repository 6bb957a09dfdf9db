"""One article at the right of the stock page: where it is, what can be done with it, and what has happened."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from core.presenters.stock import KINDS, Kind, amount
from core.queries.stock import Holding, StockArticle
from office_app.context import OfficeContext
from office_app.stock.change_form import ChangeForm
from office_app.stock.history import HistoryList
from office_app.widgets.basics import Button, clear_layout, column, label, line, row, set_role
from office_app.widgets.painted import EmptyState

WIDTH = 384
_MOST_PLACES = 6


class ArticlePane(QWidget):
    """`place_wanted` is emitted with a warehouse that was clicked, `call_wanted` with a call."""

    place_wanted = Signal(str)
    call_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._article: StockArticle | None = None
        self._warehouse_id = ""
        self.setObjectName("stockArticle")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.name, self.meta = label("", "heading", wrap=True), label("", "dense", wrap=True, selectable=True)
        self.name.setObjectName("stockArticleName")
        self.figures = _Figures()
        self.where = label("", "section")
        self.places = QVBoxLayout()
        self.places.setSpacing(0)
        self.form = ChangeForm(context)
        self.form.closed.connect(self._on_closed)
        self.history_title, self.history_part = label("", "section"), label("", "meta")
        self.history_empty = label("", "second")
        self.history = HistoryList(context)
        self.history.call_wanted.connect(self.call_wanted)
        self.buttons: dict[Kind, Button] = {}
        group = QButtonGroup(self)
        group.setExclusive(False)
        bar = QFrame()
        bar.setProperty("kind", "sunken")
        segments = row(spacing=2, margins=(3, 3, 3, 3))
        for kind in KINDS:
            button = Button(context.theme, "", "segment", "", partial(self._on_action, kind), f"stockDo_{kind}")
            self.buttons[kind] = button
            group.addButton(button)
            segments.addWidget(button, 1)
        bar.setLayout(segments)
        self.empty = EmptyState(context.theme, "package-open", "")
        filled = QWidget()
        filled.setLayout(
            column(
                self.name, self.meta, 6, self.figures, 6, bar, self.form, 8, self.where, self.places, 10,
                row(self.history_title, None, self.history_part), self.history_empty, spacing=4,
                margins=(20, 18, 20, 0),
            )
        )
        layout = filled.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.history, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(filled)
        self.retranslate()

    @property
    def article(self) -> StockArticle | None:
        return self._article

    def show_article(self, article: StockArticle | None, warehouse_id: str) -> None:
        same = article is not None and self._article is not None and article.item_id == self._article.item_id
        moved = warehouse_id != self._warehouse_id
        self._article, self._warehouse_id = article, warehouse_id
        if article is None or not same or (moved and not self.form.isVisible()):
            self.form.close_form()
        elif self.form.isVisible():
            self.form.follow(article)
        self._fill()
        if not same:
            self.history.scrollToTop()

    def begin(self, kind: Kind) -> None:
        """Opens the form, as its button does."""
        if self._article is not None:
            for one, button in self.buttons.items():
                button.setChecked(one == kind)
            self.form.begin(self._article, kind, self._warehouse_id)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.empty.set_texts(texts("stock.pick_title"))
        for kind, button in self.buttons.items():
            button.setText(texts(f"stock.do_{kind}"))
        self.where.setText(texts("stock.where"))
        self.history_title.setText(texts("stock.history"))
        self.history_empty.setText(texts("stock.history_empty"))
        self.form.retranslate()
        self._fill()

    # Filling

    def _fill(self) -> None:
        article, texts = self._article, self._context.texts
        self._stack.setCurrentIndex(0 if article is None else 1)
        if article is None:
            return
        self.name.setText(article.name)
        self.meta.setText(" · ".join(part for part in (
            article.code, article.manufacturer,
            texts("stock.barcode", barcode=article.barcode) if article.barcode else "",
        ) if part))
        here = article.holding(self._warehouse_id)
        figures = [(texts("stock.in_all"), amount(texts.current, article.quantity, article.unit))]
        if here is not None:
            figures.insert(0, (texts("stock.here"), amount(texts.current, here.quantity, article.unit)))
        worth = (here.quantity if here is not None else article.quantity) * article.cost
        figures.append((texts("stock.worth"), texts.money(worth, 0)))
        self.figures.show_figures(figures)
        self._fill_places(article)
        self.history.rows.set_moves(article.moves, article.unit, of_one_place=here is not None)
        self.history.setVisible(bool(article.moves))
        self.history_empty.setVisible(not article.moves)
        shown = len(article.moves)
        more = shown < article.moves_in_all
        self.history_part.setText(texts("stock.history_part", shown=shown, all=article.moves_in_all) if more else "")

    def _fill_places(self, article: StockArticle) -> None:
        clear_layout(self.places)
        texts = self._context.texts
        kept = [one for one in article.holdings if one.level != "none" or one.minimum or one.shelf]
        kept.sort(key=lambda one: one.warehouse_id != self._warehouse_id)
        for number, holding in enumerate(kept[:_MOST_PLACES]):
            if number:
                self.places.addWidget(line())
            self.places.addWidget(self._place(article, holding))
        if not kept:
            self.places.addWidget(label(texts("stock.nowhere"), "second"))

    def _place(self, article: StockArticle, holding: Holding) -> QWidget:
        texts = self._context.texts
        detail = " · ".join(part for part in (
            texts("stock.shelf", shelf=holding.shelf) if holding.shelf else "",
            texts("stock.minimum", n=texts.number(holding.minimum)) if holding.minimum else "",
        ) if part)
        name = Button(
            self._context.theme, holding.place, "quiet", "warehouse" if holding.kind == "main" else "truck",
            partial(self.place_wanted.emit, holding.warehouse_id), f"stockPlace_{holding.warehouse_id}",
        )
        quantity = label(amount(texts.current, holding.quantity, article.unit), "strong")
        set_role(quantity, tone={"negative": "bad", "out": "bad", "low": "warn"}.get(holding.level, ""))
        widget = QWidget()
        widget.setLayout(row(name, None, label(detail, "meta"), quantity, spacing=12, margins=(0, 2, 0, 2)))
        return widget

    # Acting

    def _on_action(self, kind: Kind) -> None:
        if self.form.kind == kind:
            self.form.close_form()
        else:
            self.begin(kind)

    def _on_closed(self) -> None:
        for button in self.buttons.values():
            button.setChecked(False)


class _Figures(QWidget):
    """A few figures side by side, each under its name."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(0)
        self._cells: list[tuple[QLabel, QLabel]] = []
        for number in range(3):
            cell = (label("", "meta"), label("", "clock"))
            self._cells.append(cell)
            self._grid.addWidget(cell[0], 0, number)
            self._grid.addWidget(cell[1], 1, number)
        self._grid.setColumnStretch(3, 1)

    def show_figures(self, figures: list[tuple[str, str]]) -> None:
        for number, (name, value) in enumerate(self._cells):
            shown = number < len(figures)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(figures[number][0])
                value.setText(figures[number][1])
