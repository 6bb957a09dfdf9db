"""The page of figures: a period, six figures, five charts, and beside them the records of what was clicked."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from core.changes import Changes
from core.clock import days_between, local
from core.presenters.insight import Chart, Tile, charts, period_text, tiles
from core.presenters.insight_groups import Pick
from core.presenters.insight_records import records
from core.reports.figures import Figures, figures
from core.reports.period import PERIOD_KINDS, Period, PeriodKind, named_period
from office_app.context import OfficeContext
from office_app.insight.chart import BarChart, Legend
from office_app.insight.day_log_pane import DayLogPane
from office_app.insight.records_pane import RecordsPane
from office_app.top_bar import TopBar
from office_app.widgets.basics import Button, Card, IconLabel, column, label, line, row, set_role

_KINDS = (
    "service_call", "activity", "time_effort", "material", "mileage", "expense", "invoice", "invoice_line", "person",
    "working_time", "absence", "item", "service_contract", "service_call_equipment",
)
_TILES = ("jobs", "fix", "utilisation", "margin", "warranty", "open")
_CHARTS = {"week": (0, 0, 2), "utilisation": (0, 2, 1), "spread": (1, 0, 1), "open": (1, 1, 1), "technician": (1, 2, 1)}
"""Row, column and number of columns of each chart."""
_REST_MS = 250
_PANE, _PANE_SHARE = 590, 0.43


class InsightPage(QWidget):
    """`open(period="month", pick="jobs")` shows a period and opens a figure's records."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._figures: Figures | None = None
        self._pick: Pick | None = None
        kind = str(context.remembered.value("insight/period", "month"))
        self.kind: PeriodKind = next((one for one in PERIOD_KINDS if one == kind), "month")
        self._back = 0
        self.setProperty("kind", "page")
        self.bar = TopBar(context, "insight.title")
        self._periods()
        self.tiles = {key: TileCard(context, key) for key in _TILES}
        self.charts = {key: ChartCard(context, key) for key in _CHARTS}
        self.pane = RecordsPane(context)
        self.pane.hide()
        self.days = DayLogPane(context)
        self.days.hide()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.refresh()

    def _periods(self) -> None:
        theme = self._context.theme
        self.kinds = {kind: Button(theme, "", "segment", name=f"insightPeriod_{kind}") for kind in PERIOD_KINDS}
        group = QButtonGroup(self)
        for kind, button in self.kinds.items():
            group.addButton(button)
            button.clicked.connect(partial(self.set_period, kind))
        self.back = Button(theme, "", "icon", "chevron-left", partial(self._step, 1), "insightBack")
        self.forward = Button(theme, "", "icon", "chevron-right", partial(self._step, -1), "insightForward")
        self.period_label = label("", "section")
        holder = QFrame()
        holder.setProperty("kind", "sunken")
        holder.setLayout(row(*self.kinds.values(), spacing=0, margins=(3, 3, 3, 3)))
        for widget in (self.back, self.forward, self.period_label, holder):
            self.bar.left.addWidget(widget)
        self.days_button = Button(theme, "", "", "clipboard-list", self.show_days, "insightDays")
        self.days_button.setCheckable(True)
        self.bar.left.addWidget(self.days_button)

    def _lay_out(self) -> None:
        self._grid = grid = QGridLayout()
        grid.setSpacing(14)
        for key, (line_number, place, span) in _CHARTS.items():
            grid.addWidget(self.charts[key], line_number, place, 1, span)
        for place, weight in enumerate((3, 3, 5)):
            grid.setColumnStretch(place, weight)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        content = QWidget()
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(12)
        self._arrange_tiles(len(self.tiles))
        inner = column(self._tile_grid, spacing=14, margins=(20, 18, 20, 20))
        inner.addLayout(grid, 1)
        content.setLayout(inner)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(area, 1)
        self.edge = line(vertical=True)
        self.edge.hide()
        body.addWidget(self.edge)
        body.addWidget(self.pane)
        body.addWidget(self.days)
        whole = column(self.bar, spacing=0)
        whole.addLayout(body, 1)
        self.setLayout(whole)

    def _arrange_tiles(self, columns: int) -> None:
        """One row of tiles, or two where the records take the room."""
        for place, tile in enumerate(self.tiles.values()):
            self._tile_grid.addWidget(tile, place // columns, place % columns)
        for place in range(len(self.tiles)):
            self._tile_grid.setColumnStretch(place, int(place < columns))

    def _connect(self) -> None:
        context = self._context
        for tile in self.tiles.values():
            tile.picked.connect(self.show_records)
        for card in self.charts.values():
            card.chart.picked.connect(self.show_records)
        self.pane.closed.connect(lambda: self.show_records(None))
        self.days.closed.connect(self.show_days)
        self._rest.timeout.connect(self.refresh)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        texts = self._context.texts
        for kind, button in self.kinds.items():
            button.setText(texts(f"insight.kind_{kind}"))
            button.setChecked(kind == self.kind)
        for button, key in ((self.back, "insight.back"), (self.forward, "insight.forward")):
            button.setToolTip(texts(key))
            button.setAccessibleName(texts(key))
        self.days_button.setText(texts("day_log.office_title"))
        self.days.retranslate()
        self.pane.retranslate()
        self._show_period()
        self._render()

    def open(self, period: str = "", pick: str = "", days: bool = False) -> None:
        if period in self.kinds:
            self.set_period(next(one for one in PERIOD_KINDS if one == period))
        if pick:
            self.show_records(Pick(pick))
        if days and self.days.isHidden():
            self.show_days()

    @property
    def period(self) -> Period:
        return named_period(self.kind, local(self._context.core.clock.now()).date(), self._back)

    def set_period(self, kind: PeriodKind, _checked: bool = False) -> None:
        self.kind, self._back = kind, 0
        self.kinds[kind].setChecked(True)
        self._context.remembered.keep("insight/period", kind)
        self._show_period()
        self.refresh()

    def refresh(self) -> None:
        now = self._context.core.clock.now()
        self._context.tasks.ask(figures, self.period, now, done=self._on_figures, key="insight", owner=self)

    def show_records(self, pick: Pick | None) -> None:
        """Opens the records of a figure or bar; the same one again, or none, closes them."""
        self._pick = None if pick == self._pick else pick
        self.days.hide()
        self._show_pane()
        self._render()

    def show_days(self, _checked: bool = False) -> None:
        """Opens everybody's day log beside the figures, or closes it."""
        self._pick = None
        self.days.setVisible(self.days.isHidden())
        self._show_pane()
        self._render()
        if not self.days.isHidden():
            self.days.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.days.isHidden():
            self.show_days()
        elif event.key() == Qt.Key.Key_Escape and self._pick is not None:
            self.show_records(None)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        self._back = max(0, self._back + by)
        self._show_period()
        self.refresh()

    def _show_period(self) -> None:
        self.period_label.setText(period_text(self.kind, self.period, self._context.texts.current))
        self.forward.setEnabled(self._back > 0)
        self.back.setEnabled(self.kind != "all")

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS) and not self._rest.isActive():
            self._rest.start()

    def _on_figures(self, found: Figures) -> None:
        self._figures = found
        days = {one.isoformat() for one in (*found.period.weeks, *days_between(found.period.first, found.period.end))}
        if self._pick is not None and self._pick.kind in ("week", "day") and self._pick.value not in days:
            self._pick = None
            self._show_pane()
        self._render()

    def _show_pane(self) -> None:
        self.pane.setVisible(self._pick is not None)
        self.days_button.setChecked(not self.days.isHidden())
        shown = self._pick is not None or not self.days.isHidden()
        self.edge.setVisible(shown)
        self._arrange_tiles(3 if shown else len(self.tiles))
        self._grid.setColumnStretch(2, 7 if shown else 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for pane in (self.pane, self.days):
            pane.setFixedWidth(min(_PANE, int(self.width() * _PANE_SHARE)))
        super().resizeEvent(event)

    def _render(self) -> None:
        found = self._figures
        if found is None:
            for key, tile in self.tiles.items():
                tile.show_waiting(self._context.texts(f"insight.title_{key}"), self._context.texts("insight.counting"))
            return
        texts, chosen = self._context.texts.current, self._pick or Pick("")
        for one in tiles(found, texts):
            self.tiles[one.pick.kind].show_tile(one, one.pick == self._pick)
        for chart in charts(found, texts):
            self.charts[chart.key].show_chart(chart, chosen)
        if self._pick is not None:
            self.pane.show_records(records(found, self._pick, texts))


class TileCard(Card):
    """One figure; the whole card opens its records."""

    picked = Signal(object)

    def __init__(self, context: OfficeContext, key: str) -> None:
        super().__init__(selectable=True, name=f"insightTile_{key}")
        self._pick = Pick(key)
        self.title, self.value, self.note = label("", "second"), label("", "figure"), label("", "meta", wrap=True)
        self.mark = IconLabel(context.theme, "triangle-alert", "badStrong", 18)
        self.mark.hide()
        self.setLayout(column(
            self.title, row(self.value, self.mark, None, spacing=8), self.note, None, spacing=3,
            margins=(16, 12, 12, 10),
        ))
        self.setMinimumHeight(92)
        self.clicked.connect(lambda: self.picked.emit(self._pick))

    def show_tile(self, tile: Tile, selected: bool) -> None:
        self.title.setText(tile.title)
        self.value.setText(tile.value)
        self.note.setText(tile.note)
        self.mark.setVisible(tile.tone == "bad")
        self.setToolTip(tile.definition)
        self.setAccessibleName(f"{tile.title} {tile.value}")
        self.setAccessibleDescription(tile.definition)
        set_role(self, selected="true" if selected else "false")

    def show_waiting(self, title: str, note: str) -> None:
        self.title.setText(title)
        self.value.setText("–")
        self.note.setText(note)


class ChartCard(Card):
    """A chart under its title; the definition is told on hover over the title."""

    def __init__(self, context: OfficeContext, key: str) -> None:
        super().__init__()
        self.title, self.legend = label("", "section"), Legend(context.theme)
        self.help = IconLabel(context.theme, "info", "text3", 15)
        self.chart = BarChart(context.theme, key)
        whole = column(
            row(self.title, self.help, None, spacing=6), self.legend, self.chart, spacing=6, margins=(16, 12, 12, 12)
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_chart(self, chart: Chart, chosen: Pick) -> None:
        self.title.setText(chart.title)
        self.legend.show_parts(chart.legend)
        for widget in (self.title, self.help):
            widget.setToolTip(chart.definition)
        self.chart.show_chart(chart, chosen)


def create_page(context: OfficeContext) -> QWidget:
    return InsightPage(context)
