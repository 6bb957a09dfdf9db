"""What the tour's pages look like at other moments: jobs new and done, steps answered, the sheet the customer signs."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from core.rules.battery import Battery
from field_app.application import FieldApplication
from tests.helpers.field_day import STROKES, FieldDay
from tests.helpers.story import STORY
from tests.helpers.tour import CHECKLIST, KINDS_LIST, PHOTO, Stop
from tests.helpers.tour_options import OPTIONS_LIST

VISIT = {"activityId": STORY.visit}
_ANSWERS: dict[str, dict[str, Any]] = {
    "instruction": {"read": True}, "yes_no": {"answer": "no"}, "choice": {"choice": ["option-2"]},
    "measure": {"value": "1.90"}, "number": {"value": "12"}, "counter": {"value": "3"},
    "text": {"text": "Packningen var hård och sprucken, ny isatt."}, "date": {"at": "2026-11-24T10:30"},
    "photo": {}, "scan": {"code": "TLP-M-1001"}, "signature": {"name": "James Wallin", "strokes": STROKES},
    "time": {"value": "45"}, "material": {"value": "2"},
}


def states(tablet: FieldApplication, day: FieldDay) -> Iterator[Stop]:
    """The last stops of the tour: what they need happens between one and the next, so they are taken in this order."""
    for name, visit in (("new", "visit-1448"), ("next", "visit-1254"), ("over", "visit-0736")):
        yield Stop(f"job-{name}", "job", {"activityId": visit})
    for why in ("reject", "abort"):  # the sheet as it lay open when the program ended
        asked = {"name": "why", "asked": {"why": why}}
        visit = "visit-1448" if why == "reject" else STORY.visit
        yield Stop(f"job-{why}", "job", {"activityId": visit, "sheet": asked})
    yield Stop("today-empty", "today", {"day": "2026-11-29"})
    yield Stop("parts-none", "parts", {"search": "finns inte"})
    yield Stop("own_history-none", "own_history", {"search": "finns inte"})
    for kind, more in (("contact", {}), ("contact", {"contactId": STORY.james})):
        yield Stop(f"on_site-{'edit' if more else kind}", "on_site", {**VISIT, "kind": kind, **more})
    yield Stop("photo_marks-drawn", "photo_marks", {**VISIT, "attachmentId": PHOTO}, _once(_marks))
    yield from _steps(day)
    yield from _locked(tablet)
    yield from _runs_out(tablet)
    yield from _checkout(day)
    yield Stop("toast", "today", act=partial(_speaks, tablet))


def _once(act: Callable[[Any], None]) -> Callable[[Any], None]:
    """However often the stop is opened, it is done the first time only."""
    opened: list[Any] = []

    def first(model: Any) -> None:
        if not opened:
            act(model)
        opened.append(model)

    return first


def _marks(model: Any) -> None:
    model.draw("arrow", [[0.2, 0.2], [0.5, 0.5]])
    model.draw("ring", [[0.5, 0.5], [0.7, 0.8]])
    model.write(0.2, 0.75, "Spricka här")


def _steps(day: FieldDay) -> Iterator[Stop]:
    """Each kind of step with an answer, and one that could not be done."""
    day.photographs(KINDS_LIST, "photo")
    day.photographs(KINDS_LIST, "photo")
    for kind, value in _ANSWERS.items():
        day.answers(KINDS_LIST, kind, value)
        yield Stop(f"answered-{kind}", "checklist", {"instanceId": KINDS_LIST, "step": kind})
    yield Stop("answered-calculated", "checklist", {"instanceId": KINDS_LIST, "step": "calculated"})
    day.answers(KINDS_LIST, "measure", {"cannot": True}, reason="Manometern är trasig")
    yield Stop("answered-cannot", "checklist", {"instanceId": KINDS_LIST, "step": "measure"})


def _speaks(tablet: FieldApplication, _model: Any) -> None:
    texts = tablet.context.texts
    used, left = texts.amount(Decimal(1), "st"), texts.amount(Decimal(-1), "st")
    said = texts("part_use.single_short", name="Packning E61", amount=used, left=left)
    tablet.context.messages.offer(said, "warn", texts("part_use.undo"), tablet.navigation.back)


def _locked(tablet: FieldApplication) -> Iterator[Stop]:
    lock = tablet.context.lock
    lock.set_pin("2580")
    lock.lock()
    yield Stop("locked", "today")
    lock.enter("1111")
    yield Stop("locked-wrong", "today")
    lock.enter("2580")
    lock.clear_pin()


def _runs_out(tablet: FieldApplication) -> Iterator[Stop]:
    tablet.context.tablet.take_battery(Battery(4, False))
    yield Stop("today-battery", "today")
    yield Stop("job-battery", "job", VISIT)
    tablet.context.tablet.take_battery(None)


def _checkout(day: FieldDay) -> Iterator[Stop]:
    """From the sheet that lacks something to the one that is signed, changed after it, and over."""
    yield Stop("checkout-customer", "checkout", VISIT, lambda model: model.turn_to_customer())
    for element, value in (("brew", {"value": "27"}), ("clean", {"answer": "yes"}), ("customer", {"choice": ["fine"]})):
        day.answers(CHECKLIST, element, value)
    day.answers(KINDS_LIST, "repeat", {"value": "1"})
    day.photographs(OPTIONS_LIST, "example")
    explained = (("blocks", {"value": "1.35"}), ("article", {"code": "TLP-M-1001"}), ("cups", {"value": "4"}))
    for element, value in explained:
        day.answers(OPTIONS_LIST, element, value, reason="Ny tryckvakt är beställd")
    yield Stop("checkout-ready", "checkout", VISIT)
    day.gets_signature()
    yield Stop("checkout-signed", "checkout", VISIT)
    day.uses(STORY.gasket)
    yield Stop("checkout-changed", "checkout", VISIT)
    day.gets_signature("absent", "Stängt när jag var klar")
    yield Stop("checkout-absent", "checkout", VISIT)
    day.gets_signature("remote_pending")
    day.finishes()
    yield Stop("today-unsigned", "today")
    day.gets_signature("absent", "Stängt när jag var klar")
    yield Stop("done-over", "done", VISIT)
    yield Stop("job-finished", "job", VISIT)
