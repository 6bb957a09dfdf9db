"""Sending a planned visit: its technician sees it, the customer gets an SMS, and both can be taken back."""

from core.commands.base import Command
from core.commands.dispatch import KeptVisit


class ReleaseVisit(Command, frozen=True, kw_only=True, tag="release.release_visit/1"):
    """The technicians get the visit and the customer is told the time, after eight seconds in which it can be undone.

    `assignment_ids` are for the lead and then each helper; an assignment that is there already is kept.
    """

    activity_id: str
    assignment_ids: tuple[str, ...]
    message_id: str
    tell_customer: bool = True


class ReleaseVisits(Command, frozen=True, kw_only=True, tag="release.release_visits/1"):
    """Several visits at once, as one step. One that can no longer be sent is left as it is and counted."""

    visits: tuple[ReleaseVisit, ...]


class WithdrawRelease(Command, frozen=True, kw_only=True, tag="release.withdraw/1"):
    """Takes a release back. Refused once a technician has started, or when the customer has already been told unless
    `even_if_told`. `kept` is the visit as it was before the release; without it the visit is planned again.
    """

    activity_id: str
    message_id: str = ""
    even_if_told: bool = False
    kept: KeptVisit | None = None


COMMANDS = (ReleaseVisit, ReleaseVisits, WithdrawRelease)
