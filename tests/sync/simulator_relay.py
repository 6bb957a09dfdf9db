"""A folder that carries letters beside the network, with the tricks that synced folders and sticks play."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from core.sync.letters import Ask, Bundle, Page, encode
from core.sync.tablet_ledger import read_cursor

if TYPE_CHECKING:
    from tests.sync.simulator import Tablet, World


@dataclass(frozen=True)
class Question:
    """What a tablet asked in the folder, kept until the answer comes."""

    ask: Ask
    cursor: tuple[int, str, int, int, str]


@dataclass
class _Box:
    """One tablet's directories: bundles by (epoch, number before), the last question, the pages that answer it."""

    bundles: dict[tuple[str, int, int], bytes] = field(default_factory=dict)
    ask: bytes = b""
    pages: list[bytes] = field(default_factory=list)


class Relay:
    """Both postmen of the folder, as `relay_tablet` and `relay_office` are, on boxes in memory."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._boxes: dict[int, _Box] = {}
        self._older: list[tuple[int, _Box]] = []

    def step(self) -> None:
        """Somebody visits the folder, or it plays a trick."""
        chance = self._world.random
        tablet = chance.choice(self._world.tablets)
        box = self._boxes.setdefault(tablet.number, _Box())
        if chance.random() < self._world.faults.relay_oddity:
            self._trick(tablet.number, box)
        if chance.random() < 0.5:
            self._tablet_visits(tablet, box)
        else:
            self._office_visits(tablet, box)

    def empty(self) -> None:
        """At the end everything that lies there is found once more."""
        for number, box in self._boxes.items():
            self._office_visits(self._world.tablets[number], box)
            self._tablet_takes(self._world.tablets[number], box)

    def _trick(self, number: int, box: _Box) -> None:
        """An older state of the folder comes back, or the newest files are not there yet."""
        chance = self._world.random
        if self._older and chance.random() < 0.4:
            which, older = chance.choice(self._older)
            self._boxes[which].bundles |= older.bundles
            self._boxes[which].pages = list(older.pages)
            self._world.note(f"the folder shows old files of {which}")
        elif chance.random() < 0.5:
            self._older.append((number, _Box(dict(box.bundles), box.ask, list(box.pages))))
        elif box.bundles:
            box.bundles.pop(chance.choice(list(box.bundles)))
            self._world.note(f"a file of {number} is gone")

    # ---- The tablet's postman ----------------------------------------------------------------------------------------

    def _tablet_visits(self, tablet: "Tablet", box: _Box) -> None:
        self._tablet_takes(tablet, box)
        cursor = read_cursor(tablet.store.sql)
        through = cursor.acked
        for epoch, before, last in sorted(box.bundles):
            if epoch == cursor.epoch and before <= through < last:
                through = last
        for bundle in tablet.engine.bundles_after(through):
            box.bundles[bundle.epoch, bundle.prev_seq, bundle.entries[-1].seq] = encode(bundle)
        now = (cursor.have_page, cursor.feed, cursor.done, cursor.settled, cursor.epoch)
        if tablet.question is None or tablet.question.cursor != now or not box.ask:
            tablet.question = Question(tablet.engine.question(), now)
            box.ask, box.pages = encode(tablet.question.ask), []

    def _tablet_takes(self, tablet: "Tablet", box: _Box) -> None:
        question = tablet.question
        for raw in box.pages if question is not None else ():
            assert question is not None
            page = self._world.opened(raw)
            assert isinstance(page, Page)
            self._world.looks_like_his(tablet, raw)
            result = self._world.on_tablet(tablet, partial(self._taken, tablet, question, page), "a relayed page")
            if result not in ("applied", "nothing", "ignored"):
                return

    def _taken(self, tablet: "Tablet", question: Question, page: Page) -> str:
        return tablet.engine.take_relayed(question.ask, page)

    # ---- The office's postman ----------------------------------------------------------------------------------------

    def _office_visits(self, tablet: "Tablet", box: _Box) -> None:
        for key in sorted(box.bundles):
            raw = box.bundles[key]
            letter = self._world.opened(raw)
            assert isinstance(letter, Bundle)
            self._world.ask_office(tablet, letter, raw)
        if box.ask and not box.pages:
            ask = self._world.opened(box.ask)
            assert isinstance(ask, Ask)
            box.pages = self._answered(tablet, ask)

    def _answered(self, tablet: "Tablet", ask: Ask) -> list[bytes]:
        pages: list[Page] = []
        while not pages or pages[-1].more:
            page = self._world.ask_office(tablet, ask, b"")
            if not isinstance(page, Page):
                return []
            pages.append(page)
            ask = msgspec.structs.replace(
                ask, have_page=page.page, feed=page.feed, generation=page.standing.generation, touched=()
            )
        return [encode(page) for page in pages]
