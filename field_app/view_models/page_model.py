"""What all working pages share: asking, committing before the screen moves, and one map that the page shows."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from shiboken6 import isValid

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.errors import TulpanError
from core.ids import id_born_with
from core.qt.tasks import Tasks
from core.texts import Texts
from field_app.qml_module import for_qml

Then = Callable[[], None]
_OF_THE_JOB = ("activity", "service_assignment", "checklist_instance")


class WorkContext(Protocol):
    """What a working page needs of the program around it."""

    @property
    def core(self) -> Core: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def texts(self) -> Texts: ...


class Keeper(Protocol):
    """Who must know whether a command was kept, whatever page is shown then."""

    def kept(self, command: Any) -> None: ...
    def refused(self, command: Any, error: TulpanError) -> None: ...


@for_qml
class PageModel(QObject):
    """A page: `view` is everything it shows, always with all its keys; taps are slots that commit and then go on.

    `failed` carries one sentence, `refused` says that a command was not carried out; `wentTo` a page's name with its
    arguments; `wentBack` leaves this one.
    """

    changed = Signal()
    failed = Signal(str)
    refused = Signal()
    wentTo = Signal(str, dict)
    wentBack = Signal()

    EMPTY: dict[str, Any] = {}
    KINDS: tuple[str, ...] = ()
    """Rows whose changes make the page ask again."""

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: dict[str, Any] = dict(self.EMPTY)
        self._under_way = 0
        self._waiting: list[Then] = []
        self._asked: dict[Any, list[object]] = {}
        """What is under way of each query, the newest last."""
        context.tasks.changed.connect(self._on_changed)

    @property
    def core(self) -> Core:
        return self._context.core

    @property
    def tasks(self) -> Tasks:
        return self._context.tasks

    @property
    def texts(self) -> Texts:
        return self._context.texts

    @property
    def author_id(self) -> str:
        return self._context.tasks.author_id

    @property
    def is_left(self) -> bool:
        """Qt's half of the page is gone. Its slots are called still, until Python's half has been collected."""
        return not isValid(self)

    def _get_view(self) -> dict[str, Any]:
        return self._view

    view = Property("QVariantMap", _get_view, notify=changed)  # type: ignore[arg-type]

    def show(self, **parts: Any) -> None:
        """Replaces these parts of the view; the page is told only when something differs."""
        if self.is_left:
            return
        if any(self._view.get(name, self) != part for name, part in parts.items()):
            self._view = {**self._view, **parts}
            self.changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Asks everything again; each page says how."""

    def depart(self) -> None:
        """The person goes to another page; while the program ends, only `flush` is called."""
        self.flush()

    @Slot()
    def flush(self) -> None:
        """Commits what is half typed; called before the page is left."""

    def scanned(self, _text: str) -> bool:
        """A code that a scanner typed while this page was open; false where it means nothing to the page itself."""
        return False

    def ask(self, query: Callable[..., Any], *args: Any, done: Callable[[Any], None], **more: Any) -> None:
        """Asks a query; of several answers only the newest is shown. What waits for `settled` waits for it too.

        Nothing waits for what was asked before it: a page that shows the newest answers the next touch already.
        """
        if self.is_left:
            return
        self._under_way += 1
        asked = self._asked.setdefault(query, [])
        ticket = object()
        asked.append(ticket)

        def close() -> None:
            """This one and those before it are answered, unless a newer answer said so."""
            if ticket in asked:
                answers = asked.index(ticket) + 1
                del asked[:answers]
                self._settle(answers)

        def answered(answer: Any) -> None:
            if asked and asked[-1] is ticket:
                done(answer)
            close()

        def refused(error: TulpanError) -> None:
            close()
            self.complain(error)

        self.tasks.ask(query, *args, done=answered, failed=refused, owner=self, **more)

    def do(
        self, command: Command, then: Callable[[Changes], None] | None = None, keeper: Keeper | None = None
    ) -> None:
        """Commits a command; `then` runs after the commit, `settled` after the page has seen its effect.

        `keeper` hears first what became of it, also when the page has been left meanwhile.
        """
        self._under_way += 1

        def done(changes: Changes) -> None:
            if keeper is not None:
                keeper.kept(command)
            if self.is_left:
                return
            if then is not None:
                then(changes)
            self._settle()

        def refused(error: TulpanError) -> None:
            if keeper is not None:
                keeper.refused(command, error)
            if self.is_left:
                self.tasks.failed.emit(error)
                return
            self._waiting.clear()
            self._settle()
            self.refused.emit()
            self.complain(error)

        self.tasks.run(command, done, refused)

    def id_for_sheet(self, *said: object) -> str:
        """For the row that the open sheet adds, saying this.

        Killed between what it saved and its closing it lies open again: saved once more the row is there once, and
        said otherwise it is another one, so that no words are lost.
        """
        return _row_id(self._context.navigation.sheet_id, said)  # type: ignore[attr-defined]

    def id_for_page(self, *said: object) -> str:
        """The same for a page that is there to add something."""
        return _row_id(self._context.navigation.current.id, said)  # type: ignore[attr-defined]

    def settled(self, then: Then) -> None:
        """Runs `then` when everything given so far is committed and shown, at once when that is now."""
        if self._under_way or self._waiting:
            self._waiting.append(then)
        else:
            then()

    @property
    def is_busy(self) -> bool:
        """Something given is not committed or shown yet."""
        return self._under_way > 0

    def complain(self, error: TulpanError) -> None:
        """A job that is gone from the tablet was taken back: there is no list to look at again, as at the office."""
        taken = error.key == "errors.row_gone" and error.params.get("kind") in _OF_THE_JOB
        self.failed.emit(self.texts("field.job_gone_meanwhile") if taken else self.texts.error(error))

    def go(self, page: str, **arguments: Any) -> None:
        self.wentTo.emit(page, arguments)

    def keep_place(self, **parts: Any) -> None:
        """What is half done here (typed letters, a choice) belongs to the place at once: a restart gives it back.

        That is one small row of this device, written anew; a command for every letter would go to the office.
        """
        navigation = self._context.navigation  # type: ignore[attr-defined]
        if navigation.page_model is self:  # an answer that comes after the page was left belongs to no place
            navigation.remember(parts)

    def _settle(self, answers: int = 1) -> None:
        """One at a time: what waits next sees what the one before it did."""
        self._under_way -= answers
        while self._waiting and not self._under_way:
            self._waiting.pop(0)()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*self.KINDS):
            self.refresh()


def _row_id(place_id: str, said: tuple[object, ...]) -> str:
    return id_born_with(place_id, repr(said))
