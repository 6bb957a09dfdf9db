"""The board for those who hear it: a table whose rows are technicians and whose cells are their jobs.

Qt for Python does not hand out `QAccessibleTableInterface`, so the table is told by roles and by its tree. A cell is a
place in a row («the second job of Alex»), never a job: what has been handed out stays valid while the board changes.
"""

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from office_app.board.canvas import BoardCanvas
from office_app.board.model.arrange import Bar

if TYPE_CHECKING:
    from office_app.board.view import BoardView


class _Part(QAccessibleInterface):
    """A row or a cell: what both say about themselves."""

    def __init__(self, table: "BoardTable") -> None:
        super().__init__()
        self.table = table

    def isValid(self) -> bool:
        return shiboken6.isValid(self.table.view) and self.there()

    def there(self) -> bool:
        raise NotImplementedError

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> None:  # type: ignore[override]
        return None

    def relations(self, _match: Any = None) -> list[Any]:  # type: ignore[override]
        return []

    def focusChild(self) -> None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> None:  # type: ignore[override]
        return None

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return None

    def state(self) -> QAccessible.State:
        return QAccessible.State()


class BoardRow(_Part):
    """A technician: the name and how many jobs; its children are the jobs in the order of time."""

    def __init__(self, table: "BoardTable", number: int) -> None:
        super().__init__(table)
        self.number = number
        self._cells: list[BoardCell] = []

    def there(self) -> bool:
        return self.number < len(self.table.view.scene.rows)

    def parent(self) -> "BoardTable":  # type: ignore[override]
        return self.table

    def childCount(self) -> int:
        return len(self.table.view.scene.bars(self.number)) if self.there() else 0

    def child(self, place: int) -> "BoardCell | None":  # type: ignore[override]
        if not 0 <= place < self.childCount():
            return None
        while len(self._cells) <= place:
            self._cells.append(BoardCell(self, len(self._cells)))
        return self._cells[place]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place if isinstance(child, BoardCell) and child.row is self else -1

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.there():
            return ""
        view = self.table.view
        return f"{view.scene.rows[self.number].technician.name}, {view.job_count(self.number)}"

    def rect(self) -> QRect:
        geometry = self.table.view.geometry_now
        top = self.table.view.canvas.mapToGlobal(QPoint(0, round(geometry.y_of(self.number))))
        return QRect(top.x(), top.y(), geometry.width, geometry.row_height)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Row


class BoardCell(_Part):
    """A job: customer, fault, times and status, as its tip says them."""

    def __init__(self, row: BoardRow, place: int) -> None:
        super().__init__(row.table)
        self.row, self.place = row, place

    def bar(self) -> Bar | None:
        bars = self.table.view.scene.bars(self.row.number) if self.row.there() else []
        return bars[self.place] if self.place < len(bars) else None

    def there(self) -> bool:
        return self.bar() is not None

    def parent(self) -> BoardRow:  # type: ignore[override]
        return self.row

    def childCount(self) -> int:
        return 0

    def child(self, _place: int) -> None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        bar = self.bar()
        if kind != QAccessible.Text.Name or bar is None:
            return ""
        return self.table.view.tip(bar.visit).replace("\n", ", ")

    def rect(self) -> QRect:
        bar, view = self.bar(), self.table.view
        if bar is None:
            return QRect()
        box = view.geometry_now.bar_rect(self.row.number, bar).toRect()
        return QRect(view.canvas.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def state(self) -> QAccessible.State:
        state, bar = QAccessible.State(), self.bar()
        state.selectable = state.focusable = True  # type: ignore[assignment]
        marks = self.table.view.marks
        if bar is not None:
            state.selected = bar.visit.id in marks.selected  # type: ignore[assignment]
            state.focused = bar.visit.id == marks.current  # type: ignore[assignment]
        return state


class BoardTable(QAccessibleWidget):
    def __init__(self, view: "BoardView") -> None:
        super().__init__(view.canvas, QAccessible.Role.Table, view.canvas.accessibleName())
        self.view = view
        self._rows: list[BoardRow] = []

    def childCount(self) -> int:
        return len(self.view.scene.rows)

    def child(self, number: int) -> BoardRow | None:  # type: ignore[override]
        if not 0 <= number < self.childCount():
            return None
        while len(self._rows) <= number:
            self._rows.append(BoardRow(self, len(self._rows)))
        return self._rows[number]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, BoardRow) and child.table is self else -1

    def cell(self, visit_id: str) -> BoardCell | None:
        """The cell of a job in its own technician's row."""
        visit = self.view.scene.visits.get(visit_id)
        number = self.view.scene.index_of(visit.person_id) if visit is not None else None
        row = self.child(number) if number is not None else None
        if row is None or number is None:
            return None
        ids = [bar.visit.id for bar in self.view.scene.bars(number)]
        return row.child(ids.index(visit_id)) if visit_id in ids else None


def say_focus(view: "BoardView", visit_id: str) -> None:
    """Tells a screen reader, when one listens, which job is looked at now."""
    if not QAccessible.isActive():
        return
    table = QAccessible.queryAccessibleInterface(view.canvas)
    cell = table.cell(visit_id) if isinstance(table, BoardTable) else None
    if cell is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(cell, QAccessible.Event.Focus))


def _made(_class_name: str, target: QObject) -> QAccessibleInterface | None:
    if not isinstance(target, BoardCanvas):
        return None
    target.accessible = BoardTable(target.view)
    return target.accessible


def install() -> None:
    """Once for the program: from then on every board is a table to whoever asks."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)


_installed: list[bool] = []
