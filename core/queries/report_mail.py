"""Which service reports are to be made and mailed, and which mails are waiting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment, ServiceReport, Signature
from core.model.firm import FIRM_ID, Firm
from core.model.knowledge import ChecklistInstance
from core.model.message import Message
from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort

PURPOSE = "service_report"
_LOOKS_BACK = timedelta(days=60)
_OF_LIST = (ChecklistInstance.id == Attachment.object_id) & (Attachment.object_kind == "checklist_instance")


@dataclass(frozen=True, slots=True)
class ReportToMail:
    """A finished visit whose customer gave an address. `version` is the latest kept report, 0 without one.

    `mailed` is the latest version that was queued. `corrected_at` is when something was recorded after the finish;
    `missing_photos` had not come when the latest version was made.
    """

    activity_id: str
    finished_at: datetime
    version: int
    made_at: datetime | None
    mailed: int
    corrected_at: datetime | None
    missing_photos: int = 0

    @property
    def is_corrected(self) -> bool:
        return self.corrected_at is not None and (self.made_at is None or self.corrected_at > self.made_at)


@dataclass(frozen=True, slots=True)
class MailItem:
    """A mail that is due; `sender_name` is the firm."""

    id: str
    recipient: str
    recipient_name: str
    sender_name: str
    title: str
    text: str
    attachment_sha256: str
    attempts: int
    state: str


def reports_to_mail(session: Session, now: datetime) -> tuple[ReportToMail, ...]:
    """Visits of the last weeks whose report is not mailed as it is now, the oldest first."""
    latest = (
        select(ServiceReport.activity_id, func.max(ServiceReport.version).label("version"),
               func.max(ServiceReport.made_at).label("made_at"))
        .group_by(ServiceReport.activity_id).subquery()
    )
    mailed = (
        select(Message.subject_id, func.max(Message.revision).label("version"))
        .where(Message.purpose == PURPOSE, Message.channel == "mail").group_by(Message.subject_id).subquery()
    )
    rows = session.execute(
        select(Activity.id, Activity.finished_at, latest.c.version, latest.c.made_at, mailed.c.version.label("mailed"))
        .outerjoin(latest, latest.c.activity_id == Activity.id)
        .outerjoin(mailed, mailed.c.subject_id == Activity.id)
        .where(
            Activity.state == "done", Activity.report_email != "", Activity.finished_at > now - _LOOKS_BACK,
        )
        .order_by(Activity.finished_at)
    ).all()
    late = _late_records(session, [row.id for row in rows])
    lacking = {
        (row.activity_id, row.version): row.missing_photos
        for row in session.execute(
            select(ServiceReport.activity_id, ServiceReport.version, ServiceReport.missing_photos)
            .where(ServiceReport.missing_photos > 0)
        )
    }
    found = (
        ReportToMail(
            row.id, row.finished_at, row.version or 0, row.made_at, row.mailed or 0, late.get(row.id),
            lacking.get((row.id, row.version), 0),
        )
        for row in rows
    )
    return tuple(
        one for one in found
        if one.mailed == 0 or one.mailed < one.version or one.is_corrected or one.missing_photos
    )


def photos_for_customer(session: Session, activity_id: str) -> tuple[str, ...]:
    """The bytes (SHA-256) of the pictures that a visit's report shows."""
    return tuple(session.scalars(
        select(Attachment.sha256).outerjoin(ChecklistInstance, _OF_LIST).where(
            func.coalesce(ChecklistInstance.activity_id, Attachment.object_id) == activity_id,
            Attachment.visible_to_customer.is_(True), Attachment.mime.startswith("image/"),
        )
    ))


def _late_records(session: Session, visits: list[str]) -> dict[str, datetime]:
    """When each visit's records were last added to after its finish."""
    found: dict[str, datetime] = {}
    for kind in (TimeEffort, Material, Mileage, Expense):
        rows = session.execute(
            select(kind.activity_id, func.max(kind.recorded_at).label("at"))
            .join(Activity, Activity.id == kind.activity_id)
            .where(kind.activity_id.in_(visits), kind.recorded_at > Activity.finished_at)
            .group_by(kind.activity_id)
        )
        for row in rows:
            found[row.activity_id] = max(row.at, found.get(row.activity_id, row.at))
    for visit_id, at in (*session.execute(_late_photos(visits)), *session.execute(_late_signatures(visits))):
        found[visit_id] = max(at, found.get(visit_id, at))
    return found


def _late_signatures(visits: list[str]) -> Select[str, datetime]:
    """The customer was to sign later and has, or he signed anew what was corrected."""
    return (
        select(Signature.activity_id, func.max(Signature.signed_at).label("at"))
        .join(Activity, Activity.id == Signature.activity_id)
        .where(Signature.activity_id.in_(visits), Signature.signed_at > Activity.finished_at)
        .group_by(Signature.activity_id)
    )


def _late_photos(visits: list[str]) -> Select[str, datetime]:
    """Pictures for the customer that were taken on the visit, or in a checklist of it, after its finish."""
    visit = func.coalesce(ChecklistInstance.activity_id, Attachment.object_id)
    return (
        select(Activity.id.label("activity_id"), func.max(Attachment.taken_at).label("at"))
        .select_from(Attachment).outerjoin(ChecklistInstance, _OF_LIST).join(Activity, Activity.id == visit)
        .where(
            Activity.id.in_(visits), Attachment.taken_at > Activity.finished_at,
            Attachment.visible_to_customer.is_(True), Attachment.mime.startswith("image/"),
        )
        .group_by(Activity.id)
    )


@dataclass(frozen=True, slots=True)
class ReportMail:
    """What became of the mail with the latest report: its state, the address, and when it left."""

    message_id: str
    version: int
    state: str
    recipient: str
    sent_at: datetime | None


def report_mail(session: Session, activity_id: str) -> ReportMail | None:
    row = session.execute(
        select(Message.id, Message.revision, Message.state, Message.recipient, Message.sent_at)
        .where(Message.purpose == PURPOSE, Message.channel == "mail", Message.subject_id == activity_id)
        .order_by(Message.revision.desc(), Message.created_at.desc()).limit(1)
    ).first()
    return ReportMail(*row) if row is not None else None


def mail_outbox(session: Session, now: datetime) -> tuple[MailItem, ...]:
    """Mails that are due, and those whose handing over was begun and not heard of again."""
    firm = session.get(Firm, FIRM_ID)
    due = (Message.state == "queued") & (Message.not_before <= now)
    rows = session.scalars(
        select(Message).where(Message.channel == "mail", or_(due, Message.state == "sending"))
        .order_by(Message.not_before, Message.id)
    )
    return tuple(
        MailItem(
            row.id, row.recipient, row.recipient_name, firm.name if firm else "", row.title, row.text,
            row.attachment_sha256, row.attempts, row.state,
        )
        for row in rows
    )
