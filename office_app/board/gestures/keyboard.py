"""What the keys and the right mouse button do on the board."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from core.queries.board import VisitRow
from office_app.board.gestures.keys import KEYS, bind, shown_keys
from office_app.board.gestures.steps import Steps
from office_app.board.memory import list_name
from office_app.board.menus.block import BlockMenus
from office_app.board.menus.boxes import SmallBoxes
from office_app.board.menus.helpers import helpers_menu
from office_app.board.menus.job import job_acts, job_menu, person_menu, priority_menu
from office_app.key_help import KeySection

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_WHILE_DRAGGING = {
    "drag_ctrl": "Ctrl", "drag_shift": "Shift", "drag_alt": "Alt", "drag_help": "Ctrl+Shift", "drag_copy": "Ctrl+Alt",
    "drag_escape": "Esc",
}
_ALWAYS = (
    "today", "back", "on", "filter", "toggle_list", "toggle_strip", "toggle_details", "break_list", "break_board",
    "break_map",
)
"""Acts that need no job."""


class Keyboard:
    """Bound to one page. Arrows choose a neighbour; after M they move the job, Enter puts it down."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        self._small = SmallBoxes(page)
        self._steps = Steps(page)
        self.blocks = BlockMenus(page)
        self.bind_to(page)

    def bind_to(self, window: QWidget) -> None:
        """The page, or a part of it that stands in a window of its own."""
        bind(window, {name: getattr(self, f"on_{name}") for name in KEYS})

    def sections(self) -> list[KeySection]:
        """What the help shows of this page."""
        texts = self._page.texts
        own = tuple((shown_keys(act), texts(f"board.key_{act}")) for act in KEYS)
        dragged = tuple((keys, texts(f"board.{key}")) for key, keys in _WHILE_DRAGGING.items())
        return [KeySection(texts("board.keys_title"), own), KeySection(texts("board.keys_drag"), dragged)]

    def verbs(self) -> list[tuple[str, str, Callable[[], None]]]:
        """For the palette: what can be done now, with its key; a job's verbs only while one is chosen."""
        texts, visit = self._page.texts, self._page.current
        acts = [(act, words) for act, words, possible in job_acts(visit) if possible] if visit is not None else []
        acts += [(act, act) for act in _ALWAYS]
        found: list[tuple[str, str, Callable[[], None]]] = []
        for act, words in acts:
            said = texts(f"board.key_{words}")
            if visit is not None and act not in _ALWAYS:
                said = f"{said}: {visit.customer}"
            found.append((said, shown_keys(act), getattr(self, f"on_{act}")))
        return found

    # ---- Choosing ----

    def on_next(self) -> None:
        self._steps.line(1)

    def on_previous(self) -> None:
        self._steps.line(-1)

    def on_left(self) -> None:
        self._steps.arrow(-1, 0)

    def on_right(self) -> None:
        self._steps.arrow(1, 0)

    def on_up(self) -> None:
        self._steps.arrow(0, -1)

    def on_down(self) -> None:
        self._steps.arrow(0, 1)

    def on_all(self) -> None:
        page = self._page
        if page.list.isVisible():
            page.list.selectAll()
            return
        visit = page.current
        row = page.view.scene.index_of(visit.person_id) if visit is not None else None
        if visit is not None and row is not None:
            page.choose(visit.id, [bar.visit.id for bar in page.view.scene.bars(row)])

    # ---- Doing ----

    def on_plan_1(self) -> None:
        self._page.plan_suggestion(0)

    def on_plan_2(self) -> None:
        self._page.plan_suggestion(1)

    def on_plan_3(self) -> None:
        self._page.plan_suggestion(2)

    def on_best(self) -> None:
        """The best technician, and the time by arrows."""
        page = self._page
        found, visit = page.details.suggestion(0), page.current
        if found is None or visit is None or page.hub.drag is not None:
            return
        page.hub.begin(visit, "move" if visit.planned else "place", 0, QPoint(), keyboard=True)
        row = page.view.scene.index_of(found[1].person_id)
        if page.hub.drag is not None and row is not None:
            page.hub.drag.at(page.view.geometry_now, row, page.details.minute(found[1].start))
            page.hub.step(0, 0)
        page.list_pane.say_move(page.hub.drag)

    def on_move(self) -> None:
        page, visit = self._page, self._page.current
        if visit is not None and visit.movable and page.hub.drag is None:
            page.hub.begin(visit, "move" if visit.planned else "place", 0, QPoint(), keyboard=True)
            page.list_pane.say_move(page.hub.drag)

    def on_open(self) -> None:
        page = self._page
        if page.hub.by_keyboard:
            page.hub.drop_here()
            page.list_pane.say_move(None)
        elif page.current is not None and page.hub.drag is None:
            page.open_call(page.current.id)

    def on_send(self) -> None:
        """Sends the chosen job; one that is not planned yet is planned first: as just asked for, else the best way."""
        page, visit = self._page, self._page.current
        if page.hub.by_keyboard:
            page.hub.drop_here()
            page.list_pane.say_move(None)
        chosen = self._chosen()
        if len(chosen) > 1:
            page.send_check.send(chosen)
            return
        if visit is None:
            return
        if visit.planned:
            page.actions_.release(visit.id)
        else:
            page.plan_suggestion(page.wanted_suggestion, send=True)

    def on_unplan(self) -> None:
        self._page.unplan(*(visit.id for visit in self._chosen() if visit.planned))

    def on_duration(self) -> None:
        visit = self._page.current
        if visit is not None and visit.state != "done" and self._page.hub.drag is None:
            self._small.ask_duration(visit, self._beside(visit))

    def on_lock(self) -> None:
        for visit in self._chosen():
            self._page.actions_.pin(visit.id)

    def on_priority(self) -> None:
        chosen = self._chosen()
        if chosen:
            priority_menu(self._page, chosen).popup(self._beside(chosen[0]))

    def on_swap(self) -> None:
        """Two chosen jobs change technician and time with each other."""
        found = [self._page.view.scene.find(visit_id) for visit_id in sorted(self._page.view.marks.selected)]
        chosen = [visit for visit in found if visit is not None]
        if len(chosen) == 2:
            self._page.unlocked(chosen, lambda: self._swap(*chosen))

    def _swap(self, first: VisitRow, second: VisitRow) -> None:
        """What it runs into is told as after a drag."""
        page = self._page
        judged = page.actions_.swap(first.id, second.id)
        if any(not verdict.allowed for _visit, verdict in judged):
            return  # law or safety: it is refused in words, and nothing was moved
        visit, verdict = max(judged, key=lambda one: len(one[1].codes("soft")), default=(first, None))
        if verdict is not None and verdict.codes("soft"):
            told = page.actions_.with_ways_out(visit.job(page.view.scene.skills), verdict)
            page.conflict.tell(told, lambda fix: page.actions_.plan(visit.id, fix.person_id, fix.start), visit.customer)

    def on_insert(self) -> None:
        visit = self._page.current
        if visit is not None and visit.movable:
            self._page.emergency.show_for(visit.id)

    def on_helper(self) -> None:
        page, visit = self._page, self._page.current
        if visit is not None and visit.planned and visit.state != "done":
            point = page.view.canvas.bar_point(visit.id) or page.view.canvas.rect().center()
            helpers_menu(page, visit).popup(page.view.canvas.mapToGlobal(point))

    def on_person(self) -> None:
        """The menu of the chosen technician, else of the chosen job's."""
        page = self._page
        visit = page.current
        person_id = page.view.chosen_technician or (visit.person_id if visit is not None else None)
        number = page.view.scene.index_of(person_id)
        if person_id and number is not None:
            y = round(page.view.geometry_now.y_of(number) + page.view.geometry_now.row_height / 2)
            self.person_menu(person_id, page.view.canvas.mapToGlobal(QPoint(40, y)))

    def on_copy(self) -> None:
        if self._page.current is not None:
            self._page.actions_.copy(self._page.current.id)

    def on_split(self) -> None:
        visit = self._page.current
        if visit is not None and visit.movable and visit.planned and self._page.hub.drag is None:
            self._small.ask_split(visit, self._beside(visit))

    # ---- Looking ----

    def on_today(self) -> None:
        self._page.days.go_today()

    def on_back(self) -> None:
        self._page.days.step(-1)

    def on_on(self) -> None:
        self._page.days.step(1)

    def on_closer(self) -> None:
        self._page.view.zoom_by(1.2)

    def on_farther(self) -> None:
        self._page.view.zoom_by(1 / 1.2)

    def on_reset(self) -> None:
        self._page.days.reset()

    def on_filter(self) -> None:
        if self._page.list.isVisible():
            self._page.list_pane.filter.setFocus()
        else:
            self._page.unplanned.open_filter()

    def on_peek(self) -> None:
        """Shows the job beside its bar or line; once more hides it."""
        visit = self._page.current
        if not self._small.hide_peek() and visit is not None:
            self._small.show_peek(visit, self._beside(visit))

    def on_break_list(self) -> None:
        self._page.out.toggle("list")

    def on_break_map(self) -> None:
        self._page.out.toggle("map")

    def on_break_board(self) -> None:
        self._page.out.toggle("board")

    def on_escape(self) -> None:
        """One level back: a drag, the look at a job, the filter, then the choice."""
        page = self._page
        if page.hub.drag is not None:
            page.hub.cancel()
            page.list_pane.say_move(None)
        elif page.view.block is not None:
            page.view.mouse.drop_block()
        elif page.view.mouse.band is not None:
            page.view.mouse.drop_band()
        elif self._small.hide_peek():
            return
        elif page.emergency.isVisible():
            page.emergency.close_tray()
        elif page.list.isVisible() and page.list_pane.clear_filter():
            page.list.setFocus()
        elif page.unplanned.close_filter():
            page.view.setFocus()
        else:
            page.choose("")

    def on_focus_list(self) -> None:
        self._page.unplanned.window().activateWindow()
        self._page.unplanned.cards.setFocus()

    def on_focus_board(self) -> None:
        board = self._page.list if self._page.list.isVisible() else self._page.view
        board.window().activateWindow()
        board.setFocus()

    def on_focus_details(self) -> None:
        self._page.details.setFocus()

    def on_toggle_list(self) -> None:
        self._toggle("list", self._page.unplanned)

    def on_toggle_strip(self) -> None:
        self._toggle("strip", self._page.strip)
        self._page.place_details()

    def on_toggle_details(self) -> None:
        page = self._page
        page.memory.keep_shown("details", not page.details.isVisible())
        page.place_details()

    # ---- The right mouse button ----

    def menu(self, visit_id: str, point: QPoint) -> None:
        visit = self._page.view.scene.find(visit_id)
        if visit is not None:
            job_menu(self._page, visit, self._density).popup(point)

    def person_menu(self, person_id: str, point: QPoint) -> None:
        technician = self._page.view.scene.technician(person_id)
        if technician is not None:
            person_menu(self._page, technician).popup(point)

    # ---- Inside ----

    def _chosen(self) -> list[VisitRow]:
        """All that are marked, in the order of the plan."""
        page = self._page
        ids = page.view.marks.selected | {page.view.marks.current}
        found = [visit for visit_id in ids if (visit := page.view.scene.find(visit_id)) is not None]
        return sorted(found, key=lambda visit: (visit.start or 0, visit.id))

    def _beside(self, visit: VisitRow) -> QPoint:
        """A global point at the job, wherever it is shown."""
        page = self._page
        line = page.list.rows.row_of(visit.id) if page.list.isVisible() else None
        if line is not None:
            box = page.list.visualRect(page.list.rows.index(line, 2))
            return page.list.viewport().mapToGlobal(box.center())
        canvas = page.view.canvas
        point = canvas.bar_point(visit.id) if canvas.isVisible() else None
        if point is not None:
            return canvas.mapToGlobal(point)
        cards = page.unplanned.cards
        return cards.canvas.mapToGlobal(cards.point_of(visit.id) or cards.canvas.rect().center())

    def _density(self, density: str) -> None:
        self._page.memory.keep_density(density)
        self._page.view.set_density(density)

    def _toggle(self, name: str, pane) -> None:  # type: ignore[no-untyped-def]
        if name in self._page.out.windows:
            self._page.out.windows[name].activateWindow()
            return
        shown = not pane.isVisible()
        pane.setVisible(shown)
        self._page.memory.keep_shown(list_name(self._page.days.zoom) if name == "list" else name, shown)
