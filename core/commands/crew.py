"""Who helps with a visit besides the one who leads it."""

from core.commands.base import Command


class SetHelpers(Command, frozen=True, kw_only=True, tag="crew.set_helpers/1"):
    """These people help, in this order. On a visit that is sent already they get it at once, with these ids for their
    parts; nothing is said to the customer, whose time is the same.
    """

    activity_id: str
    helper_ids: tuple[str, ...]
    assignment_ids: tuple[str, ...] = ()


COMMANDS = (SetHelpers,)
