"""Today's page: the day's jobs in order, what is new, and the one that the technician is on."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.clock import local
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.presenters.call_rows import promise_text
from core.presenters.day_log import forgotten_day
from core.presenters.job_page import on_site_for
from core.presenters.new_job import new_job
from core.queries.day_log import forgotten_days
from core.queries.today import Today, TodayVisit, today
from core.rules.current_job import at_work, left_behind
from core.rules.lifecycle import STEPS_ENDED
from field_app.qml_module import for_qml
from field_app.view_models.health import Health
from field_app.view_models.outside import ring, show_on_map
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel

_MINUTE = 20_000
ROLES = (
    "activityId", "time", "customer", "subject", "place", "status", "icon", "pill", "pillTone", "pillIcon", "act",
    "actIcon", "isPrimary", "isQuiet", "canAccept", "isCurrent", "phone", "canNavigate", "day",
    "promise", "unsigned",
)  # fmt: skip


@for_qml
class TodayModel(PageModel):
    """The day as rows; `view` is the header and the notice of the first new job."""

    EMPTY = {
        "title": "", "subtitle": "", "notice": {}, "loaded": False, "isToday": True, "dayName": "", "empty": False,
        "forgotten": [],
    }
    KINDS = (
        "activity", "service_assignment", "service_call", "business_partner", "address", "contact", "person",
        "required_material", "stock_move", "day_entry", "signature",
    )  # fmt: skip

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._visits = RowModel(*ROLES, parent=self)
        self._health = Health(context, self)
        self._today: Today | None = None
        self._left: frozenset[str] = frozenset()
        self._day: date | None = None
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    health = Property(Health, lambda self: self._health, constant=True)
    visits = Property(RowModel, lambda self: self._visits, constant=True)

    @Slot(str)
    def open(self, day: str = "") -> None:
        self._day = date.fromisoformat(day) if day else None
        self._health.look()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now = self.core.clock.now()
        self.ask(today, self.author_id, self._shown_day(), now, done=self._arrived)
        self.ask(forgotten_days, self.author_id, now, done=self._take_forgotten)

    def _take_forgotten(self, days: tuple[date, ...]) -> None:
        """Days of his that nobody ended: he is asked here too, before a new one is begun on top of them."""
        today = local(self.core.clock.now()).date()
        self.show(forgotten=[{"day": day.isoformat(), "text": forgotten_day(day, today, self.texts)} for day in days])

    @Slot(int)
    def step_day(self, days: int) -> None:
        """Another day; the place is remembered with it."""
        day = self._shown_day() + timedelta(days=days)
        is_today = day == local(self.core.clock.now()).date()
        self._day = None if is_today else day
        self.keep_place(day="" if is_today else day.isoformat())
        self.refresh()

    @Slot()
    def show_today(self) -> None:
        self._day = None
        self.keep_place(day="")
        self.refresh()

    @Slot(str)
    def act(self, activity_id: str) -> None:
        """The row's own button: on to the job, and on the way when that is what it says."""
        visit = self._visit(activity_id)
        if visit is None:
            return
        if visit.awaits_signature:
            self.go("checkout", activityId=activity_id, signing=True)
        elif visit.step in ("new", "accepted"):
            self.do(_step(visit, "travelling"), lambda _changes: self.go("job", activityId=activity_id))
        else:
            self.go("job", activityId=activity_id)

    @Slot(str)
    def accept(self, activity_id: str) -> None:
        """He takes the new job, and stays with his day."""
        visit = self._visit(activity_id)
        if visit is not None and visit.step == "new":
            self.do(_step(visit, "accepted"))

    @Slot(str)
    def open_page(self, page: str) -> None:
        """day_log, for the day that is shown, or own_history."""
        if page == "day_log" and self._day is not None:
            self.go(page, day=self._day.isoformat())
        else:
            self.go(page)

    @Slot(str)
    def open_day(self, day: str) -> None:
        """His own log of that day."""
        self.go("day_log", day=day)

    @Slot(str)
    def look_at(self, activity_id: str) -> None:
        self.go("job", activityId=activity_id)

    @Slot(str)
    def call(self, activity_id: str) -> None:
        visit = self._visit(activity_id)
        if visit is not None and visit.phone:
            ring(self, visit.customer, visit.phone)

    @Slot(str)
    def navigate(self, activity_id: str) -> None:
        visit = self._visit(activity_id)
        if visit is not None:
            show_on_map(self, visit.latitude, visit.longitude, visit.street, visit.city)

    def _shown_day(self) -> date:
        return self._day or local(self.core.clock.now()).date()

    def _visit(self, activity_id: str) -> TodayVisit | None:
        visits = self._today.visits if self._today is not None else ()
        return next((one for one in visits if one.activity_id == activity_id), None)

    def _arrived(self, answer: Today) -> None:
        self._today = answer
        under_way = self._visit(at_work(answer.at_hand))
        self._left = left_behind(answer.at_hand)
        waiting = [one for one in answer.visits if one.step in ("new", "accepted")]
        of_the_day = (one for one in waiting if one.start is not None and local(one.start).date() == answer.day)
        first = under_way or next(of_the_day, None) or next(iter(waiting), None)
        self._visits.set_rows([self._row(one, first, under_way) for one in (*answer.visits, *answer.declined)])
        real_today = local(self.core.clock.now()).date()
        self.show(
            title=self._greeting(answer), subtitle=self._summary(answer), notice=self._notice(answer), loaded=True,
            isToday=answer.day == real_today, dayName=self.texts.day(answer.day),
            empty=not answer.visits and not answer.declined,
        )

    def _greeting(self, answer: Today) -> str:
        part = part_of_day(local(self.core.clock.now()).hour)
        return self.texts(f"field.greeting_{part}", name=answer.person_name.split(" ")[0])

    def _summary(self, answer: Today) -> str:
        texts, count = self.texts, len(answer.visits)
        parts = [texts.day(answer.day), texts.count("field.jobs", count) if count else texts("field.no_jobs")]
        if answer.home_at is not None:
            parts.append(texts("field.home_at", time=texts.time(answer.home_at)))
        return " · ".join(parts)

    def _notice(self, answer: Today) -> dict[str, Any]:
        """The first job nobody has looked at, as a banner."""
        if not answer.new_visits:
            return {}
        visit, texts = answer.new_visits[0], self.texts
        parts = [texts("field.priority_emergency")] if visit.priority == "emergency" else []
        parts.append(visit.subject)
        if visit.travel_minutes is not None:
            parts.append(texts("field.minutes_away", minutes=texts.minutes(visit.travel_minutes)))
        title = new_job(visit, self.core.clock.now(), texts)
        return {"activityId": visit.activity_id, "title": title, "text": " · ".join(parts)}

    def _row(self, visit: TodayVisit, first: TodayVisit | None, under_way: TodayVisit | None) -> dict[str, Any]:
        texts = self.texts
        pill, tone, icon = self._pill(visit)
        is_first = visit is first
        is_over = visit.step in STEPS_ENDED
        act, act_icon = self._act(visit)
        parts = [visit.street] if visit.street else []
        if visit.status == "released":
            parts.append(texts("field.parts_ready" if visit.parts_ready else "field.parts_missing"))
        urgent = visit.priority == "emergency" and visit.status == "released"
        day = local(visit.start).date() if visit.start is not None else self._shown_day()
        return {
            "activityId": visit.activity_id, "time": texts.time(visit.start) if visit.start is not None else "",
            "customer": visit.customer, "subject": visit.subject, "place": " · ".join(parts),
            "status": "deviation" if urgent else "planned" if visit.step == "rejected" else visit.status,
            "icon": "zap" if urgent else "ban" if visit.step in ("rejected", "aborted") else "", "pill": pill,
            "pillTone": tone, "pillIcon": icon,
            "act": act if is_first or visit is under_way or visit.awaits_signature else "",
            "unsigned": texts("field.act_sign_now_detail") if visit.awaits_signature else "",
            "actIcon": act_icon, "isPrimary": is_first, "isQuiet": is_over and not visit.awaits_signature,
            "canAccept": visit.step == "new", "isCurrent": is_first,
            "phone": visit.phone, "canNavigate": bool(visit.street or visit.place),
            "promise": promise_text(texts, visit.promised_from, visit.promised_to, local(self.core.clock.now()).date())
            if visit.status != "done" else "",
            "day": "" if day == self._shown_day() else texts("field.earlier_day", day=self._said(day)),
        }

    def _said(self, day: date) -> str:
        """«i går, tisdag 24 november»: the name alone would be last week's."""
        near, name = self.texts.relative_day(day, local(self.core.clock.now()).date()), self.texts.day(day)
        return name if near == name else f"{near}, {name}"

    def _pill(self, visit: TodayVisit) -> tuple[str, str, str]:
        texts = self.texts
        if visit.status == "done" and visit.finished_at is not None:
            return texts("field.status_done_at", time=texts.time(visit.finished_at)), "done", "check"
        if visit.activity_id in self._left:
            return texts("field.status_left"), "on_site", "triangle-alert"
        if visit.status == "on_site" and visit.arrived_at is not None:
            return on_site_for(visit.arrived_at, self.core.clock.now(), texts), "on_site", "timer"
        if visit.step in ("rejected", "aborted"):
            return texts(f"field.status_{visit.step}"), "quiet" if visit.step == "rejected" else "deviation", "ban"
        if visit.status != "released":
            return texts(f"field.status_{visit.status}"), visit.status, ""
        if visit.priority == "emergency":
            return texts("field.priority_emergency"), "deviation", "zap"
        if visit.travel_minutes is not None:
            minutes = texts.minutes(visit.travel_minutes)
            return texts("field.travel_time", minutes=minutes), "released", "car"
        return texts("field.status_released"), "released", "send"

    def _act(self, visit: TodayVisit) -> tuple[str, str]:
        if visit.awaits_signature:
            return self.texts("field.act_sign_now"), "signature"
        if visit.step in STEPS_ENDED:
            return "", ""
        if visit.step in ("new", "accepted"):
            return self.texts("field.act_drive"), "car"
        return self.texts("field.act_continue"), "arrow-right"


def _step(visit: TodayVisit, target: str) -> ChangeStep:
    return ChangeStep(
        activity_id=visit.activity_id, assignment_id=visit.assignment_id, event_id=new_id(), target=target
    )


def part_of_day(hour: int) -> str:
    """What a person is greeted with: after midnight it is evening still, until the first of them get up."""
    return "evening" if hour < 4 or hour >= 18 else "morning" if hour < 10 else "day"
