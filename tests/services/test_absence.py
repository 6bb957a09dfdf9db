"""Away and back: recorded, undone exactly, and refused in words when it makes no sense."""

from datetime import datetime, time

import pytest

from core.bootstrap import Core
from core.clock import at_local
from core.commands.absence import RecordAbsence
from core.errors import UserError
from core.queries.board import board
from core.texts import Texts
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def at(hour: int) -> datetime:
    return at_local(TODAY, time(hour))


def away(office: Core, person: str) -> list[str]:
    rows = office.database.ask(board, TODAY, 1, office.clock.now())
    return [absence.kind for who in rows.technicians if who.id == person for absence in who.absences]


def test_an_absence_is_seen_on_the_board_and_undone_and_redone(office: Core, firm: KafeTulpan) -> None:
    command = RecordAbsence(absence_id="a", person_id=firm.alex, start=at(8), end=at(23))
    changes = office.commands.execute(command, firm.mara)
    assert Texts("sv").label(changes.label) == "Alex är frånvarande"
    assert away(office, firm.alex) == ["sick"]
    back = office.commands.execute(changes.undo[0], firm.mara)
    assert away(office, firm.alex) == []
    office.commands.execute(back.undo[0], firm.mara)
    assert away(office, firm.alex) == ["sick"]


def test_an_absence_that_ends_before_it_begins_is_refused(office: Core, firm: KafeTulpan) -> None:
    with pytest.raises(UserError):
        office.commands.execute(
            RecordAbsence(absence_id="a", person_id=firm.alex, start=at(12), end=at(8)), firm.mara
        )
    assert away(office, firm.alex) == []
