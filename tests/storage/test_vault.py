"""An encrypted tablet: nothing of it can be read without its key, and it works like any other."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.errors import SurroundingsError, UserError
from core.settings import Settings
from core.storage.blobs import BlobStore
from core.storage.encrypting import ENDING, MARK
from core.storage.file_forms import CHUNK, PlainFiles, SealedFiles
from core.storage.setting_aside import aside_folder, finish_setting_aside, set_aside
from core.storage.vault import Vault
from core.sync.blob_transfer import Incoming
from core.sync.erasing import erase
from tests.helpers.cores import STORY_TIME
from tests.helpers.drawer import Drawer
from tests.helpers.story import STORY, build_story

# ---- The key --------------------------------------------------------------------------------------------------------


def test_a_pin_opens_what_it_closed_and_no_other_does(tmp_path: Path) -> None:
    vault = Vault(tmp_path, Drawer())
    keys = vault.make("4711")
    assert vault.needs_pin and keys.database != keys.files
    assert vault.open("4711").database == keys.database
    for wrong in ("4712", "", "47111"):
        with pytest.raises(UserError, match=r"vault\.wrong_pin"):
            vault.open(wrong)
    assert keys.database.hex() not in (tmp_path / "vault.json").read_text()
    with pytest.raises(UserError, match=r"vault\.short_pin"):
        vault.change_pin("4711", "12")
    vault.change_pin("4711", "en längre kod")
    assert vault.open("en längre kod").files == keys.files, "another PIN, the same data"


def test_the_operating_system_keeps_the_key_when_there_is_no_pin(tmp_path: Path) -> None:
    drawer = Drawer()
    vault = Vault(tmp_path, drawer)
    keys = vault.make()
    assert not vault.needs_pin and vault.open().database == keys.database
    vault.change_pin("", "4711")
    assert vault.needs_pin and not drawer.kept, "the PIN alone opens it now"
    vault.change_pin("4711", "")
    drawer.kept.clear()
    with pytest.raises(SurroundingsError, match=r"vault\.key_is_gone"):
        vault.open()


def test_a_key_is_never_replaced_by_another(tmp_path: Path) -> None:
    vault = Vault(tmp_path, Drawer())
    vault.make("4711")
    with pytest.raises(ValueError, match="another key"):
        vault.make("4711")


# ---- Files ----------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(
    size=st.sampled_from([0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77]),
    offset=st.integers(0, 2 * CHUNK + 100), length=st.integers(0, CHUNK + 5),
)  # fmt: skip
def test_any_part_of_a_sealed_file_is_what_was_put_there(
    tmp_path_factory: pytest.TempPathFactory, size: int, offset: int, length: int
) -> None:
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    path = tmp_path_factory.mktemp("files") / "blob"
    form = SealedFiles(bytes(32))
    form.append(path, "name", content) if content else path.touch()
    assert form.size(path) == size
    assert form.read(path, "name", offset, length) == content[offset : offset + length]


def test_a_sealed_file_that_was_changed_or_moved_is_not_read(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "a", SealedFiles(bytes(32)))
    name = store.put(b"a photo of the yard" * 100)
    path = store.path(name)
    assert b"yard" not in path.read_bytes() and store.get(name) == b"a photo of the yard" * 100
    spoiled = bytearray(path.read_bytes())
    spoiled[40] ^= 1
    path.write_bytes(bytes(spoiled))
    assert store.get(name) is None
    assert BlobStore(tmp_path / "a", SealedFiles(b"x" * 32)).get(name) is None, "another key"


@pytest.mark.parametrize("form", [PlainFiles(), SealedFiles(bytes(32))], ids=["plain", "sealed"])
def test_pieces_become_the_same_blob_in_either_form(tmp_path: Path, form: PlainFiles | SealedFiles) -> None:
    content = os.urandom(2 * CHUNK + 500)
    store = BlobStore(tmp_path / "to", form)
    name = BlobStore(tmp_path / "from").put(content)
    have = 0
    while have < len(content):
        incoming = Incoming(store)  # begun anew each time, as after a crash
        have = incoming.add(name, have, len(content), content[have : have + CHUNK])
    assert store.get(name) == content
    assert store.read(name, CHUNK - 10, 20) == (content[CHUNK - 10 : CHUNK + 10], len(content))


# ---- The whole tablet -----------------------------------------------------------------------------------------------


def opened(folder: Path, drawer: Drawer, **more: object) -> Core:
    return open_core(Settings(role="tablet", folder=folder, **more), FixedClock(STORY_TIME), keystore=drawer)  # type: ignore[arg-type]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_an_encrypted_tablet_works_and_tells_nothing(tmp_path: Path) -> None:
    drawer = Drawer()
    core = opened(tmp_path, drawer, encrypt=True)
    build_story(core)
    photo = core.blobs.put(b"a photo of Kafe Tulpan")
    assert b"Tulpan" not in bytes_of(tmp_path), "nor while it runs: the write-ahead log is encrypted, too"
    core.close()
    assert b"Tulpan" not in bytes_of(tmp_path) and b"SQLite format" not in bytes_of(tmp_path)
    again = opened(tmp_path, drawer)
    try:
        assert again.blobs.get(photo) == b"a photo of Kafe Tulpan"
        assert again.database.ask(lambda s: s.connection().exec_driver_sql("SELECT name FROM person").all())
    finally:
        again.close()
    drawer.kept.clear()
    with pytest.raises(SurroundingsError, match=r"vault\.key_is_gone"):
        opened(tmp_path, drawer)


@pytest.mark.parametrize("crash_at", ["", "before", "after the database"])
def test_a_tablet_that_was_in_use_is_encrypted_with_all_that_it_holds(tmp_path: Path, crash_at: str) -> None:
    drawer = Drawer()
    plain = opened(tmp_path, drawer)
    build_story(plain)
    photo = plain.blobs.put(b"a photo of Kafe Tulpan")
    plain.close()
    before = tmp_path / "tablet.db"
    kept = shutil.copy(before, tmp_path.parent / f"{tmp_path.name}.db")
    opened(tmp_path, drawer, encrypt=True).close()
    if crash_at:
        (tmp_path / MARK).touch()
    if crash_at == "before":
        shutil.copy(kept, before)
    core = opened(tmp_path, drawer)
    try:
        assert core.blobs.get(photo) == b"a photo of Kafe Tulpan"
        names = core.database.ask(lambda s: s.connection().exec_driver_sql("SELECT id FROM activity").scalars().all())
        assert STORY.visit in names
    finally:
        core.close()
    assert b"Tulpan" not in bytes_of(tmp_path) and not (tmp_path / MARK).exists()


@pytest.mark.parametrize("crash_at", ["", "before", "after the database"])
def test_it_becomes_readable_again_with_all_that_it_holds(tmp_path: Path, crash_at: str) -> None:
    drawer = Drawer()
    core = opened(tmp_path, drawer, encrypt=True)
    build_story(core)
    photo = core.blobs.put(b"a photo of Kafe Tulpan")
    core.close()
    vault, sealed = (tmp_path / "vault.json").read_bytes(), (tmp_path / "tablet.db").read_bytes()
    key = dict(drawer.kept)
    opened(tmp_path, drawer, decrypt=True).close()
    assert not drawer.kept and not (tmp_path / "vault.json").exists(), "nothing needs the key any more"
    if crash_at:
        (tmp_path / ENDING).touch()
        (tmp_path / "vault.json").write_bytes(vault)
        drawer.kept.update(key)
    if crash_at == "before":
        (tmp_path / "tablet.db").write_bytes(sealed)
    plain = opened(tmp_path, drawer)
    try:
        assert plain.blobs.get(photo) == b"a photo of Kafe Tulpan"
        names = plain.database.ask(lambda s: s.connection().exec_driver_sql("SELECT id FROM activity").scalars().all())
        assert STORY.visit in names and plain.vault.kept == ""
    finally:
        plain.close()
    assert (tmp_path / "tablet.db").read_bytes().startswith(b"SQLite format") and not (tmp_path / ENDING).exists()


def test_a_wrong_pin_makes_nothing_readable(tmp_path: Path) -> None:
    tablet = Settings(role="tablet", folder=tmp_path, encrypt=True)
    open_core(tablet, FixedClock(STORY_TIME), pin="4711").close()
    with pytest.raises(UserError, match=r"vault\.wrong_pin"):
        open_core(Settings(role="tablet", folder=tmp_path, decrypt=True), FixedClock(STORY_TIME), pin="4712")
    assert not (tmp_path / ENDING).exists() and b"SQLite format" not in bytes_of(tmp_path)


def test_copies_from_before_an_upgrade_are_encrypted_too(tmp_path: Path) -> None:
    drawer = Drawer()
    plain = opened(tmp_path, drawer)
    build_story(plain)
    plain.close()
    (tmp_path / "backups").mkdir()
    shutil.copy(tmp_path / "tablet.db", tmp_path / "backups" / "tablet-0000.db")
    opened(tmp_path, drawer, encrypt=True).close()
    assert b"SQLite format" not in bytes_of(tmp_path)


def test_a_new_tablet_throws_the_key_away(tmp_path: Path) -> None:
    drawer = Drawer()
    core = opened(tmp_path, drawer, encrypt=True)
    core.close()
    erase(core.settings, core.vault)
    assert not drawer.kept and not (tmp_path / "vault.json").exists() and not (tmp_path / "tablet.db").exists()


def test_without_the_extra_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.storage.encrypting.can_encrypt", lambda: False)
    with pytest.raises(UserError, match=r"vault\.no_extra"):
        opened(tmp_path, Drawer(), encrypt=True)
    assert not (tmp_path / "vault.json").exists()


# ---- A folder set aside ---------------------------------------------------------------------------------------------


def test_a_power_cut_between_the_two_names_is_finished_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(role="tablet", folder=tmp_path / "tablet")
    settings.folder.mkdir()
    (settings.folder / "tablet.db").write_bytes(b"sealed")
    now = datetime(2026, 11, 24, 7, 43, tzinfo=UTC)
    aside = aside_folder(settings, now)
    rename, done = Path.rename, []

    def once(path: Path, target: Path) -> Path:
        if done:
            raise OSError("the power is gone")
        done.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(SurroundingsError):
        set_aside(settings, aside, "pin")
    monkeypatch.undo()
    assert not settings.folder.exists() and (aside / "tablet.db").read_bytes() == b"sealed"
    finish_setting_aside(settings)
    assert Vault(settings.folder).owed == "pin"
    assert sorted(path.name for path in settings.folder.iterdir()) == ["former-ids", "key-owed"]
    assert aside_folder(settings, now) != aside, "a second one finds a name of its own"
    finish_setting_aside(settings)
    assert Vault(settings.folder).owed == "pin"
