"""What the office program runs beside its windows: the hub for the tablets, the SMS gateway and the message outbox."""

import logging
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from core.bootstrap import Core
from core.changes import Changes
from core.errors import TulpanError
from core.qt.tasks import Tasks

if TYPE_CHECKING:
    from core.integrations.mail.smtp import MailAccount
    from core.integrations.sms.loopback import LoopbackGateway
    from core.sync.hub import Hub

log = logging.getLogger(__name__)
DISPATCH_SECONDS, MAIL_SECONDS = 1.0, 10.0


class Loop:
    """Calls a step again and again on its own thread until stopped; a failing step is logged and tried again."""

    def __init__(self, name: str, step: Callable[[], None], seconds: float) -> None:
        self._step, self._seconds = step, seconds
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        """Does the next step at once."""
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._step()
            except Exception:
                log.exception("a background step failed and will be tried again")
            self._wake.wait(self._seconds)
            self._wake.clear()


class Devices(QObject):
    """How many tablets are paired and connected, for the pill in the top bar; asked for off the GUI thread."""

    changed = Signal()

    def __init__(self, tasks: Tasks, query: Callable[..., tuple[str, ...]], connected: Callable[[], Any]) -> None:
        super().__init__()
        self.paired = 0
        self.connected = 0
        self._tasks, self._query, self._connected = tasks, query, connected
        self._timer = QTimer(self, interval=5_000)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        tasks.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        self._tasks.ask(self._query, done=self._on_devices, key="devices", owner=self)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("device"):
            self.refresh()

    def _on_devices(self, device_ids: tuple[str, ...]) -> None:
        connected = self._connected()
        paired, now = len(device_ids), sum(1 for device in device_ids if device in connected)
        if (paired, now) != (self.paired, self.connected):
            self.paired, self.connected = paired, now
            self.changed.emit()


class Background(QObject):
    """Starts hub, gateway and outbox off the GUI thread; `hub` and `phone` are there once `ready` was emitted.

    What cannot start (a taken port, no gateway account) is told with `failed`; the rest of the office works on.
    """

    ready = Signal()
    failed = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, settings: QSettings, language: str) -> None:
        super().__init__()
        self.hub: Hub | None = None
        self.phone: LoopbackGateway | None = None
        self._core, self._tasks, self._settings, self._language = core, tasks, settings, language
        self._outbox: Loop | None = None
        self._mail: Loop | None = None
        # What a worker has started is known here before the screen hears of it: a program may close in between.
        self._starting = threading.Lock()
        self._is_stopped = False
        self._begun_hub: Hub | None = None
        self._begun_phone: LoopbackGateway | None = None
        tasks.changed.connect(self._on_changed)

    def start(self) -> None:
        self._tasks.work(self._start_hub, self._on_hub, self._on_failure, self)
        if self._core.settings.sms_gateway != "off":
            self._tasks.work(self._start_outbox, self._on_outbox, self._on_failure, self)
        self._tasks.work(self._start_mail, self._on_mail, self._on_failure, self)

    def stop(self) -> None:
        """Ends the hub first, so that no tablet's work arrives at a closing database."""
        with self._starting:
            self._is_stopped = True
            hub, phone = self.hub or self._begun_hub, self.phone or self._begun_phone
        if hub is not None:
            hub.stop()
        for loop in (self._outbox, self._mail):
            if loop is not None:
                loop.stop()
        if phone is not None:
            phone.stop()

    @property
    def connected(self) -> frozenset[str]:
        return self.hub.connected if self.hub is not None else frozenset()

    def restart_outbox(self) -> None:
        """The account of the gateway was changed."""
        if self._outbox is not None:
            self._outbox.stop()
            self._outbox = None
        self._tasks.work(self._start_outbox, self._on_outbox, self._on_failure, self)

    def restart_mail(self) -> None:
        """The mail account was changed."""
        if self._mail is not None:
            self._mail.stop()
            self._mail = None
        self._tasks.work(self._start_mail, self._on_mail, self._on_failure, self)

    def _start_mail(self) -> Loop | None:
        """Reports are made and mailed; without a mail server nothing runs."""
        account = mail_account(self._settings)
        if not account.host or not account.sender:
            return None
        from core.integrations.mail.smtp import SmtpGateway
        from core.presenters.report_mailer import ReportMailer
        from core.services.mail_dispatcher import MailDispatcher

        core = self._core
        mailer = ReportMailer(core.database, core.blobs, core.commands, core.clock)
        dispatcher = MailDispatcher(core.database, core.commands, core.blobs, SmtpGateway(account), core.clock)

        def step() -> None:
            mailer.step()
            dispatcher.step()

        return Loop("mail", step, MAIL_SECONDS)

    def _on_mail(self, loop: Loop | None) -> None:
        self._mail = loop
        if loop is not None and not self._is_stopped:
            loop.start()

    def _start_hub(self) -> "Hub | None":
        from core.sync.hub import Hub

        with self._starting:
            if self._is_stopped:
                return None
            hub = Hub(self._core)
            hub.start()
            self._begun_hub = hub
        return hub

    def _start_outbox(self) -> tuple[Loop, "LoopbackGateway | None"]:
        from core.integrations.sms.elks import ElksGateway
        from core.services.message_dispatcher import MessageDispatcher

        core, phone = self._core, None
        if core.settings.sms_gateway == "loopback":
            from core.integrations.sms.loopback import LoopbackGateway

            with self._starting:
                phone = self.phone or self._begun_phone or LoopbackGateway(
                    core.settings.folder / "phone.jsonl", core.clock, language=self._language
                ).start()
                self._begun_phone = phone
            gateway = ElksGateway(phone.user, phone.password, phone.base_url)
        else:
            gateway = ElksGateway(*self._account())
        dispatcher = MessageDispatcher(core.database, core.commands, gateway, core.clock)
        return Loop("outbox", dispatcher.step, DISPATCH_SECONDS), phone

    def _account(self) -> tuple[str, str]:
        """From the environment where an installer set it, else from this computer's settings; never in the database."""
        return (
            os.environ.get("TULPAN_46ELKS_USER") or str(self._settings.value("sms/user", "")),
            os.environ.get("TULPAN_46ELKS_PASSWORD") or str(self._settings.value("sms/password", "")),
        )

    def _on_hub(self, hub: "Hub | None") -> None:
        if hub is None:
            return
        self.hub = hub
        self.ready.emit()

    def _on_outbox(self, started: tuple[Loop, "LoopbackGateway | None"]) -> None:
        self._outbox, self.phone = started
        self._outbox.start()
        self.ready.emit()

    def _on_failure(self, error: TulpanError) -> None:
        log.warning("a background service did not start: %s", error)
        self.failed.emit(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._outbox is not None and changes.touches("message"):
            self._outbox.poke()


def mail_account(settings: QSettings) -> "MailAccount":
    """From this computer's settings, the password from the environment where an installer set it; never in the
    database."""
    from core.integrations.mail.smtp import SECURITY, MailAccount

    def said(name: str) -> str:
        return str(settings.value(f"mail/{name}", "")).strip()

    security = said("security")
    return MailAccount(
        host=said("host"), port=int(said("port")) if said("port").isdigit() else 587, user=said("user"),
        password=os.environ.get("TULPAN_MAIL_PASSWORD") or str(settings.value("mail/password", "")),
        security=security if security in SECURITY else SECURITY[0], sender=said("sender"),
    )
