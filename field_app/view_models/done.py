"""The page after a finished job: what is saved, whether it has been sent, and what comes next."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Slot

from core.clock import local
from core.presenters.call_rows import short_number
from core.queries.checkout import Checkout, checkout
from core.queries.finishing import SIGNED_LATER
from core.queries.today import Today, today
from core.rules.lifecycle import STEPS_OPEN
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class DoneModel(PageModel):
    """One finished visit and the next open one of the day."""

    EMPTY: dict[str, Any] = {
        "title": "", "customer": "", "subtitle": "", "facts": [], "nextId": "", "nextTitle": "", "nextDetail": "",
        "outcome": "", "home": "", "changed": "", "awaited": "",
    }
    KINDS = ("activity", "service_assignment", "signature")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""

    @Slot(str)
    def open(self, activity_id: str) -> None:
        self._activity_id = activity_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now = self.core.clock.now()
        if self._activity_id:
            self.ask(
                checkout, self._activity_id, self.author_id, now, self.texts.language, done=self._take_checkout
            )
        self.ask(today, self.author_id, local(now).date(), now, done=self._take_day)

    def _take_checkout(self, found: Checkout | None) -> None:
        if found is None:
            return
        texts = self.texts
        minutes = sum(line.minutes for line in found.lines)
        signature = found.signature.state if found.signature else ""
        outdated = found.signature is not None and signature == "signed" and not found.signature.current
        facts = [
            {"icon": "timer", "text": texts.minutes(minutes)} if minutes else None,
            {"icon": "list-checks", "text": texts(
                "field_work.steps_of", done=found.checklist_done, total=found.checklist_total
            )} if found.checklist_total else None,
            {"icon": "camera", "text": texts.count("field_work.photos", found.photos)} if found.photos else None,
            {"icon": "receipt", "text": texts("field_work.to_pay_short", amount=texts.money(found.to_pay_incl))},
            {"icon": "signature", "text": texts(f"field_work.signed_{signature}")}
            if signature and not outdated else None,
            {"icon": "mail", "text": texts("field_work.report_goes_to", email=found.report_email)}
            if found.report_email else None,
        ]
        self.show(
            title=texts("field_work.done_title", customer=found.customer), customer=found.customer,
            subtitle=texts("field.call_number", number=short_number(found.call_number)),
            facts=[fact for fact in facts if fact], outcome=texts(f"visit.outcome_{found.outcome}")
            if found.outcome else "", changed=self._changed(found) if outdated else "",
            awaited=texts("field_work.done_awaited") if signature == SIGNED_LATER and found.leads else "",
        )

    def _changed(self, found: Checkout) -> str:
        """What was signed is not what stands there now."""
        texts, signed = self.texts, found.signature.to_pay if found.signature is not None else None
        if signed is None or signed == found.to_pay_incl:
            return texts("field_work.done_changed")
        return texts(
            "field_work.done_changed_sum", signed=texts.money(signed), now=texts.money(found.to_pay_incl)
        )

    def _take_day(self, day: Today) -> None:
        texts = self.texts
        others = (one for one in day.visits if one.activity_id != self._activity_id)
        following = next((one for one in others if one.step in STEPS_OPEN), None)
        home: datetime | None = day.home_at
        self.show(
            nextId=following.activity_id if following else "",
            nextTitle=f"{texts.time(following.start)} {following.customer}" if following and following.start else (
                following.customer if following else ""
            ),
            nextDetail=" · ".join(part for part in (following.subject, following.street) if part) if following else "",
            home=texts("field_work.home_about", time=texts.time(home)) if home else "",
        )

    @Slot()
    def open_next(self) -> None:
        if self._view["nextId"]:
            self.go("job", activityId=self._view["nextId"])
        else:
            self.go("today")

    @Slot()
    def correct(self) -> None:
        """Something was forgotten: a late record is kept, and the office makes the report's next version."""
        self.go("time_material", activityId=self._activity_id, correcting=True)

    @Slot()
    def show_customer(self) -> None:
        """What was changed after the signature is shown to the customer, who signs anew."""
        self.go("checkout", activityId=self._activity_id)

    @Slot()
    def sign_now(self) -> None:
        """He was to sign later, and stands here now."""
        self.go("checkout", activityId=self._activity_id, signing=True)

    @Slot()
    def open_today(self) -> None:
        self.go("today")
