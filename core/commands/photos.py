"""Photos and files of a visit: the row travels at once, the bytes (by their SHA-256) follow."""

from typing import Any

from core.commands.base import Command


class AddPhoto(Command, frozen=True, kw_only=True, tag="photos.add/1"):
    """A picture whose bytes are already in the blob store; `thumbnail` is a small JPEG as base64.

    On a checklist step: object_kind "checklist_instance", object_id the instance, element_id the step.
    On the visit itself: object_kind "activity", object_id the visit.
    """

    activity_id: str
    attachment_id: str
    sha256: str
    mime: str
    size: int
    file_name: str = ""
    object_kind: str = "activity"
    object_id: str = ""
    element_id: str = ""
    caption: str = ""
    thumbnail: str = ""
    visible_to_customer: bool = True
    latitude: float | None = None
    longitude: float | None = None


class MarkPhoto(Command, frozen=True, kw_only=True, tag="photos.mark/1"):
    """What is drawn on a picture from now on (`core.rules.photo_marks`), and its thumbnail with that."""

    activity_id: str
    attachment_id: str
    marks: list[Any]
    thumbnail: str = ""


class PairPhoto(Command, frozen=True, kw_only=True, tag="photos.pair/1"):
    """A picture is the one from before, the one from after, or (empty) neither."""

    activity_id: str
    attachment_id: str
    pair: str


class RemovePhoto(Command, frozen=True, kw_only=True, tag="photos.remove/1"):
    """A picture that came out wrong is taken away, while the visit is still open."""

    activity_id: str
    attachment_id: str


COMMANDS = (AddPhoto, MarkPhoto, PairPhoto, RemovePhoto)
