"""A forgotten PIN changes nothing here; somebody at the office is told that a tablet was opened without it."""

from core.commands.pin import PinForgotten
from core.model.workforce import Person
from core.storage.unit_of_work import UnitOfWork


def pin_forgotten(command: PinForgotten, work: UnitOfWork) -> None:
    person = work.find(Person, work.author_id)
    if work.remote:
        work.flag("lock.flag_forgotten", row=person, name=person.name if person is not None else "")
    work.label("lock.removed")


HANDLERS = {PinForgotten: pin_forgotten}
