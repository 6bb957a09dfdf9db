"""What was found on site: the technician's words stay on the visit, the office gets the draft that they call for."""

from core.commands.findings import ProposeReturn, ReportFault, ReportMachine
from core.commands.intake import IntakeForm, SaveDraft
from core.ids import derived_id
from core.model.attachment import Attachment
from core.model.call import ServiceCall
from core.model.equipment import Equipment
from core.model.visit import Activity, Note
from core.services.field_work import flag_late_work, permit, present
from core.services.follow_up import next_visit
from core.services.intake import save_draft
from core.storage.unit_of_work import UnitOfWork

_OPEN_CALLS = ("open", "pending")


def report_fault(command: ReportFault, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    text = command.text.strip()
    if activity is None or not permit(work, bool(text), "finding.error_empty", "finding.flag_empty", row=activity):
        return
    machine = work.find(Equipment, command.equipment_id)
    _remark(work, activity, command.note_id, f"{machine.name}: {text}" if machine is not None else text)
    work.label("finding.did_fault")
    work.result(command.call_id)
    if not work.is_office or work.find(ServiceCall, command.call_id) is not None:
        return  # saved twice, by a tablet that died in between, it is one
    call = work.get(ServiceCall, activity.call_id)
    save_draft(
        SaveDraft(
            call_id=command.call_id,
            form=IntakeForm(
                partner_id=call.partner_id, contact_id=call.contact_id,
                address_id=activity.address_id or call.address_id,
                equipment_ids=(machine.id,) if machine is not None else (), problem=text,
                priority="high" if command.urgent else "normal", origin="field",
            ),
        ),
        work,
    )
    work.session.flush()
    _carry_photos(work, command.photo_ids, "service_call", command.call_id)
    work.result(command.call_id)
    if work.remote:
        what = machine.name if machine is not None else text.splitlines()[0][:60]
        work.flag("finding.flag_fault", row=activity, what=what)


def report_machine(command: ReportMachine, work: UnitOfWork) -> None:
    machine = present(work, Equipment, command.equipment_id)
    text = command.text.strip()
    if machine is None or not permit(work, bool(text), "finding.error_empty", "finding.flag_empty", row=machine):
        return
    work.label("finding.did_fault" if command.need == "fault" else "finding.did_visit")
    work.result(command.call_id)
    if not work.is_office or work.find(ServiceCall, command.call_id) is not None:
        return
    priority = "high" if command.urgent else "normal" if command.need == "fault" else "planned"
    save_draft(
        SaveDraft(
            call_id=command.call_id,
            form=IntakeForm(
                partner_id=machine.partner_id, address_id=machine.address_id, equipment_ids=(machine.id,), problem=text,
                priority=priority, origin="field",
            ),
        ),
        work,
    )
    work.result(command.call_id)
    if work.remote:
        work.flag(f"finding.flag_{command.need}", row=machine, what=machine.name)


def propose_return(command: ProposeReturn, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    text = command.text.strip()
    if activity is None or not permit(work, bool(text), "finding.error_empty", "finding.flag_empty", row=activity):
        return
    _remark(work, activity, command.note_id, text)
    flag_late_work(work, activity)
    work.label("finding.did_return")
    work.result(activity.id)
    if not work.is_office:
        return
    call = work.get(ServiceCall, activity.call_id)
    if not permit(
        work, call.state in _OPEN_CALLS, "finding.error_call_over", "finding.flag_call_over", row=activity,
        number=call.number or "",
    ):
        return
    following = next_visit(work, activity)
    if not permit(
        work, following.state in ("draft", "planned"), "finding.error_next_begun", "finding.flag_next_begun",
        row=activity,
    ):
        return
    if text not in following.instructions:
        following.instructions = "\n".join(part for part in (following.instructions, text) if part)
    work.session.flush()
    _carry_photos(work, command.photo_ids, "activity", following.id)
    work.result(following.id)


def _remark(work: UnitOfWork, activity: Activity, note_id: str, text: str) -> None:
    work.add(
        Note(
            id=note_id, call_id=activity.call_id, activity_id=activity.id, person_id=work.author_id, text=text,
            at=work.now,
        )
    )


def _carry_photos(work: UnitOfWork, photo_ids: tuple[str, ...], object_kind: str, object_id: str) -> None:
    """The same pictures on what comes after as well; their bytes are kept once."""
    for photo_id in photo_ids:
        photo = work.find(Attachment, photo_id)
        if photo is None:
            continue  # taken away again before the office heard of it
        work.add(
            Attachment(
                id=derived_id(photo.id, object_id), sha256=photo.sha256, mime=photo.mime, size=photo.size,
                file_name=photo.file_name, object_kind=object_kind, object_id=object_id, caption=photo.caption,
                thumbnail=photo.thumbnail, taken_at=photo.taken_at, taken_by_id=photo.taken_by_id,
                visible_to_customer=photo.visible_to_customer,
            )
        )


HANDLERS = {ReportFault: report_fault, ProposeReturn: propose_return, ReportMachine: report_machine}
