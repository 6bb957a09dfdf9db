"""Queues the service report's mail to the customer, once for each version, after the time of regret."""

import re

from sqlalchemy import select

from core.commands.messages import WithdrawMessage
from core.commands.report_mail import MailReport
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
    report = work.session.scalars(
        select(ServiceReport).where(
            ServiceReport.activity_id == activity.id, ServiceReport.version == command.version
        )
    ).one_or_none()
    if report is None:
        raise UserError("mail.error_no_report")
    address = activity.report_email.strip()
    if not _ADDRESS.fullmatch(address):
        raise UserError("mail.error_address", address=address)
    earlier = work.session.scalars(
        select(Message).where(
            Message.subject_id == activity.id, Message.purpose == PURPOSE, Message.recipient == address,
            Message.revision == command.version,
        )
    ).one_or_none()
    if earlier is not None:
        work.result(earlier.id)
        return
    facts, call = visit_facts(work.session, activity.id), work.find(ServiceCall, activity.call_id)
    firm = work.find(Firm, FIRM_ID)
    texts = Texts(report.language)
    said = {"firm": firm.name if firm else "", "customer": facts.customer if facts else "",
            "number": call.number or "" if call else "", "phone": firm.phone if firm else ""}
    key = "mail.report" if command.version == 1 else "mail.report_again"
    work.add(Message(
        id=command.message_id, channel="mail", purpose=PURPOSE, subject_id=activity.id, call_id=activity.call_id,
        recipient=address, recipient_name=said["customer"][:120], language=report.language,
        title=texts(f"{key}_title", **said)[:160], text=texts(f"{key}_text", **said), revision=command.version,
        attachment_sha256=report.pdf_sha256, created_at=work.now, not_before=work.now + REGRET,
    ))
    work.undo_with(WithdrawMessage(message_id=command.message_id))
    work.label("mail.did_queue", address=address)
    work.result(command.message_id)


HANDLERS = {MailReport: mail_report}
