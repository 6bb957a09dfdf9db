"""A long list that reads only the rows in view, keeps scroll and selection while others change it, and is painted."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate

from core.qt.tasks import Tasks

ROW = Qt.ItemDataRole.UserRole
BLOCK = 60
"""So many rows are read at once, more than any screen shows."""

Index = QModelIndex | QPersistentModelIndex


class RegisterRows(QAbstractListModel):
    """Ids of the whole list, rows as they are asked for. `ROW` gives a row or None while it is on its way.

    `read` is a query (session, ids, *rest) → rows with an `id`; `words` says a row for those who do not see it.
    """

    def __init__(self, tasks: Tasks, read: Callable[..., Any], words: Callable[[Any], str], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._read, self._words = tasks, read, words
        self._rest: tuple[Any, ...] = ()
        self._ids: tuple[str, ...] = ()
        self._places: dict[str, int] = {}
        self._rows: dict[str, Any] = {}
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fetch)

    @property
    def ids(self) -> tuple[str, ...]:
        return self._ids

    def set_ids(self, ids: tuple[str, ...], *rest: Any) -> None:
        """A new list; rows that are still in it stay as they were until their newer ones come."""
        self._rest, self._asked = rest, set()
        if ids != self._ids:
            self.beginResetModel()
            self._ids = ids
            self._places = {one: place for place, one in enumerate(ids)}
            self._rows = {one: row for one, row in self._rows.items() if one in self._places}
            self.endResetModel()
        self._wanted.update({0, *(place // BLOCK for one, place in self._places.items() if one in self._rows)})
        self._timer.start(0)

    def place_of(self, row_id: str) -> int:
        return self._places.get(row_id, -1)

    def id_at(self, place: int) -> str:
        return self._ids[place] if 0 <= place < len(self._ids) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        block = index.row() // BLOCK
        if block not in self._asked and block not in self._wanted:
            self._wanted.add(block)
            self._timer.start(0)
        row = self._rows.get(self._ids[index.row()])
        if role == ROW:
            return row
        return self._words(row) if row is not None else ""

    def _fetch(self) -> None:
        for block in sorted(self._wanted - self._asked):
            ids = self._ids[block * BLOCK : (block + 1) * BLOCK]
            if ids:
                self._tasks.ask(self._read, ids, *self._rest, done=self._take, owner=self)
        self._asked |= self._wanted
        self._wanted = set()

    def _take(self, rows: tuple[Any, ...]) -> None:
        for row in rows:
            place = self._places.get(row.id)
            if place is not None and self._rows.get(row.id) != row:
                self._rows[row.id] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)


class RegisterView(QListView):
    """The list itself. `chosen` is emitted when another row becomes current, `opened` on Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, model: RegisterRows, delegate: QStyledItemDelegate, name: str) -> None:
        super().__init__()
        self.rows = model
        self._current = ""
        self.setObjectName(name)
        self.setProperty("kind", "register")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self._scroll = 0

    @property
    def current_id(self) -> str:
        return self._current

    def select(self, row_id: str) -> bool:
        """Makes the row current; false when it is not in the list."""
        place = self.rows.place_of(row_id)
        if place < 0:
            return False
        index = self.rows.index(place)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def step(self, by: int) -> None:
        place = self.rows.place_of(self._current) + by
        if 0 <= place < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row_id = self.rows.id_at(current.row()) if current.isValid() else ""
        if row_id and row_id != self._current:
            self._current = row_id
            self.chosen.emit(row_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        self._scroll = self.verticalScrollBar().value()

    def _restore(self) -> None:
        place = self.rows.place_of(self._current)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))
        self.verticalScrollBar().setValue(self._scroll)
