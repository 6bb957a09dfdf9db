"""The pieces of the details pane, each made from plain values."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from core.clock import local
from core.planning.suggest import Suggestion
from core.presenters.board import PRIORITY_TONES
from core.presenters.job_plan import JobPlan
from core.presenters.reasons import grade_text, reason_text
from core.queries.job_details import Accepted, JobDetails, PartRow
from core.queries.technician_days import TechnicianDays
from core.rules import phone
from core.rules.lifecycle import display_status
from core.rules.wish import says
from core.texts import Texts
from office_app.board.painting.look import GRADE_ICONS
from office_app.theme import Theme
from office_app.widgets.basics import Button, Card, IconLabel, column, label, row
from office_app.widgets.painted import Avatar, Chip, KeyHint
from office_app.widgets.wrapped_row import WrappedRow

Copy = Callable[[str], None]
_GRADE_TONES = {"best": "accent", "good": "info", "possible": "warn", "conflict": "bad", "no": "neutral"}
_PRIORITY_TONES = {"bad": "bad", "warn": "warn", "planned": "neutral"}
_SMS_TONES = {
    "queued": ("second", "text2"), "sending": ("second", "text2"), "sent": ("second", "infoStrong"),
    "delivered": ("good", "goodInk"), "failed": ("bad", "badInk"), "withdrawn": ("meta", "text3"),
}
_SMS_ICONS = {"queued": "hourglass", "sending": "hourglass", "sent": "check", "delivered": "check-check",
              "failed": "circle-x", "withdrawn": "undo-2"}


class Nothing(QWidget):
    """What the pane says while no job is chosen, within the pane's own width."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        picture = IconLabel(theme, "square-dashed", "text3", 40)
        self._title, self._sentence = label("", "section"), label("", "second", wrap=True)
        for part in (picture, self._title, self._sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(None, picture, self._title, self._sentence, None, None, spacing=10, margins=(28, 0, 28, 0))
        self.setLayout(layout)

    def set_texts(self, title: str, sentence: str) -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)


def rule() -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "line")
    return frame


def _held(layout) -> QWidget:  # type: ignore[no-untyped-def]
    widget = QWidget()
    widget.setProperty("kind", "transparent")
    widget.setLayout(layout)
    return widget


def head(theme: Theme, texts: Texts, details: JobDetails, close: Callable[[], None]) -> QWidget:
    number = label(texts("board.call_number", number=details.number or "–"), "meta")
    customer = label(details.customer, "heading", wrap=True)
    customer.setObjectName("detailsCustomer")
    top = row(number, None, Button(theme, "", "quiet", "x", close, "detailsClose"), spacing=4)
    return _held(column(top, customer, label(details.subject, "second", wrap=True), spacing=2))


def chips(theme: Theme, texts: Texts, details: JobDetails) -> QWidget:
    state = Chip(theme)
    if details.state == "draft":
        state.set(texts("board.status_unplanned"), "neutral", "circle-dashed")
    else:
        status = display_status(details.state, details.step)
        state.set_status(status, texts(f"board.status_{status}"))
    found: list[QWidget] = [state]
    if details.priority in ("emergency", "high"):
        tone = _PRIORITY_TONES[PRIORITY_TONES[details.priority]]
        found.append(Chip(theme, texts(f"board.priority_{details.priority}"), tone, "zap"))
    if details.contract:
        found.append(Chip(theme, details.contract[:18], "info", "shield-check"))
    if details.pinned:
        found.append(Chip(theme, texts("board.locked"), "neutral", "lock"))
    return _held(WrappedRow(*found))


