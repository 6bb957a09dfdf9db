"""The planning page: unplanned jobs, the board, the strip beneath and the details, each a room of its own."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.planning.suggest import Suggestion
from core.presenters.board import load_percent
from core.queries.board import VisitRow
from core.rules.facts import local_day, to_minute
from core.texts import Texts
from office_app.board.actions import BoardActions
from office_app.board.bests import Bests
from office_app.board.break_out import BreakOut
from office_app.board.data import BoardData
from office_app.board.days import Days
from office_app.board.frame import Frame
from office_app.board.gestures.drag_hub import DragHub
from office_app.board.gestures.drops import Drops
from office_app.board.gestures.held import Held
from office_app.board.gestures.keyboard import Keyboard
from office_app.board.memory import Memory
from office_app.board.menus.solve import SolveMenu
from office_app.board.painting.look import Look
from office_app.board.panes.details import DetailsPane
from office_app.board.panes.emergency_tray import EmergencyTray
from office_app.board.panes.month import MonthView
from office_app.board.panes.notices import ConflictNotice, SendingNotice
from office_app.board.panes.send_check import SendCheck
from office_app.board.panes.slip_notice import SlipNotice
from office_app.board.panes.strip import Strip
from office_app.board.panes.table import ListPane
from office_app.board.panes.told_notice import ToldNotice
from office_app.board.panes.tray import AbsentTray
from office_app.board.panes.unplanned import UnplannedPane
from office_app.board.release_many import ReleaseMany
from office_app.board.toolbar import Toolbar
from office_app.board.view import BoardView
from office_app.context import OfficeContext
from office_app.key_help import KeySection
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, column
from office_app.widgets.painted import EmptyState


def create_page(context: OfficeContext) -> QWidget:
    return BoardPage(context)


class BoardPage(QWidget):
    """Wires the rooms: gestures become actions, changes become repaints."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.setObjectName("boardPage")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.texts = cast(Texts, context.texts)
        self.memory = Memory(context.remembered, self)
        self.look = Look(context.theme)
        self.bar = TopBar(context, "shell.place_board")
        self.toolbar = Toolbar(self.bar, context.theme, self.texts)
        self.view = BoardView(self.look, self.texts)
        self.data = BoardData(context, self.view.scene, self)
        self.actions_ = BoardActions(context, self.data, self)
        self.unplanned = UnplannedPane(self.look, self.texts, self.view.scene)
        self.details = DetailsPane(context, self.texts, self.view.scene)
        self.strip = Strip(context, self.texts, self.look, self.view.scene)
        self.month = MonthView(self.look, self.texts, self.view.scene)
        self.list_pane = ListPane(self.view.scene, self.texts, self.look)
        self.list = self.list_pane.table
        self.bests = Bests(context, self.data, self.list)
        self.add_people = Button(
            context.theme, "", "primary", "user-plus", lambda: context.navigation.go("settings", section="people"),
            "boardAddPeople",
        )
        self.nobody = EmptyState(context.theme, "users", "", "", self.add_people)
        self.hub = DragHub(self.view, self.unplanned)
        self.frame_ = Frame(self)
        self.boards, self.middle, self.panes = self.frame_.boards, self.frame_.middle, self.frame_.panes
        self.setLayout(column(self.bar, self.panes, spacing=0, margins=(0, 0, 0, 0)))
        self.sending = SendingNotice(context, self.boards, self.texts)
        self.release_many = ReleaseMany(context, self.data, self.actions_, self.sending)
        self.send_check = SendCheck(
            context, self.boards, self.texts, self.data, self.actions_, self.release_many, self.look_at
        )
        self.conflict = ConflictNotice(context, self.boards, self.texts, self.data)
        self.slips = SlipNotice(context, self.boards, self.texts, self.data, self.release_many)
        self.told = ToldNotice(
            context, self.boards, self.texts, self.data, self.actions_.tell_cancelled, self.look_at
        )
        self.tray = AbsentTray(context, self.boards, self.texts, self.actions_)
        self.emergency = EmergencyTray(context, self.boards, self.texts, self.actions_)
        self.days = Days(self)
        # What is said of the whole board follows when the rows are painted and a command is on its way.
        self._after = QTimer(self, singleShot=True, interval=0)
        self._after.timeout.connect(self._after_change)
        self._wanted: tuple[int, bool] | None = None
        self.keyboard = Keyboard(self)
        self.out = BreakOut(self)
        self.drops = Drops(self)
        self.held = Held(self)
        self.solve = SolveMenu(self)
        self._connect()
        self.memory.restore()
        self._name_nobody()
        self.days.show()
        self.out.restore()

    # ---- What other pages and the window call ----

    def open(self, activity_id: str = "", day: date | None = None, person_id: str = "", **_target: Any) -> None:
        """Shows a job (on its day), a day, or a technician's day on the map."""
        row = self.view.scene.index_of(person_id)
        if row is not None and self.view.chosen_technician != person_id:
            self.show_technician(person_id)
            self.view.reveal(row, self.data.now)
        visit = self.view.scene.find(activity_id)
        if day is None and visit is not None and visit.start is not None:
            day = local_day(visit.start)
        if day is not None and day != self.days.day:
            self.days.go_to(day)
        if activity_id:
            self.choose(activity_id)

    def leave(self) -> None:
        self.out.close_all()
        self.memory.keep()

    def key_sections(self) -> list[KeySection]:
        return self.keyboard.sections()

    def verbs(self) -> list[tuple[str, str, Callable[[], None]]]:
        return self.keyboard.verbs()

    # ---- Choosing ----

    def choose(self, visit_id: str, selected: list[str] | None = None) -> None:
        """One job is looked at: marked where it stands, its details beside it."""
        self.view.select(selected if selected is not None else ([visit_id] if visit_id else []), visit_id)
        self.unplanned.cards.current = visit_id
        self.unplanned.cards.canvas.update()
        self.details.show_visit(visit_id)
        self.list.mark(visit_id)
        self.strip.show_visit(self.view.scene.find(visit_id))
        self.place_details()

    @property
    def current(self) -> VisitRow | None:
        return self.view.scene.find(self.view.marks.current)

    def plan_suggestion(self, number: int, send: bool = False) -> None:
        """Plans the chosen job as its n-th suggestion (0 is the best), and sends it if that is wanted too."""
        found = self.details.suggestion(number)
        self._wanted = (number, send) if found is None and self.current is not None else None
        if found is not None and self.current is not None:
            visit_id, suggestion = found
            self.unlocked([self.current], lambda: self._plan_as(visit_id, suggestion, send))

    def _plan_as(self, visit_id: str, suggestion: Suggestion, send: bool) -> None:
        start = to_minute(suggestion.start)
        self.actions_.plan(
            visit_id, suggestion.person_id, start, accepted=suggestion.verdict.codes("soft"),
            then=(lambda _done: self.actions_.release(visit_id)) if send else None,
        )
        self.days.reveal(suggestion.person_id, start, to_minute(suggestion.end))

    def unplan(self, *visit_ids: str) -> None:
        """Back to the list; a locked one only when its lock is opened for it."""
        found = [visit for visit_id in visit_ids if (visit := self.view.scene.find(visit_id)) is not None]
        self.unlocked(found, lambda: self.actions_.unplan(*visit_ids))

    def unlocked(self, visits: Iterable[VisitRow], move: Callable[[], None]) -> None:
        """Moves jobs at once, unless one is locked: then its lock is named and may be opened for it."""
        locked = [visit for visit in visits if visit.pinned and visit.planned]
        if not locked:
            move()
            return

        def open_and_move() -> None:
            for visit in locked:
                self.actions_.pin(visit.id)
            move()

        self.conflict.tell_locked(locked[0], open_and_move)

    @property
    def wanted_suggestion(self) -> int:
        """The suggestion that was asked for before it was known; else the best."""
        return self._wanted[0] if self._wanted is not None else 0

    def send_day(self) -> None:
        axis = self.view.geometry_now.axis
        self.send_check.send(self.actions_.unsent(axis.first, axis.last))

    # ---- Inside: layout ----

    def place_details(self) -> None:
        self.frame_.place_details()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_details()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.let_go()

    def let_go(self) -> None:
        """Nothing stays in the hand when what it is dragged over goes away: its release would never arrive."""
        self.hub.cancel()
        self.view.mouse.drop_block()
        self.view.mouse.drop_band()
        self.list_pane.say_move(None)

    # ---- Inside: wiring ----

    def _connect(self) -> None:
        view, cards = self.view, self.unplanned.cards
        self.context.texts.changed.connect(self.retranslate)
        self.toolbar.send_day.connect(self.send_day)
        self.data.loaded.connect(self._on_loaded)
        self.data.rows.connect(self._on_rows)
        self.data.unplanned.connect(self._on_unplanned)
        self.data.counted.connect(self._on_counted)
        self.bests.found.connect(self.list_pane.show_best)
        self.data.ticked.connect(self._on_tick)
        self.actions_.shown.connect(lambda rows: self._on_rows(rows, set()))
        self.actions_.sending.connect(self.sending.add)
        view.mouse.chosen.connect(lambda ids, current: self.choose(current, ids))
        view.mouse.opened.connect(self.open_call)
        view.mouse.technician.connect(self.show_technician)
        view.mouse.menu.connect(self.keyboard.menu)
        view.mouse.person_menu.connect(self.keyboard.person_menu)
        cards.chosen.connect(self.choose)
        cards.opened.connect(self.open_call)
        self.details.plan.connect(self.plan_suggestion)
        self.details.known.connect(self._on_known)
        self.details.insert.connect(self.emergency.show_for)
        self.details.send.connect(self.actions_.release)
        self.details.unplan.connect(self.unplan)
        self.details.closed.connect(lambda: self.choose(""))
        self.month.day_chosen.connect(self.days.show_day)
        self.list.chosen.connect(lambda ids, current: self.choose(current, ids))
        self.list.menu.connect(self.keyboard.menu)
        self.list.opened.connect(self.open_call)
        self.strip.break_out.connect(lambda: self.out.toggle("map"))
        self.unplanned.break_out.connect(lambda: self.out.toggle("list"))
        self.toolbar.break_out.connect(lambda: self.out.toggle("board"))

    def _name_nobody(self) -> None:
        self.nobody.set_texts(self.texts("board.nobody"), self.texts("board.nobody_detail"))
        self.add_people.setText(self.texts("firm.add_technician"))

    def retranslate(self) -> None:
        self.toolbar.retranslate()
        self.place_details()
        self.toolbar.show_window(self.days.zoom, self.data.first_day, self.data.days)
        self._name_nobody()
        self.unplanned.retranslate()
        self.details.retranslate()
        self.list_pane.retranslate()
        self.out.retranslate()
        self.view.loaded()
        self._after_change()

    def _on_loaded(self) -> None:
        """A new window has arrived."""
        self.days.arrived()
        self.memory.restore_scroll()
        self._after_change()
        self.details.refresh()
        self.held.window_loaded()

    def _on_rows(self, rows: set[int], flash: set[str]) -> None:
        self.days.rows_changed(rows)
        self.view.rows_changed(rows, flash)
        self._after.start()
        self.held.rows_changed()

    def _after_change(self) -> None:
        axis = self.view.geometry_now.axis
        self.toolbar.show_unsent(self.strip.summary.unsent(axis.first, axis.last))
        self._say_title()
        self.strip.refresh(self.data.now)
        self.month.update()
        if self.days.zoom == "list":
            self.list_pane.refresh(self.data.now, self.view.marks.current)
            self.bests.renew()

    def _say_title(self) -> None:
        axis = self.view.geometry_now.axis
        loads = self.strip.summary.loads(axis.first, axis.last)
        self.view.title = f"{len(self.view.scene.rows)} · {load_percent(loads)} %"
        self.strip.show_loads(loads)
        self.view.canvas.update()

    def _on_unplanned(self) -> None:
        self.unplanned.refresh()
        self.data.count_suggestions(tuple(visit.id for visit in self.unplanned.cards.visits))

    def _on_known(self) -> None:
        """A key was quicker than the suggestions."""
        if self._wanted is not None:
            self.plan_suggestion(*self._wanted)

    def _on_counted(self, counts: dict[str, int]) -> None:
        self.unplanned.cards.counts = counts
        self.unplanned.cards.canvas.update()

    def _on_tick(self, now: int) -> None:
        self.view.set_now(now)
        self.unplanned.set_now(now)
        self.view.canvas.update()

    # ---- Inside: the rest ----

    def open_call(self, visit_id: str) -> None:
        visit = self.view.scene.find(visit_id)
        if visit is not None:
            self.context.navigation.go("calls", call_id=visit.call_id)

    def show_technician(self, person_id: str) -> None:
        """Chooses a technician: his day on the map, and what lies near him; once more lets go."""
        chosen = "" if self.view.chosen_technician == person_id else person_id
        self.view.chosen_technician = chosen
        self.memory.keep_technician(chosen)
        self.unplanned.set_near(chosen)
        self.strip.show_technician(chosen)
        self.view.canvas.update()

    def look_at(self, visit_id: str) -> None:
        """Chooses a job and brings it into view."""
        visit = self.view.scene.find(visit_id)
        if visit is None:
            return
        self.choose(visit_id)
        if visit.start is not None:
            self.days.reveal(visit.person_id or "", visit.start, visit.end or visit.start)
        QTimer.singleShot(0, self, self.place_details)
