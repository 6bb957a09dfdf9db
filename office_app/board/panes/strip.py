"""Under the board: where everybody is going, how full the hours are, and what needs a person."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from core.presenters.board import Attention, HourLoad, attention, load_percent
from core.presenters.reasons import spoken
from core.queries.board import VisitRow
from core.rules.facts import Minute
from core.texts import Texts
from office_app.board.model.scene import Scene
from office_app.board.model.summary import BoardSummary
from office_app.board.painting.look import Look
from office_app.board.panes.load_chart import LoadChart
from office_app.board.panes.map_view import MapView
from office_app.board.panes.small import ElidedLabel, FilterChip
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, clear_layout, column, label, row
from office_app.widgets.painted import Chip

_MOST = 30
_MAP_MS = 100


class Strip(QFrame):
    """`solving`: the attention row whose «Lös…» was pressed, and where that is on the screen.

    `break_out`: the map wants a window of its own.
    """

    solving = Signal(object, QPoint)
    break_out = Signal()

    def __init__(self, context: OfficeContext, texts: Texts, look: Look, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("boardStrip")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(150)
        self._context, self._texts, self._scene = context, texts, scene
        self.summary = BoardSummary(scene)
        self.shown: tuple[Attention, ...] = ()
        self._words_shown: tuple[tuple[str, str, str], ...] | None = None
        self.map = MapView(look, texts, scene)
        # The board answers first: drawing sixty routes takes as long as storing a plan.
        self._map_later = QTimer(self, singleShot=True, interval=_MAP_MS)
        self._map_later.timeout.connect(self.map.update)
        self.chart = LoadChart(look, texts)
        self._map_title, self._map_note = label("", "section"), label("", "second")
        self._load_title, self._load_note = label("", "section"), label("", "second")
        self._attention_title, self._count = label("", "section"), Chip(context.theme, "0", "bad")
        self.map_pane = QWidget()
        self._out = Button(context.theme, "", "quiet", "external-link", self.break_out.emit, "breakMap")
        head = row(self._map_title, self._map_note, None, self._out)
        pane = column(head, self.map, spacing=6, margins=(14, 6, 10, 12))
        pane.setStretch(1, 1)
        self.map_pane.setLayout(pane)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        inner = QWidget()
        inner.setLayout(column(self._list, None, spacing=0))
        scroll = QScrollArea()
        scroll.setObjectName("attentionScroll")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        right = QWidget()
        pane = column(
            row(self._load_title, self._load_note, None), self.chart, 2,
            row(self._attention_title, self._count, None), scroll, spacing=6, margins=(14, 10, 14, 8),
        )
        pane.setStretch(1, 1)
        pane.setStretch(4, 1)
        right.setLayout(pane)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.map_pane)
        self.splitter.addWidget(right)
        self.splitter.setSizes([430, 360])
        self.setLayout(column(self.splitter, spacing=0, margins=(0, 0, 0, 0)))

    def refresh(self, now: Minute) -> None:
        """The scene has changed; rows of what needs a person are made anew only when they differ."""
        texts, scene = self._texts, self._scene
        self.chart.now = self.map.now = now
        self._map_title.setText(texts("board.map"))
        self._out.setToolTip(texts("board.break_map"))
        said = self.summary.people(now)
        self._map_note.setText(texts("board.map_note", working=said.working, driving=said.driving))
        self._load_title.setText(texts("board.load"))
        self._attention_title.setText(texts("board.attention"))
        self._map_later.start()
        found = attention(said.attention, scene.unplanned.values(), scene.trouble, now)[:_MOST]
        words = tuple(self._words(entry) for entry in found)
        self.shown = found
        if words != self._words_shown:
            self._words_shown = words
            self._fill(words)

    def show_loads(self, loads: tuple[HourLoad, ...]) -> None:
        self.chart.show_loads(loads)
        free = sum(hour.free for hour in loads)
        self._load_note.setText(self._texts(
            "board.load_note", percent=load_percent(loads), free=self._texts.minutes(free // 60 * 60)
        ))

    def show_visit(self, visit: VisitRow | None) -> None:
        self.map.visit = visit
        self.map.update()

    def show_technician(self, person_id: str) -> None:
        self.map.person_id = person_id
        self.map.update()

    def _words(self, entry: Attention) -> tuple[str, str, str]:
        texts = self._texts
        params = spoken(texts, entry.params)
        detail = texts(entry.detail_key, **spoken(texts, entry.detail_params)) if texts.has(entry.detail_key) else ""
        return entry.severity, texts(entry.key, **params), detail

    def _fill(self, words: tuple[tuple[str, str, str], ...]) -> None:
        clear_layout(self._list)
        self._count.set(str(len(words)), "bad" if any(w[0] == "bad" for w in words) else "warn" if words else "good")
        theme = self._context.theme
        for number, (severity, title, detail) in enumerate(words):
            icon = IconLabel(theme, "triangle-alert" if severity == "bad" else "circle-alert",
                             "badStrong" if severity == "bad" else "warnStrong", 18)
            solve = FilterChip(theme, self._texts("board.solve"), f"solve_{number}")
            solve.setCheckable(False)
            solve.clicked.connect(self._solver(number, solve))
            lines = column(ElidedLabel(title, "strong"), ElidedLabel(detail, "meta"), spacing=0)
            line = row(icon, lines, solve, spacing=10, margins=(0, 3, 4, 3))
            line.setStretch(1, 1)
            holder = QWidget()
            holder.setObjectName(f"attention_{number}")
            holder.setProperty("kind", "transparent")
            holder.setLayout(line)
            self._list.addWidget(holder)
        if not words:
            self._list.addWidget(label(self._texts("board.attention_none"), "second", wrap=True))

    def _solver(self, number: int, button: QWidget) -> Callable[[], None]:
        return lambda: self.solving.emit(self.shown[number], button.mapToGlobal(QPoint(0, 0)))
