"""What Mara does with the stock."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.stock import ReceiveStock, SetShelf
from core.ids import new_id
from core.queries.parts import balances
from office_app.context import OfficeContext
from office_app.stock.page import StockPage, create_page
from tests.helpers.finished_visit import play_visit
from tests.helpers.story import STORY


@pytest.fixture
def page(context: OfficeContext, qtbot: QtBot) -> StockPage:
    made = create_page(context)
    assert isinstance(made, StockPage)
    qtbot.addWidget(made)
    made.resize(1372, 900)
    made.show()
    settle(context, qtbot)
    return made


def settle(context: OfficeContext, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def click(page: QWidget, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None and button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def said(widget: QWidget) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel) if found.isVisible())


def there(core: Core, place: str, item: str = STORY.gasket) -> Decimal:
    return core.database.ask(balances, place).get(item, Decimal(0))


def names(page: StockPage) -> list[str]:
    return [row.name for row in page.table.model_rows.rows]


def type_quantity(page: StockPage, qtbot: QtBot, text: str) -> None:
    page.article.form.quantity.selectAll()
    qtbot.keyClicks(page.article.form.quantity, text)


@pytest.fixture
def gasket(page: StockPage, context: OfficeContext, qtbot: QtBot) -> StockPage:
    page.open(item_id=STORY.gasket)
    settle(context, qtbot)
    assert page.article.article is not None
    return page


def test_the_page_shows_places_articles_and_what_they_are_worth(page: StockPage) -> None:
    assert [place.name for place in page.places.rows.places] == [
        "Alla tillsammans", "Huvudlager", "Alex bil", "Milans bil"
    ]
    assert names(page) == ["Packning E61", "Rengöringsmedel", "Säkerhetsventil 1,8 bar", "Tryckvakt 0,5–1,4 bar"]
    assert "Lagervärde 2\u00a0979\u00a0kr" in said(page)
    assert "Välj en artikel" in said(page)


def test_a_place_shows_its_own_articles_with_their_shelves(
    page: StockPage, context: OfficeContext, qtbot: QtBot
) -> None:
    page.places.select(STORY.alex_van)
    settle(context, qtbot)

    assert names(page) == ["Packning E61", "Rengöringsmedel", "Tryckvakt 0,5–1,4 bar"]
    assert page.table.model_rows.rows[0].shelf == "A2"
    assert not page.table.isColumnHidden(1)
    assert "4\u00a0st" in page.table.model_rows.index(0, 2).data()


def test_search_narrows_and_enter_chooses_also_what_a_scanner_types(
    page: StockPage, context: OfficeContext, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.box, "7310000999999")
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    settle(context, qtbot)
    assert "Ingen artikel passar" in said(page)

    page.box.clear()
    qtbot.keyClicks(page.box, "7310000532017")
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.article.article is not None)
    assert page.article.article is not None
    assert page.article.article.item_id == STORY.gasket

    qtbot.keyClick(page.box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 4)


def test_low_stock_is_marked_and_can_be_listed(page: StockPage, context: OfficeContext, qtbot: QtBot) -> None:
    click(page, qtbot, "stockFilter_low")
    settle(context, qtbot)
    assert "Inget är lågt" in said(page)

    context.tasks.run(SetShelf(
        shelf_id=new_id(), warehouse_id=STORY.alex_van, item_id=STORY.gasket, shelf="A2", minimum=Decimal(6)
    ))
    qtbot.waitUntil(lambda: names(page) == ["Packning E61"])
    assert page.table.model_rows.index(0, 5).data() == "Lågt"
    assert page.chips["low"].text() == "Lågt 1"
    qtbot.waitUntil(lambda: "1 låg" in page.places.rows.index(2).data())


def test_a_delivery_is_received_and_can_be_taken_back(
    gasket: StockPage, context: OfficeContext, qtbot: QtBot
) -> None:
    click(gasket, qtbot, "stockDo_receive")
    type_quantity(gasket, qtbot, "20")
    assert "Huvudlager: 60 → 80\u00a0st" in said(gasket)
    qtbot.keyClick(gasket.article.form.quantity, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(context.core, STORY.main_store) == 80)
    qtbot.waitUntil(gasket.article.form.isHidden)
    qtbot.waitUntil(lambda: gasket.article.history.rows.moves[0].kind == "receipt")
    assert context.undo.undo_label is not None

    context.undo.undo()
    qtbot.waitUntil(lambda: there(context.core, STORY.main_store) == 60)
    qtbot.waitUntil(lambda: "Mottaget (ångrat)" in [
        gasket.article.history.rows.words(move)[0] for move in gasket.article.history.rows.moves
    ])


def test_parts_are_moved_to_the_van_that_needs_them(gasket: StockPage, context: OfficeContext, qtbot: QtBot) -> None:
    click(gasket, qtbot, "stockDo_move")
    form = gasket.article.form
    form.target.setCurrentIndex(form.target.findData(STORY.alex_van))
    type_quantity(gasket, qtbot, "5")
    click(gasket, qtbot, "stockSave")

    qtbot.waitUntil(lambda: there(context.core, STORY.alex_van) == 9)
    assert there(context.core, STORY.main_store) == 55


def test_a_count_says_the_difference_before_it_is_saved(
    gasket: StockPage, context: OfficeContext, qtbot: QtBot
) -> None:
    gasket.places.select(STORY.alex_van)
    settle(context, qtbot)
    click(gasket, qtbot, "stockDo_count")
    type_quantity(gasket, qtbot, "4")
    assert "Stämmer med systemet." in said(gasket)
    type_quantity(gasket, qtbot, "3")
    assert "Systemet tror 4\u00a0st, skillnad −1\u00a0st." in said(gasket)
    click(gasket, qtbot, "stockSave")

    qtbot.waitUntil(lambda: there(context.core, STORY.alex_van) == 3)


def test_shelf_and_minimum_are_set_per_place(gasket: StockPage, context: OfficeContext, qtbot: QtBot) -> None:
    click(gasket, qtbot, "stockDo_shelf")
    form = gasket.article.form
    assert form.shelf.text() == "H12"
    form.target.setCurrentIndex(form.target.findData(STORY.alex_van))
    assert form.shelf.text() == "A2"
    type_quantity(gasket, qtbot, "6")
    click(gasket, qtbot, "stockSave")

    qtbot.waitUntil(lambda: "Hylla A2 · minst 6" in said(gasket))


@pytest.mark.parametrize(("action", "text", "sentence"), [
    ("receive", "-3", "−3 är inget antal som kan tas emot"),
    ("receive", "0", "0 är inget antal som kan tas emot"),
    ("receive", "många", "«många» är inget antal."),
    ("receive", "", "är inget antal."),
    ("move", "61", "På Huvudlager finns bara 60 st."),
    ("count", "-1", "−1 kan inte ha räknats."),
])
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    gasket: StockPage, context: OfficeContext, qtbot: QtBot, action: str, text: str, sentence: str
) -> None:
    click(gasket, qtbot, f"stockDo_{action}")
    type_quantity(gasket, qtbot, text)
    click(gasket, qtbot, "stockSave")

    qtbot.waitUntil(lambda: sentence in said(gasket))
    assert gasket.article.form.quantity.text() == text
    assert gasket.article.form.save.isEnabled()
    assert there(context.core, STORY.main_store) == 60


def test_an_open_form_follows_what_happens_meanwhile(gasket: StockPage, context: OfficeContext, qtbot: QtBot) -> None:
    click(gasket, qtbot, "stockDo_receive")
    type_quantity(gasket, qtbot, "20")
    context.tasks.run(ReceiveStock(
        move_id=new_id(), warehouse_id=STORY.main_store, item_id=STORY.gasket, quantity=Decimal(1)
    ))

    qtbot.waitUntil(lambda: "Huvudlager: 61 → 81\u00a0st" in said(gasket))
    assert gasket.article.form.quantity.text() == "20"


def test_escape_and_a_second_click_close_the_form(gasket: StockPage, qtbot: QtBot) -> None:
    for close in (
        lambda: qtbot.keyClick(gasket.article.form.quantity, Qt.Key.Key_Escape),
        lambda: click(gasket, qtbot, "stockDo_receive"),
        lambda: click(gasket, qtbot, "stockCancel"),
    ):
        click(gasket, qtbot, "stockDo_receive")
        assert gasket.article.form.isVisible()
        close()
        assert gasket.article.form.isHidden()
        assert not gasket.article.buttons["receive"].isChecked()


def test_a_used_part_leads_to_its_call(
    office: Core, page: StockPage, context: OfficeContext, qtbot: QtBot
) -> None:
    play_visit(office)
    wanted: list[tuple[str, dict[str, Any]]] = []
    context.navigation.requested.connect(lambda place, target: wanted.append((place, target)))
    page.open(item_id=STORY.gasket, warehouse_id=STORY.alex_van)
    rows = page.article.history.rows
    qtbot.waitUntil(lambda: any(move.kind == "use" for move in rows.moves))
    used = next(n for n, move in enumerate(rows.moves) if move.kind == "use")
    assert rows.words(rows.moves[used])[0] == "Använt hos Kafé Tulpan"

    page.article.history.clicked.emit(rows.index(used))
    assert wanted == [("calls", {"call_id": STORY.call})]


def test_the_page_speaks_english_at_once(gasket: StockPage, context: OfficeContext) -> None:
    context.texts.set_language("en")

    assert "Where it is" in said(gasket)
    assert gasket.places.rows.index(0).data().startswith("All together")
    assert gasket.table.model_rows.headerData(2, Qt.Orientation.Horizontal) == "Quantity"
    assert gasket.article.buttons["move"].text() == "Move"


def test_sorting_by_a_column_keeps_the_choice(gasket: StockPage) -> None:
    gasket.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert names(gasket)[0] == "Packning E61"

    gasket.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert names(gasket)[-1] == "Packning E61"
    assert gasket.table.currentIndex().row() == 3


def test_a_van_without_an_article_can_be_given_it(page: StockPage, context: OfficeContext, qtbot: QtBot) -> None:
    page.places.select(STORY.milan_van)
    settle(context, qtbot)
    assert names(page) == ["Säkerhetsventil 1,8 bar"]

    click(page, qtbot, "stockFilter_all")
    qtbot.waitUntil(lambda: len(names(page)) == 4)
    page.open(item_id=STORY.gasket, do="move")
    qtbot.waitUntil(page.article.form.isVisible)
    type_quantity(page, qtbot, "2")
    click(page, qtbot, "stockSave")
    qtbot.waitUntil(lambda: there(context.core, STORY.milan_van) == 2)
