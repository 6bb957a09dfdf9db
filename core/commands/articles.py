"""What the firm sells: articles with their prices, and what its time and its journeys cost."""

from decimal import Decimal

from core.commands.base import Command


class SaveArticle(Command, frozen=True, kw_only=True, tag="articles.save/1"):
    """A new article, or new words and prices for one that is there; prices per unit, excl. VAT."""

    item_id: str
    code: str
    name: str
    unit: str = "st"
    cost: Decimal = Decimal(0)
    price: Decimal = Decimal(0)


class SetStandardPrices(Command, frozen=True, kw_only=True, tag="articles.standard_prices/1"):
    """Kronor excl. VAT for an hour's work, for coming once, and for a kilometre.

    A firm that takes nothing for coming charges the kilometres; otherwise they are part of the fee.
    """

    labour: Decimal
    travel: Decimal
    mileage: Decimal


COMMANDS = (SaveArticle, SetStandardPrices)
