"""Trust is given and taken at the office; the tablet's pill tells the truth in a few words."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.bootstrap import Core, open_core
from core.command_line import main
from core.commands.devices import PairDevice, RenameDevice, ResolveFlag, RevokeDevice
from core.errors import SurroundingsError, UserError
from core.model.device import Device, SyncFlag
from core.settings import VERSION, Settings
from core.sync.bell import Bell
from core.sync.faults import FAULTS, Malformed
from core.sync.hub import Hub
from core.sync.identity import office_identity, read_pairing
from core.sync.joining import join_unattended
from core.sync.pairing import Commit, Join, Reveal, Transcript, Wait, promise_of, read_form
from core.sync.rate import RateLimit
from core.sync.status import SyncStatus, state_of
from core.texts import Texts
from tests.helpers.cores import STORY_TIME
from tests.helpers.source import ROOT
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import free_port, office_settings


@pytest.fixture
def firm(office: Core) -> Core:
    build_story(office)
    return office


def paired(core: Core) -> str:
    device_id = str(uuid.uuid4())
    core.commands.execute(
        PairDevice(device_id=device_id, person_id=STORY.alex, sign_key="11" * 32, seal_key="22" * 32, name="Platta 1"),
        STORY.mara,
    )
    return device_id


def column(core: Core, chosen: Any, row_id: str) -> Any:
    return core.database.ask(lambda s: s.scalar(select(chosen).where(chosen.class_.id == row_id)))


# ---- Devices --------------------------------------------------------------------------------------------------------


def test_a_tablet_is_paired_renamed_revoked_and_trusted_again(firm: Core) -> None:
    device_id = paired(firm)
    renamed = firm.commands.execute(RenameDevice(device_id=device_id, name="Alex nya"), STORY.mara)
    assert column(firm, Device.name, device_id) == "Alex nya"
    firm.commands.execute(renamed.undo[0], STORY.mara)
    assert column(firm, Device.name, device_id) == "Platta 1"
    revoked = firm.commands.execute(RevokeDevice(device_id=device_id), STORY.mara)
    assert column(firm, Device.revoked_at, device_id) == firm.clock.now()
    firm.commands.execute(revoked.undo[0], STORY.mara)
    assert column(firm, Device.revoked_at, device_id) is None


def test_a_broken_key_is_refused(firm: Core) -> None:
    for key in ("", "xyz", "11" * 31):
        with pytest.raises(UserError):
            firm.commands.execute(
                PairDevice(device_id="d", person_id=STORY.alex, sign_key=key, seal_key="22" * 32), STORY.mara
            )


def test_a_flag_is_sorted_out_and_opened_again(firm: Core) -> None:
    with firm.database.write() as session:
        session.add(SyncFlag(id="flag", code="visit.flag_step", command_id="c", at=firm.clock.now()))
    done = firm.commands.execute(ResolveFlag(flag_id="flag", resolution="kept"), STORY.mara)
    assert column(firm, SyncFlag.resolution, "flag") == "kept"
    firm.commands.execute(done.undo[0], STORY.mara)
    assert column(firm, SyncFlag.resolved_at, "flag") is None


# ---- Pairing --------------------------------------------------------------------------------------------------------


nearly_json = st.dictionaries(st.text(max_size=8), st.text(max_size=70)).map(lambda content: repr(content).encode())


@given(st.binary(max_size=200) | nearly_json)
def test_any_bytes_are_a_form_or_a_typed_fault(body: bytes) -> None:
    for form in (Join, Commit, Reveal, Wait):
        with pytest.raises(Malformed):
            read_form(body, form)


def test_the_digits_depend_on_everything_that_was_said() -> None:
    from core.sync.keys import PublicKeys

    keys = PublicKeys(bytes(32), bytes(32))
    said = Transcript("office", bytes(32), keys, bytes(16), "device", keys, bytes(16))
    others = [
        Transcript("office", b"\x01" * 32, keys, bytes(16), "device", keys, bytes(16)),
        Transcript("office", bytes(32), PublicKeys(b"\x01" * 32, bytes(32)), bytes(16), "device", keys, bytes(16)),
        Transcript("office", bytes(32), keys, bytes(16), "device", PublicKeys(bytes(32), b"\x01" * 32), bytes(16)),
        Transcript("office", bytes(32), keys, bytes(16), "device", keys, b"\x01" * 16),
    ]
    assert len({one.hash() for one in (said, *others)}) == len(others) + 1
    assert said.digits(b"a") != said.digits(b"b") and len(said.digits(b"")) == 6
    assert promise_of("device", keys, bytes(16)) != promise_of("device", keys, b"\x01" * 16)


def test_a_tablet_that_the_office_started_itself_needs_no_person(tmp_path: Path) -> None:
    office = open_core(office_settings(tmp_path / "office", free_port()))
    tablet = open_core(Settings(role="tablet", folder=tmp_path / "tablet"))
    build_story(office)
    hub = Hub(office)
    try:
        hub.start()
        offer = hub.pairing.open(STORY.alex, confirm_as=STORY.mara)
        assert join_unattended(tablet, offer.qr_text) == "Alex Lindqvist"
        pairing = read_pairing(tablet.database)
        assert pairing is not None and pairing.office_name == "Espressoteknik Väst AB"
        with pytest.raises(Exception, match=r"sync\.fault_pairing_refused"):
            join_unattended(tablet, offer.qr_text)
    finally:
        hub.stop()
        tablet.close()
        office.close()


def test_the_office_is_the_same_after_a_restart_and_another_generation_after_a_restore(office: Core) -> None:
    folder = office.settings.folder
    first = office_identity(office.database, folder, office.clock)
    again = office_identity(office.database, folder, office.clock)
    assert (first.office_id, first.generation) == (again.office_id, again.generation)
    assert first.certificate.fingerprint == again.certificate.fingerprint
    assert first.keys.public == again.keys.public
    (folder / "sync-token").write_text("an older one")
    restored = office_identity(office.database, folder, office.clock)
    assert restored.generation != first.generation and restored.keys.public == first.keys.public


# ---- Status ---------------------------------------------------------------------------------------------------------

NOW = STORY_TIME


@pytest.mark.parametrize(
    ("given_state", "expected"),
    [
        ({"is_paired": False}, "unpaired"), ({"problem": "sync.problem_revoked"}, "needs_person"),
        ({"connected": True}, "sent"), ({}, "offline"), ({"waiting": 3, "oldest": NOW}, "offline"),
        ({"waiting": 3, "oldest": NOW, "connected": True}, "sending"),
        ({"waiting": 3, "oldest": NOW - timedelta(hours=5)}, "waiting_long"),
        ({"connected": True, "checking": True}, "sending"), ({"checking": True}, "offline"),
    ],
)  # fmt: skip
def test_the_state_says_what_matters_most(given_state: dict[str, Any], expected: str) -> None:
    usual: dict[str, Any] = {
        "is_paired": True, "problem": "", "connected": False, "checking": False,
            "waiting": 0, "oldest": None, "now": NOW,
    }
    assert state_of(**(usual | given_state)) == expected


def test_the_pill_speaks_plainly() -> None:
    texts = Texts("sv")
    assert SyncStatus("sent", last_sent_at=NOW).pill(texts) == "Allt skickat 08:43"
    assert SyncStatus("offline", waiting=3).pill(texts) == "Offline · 3 sparade på plattan"
    assert SyncStatus("sending", waiting=4, sending_done=1, sending_total=5).pill(texts) == "Skickar 2 av 5"
    assert SyncStatus("waiting_long", waiting=3, oldest=NOW).pill(texts) == "3 väntar sedan 08:43"
    assert SyncStatus("needs_person", problem="sync.problem_update").pill(texts) == "Uppdatering behövs för att ta emot"
    for language in ("sv", "en"):
        for state in ("unpaired", "sent", "sending", "offline", "waiting_long", "needs_person"):
            shown = SyncStatus(state, last_sent_at=NOW, oldest=NOW).pill(Texts(language))  # type: ignore[arg-type]
            assert shown and "sync." not in shown
        assert all(Texts(language).has(f"sync.fault_{code}") for code in FAULTS)


# ---- Small parts ----------------------------------------------------------------------------------------------------


def test_the_rate_is_limited_for_each_caller() -> None:
    now = 0.0
    limit = RateLimit(10, 5, clock=lambda: now)
    assert [limit.allows("a") for _ in range(6)] == [True] * 5 + [False]
    assert limit.allows("b")
    now = 0.1
    assert limit.allows("a") and not limit.allows("a")


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM sync_identity WHERE name = 'office_keys'", "DELETE FROM sync_identity WHERE name = 'certificate'",
        "DELETE FROM sync_identity", "DELETE FROM sync_state WHERE name = 'office_id'",
        "UPDATE sync_identity SET value = x'00' WHERE name = 'office_keys'",
        "UPDATE sync_identity SET value = x'00' WHERE name = 'certificate_key'",
    ],
)
def test_an_office_that_lost_its_keys_does_not_become_another_in_silence(office: Core, harm: str) -> None:
    folder = office.settings.folder
    office_identity(office.database, folder, office.clock)
    with office.database.write() as session:
        session.connection().exec_driver_sql(harm)
    for _ in range(2):
        with pytest.raises(SurroundingsError, match=r"sync\.office_keys_gone"):
            office_identity(office.database, folder, office.clock)


def test_a_ring_between_looking_and_waiting_is_not_missed() -> None:
    import asyncio

    async def run() -> bool:
        bell = Bell()
        bell.hang_in(asyncio.get_running_loop())
        ticket = bell.ticket()
        bell.ring()
        await asyncio.sleep(0)
        return await bell.wait(ticket, 5) and not await bell.wait(bell.ticket(), 0.01)

    assert asyncio.run(run())


def test_the_version_is_the_projects() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_command_line_explains_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "hub" in capsys.readouterr().out
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert main(["hub", "--folder", str(blocked / "inside"), "--language", "en"]) == 1
    assert "Nothing has changed" in capsys.readouterr().err
