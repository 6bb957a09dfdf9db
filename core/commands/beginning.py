"""What a tablet that was emptied tells of itself."""

from core.commands.base import Command


class BeganAnew(Command, frozen=True, kw_only=True, tag="tablet.began_anew/1"):
    """This tablet was `former` (its id then) until it was emptied: that one cannot send its work again."""

    former: str


COMMANDS = (BeganAnew,)
