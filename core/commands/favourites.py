"""A technician's own articles: those that are to lie one touch away."""

from core.commands.base import Command


class StarItem(Command, frozen=True, kw_only=True, tag="favourites.star/1"):
    """The author puts a star on an article, or takes it off."""

    item_id: str
    starred: bool


COMMANDS = (StarItem,)
