"""Where the technician is: a stack of pages, kept in the tablet's database at every move so that a restart returns."""

import importlib
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.ids import new_id
from core.queries.tablet_owner import is_being_paired
from core.sync.erasing import farewell_of
from field_app.kept_state import KeptState
from field_app.pages import HOME, PAGES, PAIRING, REVOKED
from field_app.view_models.page_model import PageModel

if TYPE_CHECKING:
    from field_app.context import FieldContext

_PLACE = "place"
_BOXES, _SHEET = "boxes", "sheet"
"""Parts of a place: texts half typed by the name of their box, and the sheet that lay over the page."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


@dataclass
class Place:
    """A page with its arguments; JSON can carry both. Each time that a page is opened is a place of its own."""

    page: str
    arguments: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


class Navigation(QObject):
    """`open` goes further in, `back` one out; `turned` tells the window to load `file` with `model`.

    `givenBack` tells boxes and sheets that what was sent from them was refused: their words stand in the place again.
    """

    turned = Signal()
    givenBack = Signal()
    sheetOpened = Signal(QObject)
    jobChanged = Signal()
    jobLookedAt = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack: list[Place] = [Place(HOME)]
        self._model: PageModel | None = None
        self._context: FieldContext | None = None
        self._state: KeptState | None = None
        self._sent: dict[str, Any] = {_BOXES: {}, _SHEET: None}
        self._job_id = self._looked_id = self._confined = ""

    # ---- For the program --------------------------------------------------------------------------------------------

    def start(self, context: "FieldContext") -> None:
        """Reopens where the program was left, today's page when that is unknown, or pairing when nobody owns it."""
        self._context = context
        context.texts.changed.connect(self._on_language)
        self._state = KeptState(_PLACE, context.core.database, context.tasks, context.report, self)
        self._stack = _stack_of(self._state.text) or [Place(HOME)]
        if not context.tasks.author_id:
            self._stack = [Place(REVOKED if farewell_of(context.core.settings) else PAIRING)]
        elif context.tablet.owner.is_dismissed:
            self._stack, self._confined = [Place(REVOKED)], REVOKED
        elif self.current.page == REVOKED:  # it was trusted again meanwhile
            self._stack = [Place(HOME)]
        elif self.current.page != PAIRING and context.core.database.ask(is_being_paired, context.core.clock.now()):
            self._stack.append(Place(PAIRING))  # on both screens it goes on where it stood
        self._turn()

    @property
    def current(self) -> Place:
        return self._stack[-1]

    @property
    def jobs_at_hand(self) -> set[str]:
        """The job that the rail leads to and the one whose page was opened last."""
        return {self._job_id, self._looked_id} - {""}

    @property
    def page_model(self) -> PageModel | None:
        return self._model

    def open(self, page: str, **arguments: Any) -> None:
        """Goes to a page; one that is already below is returned to, so that back never walks in circles."""
        if page not in PAGES:
            raise KeyError(f"there is no page {page!r}")
        if self._confined not in ("", page):
            return
        self._leave()
        place = Place(page, {name: value for name, value in arguments.items() if value is not None})
        if page == HOME:
            self._stack = []
        known = next((n for n, one in enumerate(self._stack) if one.page == page), None)
        if known is not None:
            del self._stack[known:]
        if PAGES[page].ends:
            work = next((n for n, one in enumerate(self._stack) if _is_work(one.page)), len(self._stack))
            del self._stack[work:]
        self._stack.append(place)
        self._turn()

    def open_scan(self, code: str = "") -> None:
        """Reads a code for the job that is looked at, or the one under way; `code` has been read already."""
        job = self._looked_id if self._looked_id and self._section() == "job" else self._job_id
        self.open("scan", activityId=job or None, code=code or None)

    def confine(self, page: str) -> None:
        """Only this page from now on, whatever is touched."""
        self._confined = ""
        self._leave()
        self._stack, self._confined = [Place(page)], page
        self._turn()

    def release(self) -> None:
        """The other pages can be reached again."""
        if self._confined:
            self._confined = ""
            self.open(HOME)

    def replace(self, page: str, **arguments: Any) -> None:
        """Like `open`, but back does not return to the page that is left."""
        self._stack.pop()
        self.open(page, **arguments)

    @Slot()
    def back(self) -> None:
        if self._confined:
            return
        self._leave()
        if len(self._stack) > 1:
            self._stack.pop()
        else:
            self._stack = [Place(HOME)]
        self._turn()

    def finish(self) -> None:
        """The program ends: the newest letters are written now."""
        if self._state is not None:
            self._state.finish()

    # ---- For QML ----------------------------------------------------------------------------------------------------

    @Slot(str)
    @Slot(str, "QVariantMap")
    def openPage(self, page: str, arguments: dict[str, Any] | None = None) -> None:
        self.open(page, **(arguments or {}))

    @Slot(str)
    def openSection(self, section: str) -> None:
        """A touch on the rail; `job` is where `lead_to` says."""
        if section == "job":
            if self._job_id:
                self._stack = [Place(HOME)]
                self.open("job", activityId=self._job_id)
        elif section == "scan" and self.current.page != "scan":
            self.open_scan()
        elif self.current.page != section:
            self._stack = [Place(HOME)] if section != HOME else []
            self.open(section)

    @Slot()
    def goBack(self) -> None:
        self.back()

    @Slot("QVariantMap")
    def remember(self, arguments: dict[str, Any]) -> None:
        """Where on the page the technician is (a step, a scroll position): part of the place from now on."""
        if any(self.current.arguments.get(name) != value for name, value in arguments.items()):
            self.current.arguments.update(arguments)
            self._keep()

    @Slot(str, "QVariant", result="QVariant")
    def remembered(self, name: str, otherwise: Any) -> Any:
        return self.current.arguments.get(name, otherwise)

    @Slot(str, str, result=str)
    def typed(self, box: str, otherwise: str) -> str:
        """What stood half typed in this box of the page when it was left or the program ended."""
        return str(self.current.arguments.get(_BOXES, {}).get(box, otherwise))

    @Slot(str, result=bool)
    def hasTyped(self, box: str) -> bool:
        return box in self.current.arguments.get(_BOXES, {})

    @Slot(str, str)
    def keepTyped(self, box: str, text: str) -> None:
        """Every letter in a box belongs to the place until the text is sent or thrown away (`forgetTyped`)."""
        if box:
            self.remember({_BOXES: {**self.current.arguments.get(_BOXES, {}), box: text}})

    @Slot(str)
    def forgetTyped(self, box: str) -> None:
        boxes = dict(self.current.arguments.get(_BOXES, {}))
        text = boxes.pop(box, None)
        if text is not None:
            self._sent[_BOXES][box] = text
            self._forget({_BOXES: boxes})

    @Slot(str, result="QVariant")
    def askedIn(self, sheet: str) -> Any:
        """What the sheet was open for when the page was left or the program ended; nothing when it was not open."""
        kept = self.current.arguments.get(_SHEET) or {}
        return kept.get("asked", {}) if kept.get("name") == sheet else None

    @Slot(QObject)
    def openSheet(self, sheet: QObject) -> None:
        """Sheets hear of one another, so that only one is open."""
        self.sheetOpened.emit(sheet)

    @Slot(str, "QVariantMap")
    def keepSheet(self, sheet: str, asked: dict[str, Any]) -> None:
        kept = self.current.arguments.get(_SHEET) or {}
        number = kept["id"] if kept.get("name") == sheet and "id" in kept else new_id()
        self.remember({_SHEET: {"name": sheet, "asked": asked, "id": number}})

    @property
    def sheet_id(self) -> str:
        """The same as long as the sheet lies open, also over a sudden end; a new one when none does."""
        kept = self.current.arguments.get(_SHEET) or {}
        return str(kept.get("id") or new_id())

    @Slot(str)
    def forgetSheet(self, sheet: str) -> None:
        kept = self.current.arguments.get(_SHEET) or {}
        if kept.get("name") == sheet:
            self._sent[_SHEET] = kept
            self._forget({_SHEET: None})

    # ---- Inside -----------------------------------------------------------------------------------------------------

    def _forget(self, left: dict[str, Any]) -> None:
        """Written when the command that carries the words is committed: until then they stand here."""
        self.current.arguments.update(left)
        if self._model is not None:
            self._model.settled(self._on_sent)

    def _on_sent(self) -> None:
        self._sent = {_BOXES: {}, _SHEET: None}
        self._keep()

    @Slot()
    def _give_back(self) -> None:
        """What was sent is not carried out (the disk is full): it stands where it stood, unless that is used anew."""
        sent, self._sent = self._sent, {_BOXES: {}, _SHEET: None}
        place = self.current.arguments
        boxes = {**sent[_BOXES], **place.get(_BOXES, {})}
        sheet = place.get(_SHEET) or sent[_SHEET]
        if boxes or sheet:
            place.update({_BOXES: boxes, _SHEET: sheet})
            self.givenBack.emit()

    def _section(self) -> str:
        return PAGES[self.current.page].section

    def _leave(self) -> None:
        if self._model is not None:
            self._model.depart()

    def _turn(self) -> None:
        place, before = self.current, self._model
        self._sent = {_BOXES: {}, _SHEET: None}
        if place.page == "job":
            self._looked_id = str(place.arguments.get("activityId", ""))
            self.jobLookedAt.emit(self._looked_id)
        self._model = self._made(place)
        self.turned.emit()
        if before is not None:
            before.deleteLater()
        self._fill(self._model, place)
        self._keep()

    def _made(self, place: Place) -> PageModel:
        module, _, name = PAGES[place.page].model.partition(":")
        kind = getattr(importlib.import_module(f"field_app.view_models.{module}"), name)
        model: PageModel = kind(self._context, self)
        model.wentTo.connect(lambda page, more: self.open(page, **more))
        model.wentBack.connect(self.back)
        assert self._context is not None
        model.failed.connect(self._context.report)
        model.refused.connect(self._give_back)
        return model

    def _fill(self, model: PageModel, place: Place) -> None:
        """Gives the page its arguments («activityId» is the parameter activity_id of its `open`), or just asks."""
        opens = getattr(model, "open", None)
        if opens is None:
            model.refresh()
            return
        arguments = {_CAPITAL.sub(r"_\1", key).lower(): value for key, value in place.arguments.items()}
        opens(**{key: arguments[key] for key in _parameters(opens) if key in arguments})

    def lead_to(self, activity_id: str) -> None:
        """The job that the rail leads to from now on; none when it is empty."""
        if activity_id != self._job_id:
            self._job_id = activity_id
            self.jobChanged.emit()

    def _keep(self) -> None:
        if self._state is not None:
            self._state.keep(json.dumps([[one.page, one.arguments, one.id] for one in self._stack]))

    @Slot()
    def _on_language(self) -> None:
        if self._model is not None:
            self._model.refresh()

    page = Property(str, lambda self: self.current.page, notify=turned)
    section = Property(str, _section, notify=turned)
    file = Property(str, lambda self: PAGES[self.current.page].file, notify=turned)
    model = Property(QObject, lambda self: self._model, notify=turned)
    canGoBack = Property(bool, lambda self: len(self._stack) > 1, notify=turned)
    jobId = Property(str, lambda self: self._job_id, notify=jobChanged)


def _parameters(method: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(method).parameters)


def _is_work(page: str) -> bool:
    """A page of the work on a job, below the job's own."""
    return PAGES[page].section == "job" and page != "job"


def _stack_of(kept: str) -> list[Place]:
    """The stack as it was kept; pages that this version does not have are left out."""
    try:
        return [
            Place(str(page), dict(arguments), *(str(one) for one in number[:1]))
            for page, arguments, *number in json.loads(kept or "[]") if page in PAGES
        ]
    except (ValueError, TypeError):
        return []
