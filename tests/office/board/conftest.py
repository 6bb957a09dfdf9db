"""A planner at a full day's board."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.bootstrap import Core
from core.model.visit import Activity
from office_app.board.page import BoardPage
from tests.helpers.board_day import BoardDay, at, build_board_day
from tests.office.windows import Desk, desk

_LEFT, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Planner:
    """Mara before her board: what she does with mouse and keys, and what is then stored."""

    def __init__(self, core: Core, day: BoardDay, seat: Desk) -> None:
        self.core, self.day, self.desk = core, day, seat
        self.page: BoardPage = seat.go("board")
        self.cards, self.canvas = self.page.unplanned.cards.canvas, self.page.view.canvas
        self._source: QWidget = self.cards
        self._at = QPoint()

    def row_point(self, who: str, clock: str) -> QPoint:
        """Where a time lies in somebody's row, as a point of the whole screen."""
        point = self.canvas.point_of(self.day.people[who], at(clock))
        assert point is not None
        return self.canvas.mapToGlobal(point)

    def take_card(self, visit_id: str) -> None:
        point = self.cards.point_of(visit_id)
        assert point is not None
        self._take(self.cards, point)

    def take_bar(self, visit_id: str, from_left: float | None = None) -> None:
        point = self.canvas.bar_point(visit_id)
        assert point is not None
        if from_left is not None:
            view = self.page.view
            row = view.scene.index_of(view.scene.visits[visit_id].person_id)
            assert row is not None
            box = next(view.geometry_now.bar_rect(row, bar) for bar in view.scene.bars(row) if bar.visit.id == visit_id)
            point = QPoint(round(box.left() + from_left if from_left >= 0 else box.right() + from_left), point.y())
        self._take(self.canvas, point)

    def carry(self, where: QPoint) -> None:
        """Moves what is held there, in small steps as a hand does."""
        end = self._source.mapFromGlobal(where)
        for step in range(1, 7):
            QTest.mouseMove(self._source, self._at + (end - self._at) * (step / 6))
        self._at = end
        self.desk.settle()

    def let_go(self) -> None:
        QTest.mouseRelease(self._source, _LEFT, _NO_KEYS, self._at)
        self.desk.settle()

    def click(self, visit_id: str) -> None:
        point = self.canvas.bar_point(visit_id)
        assert point is not None
        QTest.mouseClick(self.canvas, _LEFT, _NO_KEYS, point)
        self.desk.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NO_KEYS) -> None:
        QTest.keyClick(self.page.view, key, modifier)
        self.desk.settle()

    def stored(self, visit_id: str) -> Any:
        with self.core.database.read() as session:
            row = session.get(Activity, visit_id)
            assert row is not None
            session.expunge(row)
            return row

    def undo(self) -> None:
        self.desk.context.undo.undo()
        self.desk.settle()

    def _take(self, source: QWidget, point: QPoint) -> None:
        self._source, self._at = source, point
        QTest.mousePress(source, _LEFT, _NO_KEYS, point)


@pytest.fixture
def planner(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Planner]:
    day = build_board_day(office)
    with desk(office, qapp, qtbot) as seat:
        yield Planner(office, day, seat)
    qapp.setStyleSheet("")
