"""A list's model: what it tells the screen leads from one list to the next, all at once or in portions."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from field_app.view_models.row_model import RowModel

PORTION = 3
LISTS = st.lists(st.integers(0, 12), unique=True, max_size=13)


def rows(keys: list[int], words: str = "") -> list[dict[str, Any]]:
    return [{"id": key, "name": f"{words}{key}"} for key in keys]


class Mirror:
    """A screen that knows only what the model tells it."""

    def __init__(self, model: RowModel) -> None:
        self.model = model
        self.seen = list(model.rows)
        model.rowsInserted.connect(self._came)
        model.rowsRemoved.connect(self._went)
        model.rowsMoved.connect(self._moved)
        model.dataChanged.connect(self._changed)

    def _came(self, _: QModelIndex, first: int, last: int) -> None:
        self.seen[first:first] = [self.model.at(place) for place in range(first, last + 1)]

    def _went(self, _: QModelIndex, first: int, last: int) -> None:
        del self.seen[first : last + 1]

    def _moved(self, _: QModelIndex, first: int, last: int, __: QModelIndex, to: int) -> None:
        assert first == last and to < first
        self.seen.insert(to, self.seen.pop(first))

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for place in range(first.row(), last.row() + 1):
            self.seen[place] = self.model.at(place)


@given(before=LISTS, after=LISTS)
def test_a_screen_that_follows_what_it_is_told_shows_the_new_rows(before: list[int], after: list[int]) -> None:
    model = RowModel("id", "name")
    model.set_rows(rows(before))
    mirror = Mirror(model)
    model.set_rows(rows(after, "now "))
    assert mirror.seen == list(model.rows) == rows(after, "now ")
    assert model.property("count") == len(after)


@given(before=LISTS, after=LISTS)
def test_a_portion_keeps_what_is_there_and_brings_the_first_new_rows(before: list[int], after: list[int]) -> None:
    model = RowModel("id", "name", portion=PORTION)
    for _ in range(len(before)):
        model.set_rows(rows(before))
    model.set_rows(rows(after, "now "))
    new = [key for key in after if key not in before]
    assert list(model.rows) == [row for row in rows(after, "now ") if row["id"] not in new[PORTION:]]


def test_what_a_portion_left_out_follows_by_itself_and_nothing_of_an_older_list(qtbot: QtBot) -> None:
    model = RowModel("id", "name", portion=PORTION)
    mirror = Mirror(model)
    model.set_rows(rows(list(range(20, 40))))
    assert mirror.seen == rows([20, 21, 22])
    wanted = rows(list(range(30, 44)))
    model.set_rows(wanted)
    qtbot.waitUntil(lambda: list(model.rows) == wanted)
    assert mirror.seen == wanted
