"""The technicians' tablets: who has one, when and how it was last heard of, what waits on it; pairing and blocking."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from core.commands.base import Command
from core.commands.devices import RemoveDevice, RenameDevice, RevokeDevice, TrustDevice
from core.errors import TulpanError
from core.queries.devices import DeviceRow, devices
from core.queries.firm import FirmRow, firm
from core.settings import VERSION
from core.sync.faults import Malformed
from core.sync.hub import Hub
from core.sync.journal_import import Imported
from office_app.settings.pairing_panel import PairingPanel
from office_app.settings.section import Section
from office_app.settings.strangers_card import StrangersCard
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip

_WAY_ICONS = {"lan": "wifi", "relay": "usb", "file": "file-down"}
_NAME_WIDTH = 200


class TabletsSection(Section):
    """A row a tablet; under them a technician to choose, the pairing card, and the work of a lost tablet."""

    key = "tablets"

    def build(self) -> None:
        context = self.context
        self._rows: tuple[DeviceRow, ...] = ()
        self._connected: frozenset[str] = frozenset()
        self._replacing = ""
        self._renaming = self._blocking = ""
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card(name="roster")
        card.setLayout(self._list)
        self.person = QComboBox()
        self.person.setObjectName("pairPerson")
        self.person.setMinimumWidth(_NAME_WIDTH)
        self.pair = Button(context.theme, "", "primary", "qr-code", self._open_pairing, "pairTablet")
        self.import_file = Button(context.theme, "", "", "file-down", self._choose_file, "importJournal")
        self.replacing = label("", "warn", wrap=True)
        self.panel = PairingPanel(context, lambda: self.hub, self._name_of)
        self.panel.paired.connect(self._on_paired)
        self.panel.closed.connect(self._forget_replacing)
        self.strangers = StrangersCard(context, lambda: self.hub, self._pair_stranger)
        self.body.addWidget(card)
        self.body.addWidget(self.strangers)
        self.body.addLayout(row(self.person, self.pair, None, self.import_file))
        self.body.addWidget(self.replacing)
        self.body.addWidget(self.panel)
        self._timer = QTimer(self, interval=15_000)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()
        self.follow(("device", "person", "sync_flag"), self._refresh)

    @property
    def hub(self) -> Hub | None:
        return self.context.services["background"].hub if "background" in self.context.services else None

    def retranslate(self) -> None:
        texts = self.context.texts
        self.pair.setText(texts("settings.tablets_pair"))
        self.import_file.setText(texts("settings.tablets_import"))
        self.import_file.setToolTip(texts("settings.tablets_import_text"))
        self.panel.refresh()
        self._show_replacing()
        self.strangers.fill()
        self._fill()

    def take_file(self, path: Path) -> None:
        """Takes in the work in a lost tablet's journal or export file."""
        hub = self.hub
        if hub is None:
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
            return
        self.context.tasks.work(
            lambda: hub.folders.import_journal(path), self._on_imported, self._on_unreadable, self
        )

    def _on_unreadable(self, error: TulpanError) -> None:
        """A file that holds no letters is not a letter that got damaged on its way."""
        if isinstance(error, Malformed):
            self.context.messages.fail(self.context.texts("settings.tablets_import_other"))
        else:
            self.context.report(error)

    # ---- The list ---------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.context.tasks.ask(devices, done=self._show, key="settings_devices", owner=self)
        self.strangers.refresh()
        self.context.tasks.ask(firm, done=self._show_people, key="settings_technicians", owner=self)

    def _show(self, rows: tuple[DeviceRow, ...]) -> None:
        background = self.context.services.get("background")
        connected = background.connected if background is not None else frozenset()
        if (rows, connected) != (self._rows, self._connected):
            self._rows, self._connected = rows, connected
            if not self._renaming:  # what is being typed stays; the list is filled when it is done
                self._fill()

    def _show_people(self, found: FirmRow | None) -> None:
        technicians = [person for person in (found.people if found else ()) if person.active
                       and "technician" in person.roles]
        if [self.person.itemData(number) for number in range(self.person.count())] == [p.id for p in technicians]:
            return
        self.person.clear()
        for person in technicians:
            self.person.addItem(person.name, person.id)

    def _fill(self) -> None:
        clear_layout(self._list)
        if not self._rows:
            self._list.addWidget(label(self.context.texts("settings.tablets_none"), "second", wrap=True))
        for number, device in enumerate(self._rows):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(self._line(device))

    def _line(self, device: DeviceRow) -> QWidget:
        texts, theme = self.context.texts, self.context.theme
        words = column(
            label(device.person_name, "strong"),
            self._name(device),
            label(self._contact(device), "meta", wrap=True), spacing=2,
        )
        for text, role in self._concerns(device):
            words.addWidget(label(text, role, wrap=True))
        trusted = device.revoked_at is None
        replace = Button(theme, texts("settings.tablets_replace"), "quiet", "refresh-cw",
                         lambda: self._replace(device), f"replace_{device.id}")
        is_asked = trusted and device.id == self._blocking  # its sentence needs the room
        replace.setVisible(trusted and not is_asked)
        rename = Button(theme, texts("settings.tablets_rename"), "quiet", "pencil",
                        lambda: self._rename(device), f"rename_{device.id}")
        rename.setVisible(not is_asked)
        widget = QWidget()
        box = row(
            IconLabel(theme, "tablet", "text2", 22), words, self._state(device), rename, replace,
            *self._switches(device), spacing=12, margins=(0, 10, 0, 10),
        )
        box.setStretch(1, 1)
        widget.setLayout(box)
        return widget

    def _switches(self, device: DeviceRow) -> list[QWidget]:
        """Blocking empties the tablet by itself, so it is asked for twice; one never heard of goes at once."""
        texts, theme = self.context.texts, self.context.theme

        def button(key: str, name: str, command: Command, kind: str = "quiet") -> Button:
            def act() -> None:
                self._blocking = ""
                self.context.do(command, owner=self)

            return Button(theme, texts(key), kind, clicked=act, name=f"{name}_{device.id}")

        def asks(key: str, name: str, device_id: str) -> Button:
            return Button(theme, texts(key), "quiet", clicked=lambda: self._ask_block(device_id),
                          name=f"{name}_{device.id}")

        if device.revoked_at is not None:
            return [button("settings.tablets_trust", "block", TrustDevice(device_id=device.id))]
        if device.last_contact is None:
            return [button("settings.tablets_remove", "remove", RemoveDevice(device_id=device.id))]
        if device.id != self._blocking:
            return [asks("settings.tablets_block", "block", device.id)]
        return [
            asks("shell.cancel", "keep", ""),
            button("settings.tablets_block_sure", "sure", RevokeDevice(device_id=device.id), "danger"),
        ]

    def _ask_block(self, device_id: str) -> None:
        self._blocking = device_id
        QTimer.singleShot(0, self, self._fill)

    def _name(self, device: DeviceRow) -> QWidget:
        if device.id != self._renaming:
            parts = (device.name, self._version(device), self._since(device))
            return label(" · ".join(part for part in parts if part), "meta")
        box = QLineEdit(device.name)
        box.setObjectName(f"name_{device.id}")
        box.setMaxLength(60)
        box.setAccessibleName(self.context.texts("settings.tablets_rename"))
        box.editingFinished.connect(lambda: self._renamed(device, box.text()))
        QTimer.singleShot(0, box, box.setFocus)
        QTimer.singleShot(0, box, box.selectAll)
        return box

    def _rename(self, device: DeviceRow) -> None:
        self._renaming = device.id
        self._fill()

    def _renamed(self, device: DeviceRow, name: str) -> None:
        if self._renaming != device.id:
            return
        self._renaming = ""
        if name.strip() not in ("", device.name):
            self.context.do(RenameDevice(device_id=device.id, name=name.strip()), owner=self)
        QTimer.singleShot(0, self, self._fill)

    def _state(self, device: DeviceRow) -> Chip:
        texts, theme = self.context.texts, self.context.theme
        if device.revoked_at is not None:
            return Chip(theme, texts("sync.device_revoked"), "bad", "ban")
        if device.id in self._connected:
            return Chip(theme, texts("sync.device_connected"), "good", "wifi")
        if device.last_contact is None:
            return Chip(theme, texts("sync.device_never"), "neutral", "wifi-off")
        way = device.way or "lan"
        return Chip(theme, texts(f"sync.way_{way}"), "neutral", _WAY_ICONS.get(way, "wifi-off"))

    def _version(self, device: DeviceRow) -> str:
        if not device.program_version:
            return ""
        key = "sync.device_version" if device.program_version == VERSION else "sync.device_version_other"
        return self.context.texts(key, version=device.program_version, office=VERSION)

    def _since(self, device: DeviceRow) -> str:
        """Tells two of one person's tablets apart that have the same name."""
        alike = [one for one in self._rows if (one.person_name, one.name) == (device.person_name, device.name)]
        if len(alike) < 2 or device.last_contact is None:
            return ""
        return self.context.texts("sync.device_paired_since", when=self._when(device.paired_at))

    def _contact(self, device: DeviceRow) -> str:
        texts = self.context.texts
        if device.last_contact is None:
            return texts("sync.device_paired", when=self._when(device.paired_at))
        if device.id in self._connected and device.revoked_at is None:
            return texts("sync.device_in_contact")
        way = texts(f"sync.by_{device.way or 'lan'}")
        return texts("sync.device_last_contact", when=self._when(device.last_contact), way=way)

    def _when(self, moment: datetime) -> str:
        return self.context.texts.day_time(moment, self.context.core.clock.now())

    def _concerns(self, device: DeviceRow) -> list[tuple[str, str]]:
        texts, said = self.context.texts, []
        if device.id == self._blocking and device.revoked_at is None:
            said.append((texts("settings.tablets_block_words"), "warn"))
        if device.revoked_at is not None:
            knows = "settings.tablets_blocked_knows" if device.knows_it_is_blocked else "settings.tablets_blocked_waits"
            said.append((texts(knows), "meta"))
        if device.emptied_at is not None:
            said.append((texts("sync.device_emptied", when=self._when(device.emptied_at)), "meta"))
        if device.waiting and device.oldest_waiting is not None:
            when = self._when(device.oldest_waiting)
            said.append((texts.count("sync.device_waiting", device.waiting, when=when), "warn"))
        if device.quarantined:
            said.append((texts.count("sync.device_quarantined", device.quarantined), "bad"))
        if device.unproven:
            said.append((texts.count("sync.device_unproven", device.unproven), "meta"))
        return said

    # ---- Pairing and replacing --------------------------------------------------------------------------------------

    def _name_of(self, person_id: str) -> str:
        return self.person.itemText(self.person.findData(person_id))

    def _open_pairing(self) -> None:
        self._replacing = ""
        self._begin(self.person.currentData())

    def _pair_stranger(self, person_id: str) -> None:
        found = self.person.findData(person_id)
        if found >= 0:
            self.person.setCurrentIndex(found)
        self._open_pairing()

    def _replace(self, device: DeviceRow) -> None:
        self.person.setCurrentIndex(self.person.findData(device.person_id))
        self._replacing = device.id
        self._begin(device.person_id)

    def _begin(self, person_id: str | None) -> None:
        if person_id is None or not self.panel.open(person_id):
            self._replacing = ""
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
        self._show_replacing()

    def _show_replacing(self) -> None:
        old = next((one for one in self._rows if one.id == self._replacing), None)
        self.replacing.setVisible(old is not None)
        if old is not None:
            self.replacing.setText(self.context.texts("settings.tablets_replacing", name=old.name))

    def _forget_replacing(self) -> None:
        self._replacing = ""
        self._show_replacing()

    def _on_paired(self, device_id: str) -> None:
        """The new tablet is trusted; the one that it replaces no longer is."""
        replaced, self._replacing = self._replacing, ""
        self._show_replacing()
        if replaced and replaced != device_id:
            self.context.do(RevokeDevice(device_id=replaced), owner=self)

    # ---- The work of a lost tablet ----------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        texts = self.context.texts
        dialog = QFileDialog(
            self, texts("settings.tablets_import"), "", f"{texts('settings.tablets_import_files')} (*.tlpj)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _on_imported(self, brought: Imported) -> None:
        texts = self.context.texts
        name = next((one.person_name for one in self._rows if one.id == brought.device_id), "")
        if not brought.fresh and not brought.files:
            key = "settings.tablets_imported_nothing_cut" if brought.is_cut else "settings.tablets_imported_nothing"
            words = texts(key, person=name)
        else:
            key = "settings.tablets_imported_blocked" if brought.is_revoked else "settings.tablets_imported"
            words = texts.count(key, brought.fresh, person=name)
        if brought.files:
            words = " · ".join((words, texts.count("settings.tablets_imported_pictures", brought.files)))
        if brought.is_cut:
            words = f"{words}. {self._cut(brought)}".replace("..", ".")
        self.context.messages.show(words)
        self._refresh()

    def _cut(self, brought: Imported) -> str:
        """That the end of the file is missing, and up to when it goes."""
        texts = self.context.texts
        if brought.last_at is None:
            return texts("settings.tablets_imported_cut_early", n=brought.total)
        return texts.count("settings.tablets_imported_cut", brought.total, when=self._when(brought.last_at))
