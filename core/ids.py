"""Identities made where a row is born: UUIDv7, so that they sort by birth and never collide between devices."""

import uuid_utils


def new_id() -> str:
    """A new UUIDv7 (RFC 9562) in its 36-character form."""
    return str(uuid_utils.uuid7())
