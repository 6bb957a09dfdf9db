"""Searching one's own past stays quick by the shape of its questions, whatever the database believes of its rows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.model.call import ServiceCall
from core.model.customer import Address
from core.model.visit import Activity, ServiceAssignment
from core.queries.own_history import own_history
from core.storage.base import Entity
from tests.helpers.story import STORY, build_story


@pytest.mark.parametrize("figures", ["none", "misleading"])
def test_ten_times_as_many_visits_are_ten_times_the_work_and_not_a_hundred(office: Core, figures: str) -> None:
    """Whatever the database believes of its indexes: a tablet's has no figures of its first years' rows."""
    build_story(office)
    spent = []
    for done, more in ((0, 60), (60, 540)):
        with office.database.write() as session:
            _gives_visits(session, done, more)
        if figures == "misleading":
            believes(office, "ix_service_assignment_person_id", "100000 1")
            believes(office, "ix_service_assignment_activity_id", "100000 50000")
        with office.database.read() as session:
            steps = Steps()
            raw = session.connection().connection.driver_connection
            assert raw is not None
            raw.set_progress_handler(steps.count, 50)
            found = own_history(session, STORY.alex, "storgatan", most=1_000)
            raw.set_progress_handler(None, 0)
        assert len(found) == done + more
        spent.append(steps.taken)
    assert spent[1] < 15 * spent[0] + 200


class Steps:
    """How many times fifty of its own instructions the database has carried out."""

    taken = 0

    def count(self) -> int:
        self.taken += 1
        return 0


def believes(core: Core, index: str, figures: str) -> None:
    """As if the database had counted that index so."""
    with core.database.write() as session:
        session.execute(text("ANALYZE"))
        session.execute(text("UPDATE sqlite_stat1 SET stat = :s WHERE idx = :i"), {"s": figures, "i": index})
        session.execute(text("ANALYZE sqlite_schema"))


def _gives_visits(session: Session, done: int, more: int) -> None:
    numbers = range(done, done + more)
    when = STORY.start - timedelta(days=90)
    kinds: list[tuple[type[Entity], dict[str, Any]]] = [
        (Address, {"partner_id": STORY.partner, "street": "Storgatan 4", "city": "Göteborg"}),
        (ServiceCall, {"partner_id": STORY.partner, "state": "closed", "created_at": when}),
        (Activity, {"state": "done", "finished_at": when, "lead_person_id": STORY.milan}),
        (ServiceAssignment, {"person_id": STORY.alex, "step": "done", "assigned_at": when, "finished_at": when}),
    ]
    for kind, fields in kinds:
        for n in numbers:
            row = {"id": f"past-{n}", **fields}
            if kind is Activity:
                row |= {"call_id": f"past-{n}", "address_id": f"past-{n}"}
            if kind is ServiceCall:
                row |= {"number": f"P-{n}"}
            if kind is ServiceAssignment:
                row |= {"activity_id": f"past-{n}"}
            session.add(kind(**row))
        session.flush()
