"""The time on a visit: what the stamps offer, saved with a touch, and what is corrected afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.commands.records import RecordTime, RemoveRecord
from core.ids import new_id
from core.presenters.records import RecordLine, Suggestion, clear_span, saved_time, suggestions
from core.queries.records import Records
from core.rules.working_time import may_end, minutes_between, whole_minute
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.record_offers import RecordOffers

CLOCK_STEP = 15_000
"""Milliseconds between two looks at the running time."""
TIME_KINDS = ("work", "travel", "wait", "break")


@for_qml
class KeptTime(PageModel):
    """The time part of `TimeMaterialModel`, which asks for the records and shows them line by line."""

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""
        self._records = Records((), (), (), (), None, None, ())
        self._lines: dict[str, RecordLine] = {}
        self._suggestions: tuple[Suggestion, ...] = ()
        self._saving: set[tuple[str, datetime]] = set()
        self._added: dict[str, int] = {}
        self._offers = RecordOffers(context, self)
        self._clock = QTimer(self, interval=CLOCK_STEP)
        self._clock.timeout.connect(self._suggest)
        self._clock.start()

    offers = Property(RecordOffers, lambda self: self._offers, constant=True)
    timeKinds = Property("QVariantList", lambda self: list(TIME_KINDS), constant=True)  # type: ignore[arg-type]

    @Slot()
    def _suggest(self) -> None:
        self._pass_time()
        self.show(**self._suggested())

    def _pass_time(self) -> None:
        """The clock has gone on, or other records are known: what is offered is reckoned anew."""
        now = self.core.clock.now()
        if not self._under_way:
            self._saving.clear()
        self._suggestions = suggestions(self._records.suggested_times, self._added, now, self.texts)
        self._offers.pass_time(now)

    def _suggested(self) -> dict[str, Any]:
        """What is offered now, as the parts of the view that time changes."""
        texts = self.texts
        rows = [
            {"kind": one.id, "title": one.title, "detail": one.detail, "minutes": texts.minutes(one.minutes),
             "running": one.running}
            for one in self._suggestions
        ]
        saves = ", ".join(f"{row['title']} {row['minutes']}" for row in rows)
        return {
            "suggestions": rows, "saves": texts("field_work.saves", what=saves) if saves else "",
            "running": next((row["minutes"] for row in rows if row["running"]), ""),
        }

    @Slot(str, int)
    def adjust_suggestion(self, suggestion_id: str, minutes: int) -> None:
        """± 5 min before it is saved."""
        one = next((one for one in self._suggestions if one.id == suggestion_id), None)
        if one is not None and self._may_last(one.start, one.minutes + minutes, minutes):
            self._added[suggestion_id] = self._added.get(suggestion_id, 0) + minutes
            self._suggest()

    def _may_last(self, start: datetime, minutes: int, more: int) -> bool:
        """Shorter always; longer not into the time to come, and then it is said why."""
        end, now = start + timedelta(minutes=minutes), self.core.clock.now()
        if more > 0 and not may_end(end, now):
            self.failed.emit(self.texts("record.not_yet", time=self.texts.time(now)))
            return False
        return True

    @Slot(str)
    def save_suggestion(self, suggestion_id: str) -> None:
        for one in self._suggestions:
            if one.id == suggestion_id:
                self._save_suggestion(one)

    def _save_suggestion(self, one: Suggestion) -> None:
        if (one.kind, one.start) in self._saving:
            return  # a second touch that came before the page had seen the first
        self._saving.add((one.kind, one.start))
        self._added.pop(one.id, None)
        self.do(saved_time(self._activity_id, one, self._records.times))
        self.settled(self._saving.clear)

    def _record_time(
        self, kind: str, start: datetime, minutes: int, corrects_id: str | None = None, record_id: str = ""
    ) -> None:
        self.do(
            RecordTime(
                activity_id=self._activity_id, record_id=record_id or new_id(), kind=kind, start=start,
                end=start + timedelta(minutes=minutes), minutes=minutes, corrects_id=corrects_id,
            )
        )

    @Slot(str, int)
    def add_time(self, kind: str, minutes: int) -> None:
        """Time by hand: it ended now."""
        start = whole_minute(self.core.clock.now()) - timedelta(minutes=minutes)
        self._record_time(kind, start, minutes, record_id=self.id_for_sheet(kind, minutes))

    @Slot()
    def copy_plan_time(self) -> None:
        """The planned time, from when the work began."""
        self.settled(self._copy_plan_time)

    def _copy_plan_time(self) -> None:
        plan = self._offers.plan
        worked = any(row.kind == "work" for row in self._records.times)
        if plan.start is not None and not worked and plan.offered_at(self.core.clock.now()):
            self._record_time("work", plan.start, plan.minutes)

    @Slot(str, int)
    def adjust_time(self, place: str, minutes: int) -> None:
        """Longer or shorter; the next touch waits until this one is seen, so that none is lost."""
        self.settled(lambda: self._adjust_time(place, minutes))

    def _adjust_time(self, place: str, minutes: int) -> None:
        row = self._row_at(place, self._records.times)
        if row is not None and self._may_last(row.start, row.minutes + minutes, minutes):
            self._record_time(row.kind, row.start, max(row.minutes + minutes, 1), row.id)

    @Slot(str)
    def fix_overlap(self, place: str) -> None:
        """Cuts a record back to the time that no other one covers, or takes it away when nothing is left."""
        self.settled(lambda: self._fix_overlap(place))

    def _fix_overlap(self, place: str) -> None:
        row = self._row_at(place, self._records.times)
        if row is None:
            return
        free = clear_span(row, (*self._records.times, *self._records.elsewhere))
        if free is None:
            self.do(RemoveRecord(activity_id=self._activity_id, kind="time", record_id=row.id))
        else:
            self._record_time(row.kind, free[0], minutes_between(*free), row.id)

    def _row_at(self, place: str, rows: Sequence[Any]) -> Any:
        line = self._lines.get(place)
        return next((row for row in rows if line is not None and row.id == line.id), None)
