"""The job's page in words: where it stands, the one next button, people, machine, parts and papers; no Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.clock import local
from core.presenters.call_rows import promise_text, short_number
from core.presenters.needed_parts import Part, needed_part, parts_summary
from core.queries.crew import CrewMember
from core.queries.job_knowledge import ChecklistChoice, DiagramCard
from core.queries.job_sheet import CrewLacks, EquipmentCard, JobSheet, LackingCertificate
from core.queries.machine_history import HistoryRow
from core.rules.lifecycle import STEPS_ON_SITE
from core.rules.phone import can_text, shown
from core.rules.wish import says
from core.texts import Texts

REJECT_REASONS = ("no_time", "wrong_skill", "no_parts", "ill")
ABORT_REASONS = ("no_access", "customer_cancelled", "unsafe")
_AHEAD = ("new", "accepted")


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A node of the status track; state: passed, current or ahead."""

    name: str
    time: str
    status: str
    icon: str
    state: str


@dataclass(frozen=True, slots=True)
class NextButton:
    """The one obvious button; `act` is a step of the visit, or checklist, checkout, done, sign; empty without one."""

    act: str
    text: str
    detail: str
    icon: str


@dataclass(frozen=True, slots=True)
class Machine:
    id: str
    name: str
    detail: str
    warranty: str
    warranty_tone: str
    contract: str
    position: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    initials: str
    role: str
    phone: str
    shown_phone: str
    can_text: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A tile that leads on; not enabled when there is nothing."""

    name: str
    text: str
    detail: str
    icon: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    text: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class JobPage:
    title: str
    subtitle: str
    pill: str
    pill_tone: str
    pill_icon: str
    track: tuple[TrackStep, ...]
    next: NextButton
    contact: Person | None
    address: str
    promise: str
    office_note: str
    machines: tuple[Machine, ...]
    problem: str
    parts: tuple[Part, ...]
    parts_summary: str
    links: tuple[PageLink, ...]
    helpers: str
    ended: str
    take_back: str
    can_reject: bool
    can_abort: bool
    can_pause: bool
    can_turn_back: bool
    can_drive_back: bool
    on_site: bool
    checklists: int
    certificates: tuple[Certificate, ...]


def job_page(sheet: JobSheet, texts: Texts, now: datetime) -> JobPage:
    """Everything that the page shows of this sheet at this moment."""
    targets = {one.target for one in sheet.next}
    pill, tone, icon = _pill(sheet, texts, now)
    on_site = sheet.step in STEPS_ON_SITE
    number = texts("field.call_number", number=short_number(sheet.call_number)) if sheet.call_number else ""
    return JobPage(
        title=sheet.customer, subtitle=" · ".join(part for part in (number, sheet.subject) if part), pill=pill,
        pill_tone=tone, pill_icon=icon, track=_track(sheet, texts, now), next=_next(sheet, texts),
        contact=_contact(sheet), address=_address(sheet),
        promise=promise_text(texts, sheet.promised_from, sheet.promised_to, local(now).date()),
        office_note=sheet.office_notes,
        machines=tuple(machine_words(one, texts) for one in sheet.equipment), problem=sheet.problem,
        parts=tuple(needed_part(one, texts, on_site) for one in sheet.parts),
        parts_summary=parts_summary(sheet.parts, texts),
        links=_links(sheet, texts), helpers=" · ".join(crew_words(one, texts, now) for one in sheet.crew),
        ended=_ended(sheet, texts, now),
        take_back=sheet.take_back,
        can_reject="rejected" in targets, can_abort="aborted" in targets and sheet.step != "accepted",
        can_pause="paused" in targets and on_site, can_turn_back=sheet.step == "travelling",
        can_drive_back=sheet.step == "paused", on_site=on_site,
        checklists=len(sheet.checklists), certificates=(
            *(_certificate(one, texts) for one in sheet.certificates),
            *(_crew_certificate(one, texts) for one in sheet.crew_lacks),
        ),
    )


def _certificate(one: LackingCertificate, texts: Texts) -> Certificate:
    """What the job asks for and he may not, or should not, do by himself."""
    key = "field.certificate_expired" if one.expired_on is not None else "field.certificate_none"
    what = texts(key, name=one.name, day=texts.full_date(one.expired_on) if one.expired_on is not None else "")
    then = texts("field.certificate_law" if one.by_law else "field.certificate_ask")
    return Certificate(f"{what} {then}", one.by_law)


def _crew_certificate(one: CrewLacks, texts: Texts) -> Certificate:
    """Whom the lead may not, or should not, give that part of the work."""
    what = texts("field.certificate_crew", name=one.skill, person=one.person)
    then = texts("field.certificate_crew_law" if one.by_law else "field.certificate_ask", person=one.person)
    return Certificate(f"{what} {then}", one.by_law)


def crew_words(one: CrewMember, texts: Texts, now: datetime) -> str:
    """«Sara Nyström, hjälper: på plats 09:47»."""
    who = texts(f"field.crew_{one.role}", name=one.name)
    step = "on_site" if one.step in STEPS_ON_SITE and one.step != "paused" else one.step or "unsent"
    at = _stamp(one.since, texts, now) if one.since is not None else ""
    return f"{who}: {texts(f'field.crew_is_{step}')} {at}".rstrip()


def clock_span(span: timedelta) -> str:
    """«01:25»: hours and minutes."""
    minutes = max(0, int(span.total_seconds() // 60))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def on_site_for(since: datetime, now: datetime, texts: Texts) -> str:
    """«På plats 01:25»."""
    return texts("field.status_on_site_for", span=clock_span(now - since))


def begun_or_suggested(sheet: JobSheet) -> ChecklistChoice | None:
    """The checklist that the next button leads to: one that is begun and not done, else the only suggested one."""
    open_ones = still_to_do(sheet)
    begun = next((one for one in open_ones if one.instance_id is not None), None)
    suggested = [one for one in open_ones if one.suggested]
    return begun or (suggested[0] if len(suggested) == 1 else None)


def still_to_do(sheet: JobSheet) -> list[ChecklistChoice]:
    """Begun ones and those that the office wants. What merely suits is offered only until one of them is done."""
    is_one_done = any(one.done for one in sheet.checklists)
    return [
        one for one in sheet.checklists if not one.done and not one.again
        and (one.instance_id is not None or one.attached or (one.suggested and not is_one_done))
    ]


def _track(sheet: JobSheet, texts: Texts, now: datetime) -> tuple[TrackStep, ...]:
    stamps = sheet.stamps
    nodes = (
        ("released", "send", "released", stamps.released_at), ("accepted", "thumbs-up", "released", stamps.accepted_at),
        ("travelling", "car", "travelling", stamps.travel_started_at),
        ("on_site", "wrench", "on_site", stamps.arrived_at), ("done", "check", "done", stamps.finished_at),
    )
    last = max((place for place, node in enumerate(nodes) if node[3] is not None), default=0)
    if sheet.step == "travelling":  # once more, when he has been there already
        last = min(last, next(place for place, node in enumerate(nodes) if node[0] == "travelling"))
    steps = []
    for place, (name, icon, status, at) in enumerate(nodes):
        state = "ahead" if place > last else "current" if place == last and name != "done" else "passed"
        steps.append(TrackStep(texts(f"field.track_{name}"), _stamp(at, texts, now) if at else "", status, icon, state))
    return tuple(steps)


def _stamp(at: datetime, texts: Texts, now: datetime) -> str:
    """The time, and the day when it was not today."""
    day, today = local(at).date(), local(now).date()
    if day == today:
        return texts.time(at)
    is_yesterday = (today - day).days == 1
    return f"{texts.relative_day(day, today)} {texts.time(at)}" if is_yesterday else texts.month_day(day)


def _next(sheet: JobSheet, texts: Texts) -> NextButton:
    if sheet.step == "new":
        return NextButton("accepted", texts("field.act_accept"), "", "thumbs-up")
    if sheet.step == "accepted":
        drive = sheet.travel_minutes
        detail = texts("field.about_minutes", minutes=texts.minutes(drive)) if drive is not None else ""
        return NextButton("travelling", texts("field.act_start_travel"), detail, "car")
    if sheet.step == "travelling":
        return NextButton("arrived", texts("field.act_arrived"), "", "map-pin")
    if sheet.step == "paused":
        return NextButton("working", texts("field.act_resume"), "", "play")
    if sheet.step in STEPS_ON_SITE:
        return _on_site(sheet, texts)
    if sheet.awaits_signature:
        return NextButton("sign", texts("field.act_sign_now"), texts("field.act_sign_now_detail"), "signature")
    return NextButton("done", texts("field.act_see_report"), "", "file-text") if sheet.step == "done" else (
        NextButton("", "", "", "")
    )


def _on_site(sheet: JobSheet, texts: Texts) -> NextButton:
    choice = begun_or_suggested(sheet)
    if sheet.step == "wrapping_up" or not still_to_do(sheet):
        return NextButton("checkout", texts("field.act_check"), "", "list-checks")
    if choice is None:
        return NextButton("checklist_choice", texts("field.act_choose_checklist"), "", "list-checks")
    parts = [choice.title, texts.count("field.steps", choice.steps)]
    if choice.minutes:
        parts.append(texts("field.about_minutes", minutes=texts.minutes(choice.minutes)))
    key = "field.act_continue_checklist" if choice.instance_id is not None else "field.act_start_checklist"
    return NextButton("checklist", texts(key), " · ".join(parts), "list-checks")


def _pill(sheet: JobSheet, texts: Texts, now: datetime) -> tuple[str, str, str]:
    if sheet.status == "on_site" and sheet.stamps.arrived_at is not None:
        return on_site_for(sheet.stamps.arrived_at, now, texts), "on_site", "timer"
    if sheet.status == "done" and sheet.stamps.finished_at is not None:
        return texts("field.status_done_at", time=texts.time(sheet.stamps.finished_at)), "done", "check"
    if sheet.status == "released" and sheet.priority == "emergency":
        return texts("field.priority_emergency"), "deviation", "zap"
    if sheet.status == "released" and sheet.start is not None:
        return texts("field.planned_at", time=texts.time(sheet.start)), "released", "clock"
    if sheet.step in ("rejected", "aborted"):
        return texts(f"field.status_{sheet.step}"), "quiet" if sheet.step == "rejected" else "deviation", "ban"
    return texts(f"field.status_{sheet.status}"), sheet.status, ""


def _contact(sheet: JobSheet) -> Person | None:
    """Whom to ring: the person, else the customer, whose own number is rung when the person has none."""
    contact = sheet.contact
    if contact is None:
        if not sheet.customer_phone:
            return None
        return Person(sheet.customer, "", "", *_reached(sheet.customer_phone))
    return Person(
        contact.name, contact.initials, contact.role,
        *_reached(contact.mobile or contact.phone or sheet.customer_phone, is_mobile=bool(contact.mobile)),
    )


def _reached(phone: str, is_mobile: bool = False) -> tuple[str, str, bool]:
    """The number, how it is written, and whether an SMS reaches it."""
    if not phone:
        return "", "", False
    return phone, shown(phone).replace(" ", "\u00a0"), is_mobile or can_text(phone)


def _address(sheet: JobSheet) -> str:
    if sheet.address is None:
        return sheet.wish_text
    parts = [sheet.address.street or sheet.address.city]
    note = sheet.address.access_note
    if note:
        parts.append(note[0].lower() + note[1:])
    if sheet.wish_text and not says(note, sheet.wish_text):
        parts.append(sheet.wish_text)
    return ", ".join(parts[:2]) + "".join(f" · {part}" for part in parts[2:])


def machine_words(card: EquipmentCard, texts: Texts) -> Machine:
    parts = [texts("field.serial", serial=card.serial)] if card.serial else []
    if card.installed_on is not None:
        month = texts(f"calendar.month_{card.installed_on.month}")
        parts.append(texts("field.installed", month=month, year=card.installed_on.year))
    return Machine(
        card.id, card.name, " · ".join(parts), texts(card.warranty_key, **card.warranty_params),
        "good" if card.in_warranty else "quiet", card.contract_name, card.location_note,
    )


def _links(sheet: JobSheet, texts: Texts) -> tuple[PageLink, ...]:
    visits, diagrams, papers = len(sheet.history), len(sheet.diagrams), len(sheet.documents)
    title = sheet.diagrams[0].title if diagrams == 1 else texts.count("field.diagrams", diagrams)
    return (
        PageLink("history", texts("field.history"), texts.count("field.visits", visits), "history", visits > 0),
        PageLink("diagram", texts("field.diagram"), title, "layers", diagrams > 0),
        PageLink("paper", texts("field.instruction"), texts.count("field.documents", papers), "book-open", papers > 0),
    )


def _ended(sheet: JobSheet, texts: Texts, now: datetime) -> str:
    """Who ended it, when, why, and what becomes of it."""
    if sheet.step not in ("rejected", "aborted", "cancelled"):
        return ""
    if sheet.step == "cancelled" or sheet.ended_at is None:
        return texts(f"field.ended_{sheet.step}")
    said = f"{_stamp(sheet.ended_at, texts, now)}: {sheet.reason}" if sheet.reason else _stamp(
        sheet.ended_at, texts, now
    )
    key = "replanned" if sheet.step == "rejected" and not sheet.take_back else sheet.step
    return texts(f"field.ended_{key}_at", when=said)


def focus_spot(sheet: JobSheet) -> tuple[DiagramCard, int] | None:
    """The exploded view and the position in it that this visit most likely needs: its first needed part."""
    wanted = [part.item_id for part in sheet.parts]
    found = [
        (wanted.index(spot.item_id), diagram, number)
        for diagram in sheet.diagrams
        for number, spot in enumerate(diagram.hotspots)
        if spot.item_id in wanted
    ]
    if found:
        _rank, diagram, number = min(found, key=lambda one: one[0])
        return diagram, number
    first = next((one for one in sheet.diagrams if one.hotspots), None)
    return (first, 0) if first is not None else None


def history_detail(row: HistoryRow, texts: Texts) -> str:
    """«Alex Lindqvist · 1 h 45 min · Åtgärdat»."""
    parts = [row.technician, texts.minutes(row.minutes) if row.minutes else ""]
    parts.append(texts(f"visit.outcome_{row.outcome}") if row.outcome else "")
    return " · ".join(part for part in parts if part)


def quantity_text(quantity: Decimal, unit: str, texts: Texts) -> str:
    return texts.amount(quantity, unit)
