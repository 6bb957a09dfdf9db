"""Where tablets without a network leave their work: a folder, a stick, a share, S3 or SFTP; and how it goes there."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit

from core.clock import local
from core.errors import TulpanError
from core.sync.folder_state import FolderState
from core.sync.hub import Hub
from core.sync.relay_places import is_remote
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, column, label, row
from office_app.widgets.painted import Chip

_LOOK_MS = 5_000


class RelaySection(Section):
    """The folder, what tablets are told, and the state of the last visit."""

    key = "relay"

    def build(self) -> None:
        context = self.context
        theme = context.theme
        self._head, self._words = label("", "section"), label("", "second", wrap=True)
        self.folder, self.for_tablets = QLineEdit(), QLineEdit()
        self.folder.setObjectName("relayFolder")
        self.for_tablets.setObjectName("relayForTablets")
        self.choose = Button(theme, "", "", "folder-open", self._choose, "relayChoose")
        self.save = Button(theme, "", "primary", "check", self._save, "relaySave")
        self.off = Button(theme, "", "quiet", "x", self._switch_off, "relayOff")
        self.now = Button(theme, "", "", "refresh-cw", self._visit, "relayNow")
        self.state = Chip(theme, "", "neutral", "usb")
        self._folder_name, self._tablets_name = label("", "strong"), label("", "strong")
        self._tablets_words = label("", "meta", wrap=True)
        self.detail = label("", "meta", wrap=True)
        self.detail.setObjectName("relayDetail")
        card = Card()
        card.setLayout(
            column(
                row(self._head, None, self.state), self._words, self._folder_name, row(self.folder, self.choose),
                self._tablets_name, self.for_tablets, self._tablets_words,
                row(self.save, self.now, self.off, None), self.detail, spacing=9, margins=(20, 16, 20, 18),
            )
        )
        self.body.addWidget(card)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        if "background" in context.services:
            context.services["background"].ready.connect(self._read)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """The folder may have been chosen while a tablet was paired; what is half typed here stays."""
        super().showEvent(event)
        if not (self.folder.isModified() or self.for_tablets.isModified()):
            self._read()

    @property
    def hub(self) -> Hub | None:
        return self.context.services["background"].hub if "background" in self.context.services else None

    def retranslate(self) -> None:
        texts = self.context.texts
        self._head.setText(texts("settings.relay_head"))
        self._words.setText(texts("settings.relay_words"))
        self._folder_name.setText(texts("settings.relay_folder"))
        self._tablets_name.setText(texts("settings.relay_for_tablets"))
        self._tablets_words.setText(texts("settings.relay_for_tablets_words"))
        self.folder.setPlaceholderText(texts("settings.relay_folder_hint"))
        self.for_tablets.setPlaceholderText(texts("settings.relay_for_tablets_hint"))
        self.choose.setText(texts("settings.choose_folder"))
        self.save.setText(texts("shell.save"))
        self.off.setText(texts("settings.relay_off"))
        self.now.setText(texts("settings.relay_now"))
        self._show()

    def _read(self) -> None:
        hub = self.hub
        if hub is not None:
            self.folder.setText(hub.folders.relay)
            self.for_tablets.setText(hub.folders.proposed)
        self._show()

    def _show(self) -> None:
        hub, texts = self.hub, self.context.texts
        state = hub.folders.relay_state if hub is not None else FolderState()
        is_on = bool(state.location)
        self.now.setVisible(is_on)
        self.off.setVisible(is_on)
        if not is_on:
            self.state.set(texts("settings.relay_state_off"), "neutral", "usb")
        elif state.error:
            self.state.set(texts("settings.relay_state_bad"), "warn", "triangle-alert")
        elif state.files_left or state.is_writing:
            self.state.set(texts("settings.relay_state_writing"), "info", "refresh-cw")
        else:
            self.state.set(texts("settings.relay_state_on"), "good", "check")
        said = texts(state.error) if state.error else ""
        if state.at is not None:
            day = texts.relative_day(local(state.at).date(), local(self.context.core.clock.now()).date())
            said = " ".join(part for part in (said, texts("settings.relay_last", when=f"{day} {texts.time(state.at)}"))
                            if part)
        if is_on and not (state.error or is_remote(state.location)):
            if state.safe:
                said = f"{said} {texts('settings.relay_may_go')}"
            elif state.files_left or state.is_writing:
                said = f"{said} {texts('settings.relay_must_stay')}".strip()
        self.detail.setText(said)
        self.detail.setVisible(bool(said))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.context.texts("settings.relay_choose"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _save(self) -> None:
        hub = self.hub
        if hub is None:
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
            return
        location, proposed = self.folder.text().strip(), self.for_tablets.text().strip()

        def keep() -> None:
            hub.folders.set_relay(location, proposed)
            hub.folders.relay_now()

        self.context.tasks.work(keep, self._saved, self._failed, self)

    def _saved(self, _done: object) -> None:
        self.context.messages.show(self.context.texts("settings.relay_saved"))
        self._read()

    def _failed(self, error: TulpanError) -> None:
        self.context.report(error)
        self._show()

    def _switch_off(self) -> None:
        hub = self.hub
        if hub is not None:
            self.context.tasks.work(lambda: hub.folders.set_relay(""), lambda _done: self._read(), self._failed, self)

    def _visit(self) -> None:
        hub = self.hub
        if hub is not None:
            self.context.tasks.work(hub.folders.relay_now, self._visited, self._failed, self)

    def _visited(self, count: int) -> None:
        texts = self.context.texts
        self.context.messages.show(
            texts.count("settings.relay_letters", count) if count else texts("settings.relay_nothing")
        )
        self._show()
