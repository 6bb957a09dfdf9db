"""What the firm takes for work and travel, and its articles with their prices."""

from decimal import Decimal

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from core.commands.articles import SaveArticle, SetStandardPrices
from core.errors import UserError
from core.ids import new_id
from core.presenters.stock import read_quantity
from core.queries.prices import ArticleRow, StandardPrices, article_of_code, standard_prices
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, column, label, row

_STANDARD = ("labour", "travel", "mileage")
_ARTICLE = ("code", "name", "unit", "cost", "price")


class PricesSection(Section):
    """The firm's own prices are saved when a field is left; an article by its button or Enter."""

    key = "prices"

    def build(self) -> None:
        self._captions: dict[str, QLabel] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._prices: StandardPrices | None = None
        self._found: ArticleRow | None = None
        self._own, self._travel_note = label("", "section"), label("", "second", wrap=True)
        self._no_labour = label("", "warn", wrap=True)
        self._no_labour.hide()
        own = Card()
        own.setLayout(column(
            self._own, self._form(_STANDARD), self._travel_note, self._no_labour, spacing=10, margins=(20, 18, 20, 18)
        ))
        self._article, self._article_note = label("", "section"), label("", "second", wrap=True)
        self.save = Button(self.context.theme, "", "primary", "", self._save_article, "articleSave")
        article = Card()
        article.setLayout(column(
            self._article, self._article_note, self._form(_ARTICLE), row(self.save, None), spacing=10,
            margins=(20, 18, 20, 18),
        ))
        for name in _STANDARD:
            self.fields[name].editingFinished.connect(self._save_standard)
        for name in _ARTICLE:
            self.fields[name].returnPressed.connect(self._save_article)
        self.fields["code"].textChanged.connect(self._look_up)
        self.body.addWidget(own)
        self.body.addWidget(article)
        self.follow(("firm", "item"), self._refresh)

    def _form(self, names: tuple[str, ...]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        for name in names:
            caption, field = label("", "second"), QLineEdit()
            field.setObjectName(f"price_{name}")
            caption.setMinimumWidth(170)
            form.addRow(caption, field)
            self._captions[name], self.fields[name] = caption, field
        return form

    def retranslate(self) -> None:
        texts = self.context.texts
        for name, caption in self._captions.items():
            caption.setText(texts(f"articles.field_{name}"))
        self._own.setText(texts("articles.own_title"))
        self._travel_note.setText(texts("articles.travel_note"))
        self._no_labour.setText(texts("articles.no_labour"))
        self._article.setText(texts("articles.article_title"))
        self._article_note.setText(texts("articles.article_note"))
        self.fields["unit"].setPlaceholderText(texts("articles.unit_example"))
        self._name_button()
        if self._prices is not None:
            self._show(self._prices)

    # The firm's own prices

    def _refresh(self) -> None:
        self.context.tasks.ask(standard_prices, done=self._show, key="settings_prices", owner=self)

    def _show(self, prices: StandardPrices) -> None:
        self._prices = prices
        for name in _STANDARD:
            field = self.fields[name]
            if not (field.hasFocus() and field.isModified()):
                field.setText(self._written(getattr(prices, name)))
        self._no_labour.setVisible(not prices.labour)

    def _save_standard(self) -> None:
        try:
            typed = StandardPrices(*(self._price(name) for name in _STANDARD))
        except UserError as error:
            self.context.report(error)
            return
        if self._prices is None or typed == self._prices:
            return
        self._prices = typed
        for name in _STANDARD:
            self.fields[name].setModified(False)
        self.context.do(
            SetStandardPrices(labour=typed.labour, travel=typed.travel, mileage=typed.mileage), owner=self
        )

    def _written(self, price: Decimal) -> str:
        return self.context.texts.number(price, 2 if price == price.quantize(Decimal("0.01")) and price % 1 else None)

    def _price(self, name: str) -> Decimal:
        text = self.fields[name].text().strip()
        if not text:
            return Decimal(0)
        try:
            return read_quantity(text)
        except UserError as error:
            raise UserError("articles.error_price", price=text[:20]) from error

    # Articles

    def _look_up(self, code: str) -> None:
        self.context.tasks.ask(article_of_code, code, done=self._fill, key="settings_article", owner=self)

    def _fill(self, found: ArticleRow | None) -> None:
        if found is not None and found != self._found:
            words = {
                "name": found.name, "unit": found.unit, "cost": self._written(found.cost),
                "price": self._written(found.price),
            }
            for name, text in words.items():
                self.fields[name].setText(text)
        self._found = found
        self._name_button()

    def _name_button(self) -> None:
        self.save.setText(self.context.texts("articles.add" if self._found is None else "articles.change"))

    def _save_article(self) -> None:
        words = {name: self.fields[name].text() for name in ("code", "name", "unit")}
        try:
            command = SaveArticle(
                item_id=self._found.id if self._found else new_id(), code=words["code"], name=words["name"],
                unit=words["unit"].strip() or "st", cost=self._price("cost"), price=self._price("price"),
            )
        except UserError as error:
            self.context.report(error)
            return
        self.context.do(command, self._on_saved, owner=self)

    def _on_saved(self, _changes: object) -> None:
        for name in _ARTICLE:
            self.fields[name].clear()
        first: QWidget = self.fields["code"]
        first.setFocus()
