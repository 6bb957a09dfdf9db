"""The board's menus: on a job (wherever it is shown), on a technician's name, and for a priority."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from core.commands.intake import EditCall
from core.presenters.board import PRIORITIES
from core.queries.board import VisitRow
from core.queries.technician_days import TechnicianDays
from office_app.board.gestures.keys import shown_keys
from office_app.board.model.geometry import DENSITIES

if TYPE_CHECKING:
    from office_app.board.page import BoardPage


def job_acts(visit: VisitRow) -> Iterable[tuple[str, str, bool]]:
    """What can be done with a job: the act, its text (`board.key_<it>`), and whether it is possible now."""
    movable = visit.movable
    return (
        ("plan_1", "plan_1", movable), ("plan_2", "plan_2", movable), ("plan_3", "plan_3", movable),
        ("best", "best", movable), ("send", "send", visit.state in ("draft", "planned") or visit.changed),
        ("move", "move", movable), ("unplan", "unplan", movable and visit.planned), ("insert", "insert", movable),
        ("lock", "unlock" if visit.pinned else "lock", visit.planned), ("priority", "priority", visit.state != "done"),
        ("duration", "duration", visit.state != "done"),
        ("helper", "helper", visit.planned and visit.state != "done"), ("copy", "copy", True),
        ("split", "split", movable and visit.planned), ("peek", "peek", True), ("open", "open", True),
    )


def job_menu(page: "BoardPage", visit: VisitRow, density: Callable[[str], None]) -> QMenu:
    texts = page.texts
    menu = _menu(page, "jobMenu")
    for act, words, possible in job_acts(visit):
        action = menu.addAction(f"{texts(f'board.key_{words}')}\t{shown_keys(act)}")
        action.setEnabled(possible)
        action.triggered.connect(getattr(page.keyboard, f"on_{act}"))
    menu.addSeparator()
    rows = menu.addMenu(texts("board.row_height"))
    for name in DENSITIES:
        action = rows.addAction(texts(f"board.density_{name}"))
        action.setCheckable(True)
        action.setChecked(page.memory.density() == name)
        action.triggered.connect(lambda _checked=False, name=name: density(name))
    return menu


def person_menu(page: "BoardPage", technician: TechnicianDays) -> QMenu:
    """On a technician's name: away today, move his jobs, his day on the map."""
    person_id = technician.id
    menu = _menu(page, "personMenu")
    for key, act in (
        ("away_today", lambda: page.tray.away_today(person_id)),
        ("away_move_jobs", lambda: page.tray.show_for(person_id)),
        ("show_day", lambda: page.show_technician(person_id)),
    ):
        menu.addAction(page.texts(f"board.{key}", person=technician.short_name)).triggered.connect(act)
    menu.addSeparator()
    page.keyboard.blocks.add_to(menu, person_id)
    return menu


def priority_menu(page: "BoardPage", visits: list[VisitRow]) -> QMenu:
    """Of one job, or of all that are marked; the first letter chooses, as in the intake."""
    menu = _menu(page, "priorityMenu")
    for priority in PRIORITIES:
        words = page.texts(f"board.priority_{priority}")
        action = menu.addAction(f"&{words}\t{words[:1]}")
        action.setCheckable(True)
        action.setChecked(all(visit.priority == priority for visit in visits))
        action.triggered.connect(lambda _checked=False, priority=priority: _set_priority(page, visits, priority))
    return menu


def _set_priority(page: "BoardPage", visits: list[VisitRow], priority: str) -> None:
    for call_id in dict.fromkeys(visit.call_id for visit in visits if visit.priority != priority):
        page.context.do(EditCall(call_id=call_id, priority=priority), owner=page)


def _menu(page: QWidget, name: str) -> QMenu:
    menu = QMenu(page)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
