"""What is done on the tablet's real screens, one deed at a time: each ends when the screen shows that it was done."""

from collections.abc import Callable
from dataclasses import dataclass

from core.bootstrap import Core
from tests.helpers.running_tablet import RunningTablet

Act = Callable[[RunningTablet], None]
PAGES = {
    "today": "todayPage", "job": "jobPage", "checklist": "checklistPage", "photo": "photoPage",
    "photo_marks": "photoMarksPage", "time_material": "timeMaterialPage", "checkout": "checkoutPage",
    "done": "donePage",
}
TITLES = {
    "off": "Stäng av och lufta", "leak": "Läckage vänster grupp", "pressure": "Mät panntryck",
    "gauge": "Foto av manometer", "brew": "Provbrygg 2 × 30 ml", "clean": "Rengör och torka",
    "customer": "Kundens kontroll",
}
ON_PHOTO = "Packningen sväller"
EXPENSE = ("Parkering", "45")
KILOMETRES, MINUTES = "23", 35


@dataclass(frozen=True)
class Deed:
    """`act` ends when the screen shows that it was done; `kept` is whether the database says so."""

    name: str
    before: str
    after: str
    act: Act
    kept: Callable[[Core], bool]
    step: str = ""
    """The checklist's step at which it is done."""
    sheet: str = ""
    """The sheet it is done in, as the place names it: while that lies open again the deed is not over."""


def always(core: Core) -> bool:
    """Nothing but the page was to change."""
    return True


def seen(target: str, then: str, text: str = "") -> Act:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target=target)
        program.order(do="see", target=then, text=text)

    return act


def touch_next(says: str, then: str) -> Act:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target="next", text=says)
        program.order(do="see", target="next", text=then)

    return act


def lies_open(program: RunningTablet, target: str) -> bool:
    """Whether the sheet of an earlier life lies over the page again; no person would look longer for it."""
    try:
        program.order(do="see", target=target, seconds=0.3)
    except AssertionError:  # when the program is what ended, the next order says so
        return False
    return True


# The checklist's steps


def answer(button: str, following: str) -> Act:
    def act(program: RunningTablet) -> None:
        program.order(do="click", target=button)
        to_step(program, following)

    return act


def number(text: str, following: str) -> Act:
    def act(program: RunningTablet) -> None:
        keys_in(program, text)
        to_step(program, following)

    return act


def keys_in(program: RunningTablet, text: str) -> None:
    for _ in range(5):  # whatever was half typed before
        program.order(do="click", target="key-back")
    for sign in text:
        program.order(do="click", target=f"key-{'decimal' if sign == '.' else sign}")


def skip(following: str) -> Act:
    def act(program: RunningTablet) -> None:
        try:
            program.order(do="click", target="skipStep", seconds=0.5)
            program.order(do="click", target="reason-0")
        except AssertionError:
            if program.is_over:
                raise
            program.order(do="see", target="skippedReason")  # already, before the sudden end
        to_step(program, following)

    return act


def to_step(program: RunningTablet, following: str) -> None:
    program.order(do="click", target=f"step-{following}")
    program.order(do="see", target="stepTitle", text=TITLES[following])


def approve(program: RunningTablet) -> None:
    try:
        program.order(do="click", target="option-fine", seconds=0.5)
    except AssertionError:
        if program.is_over:
            raise
        program.order(do="see", target="reopen")  # closed already, before the sudden end
    program.order(do="click", target="stepNext", text="Tid och material")
    program.order(do="see", target="timeMaterialPage")


# Photos: from a file, marked, of a step or of a receipt


def picks(file: str) -> Act:
    return seen(f"file-{file}", "photoPage", "1 foto")


def draws_arrow(program: RunningTablet) -> None:
    program.order(do="click", target="tool-arrow")
    program.order(do="draw", target="markField", strokes=[[[0.2, 0.2], [0.5, 0.5], [0.6, 0.6]]])
    program.order(do="see", target="photoMarksPage", text="1 märke")


def writes_on_photo(program: RunningTablet) -> None:
    if not lies_open(program, "markKeep"):
        program.order(do="click", target="tool-text")
        program.order(do="click", target="markField")
    program.order(do="type", target="markSaid", text=ON_PHOTO, clear=True)
    program.order(do="click", target="markKeep")
    program.order(do="gone", target="markKeep")
    program.order(do="click", target="tool-arrow")  # with a tool in the hand the page says how many there are
    program.order(do="see", target="photoMarksPage", text="2 märken")


# Time, kilometres, money laid out


def adds_time(program: RunningTablet) -> None:
    if not lies_open(program, "saveNewTime"):
        program.order(do="click", target="addTime")
    program.order(do="click", target="timeKind-wait")
    while (there := str(program.order(do="ask", target="minutes", name="text"))) != f"{MINUTES} minuter":
        program.order(do="click", target="minutesMore" if int(there.split(maxsplit=1)[0]) < MINUTES else "minutesLess")
    program.order(do="click", target="saveNewTime")
    program.order(do="see", target="timeMaterialPage", text=f"{MINUTES}\u00a0min")


def drives(program: RunningTablet) -> None:
    if not lies_open(program, "saveMileage"):
        program.order(do="click", target="enterMileage")
    keys_in(program, KILOMETRES)
    program.order(do="click", target="saveMileage")
    program.order(do="see", target="line-mileage/1", text=f"{KILOMETRES} km")


def spends(program: RunningTablet) -> None:
    if not lies_open(program, "saveExpense"):
        program.order(do="click", target="addExpense")
    for box, words in zip(("expenseText", "expenseAmount"), EXPENSE, strict=True):
        program.order(do="type", target=box, text=words, clear=True)
    program.order(do="click", target="saveExpense")
    program.order(do="see", target="receipt", text="Fotografera kvittot")


def to_receipt(program: RunningTablet) -> None:
    program.order(do="click", target="receipt", text="kvitto")
    program.order(do="see", target="photoPage")


def from_receipt(program: RunningTablet) -> None:
    program.order(do="click", target="usePhotos")
    program.order(do="see", target="receipt", text="Kvittot är fotograferat")
