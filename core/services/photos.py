"""Photos of a visit: the row is kept at once, its bytes travel by themselves."""

import re

from sqlalchemy import func, select

from core.commands.photos import AddPhoto, MarkPhoto, PairPhoto, RemovePhoto
from core.model.attachment import Attachment
from core.model.knowledge import ChecklistInstance, ChecklistVersion
from core.model.visit import Activity
from core.rules.checklist import full, read_elements
from core.rules.checklist_repeat import base_id
from core.rules.photo_marks import PAIRS, read_marks, write_marks
from core.services.field_work import flag_late_work, permit, present
from core.storage.unit_of_work import UnitOfWork

OBJECT_KINDS = ("activity", "checklist_instance", "signature", "equipment")
MOST_BYTES = 40 * 1024 * 1024
MOST_THUMBNAIL = 60_000
"""Characters of base64; thumbnails travel with the rows and must stay small."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def add_photo(command: AddPhoto, work: UnitOfWork) -> None:
    possible = (
        _SHA256.fullmatch(command.sha256) is not None and 0 < command.size <= MOST_BYTES
        and command.object_kind in OBJECT_KINDS and command.mime.startswith(("image/", "application/pdf"))
    )
    if not permit(work, possible, "visit.error_photo", "visit.flag_value", kind="photo"):
        return
    activity = present(work, Activity, command.activity_id)
    if activity is None:
        return
    _keep_to_the_most(command, work)
    is_small = len(command.thumbnail) <= MOST_THUMBNAIL
    work.add(
        Attachment(
            id=command.attachment_id, sha256=command.sha256, mime=command.mime[:60], size=command.size,
            file_name=command.file_name[:160], object_kind=command.object_kind,
            object_id=command.object_id or activity.id, element_id=command.element_id, caption=command.caption.strip(),
            thumbnail=command.thumbnail if is_small else "", taken_at=work.now, taken_by_id=work.author_id,
            visible_to_customer=command.visible_to_customer, **_position(command),
        )
    )
    flag_late_work(work, activity)
    work.label("visit.did_photo")
    work.result(command.attachment_id)


def _keep_to_the_most(command: AddPhoto, work: UnitOfWork) -> None:
    """Refuses a photo too many where it is tried; one that was taken elsewhere at the same time is kept."""
    if work.remote or work.replaying or command.object_kind != ChecklistInstance.__tablename__:
        return
    instance = work.find(ChecklistInstance, command.object_id)
    version = work.find(ChecklistVersion, instance.version_id) if instance is not None else None
    elements = read_elements(version.elements) if version is not None else ()
    element = next((one for one in elements if one.id == base_id(command.element_id)), None)
    if element is None or not element.photo_max:
        return
    others = work.session.scalar(
        select(func.count()).select_from(Attachment).where(
            Attachment.object_kind == command.object_kind, Attachment.object_id == command.object_id,
            Attachment.element_id == command.element_id, Attachment.id != command.attachment_id,
        )
    )
    work.guard(not full(element, others or 0), "visit.error_photo_full", n=element.photo_max)


def _position(command: AddPhoto) -> dict[str, float]:
    """Where it was taken, when that is a place on earth."""
    latitude, longitude = command.latitude, command.longitude
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return {}
    return {"latitude": latitude, "longitude": longitude}


def mark_photo(command: MarkPhoto, work: UnitOfWork) -> None:
    """Draws over the picture, which itself stays as it was taken; a late mark is kept and seen by the office."""
    marks = read_marks(command.marks)
    activity, attachment = _open_picture(work, command.activity_id, command.attachment_id)
    if activity is None or attachment is None or not permit(
        work, marks is not None, "visit.error_marks", "visit.flag_value", row=activity, kind="photo"
    ):
        return
    attachment.marks = write_marks(marks or ())
    if 0 < len(command.thumbnail) <= MOST_THUMBNAIL:
        attachment.thumbnail = command.thumbnail
    flag_late_work(work, activity)
    work.label("visit.did_mark")
    work.result(attachment.id)


def pair_photo(command: PairPhoto, work: UnitOfWork) -> None:
    activity, attachment = _open_picture(work, command.activity_id, command.attachment_id)
    if activity is not None and attachment is not None and permit(
        work, command.pair in PAIRS, "visit.error_marks", "visit.flag_value", row=activity, kind="photo"
    ):
        attachment.pair = command.pair
        work.label("visit.did_mark")
        work.result(attachment.id)


def _open_picture(work: UnitOfWork, activity_id: str, attachment_id: str) -> tuple[Activity | None, Attachment | None]:
    activity = present(work, Activity, activity_id)
    attachment = work.find(Attachment, attachment_id)
    if activity is None or attachment is None:
        return activity, None
    open_still = permit(work, activity.state != "done", "visit.error_visit_done", "visit.flag_photo_kept", row=activity)
    return activity, attachment if open_still else None


def remove_photo(command: RemovePhoto, work: UnitOfWork) -> None:
    """Takes the row away while the visit is open; once the visit is done the photo belongs to its report."""
    activity = present(work, Activity, command.activity_id)
    attachment = work.find(Attachment, command.attachment_id)
    if activity is None or attachment is None:
        return
    own = attachment.taken_by_id == work.author_id or (work.is_office and not work.remote)
    if permit(
        work, own, "visit.error_not_your_record", "visit.flag_not_your_record", row=activity
    ) and permit(work, activity.state != "done", "visit.error_visit_done", "visit.flag_photo_kept", row=activity):
        work.session.delete(attachment)
        work.label("visit.did_remove")


HANDLERS = {
    AddPhoto: add_photo, MarkPhoto: mark_photo, PairPhoto: pair_photo, RemovePhoto: remove_photo,
}
