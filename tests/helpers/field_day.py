"""Alex's day at Kafé Tulpan as commands: each method does one thing a technician does, on any core."""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from PIL import Image

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock
from core.commands.base import Command, Issued
from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import FinishVisit, SetOutcome, Sign, WriteReport
from core.commands.photos import AddPhoto
from core.commands.records import RecordMaterial, RecordMileage, RecordTime
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.integrations.photos import photo_from_bytes
from core.model.attachment import Attachment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.model.visit import Activity
from core.queries.checkout import Checkout, checkout
from tests.helpers.story import STORY


def picture(width: int = 640, height: int = 480) -> bytes:
    """A photo as a camera would give it."""
    stream = io.BytesIO()
    image = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (image, image.point(lambda level: 120), image.point(lambda level: 255 - level))).save(
        stream, "JPEG"
    )
    return stream.getvalue()


STROKES = [[[0.10, 0.70, 0], [0.20, 0.30, 120], [0.35, 0.65, 240]], [[0.5, 0.4, 400], [0.6, 0.6, 520]]]

Answers = list[tuple[str, dict[str, Any]]]
FULL_ANSWERS: Answers = [
    ("off", {"answer": "yes"}), ("leak", {"answer": "yes"}), ("gasket", {"answer": "yes"}),
    ("pressure", {"value": "1.05"}), ("brew", {"value": "27"}), ("clean", {"answer": "yes"}),
    ("customer", {"choice": ["fine"]}),
]


