"""An office that announces itself is found by the tablets that belong to it."""

import uuid

import pytest

from core.sync.discovery import Announcement, Nearby, look_around, office_mark, own_addresses


def test_the_announced_office_is_found_and_no_other() -> None:
    if not own_addresses():
        pytest.skip("this machine has no network but itself")
    office_id = str(uuid.uuid4())
    announcement = Announcement(office_id, 47001)
    try:
        found: tuple[Nearby, ...] = ()
        for _ in range(5):
            found = found or look_around(1.0, office_id)
        if not found:
            pytest.skip("multicast does not come back on this machine")
        assert found[0].office_mark == office_mark(office_id)
        assert all(address.endswith(":47001") for address in found[0].addresses)
        assert look_around(0.3, str(uuid.uuid4())) == ()
    finally:
        announcement.close()


def test_the_announcement_tells_little() -> None:
    office_id = "0192f0aa-1111-7222-8333-944455556666"
    assert office_mark(office_id) == "0192f0aa1111"


def test_closing_at_once_is_harmless() -> None:
    Announcement(str(uuid.uuid4()), 47002).close()
