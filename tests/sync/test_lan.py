"""Two programs on one network: real TLS, real sockets, cut lines, photos in pieces."""

import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from core.bootstrap import open_core
from core.commands.devices import RevokeDevice, TrustDevice
from core.commands.photos import AddPhoto
from core.commands.records import RecordMileage
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.model.attachment import Attachment
from core.model.visit import Activity, Mileage, ServiceAssignment
from core.queries.devices import devices, quarantine
from core.settings import Settings
from core.storage.file_forms import CHUNK
from core.sync.blob_transfer import Incoming
from core.sync.faults import BadSignature, Malformed, OfficeUnreachable, PairingRefused, ProtocolFault, UnknownSender
from core.sync.hub import Hub
from core.sync.hub_app import MAX_BODY
from core.sync.identity import Pairing, read_pairing, tablet_keys
from core.sync.joining import Joining
from core.sync.keep_alive import socket_options
from core.sync.lan import Line
from core.sync.letters import Waiting
from core.sync.mail import Mail
from core.sync.pairing_offer import VALID_FOR, Offer
from tests.helpers.story import STORY
from tests.sync.lan_pair import Lan, lan, office_settings


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path) as made:
        made.until(made.settled, "the first sync")
        yield made


@pytest.fixture
def unreleased(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path, released=False) as made:
        made.until(made.settled, "the first sync")
        yield made


def value(core: Any, column: Any, row_id: str) -> Any:
    return core.database.ask(lambda s: s.scalar(select(column).where(column.class_.id == row_id)))


def step(target: str) -> ChangeStep:
    return ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target=target)


def pairing_of(net: Lan) -> Pairing:
    found = read_pairing(net.tablet.database)
    assert found is not None
    return found


def mail_of(net: Lan) -> Mail:
    """Another line of the same tablet, for asking things that its program would not."""
    pairing = pairing_of(net)
    mail = Mail(
        Line(pairing.last_address, pairing.certificate_pin), device_id=net.tablet.device_id,
        keys=tablet_keys(net.tablet.database), pairing=pairing,
    )
    with net.tablet.database.read() as session:
        epoch = session.execute(text("SELECT value FROM sync_state WHERE name = 'epoch'")).scalar_one()
    mail.hello(epoch, Waiting())
    return mail


# ---- Work in both directions ----------------------------------------------------------------------------------------


def test_a_release_reaches_a_connected_tablet_at_once(unreleased: Lan) -> None:
    net = unreleased
    net.office.commands.execute(
        ReleaseVisit(activity_id=STORY.visit, assignment_ids=(STORY.assignment,), message_id=new_id()), STORY.mara
    )
    seconds = net.until(lambda: value(net.tablet, ServiceAssignment.step, STORY.assignment) == "new")
    print(f"release to tablet: {seconds * 1000:.0f} ms")
    net.office.commands.execute(WithdrawRelease(activity_id=STORY.visit, even_if_told=True), STORY.mara)
    net.until(lambda: value(net.tablet, Activity.id, STORY.visit) is None)


def test_a_step_taken_on_the_tablet_is_at_the_office_at_once(net: Lan) -> None:
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    seconds = net.until(lambda: value(net.office, ServiceAssignment.step, STORY.assignment) == "travelling")
    print(f"tablet to office: {seconds * 1000:.0f} ms")
    net.until(lambda: net.sync.status.waiting == 0)
    assert net.sync.status.last_sent_at == net.clock.now()


def test_without_a_network_work_is_saved_and_sent_when_it_returns(net: Lan) -> None:
    net.sync.network_enabled = False
    assert net.sync.status.state == "offline"
    for target in ("accepted", "travelling", "arrived"):
        net.tablet.commands.execute(step(target), STORY.alex)
    assert net.sync.status.waiting == 3
    assert value(net.office, ServiceAssignment.step, STORY.assignment) == "new"
    net.sync.network_enabled = True
    net.until(lambda: value(net.office, ServiceAssignment.step, STORY.assignment) == "arrived")
    net.until(lambda: net.sync.status.state == "sent")