def promise(theme: Theme, texts: Texts, details: JobDetails, now: datetime) -> QWidget:
    """What the customer was promised and wishes, on a ground that is seen."""
    today = local(now).date()
    late = details.promised_to is not None and details.promised_to < now and details.state != "done"
    if details.promised_to is not None:
        day = texts.relative_day(local(details.promised_to).date(), today)
        to = texts.time(details.promised_to)
        if details.promised_from is None or details.promised_from == details.promised_to:
            words = texts("board.promise_before", day=day[:1].upper() + day[1:], to=to)
        else:
            words = texts("board.promise_window", day=day, to=to, **{"from": texts.time(details.promised_from)})
    elif details.due_at is not None:
        words = texts("board.due_before", day=f"{texts.relative_day(local(details.due_at).date(), today)} "
                                              f"{texts.time(details.due_at)}")
    else:
        words = texts("board.no_promise")
    promised = details.promised_to is not None or details.due_at is not None
    kind, ink = ("bad", "badInk") if late else ("warn", "warnInk") if promised else ("sunken", "text2")
    box = QFrame()
    box.setProperty("kind", kind)
    title = label(words, kind if promised else "second", wrap=True)
    title.setProperty("role", kind if promised else "second")
    lines: list[QWidget] = [title]
    if details.wish_text and not says(words, details.wish_text):
        lines.append(label(details.wish_text, kind if promised else "second", wrap=True))
    font = title.font()
    font.setWeight(font.Weight.DemiBold)
    title.setFont(font)
    icon = IconLabel(theme, "clock", ink, 16)
    icon.setAlignment(Qt.AlignmentFlag.AlignTop)
    inner = row(icon, column(*lines, spacing=1), spacing=10, margins=(12, 9, 12, 9))
    inner.setStretch(1, 1)
    box.setLayout(inner)
    return box


def plan(theme: Theme, texts: Texts, details: JobDetails) -> QWidget:
    """Who and when, and what became of the SMS."""
    assert details.planned_start is not None and details.planned_end is not None
    start, end = texts.time(details.planned_start), texts.time(details.planned_end)
    names = ", ".join((details.lead, *details.helpers))
    box = QFrame()
    box.setProperty("kind", "sunken")
    when = label(f"{names} · {start}–{end}", "strong", wrap=True)
    when.setObjectName("detailsPlan")
    day = texts.day(local(details.planned_start).date())
    lines: list = [when, label(f"{day} · {texts.minutes(details.duration_minutes)}", "second")]
    if details.pinned:
        locked = label(texts("board.locked_covers"), "second", wrap=True)
        locked.setObjectName("detailsLocked")
        line = row(IconLabel(theme, "lock", "text2", 15), locked, spacing=6)
        line.setStretch(1, 1)
        lines.append(line)
    if details.accepted:
        lines.append(_accepted(theme, texts, details.accepted))
    for message in details.messages[:2]:
        purpose, state = texts(f"sms.purpose_{message.purpose}"), texts(f"sms.state_{message.state}")
        at = message.delivered_at or message.sent_at
        words = texts("board.sms_line", purpose=purpose, state=state.lower())
        role, ink = _SMS_TONES[message.state]
        told = label(f"{words} {texts.time(at)}" if at else words, role, wrap=True)
        told.setObjectName("detailsSms")
        told.setToolTip(message.text)
        line = row(IconLabel(theme, _SMS_ICONS[message.state], ink, 15), told, spacing=6)
        line.setStretch(1, 1)
        lines.append(line)
        if message.state == "failed" and message.trouble:
            trouble = texts(f"sms.trouble_{message.trouble}", detail=message.detail) \
                if texts.has(f"sms.trouble_{message.trouble}") else message.detail
            lines.append(label(trouble, "bad", wrap=True))
    if details.state == "released" and not details.messages:
        lines.append(label(texts("board.sent_without_sms"), "meta"))
    if details.seen_at is not None:
        lines.append(label(texts("board.seen_at", person=details.lead.split(" ")[0], at=texts.time(details.seen_at)),
                           "meta"))
    box.setLayout(column(*lines, spacing=4, margins=(12, 9, 12, 10)))
    return box


def _accepted(theme: Theme, texts: Texts, accepted: tuple[Accepted, ...]) -> QHBoxLayout:
    """What was planned over on purpose, and by whom."""
    what = ", ".join(texts(f"fit.accepted_{entry.code}") for entry in accepted)
    last = accepted[-1]
    who = last.person.split(" ")[0] or "–"
    words = label(texts("board.accepted", what=what, person=who, at=texts.time(last.at)), "second", wrap=True)
    words.setObjectName("detailsAccepted")
    line = row(IconLabel(theme, "triangle-alert", "warnStrong", 15), words, spacing=6)
    line.setStretch(1, 1)
    return line


