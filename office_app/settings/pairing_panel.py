"""Pairing a tablet from the office: by its code, by six digits without a camera, or by a file in the relay folder."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QButtonGroup, QFileDialog, QVBoxLayout, QWidget

from core.errors import TulpanError
from core.sync.hub import Hub
from core.sync.pairing_desk import PairingView
from core.sync.pairing_file import HelloTablet, HelloView
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, clear_layout, column, label, row
from office_app.widgets.qr_code import QrCode

WAYS = (("code", "qr-code"), ("digits", "hash"), ("file", "usb"))
_LOOK_AGAIN_MS = 1_000
_CODE_SIZE = 280


class PairingPanel(Card):
    """One open pairing. `paired` carries the new tablet's id; `hub` and `name_of` are asked when they are needed."""

    paired = Signal(str)
    closed = Signal()
    _changed = Signal()

    def __init__(self, context: OfficeContext, hub: Callable[[], Hub | None], name_of: Callable[[str], str]) -> None:
        super().__init__(name="pairingPanel")
        self._context, self._hub, self._name_of = context, hub, name_of
        self._person_id = self._text = self._told = ""
        self._way = "code"
        self._hello = HelloView("closed")
        self._is_looking, self._is_put_away, self._state = False, True, ""
        theme = context.theme
        self.title = label("", "section")
        self.sentence = label("", "second", wrap=True)
        self.code = QrCode(theme, _CODE_SIZE)
        self.digits = label("", "figure")
        self.digits.setObjectName("pairDigits")
        self.addresses = label("", "strong", wrap=True, selectable=True)
        self.addresses.setObjectName("pairAddresses")
        self.confirm = Button(theme, "", "primary", "check", self._confirm, "pairConfirm")
        self.copy = Button(theme, "", "", "copy", self._copy, "pairCopy")
        self.anew = Button(theme, "", "primary", "refresh-cw", self._anew, "pairAnew")
        self.choose_folder = Button(theme, "", "primary", "folder-open", self._choose_folder, "pairFolder")
        self.cancel = Button(theme, "", "", "", self._cancel, "pairCancel")
        self._tablets = QVBoxLayout()
        self._ways: dict[str, Button] = {}
        group = QButtonGroup(self)
        for way, icon in WAYS:
            button = Button(theme, "", "chip", icon, name=f"pairBy_{way}")
            button.clicked.connect(lambda _checked=False, way=way: self._choose(way))
            group.addButton(button)
            self._ways[way] = button
        words = column(
            self.sentence, self.addresses, self.digits, self._tablets,
            row(self.confirm, self.copy, self.anew, self.choose_folder, self.cancel, None), None, spacing=12,
        )
        body = row(self.code, words, spacing=24)
        body.setStretch(1, 1)
        self.setLayout(
            column(self.title, row(*self._ways.values(), None), body, spacing=14, margins=(20, 18, 20, 18))
        )
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._changed.connect(self.refresh)
        self.hide()

    def open(self, person_id: str) -> bool:
        """Shows the code for this technician's tablet; false while the exchange does not run yet."""
        hub = self._hub()
        if hub is None:
            return False
        hub.pairing_changed = self._changed.emit
        self._person_id, self._told, self._is_put_away = person_id, "", False
        hub.pairing.open(person_id)
        self._choose("code")
        return True

    def refresh(self) -> None:
        if self._is_put_away:
            return
        if self._way == "file" and not self._is_met():
            self._look_at_folder()
            self._show_file()
        else:
            self._show_network()

    def _is_met(self) -> bool:
        """A tablet has asked over the network: its digits are shown whatever way was chosen here."""
        hub = self._hub()
        return hub is not None and hub.pairing.view().state not in ("closed", "open", "expired")

    # ---- By the network ---------------------------------------------------------------------------------------------

    def _show_network(self) -> None:
        hub, texts = self._hub(), self._context.texts
        view = hub.pairing.view() if hub is not None else PairingView("closed")
        leads, self._state = self._has_focus() and view.state != self._state, view.state
        is_open = view.state == "open"
        self.setVisible(view.state != "closed")
        waits = view.state in ("joined", "agreed")
        self._timer.start() if is_open or waits else self._timer.stop()
        self._show_head(view.person_id, is_open)
        self._text = view.qr_text if is_open else ""
        self.sentence.setText(self._sentence(view))
        self.code.setVisible(is_open and self._way == "code")
        self.code.set_text(self._text)
        self.addresses.setVisible(is_open and self._way == "digits")
        self.addresses.setText("   ·   ".join(hub.address.addresses) if hub is not None else "")
        self.digits.setText(f"{view.digits[:3]} {view.digits[3:]}" if waits else "")
        self.digits.setVisible(waits)
        self.confirm.setVisible(view.state == "joined")
        self.anew.setVisible(view.state in ("left", "refused", "expired"))
        self.choose_folder.hide()
        self.copy.setVisible(is_open and self._way == "code")
        clear_layout(self._tablets)
        self.cancel.setText(texts("shell.cancel" if is_open or waits else "shell.close"))
        if leads:
            self._lead_on()
        if view.state == "confirmed" and self._told != view.device_id:
            self._told = view.device_id
            self.paired.emit(view.device_id)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _lead_on(self) -> None:
        """Whoever is at work here finds the keys where it goes on; the button that was pressed may be gone."""
        ways = (self.confirm, self.anew, self.copy, self._ways[self._way], self.cancel)
        next(one for one in ways if one.isVisibleTo(self)).setFocus()

    def _sentence(self, view: PairingView) -> str:
        texts, name = self._context.texts, view.device_name
        if view.is_silent:
            return texts("sync.pair_silent", name=name)
        return {
            "open": texts("sync.pair_scan" if self._way == "code" else "sync.pair_by_digits"),
            "joined": texts("sync.pair_compare_with", name=name), "agreed": texts("sync.pair_agreed", name=name),
            "confirmed": texts("sync.pair_done", person=self._name_of(view.person_id)),
            "expired": texts("sync.pair_expired"), "refused": texts("sync.pair_refused"),
            "left": texts("sync.pair_left", name=name),
        }.get(view.state, "")

    def _show_head(self, person_id: str, may_choose: bool) -> None:
        texts = self._context.texts
        self.title.setText(texts("sync.pair_title", person=self._name_of(person_id)))
        self.confirm.setText(texts("sync.pair_confirm"))
        self.copy.setText(texts("settings.tablets_copy"))
        self.anew.setText(texts("sync.pair_anew"))
        self.choose_folder.setText(texts("settings.choose_folder"))
        for way, button in self._ways.items():
            button.setText(texts(f"sync.pair_way_{way}"))
            button.setChecked(way == self._way)
            button.setVisible(may_choose)

    def _confirm(self) -> None:
        hub = self._hub()
        if hub is None:
            return
        author = self._context.tasks.author_id
        self._work(lambda: hub.pairing.confirm(author), lambda _device: self.refresh())

    # ---- By a file --------------------------------------------------------------------------------------------------

    def _look_at_folder(self) -> None:
        hub = self._hub()
        if hub is None or self._is_looking:
            return
        self._is_looking = True
        self._work(hub.folders.hello.view, self._show_hello)

    def _show_hello(self, view: HelloView) -> None:
        self._is_looking = False
        if view != self._hello:
            self._hello = view
            if self._way == "file" and not self._is_put_away and not self._is_met():
                self._show_file()

    def _show_file(self) -> None:
        hub, texts, view = self._hub(), self._context.texts, self._hello
        folder = hub.folders.relay if hub is not None else ""
        self.setVisible(True)
        self._show_head(self._person_id, may_choose=True)
        for widget in (self.code, self.digits, self.confirm, self.copy, self.anew):
            widget.hide()
        self.choose_folder.setVisible(not folder)
        self.cancel.setText(texts("shell.cancel"))
        self.addresses.setVisible(bool(folder))
        self.addresses.setText(folder)
        key = "sync.pair_file_no_folder" if not folder else (
            "sync.pair_file_read_aloud" if view.tablets else "sync.pair_by_file"
        )
        self.sentence.setText(texts(key))
        clear_layout(self._tablets)
        for tablet in view.tablets if folder else ():
            self._tablets.addWidget(self._tablet(tablet))
        self._timer.start() if folder else self._timer.stop()

    def _tablet(self, tablet: HelloTablet) -> QWidget:
        digits = label(tablet.fingerprint, "strongSection", selectable=True)
        digits.setObjectName("helloDigits")
        same = Button(
            self._context.theme, self._context.texts("sync.pair_confirm"), "primary", "check",
            lambda: self._confirm_file(tablet), f"helloConfirm_{tablet.device_id}",
        )
        widget = QWidget()
        widget.setLayout(row(column(digits, label(tablet.name, "meta"), spacing=1), None, same, spacing=12))
        return widget

    def _confirm_file(self, tablet: HelloTablet) -> None:
        hub = self._hub()
        if hub is None:
            return
        author = self._context.tasks.author_id

        def done(name: str) -> None:
            self._context.messages.show(self._context.texts("sync.pair_file_done", person=name))
            self.paired.emit(tablet.device_id)
            self._put_away()

        self._work(lambda: hub.folders.hello.confirm(tablet.device_id, tablet.fingerprint, author), done)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self._context.texts("settings.relay_choose"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.use_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def use_folder(self, location: str) -> None:
        """From now on work is carried through this folder, as if it had been chosen under «Överföring utan nät»."""
        hub = self._hub()
        if hub is not None:
            self._work(lambda: hub.folders.set_relay(location), lambda _none: self._choose("file"))

    # ---- Ways and ends ----------------------------------------------------------------------------------------------

    def _choose(self, way: str) -> None:
        hub, self._way = self._hub(), way
        if way == "file" and hub is not None and hub.folders.relay:
            self._hello = HelloView("open")
            self._work(lambda: hub.folders.hello.open(self._person_id), self._show_hello)
        self.refresh()

    def _work(self, function: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: TulpanError) -> None:
            self._is_looking = False
            self._timer.stop()
            self._context.report(error)

        self._context.tasks.work(function, done, failed, self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    def _anew(self) -> None:
        self.open(self._person_id)

    def _cancel(self) -> None:
        hub = self._hub()
        if hub is not None:
            hub.pairing.close()
            if self._way == "file":
                self._work(hub.folders.hello.close, lambda _none: None)
        self._put_away()

    def _put_away(self) -> None:
        self._is_put_away = True
        self._timer.stop()
        self.hide()
        self.closed.emit()
