"""Keeps the service reports that were made of a visit: a late correction makes the next version, none is replaced."""

from sqlalchemy import select

from core.commands.follow_up import KeepServiceReport
from core.commands.messages import SYSTEM_AUTHOR
from core.errors import UserError
from core.model.attachment import Attachment, ServiceReport
from core.model.visit import Activity
from core.services.approval import customer_name
from core.storage.unit_of_work import UnitOfWork


def keep_report(command: KeepServiceReport, work: UnitOfWork) -> None:
    visit = work.get(Activity, command.activity_id)
    if visit.state != "done":
        raise UserError("invoicing.error_visit_not_done")
    latest = work.session.scalars(
        select(ServiceReport).where(ServiceReport.activity_id == visit.id).order_by(ServiceReport.version.desc())
    ).first()
    if latest is not None and latest.pdf_sha256 == command.sha256:
        work.result(latest.id)
        return
    if command.version != (latest.version if latest else 0) + 1:
        raise UserError("invoicing.error_report_version")
    work.add(
        ServiceReport(
            id=command.report_id, activity_id=visit.id, version=command.version, language=command.language,
            pdf_sha256=command.sha256, made_at=work.now, missing_photos=command.missing_photos,
        )
    )
    work.add(
        Attachment(
            id=command.attachment_id, sha256=command.sha256, mime="application/pdf", size=command.size,
            file_name=command.file_name[:160], object_kind="service_report", object_id=command.report_id,
            taken_at=work.now,
            taken_by_id=None if work.author_id == SYSTEM_AUTHOR else work.author_id,
        )
    )
    work.label("invoicing.did_report", name=customer_name(work, visit.call_id), version=command.version)
    work.result(command.report_id)


HANDLERS = {KeepServiceReport: keep_report}
