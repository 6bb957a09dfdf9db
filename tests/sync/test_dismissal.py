"""A tablet that the office blocks hands over all its work first, by network or stick, and believes nobody else."""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.bootstrap import open_core
from core.clock import FixedClock
from core.commands.devices import RevokeDevice, TrustDevice
from core.queries.devices import devices, quarantine
from core.settings import Settings
from core.storage.file_forms import CHUNK
from core.storage.former import former_of
from core.storage.vault import Vault
from core.sync.blob_mover import BlobMover
from core.sync.client import TabletSync
from core.sync.dismissal import dismissal, read_dismissal
from core.sync.erasing import Farewell, erase, farewell_of, finish_erasing
from core.sync.faults import BadSignature, OfficeUnreachable, Revoked
from core.sync.identity import Pairing, read_pairing
from core.sync.keys import KeyPair
from core.sync.letters import Waiting
from core.sync.mail import Dismissed
from core.sync.relay_folder import ROOT
from core.sync.reset import refuse_unless_safe
from core.sync.sealed_piece import Piece, seal_piece
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY
from tests.sync.lan_pair import Lan, lan
from tests.sync.test_folders import House
from tests.sync.test_lan import add_photo, mail_of, pairing_of, step


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # work in quarantine is meant here


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path) as made:
        made.until(made.settled, "the first sync")
        yield made


def blocks(net: Lan) -> None:
    net.office.commands.execute(RevokeDevice(device_id=net.tablet.device_id), STORY.mara)


def test_all_of_a_blocked_tablet_s_work_goes_to_the_office_before_it_may_be_emptied(net: Lan) -> None:
    net.sync.network_enabled = False
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    content = os.urandom(2 * CHUNK + 99)
    sha256 = add_photo(net, content)
    blocks(net)
    shown: list[int] = []
    end = net.office.changes.subscribe(
        lambda changes: shown.append(len(net.office.database.ask(quarantine))) if changes.touches("device") else None
    )
    assert not net.sync.status.may_be_cleared and not net.sync.status.dismissed
    net.sync.network_enabled = True
    net.until(lambda: net.sync.status.may_be_cleared)
    net.until(lambda: 2 in shown, "the screens are told as soon as it waits for somebody")
    end()
    assert len(net.office.database.ask(quarantine)) == 2, "a person looks at it first"
    assert net.office.blobs.get(sha256) == content
    assert refuse_unless_safe(net.tablet) == ""


def test_a_blocking_that_is_taken_back_leaves_everything_as_it_was(net: Lan) -> None:
    assert isinstance(net.clock, FixedClock)
    net.clock.advance(timedelta(minutes=1))  # after the contacts before
    blocks(net)
    net.until(lambda: net.sync.status.dismissed)
    net.until(lambda: net.office.database.ask(devices)[0].knows_it_is_blocked, "the roster says what becomes of it")
    net.office.commands.execute(TrustDevice(device_id=net.tablet.device_id), STORY.mara)
    net.until(lambda: net.sync.status.state == "sent" and not net.sync.status.dismissed)
    assert TabletSync(net.tablet, discover=False).status.dismissed is False


def test_a_tablet_that_is_switched_off_in_between_goes_on_with_it(net: Lan) -> None:
    """The office is gone right after it said so, and the tablet's program ends; what was not sent stays, and goes."""
    net.sync.network_enabled = False
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    sha256 = add_photo(net, os.urandom(3 * CHUNK))
    blocks(net)
    pushed: list[object] = []

    def cut(*_: object) -> int:
        pushed.append(1)
        raise OfficeUnreachable("cut")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.sync.mail.Mail.put_sealed_piece", cut)
        net.sync.network_enabled = True
        net.until(lambda: pushed)
        net.sync.stop()
    assert not net.sync.status.may_be_cleared
    with pytest.raises(Exception, match="reset_unsent"):
        refuse_unless_safe(net.tablet)
    again = TabletSync(net.tablet, discover=False)
    assert again.status.dismissed and again.status.problem == "sync.problem_revoked"
    again.subscribe(net.watch.stir)
    again.start()
    try:
        net.until(lambda: again.status.may_be_cleared)
    finally:
        again.stop()
    assert net.office.blobs.has(sha256)


# ---- Who may say so -------------------------------------------------------------------------------------------------


