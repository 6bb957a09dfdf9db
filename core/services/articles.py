"""Articles and the firm's own prices."""

from decimal import Decimal

from sqlalchemy import select

from core.commands.articles import SaveArticle, SetStandardPrices
from core.errors import UserError
from core.ids import derived_id
from core.model.firm import FIRM_ID, Firm
from core.model.item import Item
from core.queries.prices import standard_prices
from core.storage.unit_of_work import UnitOfWork
from core.texts import Texts

MOST = Decimal(10_000_000)
"""More kronor for one of anything is a slip of the finger."""
_LONGEST = {"code": 40, "name": 120, "unit": 8}
_STANDARD = {"labour": ("ARB", "labour", "h"), "travel": ("RESA", "travel", "st"), "mileage": ("KM", "travel", "km")}


def save_article(command: SaveArticle, work: UnitOfWork) -> None:
    words = {"code": command.code.strip(), "name": command.name.strip(), "unit": command.unit.strip()}
    if not all(words.values()):
        raise UserError("articles.error_words_needed")
    for field, longest in _LONGEST.items():
        if len(words[field]) > longest:
            raise UserError("articles.error_too_long", text=words[field], n=longest)
    _check_prices(command.cost, command.price)
    taken = work.session.scalar(select(Item.id).where(Item.code == words["code"], Item.id != command.item_id))
    if taken is not None:
        raise UserError("articles.error_code_taken", code=words["code"])
    item = work.find(Item, command.item_id)
    if item is None:
        item = work.add(Item(id=command.item_id, **words))
    else:
        work.undo_with(SaveArticle(
            item_id=item.id, code=item.code, name=item.name, unit=item.unit, cost=item.cost, price=item.price
        ))
    item.code, item.name, item.unit = words["code"], words["name"], words["unit"]
    item.cost, item.price = command.cost, command.price
    work.label("articles.done_saved", name=item.name)
    work.result(item.id)


def set_standard_prices(command: SetStandardPrices, work: UnitOfWork) -> None:
    prices = {"labour": command.labour, "travel": command.travel, "mileage": command.mileage}
    _check_prices(*prices.values())
    before = standard_prices(work.session)
    firm = work.get(Firm, FIRM_ID)
    chosen: dict[str, str | None] = {}
    for name, price in prices.items():
        item = _standard(work, firm, name)
        item.price = price
        chosen[f"{name}_item"] = item.id
    if not command.travel:
        chosen["travel_item"] = None  # an article that costs nothing would hide the kilometres in it
    firm.settings = firm.settings | chosen
    work.undo_with(SetStandardPrices(labour=before.labour, travel=before.travel, mileage=before.mileage))
    work.label("articles.done_standard")


def _standard(work: UnitOfWork, firm: Firm, name: str) -> Item:
    """The firm's article for such a line; made when there is none, or found again by its number."""
    item = work.find(Item, firm.settings.get(f"{name}_item"))
    if item is not None:
        return item
    code, kind, unit = _STANDARD[name]
    known = work.session.scalar(select(Item).where(Item.code == code))
    words = Texts(firm.language)(f"articles.standard_{name}")
    return known or work.add(Item(id=derived_id(FIRM_ID, name), code=code, name=words, kind=kind, unit=unit))


def _check_prices(*prices: Decimal) -> None:
    for price in prices:
        if not price.is_finite() or not 0 <= price <= MOST:
            raise UserError("articles.error_price", price=str(price))


HANDLERS = {SaveArticle: save_article, SetStandardPrices: set_standard_prices}