def test_the_tablet_finds_the_hub_again_after_it_was_started_anew(net: Lan) -> None:
    port = net.hub.address.port
    net.hub.stop()
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    net.until(lambda: net.sync.status.state == "offline")
    hub = Hub(net.office)
    assert hub.start().port == port, "tablets look where they found it last"
    try:
        net.until(lambda: value(net.office, ServiceAssignment.step, STORY.assignment) == "travelling")
    finally:
        hub.stop()


def test_stopping_is_quick_on_both_sides(net: Lan) -> None:
    assert timed(net.sync.stop) < 2
    assert timed(net.hub.stop) < 4


def timed(action: Any) -> float:
    import time

    started = time.monotonic()
    action()
    return time.monotonic() - started


def test_the_roster_sees_who_is_connected(net: Lan) -> None:
    net.until(lambda: net.hub.connected == {net.tablet.device_id})
    (row,) = net.office.database.ask(devices)
    assert (row.person_name, row.program_version) == ("Alex Lindqvist", "0.1.0")


def test_a_tablet_whose_line_ends_is_gone_at_once(net: Lan) -> None:
    """Long before one that only went silent is missed (`GONE_AFTER`, twice what this test waits)."""
    net.until(lambda: net.hub.connected == {net.tablet.device_id})
    net.until(lambda: net.hub._desk.presence._waiting[net.tablet.device_id] == 1, "it holds the line")
    net.sync.network_enabled = False
    net.until(lambda: not net.hub.connected)
    net.sync.network_enabled = True
    net.until(lambda: net.hub.connected == {net.tablet.device_id})


def test_a_line_that_ended_does_not_count_while_another_is_held(net: Lan) -> None:
    presence = net.hub._desk.presence
    net.until(lambda: presence._waiting[net.tablet.device_id] == 1)
    presence.left(net.tablet.device_id)
    assert net.hub.connected == {net.tablet.device_id}


def test_both_ends_of_a_line_are_asked_whether_they_are_still_there(net: Lan) -> None:
    """What no test on one computer can show is that a cable is pulled; here, that the system is told to look."""
    net.until(lambda: net.sync._mail is not None and bool(net.sync._mail.line._open))
    assert net.sync._mail is not None
    ours = [one.sock for one in net.sync._mail.line._open if one.sock is not None]
    server = net.hub._server
    assert server is not None
    theirs = [one.transport.get_extra_info("socket") for one in server.server_state.connections]
    assert ours and theirs
    for end in (*ours, *theirs):
        for level, name, value in socket_options():
            assert end.getsockopt(level, name) == value


# ---- Attachments ----------------------------------------------------------------------------------------------------


def add_photo(net: Lan, content: bytes) -> str:
    sha256 = net.tablet.blobs.put(content)
    net.tablet.commands.execute(
        AddPhoto(
            activity_id=STORY.visit, attachment_id=new_id(), sha256=sha256, mime="image/jpeg", size=len(content),
            object_id=STORY.visit,
        ),
        STORY.alex,
    )
    return sha256


def test_papers_come_down_and_photos_go_up(net: Lan) -> None:
    papers = net.office.database.ask(lambda s: s.scalars(select(Attachment.sha256)).all())
    net.until(lambda: all(net.tablet.blobs.has(sha256) for sha256 in papers), "papers of the job")
    content = os.urandom(3 * CHUNK + 12345)
    sha256 = add_photo(net, content)
    net.until(lambda: net.office.blobs.has(sha256))
    assert net.office.blobs.get(sha256) == content
    net.until(lambda: net.sync.status.photos == 0)


def test_an_upload_goes_on_where_it_was_cut(net: Lan) -> None:
    content = os.urandom(3 * CHUNK)
    net.sync.network_enabled = False
    sha256 = add_photo(net, content)
    incoming = Incoming(net.office.blobs)
    assert incoming.add(sha256, 0, len(content), content[:CHUNK]) == CHUNK
    net.sync.network_enabled = True
    net.until(lambda: net.office.blobs.has(sha256))
    assert net.office.blobs.get(sha256) == content


