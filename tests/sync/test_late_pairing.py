"""Pairing at the speed of people: the office confirms late, somebody gives up, an answer is lost; over real TLS."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.queries.devices import devices
from core.settings import Settings
from core.sync.faults import OfficeUnreachable, PairingRefused
from core.sync.hub import Hub
from core.sync.identity import read_pairing
from core.sync.joining import Joining
from core.sync.lan import Line
from core.sync.pairing_desk import SILENT_AFTER
from core.sync.pairing_offer import VALID_FOR
from core.sync.sql import ConnectionSql, get_state
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import free_port, office_settings

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(STORY_TIME)


@pytest.fixture
def hub(tmp_path: Path, clock: FixedClock) -> Iterator[Hub]:
    office = open_core(office_settings(tmp_path / "office", free_port()), clock)
    build_story(office)
    made = Hub(office)
    made.start()
    yield made
    made.stop()
    office.close()


@pytest.fixture
def tablet(tmp_path: Path, clock: FixedClock) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=tmp_path / "tablet"), clock)
    yield core
    core.close()


def known(hub: Hub) -> int:
    return len(hub._core.database.ask(devices))


def met(hub: Hub, tablet: Core) -> Joining:
    """Both screens show the digits, and the person at the tablet has said that they are the same."""
    hub.pairing.open(STORY.alex)
    joining = Joining(tablet, "Alex platta")
    assert joining.join_nearby(hub.address.addresses[0]) == hub.pairing.view().digits
    joining.accept()
    return joining


def test_the_office_may_take_minutes_to_confirm(hub: Hub, tablet: Core, clock: FixedClock) -> None:
    joining = met(hub, tablet)
    for _minute in range(3):
        clock.advance(3 * MINUTE)
        assert joining.wait().state == "waiting"
    assert hub.pairing.view().state == "joined" and not joining.has_run_out
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "confirmed" and read_pairing(tablet.database) is not None
    assert known(hub) == 1 and hub.pairing.view().state == "confirmed"


def test_who_meets_in_the_last_minute_of_a_code_still_has_time_to_compare(
    hub: Hub, tablet: Core, clock: FixedClock
) -> None:
    offer = hub.pairing.open(STORY.alex)
    clock.advance(VALID_FOR - MINUTE)
    joining = Joining(tablet)
    joining.join(offer.qr_text)
    clock.advance(5 * MINUTE)
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "confirmed"


def test_an_answer_that_is_lost_is_asked_for_again(
    hub: Hub, tablet: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    joining = met(hub, tablet)
    hub.pairing.confirm(STORY.mara)
    post = Line.post

    def loses(line: Line, path: str, body: bytes, *, seconds: float = 0, session: str = "") -> bytes:
        post(line, path, body, seconds=seconds, session=session)
        raise OfficeUnreachable("lost on the way back")

    monkeypatch.setattr(Line, "post", loses)
    with pytest.raises(OfficeUnreachable):
        joining.wait()
    monkeypatch.undo()
    assert not joining.has_run_out and joining.wait().state == "confirmed"
    assert known(hub) == 1


def test_a_tablet_that_gave_up_leaves_nothing_behind(hub: Hub, tablet: Core) -> None:
    told: list[str] = []
    joining = met(hub, tablet)
    hub.pairing_changed = lambda: told.append(hub.pairing.view().state)
    assert joining.leave().state == "refused"
    assert told == ["left"] and hub.pairing.view().device_name == "Alex platta"
    with pytest.raises(PairingRefused):
        hub.pairing.confirm(STORY.mara)
    assert known(hub) == 0 and read_pairing(tablet.database) is None


def test_the_office_confirms_a_tablet_that_is_gone_without_a_word_and_knows_no_ghost(
    hub: Hub, tablet: Core, clock: FixedClock
) -> None:
    met(hub, tablet)
    hub.pairing.confirm(STORY.mara)
    assert hub.pairing.view().state == "agreed" and known(hub) == 0
    assert not hub.pairing.view().is_silent
    clock.advance(SILENT_AFTER + timedelta(seconds=1))
    assert hub.pairing.view().is_silent
    clock.advance(VALID_FOR)
    assert hub.pairing.view().state == "expired" and known(hub) == 0


def test_leaving_after_both_have_agreed_is_too_late_and_both_sides_know_it(hub: Hub, tablet: Core) -> None:
    joining = met(hub, tablet)
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "confirmed"
    assert joining.leave().state == "confirmed"
    assert known(hub) == 1 and read_pairing(tablet.database) is not None


def test_the_tablet_hears_that_the_office_gave_up_or_that_time_ran_out(
    hub: Hub, tablet: Core, clock: FixedClock
) -> None:
    joining = met(hub, tablet)
    hub.pairing.close()
    assert joining.wait().state == "refused"
    joining = met(hub, tablet)
    hub.pairing.open(STORY.sara)
    assert joining.wait().state == "refused", "another pairing has begun"
    joining = met(hub, tablet)
    clock.advance(VALID_FOR + MINUTE)
    assert joining.wait().state == "expired" and joining.has_run_out
    assert known(hub) == 0


def test_what_the_office_says_while_digits_are_compared_is_heard_but_not_taken_for_a_yes(
    hub: Hub, tablet: Core
) -> None:
    hub.pairing.open(STORY.alex)
    joining = Joining(tablet)
    joining.join_nearby(hub.address.addresses[0])
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "waiting" and known(hub) == 0
    hub.pairing.close()
    assert joining.wait().state == "refused"
    with pytest.raises(PairingRefused):
        hub.pairing.confirm(STORY.mara)


def restarted(tablet: Core, clock: FixedClock) -> Core:
    tablet.close()
    return open_core(tablet.settings, clock)


@pytest.mark.parametrize("by_code", [True, False], ids=["code", "digits"])
def test_a_tablet_that_was_started_again_goes_on_waiting(
    hub: Hub, tablet: Core, clock: FixedClock, by_code: bool
) -> None:
    offer = hub.pairing.open(STORY.alex)
    first = Joining(tablet)
    digits = first.join(offer.qr_text) if by_code else first.join_nearby(hub.address.addresses[0])
    again = restarted(tablet, clock)
    try:
        joining = Joining.resumed(again)
        assert joining is not None and joining.digits == digits == hub.pairing.view().digits
        assert joining.is_accepted is by_code, "digits that nobody compared here are still to be compared"
        hub.pairing.confirm(STORY.mara)
        if not by_code:
            assert joining.wait().state == "waiting" and known(hub) == 0
            joining.accept()
        assert joining.wait().state == "confirmed" and known(hub) == 1
        assert read_pairing(again.database) is not None and Joining.resumed(again) is None
    finally:
        again.close()


def test_digits_that_were_compared_stay_compared_through_a_restart(hub: Hub, tablet: Core, clock: FixedClock) -> None:
    met(hub, tablet)
    hub.pairing.confirm(STORY.mara)
    again = restarted(tablet, clock)
    try:
        joining = Joining.resumed(again)
        assert joining is not None and joining.wait().state == "confirmed"
    finally:
        again.close()


def test_nothing_goes_on_that_was_given_up_refused_or_ran_out(hub: Hub, tablet: Core, clock: FixedClock) -> None:
    met(hub, tablet).leave()
    assert Joining.resumed(tablet) is None
    joining = met(hub, tablet)
    hub.pairing.close()
    assert joining.wait().state == "refused" and Joining.resumed(tablet) is None
    met(hub, tablet)
    clock.advance(VALID_FOR + MINUTE)
    assert Joining.resumed(tablet) is None
    with tablet.database.read() as session:
        assert get_state(ConnectionSql(session.connection()), "meeting") == ""