def suggestion(
    theme: Theme, texts: Texts, found: Suggestion, number: int, now: datetime, who: TechnicianDays | None,
    choose: Callable[[], None],
) -> QWidget:
    """One of the best technicians: when, why, and the key that plans it; the whole card is the button."""
    card = Card("card", True, f"suggestion_{number + 1}")
    card.clicked.connect(choose)
    time = near_time(texts, found.start, now)
    card.setAccessibleName(texts("board.plan_on", person=found.name, time=time))
    initials, colour = (who.initials, who.colour) if who is not None else (found.name[:1], 0)
    why = [reason_text(texts, found.reason)]
    if found.grade in ("best", "good") and found.extra_travel != found.travel_minutes:
        why.append(texts("board.extra_travel", minutes=texts.minutes(found.extra_travel)))
    if found.parts_needed:
        why.append(texts("board.parts_in_van") if found.parts_in_van == found.parts_needed
                   else texts("board.parts_of", have=found.parts_in_van, need=found.parts_needed))
    if found.been_here_times:
        why.append(texts("board.been_here", n=found.been_here_times))
    if found.slack_minutes is not None and found.grade != "conflict":
        why.append(texts("board.slack", minutes=texts.minutes(found.slack_minutes)))
    tone = _GRADE_TONES[found.grade]
    today = local(found.start).date() == local(now).date()
    when = label(time, "strong")
    head_row = row(label(found.name, "strong"), Chip(theme, grade_text(texts, found.verdict), tone,
                                                     GRADE_ICONS[found.grade]), None, *((when,) if today else ()),
                   KeyHint(theme, str(number + 1)), spacing=6)
    text = label(" · ".join(why), "meta", wrap=True)
    # Another day takes more room than the hour: it has a line of its own.
    words = column(head_row, text, spacing=2) if today else column(head_row, when, text, spacing=2)
    card.setLayout(row(Avatar(theme, initials, colour, 34), words, spacing=10, margins=(10, 8, 10, 8)))
    return card


def near_time(texts: Texts, moment: datetime, now: datetime) -> str:
    """The hour, with the day in few letters when it is not today: «i morgon 08:00», «mån 30/11 08:00»."""
    day, today = local(moment).date(), local(now).date()
    if day == today:
        return texts.time(moment)
    if (day - today).days == 1:
        return f"{texts.relative_day(day, today)} {texts.time(moment)}"
    return f"{texts(f'calendar.weekday_{day.isoweekday()}')[:3]} {day.day}/{day.month} {texts.time(moment)}"


def sections(theme: Theme, texts: Texts, found: JobPlan, copy: Copy, now: datetime) -> Iterator[QWidget]:
    details = found.details
    if details.contact is not None or details.street:
        yield _contact(theme, texts, details, copy)
    if details.machines:
        yield _machines(theme, texts, details, local(details.planned_start or now).date())
    if details.parts:
        yield _parts(theme, texts, details)
    if details.problem:
        yield _held(column(label(texts("board.problem"), "section"), label(details.problem, "second", wrap=True),
                           spacing=4))
    if details.history:
        yield _history(texts, details)


