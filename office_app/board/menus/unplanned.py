"""Everything the unplanned list can be ordered and narrowed by, in one menu."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.presenters.unplanned import ORDERS
from core.texts import Texts
from office_app.board.model.scene import Scene

if TYPE_CHECKING:
    from office_app.board.panes.unplanned import UnplannedPane


def unplanned_menu(pane: "UnplannedPane", texts: Texts, scene: Scene) -> QMenu:
    menu = QMenu(pane)
    menu.setObjectName("unplannedMenu")
    menu.addSection(texts("board.order"))
    for order in ORDERS:
        if order != "near":
            chosen = pane.wanted.order == order
            _tick(menu, texts(f"board.order_{order}"), chosen, partial(pane.order_by, order))
    near = menu.addMenu(texts("board.order_near_whom"))
    for line in scene.rows:
        who = line.technician
        chosen = pane.wanted.order == "near" and pane.near_id == who.id
        _tick(near, who.name, chosen, partial(pane.order_by, "near", who.id))
    menu.addSection(texts("board.only_skill"))
    _tick(menu, texts("board.all_skills"), not pane.wanted.skill_id, lambda: pane.only_skill(""))
    counts = Counter(skill for visit in scene.unplanned.values() for skill in visit.skill_ids if skill in scene.skills)
    for skill_id, count in counts.most_common():
        words = f"{scene.skills[skill_id].name}  ({count})"
        _tick(menu, words, pane.wanted.skill_id == skill_id, partial(pane.only_skill, skill_id))
    menu.addSeparator()
    ready = pane.wanted.ready_only
    _tick(menu, texts("board.hide_pending"), ready, lambda: pane.hide_pending(not ready))
    menu.addAction(texts("board.break_list")).triggered.connect(pane.break_out.emit)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _tick(menu: QMenu, words: str, chosen: bool, act: Callable[[], None]) -> None:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _checked=False: act())
