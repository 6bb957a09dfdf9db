"""The pane with unplanned jobs: how many, filters and orders, the cards, and what it says when all is planned."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from core.presenters.board import clock_text
from core.presenters.unplanned import Wanted, arranged, common_skills
from core.queries.board import VisitRow
from core.rules.facts import Minute
from core.rules.travel import Place
from core.texts import Texts
from office_app.board.cards import CardList
from office_app.board.look import Look
from office_app.board.scene import Scene
from office_app.board.small import FilterChip
from office_app.widgets.basics import Button, column, label, row
from office_app.widgets.painted import Chip, EmptyState

_FILTER_MS = 120


class UnplannedPane(QWidget):
    """Shows the scene's unplanned jobs. Chips choose order and skill; the text filter opens with «/»."""

    def __init__(self, look: Look, texts: Texts, scene: Scene) -> None:
        super().__init__()
        theme = look.theme
        self.setObjectName("unplannedPane")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts, self._scene, self._theme = texts, scene, theme
        self._wanted = Wanted()
        self._near: tuple[str, Place | None] = ("", None)
        self.title, self.count = label("", "section"), Chip(theme, "0", "count")
        self.funnel = Button(theme, "", "quiet", "funnel", self.open_filter, "unplannedFilter")
        self.filter = QLineEdit()
        self.filter.setObjectName("unplannedFilterText")
        self.filter.setClearButtonEnabled(True)
        self.filter.hide()
        self._wait = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self._wait.timeout.connect(self.refresh)
        self.filter.textChanged.connect(lambda _text: self._wait.start())
        self.chips: dict[str, FilterChip] = {}
        self._chip_row = row(None, spacing=5, margins=(12, 0, 6, 0))
        self.cards = CardList(look, texts)
        self.empty = EmptyState(theme, "circle-check", "", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.cards)
        self.stack.addWidget(self.empty)
        head = row(self.title, self.count, None, self.funnel, margins=(14, 10, 8, 4))
        self.setLayout(column(head, row(self.filter, margins=(12, 0, 12, 0)), self._chip_row, self.stack, spacing=6,
                              margins=(0, 0, 0, 0)))
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self._texts("board.unplanned"))
        self.filter.setPlaceholderText(self._texts("board.filter_hint"))
        self.funnel.setToolTip(self._texts("board.filter_tip"))
        self._make_chips()
        self.refresh()

    def set_now(self, now: Minute) -> None:
        if now != self.cards.now:
            self.cards.now = now
            self.cards.canvas.update()

    def set_near(self, name: str, place: Place | None) -> None:
        """The technician whose neighbourhood «Nära …» means."""
        if self._near != (name, place):
            self._near = (name, place)
            self._make_chips()
            self.refresh()

    def refresh(self) -> None:
        """The scene's unplanned jobs have changed."""
        order, skill = self._wanted.order, self._wanted.skill_id
        self._wanted = Wanted(order, skill, self.filter.text(), self._near[1] if order == "near" else None)
        shown = arranged(self._scene.unplanned.values(), self._wanted)
        self.cards.show_visits(shown, self._scene.skills)
        self.count.set(str(len(self._scene.unplanned)))
        if {skill.id for skill in self._common()} != {key for key in self.chips if key not in ("urgent", "near")}:
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

    def state(self) -> dict[str, str]:
        return {"order": self._wanted.order, "skill": self._wanted.skill_id}

    def restore(self, order: str, skill: str) -> None:
        self._wanted = Wanted("near" if order == "near" else "urgent", skill)

    def _common(self):  # type: ignore[no-untyped-def]
        most = 2 if self._near[1] is None else 1
        return common_skills(self._scene.unplanned.values(), self._scene.skills, most)

    def _make_chips(self) -> None:
        for chip in self.chips.values():
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        entries = [("urgent", self._texts("board.order_urgent"))]
        entries += [(skill.id, skill.name) for skill in self._common()]
        if self._near[1] is not None:
            entries.append(("near", self._texts("board.order_near", name=self._near[0])))
        self.chips = {}
        for number, (key, text) in enumerate(entries):
            chip = FilterChip(self._theme, text, f"unplannedChip_{number}")
            chip.setChecked(self._is_chosen(key))
            chip.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            self.chips[key] = chip
            self._chip_row.insertWidget(number, chip)

    def _is_chosen(self, key: str) -> bool:
        return self._wanted.order == key if key in ("urgent", "near") else self._wanted.skill_id == key

    def _choose(self, key: str) -> None:
        if key in ("urgent", "near"):
            order = key if self._wanted.order != key else "oldest"
            self._wanted = Wanted(order, self._wanted.skill_id, self._wanted.text)  # type: ignore[arg-type]
        else:
            self._wanted = Wanted(self._wanted.order, "" if self._wanted.skill_id == key else key, self._wanted.text)
        for other, chip in self.chips.items():
            chip.setChecked(self._is_chosen(other))
        self.refresh()

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
