"""A whole job as deeds on the tablet's real screens, each with what must be in the database once it is done."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.bootstrap import Core
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity, Material, ServiceAssignment
from core.queries.checklist_run import checklist_run
from core.queries.checkout import checkout
from core.services.screen_state import kept_screen_state
from tests.helpers.field_day import STROKES
from tests.helpers.running_tablet import RunningTablet
from tests.helpers.story import STORY

WORDS = "Bytt packning i vänster grupp och provbryggt två koppar utan anmärkning."
PAGES = {
    "today": "todayPage", "job": "jobPage", "checklist": "checklistPage", "time_material": "timeMaterialPage",
    "checkout": "checkoutPage", "done": "donePage",
}
TITLES = {
    "off": "Stäng av och lufta", "leak": "Läckage vänster grupp", "pressure": "Mät panntryck",
    "gauge": "Foto av manometer", "brew": "Provbrygg 2 × 30 ml", "clean": "Rengör och torka",
    "customer": "Kundens kontroll",
}
STEPS = {
    "accepted": ("Acceptera", "Starta resa"), "travelling": ("Starta resa", "Jag är framme"),
    "arrived": ("Jag är framme", "Börja checklistan"),
}


@dataclass
class Typing:
    """What has been typed, and when each part of it was seen to be."""

    seen: list[tuple[float, str]] = field(default_factory=list)

    def at_least(self, moment: float, allowed: float) -> str:
        """What must be there when the program is killed at this moment, if that much time of typing may be lost."""
        return next((text for at, text in reversed(self.seen) if at <= moment - allowed), "")


@dataclass(frozen=True)
class Deed:
    """`act` ends when the screen shows that it was done; `kept` is whether the database says so."""

    name: str
    before: str
    after: str
    act: Callable[[RunningTablet], None]
    kept: Callable[[Core], bool]
    step: str = ""
    """The checklist's step at which it is done."""


