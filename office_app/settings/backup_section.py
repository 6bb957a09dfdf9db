"""Copies of the office's database: made in time, proven, rotated, and put back from here when a disk has failed."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from core.clock import local
from core.errors import TulpanError
from core.queries.devices import DeviceRow, devices
from core.storage.backup import EVERY, Backup
from core.storage.restoring import fetch
from core.sync.backed_up import backups_of
from core.sync.hub import Hub
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip

_LOOK_MS = 60_000
_MOST_SHOWN = 30
_MEGABYTE = 1_000_000


class BackupSection(Section):
    """Where copies lie, the list of them, and the one question before one is put back."""

    key = "backup"

    def build(self) -> None:
        context = self.context
        theme = context.theme
        self._backups: list[Backup] = []
        self._folder = "…"
        self._asked: Backup | None = None
        self.make = Button(theme, "", "primary", "save", self._make, "backupNow")
        self.choose = Button(theme, "", "", "folder-open", self._choose, "backupFolder")
        self.state = Chip(theme, "", "neutral", "shield")
        self._head, self._where = label("", "section"), label("", "meta", wrap=True, selectable=True)
        top = Card()
        top.setLayout(
            column(row(self._head, None, self.state), self._where, row(self.make, self.choose, None), spacing=10,
                   margins=(20, 16, 20, 16))
        )
        self.question = self._question()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card(name="backupList")
        card.setLayout(self._list)
        for widget in (top, self.question, card):
            self.body.addWidget(widget)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()
        if "background" in context.services:
            context.services["background"].ready.connect(self._refresh)
        self._refresh()

    @property
    def hub(self) -> Hub | None:
        return self.context.services["background"].hub if "background" in self.context.services else None

    def retranslate(self) -> None:
        texts = self.context.texts
        self.make.setText(texts("settings.backup_now"))
        self.choose.setText(texts("settings.backup_choose"))
        self._yes.setText(texts("settings.backup_restore_yes"))
        self._no.setText(texts("shell.cancel"))
        self._fill()

    def _question(self) -> Card:
        theme = self.context.theme
        card = Card(name="restoreQuestion")
        self._ask_title, self._ask_words = label("", "section", wrap=True), label("", "", wrap=True)
        self._ask_only = label("", "warn", wrap=True)
        self._yes = Button(theme, "", "danger", "archive-restore", self._restore, "restoreYes")
        self._no = Button(theme, "", "quiet", "", self._forget, "restoreNo")
        card.setLayout(
            column(self._ask_title, self._ask_words, self._ask_only, row(self._yes, self._no, None), spacing=10,
                   margins=(20, 16, 20, 16))
        )
        card.hide()
        return card

    # ---- The list ---------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Without the hub, too: that it cannot start may be why a copy is put back."""
        core = self.context.core

        def looked() -> tuple[Path, list[Backup]]:
            backups = backups_of(core)
            return backups.folder, backups.offered()

        self.context.tasks.work(looked, self._show, self.context.report, self, key="backups")

    def _show(self, found: tuple[Path, list[Backup]]) -> None:
        self._folder, self._backups = str(found[0]), found[1]
        self._fill()

    def _fill(self) -> None:
        texts = self.context.texts
        newest = next((one for one in self._backups if not one.is_set_aside), None)
        hours = EVERY.total_seconds() / 3600
        self._head.setText(texts("settings.backup_every", hours=int(hours)))
        self._where.setText(texts("settings.backup_where", folder=self._folder))
        if newest is None:
            self.state.set(texts("settings.backup_state_none"), "warn", "triangle-alert")
        elif self.context.core.clock.now() - newest.made_at > 2 * EVERY:
            self.state.set(texts("settings.backup_state_old"), "warn", "triangle-alert")
        else:
            self.state.set(texts("settings.backup_state_good"), "good", "shield-check")
        clear_layout(self._list)
        if not self._backups:
            self._list.addWidget(label(texts("settings.backup_none"), "second", wrap=True))
        for number, backup in enumerate(self._backups[:_MOST_SHOWN]):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(self._line(number, backup))

    def _line(self, number: int, backup: Backup) -> QWidget:
        texts, theme = self.context.texts, self.context.theme
        size = texts("settings.backup_size", size=texts.number(round(backup.size / _MEGABYTE, 1)))
        what = texts("settings.backup_set_aside" if backup.is_set_aside else "settings.backup_proven")
        put_back = Button(theme, texts("settings.backup_restore"), "quiet", "archive-restore",
                          lambda: self._ask(backup), f"restore_{number}")
        widget = QWidget()
        box = row(
            IconLabel(theme, "database", "text2", 20),
            column(label(self._when(backup), "strong"), label(f"{size} · {what}", "meta"), spacing=1),
            None, put_back, spacing=12, margins=(0, 9, 0, 9),
        )
        widget.setLayout(box)
        return widget

    def _when(self, backup: Backup) -> str:
        texts = self.context.texts
        day = texts.relative_day(local(backup.made_at).date(), local(self.context.core.clock.now()).date())
        return f"{day[:1].upper()}{day[1:]} {texts.time(backup.made_at)}"

    # ---- Making -----------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        hub = self.hub
        if hub is None:
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
            return
        self.make.setEnabled(False)
        self.context.tasks.work(hub.back_up_now, self._made, self._failed, self)

    def _made(self, backup: Backup) -> None:
        self.make.setEnabled(True)
        self.context.messages.show(self.context.texts("settings.backup_made", when=self._when(backup).lower()))
        self._refresh()

    def _failed(self, error: TulpanError) -> None:
        self.make.setEnabled(True)
        self.context.report(error)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.context.texts("settings.backup_choose"))
        if name:
            self.keep_in(Path(name))

    def keep_in(self, folder: Path) -> None:
        """Copies lie in this folder from now on."""
        hub = self.hub
        if hub is not None:
            self.context.tasks.work(
                lambda: hub.set_backup_folder(folder), lambda _done: self._refresh(), self.context.report, self
            )

    # ---- Putting back -----------------------------------------------------------------------------------------------

    def _ask(self, backup: Backup) -> None:
        texts = self.context.texts
        self._asked = backup
        when = self._when(backup)
        self._ask_title.setText(texts("settings.backup_ask", when=when[:1].lower() + when[1:]))
        self._ask_words.setText(texts("settings.backup_ask_words"))
        self._ask_only.hide()
        self.context.tasks.ask(
            devices, done=lambda rows: self._say_what_lies_only_here(backup, rows), key="backup_devices", owner=self
        )
        self.question.show()
        self._no.setFocus()

    def _say_what_lies_only_here(self, backup: Backup, rows: tuple[DeviceRow, ...]) -> None:
        """A tablet that has emptied itself cannot send again what the copy lacks."""
        names = [row.name or row.person_name for row in rows if row.works_only_here_since(backup.made_at)]
        if self._asked == backup and names:
            self._ask_only.setText(self.context.texts("settings.backup_ask_only", tablets=", ".join(names)))
            self._ask_only.show()

    def _forget(self) -> None:
        self._asked = None
        self.question.hide()

    def _restore(self) -> None:
        """Brings the copy here and proves it first: a damaged one must not close the program."""
        backup, settings = self._asked, self.context.core.settings
        if backup is None:
            return
        self._yes.setEnabled(False)

        def refused(error: TulpanError) -> None:
            self._yes.setEnabled(True)
            self.context.report(error)

        self.context.tasks.work(
            lambda: fetch(settings, backup), self.context.services["program"].put_back, refused, self
        )
