"""Turns a tablet's plain files into encrypted ones; begun anew after a crash, it goes on where it stood."""

import hashlib
import importlib
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.errors import UserError
from core.settings import Settings
from core.storage.engine import key_words
from core.storage.file_forms import SealedFiles
from core.storage.vault import Keys, KeyStore, Vault, can_encrypt

MARK = "vault.begun"
"""A file in the folder, while plain files may still lie there."""
_PLAIN = b"SQLite format 3\x00"


def keys_of(settings: Settings, pin: str = "", keystore: KeyStore | None = None) -> Keys | None:
    """The keys of an encrypted tablet, None for everything else; makes them when the settings ask for it.

    Raises UserError for a wrong PIN or when the extra is missing, SurroundingsError when the key is gone.
    """
    if settings.role != "tablet" or settings.database_url is not None:
        return None
    vault = Vault(settings.folder, keystore)
    if not vault.exists and not settings.encrypt:
        return None
    if not can_encrypt():
        raise UserError("vault.no_extra")
    mark = settings.folder / MARK
    if not vault.exists:
        mark.touch()
        keys = vault.make(pin)
    else:
        keys = vault.open(pin)
    if mark.exists():
        _seal_database(settings.database_path, keys.database)
        for path in _attachments(settings.attachments):
            _seal_file(path, keys.files)
        mark.unlink()
    return keys


def _seal_database(path: Path, key: bytes) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if file.read(len(_PLAIN)) != _PLAIN:
            return  # done before the crash
    driver = importlib.import_module("sqlcipher3.dbapi2")
    beside = path.with_suffix(".sealing")
    beside.unlink(missing_ok=True)
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        opening = key_words(key).partition("= ")[2]
        connection.execute(f"ATTACH DATABASE ? AS sealed KEY {opening}", (str(beside),))
        connection.execute("SELECT sqlcipher_export('sealed')")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA sealed.user_version = {int(version)}")
        connection.execute("DETACH DATABASE sealed")
    _flush(beside)
    beside.replace(path)
    for ending in ("-wal", "-shm"):  # they belong to the plain file, and hold what it held
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


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