def test_a_damaged_upload_is_thrown_away_and_sent_anew(net: Lan) -> None:
    content = os.urandom(CHUNK + 100)
    sha256 = hashlib.sha256(content).hexdigest()
    incoming = Incoming(net.office.blobs)
    assert incoming.add(sha256, 0, len(content), bytes(CHUNK)) == CHUNK
    assert incoming.add(sha256, CHUNK, len(content), content[CHUNK:]) == 0, "another hash: all of it goes"
    assert not net.office.blobs.has(sha256)
    mail = mail_of(net)
    assert mail.put_piece(sha256, 0, len(content), content[:CHUNK]) == CHUNK
    assert mail.put_piece(sha256, 50, len(content), b"x") == CHUNK, "a piece out of place changes nothing"
    assert mail.put_piece(sha256, CHUNK, len(content), content[CHUNK:]) == len(content)
    assert net.office.blobs.get(sha256) == content


def test_a_tablet_gets_no_files_that_are_not_its_own(net: Lan) -> None:
    secret = net.office.blobs.put(b"another customer's photo")
    with pytest.raises(ProtocolFault):
        mail_of(net).get_piece(secret, 0)
    for name in ("../../office.db", "x" * 64, "AB" * 32):
        with pytest.raises((ProtocolFault, ValueError)):
            mail_of(net).get_piece(name, 0)


def test_text_goes_before_photos(net: Lan) -> None:
    net.sync.network_enabled = False
    sha256 = add_photo(net, os.urandom(8 * CHUNK))
    net.sync.network_enabled = True
    net.until(lambda: net.sync.status.connected)
    net.tablet.commands.execute(
        RecordMileage(activity_id=STORY.visit, record_id="mileage-1", kilometres=Decimal(12)), STORY.alex
    )
    net.until(lambda: value(net.office, Mileage.id, "mileage-1"))
    net.until(lambda: net.office.blobs.has(sha256))


# ---- Trust ----------------------------------------------------------------------------------------------------------


