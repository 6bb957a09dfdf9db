"""What a tablet tells of its own PIN."""

from core.commands.base import Command


class PinForgotten(Command, frozen=True, kw_only=True, tag="tablet.pin_forgotten/1"):
    """A tablet was opened without its PIN after the wait; the office is to know."""


COMMANDS = (PinForgotten,)
