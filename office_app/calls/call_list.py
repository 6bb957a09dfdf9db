"""The list of calls: filters with counts, one search box, and rows that follow what happens."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.changes import Changes
from core.clock import local
from core.presenters.call_rows import call_detail, call_title, call_when, look_of, row_words, state_text
from core.queries.call_list import FILTERS, CallRow, call_counts, call_ids, call_rows
from office_app.context import OfficeContext
from office_app.widgets.basics import column
from office_app.widgets.register_delegate import RegisterDelegate, RowLook
from office_app.widgets.register_pane import RegisterPane
from office_app.widgets.register_view import RegisterRows, RegisterView

_SHOWN_BY = ("service_call", "activity", "service_assignment", "business_partner", "equipment", "person")
_STRIPES = {"emergency": "badStrong", "high": "warnStrong", "normal": "borderStrong", "planned": "border"}


class CallList(QWidget):
    """Emits the call that was chosen; `select` shows one, in another filter when this one does not hold it."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._wanted = ""
        self.rows = RegisterRows(context.tasks, call_rows, lambda row: row_words(context.texts.current, row), self)
        self._delegate = RegisterDelegate(context.theme, self._look)
        self.view = RegisterView(self.rows, self._delegate, "callList")
        self.pane = RegisterPane(context.theme, self.view, FILTERS, "calls")
        self.setLayout(column(self.pane))
        self.pane.asked.connect(self.refresh)
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(self.opened)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        which = str(context.remembered.value("calls/filter", "new"))
        self.pane.choose_filter(which if which in FILTERS else "new")
        self.retranslate()

    def retranslate(self) -> None:
        self.pane.box.setPlaceholderText(self._context.texts("calls.search"))
        self._ask_counts()
        self.view.viewport().update()

    def refresh(self) -> None:
        self._context.remembered.keep("calls/filter", self.pane.which)
        self._context.tasks.ask(
            call_ids, self.pane.which, self.pane.text, done=self._show, key="calls.ids", owner=self
        )

    def select(self, call_id: str) -> None:
        """Shows this call in the list, looking in the other filters when it is not here."""
        self._wanted = call_id
        if self.view.select(call_id):
            self._wanted = ""
            return
        self.pane.box.clear()
        self.pane.choose_filter("all")

    def _show(self, ids: tuple[str, ...]) -> None:
        texts, which = self._context.texts, self.pane.which
        self.rows.set_ids(ids)
        if self.pane.text:
            title = texts("calls.empty_found", text=self.pane.text)
            self.pane.show_empty(not ids, title, texts("calls.empty_found_hint"))
        else:
            self.pane.show_empty(not ids, texts(f"calls.empty_{which}"), texts("calls.empty_hint"))
        if self._wanted and self.view.select(self._wanted):
            self._wanted = ""

    def _ask_counts(self) -> None:
        self._context.tasks.ask(call_counts, done=self._show_counts, key="calls.counts", owner=self)

    def _show_counts(self, counts: dict[str, int]) -> None:
        texts = self._context.texts
        for name, chip in self.pane.chips.items():
            words = texts(f"calls.filter_{name}")
            count = texts.number(counts[name]) if counts[name] else ""
            chip.setText(texts("calls.filter_count", name=words, n=count) if count else words)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_SHOWN_BY):
            self.refresh()
            self._ask_counts()

    def _look(self, row: CallRow) -> RowLook:
        texts, theme = self._context.texts.current, self._context.theme
        today = local(self._context.core.clock.now()).date()
        look = look_of(row.progress, row.status)
        words = state_text(texts, row.progress, row.status)
        if look:
            status = theme.status(look)
            chip = (words, status.soft, status.ink, status.icon)
        else:
            chip = (words, theme.hex("sunken"), theme.hex("text2"), "")
        late = row.due_at is not None and row.due_at < self._context.core.clock.now() and row.progress in (
            "open", "pending", "planned", "released"
        )
        when = call_when(texts, row, today)
        return RowLook(
            call_title(texts, row), call_detail(texts, row), when, "badInk" if late else "text2",
            _STRIPES.get(row.priority, "border"), "", chip, (row.initials, row.colour) if row.initials else None,
        )