def _contact(theme: Theme, texts: Texts, details: JobDetails, copy: Copy) -> QWidget:
    lines: list = [label(texts("board.contact"), "section")]
    contact = details.contact
    if contact is not None:
        number = contact.mobile or contact.phone
        shown = phone.shown(number) if number else ""
        about = " · ".join(part for part in (contact.role, shown) if part)
        initials = "".join(word[0] for word in contact.name.split()[:2]).upper()
        words = column(label(contact.name, "strong", wrap=True), label(about, "second", wrap=True, selectable=True),
                       spacing=0)
        button = Button(theme, "", "icon", "copy", lambda: copy(shown), "copyPhone")
        button.setToolTip(texts("board.copy_number"))
        lines.append(row(Avatar(theme, initials, sum(map(ord, contact.name)), 32), words,
                         *((button,) if shown else ()), spacing=10))
        lines[-1].setStretch(1, 1)
    if details.street:
        address = ", ".join(part for part in (details.street, f"{details.zip} {details.city}".strip()) if part)
        lines.append(row(IconLabel(theme, "map-pin", "text2", 16), label(address, "second", wrap=True), spacing=8))
    if details.access_note:
        lines.append(row(IconLabel(theme, "key-round", "text2", 16), label(details.access_note, "second", wrap=True),
                         spacing=8))
        lines[-1].setStretch(1, 1)
    if details.street:
        lines[-2 if details.access_note else -1].setStretch(1, 1)
    return _held(column(*lines, spacing=6))


def _machines(theme: Theme, texts: Texts, details: JobDetails, day: date) -> QWidget:
    """With the warranty as it is on the day of the job."""
    lines: list = [label(texts("board.equipment"), "section")]
    for machine in details.machines[:3]:
        facts = [texts("board.serial", serial=machine.serial)] if machine.serial else []
        if machine.installed_on is not None:
            facts.append(texts("board.installed", month=machine.installed_on.strftime("%Y-%m")))
        about = label(" · ".join(facts), "second", wrap=True, selectable=True)
        words: list = [label(machine.name, "strong", wrap=True), about]
        if machine.warranty_end is not None:
            over = machine.warranty_end < day
            said = texts("board.warranty_ended" if over else "board.warranty_until",
                         month=machine.warranty_end.strftime("%Y-%m"))
            words.append(row(Chip(theme, said, *(("neutral", "shield-x") if over else ("good", "shield-check"))), None))
        tile = QFrame()
        tile.setProperty("kind", "soft")
        tile.setFixedSize(44, 44)
        tile.setLayout(row(IconLabel(theme, "coffee", "accent", 22), margins=(11, 11, 11, 11)))
        line = row(tile, column(*words, spacing=2), spacing=10)
        line.setStretch(1, 1)
        lines.append(line)
    return _held(column(*lines, spacing=6))


def _parts(theme: Theme, texts: Texts, details: JobDetails) -> QWidget:
    lines: list = [label(texts("board.parts"), "section")]
    for part in details.parts:
        where, tone = _where(texts, part, details.lead_id)
        count = texts.amount(part.quantity, part.unit)
        name = label(part.name, "", wrap=True)
        line = row(name, label(texts("board.maybe", count=count) if part.maybe else count, "second"),
                   Chip(theme, where[:18], tone, "check" if tone == "good" else "package"), spacing=8)
        line.setStretch(0, 1)
        lines.append(line)
    return _held(column(*lines, spacing=5))


def _where(texts: Texts, part: PartRow, lead_id: str | None) -> tuple[str, str]:
    """The nearest place of a part: the technician's own van first; what is put aside for the visit says so."""
    if part.reserved_at:
        return texts("board.part_reserved"), "good"
    enough = [place for place in part.places if place.quantity >= part.quantity]
    own = next((place for place in enough if place.kind == "van" and place.person_id == lead_id), None)
    chosen = own or next((place for place in enough if place.kind == "van" and lead_id is None), None)
    if chosen is not None:
        return chosen.name, "good"
    other = next(iter(sorted(enough, key=lambda place: place.kind != "main")), None)
    if other is None:
        return texts("board.part_nowhere"), "bad"
    return f"{other.name} {other.shelf}".strip(), "neutral"


def _history(texts: Texts, details: JobDetails) -> QWidget:
    lines: list = [row(label(texts("board.history"), "section"), None,
                       label(texts("board.history_count", n=details.history_count), "meta"))]
    for past in details.history[:4]:
        line = row(label(local(past.at).strftime("%Y-%m"), "meta"),
                   label(f"{past.text} · {past.person.split(' ')[0]}", "second", wrap=True), spacing=10)
        line.setStretch(1, 1)
        lines.append(line)
    return _held(column(*lines, spacing=4))
