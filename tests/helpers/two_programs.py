"""Both programs at once on their real screens: Mara's window, the technicians' tablets, and letters between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel

from office_app.driver import _words as words_on
from office_app.widgets.painted import Chip
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.office.windows import Desk, desk
from tests.sync.sides import Sides, Tablet

SIGNATURE = [[0.12, 0.6], [0.2, 0.25], [0.3, 0.65], [0.4, 0.3], [0.55, 0.6], [0.7, 0.4]]


class TwoPrograms:
    """`tablets` by person. Nothing passes between the programs until `letters_pass`."""

    def __init__(self, sides: Sides, mara: Desk, tablets: dict[str, TabletScreen]) -> None:
        self.sides, self.mara, self.tablets = sides, mara, tablets

    @property
    def alex(self) -> TabletScreen:
        return self.tablets[STORY.alex]

    def it_is(self, clock_time: str) -> None:
        self.settle()
        self.sides.clock.set(STORY.at(clock_time))

    def settle(self) -> None:
        for screen in self.tablets.values():
            screen.settle()
        self.mara.settle()

    def letters_pass(self) -> None:
        """The tablets have the network for a moment: what each did goes up, what it is to know comes down."""
        self.settle()
        self.sides.sync()
        self.settle()

    def on_card(self) -> str:
        """What the call's card says to Mara, a line each."""
        card = self.mara.find("callCard")
        labels = [one.text() for one in card.findChildren(QLabel) if one.isVisible()]
        return "\n".join(labels + [one.accessibleName() for one in card.findChildren(Chip) if one.isVisible()])

    def mara_opens_the_call(self) -> None:
        page = self.mara.go("calls", call_id=STORY.call)
        self.mara.until(lambda: page.card.card is not None)
        self.mara.settle()

    def mara_sees(self, *words: str) -> None:
        try:
            self.mara.until(lambda: all(word in self.on_card() for word in words))
        except Exception as error:
            raise AssertionError(f"the card does not say {words} but:\n{self.on_card()}") from error

    def mara_reads_figure(self, key: str) -> str:
        """«Rapport»: what one tile says of the year so far."""
        page = self.mara.go("insight", period="year")
        self.mara.settle()
        return str(words_on(page.tiles[key]))

    def mara_reviews(self, *words: str) -> None:
        """«Faktura»: the finished visit as she looks it through."""
        page = self.mara.go("invoicing")

        def says() -> bool:
            told = words_on(page)
            return all(word in told for word in words)

        try:
            self.mara.until(says)
        except Exception as error:
            raise AssertionError(f"the review does not say {words} but:\n{words_on(page)}") from error


@contextmanager
def two_programs(
    folder: Path, application: QApplication, qtbot: Any, sides: Sides, *tablets: Tablet
) -> Iterator[TwoPrograms]:
    """Opened on cores that are paired already."""
    with ExitStack() as opened:
        mara = opened.enter_context(desk(sides.office, application, qtbot))
        screens = {
            one.person_id: opened.enter_context(tablet_screen(one.core, qtbot, person_id=one.person_id))
            for one in tablets
        }
        yield TwoPrograms(sides, mara, screens)


def drives_there(firm: TwoPrograms, screen: TabletScreen, times: tuple[str, str] = ("09:33", "09:47")) -> None:
    screen.touch(f"visit_{STORY.visit}")
    screen.touch("next", "Acceptera")
    firm.it_is(times[0])
    screen.touch("next", "Starta resa")
    firm.it_is(times[1])
    screen.touch("next", "Jag är framme")
    screen.sees("next", "checklistan")


def goes_to_checkout(screen: TabletScreen, work_done: str) -> None:
    screen.touch("moreActions")
    screen.touch("checkoutNow")
    screen.touch("editWork")
    screen.type("workTextArea", work_done, clear=True)
    screen.touch("textDone")


def james_signs(screen: TabletScreen) -> None:
    screen.touch("turnToCustomer")
    screen.sees("customerTitle")
    screen.window.grabWindow()
    screen.draw("signatureField", SIGNATURE)
    screen.touch("approve")
    screen.sees("signedText", "James Wallin")
