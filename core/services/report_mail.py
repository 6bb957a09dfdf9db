"""Queues the service report's mail to the customer after the time of regret: once for each version, and when asked."""

import re

from sqlalchemy import select

from core.commands.messages import WithdrawMessage
from core.commands.report_mail import MailReport, MailReportAgain
from core.errors import UserError
from core.model.attachment import ServiceReport
from core.model.call import ServiceCall
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.model.visit import Activity
from core.queries.report_mail import PURPOSE
from core.queries.visit_facts import visit_facts
from core.services.messages import REGRET
from core.storage.unit_of_work import UnitOfWork
from core.texts import Texts

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def mail_report(command: MailReport, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    report = _report(work, activity, command.version)
    address = _checked(activity.report_email)
    earlier = _sent(work, activity, report, address)
    if earlier is not None:
        work.result(earlier.id)
        return
    _queue(work, activity, report, address, command.message_id)


def mail_report_again(command: MailReportAgain, work: UnitOfWork) -> None:
    """The same words to the same address are the same message, which then leaves once more."""
    activity = work.get(Activity, command.activity_id)
    report = _report(work, activity, None)
    address = _checked(command.address)
    earlier = _sent(work, activity, report, address)
    if earlier is None:
        _queue(work, activity, report, address, command.message_id)
        return
    if earlier.state in ("queued", "sending"):
        raise UserError("mail.error_on_its_way", address=address)
    earlier.state, earlier.error, earlier.attempts = "queued", "", 0
    earlier.not_before, earlier.attempt_started_at = work.now + REGRET, None
    work.undo_with(WithdrawMessage(message_id=earlier.id))
    work.label("mail.did_queue", address=address)
    work.result(earlier.id)


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _report(work: UnitOfWork, activity: Activity, version: int | None) -> ServiceReport:
    """This version of the visit's report, or its latest one."""
    wanted = select(ServiceReport).where(ServiceReport.activity_id == activity.id)
    if version is not None:
        wanted = wanted.where(ServiceReport.version == version)
    report = work.session.scalars(wanted.order_by(ServiceReport.version.desc()).limit(1)).first()
    if report is None:
        raise UserError("mail.error_no_report")
    return report


def _checked(address: str) -> str:
    if not _ADDRESS.fullmatch(address.strip()):
        raise UserError("mail.error_address", address=address.strip())
    return address.strip()


def _sent(work: UnitOfWork, activity: Activity, report: ServiceReport, address: str) -> Message | None:
    return work.session.scalars(
        select(Message).where(
            Message.subject_id == activity.id, Message.purpose == PURPOSE, Message.recipient == address,
            Message.revision == report.version,
        )
    ).one_or_none()


def _queue(work: UnitOfWork, activity: Activity, report: ServiceReport, address: str, message_id: str) -> None:
    facts, call = visit_facts(work.session, activity.id), work.find(ServiceCall, activity.call_id)
    firm = work.find(Firm, FIRM_ID)
    texts = Texts(report.language)
    said = {"firm": firm.name if firm else "", "customer": facts.customer if facts else "",
            "number": call.number or "" if call else "", "phone": firm.phone if firm else ""}
    key = "mail.report" if report.version == 1 else "mail.report_again"
    work.add(Message(
        id=message_id, channel="mail", purpose=PURPOSE, subject_id=activity.id, call_id=activity.call_id,
        recipient=address, recipient_name=said["customer"][:120], language=report.language,
        title=texts(f"{key}_title", **said)[:160], text=texts(f"{key}_text", **said), revision=report.version,
        attachment_sha256=report.pdf_sha256, created_at=work.now, not_before=work.now + REGRET,
    ))
    work.undo_with(WithdrawMessage(message_id=message_id))
    work.label("mail.did_queue", address=address)
    work.result(message_id)


HANDLERS = {MailReport: mail_report, MailReportAgain: mail_report_again}
