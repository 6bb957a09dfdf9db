"""Keeps which articles a person has put a star on, the newest first."""

from core.commands.favourites import StarItem
from core.model.item import Item
from core.model.workforce import Person
from core.services.field_work import permit, present
from core.storage.unit_of_work import UnitOfWork

MOST = 24
"""More would be a list to search in, which the van is already."""


def star_item(command: StarItem, work: UnitOfWork) -> None:
    """Said again it changes nothing: a doubled touch and a replay are one."""
    person, item = present(work, Person, work.author_id), present(work, Item, command.item_id)
    if person is None or item is None:
        return
    others = [one for one in person.starred_item_ids if one != item.id]
    if command.starred and not permit(
        work, len(others) < MOST, "record.error_stars", "record.flag_stars", row=person, most=MOST
    ):
        return
    person.starred_item_ids = [item.id, *others] if command.starred else others
    work.label("record.did_star" if command.starred else "record.did_unstar", name=item.name)
    work.result(item.id)


HANDLERS = {StarItem: star_item}