def test_a_revoked_tablet_gets_nothing_but_its_work_is_kept(net: Lan, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    net.office.commands.execute(RevokeDevice(device_id=net.tablet.device_id), STORY.mara)
    net.until(lambda: net.sync.status.state == "needs_person")
    assert net.sync.status.problem == "sync.problem_revoked"
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    net.until(lambda: net.office.database.ask(quarantine) and not net.sync.status.waiting)
    assert net.sync.status.problem == "sync.problem_revoked"
    assert value(net.office, ServiceAssignment.step, STORY.assignment) == "new", "looked at by a person first"
    net.office.commands.execute(TrustDevice(device_id=net.tablet.device_id), STORY.mara)
    net.sync.paired()
    (kept,) = net.office.database.ask(quarantine)
    assert net.hub.replay_quarantined(kept.command_id)
    assert value(net.office, ServiceAssignment.step, STORY.assignment) == "travelling"
    assert net.office.database.ask(quarantine) == ()


def test_an_office_with_another_certificate_is_not_talked_to(net: Lan) -> None:
    pairing = pairing_of(net)
    with pytest.raises(OfficeUnreachable):
        Line(pairing.last_address, bytes(32)).post("/v1/hello", b"")


def test_an_unknown_tablet_is_refused(net: Lan, tmp_path: Path) -> None:
    stranger = open_core(Settings(role="tablet", folder=tmp_path / "stranger"), net.clock)
    try:
        mail = Mail(
            Line(pairing_of(net).last_address, pairing_of(net).certificate_pin), device_id=stranger.device_id,
            keys=tablet_keys(stranger.database), pairing=pairing_of(net),
        )
        with pytest.raises(UnknownSender):
            mail.hello("ab" * 16, Waiting())
    finally:
        stranger.close()


@pytest.mark.parametrize("path", ["/v1/hello", "/v1/push", "/v1/pull", "/v1/pair/join", "/v1/pair/wait"])
def test_what_is_no_letter_is_refused(net: Lan, path: str) -> None:
    line = Line(pairing_of(net).last_address, pairing_of(net).certificate_pin)
    for body in (b"", b"{}", os.urandom(500), b"TLP1" + bytes(300), b"[" * 50_000):
        with pytest.raises(ProtocolFault) as refused:
            line.post(path, body)
        assert not isinstance(refused.value, OfficeUnreachable), "an answer, not a torn line"


def test_a_body_without_end_is_cut_off(net: Lan) -> None:
    line = Line(pairing_of(net).last_address, pairing_of(net).certificate_pin)
    with pytest.raises(ProtocolFault):
        line.post("/v1/push", bytes(MAX_BODY + 1))


# ---- Pairing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(net: Lan, tmp_path: Path) -> Iterator[Any]:
    core = open_core(Settings(role="tablet", folder=tmp_path / "new"), net.clock)
    yield core
    core.close()


def test_pairing_answers_only_while_its_dialog_is_open(net: Lan, newcomer: Any) -> None:
    offer = net.hub.pairing.open(STORY.milan)
    net.hub.pairing.close()
    with pytest.raises(PairingRefused):
        Joining(newcomer).join(offer.qr_text)


def test_an_offer_runs_out(net: Lan, newcomer: Any) -> None:
    offer = net.hub.pairing.open(STORY.milan)
    net.clock.advance(VALID_FOR + timedelta(seconds=2))  # type: ignore[attr-defined]
    with pytest.raises(PairingRefused):
        Joining(newcomer).join(offer.qr_text)
    assert net.hub.pairing.view().state == "expired"


def test_a_wrong_secret_is_tried_five_times_at_most(net: Lan, newcomer: Any) -> None:
    text_shown = net.hub.pairing.open(STORY.milan).qr_text
    right = Offer.from_text(text_shown)
    wrong = Offer(right.office_id, right.certificate_pin, right.key_mark, bytes(16), right.expires, right.addresses)
    for _ in range(5):
        with pytest.raises(PairingRefused):
            Joining(newcomer).join(wrong.to_text())
    with pytest.raises(PairingRefused):
        Joining(newcomer).join(text_shown)
    assert net.hub.pairing.view().state == "refused"


def test_a_code_of_another_office_at_the_same_address_is_noticed(net: Lan, newcomer: Any) -> None:
    right = Offer.from_text(net.hub.pairing.open(STORY.milan).qr_text)
    wrong = Offer(right.office_id, right.certificate_pin, bytes(16), right.secret, right.expires, right.addresses)
    with pytest.raises(BadSignature):
        Joining(newcomer).join(wrong.to_text())


def test_without_a_camera_both_compare_six_digits(net: Lan, newcomer: Any) -> None:
    net.hub.pairing.open(STORY.milan)
    joining = Joining(newcomer, "Milans platta")
    digits = joining.join_nearby(net.hub.address.addresses[0])
    view = net.hub.pairing.view()
    assert view.digits == digits and len(digits) == 6 and view.device_name == "Milans platta"
    net.hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "waiting", "not before the person at the tablet has compared them, too"
    joining.accept()
    outcome = joining.wait()
    assert (outcome.state, outcome.person_name) == ("confirmed", "Milan Petrović")
    assert read_pairing(newcomer.database) is not None


def test_a_tablet_with_unsent_work_does_not_change_office(net: Lan, tmp_path: Path) -> None:
    net.sync.network_enabled = False
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    other = open_core(office_settings(tmp_path / "other"), net.clock)
    hub = Hub(other)
    try:
        hub.start()
        offer = hub.pairing.open("nobody")
        with pytest.raises(Exception, match=r"sync\.error_unsent_work"):
            Joining(net.tablet).join(offer.qr_text)
    finally:
        hub.stop()
        other.close()


def test_nonsense_instead_of_a_code_is_a_typed_fault(net: Lan, newcomer: Any) -> None:
    for nonsense in ("", "hello", "TULPAN1:", "https://example.com"):
        with pytest.raises(Malformed):
            Joining(newcomer).join(nonsense)
