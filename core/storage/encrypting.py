"""Turns a tablet's plain files into encrypted ones and back; begun anew after a crash, it goes on where it stood."""

import hashlib
import importlib
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.errors import SurroundingsError, UserError
from core.settings import Settings
from core.storage.backup import BACKUPS
from core.storage.engine import key_words
from core.storage.file_forms import SealedFiles
from core.storage.vault import Keys, KeyStore, Vault, can_encrypt

MARK = "vault.begun"
"""A file in the folder, while plain files may still lie there."""
ENDING = "vault.ending"
"""A file in the folder, while encrypted files may still lie there that are to be readable again."""
_PLAIN = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Form:
    """How a person wants a tablet's files to lie from the next start on; `pin` is the one that opens or is to open."""

    is_encrypted: bool
    pin: str = ""


def keys_of(settings: Settings, pin: str = "", keystore: KeyStore | None = None) -> Keys | None:
    """The keys of an encrypted tablet, None for everything else; makes them when the settings ask for it.

    Raises UserError for a wrong PIN or when the extra is missing, SurroundingsError when the key is gone.
    """
    if settings.role != "tablet" or settings.database_url is not None:
        return None
    vault = Vault(settings.folder, keystore)
    mark, ending = settings.folder / MARK, settings.folder / ENDING
    if not vault.exists:
        ending.unlink(missing_ok=True)
        if not settings.encrypt:
            return None
    if not can_encrypt():
        raise UserError("vault.no_extra")
    if vault.exists:
        keys = vault.open(pin)
    else:
        mark.touch()
        keys = vault.make(pin)
    if settings.decrypt:
        ending.touch()
    try:
        if ending.exists():
            _make_readable(settings, keys)
            vault.retire()
            mark.unlink(missing_ok=True)
            ending.unlink()
            return None
        if mark.exists():
            _seal(settings, keys)
            mark.unlink()
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=error.strerror or str(error)) from error
    return keys


def _seal(settings: Settings, keys: Keys) -> None:
    for path in _databases(settings):
        _rewrite(path, keys.database, is_to_be_plain=False)
    for path in _attachments(settings.attachments):
        _seal_file(path, keys.files)


def _make_readable(settings: Settings, keys: Keys) -> None:
    for path in _databases(settings):
        _rewrite(path, keys.database, is_to_be_plain=True)
    for path in _attachments(settings.attachments):
        _unseal_file(path, keys.files)


def _databases(settings: Settings) -> Iterator[Path]:
    """The database, and the copies of it that were made before it was brought up to date."""
    yield from sorted((settings.folder / BACKUPS).glob(f"{settings.role}-*.db"))
    yield settings.database_path


def _rewrite(path: Path, key: bytes, *, is_to_be_plain: bool) -> None:
    """The same database in the other form; nothing when a start before this one came so far."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if (file.read(len(_PLAIN)) == _PLAIN) == is_to_be_plain:
            return
    driver = importlib.import_module("sqlcipher3.dbapi2")
    beside = path.with_suffix(".sealing")
    beside.unlink(missing_ok=True)
    try:
        with closing(driver.connect(str(path), isolation_level=None)) as connection:
            opening = key_words(key).partition("= ")[2]
            if is_to_be_plain:
                connection.execute(key_words(key))
                opening = "''"
            connection.execute(f"ATTACH DATABASE ? AS other KEY {opening}", (str(beside),))
            connection.execute("SELECT sqlcipher_export('other')")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(f"PRAGMA other.user_version = {int(version)}")
            connection.execute("DETACH DATABASE other")
    except driver.Error as error:
        beside.unlink(missing_ok=True)
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
    _flush(beside)
    beside.replace(path)
    for ending in ("-wal", "-shm"):  # they belong to the file that was, and hold what it held
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _attachments(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path


def _seal_file(path: Path, key: bytes) -> None:
    """What is not a whole blob (a piece on its way, a file that a power cut spoiled) is fetched again."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.name:
        if not SealedFiles(key).read(path, path.name, 0, 1):
            path.unlink()
        return
    beside = path.with_name(f".part-{path.name[:16]}")
    beside.unlink(missing_ok=True)
    SealedFiles(key).append(beside, path.name, content)
    _flush(beside)
    beside.replace(path)


def _unseal_file(path: Path, key: bytes) -> None:
    """A whole blob only; what is none is fetched again."""
    if hashlib.sha256(path.read_bytes()).hexdigest() == path.name:
        return  # done before a crash
    form = SealedFiles(key)
    content = form.read(path, path.name, 0, form.size(path))
    if hashlib.sha256(content).hexdigest() != path.name:
        path.unlink()
        return
    beside = path.with_name(f".part-{path.name[:16]}")
    beside.write_bytes(content)
    _flush(beside)
    beside.replace(path)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
