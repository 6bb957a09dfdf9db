"""A list model over plain rows that tells QML exactly which rows came, went, moved or changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Property as QtProperty
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from shiboken6 import isValid

from field_app.qml_module import for_qml

Row = Mapping[str, Any]
_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NOWHERE = QModelIndex()
_PAUSE = 60
"""Milliseconds between two portions: the rest of the page comes first, is painted, and a touch is answered."""


@for_qml
class RowModel(QAbstractListModel):
    """Rows with the given roles; the first role is the row's identity, by which scroll position and focus survive.

    With a `portion`, at most so many new rows come at once and the others after them, a little later: a page whose
    column holds a whole van turns at once, because nobody sees the thirtieth shelf yet.
    """

    countChanged = Signal()

    def __init__(self, *roles: str, parent: QObject | None = None, portion: int = 0) -> None:
        super().__init__(parent)
        self._portion = portion
        self._all: Sequence[Row] = ()
        self._next = QTimer(self, singleShot=True, interval=_PAUSE)
        self._next.timeout.connect(lambda: self.set_rows(self._all))
        self._roles = {_FIRST_ROLE + place: name for place, name in enumerate(roles)}
        self._key = roles[0]
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Becomes these rows by the fewest removals, moves and insertions that a list in this order needs."""
        if not isValid(self):
            return  # the page that showed them was left, and its slots are called still (`PageModel.is_left`)
        self._next.stop()
        if self._portion:
            self._all = rows
            rows = self._for_now(rows)
        before = len(self._rows)
        wanted = {row[self._key] for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place][self._key] not in wanted:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._put(place, row)
        if len(self._rows) != before:
            self.countChanged.emit()

    def _for_now(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Those that are there already and the first new ones; when more are left, they follow."""
        known = {row[self._key] for row in self._rows}
        new = [row[self._key] for row in rows if row[self._key] not in known]
        if len(new) <= self._portion:
            return rows
        self._next.start()
        known.update(new[: self._portion])
        return [row for row in rows if row[self._key] in known]

    def _put(self, place: int, row: Row) -> None:
        key = row[self._key]
        if place < len(self._rows) and self._rows[place][self._key] == key:
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        found = next((n for n in range(place + 1, len(self._rows)) if self._rows[n][self._key] == key), None)
        if found is None:
            self.beginInsertRows(_NOWHERE, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        self.beginMoveRows(_NOWHERE, found, found, _NOWHERE, place)
        moved = self._rows.pop(found)
        self._rows.insert(place, moved)
        self.endMoveRows()
        if moved != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or role not in self._roles:
            return None
        return self._rows[index.row()].get(self._roles[role])

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(name.encode()) for role, name in self._roles.items()}

    @Slot(int, result="QVariantMap")
    def at(self, place: int) -> dict[str, Any]:
        """A whole row, empty when there is none."""
        return dict(self._rows[place]) if 0 <= place < len(self._rows) else {}

    def _count(self) -> int:
        return len(self._rows)

    count = QtProperty(int, _count, notify=countChanged)
