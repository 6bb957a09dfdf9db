"""Alex's whole visit to Kafé Tulpan, played through the same commands that his tablet gives, step by step."""

import base64
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image, ImageDraw

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock
from core.commands.base import Command
from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import FinishVisit, SetOutcome, Sign, WriteReport
from core.commands.photos import AddPhoto
from core.commands.records import RecordMaterial, RecordMileage, RecordTime
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.queries.checkout import checkout
from tests.helpers.story import STORY

WORK_DONE = (
    "Bytt packning i vänster grupp. Panntryck uppmätt till 1,05 bar. Provbryggt två koppar utan anmärkning."
)


@dataclass(frozen=True)
class FinishedVisit:
    """The ids of what Alex recorded."""

    work: str = "record-work"
    travel: str = "record-travel"
    mileage: str = "record-mileage"
    gasket: str = "record-gasket"
    detergent: str = "record-detergent"
    checklist: str = "instance-2048"
    signature: str = "signature-2048"
    photo_before: str = "photo-before"
    photo_gauge: str = "photo-gauge"
    photo_after: str = "photo-after"


FINISHED = FinishedVisit()
RECORDS = (FINISHED.work, FINISHED.travel, FINISHED.mileage, FINISHED.gasket, FINISHED.detergent)


def play_visit(core: Core, *, until: str = "done", between: Callable[[str], None] | None = None) -> FinishedVisit:
    """Plays the visit of `build_story` in this database, from «accepted» to «done».

    `until` stops after that part (accepted, arrived, checklist, records, signed, done); `between` is called with each
    part's name when it has been carried out. A clock that stands still is moved along the story's morning.
    """
    for part, commands in _parts(core):
        for clock_time, command in commands:
            _at(core, clock_time)
            as_alex(core, command)
        if between is not None:
            between(part)
        if part == until:
            break
    return FINISHED


def as_alex(core: Core, command: Command) -> Changes:
    return core.commands.execute(command, STORY.alex)


def as_mara(core: Core, command: Command) -> Changes:
    return core.commands.execute(command, STORY.mara)


def _at(core: Core, clock_time: str) -> None:
    if isinstance(core.clock, FixedClock):
        core.clock.set(STORY.at(clock_time))


Timed = Iterator[tuple[str, Command]]


def _parts(core: Core) -> Iterator[tuple[str, Timed]]:
    yield "accepted", iter([("08:50", _step("accepted"))])
    yield "arrived", iter([("09:25", _step("travelling")), ("09:47", _step("arrived")), ("09:48", _step("working"))])
    yield "checklist", _checklist(core)
    yield "records", _records(core)
    yield "signed", _checkout(core)
    yield "done", iter([("11:14", _finish())])


def _step(target: str) -> ChangeStep:
    return ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target=target)


def _checklist(core: Core) -> Timed:
    yield "09:50", StartChecklist(
        activity_id=STORY.visit, instance_id=FINISHED.checklist, version_id=STORY.version, equipment_id=STORY.machine
    )
    yield "09:52", _answer("off", {"answer": "yes"})
    yield "09:55", _photo(core, FINISHED.photo_before, "Läckage under vänster grupp", 0.1)
    yield "09:56", _answer("leak", {"answer": "yes"})
    yield "10:12", _answer("gasket", {"answer": "yes"})
    yield "10:31", _answer("pressure", {"value": "1.05"}, reading_id="reading-pressure")
    yield "10:32", _photo(core, FINISHED.photo_gauge, "Manometer 1,05 bar", 0.5, element_id="gauge")
    yield "10:44", _answer("brew", {"value": "27"}, reading_id="reading-brew")
    yield "10:58", _answer("clean", {"answer": "yes"})
    yield "11:00", _answer("customer", {"choice": ["fine"]})


def _answer(element_id: str, value: dict[str, object], reading_id: str = "") -> AnswerStep:
    return AnswerStep(
        activity_id=STORY.visit, instance_id=FINISHED.checklist, answer_id=new_id(), element_id=element_id,
        value=value, reading_id=reading_id,
    )


def _photo(core: Core, photo_id: str, caption: str, shade: float, element_id: str = "") -> AddPhoto:
    content = picture(shade)
    return AddPhoto(
        activity_id=STORY.visit, attachment_id=photo_id, sha256=core.blobs.put(content), mime="image/jpeg",
        size=len(content), file_name=f"{photo_id}.jpg", caption=caption, element_id=element_id,
        object_kind="checklist_instance" if element_id else "activity",
        object_id=FINISHED.checklist if element_id else STORY.visit,
        thumbnail=base64.b64encode(picture(shade, (160, 120))).decode(),
    )


def _records(core: Core) -> Timed:
    visit = STORY.visit
    yield "11:02", RecordTime(
        activity_id=visit, record_id=FINISHED.travel, kind="travel", start=STORY.at("09:25"), end=STORY.at("09:47"),
        minutes=22,
    )
    yield "11:02", RecordTime(
        activity_id=visit, record_id=FINISHED.work, kind="work", start=STORY.at("09:47"), end=STORY.at("11:12"),
        minutes=85,
    )
    yield "11:03", RecordMileage(activity_id=visit, record_id=FINISHED.mileage, kilometres=Decimal("5.2"))
    yield "11:04", RecordMaterial(
        activity_id=visit, record_id=FINISHED.gasket, item_id=STORY.gasket, quantity=Decimal(1),
        equipment_id=STORY.machine,
    )
    yield "11:05", RecordMaterial(
        activity_id=visit, record_id=FINISHED.detergent, item_id=STORY.detergent, quantity=Decimal(50)
    )
    yield "11:06", _photo(core, FINISHED.photo_after, "Klart och rengjort", 0.8)


def _checkout(core: Core) -> Timed:
    yield "11:10", WriteReport(activity_id=STORY.visit, work_done=WORK_DONE, fault_found="Sliten packning")
    yield "11:11", SetOutcome(activity_id=STORY.visit, outcome="solved")
    yield "11:12", _step("wrapping_up")
    shown = core.database.ask(checkout, STORY.visit, STORY.alex, core.clock.now())
    assert shown is not None
    yield "11:13", Sign(
        activity_id=STORY.visit, signature_id=FINISHED.signature, state="signed", name="James Wallin", role="Ägare",
        strokes=handwriting(), shown_sha256=shown.shown_sha256, shown=shown.shown,
    )


def _finish() -> FinishVisit:
    return FinishVisit(
        activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(),
        report_email="james@kafetulpan.example",
    )


def handwriting() -> list[list[list[float]]]:
    """A signature as a pen draws it: a loop, then a running wave."""
    loop = [
        [0.14 + 0.05 * math.cos(n / 4) + n * 0.002, 0.5 - 0.3 * math.sin(n / 4), 12.0 * n] for n in range(28)
    ]
    wave = [
        [0.28 + n * 0.011, 0.55 + 0.16 * math.sin(n / 2.4) * math.exp(-n / 40), 400 + 12.0 * n] for n in range(44)
    ]
    return [loop, wave]


def picture(shade: float, size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo: a machine's outline before a wall."""
    grey = round(90 + 110 * shade)
    image = Image.new("RGB", size, (grey, grey - 8, grey - 20))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rounded_rectangle((width * 0.2, height * 0.3, width * 0.8, height * 0.8), width // 24, fill=(60, 62, 66))
    draw.ellipse((width * 0.42, height * 0.4, width * 0.58, height * 0.62), fill=(232, 230, 224))
    draw.line((width * 0.5, height * 0.51, width * (0.45 + shade * 0.1), height * 0.44), fill=(180, 40, 30), width=3)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
