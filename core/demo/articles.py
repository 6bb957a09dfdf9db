"""Articles with cost and price, machine models, price lists, and the symptoms that ask for parts."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.demo.cast import Article, Cast, Fault
from core.demo.maker import Maker, source
from core.model.call import FaultTemplate
from core.model.item import Item, PriceList, PriceListLine

_MARGIN = Decimal("2.6")


def make_articles(maker: Maker, cast: Cast) -> None:
    described = source("articles")
    for key, code, name, kind, unit, cost, price in described["standard"]:
        _article(maker, cast, key, code, name, kind, unit, cost, price)
    for key, code, name, cost, price, _shelf, barcode in described["core"]:
        _article(maker, cast, key, code, name, "part", "st", cost, price, barcode=barcode)
    for key, code, name, unit, cost, price, _shelf in described["consumables"]:
        _article(maker, cast, key, code, name, "consumable", unit, cost, price)
    for family in described["families"]:
        for number, size in enumerate(family["sizes"], 1):
            cost = Decimal(family["cost"]) + Decimal(family["step"]) * (number - 1)
            price = (cost * _MARGIN / 5).quantize(Decimal(1), ROUND_HALF_UP) * 5
            code = f"{family['code']}-{number:04d}"
            _article(maker, cast, code, code, family["name"].format(size), "part", "st", cost, max(price, Decimal(5)))
    for model in source("models"):
        item = _article(
            maker, cast, model["key"], model["code"], model["name"], "machine", "st",
            round(model["price"] * 0.62), model["price"], manufacturer=model["maker"], serial_tracked=True,
            warranty_months=model["warranty"],
        )
        cast.models[model["key"]] = item
    _price_lists(maker, cast)


def _article(
    maker: Maker, cast: Cast, key: str, code: str, name: str, kind: str, unit: str, cost: Any, price: Any, **more: Any
) -> Article:
    item_id = maker.add(
        Item, code=code, name=name, kind=kind, unit=unit, cost=Decimal(cost), price=Decimal(price),
        **{"warranty_months": 12 if kind == "part" else 0, **more},
    )
    article = Article(item_id, key, code, name, kind, unit, Decimal(cost), Decimal(price))
    if kind != "machine":
        cast.articles[key] = article
    return article


def _price_lists(maker: Maker, cast: Cast) -> None:
    lists = (("usual", "Ordinarie", 0), ("regular", "Stamkund 10 %", 10), ("public", "Ramavtal offentlig sektor", 15))
    for key, name, discount in lists:
        cast.price_lists[key] = maker.add(PriceList, name=name, discount=Decimal(discount))
    for key, price in (("labour", 845), ("travel", 95), ("filter_bestmax", 1150)):
        maker.add(
            PriceListLine, price_list_id=cast.price_lists["public"], item_id=cast.articles[key].id, price=Decimal(price)
        )


def make_faults(maker: Maker, cast: Cast) -> None:
    """After skills and checklists, which they name."""
    for fault in source("faults"):
        skill_ids = tuple(cast.skills[key] for key in fault["skills"])
        item_ids = tuple(cast.articles[key].id for key in fault["items"])
        checklist_id = cast.checklists.get(fault["checklist"])
        template = maker.add(
            FaultTemplate, text=fault["text"], category=fault["category"], call_kind=fault["kind"],
            duration_minutes=fault["minutes"], skill_ids=list(skill_ids), item_ids=list(item_ids),
            checklist_template_id=checklist_id,
        )
        parts = tuple((key, share, Decimal(quantity)) for key, share, quantity in fault["parts"])
        cast.faults[fault["key"]] = Fault(
            template, fault["key"], fault["category"], fault["text"], fault["kind"], fault["minutes"],
            tuple(fault["skills"]), skill_ids, item_ids, fault["checklist"], checklist_id, fault["weight"],
            fault.get("boiler", False), tuple(fault["said"]), tuple(fault["found"]), tuple(fault["done"]), parts,
        )
