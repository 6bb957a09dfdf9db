"""The firm's own prices and articles, from the first day of an empty database."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.bootstrap import Core
from core.commands.articles import SaveArticle, SetStandardPrices
from core.commands.firm import SetUpFirm
from core.errors import UserError
from core.ids import new_id
from core.queries.prices import StandardPrices, article_of_code, price_settings, standard_prices
from core.queries.stock import stock_list, stock_places
from tests.helpers.story import STORY, build_story

MARA = "mara"


@pytest.fixture
def core(office: Core) -> Core:
    office.commands.execute(SetUpFirm(name="Ugnar AB", person_id=MARA, person_name="Bengt Ek"), MARA)
    return office


def priced(core: Core, labour: Any, travel: Any, mileage: Any) -> Any:
    command = SetStandardPrices(labour=Decimal(labour), travel=Decimal(travel), mileage=Decimal(mileage))
    return core.commands.execute(command, MARA)


def article(core: Core, code: str = "700-1", name: str = "Tändare", item_id: str = "", price: Any = 120) -> Any:
    command = SaveArticle(item_id=item_id or new_id(), code=code, name=name, price=Decimal(price))
    return core.commands.execute(command, MARA)


def test_a_new_firm_sets_its_prices_and_takes_them_back(core: Core) -> None:
    assert core.database.ask(standard_prices) == StandardPrices(Decimal(0), Decimal(0), Decimal(0))
    priced(core, 950, 450, 0)
    changes = priced(core, 990, 450, 0)
    assert core.database.ask(standard_prices) == StandardPrices(Decimal(990), Decimal(450), Decimal(0))
    chosen = core.database.ask(price_settings)
    assert chosen.labour is not None and (chosen.labour.name, chosen.labour.unit) == ("Arbetstid", "h")
    assert chosen.fixed_travel
    (undo,) = changes.undo
    core.commands.execute(undo, MARA)
    assert core.database.ask(standard_prices).labour == 950


def test_without_a_fee_for_coming_the_kilometres_are_charged(core: Core) -> None:
    priced(core, 950, 450, 50)
    priced(core, 950, 0, 50)
    chosen = core.database.ask(price_settings)
    assert not chosen.fixed_travel
    assert chosen.mileage is not None and chosen.mileage.price == 50
    priced(core, 950, 300, 50)
    assert core.database.ask(standard_prices).travel == 300


def test_the_firm_of_the_story_keeps_its_own_articles(office: Core, tmp_path: Path) -> None:
    build_story(office)
    before = office.database.ask(price_settings)
    command = SetStandardPrices(labour=Decimal(1010), travel=Decimal(100), mileage=Decimal(10))
    office.commands.execute(command, STORY.mara)
    after = office.database.ask(price_settings)
    assert before.labour is not None and after.labour is not None
    assert (after.labour.id, after.labour.price) == (before.labour.id, Decimal(1010))


def test_an_article_is_made_changed_found_and_can_lie_in_the_store(core: Core) -> None:
    item_id = article(core).result
    changes = article(core, name="Tändare, gas", item_id=item_id, price=140)
    found = core.database.ask(article_of_code, " 700-1 ")
    assert found is not None and (found.name, found.price, found.unit) == ("Tändare, gas", Decimal(140), "st")
    (undo,) = changes.undo
    core.commands.execute(undo, MARA)
    again = core.database.ask(article_of_code, "700-1")
    assert again is not None and again.name == "Tändare"
    assert [row.name for row in core.database.ask(stock_list, "", "", "all").rows] == ["Tändare"]
    assert [place.kind for place in core.database.ask(stock_places)] == ["main"]


def test_what_cannot_be_an_article_is_refused_and_nothing_is_lost(core: Core) -> None:
    article(core)
    for wrong, key in (
        ({"code": "700-1"}, "articles.error_code_taken"), ({"code": " "}, "articles.error_words_needed"),
        ({"code": "7" * 41}, "articles.error_too_long"), ({"code": "2", "price": -1}, "articles.error_price"),
        ({"code": "2", "price": "NaN"}, "articles.error_price"),
    ):
        with pytest.raises(UserError) as refused:
            article(core, **wrong)
        assert refused.value.key == key
    assert len(core.database.ask(stock_list, "", "", "all").rows) == 1
