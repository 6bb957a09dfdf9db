"""Stock: receiving, moving, counting and taking back, and what the office sees of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock
from core.commands.base import Command
from core.commands.stock import CountStock, MoveStock, ReceiveStock, SetShelf
from core.errors import UserError
from core.ids import new_id
from core.queries.parts import balances
from core.queries.stock import StockArticle, StockList, stock_article, stock_list, stock_overview, stock_places
from tests.helpers.cores import opened_office
from tests.helpers.finished_visit import play_visit
from tests.helpers.story import STORY, build_story


@pytest.fixture
def core(office: Core) -> Core:
    build_story(office)
    return office


def does(core: Core, command: Command) -> Changes:
    return core.commands.execute(command, STORY.mara)


def undo(core: Core, changes: Changes) -> Changes:
    (command,) = changes.undo
    return does(core, command)


def receive(core: Core, n: Any, place: str = STORY.main_store, item: str = STORY.gasket) -> Changes:
    return does(core, ReceiveStock(move_id=new_id(), warehouse_id=place, item_id=item, quantity=Decimal(n)))


def move(core: Core, n: Any, source: str = STORY.main_store, target: str = STORY.alex_van) -> Changes:
    return does(core, MoveStock(
        out_id=new_id(), in_id=new_id(), from_id=source, to_id=target, item_id=STORY.gasket, quantity=Decimal(n)
    ))


def count(core: Core, n: Any, place: str = STORY.alex_van) -> Changes:
    return does(core, CountStock(move_id=new_id(), warehouse_id=place, item_id=STORY.gasket, counted=Decimal(n)))


def shelf(core: Core, minimum: Any, name: str = "A2", place: str = STORY.alex_van, item: str = STORY.gasket) -> Changes:
    return does(core, SetShelf(
        shelf_id=new_id(), warehouse_id=place, item_id=item, shelf=name, minimum=Decimal(minimum)
    ))


def there(core: Core, place: str, item: str = STORY.gasket) -> Decimal:
    return core.database.ask(balances, place).get(item, Decimal(0))


def article(core: Core, place: str = "") -> StockArticle:
    found = core.database.ask(stock_article, STORY.gasket, place)
    assert found is not None
    return found


def listed(core: Core, place: str = "", text: str = "", which: str = "here") -> StockList:
    return core.database.ask(stock_list, place, text, which)


# ---- Changes --------------------------------------------------------------------------------------------------------


def test_a_delivery_is_added_and_can_be_taken_back_and_done_again(core: Core) -> None:
    received = receive(core, 10)
    assert there(core, STORY.main_store) == 70

    reversed_ = undo(core, received)
    assert there(core, STORY.main_store) == 60

    again = undo(core, reversed_)
    assert there(core, STORY.main_store) == 70
    undo(core, again)
    assert there(core, STORY.main_store) == 60


def test_a_transfer_moves_and_its_undo_moves_back(core: Core) -> None:
    moved = move(core, 5)
    assert (there(core, STORY.main_store), there(core, STORY.alex_van)) == (55, 9)

    undo(core, moved)
    assert (there(core, STORY.main_store), there(core, STORY.alex_van)) == (60, 4)


def test_a_count_becomes_the_difference_also_when_there_is_none(core: Core) -> None:
    counted = count(core, 3)
    assert there(core, STORY.alex_van) == 3
    count(core, 3)
    latest = article(core, STORY.alex_van).moves[:2]
    assert [(one.kind, one.quantity) for one in latest] == [("count", 0), ("count", -1)]

    undo(core, counted)
    assert there(core, STORY.alex_van) == 4


def test_shelf_and_minimum_are_kept_and_can_be_taken_back(core: Core) -> None:
    changed = shelf(core, 6, "B7")
    holding = article(core).holding(STORY.alex_van)
    assert holding is not None
    assert (holding.shelf, holding.minimum, holding.level) == ("B7", 6, "low")

    undo(core, changed)
    holding = article(core).holding(STORY.alex_van)
    assert holding is not None
    assert (holding.shelf, holding.minimum) == ("A2", 0)


def test_the_same_command_twice_counts_once(core: Core) -> None:
    for command in (
        ReceiveStock(move_id="m1", warehouse_id=STORY.main_store, item_id=STORY.gasket, quantity=Decimal(10)),
        MoveStock(out_id="m2", in_id="m3", from_id=STORY.main_store, to_id=STORY.alex_van, item_id=STORY.gasket,
                  quantity=Decimal(70)),
        CountStock(move_id="m4", warehouse_id=STORY.alex_van, item_id=STORY.gasket, counted=Decimal(1)),
    ):
        does(core, command)
        does(core, command)

    assert (there(core, STORY.main_store), there(core, STORY.alex_van)) == (0, 1)


@pytest.mark.parametrize(("do", "key"), [
    (lambda core: receive(core, 0), "stock.error_quantity"),
    (lambda core: receive(core, -3), "stock.error_quantity"),
    (lambda core: receive(core, "Infinity"), "stock.error_quantity"),
    (lambda core: receive(core, "NaN"), "stock.error_quantity"),
    (lambda core: receive(core, 10_000_000), "stock.error_quantity"),
    (lambda core: move(core, -1), "stock.error_quantity"),
    (lambda core: move(core, 61), "stock.error_too_few"),
    (lambda core: move(core, 1, STORY.alex_van, STORY.alex_van), "stock.error_same_place"),
    (lambda core: count(core, -1), "stock.error_count"),
    (lambda core: shelf(core, -1), "stock.error_minimum"),
    (lambda core: shelf(core, 1, "x" * 13), "stock.error_shelf"),
    (lambda core: receive(core, 1, "nowhere"), "errors.row_gone"),
    (lambda core: receive(core, 1, item="nothing"), "errors.row_gone"),
])
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(core: Core, do: Any, key: str) -> None:
    with pytest.raises(UserError) as caught:
        do(core)
    assert caught.value.key == key
    assert (there(core, STORY.main_store), there(core, STORY.alex_van)) == (60, 4)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["receive", "move", "count", "undo"]), st.integers(1, 9)), max_size=12))
def test_nothing_appears_or_vanishes_that_was_not_received_or_counted(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with opened_office(tmp_path_factory.mktemp("office")) as core:
        build_story(core)
        done: list[Changes] = []
        expected = {STORY.main_store: Decimal(60), STORY.alex_van: Decimal(4)}
        states = []
        for step, n in steps:
            before = dict(expected)
            if step == "undo":
                if done:
                    undo(core, done.pop())
                    expected = states.pop()
                continue
            if step == "receive":
                done.append(receive(core, n))
                expected[STORY.main_store] += n
            elif step == "move":
                done.append(move(core, n))
                expected[STORY.main_store] -= n
                expected[STORY.alex_van] += n
            else:
                done.append(count(core, n))
                expected[STORY.alex_van] = Decimal(n)
            states.append(before)
        assert {place: there(core, place) for place in expected} == expected


# ---- What is seen ---------------------------------------------------------------------------------------------------


def test_places_tell_what_they_hold_and_lack(core: Core) -> None:
    shelf(core, 6)
    shelf(core, 1, "C9", item=STORY.valve)
    places = {place.id: place for place in core.database.ask(stock_places)}

    assert next(iter(places)) == STORY.main_store
    alex = places[STORY.alex_van]
    assert (alex.articles, alex.short, alex.kind, alex.initials) == (3, 2, "van", "AL")
    assert alex.value == 4 * 31 + 420 + 500 * Decimal("0.31")
    together = core.database.ask(stock_overview)
    assert (together.articles, together.short) == (4, 2)
    assert together.value == sum(place.value for place in together.places)


def test_a_list_can_be_searched_and_filtered(core: Core) -> None:
    shelf(core, 6)

    assert [row.item_id for row in listed(core, STORY.alex_van).rows] == [
        STORY.gasket, STORY.detergent, STORY.pressure_switch
    ]
    assert [row.item_id for row in listed(core, STORY.alex_van, which="low").rows] == [STORY.gasket]
    assert [row.item_id for row in listed(core, text="tryckv").rows] == [STORY.pressure_switch]
    assert [row.item_id for row in listed(core, text="5320017").rows] == [STORY.gasket]
    assert [row.item_id for row in listed(core, text="7310000532017").rows] == [STORY.gasket]
    everything = listed(core, STORY.milan_van, which="all")
    assert dict(everything.counts) == {"here": 1, "low": 0, "all": 4}
    assert {row.level for row in everything.rows} == {"ok", "none"}


def test_all_places_together_hide_no_empty_van(core: Core) -> None:
    shelf(core, 6)
    (row,) = listed(core, text="Packning").rows

    assert (row.quantity, row.minimum, row.level, row.shelf) == (64, 6, "low", "")


def test_labour_and_machines_are_not_stock(core: Core) -> None:
    assert {STORY.labour, STORY.model}.isdisjoint(row.item_id for row in listed(core, which="all").rows)


def test_an_article_tells_its_movements_with_their_reasons_and_balances(core: Core) -> None:
    assert isinstance(core.clock, FixedClock)
    core.clock.advance(timedelta(minutes=1))
    undo(core, move(core, 5))
    core.clock.advance(timedelta(minutes=1))
    count(core, 3)

    moves = article(core, STORY.alex_van).moves

    assert (moves[0].kind, moves[0].quantity, moves[0].balance) == ("count", -1, 3)
    by_kind = {one.kind: one for one in moves}
    assert by_kind["transfer"].reason.other_place == "Huvudlager"
    assert by_kind["transfer"].reversed
    assert by_kind["count"].person == "Mara Sandberg"
    assert {one.balance for one in moves if one.kind == "opening"} == {4}


def test_a_part_used_on_a_visit_names_its_customer(core: Core) -> None:
    play_visit(core)

    used = [one for one in article(core, STORY.alex_van).moves if one.kind == "use"]

    assert used
    assert {(one.reason.customer, one.reason.number) for one in used} == {("Kafé Tulpan", "S-2026-02048")}


def test_an_article_that_is_gone_is_nothing(core: Core) -> None:
    assert core.database.ask(stock_article, "gone") is None
