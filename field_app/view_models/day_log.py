"""The technician's own day: begun and ended with a touch, what lies between the jobs noted or filled in afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.clock import local
from core.commands.day_log import KeepDayEntry, RemoveDayEntry
from core.errors import TulpanError
from core.ids import new_id
from core.presenters.day_log import ICONS, QUICK, DayRow, day_page, forgotten_day
from core.queries.day_log import DayLog, DaySpan, day_log
from core.rules.day_log import GAP, LONGEST, ONE_SHIFT, clock_time, end_meant, start_meant, why_not
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel

_LOOK_AGAIN = 20_000
STEP = timedelta(minutes=5)


@for_qml
class DayLogModel(PageModel):
    """One day's log; every touch is kept at once."""

    EMPTY = {
        "loaded": False, "title": "", "subtitle": "", "state": "open", "isToday": True, "isCurrent": True,
        "isAhead": False, "mayReopen": False, "running": "", "runningSince": "", "sums": [], "empty": True,
        "kinds": [], "begun": "", "ended": "", "last": "", "question": "", "mayGoOn": False, "unended": [],
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
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    rows = Property(RowModel, lambda self: self._rows, constant=True)

    @Slot(str)
    def open(self, day: str = "") -> None:
        self._day = date.fromisoformat(day) if day else None
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(day_log, self.author_id, self.core.clock.now(), self._day, done=self._arrived)

    @Slot(int)
    def step_day(self, days: int) -> None:
        """Another day; without one in the place it is the one that he is in."""
        if self._log is not None:
            self._turn_to(self._log.date + timedelta(days=days))

    @Slot(str)
    def look_at_day(self, day: str) -> None:
        self._turn_to(date.fromisoformat(day))

    def _turn_to(self, day: date) -> None:
        self._day = day
        self.keep_place(day=day.isoformat())
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
        """Ends what runs with it, and stays with that day, though its date may be over."""
        if self._log is not None and self._day is None and self._log.date != local(self.core.clock.now()).date():
            self._turn_to(self._log.date)
        self.settled(lambda: self._end_day(self._moment()))

    @Slot()
    def end_at_last(self) -> None:
        """It ended with the last thing that was noted."""
        if self._log is not None and self._log.last_sign is not None:
            sign = self._log.last_sign
            self.settled(lambda: self._end_day(sign))

    @Slot()
    def go_on(self) -> None:
        """He has been at work all the while: what he began goes on until now, or it is work since the last sign."""
        self.settled(self._go_on)

    def _go_on(self) -> None:
        log = self._log
        if log is None or log.last_sign is None or not log.is_forgotten:
            return
        unended = [one for one in log.spans if one.is_unended and one.start == log.last_sign]
        if unended:
            self._change(unended[-1], end=self._moment())
        else:
            self._keep("work", log.last_sign, self._moment())

    def _end_day(self, moment: datetime) -> None:
        if self._log is None or self._log.day is None or self._log.day.end is not None:
            return
        job, is_now = self._log.job, moment >= self._moment()
        self._stop_running(moment)
        self._change(self._log.day, end=max(moment, self._log.day.start))
        if job is not None and is_now:
            words = self.texts("day_log.ended_under_way", customer=job.customer)
            self._context.messages.say(words, "info")  # type: ignore[attr-defined]

    @Slot()
    def remove_day(self) -> None:
        """A day that a wrong clock put into the time to come never was."""
        if self._log is not None:
            for one in self._log.day_ids:
                self.do(RemoveDayEntry(entry_id=one))

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
        self._stop_running(now)
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
        entry_id = self.id_for_sheet(row_id, kind)
        self.settled(lambda: self._fill(row_id, kind, entry_id))

    def _fill(self, row_id: str, kind: str, entry_id: str) -> None:
        gap = next((row for row in self._laid() if row.id == row_id and row.kind == GAP), None)
        if gap is not None:
            self._keep(kind, gap.start, gap.end, entry_id)

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
        if read is None or span is None:
            return False
        if edge == "start":
            return self._move(span, edge, start_meant(read, span.start, span.end))
        return self._move(span, edge, end_meant(read, span.start, ONE_SHIFT if row_id else LONGEST))

    def _move(self, span: DaySpan, edge: str, moment: datetime) -> bool:
        moved, now = _moved(span, edge, moment), self.core.clock.now()
        problem = why_not(moved.start, moved.end, getattr(span, edge) or span.start, moment, now)
        words = self.texts(problem, time=self.texts.time(now)) if problem else ""
        ends_day = span.kind == "day" and span.end is None and edge == "end"
        late = self._begun_after(moment) if ends_day else None
        if late is not None:
            words = self.texts(
                "day_log.error_begun_after", kind=self.texts(f"visit.time_{late.kind}"),
                time=self.texts.time(late.start),
            )
        if words:
            self.failed.emit(words)
            return False
        self.settled((lambda: self._end_day(moment)) if ends_day else (lambda: self._change(span, **{edge: moment})))
        return True

    def _begun_after(self, moment: datetime) -> DaySpan | None:
        """Something of his without an end that began then: a day that had ended before would swallow it."""
        spans = self._log.spans if self._log is not None else ()
        unended = (one for one in spans if not one.activity_id and (one.is_unended or one.end is None))
        return next((one for one in unended if one.start > moment), None)

    @Slot(str)
    def remove(self, row_id: str) -> None:
        if self._own(row_id) is not None:
            self.do(RemoveDayEntry(entry_id=row_id))

    @Slot(str)
    def look_at(self, row_id: str) -> None:
        """The visit that a row belongs to."""
        known = self._log.spans if self._log is not None else ()
        span = next((one for one in known if one.id == row_id), None)
        if span is not None and span.activity_id:
            self.go("time_material", activityId=span.activity_id)

    # ---- Inside -----------------------------------------------------------------------------------------------------

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

    def _keep(self, kind: str, start: datetime, end: datetime | None = None, entry_id: str = "") -> None:
        self.do(KeepDayEntry(entry_id=entry_id or new_id(), kind=kind, start=start, end=end))

    def _change(self, span: DaySpan, **changes: Any) -> None:
        """A day that was begun on two tablets is one row from now on."""
        values: dict[str, Any] = {"start": span.start, "end": span.end, **changes}
        self.do(KeepDayEntry(entry_id=span.id, kind=span.kind, note=span.note, **values))
        if span.kind == "day" and self._log is not None:
            for twin in self._log.day_ids[1:]:
                self.do(RemoveDayEntry(entry_id=twin))

    def _stop_running(self, moment: datetime) -> None:
        """What runs ends then; what was begun before it and never ended, where the next thing began."""
        for one in self._log.unended_at(moment) if self._log is not None else ():
            self._change(one, end=one.end)

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
        log, today = self._log, local(self.core.clock.now()).date()
        self.show(
            loaded=True, title=texts("day_log.title"), subtitle=f"{texts.day(log.date)} · {page.summary}",
            state=page.state, isToday=log.date == today, isCurrent=log.is_current,
            isAhead=log.date > today, mayReopen=page.may_reopen, running=page.running,
            begun=page.begun, ended=page.ended, runningSince=page.running_since, sums=list(page.sums),
            empty=not page.rows, last=page.last, question=page.question, mayGoOn=page.may_go_on,
            kinds=[{"id": kind, "text": texts(f"visit.time_{kind}"), "icon": ICONS[kind]} for kind in QUICK],
            unended=[{"day": one.isoformat(), "text": forgotten_day(one, today, texts)} for one in log.unended],
        )


def _moved(span: DaySpan, edge: str, moment: datetime) -> DaySpan:
    return replace(span, start=moment) if edge == "start" else replace(span, end=moment)
