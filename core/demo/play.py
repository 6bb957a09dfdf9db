"""Plays the firm's own commands into the database, each as given by its person at its moment."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.commands.base import Command, Issued
from core.commands.messages import SYSTEM_AUTHOR, RecordMessageProgress
from core.demo.maker import Maker
from core.queries.reservations import held_for_others
from core.queries.visit_lines import visit_statement
from core.rules.statement import Statement, fingerprint

Act = tuple[datetime, str, Command]
"""When, by whom (a person's id), what."""


class Player:
    """A run of commands in one transaction; use it as a context."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self._opened: Any = None
        self._session: Any = None

    def __enter__(self) -> "Player":
        self.maker.write()
        self._opened = self.maker.core.database.write()
        self._session = self._opened.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def do(self, at: datetime, person_id: str, command: Command) -> None:
        """Carries it out as if it had been given then. A rule that forbids it raises its error."""
        core = self.maker.core
        issued = Issued(
            id=self.maker.new_id(at), person_id=person_id, device_id=core.device_id, at=at, command=command
        )
        core.commands.apply(self._session, issued)

    def all(self, acts: Iterable[Act]) -> None:
        for act in acts:
            self.do(*act)

    def put_aside(self, place: tuple[str, str], activity_id: str) -> Decimal:
        """What of an article in a van (`place`: the ids of both) is another visit's by now."""
        self._session.flush()
        return held_for_others(self._session, [place[1]], activity_id).get(place, Decimal(0))

    def statement(self, activity_id: str) -> tuple[Statement, str]:
        """What the customer is shown now, with its fingerprint."""
        self._session.flush()
        shown = visit_statement(self._session, activity_id)
        assert shown is not None
        return shown, fingerprint(shown)

    def deliver(self, message_id: str, sent: datetime, delivered: datetime) -> None:
        """The gateway took the message and the phone has it; nothing happens to one that was never queued."""
        steps = (("queued", "sending", sent), ("sending", "sent", sent), ("sent", "delivered", delivered))
        for before, state, at in steps:
            self.do(
                at, SYSTEM_AUTHOR,
                RecordMessageProgress(
                    message_id=message_id, before=before, state=state, attempt=1, gateway_id=f"demo-{message_id[-12:]}",
                ),
            )
