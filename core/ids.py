"""Identities made where a row is born: UUIDv7, so that they sort by birth and never collide between devices."""

import uuid

import uuid_utils

_DERIVED = uuid.UUID("6f1c1d3e-7a55-5b0e-9a39-7d1f5b7c0e61")


def new_id() -> str:
    """A new UUIDv7 (RFC 9562) in its 36-character form."""
    return str(uuid_utils.uuid7())


def derived_id(source_id: str, purpose: str) -> str:
    """The id of a row that follows from another one, the same wherever and how often it is made (UUIDv5)."""
    return str(uuid.uuid5(_DERIVED, f"{purpose}:{source_id}"))


def id_born_with(place_id: str, purpose: str) -> str:
    """A UUIDv7 of the same birth as that one, the same however often it is made: it sorts where a new id would."""
    birth = len("xxxxxxxx-xxxx-7")
    return place_id[:birth] + derived_id(place_id, purpose)[birth:]
