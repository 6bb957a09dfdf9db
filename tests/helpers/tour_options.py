"""A checklist whose steps use what a designer can ask of them beyond the plain kinds, for the tour and the tests."""

import io
from typing import Any

from PIL import Image, ImageDraw

from core.bootstrap import Core
from core.commands.checklist import StartChecklist
from core.model.attachment import Attachment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.model.visit import ServiceAssignment
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY

OPTIONS_LIST = "every-option"
EXAMPLE_FILE = "attachment-example"


def example_picture() -> bytes:
    """A gauge as it is to be photographed: straight from the front, the whole dial in sight."""
    image = Image.new("RGB", (640, 480), "#b8b2a6")
    pen = ImageDraw.Draw(image)
    pen.ellipse((150, 70, 490, 410), fill="#fbfbf8", outline="#33383c", width=12)
    pen.arc((190, 110, 450, 370), 200, 340, fill="#23764a", width=16)
    pen.line((320, 240, 400, 150), fill="#be2d28", width=8)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=88)
    return stream.getvalue()


def option_steps(example: str = "") -> list[dict[str, Any]]:
    """`example` is the hash of the example photo."""
    return [
        {"id": "page", "kind": "instruction", "paper_id": STORY.document, "paper_page": 2,
         "title": {"sv": "Släpp ut trycket", "en": "Let the pressure out"},
         "help": {"sv": "Följ sidan nedan, punkt för punkt.", "en": "Follow the page below, point by point."}},
        {"id": "spot", "kind": "instruction", "diagram_id": STORY.diagram, "hotspot_id": "hotspot-7",
         "title": {"sv": "Ta loss packningen", "en": "Take the gasket out"}},
        {"id": "example", "kind": "photo", "required": True, "photo_min": 1, "photo_max": 2, "image_sha256": example,
         "title": {"sv": "Foto av manometern", "en": "Photo of the gauge"},
         "help": {"sv": "Rakt framifrån, hela tavlan i bild.", "en": "Straight from the front, the whole dial."}},
        {"id": "blocks", "kind": "measure", "blocks": True, "unit": "bar", "decimals": 2, "low": "0.4",
         "ok_low": "0.8", "ok_high": "1.2", "high": "1.6",
         "title": {"sv": "Panntryck", "en": "Boiler pressure"}},
        {"id": "words", "kind": "text",
         "offer": {"sv": "Maskinen kontrollerad enligt serviceplan, utan anmärkning.",
                   "en": "Machine checked according to the service plan, no remarks."},
         "phrases": [{"sv": "Slangar bytta", "en": "Hoses replaced"}],
         "title": {"sv": "Utlåtande", "en": "Statement"}},
        {"id": "next", "kind": "date", "preset": "180",
         "title": {"sv": "Nästa filterbyte", "en": "Next filter change"}},
        {"id": "meter", "kind": "number", "preset": "250", "unit": "l", "ok_low": "100", "ok_high": "400",
         "title": {"sv": "Filtrets kapacitet", "en": "The filter's capacity"}},
        {"id": "cups", "kind": "counter", "preset": "6", "unit": "koppar", "ok_low": "6", "blocks": True,
         "title": {"sv": "Provbryggda koppar", "en": "Test cups brewed"}},
        {"id": "article", "kind": "scan", "expects": "article", "item_id": STORY.gasket, "blocks": True,
         "title": {"sv": "Skanna den nya packningen", "en": "Scan the new gasket"}},
        {"id": "machine", "kind": "scan", "expects": "machine",
         "title": {"sv": "Skanna kvarnen bredvid", "en": "Scan the grinder beside it"}},
    ]


def begin_options(core: Core, day: FieldDay) -> None:
    """The checklist begun on Alex's visit, with the example photo as the office has sent it."""
    content = example_picture()
    sha256 = core.blobs.put(content)
    with core.database.write() as session:
        session.add(ChecklistTemplate(id=OPTIONS_LIST, name="Alla val", state="published"))
        session.flush()
        session.add(ChecklistVersion(
            id=OPTIONS_LIST, template_id=OPTIONS_LIST, number=1, state="published", elements=option_steps(sha256)
        ))
        session.add(Attachment(
            id=EXAMPLE_FILE, sha256=sha256, mime="image/jpeg", size=len(content), object_kind="checklist_template",
            object_id=OPTIONS_LIST, taken_at=core.clock.now(), taken_by_id=STORY.mara,
        ))
    day.does(StartChecklist(
        activity_id=STORY.visit, instance_id=OPTIONS_LIST, version_id=OPTIONS_LIST, equipment_id=STORY.machine
    ))


def sara_helps(core: Core) -> FieldDay:
    """Sara is sent along to Alex's visit; what she does she does as herself."""
    with core.database.write() as session:
        session.add(ServiceAssignment(
            id="assignment-sara", activity_id=STORY.visit, person_id=STORY.sara, role="helper", step="arrived",
            assigned_at=core.clock.now(),
        ))
    return FieldDay(core, STORY.sara)
