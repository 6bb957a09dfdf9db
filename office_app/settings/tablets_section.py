"""The technicians' tablets: who has one, when it was last heard of, pairing a new one, and blocking a lost one."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.commands.base import Command
from core.commands.devices import RevokeDevice, TrustDevice
from core.errors import TulpanError
from core.queries.devices import DeviceRow, devices
from core.queries.firm import FirmRow, firm
from core.sync.hub import Hub
from core.sync.pairing import PairingView
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip
from office_app.widgets.qr_code import QrCode

_LOOK_AGAIN_MS = 1_000


class TabletsSection(Section):
    """A row a tablet; under them a technician to choose and the pairing card."""

    key = "tablets"
    _pairing_changed = Signal()

    def build(self) -> None:
        context = self.context
        self._rows: tuple[DeviceRow, ...] = ()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card()
        card.setLayout(self._list)
        self.person = QComboBox()
        self.person.setObjectName("pairPerson")
        self.pair = Button(context.theme, "", "primary", "qr-code", self._open_pairing, "pairTablet")
        self.panel = PairingPanel(self)
        self.body.addWidget(card)
        self.body.addLayout(row(self.person, self.pair, None))
        self.body.addWidget(self.panel)
        self._pairing_changed.connect(self.panel.refresh)
        self._timer = QTimer(self, interval=15_000)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()
        self.follow(("device", "person", "sync_flag"), self._refresh)

    @property
    def hub(self) -> Hub | None:
        return self.context.services["background"].hub if "background" in self.context.services else None

    def retranslate(self) -> None:
        self.pair.setText(self.context.texts("settings.tablets_pair"))
        self.panel.refresh()
        self._fill()

    def _refresh(self) -> None:
        now = self.context.core.clock.now()
        self.context.tasks.ask(devices, now, done=self._show, key="settings_devices", owner=self)
        self.context.tasks.ask(firm, done=self._show_people, key="settings_technicians", owner=self)

    def _show(self, rows: tuple[DeviceRow, ...]) -> None:
        if rows != self._rows:
            self._rows = rows
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
        connected = device.connected or (self.hub is not None and device.id in self.hub.connected)
        detail = " · ".join(part for part in (device.name, device.program_version, *self._waiting(device)) if part)
        if device.revoked_at is not None:
            state = Chip(theme, texts("sync.device_revoked"), "bad", "ban")
        elif connected:
            state = Chip(theme, texts("sync.device_connected"), "good", "wifi")
        elif device.last_contact is not None:
            when = texts.date_time(device.last_contact)
            state = Chip(theme, texts("sync.device_last_contact", when=when), "neutral", "wifi-off")
        else:
            state = Chip(theme, texts("sync.device_never"), "neutral", "wifi-off")
        trusted = device.revoked_at is None
        command: Command = RevokeDevice(device_id=device.id) if trusted else TrustDevice(device_id=device.id)
        caption = texts("settings.tablets_block" if trusted else "settings.tablets_trust")
        switch = Button(theme, caption, "quiet", clicked=lambda: self.context.do(command, owner=self),
                        name=f"block_{device.id}")
        widget = QWidget()
        widget.setLayout(
            row(
                IconLabel(theme, "tablet", "text2", 22),
                column(label(device.person_name, "strong"), label(detail, "meta"), spacing=1), None, state, switch,
                spacing=12, margins=(0, 9, 0, 9),
            )
        )
        return widget

    def _waiting(self, device: DeviceRow) -> list[str]:
        texts, said = self.context.texts, []
        if device.waiting:
            said.append(texts.count("sync.device_waiting", device.waiting))
        if device.quarantined:
            said.append(texts.count("sync.device_quarantined", device.quarantined))
        return said

    def _open_pairing(self) -> None:
        hub, person_id = self.hub, self.person.currentData()
        if hub is None or person_id is None:
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
            return
        hub.pairing_changed = self._pairing_changed.emit
        hub.pairing.open(person_id)
        self.panel.refresh()


class PairingPanel(Card):
    """The QR code, then the six digits to compare, then the answer."""

    def __init__(self, section: TabletsSection) -> None:
        super().__init__(name="pairingPanel")
        self._section = section
        context = section.context
        self.title = label("", "section")
        self.sentence = label("", "second", wrap=True)
        self.code = QrCode(context.theme)
        self.digits = label("", "figure")
        self.digits.setObjectName("pairDigits")
        self.confirm = Button(context.theme, "", "primary", "check", self._confirm, "pairConfirm")
        self.copy = Button(context.theme, "", "", "copy", self._copy, "pairCopy")
        self.cancel = Button(context.theme, "", "", "", self._cancel, "pairCancel")
        self._text = ""
        self.setLayout(
            row(
                self.code,
                column(self.title, self.sentence, self.digits, row(self.confirm, self.copy, self.cancel, None), None,
                       spacing=12),
                spacing=24, margins=(20, 20, 20, 20),
            )
        )
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        hub = self._section.hub
        view = hub.pairing.view() if hub is not None else PairingView("closed")
        texts = self._section.context.texts
        person = self._section.person.itemText(self._section.person.findData(view.person_id))
        self.setVisible(view.state != "closed")
        self._timer.start() if view.state in ("open", "joined") else self._timer.stop()
        self._text = view.qr_text if view.state == "open" else ""
        self.title.setText(texts("sync.pair_title", person=person))
        self.sentence.setText(
            {
                "open": texts("sync.pair_scan"), "joined": texts("sync.pair_compare"),
                "confirmed": texts("sync.pair_done", person=person), "expired": texts("sync.pair_expired"),
                "refused": texts("sync.pair_refused"),
            }.get(view.state, "")
        )
        self.code.setVisible(view.state == "open")
        self.code.set_text(self._text)
        self.digits.setText(f"{view.digits[:3]} {view.digits[3:]}" if view.state == "joined" else "")
        self.confirm.setVisible(view.state == "joined")
        self.copy.setVisible(view.state == "open")
        self.confirm.setText(texts("sync.pair_confirm"))
        self.copy.setText(texts("settings.tablets_copy"))
        self.cancel.setText(texts("shell.cancel" if view.state in ("open", "joined") else "shell.close"))

    def _confirm(self) -> None:
        hub, context = self._section.hub, self._section.context
        if hub is None:
            return

        def failed(error: TulpanError) -> None:
            context.report(error)
            self.refresh()

        author = context.tasks.author_id
        context.tasks.work(lambda: hub.pairing.confirm(author), lambda _device: self.refresh(), failed, self)

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self._text)

    def _cancel(self) -> None:
        hub = self._section.hub
        if hub is not None:
            hub.pairing.close()
        self._timer.stop()
        self.hide()
