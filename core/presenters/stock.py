"""What the stock page says and does, without a screen: quantities, movements in words, and the form for a change."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from core.commands.base import Command
from core.commands.stock import CountStock, MoveStock, ReceiveStock, SetShelf
from core.errors import UserError
from core.ids import new_id
from core.queries.stock import Holding, Level, MoveRow, StockArticle, level
from core.texts import Texts

Kind = Literal["receive", "move", "count", "shelf"]
KINDS: tuple[Kind, ...] = ("receive", "move", "count", "shelf")
LEVEL_TONES: dict[Level, str] = {"negative": "bad", "out": "bad", "low": "warn", "ok": "good", "none": "neutral"}
_NUMBER = re.compile(r"[-−]?\d{1,9}([.,]\d{1,4})?")


def amount(texts: Texts, quantity: Decimal, unit: str) -> str:
    """«4 st», «0,5 l», «−2 st»."""
    return f"{texts.number(quantity)}\u00a0{texts.unit(unit, quantity)}"


def signed(texts: Texts, quantity: Decimal, unit: str) -> str:
    """«+4 st», «−2 st», «±0 st»."""
    sign = "+" if quantity > 0 else "±" if quantity == 0 else ""
    return sign + amount(texts, quantity, unit)


def level_words(texts: Texts, one: Level) -> str:
    return texts(f"stock.level_{one}")


def move_words(texts: Texts, move: MoveRow) -> str:
    """What happened: «Flyttat till Alex Lindqvist», «Använt hos Kafé Tulpan»."""
    reason = move.reason
    if move.kind == "transfer" and reason.other_place:
        return texts("stock.move_to" if move.quantity < 0 else "stock.move_from", place=reason.other_place)
    if move.kind == "use" and reason.customer:
        return texts("stock.move_used" if move.quantity < 0 else "stock.move_put_back", customer=reason.customer)
    if move.kind == "count" and move.quantity == 0:
        return texts("stock.move_count_right")
    return texts(f"stock.move_{move.kind}")


def read_quantity(text: str) -> Decimal:
    """«1,5», «1 000», «-3» as a number; UserError for anything else."""
    compact = "".join(text.split())
    if not _NUMBER.fullmatch(compact):
        raise UserError("stock.error_not_a_number", text=text.strip()[:20])
    try:
        return Decimal(compact.replace(",", ".").replace("−", "-"))
    except InvalidOperation as error:
        raise UserError("stock.error_not_a_number", text=text.strip()[:20]) from error


@dataclass
class StockForm:
    """A change being made: fields as they stand on the screen; `command` is what it comes to."""

    article: StockArticle
    kind: Kind = "receive"
    from_id: str = ""
    to_id: str = ""
    quantity: str = ""
    shelf: str = ""

    @classmethod
    def begin(cls, article: StockArticle, kind: Kind, warehouse_id: str) -> "StockForm":
        """With what a person most likely means: the place that is shown, and into a van from the main store."""
        main = next((one for one in article.holdings if one.kind == "main"), None)
        here = article.holding(warehouse_id) or main or next(iter(article.holdings), None)
        form = cls(article, kind)
        if here is None:
            return form
        form.to_id = here.warehouse_id
        if kind == "move":
            vans = [one for one in article.holdings if one.kind == "van"]
            if here.kind == "van" and main is not None:
                form.from_id = main.warehouse_id
            else:
                form.from_id = here.warehouse_id
                needy = sorted(vans, key=lambda one: one.quantity - one.minimum)
                form.to_id = needy[0].warehouse_id if needy else ""
        elif kind == "shelf":
            form.shelf = here.shelf
            form.quantity = f"{here.minimum.normalize():f}"
        return form

    @property
    def target(self) -> Holding | None:
        return self.article.holding(self.to_id)

    @property
    def source(self) -> Holding | None:
        return self.article.holding(self.from_id)

    def command(self) -> Command:
        """Raises UserError while the quantity is not a number; what the office forbids is said when it is tried."""
        quantity = read_quantity(self.quantity)
        item = self.article.item_id
        if self.kind == "receive":
            return ReceiveStock(move_id=new_id(), warehouse_id=self.to_id, item_id=item, quantity=quantity)
        if self.kind == "count":
            return CountStock(move_id=new_id(), warehouse_id=self.to_id, item_id=item, counted=quantity)
        if self.kind == "move":
            return MoveStock(
                out_id=new_id(), in_id=new_id(), from_id=self.from_id, to_id=self.to_id, item_id=item,
                quantity=quantity,
            )
        return SetShelf(
            shelf_id=new_id(), warehouse_id=self.to_id, item_id=item, shelf=self.shelf, minimum=quantity
        )

    def outcome(self, texts: Texts) -> tuple[str, str]:
        """What will be so afterwards, and a tone for it; empty while nothing can be said."""
        target, source = self.target, self.source
        try:
            quantity = read_quantity(self.quantity)
        except UserError as error:
            return (texts.error(error), "bad") if self.quantity.strip() else ("", "")
        if target is None or self.kind == "shelf":
            return "", ""
        if self.kind == "count":
            difference = quantity - target.quantity
            if difference == 0:
                return texts("stock.outcome_count_right"), "good"
            return texts(
                "stock.outcome_count", believed=self._amount(texts, target.quantity),
                difference=signed(texts, difference, self.article.unit),
            ), "warn"
        after = [(target, target.quantity + quantity)]
        if self.kind == "move" and source is not None:
            after.insert(0, (source, source.quantity - quantity))
        words = " · ".join(
            texts("stock.outcome_after", place=place.place, before=texts.number(place.quantity),
                  after=self._amount(texts, left))
            for place, left in after
        )
        short = any(level(left, Decimal(0)) == "negative" for _place, left in after)
        return words, "bad" if short or quantity <= 0 else ""

    def _amount(self, texts: Texts, quantity: Decimal) -> str:
        return amount(texts, quantity, self.article.unit)
