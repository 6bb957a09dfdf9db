"""The pane with unplanned jobs: how many, filters and orders, the cards, and what it says when all is planned."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from core.presenters.board import clock_text
from core.presenters.unplanned import ORDERS, Wanted, arranged, common_skills
from core.queries.board import VisitRow
from core.rules.facts import Minute, SkillNeed
from core.texts import Texts
from office_app.board.menus.unplanned import unplanned_menu
from office_app.board.model.scene import Scene
from office_app.board.painting.look import Look
from office_app.board.panes.cards import CardList
from office_app.board.panes.small import FilterChip
from office_app.widgets.basics import Button, column, label, row
from office_app.widgets.painted import Chip, EmptyState
from office_app.widgets.wrapped_row import WrappedRow

_FILTER_MS = 120


class UnplannedPane(QWidget):
    """Shows the scene's unplanned jobs. Chips and menu choose order and skill; the text filter opens with «/»."""

    arranged = Signal()
    break_out = Signal()

    def __init__(self, look: Look, texts: Texts, scene: Scene) -> None:
        super().__init__()
        theme = look.theme
        self.setObjectName("unplannedPane")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts, self._scene, self._theme = texts, scene, theme
        self.wanted = Wanted()
        self.near_id = ""
        self.title, self.count = label("", "section"), Chip(theme, "0", "count")
        self.funnel = Button(theme, "", "quiet", "funnel", self.open_filter, "unplannedFilter")
        self.more = Button(theme, "", "quiet", "ellipsis", self.open_menu, "unplannedMore")
        self.filter = QLineEdit()
        self.filter.setObjectName("unplannedFilterText")
        self.filter.setClearButtonEnabled(True)
        self.filter.hide()
        self._wait = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self._wait.timeout.connect(self._filtered)
        self.filter.textChanged.connect(lambda _text: self._wait.start())
        self.chips: dict[str, FilterChip] = {}
        self._chip_row = WrappedRow(spacing=5)
        self.cards = CardList(look, texts)
        self.empty = EmptyState(theme, "circle-check", "", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.cards)
        self.stack.addWidget(self.empty)
        head = row(self.title, self.count, None, self.funnel, self.more, spacing=4, margins=(14, 10, 8, 4))
        chips = row(spacing=0, margins=(12, 0, 6, 0))
        chips.addLayout(self._chip_row, 1)
        self.setLayout(column(head, row(self.filter, margins=(12, 0, 12, 0)), chips, self.stack, spacing=6,
                              margins=(0, 0, 0, 0)))
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self._texts("board.unplanned"))
        self.filter.setPlaceholderText(self._texts("board.filter_hint"))
        self.funnel.setToolTip(self._texts("board.filter_tip"))
        self.more.setToolTip(self._texts("board.more_tip"))
        self._make_chips()
        self.refresh()

    def set_now(self, now: Minute) -> None:
        if now != self.cards.now:
            self.cards.now = now
            self.cards.canvas.update()

    def set_near(self, person_id: str) -> None:
        """The technician whose neighbourhood «Nära …» means."""
        if self.near_id != person_id:
            self.near_id = person_id
            self._make_chips()
            self.refresh()

    def refresh(self) -> None:
        """The scene's unplanned jobs have changed."""
        near = self._scene.technician(self.near_id)
        wanted = replace(self.wanted, text=self.filter.text(), near=near.home if near is not None else None)
        shown = arranged(self._scene.unplanned.values(), wanted)
        self.cards.show_visits(shown, self._scene.skills)
        self.count.set(str(len(self._scene.unplanned)))
        if [key for key, _text in self._entries()] != list(self.chips):
            self._make_chips()
        if not shown:
            self._say_empty()
        self.stack.setCurrentWidget(self.cards if shown else self.empty)

    def open_filter(self) -> None:
        self.filter.setVisible(not self.filter.isVisible() or not self.filter.hasFocus())
        if self.filter.isVisible():
            self.filter.setFocus()
            self.filter.selectAll()
        else:
            self.filter.clear()

    def close_filter(self) -> bool:
        """True when it was open."""
        was_open = self.filter.isVisible()
        self.filter.clear()
        self.filter.hide()
        return was_open

    def open_menu(self) -> None:
        menu = unplanned_menu(self, self._texts, self._scene)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def order_by(self, order: str, near_id: str = "") -> None:
        """One of `ORDERS`; «near» is near the given technician."""
        self.near_id = near_id or self.near_id
        self._want(replace(self.wanted, order=order if order in ORDERS else "urgent"))  # type: ignore[arg-type]

    def only_skill(self, skill_id: str) -> None:
        """Only jobs that need this; once more (or empty) all of them again."""
        self._want(replace(self.wanted, skill_id="" if self.wanted.skill_id == skill_id else skill_id))

    def hide_pending(self, hide: bool) -> None:
        self._want(replace(self.wanted, ready_only=hide))

    def state(self) -> dict[str, str]:
        wanted = self.wanted
        return {"order": wanted.order, "skill": wanted.skill_id, "text": self.filter.text(), "near": self.near_id,
                "ready": "yes" if wanted.ready_only else ""}

    def restore(self, kept: Mapping[str, str]) -> None:
        self.near_id = kept["near"]
        self.filter.setText(kept["text"])
        self.filter.setVisible(bool(kept["text"]))
        order = kept["order"] if kept["order"] in ORDERS else "urgent"
        self.wanted = Wanted(order, kept["skill"], ready_only=bool(kept["ready"]))  # type: ignore[arg-type]

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._make_chips()
        self._filtered()

    def _filtered(self) -> None:
        self.refresh()
        self.arranged.emit()

    def _common(self) -> list[SkillNeed]:
        """What the most jobs ask for, and what is chosen."""
        most = 2 if self._scene.technician(self.near_id) is None else 1
        found = list(common_skills(self._scene.unplanned.values(), self._scene.skills, most))
        chosen = self._scene.skills.get(self.wanted.skill_id)
        return found if chosen is None or chosen in found else [chosen, *found[: most - 1]]

    def _entries(self) -> list[tuple[str, str]]:
        """The chips: order, skills, and near whom."""
        order = self.wanted.order if self.wanted.order in ("oldest", "shortest") else "urgent"
        near = self._scene.technician(self.near_id)
        entries: list[tuple[str, str]] = [(order, self._texts(f"board.order_{order}"))]
        entries += [(skill.id, skill.name) for skill in self._common()]
        if near is not None:
            entries.append(("near", self._texts("board.order_near", name=near.short_name)))
        return entries

    def _make_chips(self) -> None:
        for chip in self.chips.values():
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for number, (key, text) in enumerate(self._entries()):
            chip = FilterChip(self._theme, text, f"unplannedChip_{number}")
            chip.setChecked(key in (self.wanted.order, self.wanted.skill_id))
            chip.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            self.chips[key] = chip
            self._chip_row.addWidget(chip)

    def _choose(self, key: str) -> None:
        if key in ORDERS:
            usual = "oldest" if key == "urgent" else "urgent"
            self.order_by(key if self.wanted.order != key else usual)
        else:
            self.only_skill(key)

    def _say_empty(self) -> None:
        if self._scene.unplanned:
            self.empty.set_texts(self._texts("board.filter_empty"), self._texts("board.filter_empty_detail"))
            return
        upcoming = self._next_promise()
        sentence = "" if upcoming is None else self._texts(
            "board.next_promise", customer=upcoming.customer, at=clock_text(self._texts, upcoming.promised_to or 0)
        )
        self.empty.set_texts(self._texts("board.all_planned"), sentence)

    def _next_promise(self) -> VisitRow | None:
        waiting = [
            visit for visit in self._scene.visits.values()
            if visit.promised_to is not None and visit.promised_to >= self.cards.now and visit.state != "done"
        ]
        return min(waiting, key=lambda visit: visit.promised_to or 0, default=None)
