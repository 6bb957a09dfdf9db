"""What the keys and the right mouse button do on the board."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from office_app.board.block_menu import BlockMenus
from office_app.board.geometry import DENSITIES
from office_app.board.help import KeyHelp
from office_app.board.helpers_menu import helpers_menu
from office_app.board.keys import KEYS, bind, shown_keys

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_STEP = 15
_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose


class Keyboard:
    """Bound to one page. Arrows choose a neighbour; after M they move the job, Enter puts it down."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        self._help = KeyHelp(page, page.texts)
        self.blocks = BlockMenus(page)
        acts = {name: getattr(self, f"on_{name}") for name in KEYS}
        bind(page, acts)

    # ---- Choosing ----

    def on_next(self) -> None:
        self._card(1)

    def on_previous(self) -> None:
        self._card(-1)

    def on_left(self) -> None:
        self._arrow(-1, 0)

    def on_right(self) -> None:
        self._arrow(1, 0)

    def on_up(self) -> None:
        self._arrow(0, -1)

    def on_down(self) -> None:
        self._arrow(0, 1)

    def on_all(self) -> None:
        page = self._page
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

    def on_move(self) -> None:
        page, visit = self._page, self._page.current
        if visit is not None and visit.movable and page.hub.drag is None:
            page.hub.begin(visit, "move" if visit.planned else "place", 0, QPoint(), keyboard=True)

    def on_open(self) -> None:
        page = self._page
        if page.hub.by_keyboard:
            page.hub.drop_here()
        elif page.current is not None:
            page.open_call(page.current.id)

    def on_send(self) -> None:
        """Sends the chosen job; one that is not planned yet is planned first: as just asked for, else the best way."""
        page, visit = self._page, self._page.current
        if page.hub.by_keyboard:
            page.hub.drop_here()
        if visit is None:
            return
        if visit.planned:
            page.actions_.release(visit.id)
        else:
            page.plan_suggestion(page.wanted_suggestion, send=True)

    def on_unplan(self) -> None:
        page = self._page
        chosen = sorted(page.view.marks.selected | {page.view.marks.current})
        page.actions_.unplan(*(visit_id for visit_id in chosen if visit_id in page.view.scene.visits))

    def on_longer(self) -> None:
        self._resize(_STEP)

    def on_shorter(self) -> None:
        self._resize(-_STEP)

    def on_lock(self) -> None:
        visit = self._page.current
        if visit is not None:
            self._page.actions_.pin(visit.id)

    def on_swap(self) -> None:
        """Two chosen jobs change technician and time with each other."""
        chosen = sorted(self._page.view.marks.selected)
        if len(chosen) == 2:
            self._page.actions_.swap(*chosen)

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
        if visit is not None and visit.movable:
            self._page.actions_.split(visit.id)

    # ---- Looking ----

    def on_today(self) -> None:
        self._page.go_today()

    def on_back(self) -> None:
        self._page.step_day(-1)

    def on_on(self) -> None:
        self._page.step_day(1)

    def on_closer(self) -> None:
        self._page.view.zoom_by(1.2)

    def on_farther(self) -> None:
        self._page.view.zoom_by(1 / 1.2)

    def on_reset(self) -> None:
        self._page.memory.forget_scale(self._page.zoom)
        self._page.show_view(self._page.zoom)

    def on_filter(self) -> None:
        self._page.unplanned.open_filter()

    def on_help(self) -> None:
        self._help.toggle()

    def on_escape(self) -> None:
        """One level back: a drag, the help, the filter, then the choice."""
        page = self._page
        if page.hub.drag is not None:
            page.hub.cancel()
        elif page.view.block is not None:
            page.view.mouse.drop_block()
        elif page.emergency.isVisible():
            page.emergency.close_tray()
        elif self._help.isVisible():
            self._help.hide()
        elif page.unplanned.filter.isVisible():
            page.unplanned.filter.clear()
            page.unplanned.filter.hide()
            page.view.setFocus()
        else:
            page.choose("")

    def on_focus_list(self) -> None:
        self._page.unplanned.cards.setFocus()

    def on_focus_board(self) -> None:
        self._page.view.setFocus()

    def on_focus_details(self) -> None:
        self._page.details.setFocus()

    def on_toggle_list(self) -> None:
        self._toggle("list", self._page.unplanned)

    def on_toggle_strip(self) -> None:
        self._toggle("strip", self._page.strip)

    def on_toggle_details(self) -> None:
        page = self._page
        page.memory.keep_shown("details", not page.details.isVisible())
        page.place_details()

    # ---- The right mouse button ----

    def menu(self, visit_id: str, point: QPoint) -> None:
        page, texts = self._page, self._page.texts
        visit = page.view.scene.visits.get(visit_id)
        if visit is None:
            return
        menu = QMenu(page)
        menu.setObjectName("jobMenu")
        entries = [("send", visit.state == "planned" or visit.changed), ("move", visit.movable),
                   ("unplan", visit.movable), ("insert", visit.movable), ("lock", visit.planned),
                   ("longer", visit.movable), ("shorter", visit.movable), ("helper", visit.state != "done"),
                   ("copy", True), ("split", visit.movable), ("open", True)]
        for act, possible in entries:
            key = "unlock" if act == "lock" and visit.pinned else act
            action = menu.addAction(f"{texts(f'board.key_{key}')}\t{shown_keys(act)}")
            action.setEnabled(possible)
            action.triggered.connect(getattr(self, f"on_{act}"))
        menu.addSeparator()
        for density in DENSITIES:
            action = menu.addAction(texts(f"board.density_{density}"))
            action.setCheckable(True)
            action.setChecked(page.memory.density() == density)
            action.triggered.connect(lambda _checked=False, density=density: self._density(density))
        menu.setAttribute(_DELETE_ON_CLOSE)
        menu.popup(point)

    def person_menu(self, person_id: str, point: QPoint) -> None:
        """On a technician's name: away today, move his jobs, his day on the map."""
        page, texts = self._page, self._page.texts
        technician = page.view.scene.technician(person_id)
        if technician is None:
            return
        menu = QMenu(page)
        menu.setObjectName("personMenu")
        for key, act in (
            ("away_today", lambda: page.tray.away_today(person_id)),
            ("away_move_jobs", lambda: page.tray.show_for(person_id)),
            ("show_day", lambda: page.show_technician(person_id)),
        ):
            menu.addAction(texts(f"board.{key}", person=technician.short_name)).triggered.connect(act)
        menu.addSeparator()
        self.blocks.add_to(menu, person_id)
        menu.setAttribute(_DELETE_ON_CLOSE)
        menu.popup(point)

    # ---- Inside ----

    def _card(self, step: int) -> None:
        page = self._page
        found = page.unplanned.cards.neighbour(step)
        if found is not None:
            page.choose(found)
            page.unplanned.cards.choose(found)

    def _arrow(self, across: int, down: int) -> None:
        page = self._page
        if page.hub.by_keyboard:
            page.hub.step(across * _STEP, down)
            return
        if page.list.isVisible():
            page.list.step(down)
            return
        visit = page.current
        if visit is None or visit.start is None:
            if down:
                self._card(down)
            return
        row = page.view.scene.index_of(visit.person_id)
        if row is None:
            return
        found = self._neighbour(visit.id, row, across, down)
        if found is not None:
            page.choose(found)
            other = page.view.scene.visits[found]
            number = page.view.scene.index_of(other.person_id)
            if number is not None and other.start is not None:
                page.view.reveal(number, other.start)

    def _neighbour(self, visit_id: str, row: int, across: int, down: int) -> str | None:
        scene = self._page.view.scene
        own = [bar.visit.id for bar in scene.bars(row)]
        if across:
            place = own.index(visit_id) + across
            return own[place] if 0 <= place < len(own) else None
        start = scene.visits[visit_id].start or 0
        row += down
        while 0 <= row < len(scene.rows):
            bars = scene.bars(row)
            if bars:
                return min(bars, key=lambda bar: abs(bar.start - start)).visit.id
            row += down
        return None

    def _resize(self, minutes: int) -> None:
        visit = self._page.current
        if visit is not None and visit.planned:
            self._page.actions_.resize(visit.id, max(_STEP, visit.duration + minutes))

    def _density(self, density: str) -> None:
        self._page.memory.keep_density(density)
        self._page.view.set_density(density)

    def _toggle(self, name: str, pane) -> None:  # type: ignore[no-untyped-def]
        shown = not pane.isVisible()
        pane.setVisible(shown)
        self._page.memory.keep_shown(name, shown)
