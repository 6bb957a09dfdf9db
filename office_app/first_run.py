"""The first screen of an empty database: see the demo firm, set up one's own, or bring it back from a copy."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from core.clock import local
from core.commands.firm import SetUpFirm
from core.ids import new_id
from office_app.context import OfficeContext
from office_app.restore_card import RestoreCard
from office_app.widgets.basics import Button, Card, IconLabel, column, label, line, row

_WIDTH, _RESTORE_WIDTH = 520, 620


class FirstRun(QWidget):
    """`finished` is emitted once the firm is there."""

    finished = Signal()
    _progressed = Signal(int, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        texts, theme = context.texts, context.theme
        self.setProperty("kind", "page")
        self.firm_name, self.person_name = QLineEdit(), QLineEdit()
        self.firm_name.setObjectName("firstFirmName")
        self.person_name.setObjectName("firstPersonName")
        self.firm_name.setPlaceholderText(texts("firm.firm_name"))
        self.person_name.setPlaceholderText(texts("firm.your_name"))
        self.demo = Button(theme, texts("shell.first_demo"), "primary", "sparkles", self._make_demo, "firstDemo")
        self.empty = Button(theme, texts("shell.first_empty"), "", "arrow-right", self._set_up, "firstEmpty")
        self.bring_back = Button(
            theme, texts("shell.first_restore"), "quiet", "archive-restore", self._show_copies, "firstRestore"
        )
        self.firm_name.returnPressed.connect(self.person_name.setFocus)
        self.person_name.returnPressed.connect(self._set_up)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.state = label("", "second")
        self.welcome, self.copies = Card(), RestoreCard(context)
        self.copies.left.connect(self._show_welcome)
        self.copies.hide()
        self.welcome.setLayout(
            column(
                IconLabel(theme, "coffee", "accent", 40), label(texts("shell.first_title"), "title"),
                label(texts("shell.first_sentence"), "second", wrap=True), 8, self.demo, 16,
                self.firm_name, self.person_name, row(self.empty, None), 8, line(), row(self.bring_back, None),
                self.progress, self.state,
                spacing=10, margins=(32, 28, 32, 28),
            )
        )
        layout = QVBoxLayout(self)
        for card, width in ((self.welcome, _WIDTH), (self.copies, _RESTORE_WIDTH)):
            card.setFixedWidth(width)
            layout.addWidget(card, alignment=Qt.AlignmentFlag.AlignCenter)
        self._progressed.connect(self._show_progress)

    def _show_copies(self) -> None:
        self.welcome.hide()
        self.copies.show()
        self.copies.choose.setFocus()

    def _show_welcome(self) -> None:
        self.copies.hide()
        self.welcome.show()
        self.bring_back.setFocus()

    def _make_demo(self) -> None:
        from core.demo import build_demo

        core = self._context.core
        now = core.clock.now()
        self._busy(True)

        def told(done: int, total: int, what: str = "") -> None:
            self._progressed.emit(round(100 * done / max(1, total)), what)

        self._work(lambda: build_demo(core, today=local(now).date(), now=now, progress=told))

    def _set_up(self) -> None:
        command = SetUpFirm(
            name=self.firm_name.text(), person_id=new_id(), person_name=self.person_name.text(),
            language=self._context.texts.language,
        )
        self._context.tasks.run(command, lambda _changes: self.finished.emit(), self._context.report, self)

    def _work(self, function: Callable[[], object]) -> None:
        self._context.tasks.work(function, lambda _result: self.finished.emit(), self._failed, self)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        self._context.report(error)  # type: ignore[arg-type]

    def _busy(self, busy: bool) -> None:
        for widget in (self.demo, self.empty, self.firm_name, self.person_name, self.bring_back):
            widget.setEnabled(not busy)
        self.progress.setVisible(busy)

    def _show_progress(self, percent: int, what: str) -> None:
        self.progress.setValue(percent)
        self.state.setText(what)
