"""How the sync stands, in words: what is saved here, what the office has, and the network switch."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.clock import local
from core.queries.unsent import Unsent, UnsentJob
from core.sync.status import SyncStatus
from core.sync.unsent_now import unsent_now
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class SyncModel(PageModel):
    """`jobs` are the visits with things that the office does not have yet."""

    EMPTY = {
        "headline": "", "explanation": "", "icon": "", "tone": "quiet", "facts": [], "networkOn": True,
        "canSend": False, "sendText": "", "isPaired": False, "steps": [], "relay": "", "suggestsRelay": False,
        "restored": "",
    }
    KINDS = ()

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._jobs = RowModel("id", "title", "items", "count", parent=self)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)
        self.tasks.changed.connect(self.refresh)

    jobs = Property(RowModel, lambda self: self._jobs, constant=True)

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

    @Slot(str)
    def open_page(self, page: str) -> None:
        self.go(page)

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
            headline=self._tablet.pill, explanation=self._explanation(status), icon=self._tablet.icon,
            tone=self._tablet.tone, facts=self._facts(status), networkOn=self._tablet.networkEnabled,
            canSend=status.state in ("offline", "waiting_long", "sending") and self._tablet.networkEnabled,
            sendText=texts("field.send_now" if status.waiting else "field.try_again"),
            isPaired=status.state != "unpaired", steps=self._steps(status), relay=self._relay(status),
            suggestsRelay=status.state == "waiting_long" and not status.relay.location,
            restored=texts("field.sync_restored", time=self._moment(status.restored_at)) if status.restored_at else "",
        )

    def _steps(self, status: SyncStatus) -> list[dict[str, str]]:
        """Saved, at the office, in the office's copies: three different things, each said for itself."""
        texts = self.texts
        steps = [{"icon": "save", "tone": "good", "text": texts("field.step_saved")}]
        waiting = status.waiting + status.photos
        if waiting:
            tone = "warn" if status.state == "waiting_long" else "quiet"
            when = texts.time(status.oldest) if status.oldest is not None else ""
            key = "field.step_waiting" if when else "field.step_waiting_files"
            steps.append({"icon": "hourglass", "tone": tone, "text": texts.count(key, waiting, time=when)})
        elif status.checking or status.last_sent_at is None:
            key = "field.step_comparing" if status.checking else "field.step_nothing_yet"
            steps.append({"icon": "building-2", "tone": "quiet", "text": texts(key)})
        else:
            text = texts("field.step_at_office", time=self._moment(status.last_sent_at))
            steps.append({"icon": "building-2", "tone": "good" if status.is_safe else "quiet", "text": text})
        if status.is_backed_up and status.is_safe:
            steps.append({"icon": "shield-check", "tone": "good", "text": texts("field.step_backed_up")})
        else:
            steps.append({"icon": "shield", "tone": "quiet", "text": self._not_in_a_copy(status)})
        return steps

    def _not_in_a_copy(self, status: SyncStatus) -> str:
        """What is not even at the office is not in its copies either."""
        missing = status.unproven + status.waiting + status.photos
        if missing:
            return self.texts.count("field.step_unproven", missing)
        was_never_needed = status.last_sent_at is None
        return self.texts("field.step_nothing_to_copy" if was_never_needed else "field.step_not_backed_up")

    def _relay(self, status: SyncStatus) -> str:
        texts, state = self.texts, status.relay
        if not state.location:
            return texts("field.relay_tile_none")
        if state.error:
            return texts("field.relay_missing")
        if not state.safe:
            return texts("field.relay_writing")
        return texts("field.relay_tile_safe" if status.waiting + status.photos else "field.relay_tile_empty")

    def _moment(self, at: datetime) -> str:
        """The time today, with the day when it was another."""
        now = local(self.core.clock.now()).date()
        day = local(at).date()
        return self.texts.time(at) if day == now else f"{self.texts.relative_day(day, now)} {self.texts.time(at)}"

    def _explanation(self, status: SyncStatus) -> str:
        texts = self.texts
        if status.state == "offline" and not self._tablet.networkEnabled:
            return self._switched_off(status)
        if status.state == "needs_person":
            own = f"field.{status.problem.replace('.', '_')}"
            return texts(own if texts.has(own) else "field.sync_needs_person")
        if self._tablet.held_photos:
            return texts.count("field.sync_photos_held", self._tablet.held_photos)
        if status.state == "sent" and status.photos:
            return texts("field.sync_photos", n=status.photos)
        return texts(f"field.sync_{status.state}")

    def _switched_off(self, status: SyncStatus) -> str:
        if status.relay.location:
            return self.texts("field.sync_switched_off_relay")
        waits = status.waiting + status.photos
        return self.texts("field.sync_switched_off" if waits else "field.sync_switched_off_sent")

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
