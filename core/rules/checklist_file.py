"""A checklist as a file (JSON) that another firm, or this one later, can take in again."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from core.errors import UserError
from core.rules.checklist import ChecklistFormatError, Element, read_elements, write_elements

MOST_BYTES = 40 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FilePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that steps show by its SHA-256; `content` is base64."""

    sha256: str
    mime: str
    content: str


class NamedThing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something outside the file that steps refer to by `id`, with what it is found by in another firm: an article's
    number, a document's title, a diagram's title and a position in it."""

    kind: Literal["article", "document", "diagram", "position"]
    id: str
    name: str
    position: str = ""


class ChecklistFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole file. `elements` are the steps in the form of `core.rules.checklist.Element`."""

    format: Literal["tulpan-checklist/1"] = msgspec.field(default="tulpan-checklist/1")
    name: str
    description: str = ""
    minutes: int = 0
    elements: tuple[Element, ...] = ()
    pictures: tuple[FilePicture, ...] = ()
    things: tuple[NamedThing, ...] = ()


@dataclass(frozen=True, slots=True)
class Refitted:
    """Steps with this firm's own ids; `lost` names what they referred to and is not here."""

    elements: tuple[Element, ...]
    lost: tuple[str, ...]


def written(file: ChecklistFile) -> bytes:
    """As readable JSON, in one form only."""
    stored = {"format": file.format, **msgspec.to_builtins(file), "elements": write_elements(file.elements)}
    return msgspec.json.format(msgspec.json.encode(stored), indent=2) + b"\n"


def read_file(content: bytes) -> ChecklistFile:
    """The file's checklist; raises UserError for anything else. What only a running checklist has is left out."""
    try:
        raw: Any = msgspec.json.decode(content)
        if not isinstance(raw, dict) or raw.get("format") != "tulpan-checklist/1":
            raise UserError("knowledge.error_no_checklist_file")
        elements = read_elements(raw.get("elements") or ())
        file = msgspec.convert({**raw, "elements": ()}, ChecklistFile, strict=False)
    except ChecklistFormatError as error:
        raise UserError("knowledge.error_checklist_file_damaged", detail=error.params["detail"]) from error
    except msgspec.MsgspecError as error:
        raise UserError("knowledge.error_no_checklist_file") from error
    plain = (msgspec.structs.replace(one, copy_of="", machine_id="") for one in elements)
    return msgspec.structs.replace(file, elements=tuple(plain))


def picture_bytes(picture: FilePicture) -> bytes:
    """Raises UserError for what is no base64 of a picture."""
    try:
        if not _SHA256.fullmatch(picture.sha256):
            raise ValueError(picture.sha256)
        return base64.b64decode(picture.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UserError("knowledge.error_checklist_file_damaged", detail="pictures") from error


def refitted(
    elements: Sequence[Element], things: Sequence[NamedThing], here: Mapping[tuple[str, str], str],
    pictures: Mapping[str, str],
) -> Refitted:
    """The steps as this firm can use them: `here` has the own id of what is known by (kind, the file's id), `pictures`
    the own hash by the file's one. What is not here is taken off the step, which stays."""
    names: dict[tuple[str, str], str] = {(one.kind, one.id): one.name for one in things}
    lost: dict[str, None] = {}

    def own(kind: str, given: str) -> str:
        found = here.get((kind, given), "") if given else ""
        if given and not found:
            lost[names.get((kind, given), given)] = None
        return found

    steps = []
    for one in elements:
        diagram = own("diagram", one.diagram_id)
        steps.append(msgspec.structs.replace(
            one, item_id=own("article", one.item_id), paper_id=own("document", one.paper_id), diagram_id=diagram,
            hotspot_id=own("position", one.hotspot_id) if diagram else "",
            image_sha256=pictures.get(one.image_sha256, ""),
        ))
    return Refitted(tuple(steps), tuple(lost))


def schema() -> dict[str, Any]:
    """The JSON schema of the file, for whoever writes one by other means."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(ChecklistFile)}
