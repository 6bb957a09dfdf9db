"""A lost computer's office from one of its copies, on a machine where nothing stands yet: choose, see, say yes."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from core.clock import local
from core.errors import TulpanError
from core.storage.backup import BACKUPS, Backup, Backups
from core.storage.restoring import Contents, Incoming, fetch, look_into
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip

_MEGABYTE = 1_000_000
_LINE_HEIGHT, _MOST_LINES = 56, 5


class RestoreCard(Card):
    """`left` is emitted when the person goes back. Until «Återställ» is pressed nothing is changed anywhere."""

    left = Signal()
    _progressed = Signal(int, int)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(name="restoreCard")
        self._context = context
        self._backup: Backup | None = None
        texts, theme = context.texts, context.theme
        self.choose = Button(theme, texts("restore.folder"), "primary", "folder-open", self._choose, "restoreFolder")
        self.back = Button(theme, texts("restore.back"), "quiet", "arrow-left", self._leave, "restoreBack")
        self._where = label("", "meta", wrap=True, selectable=True)
        self._where.setObjectName("restoreWhere")
        self._list, self._area = QVBoxLayout(), QScrollArea()
        self._copies = self._list_of_copies()
        self._question = self._asked()
        self.progress, self._state = QProgressBar(), label("", "second", wrap=True)
        self.progress.setTextVisible(False)
        self.setLayout(
            column(
                row(IconLabel(theme, "archive-restore", "accent", 32), label(texts("restore.title"), "title"), None,
                    spacing=12),
                self._copies, self._question, self.progress, self._state, row(self.back, None), spacing=12,
                margins=(32, 28, 32, 24),
            )
        )
        self._progressed.connect(self._show_progress)
        self._show_only(self._copies)
        self._area.hide()

    def _list_of_copies(self) -> QWidget:
        inside, holder = QWidget(), QWidget()
        inside.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(0)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        sentence = label(self._context.texts("restore.sentence"), "second", wrap=True)
        holder.setLayout(column(sentence, row(self.choose, None), self._where, self._area, spacing=10))
        return holder

    def _asked(self) -> QWidget:
        theme, texts = self._context.theme, self._context.texts
        self._whole = Chip(theme, texts("restore.whole"), "good", "shield-check")
        self._what, self._parts = label("", "section", wrap=True), label("", "second", wrap=True)
        self.yes = Button(theme, texts("restore.yes"), "primary", "archive-restore", self._fetch, "restoreYes")
        self.other = Button(theme, texts("restore.other_copy"), "", "", self._again, "restoreOther")
        warning = row(IconLabel(theme, "triangle-alert", "warnStrong", 18), label(texts("restore.old"), "", wrap=True))
        warning.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(
            column(
                row(self._whole, None), self._what, self._parts, label(texts("restore.words"), "", wrap=True),
                warning, 4, row(self.yes, self.other, None), spacing=10,
            )
        )
        return holder

    def _show_only(self, shown: QWidget | None, state: str = "") -> None:
        for part in (self._copies, self._question):
            part.setVisible(part is shown)
        self.progress.setVisible(shown is None)
        self.progress.setRange(0, 0)
        self.back.setEnabled(shown is not None)
        self._state.setText(state)
        self._state.setVisible(bool(state))

    # ---- Which copy -------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._context.texts("restore.folder"))
        if name:
            self.look_in(Path(name))

    def look_in(self, folder: Path) -> None:
        """Lists the copies in this folder, or in that for copies inside it when somebody points at the whole office."""
        settings, clock = self._context.core.settings, self._context.core.clock

        def found() -> list[Backup]:
            return Backups(settings, clock, folder).all() or Backups(settings, clock, folder / BACKUPS).all()

        self._context.tasks.work(found, lambda copies: self._list_them(folder, copies), self._refused, self, "copies")

    def _list_them(self, folder: Path, copies: list[Backup]) -> None:
        texts = self._context.texts
        self._where.setText(
            texts.count("restore.found", len(copies), folder=str(folder)) if copies
            else texts("restore.none", folder=str(folder))
        )
        clear_layout(self._list)
        for number, backup in enumerate(copies):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(self._line(number, backup))
        self._list.addStretch(1)
        self._area.setFixedHeight(_LINE_HEIGHT * min(len(copies), _MOST_LINES))
        self._area.setVisible(bool(copies))
        self.choose.setText(texts("restore.another_folder" if copies else "restore.folder"))
        first = self._area.findChild(Button, "restorePick_0")
        if first is not None:
            first.setFocus()

    def _line(self, number: int, backup: Backup) -> QWidget:
        texts, theme = self._context.texts, self._context.theme
        size = texts("settings.backup_size", size=texts.number(round(backup.size / _MEGABYTE, 1)))
        when = self._when(backup)
        widget = QWidget()
        widget.setLayout(
            row(
                IconLabel(theme, "database", "text2", 20),
                column(label(when[:1].upper() + when[1:], "strong"), label(size, "meta"), spacing=1), None,
                Button(theme, texts("restore.pick"), "quiet", "", lambda: self._pick(backup), f"restorePick_{number}"),
                spacing=12, margins=(0, 9, 0, 9),
            )
        )
        return widget

    def _when(self, backup: Backup) -> str:
        texts = self._context.texts
        day = texts.relative_day(local(backup.made_at).date(), local(self._context.core.clock.now()).date())
        return f"{day} {texts.time(backup.made_at)}"

    # ---- Proven, asked and put back ---------------------------------------------------------------------------------

    def _pick(self, backup: Backup) -> None:
        self._backup = backup
        self._show_only(None, self._context.texts("restore.reading"))
        self._context.tasks.work(lambda: look_into(backup), self._ask, self._refused, self)

    def _ask(self, contents: Contents) -> None:
        texts = self._context.texts
        assert self._backup is not None
        self._what.setText(texts("restore.what", firm=contents.firm, when=self._when(self._backup)))
        tablets = texts.count("restore.tablets", contents.tablets)
        self._parts.setText(f"{tablets} · {texts.count('restore.files', contents.attachments)}")
        self._show_only(self._question)
        self.other.setFocus()

    def _again(self) -> None:
        self._backup = None
        self._show_only(self._copies)

    def _fetch(self) -> None:
        backup, settings = self._backup, self._context.core.settings
        if backup is None:
            return
        self._show_only(None, self._context.texts("restore.fetching"))
        self._context.tasks.work(
            lambda: fetch(settings, backup, self._progressed.emit), self._put_back, self._refused, self
        )

    def _put_back(self, incoming: Incoming) -> None:
        self._context.services["program"].put_back(incoming)

    def _show_progress(self, here: int, total: int) -> None:
        if total:
            self.progress.setRange(0, total)
            self.progress.setValue(here)
            self._state.setText(self._context.texts("restore.fetching_files", here=here, all=total))
            self._state.show()

    def _refused(self, error: TulpanError) -> None:
        self._again()
        self._context.report(error)

    def _leave(self) -> None:
        self._again()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self._again() if self._question.isVisible() else self._leave()
            return
        super().keyPressEvent(event)