@dataclass
class FieldDay:
    """One technician at work; `issued` remembers everything he did, for replays."""

    core: Core
    person_id: str = STORY.alex
    issued: list[Issued] = field(default_factory=list)

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.core.clock, FixedClock)
        return self.core.clock

    def does(self, command: Command) -> Changes:
        at = self.core.clock.now()
        changes = self.core.commands.execute(command, self.person_id)
        self.issued.append(
            Issued(id=new_id(), person_id=self.person_id, device_id=self.core.device_id, at=at, command=command)
        )
        return changes

    def step(self, target: str, clock_time: str = "", reason: str = "") -> Changes:
        if clock_time:
            self.clock.set(STORY.at(clock_time))
        return self.does(
            ChangeStep(
                activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target=target, reason=reason
            )
        )

    def arrives(self) -> None:
        self.step("accepted", "09:30")
        self.step("travelling", "09:33")
        self.step("arrived", "09:47")

    def starts_checklist(self, instance_id: str = "instance-1") -> str:
        self.does(StartChecklist(activity_id=STORY.visit, instance_id=instance_id, version_id=STORY.version))
        return instance_id

    def starts_steps(self, elements: list[dict[str, Any]], name: str = "Årsservice") -> None:
        """A checklist of a test's own steps, begun on the visit as «instance»."""
        with self.core.database.write() as session:
            session.add(ChecklistTemplate(id="own", name=name, state="published"))
            session.flush()
            session.add(ChecklistVersion(
                id="own-1", template_id="own", number=1, state="published", elements=elements
            ))
        self.does(StartChecklist(activity_id=STORY.visit, instance_id="instance", version_id="own-1"))

    def answers(self, instance_id: str, element_id: str, value: dict[str, Any], reason: str = "") -> Changes:
        self.clock.advance(timedelta(seconds=30))
        return self.does(
            AnswerStep(
                activity_id=STORY.visit, instance_id=instance_id, answer_id=new_id(), element_id=element_id,
                value=value, reason=reason,
            )
        )

    def photographs(self, instance_id: str = "", element_id: str = "", photo_id: str = "") -> str:
        photo = photo_id or new_id()
        prepared = photo_from_bytes(picture())
        sha256 = self.core.blobs.put(prepared.jpeg)
        self.does(
            AddPhoto(
                activity_id=STORY.visit, attachment_id=photo, sha256=sha256, mime="image/jpeg",
                size=len(prepared.jpeg), thumbnail=prepared.thumbnail,
                object_kind="checklist_instance" if instance_id else "activity",
                object_id=instance_id or STORY.visit, element_id=element_id,
            )
        )
        return photo

    def photographed_before(self, photo_id: str, later: timedelta = timedelta(), is_here: bool = True) -> str:
        """A photo of the visit of 14 August, as the office sends it; its bytes are here when somebody opened it."""
        prepared = photo_from_bytes(picture())
        sha256 = hashlib.sha256(prepared.jpeg).hexdigest()
        if is_here:
            self.core.blobs.put(prepared.jpeg)
        with self.core.database.write() as session:
            begun = session.get_one(Activity, STORY.earlier_visit).started_at
            assert begun is not None
            session.add(Attachment(
                id=photo_id, sha256=sha256, mime="image/jpeg", size=len(prepared.jpeg), object_kind="activity",
                object_id=STORY.earlier_visit, thumbnail=prepared.thumbnail, taken_at=begun + later,
                taken_by_id=STORY.alex,
            ))
        return photo_id

    def fills_checklist(self) -> str:
        instance = self.starts_checklist()
        for element, value in FULL_ANSWERS:
            self.answers(instance, element, value)
        self.photographs(instance, "gauge")
        return instance

    def records_time(self, kind: str, start: str, end: str, **more: Any) -> str:
        record = new_id()
        begun, ended = STORY.at(start), STORY.at(end)
        minutes = int((ended - begun).total_seconds() // 60)
        self.does(
            RecordTime(
                activity_id=STORY.visit, record_id=record, kind=kind, start=begun, end=ended, minutes=minutes, **more
            )
        )
        return record

    def uses(self, item_id: str, quantity: int = 1, **more: Any) -> str:
        record = new_id()
        self.does(
            RecordMaterial(
                activity_id=STORY.visit, record_id=record, item_id=item_id, quantity=Decimal(quantity), **more
            )
        )
        return record

    def drives(self, kilometres: str) -> str:
        record = new_id()
        self.does(RecordMileage(activity_id=STORY.visit, record_id=record, kilometres=Decimal(kilometres)))
        return record

    def records_all(self) -> None:
        self.records_time("travel", "09:33", "09:47")
        self.records_time("work", "09:47", "11:12")
        self.uses(STORY.gasket)
        self.uses(STORY.detergent, 50)
        self.drives("5.2")

    def writes(self, text: str = "Bytt packning i vänster grupp. Provbryggt två koppar.") -> Changes:
        return self.does(WriteReport(activity_id=STORY.visit, work_done=text))

    def comes_out(self, outcome: str = "solved", reason: str = "", **more: Any) -> Changes:
        return self.does(SetOutcome(activity_id=STORY.visit, outcome=outcome, reason=reason, **more))

    def page(self) -> Checkout:
        page = self.core.database.ask(checkout, STORY.visit, self.person_id, self.core.clock.now())
        assert page is not None
        return page

    def gets_signature(self, state: str = "signed", reason: str = "", language: str = "") -> Changes:
        page = self.page()
        signed = state == "signed"
        return self.does(
            Sign(
                activity_id=STORY.visit, signature_id=new_id(), state=state, name="James Wallin" if signed else "",
                role="customer", strokes=STROKES if signed else [], reason=reason, shown_sha256=page.shown_sha256,
                shown=page.shown, language=language,
            )
        )

    def finishes(self, email: str = "james@kafetulpan.example") -> Changes:
        return self.does(
            FinishVisit(
                activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), report_email=email
            )
        )

    def works_up_to_the_signature(self) -> None:
        self.arrives()
        self.fills_checklist()
        self.clock.set(STORY.at("11:12"))
        self.records_all()
        self.writes()
        self.comes_out()

    def works_the_whole_visit(self) -> None:
        self.works_up_to_the_signature()
        self.gets_signature()
        self.finishes()

    def replays(self) -> int:
        """Carries everything out once more, as a tablet does after an update from the office; returns rows touched."""
        touched = 0
        with self.core.database.write() as session:
            for issued in self.issued:
                changes, _flags = self.core.commands.apply(session, issued, replaying=True)
                touched += len(changes.touched)
        return touched
