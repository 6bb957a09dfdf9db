"""The technician's own day: begun and ended with a touch, what lies between the jobs noted or filled in afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.clock import at_local, local
from core.commands.day_log import KeepDayEntry, RemoveDayEntry
from core.errors import TulpanError
from core.ids import new_id
from core.presenters.day_log import QUICK, DayRow, day_page
from core.queries.day_log import DayLog, DaySpan, day_log
from core.rules.day_log import GAP, clock_time, end_meant, why_not
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel

_LOOK_AGAIN = 20_000
STEP = timedelta(minutes=5)


class DayLogModel(PageModel):
    """One day's log; every touch is kept at once."""

    EMPTY = {
        "loaded": False, "title": "", "subtitle": "", "state": "open", "isToday": True, "running": "",
        "runningSince": "", "sums": [], "empty": True, "kinds": [], "begun": "", "ended": "",
    }
    KINDS = ("day_entry", "time_effort", "service_assignment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._rows = RowModel(
            "rowId", "kind", "icon", "title", "detail", "time", "minutes", "own", "running", "starts", "ends",
            parent=self,
        )
        self._day: date | None = None
        self._log: DayLog | None = None
        self._is_turning = False
        self._clock = QTimer(self, interval=_LOOK_AGAIN)
        self._clock.timeout.connect(self._present)
        self._clock.start()

    rows = Property(QObject, lambda self: self._rows, constant=True)

    @Slot(str)
    def open(self, day: str = "") -> None:
        self._day = date.fromisoformat(day) if day else None
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(day_log, self.author_id, self._shown_day(), done=self._arrived)

    @Slot(int)
    def step_day(self, days: int) -> None:
        day = self._shown_day() + timedelta(days=days)
        self._day = None if day == self._today() else day
        self.keep_place(day=day.isoformat() if self._day else "")
        self.refresh()

    @Slot()
    def begin_day(self) -> None:
        self.settled(self._begin_day)

    def _begin_day(self) -> None:
        """From the first thing that was done, when that was before this touch."""
        if self._log is not None and self._log.day is None:
            self._keep("day", min((self._moment(), *(one.start for one in self._log.spans))))

    @Slot()
    def end_day(self) -> None:
        """Ends what runs with it."""
        self.settled(self._end_day)

    def _end_day(self) -> None:
        if self._log is not None and self._log.day is not None and self._log.day.end is None:
            self._stop_running()
            self._change(self._log.day, end=self._moment())
            job = self._log.job
            if job is not None:
                words = self.texts("day_log.ended_under_way", customer=job.customer)
                self._context.messages.say(words, "info")  # type: ignore[attr-defined]

    @Slot()
    def reopen_day(self) -> None:
        self.settled(self._reopen_day)

    def _reopen_day(self) -> None:
        if self._log is not None and self._log.day is not None:
            self._change(self._log.day, end=None)

    @Slot(str)
    def begin(self, kind: str) -> None:
        """Begins this; what was running ends. A touch on what runs ends it, a doubled touch is one."""
        if not self._is_turning:
            self._is_turning = True
            self.settled(lambda: self._begin(kind))

    def _begin(self, kind: str) -> None:
        if self._log is None:
            return
        now = self._moment()
        running = self._log.running
        self._stop_running()
        if running is None or running.kind != kind:
            if self._log.day is None:
                self._keep("day", now)
            self._keep(kind, now)
        self.settled(self._turned)

    def _turned(self) -> None:
        self._is_turning = False

    def complain(self, error: TulpanError) -> None:
        self._is_turning = False
        super().complain(error)

    @Slot(str, str)
    def fill(self, row_id: str, kind: str) -> None:
        """Says what was done in a gap."""
        self.settled(lambda: self._fill(row_id, kind))

    def _fill(self, row_id: str, kind: str) -> None:
        gap = next((row for row in self._laid() if row.id == row_id and row.kind == GAP), None)
        if gap is not None:
            self._keep(kind, gap.start, gap.end)

    @Slot(str, str, int)
    def adjust(self, row_id: str, edge: str, steps: int) -> None:
        """Its start or end (of the day itself without an id) five minutes later or earlier."""
        self.settled(lambda: self._adjust(row_id, edge, steps))

    def _adjust(self, row_id: str, edge: str, steps: int) -> None:
        span = self._changeable(row_id)
        before = getattr(span, edge) if span is not None else None
        if span is not None and before is not None:
            self._move(span, edge, before + steps * STEP)

    @Slot(str, result=str)
    def read_time(self, digits: str) -> str:
        """What the typed digits say, empty while it is no time."""
        read = clock_time(digits)
        return f"{read:%H:%M}" if read is not None else ""

    @Slot(str, str, str, result=bool)
    def set_time(self, row_id: str, edge: str, digits: str) -> bool:
        """Its start or end exactly as typed. False when it cannot be; then it is said why."""
        read, span = clock_time(digits), self._changeable(row_id)
        if read is None or span is None or getattr(span, edge) is None:
            return False
        start = at_local(local(span.start).date(), read)
        return self._move(span, edge, start if edge == "start" else end_meant(read, span.start))

    def _move(self, span: DaySpan, edge: str, moment: datetime) -> bool:
        moved, now = _moved(span, edge, moment), self.core.clock.now()
        problem = why_not(moved.start, moved.end, getattr(span, edge), moment, now)
        if problem:
            self.failed.emit(self.texts(problem, time=self.texts.time(now)))
            return False
        self.settled(lambda: self._change(span, **{edge: moment}))
        return True

    @Slot(str)
    def remove(self, row_id: str) -> None:
        if self._own(row_id) is not None:
            self.do(RemoveDayEntry(entry_id=row_id))

    @Slot(str)
    def look_at(self, row_id: str) -> None:
        """The visit that a row belongs to."""
        log = self._log
        known = (*log.spans, log.job) if log is not None else ()
        span = next((one for one in known if one is not None and one.id == row_id), None)
        if span is not None and span.activity_id:
            self.go("time_material", activityId=span.activity_id)

    # ---- Inside -----------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local(self.core.clock.now()).date()

    def _shown_day(self) -> date:
        return self._day or self._today()

    def _moment(self) -> datetime:
        return self.core.clock.now().replace(second=0, microsecond=0)

    def _changeable(self, row_id: str) -> DaySpan | None:
        """An own entry, or the day itself without an id."""
        return self._own(row_id) if row_id else self._log.day if self._log is not None else None

    def _own(self, row_id: str) -> DaySpan | None:
        spans = self._log.spans if self._log is not None else ()
        return next((one for one in spans if one.id == row_id and not one.activity_id), None)

    def _laid(self) -> tuple[DayRow, ...]:
        return day_page(self._log, self.core.clock.now(), self.texts).rows if self._log is not None else ()

    def _keep(self, kind: str, start: datetime, end: datetime | None = None) -> None:
        self.do(KeepDayEntry(entry_id=new_id(), kind=kind, start=start, end=end))

    def _change(self, span: DaySpan, **changes: Any) -> None:
        values: dict[str, Any] = {"start": span.start, "end": span.end, **changes}
        self.do(KeepDayEntry(entry_id=span.id, kind=span.kind, note=span.note, **values))

    def _stop_running(self) -> None:
        running = self._log.running if self._log is not None else None
        if running is not None:
            self._change(running, end=max(self._moment(), running.start))

    def _arrived(self, log: DayLog) -> None:
        self._log = log
        self._present()

    @Slot()
    def _present(self) -> None:
        if self._log is None:
            return
        texts = self.texts
        page = day_page(self._log, self.core.clock.now(), texts)
        self._rows.set_rows([
            {
                "rowId": row.id, "kind": row.kind, "icon": row.icon, "title": row.title, "detail": row.detail,
                "time": row.time, "minutes": row.minutes, "own": row.own, "running": row.running,
                "starts": row.starts, "ends": row.ends,
            }
            for row in page.rows
        ])
        self.show(
            loaded=True, title=texts("day_log.title"), subtitle=f"{texts.day(self._log.date)} · {page.summary}",
            state=page.state, isToday=self._log.date == self._today(), running=page.running, begun=page.begun,
            ended=page.ended, runningSince=page.running_since, sums=list(page.sums), empty=not page.rows,
            kinds=[{"id": kind, "text": texts(f"visit.time_{kind}")} for kind in QUICK],
        )


def _moved(span: DaySpan, edge: str, moment: datetime) -> DaySpan:
    return replace(span, start=moment) if edge == "start" else replace(span, end=moment)
