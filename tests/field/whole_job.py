"""A whole job as deeds on the tablet's real screens, each with what must be in the database once it is done."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.bootstrap import Core
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity, ServiceAssignment, StatusEvent
from core.queries.checklist_run import checklist_run
from core.queries.checkout import checkout
from core.queries.records import Records, records
from core.queries.visit_photos import VisitPhoto, visit_photos
from core.services.screen_state import kept_screen_state
from tests.field import deeds
from tests.field.deeds import Deed, answer, seen
from tests.helpers.field_day import STROKES, picture
from tests.helpers.running_tablet import RunningTablet
from tests.helpers.story import STORY

WORDS = "Bytt packning i vänster grupp och provbryggt två koppar utan anmärkning."
STEPS = {
    "accepted": ("Acceptera", "Starta resa"), "travelling": ("Starta resa", "Jag är framme"),
    "arrived": ("Jag är framme", "Börja checklistan"),
}
GAUGE, RECEIPT = "manometer.jpg", "kvitto.jpg"


def pictures_in(folder: Path) -> None:
    """What the technician's other camera has left in his folder of pictures."""
    folder.mkdir(parents=True)
    (folder / GAUGE).write_bytes(picture())
    (folder / RECEIPT).write_bytes(picture(480, 640))


@dataclass
class Typing:
    """What has been typed, and when each part of it was seen to be."""

    seen: list[tuple[float, str]] = field(default_factory=list)

    def at_least(self, moment: float, allowed: float) -> str:
        """What must be there when the program is killed at this moment, if that much time of typing may be lost."""
        return next((text for at, text in reversed(self.seen) if at <= moment - allowed), "")