def test_only_the_office_itself_can_dismiss_a_tablet(net: Lan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its signature, or with one given to another letter or tablet, «revoked» is a word like any other."""
    net.sync.network_enabled = False
    mail = mail_of(net)
    office, stranger, device = net.hub.identity.keys, KeyPair.made(), net.tablet.device_id
    mark = "ab" * 10
    true = dismissal(device, mark, "", None, office)
    proofs = {
        b"": True, dismissal(device, mark, "", None, stranger): True, dismissal("other", mark, "", None, office): True,
        true: True, true[:-1]: True,
    }
    for proof in proofs:
        monkeypatch.setattr(mail.line, "post", lambda *_a, _proof=proof, **_k: _raise(Revoked("403", _proof)))
        with pytest.raises(Revoked) as refused:
            mail.hello("ab" * 16, Waiting())
        assert not isinstance(refused.value, Dismissed)
    pairing = pairing_of(net)
    assert read_dismissal(true, pairing, device, mark) is not None
    assert read_dismissal(true, pairing, device, "cd" * 10) is None


def _raise(error: Exception) -> None:
    raise error


def test_an_office_that_does_not_know_the_tablet_dismisses_nobody(net: Lan) -> None:
    """Its database may have been put back from before the pairing: that is no blocking."""
    net.sync.network_enabled = False
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    with net.office.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM device")
    net.sync.network_enabled = True
    net.until(lambda: net.sync.status.state == "needs_person")
    status = net.sync.status
    assert (status.problem, status.dismissed, status.waiting) == ("sync.problem_unknown", False, 1)


def test_a_piece_of_a_file_that_no_work_names_is_not_taken(net: Lan) -> None:
    from core.sync.identity import tablet_keys

    mail, content = mail_of(net), b"x" * 500
    import hashlib

    sha256 = hashlib.sha256(content).hexdigest()
    raw = seal_piece(
        Piece(sha256, 0, len(content), content), sender=net.tablet.device_id, keys=tablet_keys(net.tablet.database),
        recipient_seal_key=net.hub.identity.keys.public.seal,
    )
    with pytest.raises(OfficeUnreachable):
        mail.put_sealed_piece(raw)
    with pytest.raises(BadSignature):
        mail.put_sealed_piece(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert not net.office.blobs.has(sha256)


# ---- By stick -------------------------------------------------------------------------------------------------------


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    try:
        made.pair_by_file()
        made.carry(2)
        yield made
    finally:
        made.close()


def test_by_stick_a_blocked_tablet_hears_of_it_and_hands_over_its_work(house: House) -> None:
    house.works(2)
    sha256 = house.photographs()
    house.office.commands.execute(RevokeDevice(device_id=house.tablet.device_id), STORY.mara)
    house.carry(1)
    assert house.alex.status.dismissed
    house.carry(2)
    status = house.alex.status
    assert (status.waiting, status.photos, status.may_be_cleared) == (0, 0, True)
    assert house.office.blobs.has(sha256) and len(house.office.database.ask(quarantine)) == 3
    letters = sorted(house.stick.glob(f"{ROOT}/*/up/**/*.tlp"))
    house.carry(2)
    assert sorted(house.stick.glob(f"{ROOT}/*/up/**/*.tlp")) == letters, "and asks for nothing more"


def test_by_stick_too_only_the_office_is_believed(house: House) -> None:
    house.carry(1)
    asks = house.stick.glob(f"{ROOT}/*/up/**/ask-*.tlp")
    mark = max(asks, key=lambda one: int(one.name[4:].split(".")[0])).name.split(".")[1]
    (down,) = house.stick.glob(f"{ROOT}/*/down/*/*")
    pairing: Pairing | None = read_pairing(house.tablet.database)
    assert pairing is not None
    from core.sync import relay_folder

    for word in (
        dismissal(house.tablet.device_id, mark, "", None, KeyPair.made()),
        dismissal(house.tablet.device_id, "0" * 20, "", None, house.hub.identity.keys),
        os.urandom(200),
    ):
        (down / f"{mark}-revoked.{relay_folder.mark_of(word)}.tlp").write_bytes(word)
    house.alex.relay_now()
    assert not house.alex.status.dismissed


def test_by_stick_a_blocking_taken_back_takes_its_letter_along(house: House) -> None:
    house.office.commands.execute(RevokeDevice(device_id=house.tablet.device_id), STORY.mara)
    house.alex.relay_now()
    house.hub.folders.relay_now()
    assert list(house.stick.glob(f"{ROOT}/*/down/**/*-revoked.*"))
    house.office.commands.execute(TrustDevice(device_id=house.tablet.device_id), STORY.mara)
    house.hub.folders.relay_now()
    assert not list(house.stick.glob(f"{ROOT}/*/down/**/*-revoked.*"))
    house.works(1)
    house.carry(2)
    assert not house.alex.status.dismissed and house.alex.status.waiting == 0


# ---- Emptying, with the power cut anywhere --------------------------------------------------------------------------


class Cut(BaseException):
    """The power goes."""


@pytest.mark.parametrize("pin", ["", "2580"])
def test_an_emptying_that_was_cut_off_is_finished_by_the_next_start(
    tmp_path: Path, pin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file was the last to go: the decision stands, nothing of the firm is left, and the key is the first."""
    farewell = Farewell("Espressoteknik", STORY_TIME)
    for last in range(14):
        settings = Settings(role="tablet", folder=tmp_path / f"tablet-{last}", encrypt=bool(pin))
        core = open_core(settings, pin=pin)
        core.blobs.put(b"KANARIEFAGEL")
        (settings.folder / "backups").mkdir()
        (settings.folder / "backups" / "tablet-0001.db").write_bytes(b"KANARIEFAGEL")
        core.close()
        left = iter(range(last))
        removes = Path.unlink

        def unlink(path: Path, missing_ok: bool = False, *, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cut
            removes(path, missing_ok=missing_ok)  # noqa: B023

        vault = Vault(settings.folder)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", unlink)
            try:
                erase(settings, vault, farewell)
            except Cut:
                assert last < 1 or not vault.exists
        finish_erasing(settings, vault)
        assert farewell_of(settings) == farewell and not vault.exists
        there = [path for path in settings.folder.rglob("*") if path.is_file()]
        may_stay = {"farewell.json", "former-ids", "tablet.lock", *(["key-owed"] if pin else [])}
        assert {path.name for path in there} <= may_stay and former_of(settings.folder) == (core.device_id,)
        again = open_core(Settings(role="tablet", folder=settings.folder))
        assert again.device_id != core.device_id and not BlobMover(again).to_send()
        again.close()
    assert farewell_of(Settings(role="tablet", folder=tmp_path)) is None