class WholeJob:
    """One visit from the day's list to the next one."""

    def __init__(self, number: int) -> None:
        self.visit, self.assignment = f"killed-visit-{number}", f"killed-part-{number}"
        self.number = number
        self.typing = Typing()
        self.deeds = [
            Deed("opened", "today", "job", self._open, _always),
            *(Deed(step, "job", "job", _touch_next(*words), self._is(step)) for step, words in STEPS.items()),
            Deed("begun", "job", "checklist", self._begin, lambda core: bool(self.instance(core))),
            Deed("off", "checklist", "checklist", _yes("leak"), self._answered("off", {"answer": "yes"}), "off"),
            Deed("leak", "checklist", "checklist", _no("pressure"), self._answered("leak", {"answer": "no"}), "leak"),
            Deed(
                "pressure", "checklist", "checklist", _number("1.05", "gauge"),
                self._answered("pressure", {"value": "1.05"}), "pressure",
            ),
            Deed(
                "gauge", "checklist", "checklist", _skip("brew"), self._answered("gauge", {"cannot": True}), "gauge",
            ),
            Deed(
                "brew", "checklist", "checklist", _number("27", "clean"), self._answered("brew", {"value": "27"}),
                "brew",
            ),
            Deed(
                "clean", "checklist", "checklist", _yes("customer"), self._answered("clean", {"answer": "yes"}), "clean"
            ),
            Deed(
                "customer", "checklist", "time_material", _approve, self._answered("customer", {"choice": ["fine"]}),
                "customer",
            ),
            Deed("material", "time_material", "time_material", self._use, self._used),
            Deed("checking", "time_material", "checkout", _seen("toCheckout", "checkoutPage"), _always),
            Deed("words", "checkout", "checkout", self._type, self._is_written),
            Deed(
                "outcome", "checkout", "checkout", _seen("outcomeSolved", "turnToCustomer"),
                lambda core: self.page(core).outcome == "solved",
            ),
            Deed("signed", "checkout", "checkout", self._sign, lambda core: self.page(core).signature is not None),
            Deed("finished", "checkout", "done", _seen("finishVisit", "doneTitle"), self._is("done")),
            Deed("home", "done", "today", _seen("nextJob", "todayPage"), _always),
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
                lead_person_id=STORY.alex, address_id=STORY.address, released_at=now,
            ))
            session.flush()
            session.add(ServiceAssignment(
                id=self.assignment, activity_id=self.visit, person_id=STORY.alex, step="new", assigned_at=now,
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
        """Committed, and the sheet closed: half typed it stands open again, over what comes next."""
        (_page, arguments, _id) = json.loads(core.database.ask(kept_screen_state, "place"))[-1]
        return self.page(core).work_done == WORDS and not arguments.get("sheet")

    def answer(self, core: Core, element: str) -> dict[str, Any] | None:
        run = core.database.ask(checklist_run, self.instance(core))
        return next((step.answer for step in run.steps if step.element_id == element), None) if run else None

    def _is(self, step: str) -> Callable[[Core], bool]:
        order = ["new", "accepted", "travelling", "arrived", "working", "wrapping_up", "done"]

        def reached(core: Core) -> bool:
            with core.database.read() as session:
                now = session.get_one(ServiceAssignment, self.assignment).step
            return order.index(now) >= order.index(step)

        return reached

    def _answered(self, element: str, wanted: dict[str, Any]) -> Callable[[Core], bool]:
        return lambda core: self.answer(core, element) == wanted

    def _used(self, core: Core) -> bool:
        with core.database.read() as session:
            found = session.scalars(
                select(Material.item_id).where(Material.activity_id == self.visit, Material.corrected_by_id.is_(None))
            ).all()
        return list(found) == [STORY.gasket]

    # What is done on the screens

    def _open(self, program: RunningTablet) -> None:
        program.order(do="click", target=f"visit_{self.visit}")
        program.order(do="see", target="jobPage", text="Kafé Tulpan")

    def _begin(self, program: RunningTablet) -> None:
        program.order(do="click", target="next", text="checklistan")
        program.order(do="see", target="stepTitle", text=TITLES["off"])

    def _use(self, program: RunningTablet) -> None:
        program.order(do="click", target=f"use-{STORY.gasket}")
        program.order(do="see", target="timeMaterialPage", text="art. 532-0017")

    def _type(self, program: RunningTablet) -> None:
        """In small parts, as fast as the screen takes them: hardly a pause in which anything would be committed."""
        program.order(do="see", target="checkoutPage", text="\u00a0kr")  # with its draft, which would push in later
        if not _lies_open(program, "textDone"):
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


def _always(core: Core) -> bool:
    """Nothing but the page was to change."""
    return True


def _touch_next(says: str, then: str) -> Callable[[RunningTablet], None]:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target="next", text=says)
        program.order(do="see", target="next", text=then)

    return act


def _lies_open(program: RunningTablet, target: str) -> bool:
    """Whether the sheet of an earlier life lies over the page again; no person would look longer for it."""
    try:
        program.order(do="see", target=target, seconds=0.3)
    except AssertionError:  # when the program is what ended, the next order says so
        return False
    return True


def _seen(target: str, seen: str) -> Callable[[RunningTablet], None]:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target=target)
        program.order(do="see", target=seen)

    return act


def _yes(following: str) -> Callable[[RunningTablet], None]:
    return _answer("answerYes", following)


def _no(following: str) -> Callable[[RunningTablet], None]:
    return _answer("answerNo", following)


def _answer(button: str, following: str) -> Callable[[RunningTablet], None]:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target=button)
        program.order(do="click", target=f"step-{following}")
        program.order(do="see", target="stepTitle", text=TITLES[following])

    return act


def _number(text: str, following: str) -> Callable[[RunningTablet], None]:
    def act(program: RunningTablet) -> None:
        for _ in range(5):  # whatever was half typed before
            program.order(do="click", target="key-back")
        for sign in text:
            program.order(do="click", target=f"key-{'decimal' if sign == '.' else sign}")
        program.order(do="click", target=f"step-{following}")
        program.order(do="see", target="stepTitle", text=TITLES[following])

    return act


def _skip(following: str) -> Callable[[RunningTablet], None]:
    def act(program: RunningTablet) -> None:
        try:
            program.order(do="click", target="skipStep", seconds=0.5)
            program.order(do="click", target="reason-0")
        except AssertionError:
            if program.is_over:
                raise
            program.order(do="see", target="skippedReason")  # already, before the sudden end
        program.order(do="click", target=f"step-{following}")
        program.order(do="see", target="stepTitle", text=TITLES[following])

    return act


def _approve(program: RunningTablet) -> None:
    try:
        program.order(do="click", target="option-fine", seconds=0.5)
    except AssertionError:
        if program.is_over:
            raise
        program.order(do="see", target="reopen")  # closed already, before the sudden end
    program.order(do="click", target="stepNext", text="Tid och material")
    program.order(do="see", target="timeMaterialPage")
