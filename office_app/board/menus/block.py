"""What can be done with a break, an absence or reserved time: by right click, and by keys from its owner's menu."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.presenters.board import clock_text
from core.rules.facts import Blocked, Minute
from office_app.board.model.blocks import SHORTEST, BlockDrag, Piece, pieces

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_STEP = 15
_RESERVED_MINUTES = 60


class BlockMenus:
    """The same acts wherever they are asked for."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        page.view.mouse.block_menu.connect(self.show)
        page.view.mouse.block_moved.connect(self._on_moved)

    def show(self, block: BlockDrag, point: QPoint) -> None:
        menu = QMenu(self._page)
        menu.setObjectName("blockMenu")
        self._fill(menu, block.person_id, block.piece)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def add_to(self, menu: QMenu, person_id: str) -> None:
        """One submenu for each of a technician's blocks on the days that are shown, and «reserve»."""
        page, texts = self._page, self._page.texts
        technician = page.view.scene.technician(person_id)
        if technician is None:
            return
        menu.addAction(texts("board.block_reserve")).triggered.connect(lambda: self._reserve(person_id))
        axis = page.view.geometry_now.axis
        for piece in pieces(technician, axis.first, axis.last) if page.data.days == 1 else ():
            self._fill(menu.addMenu(self._title(piece)), person_id, piece)

    def _title(self, piece: Piece) -> str:
        texts = self._page.texts
        word = texts("board.break" if piece.block.kind == "break" else f"board.absence_{piece.block.kind}")
        return f"{piece.block.title or word} {clock_text(texts, piece.start)}–{clock_text(texts, piece.end)}"

    def _fill(self, menu: QMenu, person_id: str, piece: Piece) -> None:
        for key, act in self._acts(person_id, piece):
            menu.addAction(self._page.texts(key)).triggered.connect(act)

    def _acts(self, person_id: str, piece: Piece) -> Iterator[tuple[str, Callable[[], None]]]:
        block, actions = piece.block, self._page.actions_
        shorter = max(block.start + SHORTEST, min(block.end, piece.end) - _STEP)

        def to(start: Minute, end: Minute) -> Callable[[], None]:
            return lambda: actions.move_block(person_id, block, start, end)

        if block.end - block.start < 24 * 60:  # a whole day has no earlier and no later
            yield "board.block_earlier", to(block.start - _STEP, block.end - _STEP)
            yield "board.block_later", to(block.start + _STEP, block.end + _STEP)
        yield "board.key_longer", to(block.start, min(block.end, piece.end) + _STEP)
        yield "board.key_shorter", to(block.start, shorter)
        yield _removing(block), lambda: actions.remove_block(person_id, block)

    def _reserve(self, person_id: str) -> None:
        """At the next whole hour of the shown time: there it is seen, and dragged on."""
        axis = self._page.view.geometry_now.axis
        first = max(self._page.data.now, axis.first) if axis.last > self._page.data.now else axis.first
        self._page.actions_.reserve(person_id, -(-first // 60) * 60, _RESERVED_MINUTES)

    def _on_moved(self, block: BlockDrag) -> None:
        self._page.actions_.move_block(block.person_id, block.piece.block, block.start, block.end)


def _removing(block: Blocked) -> str:
    if block.kind == "break":
        return "board.block_usual"
    return "board.block_free" if block.kind == "reserved" else "board.block_back"
