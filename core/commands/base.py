"""The shape that every command has, and the stamp of who asked for it and when."""

from datetime import datetime

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """A wish to change something.

    Each subclass carries an explicit versioned tag, `tag="visit.record_time/1"`: tablets keep old commands for weeks,
    so a released version never changes its meaning; a new shape gets a new number and the old one an upcaster.
    New fields of a released command must have defaults. Ids of rows to be made are part of the command (`core.ids`),
    so that a replay makes the same rows.
    """


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A command with its stamp: identity, author, device and the moment (UTC) it was given."""

    id: str
    person_id: str
    device_id: str
    at: datetime
    command: Command
