"""How the sync stands, in words: what is saved here, what the office has, and the network switch."""

from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.clock import local
from core.queries.unsent import Unsent, UnsentJob
from core.sync.status import SyncStatus
from core.sync.unsent_now import unsent_now
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


class SyncModel(PageModel):
    """`jobs` are the visits with things that the office does not have yet."""

    EMPTY = {
        "headline": "", "explanation": "", "icon": "", "tone": "quiet", "facts": [], "networkOn": True,
        "canSend": False, "sendText": "", "isPaired": False,
    }
    KINDS = ()

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._jobs = RowModel("id", "title", "items", "count", parent=self)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)
        self.tasks.changed.connect(self.refresh)

    jobs = Property(QObject, lambda self: self._jobs, constant=True)

    @Slot()
    def refresh(self) -> None:
        self._show_status()
        self.ask(unsent_now, self.core.device_id, done=self._arrived)

    @Slot(bool)
    def set_network(self, is_on: bool) -> None:
        self._tablet.setNetwork(is_on)

    @Slot()
    def send_now(self) -> None:
        self._tablet.sendNow()

    @Slot()
    def pair(self) -> None:
        self.go("pairing")

    def _arrived(self, answer: Unsent) -> None:
        self._jobs.set_rows([self._job(one) for one in answer.jobs])

    def _job(self, job: UnsentJob) -> dict[str, Any]:
        texts = self.texts
        counts: dict[str, int] = {}
        for item in job.items:
            counts[item.text_key] = counts.get(item.text_key, 0) + 1
        items = [f"{texts(key)} ({n})" if n > 1 else texts(key) for key, n in counts.items()]
        since = texts.time(job.items[0].at)
        return {
            "id": job.activity_id or "other", "title": job.title or texts("field.sync_other"),
            "items": " · ".join(items), "count": texts.count("field.saved_since", len(job.items), time=since),
        }

    def _show_status(self) -> None:
        status, texts = self._tablet.status, self.texts
        self.show(
            headline=status.pill(texts), explanation=self._explanation(status), icon=self._tablet.icon,
            tone=self._tablet.tone, facts=self._facts(status), networkOn=self._tablet.networkEnabled,
            canSend=status.state in ("offline", "waiting_long", "sending") and self._tablet.networkEnabled,
            sendText=texts("field.send_now" if status.waiting else "field.try_again"),
            isPaired=status.state != "unpaired",
        )

    def _explanation(self, status: SyncStatus) -> str:
        texts = self.texts
        if status.state == "offline" and not self._tablet.networkEnabled:
            return texts("field.sync_switched_off")
        if status.state == "needs_person":
            return texts("field.sync_needs_person")
        if status.state == "sent" and status.photos:
            return texts("field.sync_photos", n=status.photos)
        return texts(f"field.sync_{status.state}")

    def _facts(self, status: SyncStatus) -> list[dict[str, str]]:
        texts = self.texts
        facts = [("office", status.office_name), ("owner", status.person_name), ("address", status.address)]
        for name, at in (("last_sent", status.last_sent_at), ("last_contact", status.last_contact_at)):
            if at is not None:
                day = texts.relative_day(local(at).date(), local(self.core.clock.now()).date())
                facts.append((name, f"{day} {texts.time(at)}"))
        if status.arriving:
            facts.append(("arriving", texts.count("field.files", status.arriving)))
        return [{"name": texts(f"field.fact_{name}"), "value": value} for name, value in facts if value]