class WholeJob:
    """One visit from the day's list to the next one; on every third one Sara leads, and Alex helps."""

    def __init__(self, number: int) -> None:
        self.visit, self.assignment = f"killed-visit-{number}", f"killed-part-{number}"
        self.number = number
        self.leads = number % 3 != 0
        self.typing = Typing()
        middle = self._leading() if self.leads else self._helping()
        self.deeds = [
            Deed("opened", "today", "job", self._open, deeds.always),
            *(Deed(step, "job", "job", deeds.touch_next(*words), self._is(step)) for step, words in STEPS.items()),
            Deed("paused", "job", "job", seen("pause", "next", "Återuppta arbetet"), self._has_been("paused")),
            Deed(
                "resumed", "job", "job", deeds.touch_next("Återuppta arbetet", "checklistan"), self._is("working"),
            ),
            *middle,
            Deed("home", "done", "today", seen("nextJob", "todayPage"), deeds.always),
        ]

    def _leading(self) -> list[Deed]:
        return [
            Deed("begun", "job", "checklist", self._begin, lambda core: bool(self.instance(core))),
            *self._checklist(),
            *self._noting(),
            Deed("words", "checkout", "checkout", self._type, self._is_written, sheet="text"),
            Deed(
                "outcome", "checkout", "checkout", seen("outcomeSolved", "turnToCustomer"),
                lambda core: self.page(core).outcome == "solved",
            ),
            Deed("signed", "checkout", "checkout", self._sign, lambda core: self.page(core).signature is not None),
            Deed("finished", "checkout", "done", seen("finishVisit", "doneTitle"), self._is("done")),
        ]

    def _helping(self) -> list[Deed]:
        """He notes his own part and goes; the job is Sara's."""
        return [
            Deed("begun", "job", "time_material", seen("material", "timeMaterialPage"), deeds.always),
            *self._noting(),
            Deed("left", "checkout", "done", seen("finishVisit", "doneTitle"), self._has_left),
        ]

    def _checklist(self) -> list[Deed]:
        brew = deeds.number("27", "clean") if self.number % 2 else deeds.skip("clean")
        brewed = {"value": "27"} if self.number % 2 else {"cannot": True}
        return [
            self._step("off", answer("answerYes", "leak"), {"answer": "yes"}),
            self._step("leak", answer("answerNo", "pressure"), {"answer": "no"}),
            self._step("pressure", deeds.number("1.05", "gauge"), {"value": "1.05"}),
            Deed("to camera", "checklist", "photo", seen("takePhoto", "photoPage"), deeds.always),
            Deed("photo", "photo", "photo", deeds.picks(GAUGE), lambda core: self._stands(core, self._of_gauge(core))),
            Deed("to marks", "photo", "photo_marks", seen("latestPhoto", "markField"), deeds.always),
            Deed("arrow", "photo_marks", "photo_marks", deeds.draws_arrow, self._is_marked("arrow")),
            Deed(
                "words on photo", "photo_marks", "photo_marks", deeds.writes_on_photo, self._is_marked("text"),
                sheet="words",
            ),
            Deed("marked", "photo_marks", "photo", seen("marksDone", "usePhotos"), deeds.always),
            Deed(
                "photo used", "photo", "checklist", seen("usePhotos", "stepTitle", deeds.TITLES["gauge"]), deeds.always,
            ),
            Deed(
                "gauge", "checklist", "checklist", lambda program: deeds.to_step(program, "brew"), deeds.always,
                "gauge",
            ),
            self._step("brew", brew, brewed),
            self._step("clean", answer("answerYes", "customer"), {"answer": "yes"}),
            Deed(
                "customer", "checklist", "time_material", deeds.approve,
                self._answered("customer", {"choice": ["fine"]}), "customer",
            ),
        ]

    def _step(self, element: str, act: deeds.Act, wanted: dict[str, Any]) -> Deed:
        return Deed(element, "checklist", "checklist", act, self._answered(element, wanted), element)

    def _noting(self) -> list[Deed]:
        here = "time_material"
        return [
            Deed("material", here, here, self._use, lambda core: self._used(core) == [STORY.gasket]),
            Deed("time", here, here, deeds.adds_time, lambda core: self._waited(core) == [deeds.MINUTES], sheet="time"),
            Deed(
                "mileage", here, here, deeds.drives, lambda core: self._driven(core) == [Decimal(deeds.KILOMETRES)],
                sheet="mileage",
            ),
            Deed(
                "expense", here, here, deeds.spends, lambda core: self._spent(core) == [deeds.EXPENSE],
                sheet="expense",
            ),
            Deed("to receipt", here, "photo", deeds.to_receipt, deeds.always),
            Deed(
                "receipt", "photo", "photo", deeds.picks(RECEIPT),
                lambda core: self._stands(core, self._of_receipt(core)),
            ),
            Deed("receipt used", "photo", here, deeds.from_receipt, deeds.always),
            Deed("checking", here, "checkout", seen("toCheckout", "checkoutPage"), deeds.always),
        ]

    def is_sent_by_the_office(self, core: Core) -> None:
        """The visit arrives on the tablet."""
        now = core.clock.now()
        with core.database.write() as session:
            session.add(ServiceCall(
                id=f"killed-call-{self.number}", number=f"S-2026-1{self.number:04}", subject="Tappar tryck",
                state="open", partner_id=STORY.partner, contact_id=STORY.james, address_id=STORY.address,
                created_at=now,
            ))
            session.flush()
            session.add(ServiceCallEquipment(
                id=f"killed-of-{self.number}", call_id=f"killed-call-{self.number}", equipment_id=STORY.machine
            ))
            session.add(Activity(
                id=self.visit, call_id=f"killed-call-{self.number}", state="released", subject="Tappar tryck",
                planned_start=STORY.at("12:00") + timedelta(minutes=self.number), planned_end=STORY.at("13:00"),
                lead_person_id=STORY.alex if self.leads else STORY.sara, address_id=STORY.address, released_at=now,
            ))
            session.flush()
            session.add(ServiceAssignment(
                id=self.assignment, activity_id=self.visit, person_id=STORY.alex, step="new", assigned_at=now,
                role="lead" if self.leads else "helper",
            ))
            if not self.leads:
                session.add(ServiceAssignment(
                    id=f"killed-lead-{self.number}", activity_id=self.visit, person_id=STORY.sara, step="accepted",
                    assigned_at=now, role="lead",
                ))

    # What the database holds

    def instance(self, core: Core) -> str:
        with core.database.read() as session:
            return session.scalar(
                select(ChecklistInstance.id).where(ChecklistInstance.activity_id == self.visit)
            ) or ""

    def page(self, core: Core) -> Any:
        page = core.database.ask(checkout, self.visit, STORY.alex, core.clock.now())
        assert page is not None
        return page

    def words(self, core: Core) -> str:
        """As they would stand there again: half typed in the place, or committed."""
        (_page, arguments, _id) = json.loads(core.database.ask(kept_screen_state, "place"))[-1]
        return str(arguments.get("typed") or self.page(core).work_done)

    def _is_written(self, core: Core) -> bool:
        return bool(self.page(core).work_done == WORDS)

    def answer(self, core: Core, element: str) -> dict[str, Any] | None:
        run = core.database.ask(checklist_run, self.instance(core))
        return next((step.answer for step in run.steps if step.element_id == element), None) if run else None

    def _is(self, step: str) -> Callable[[Core], bool]:
        order = ["new", "accepted", "travelling", "arrived", "paused", "working", "wrapping_up", "done"]

        def reached(core: Core) -> bool:
            with core.database.read() as session:
                now = session.get_one(ServiceAssignment, self.assignment).step
            return order.index(now) >= order.index(step)

        return reached

    def _has_been(self, step: str) -> Callable[[Core], bool]:
        def once(core: Core) -> bool:
            with core.database.read() as session:
                steps = session.scalars(
                    select(StatusEvent.to_step).where(StatusEvent.assignment_id == self.assignment)
                ).all()
            return list(steps).count(step) == 1

        return once

    def _has_left(self, core: Core) -> bool:
        with core.database.read() as session:
            assert session.get_one(Activity, self.visit).state == "in_execution", "the job is still Sara's"
        return self._is("done")(core)

    def _answered(self, element: str, wanted: dict[str, Any]) -> Callable[[Core], bool]:
        return lambda core: self.answer(core, element) == wanted

    def _records(self, core: Core) -> Records:
        return core.database.ask(records, self.visit, STORY.alex, core.clock.now())

    def _waited(self, core: Core) -> list[int]:
        return [row.minutes for row in self._records(core).times if row.kind == "wait"]

    def _driven(self, core: Core) -> list[Decimal]:
        return [row.kilometres for row in self._records(core).mileages]

    def _spent(self, core: Core) -> list[tuple[str, str]]:
        return [(row.text, str(int(row.amount))) for row in self._records(core).expenses]

    def _used(self, core: Core) -> list[str]:
        return [row.item_id for row in self._records(core).materials]

    def _of_gauge(self, core: Core) -> tuple[VisitPhoto, ...]:
        return core.database.ask(visit_photos, self.visit, self.instance(core), "gauge")

    def _of_receipt(self, core: Core) -> tuple[VisitPhoto, ...]:
        return core.database.ask(visit_photos, self.visit, "", self._records(core).expenses[0].id)

    def _stands(self, core: Core, photos: tuple[VisitPhoto, ...]) -> bool:
        """Its row, its small picture and every byte of it, once."""
        return len(photos) == 1 and bool(photos[0].thumbnail) and core.blobs.get(photos[0].sha256) is not None

    def _is_marked(self, kind: str) -> Callable[[Core], bool]:
        def marked(core: Core) -> bool:
            (photo,) = self._of_gauge(core)
            return [one["kind"] for one in photo.marks].count(kind) == 1

        return marked

    # What is done on the screens

    def _open(self, program: RunningTablet) -> None:
        program.order(do="click", target=f"visit_{self.visit}")
        program.order(do="see", target="jobPage", text="Kafé Tulpan")

    def _begin(self, program: RunningTablet) -> None:
        program.order(do="click", target="next", text="checklistan")
        program.order(do="see", target="stepTitle", text=deeds.TITLES["off"])

    def _use(self, program: RunningTablet) -> None:
        program.order(do="click", target=f"use-{STORY.gasket}")
        program.order(do="see", target="timeMaterialPage", text="art. 532-0017")

    def _type(self, program: RunningTablet) -> None:
        """In small parts, as fast as the screen takes them: hardly a pause in which anything would be committed."""
        program.order(do="see", target="checkoutPage", text="\u00a0kr")  # with its draft, which would push in later
        if not deeds.lies_open(program, "textDone"):
            program.order(do="click", target="editWork")
        there = str(program.order(do="ask", target="workTextArea", name="text"))
        if not WORDS.startswith(there):
            program.order(do="type", target="workTextArea", text=WORDS[:1], clear=True)
            there = WORDS[:1]
        self.typing.seen.append((time.monotonic(), there))
        for place in range(len(there), len(WORDS), 3):
            program.order(do="type", target="workTextArea", text=WORDS[place : place + 3])
            self.typing.seen.append((time.monotonic(), WORDS[: place + 3]))
        program.order(do="click", target="textDone")
        program.order(do="see", target="workDone", text=WORDS)

    def _sign(self, program: RunningTablet) -> None:
        program.order(do="click", target="turnToCustomer")
        program.order(do="see", target="customerTitle")
        program.order(do="draw", target="signatureField", strokes=[[point[:2] for point in one] for one in STROKES])
        program.order(do="click", target="approve")
        program.order(do="see", target="signedText", text="James")

