"""The main store and the vans: what lies where today, and the least that should."""

from decimal import Decimal

from core.demo.cast import Cast, Technician
from core.demo.maker import Maker, source
from core.model.stock import StockMove, StockShelf

_ALEX = {"gasket": 4, "pressure_switch": 1, "shower": 3, "detergent": 500}
"""What the story finds in his van; the safety valve is with Milan."""
_MILAN = {"safety_valve": 2}
_ONLY_SOME_VANS = ("safety_valve", "pressure_switch", "element_2g", "pump", "control_board", "compressor", "brew_unit")
_NEVER_IN_VANS = ("pump_motor",)
SINCE_DAYS = 730


def make_stock(maker: Maker, cast: Cast) -> None:
    begun = maker.at("06:00", maker.ago(SINCE_DAYS))
    described = source("articles")
    shelves = {row[0]: row[5] for row in described["core"]} | {row[0]: row[6] for row in described["consumables"]}
    for number, article in enumerate(cast.articles.values()):
        if article.kind not in ("part", "consumable"):
            continue
        shelf = f"{chr(ord('A') + number // 20 % 20)}{number % 20 + 1}"
        minimum = 200 if article.unit in ("g", "ml") else 5 if article.price < 400 else 2
        lying = _amount(maker, minimum * 3, article.key)
        if article.key == "gasket":
            shelf, minimum, lying = "H12", 20, 60
        _lay(maker, cast.main_store, article.id, lying, shelf, minimum, begun)
    for technician in cast.technicians:
        _van(maker, cast, technician, shelves, begun)


def _van(maker: Maker, cast: Cast, technician: Technician, shelves: dict[str, str], begun: object) -> None:
    own = {"Alex Lindqvist": _ALEX, "Milan Kovač": _MILAN}.get(technician.name, {})
    for key, shelf in shelves.items():
        article = cast.articles[key]
        share = 0.35 if key in _ONLY_SOME_VANS else 0.8
        chosen = key in own or (maker.random.random() < share and key not in _NEVER_IN_VANS)
        if technician.name == "Alex Lindqvist" and key == "safety_valve":
            chosen = False
        if not chosen:
            continue
        usual = maker.random.choice((250, 500, 1000)) if article.unit in ("g", "ml") else maker.random.randint(1, 4)
        minimum = 100 if article.unit in ("g", "ml") else 1
        quantity = own.get(key, usual)
        cast.lying[technician.van_id, article.id] = Decimal(quantity)
        _lay(maker, technician.van_id, article.id, quantity, shelf, minimum, begun)


def _amount(maker: Maker, usual: int, key: str) -> int:
    """Mostly more than enough; one in fifteen is under its minimum and waits for an order."""
    if key == "pump_motor":
        return 0
    drawn = maker.random.random()
    return max(0, round(usual * (0.2 if drawn < 0.07 else 0.5 + drawn)))


def _lay(
    maker: Maker, warehouse: str, item: str, quantity: int, shelf: str, minimum: int, begun: object
) -> None:
    maker.add(StockShelf, warehouse_id=warehouse, item_id=item, shelf=shelf, minimum=Decimal(minimum))
    if quantity:
        maker.add(
            StockMove, warehouse_id=warehouse, item_id=item, quantity=Decimal(quantity), kind="opening", at=begun
        )
