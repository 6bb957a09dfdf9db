"""What would be if something were done: carried out by the real handlers, looked at, and taken back whole."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from core.commands.base import Command, Issued
from core.ids import new_id
from core.services.command_bus import CommandBus

Answer = TypeVar("Answer")


class _TakenBack(Exception):
    """Leaves the transaction without a commit."""


def forecast(
    bus: CommandBus, commands: Sequence[Command], author_id: str, question: Callable[[Session], Answer]
) -> Answer:
    """The answer to the question after these commands; nothing of them stays, nobody is told of them.

    Raises UserError when a rule forbids one of them.
    """
    found: list[Answer] = []
    try:
        with bus.database.writer_lock, bus.database.write() as session:
            for command in commands:
                issued = Issued(
                    id=new_id(), person_id=author_id, device_id=bus.device_id, at=bus.clock.now(), command=command
                )
                bus.apply(session, issued)
            session.flush()
            found.append(question(session))
            raise _TakenBack
    except _TakenBack:
        return found[0]
