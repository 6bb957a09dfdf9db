"""The key that a tablet's database and photos are encrypted with: kept by the operating system, or wrapped by a PIN."""

import importlib.util
import os
import secrets
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import SurroundingsError, UserError

Kept = Literal["", "system", "pin"]
FILE = "vault.json"
OWED = "key-owed"
"""A file in the folder of a tablet whose key was thrown away, until there is another."""
SERVICE = "Tulpan"
SHORTEST_PIN = 4
NO_KEY = frozenset({"vault.key_is_gone", "vault.no_keystore"})
"""Errors of a key that cannot be had: gone for good, or kept by what does not answer now."""
_KEY_BYTES = 32
_ROUNDS, _LANES, _MEMORY_KIB = 3, 1, 64 * 1024
"""Argon2id: about a third of a second on a tablet for each guess."""


class KeyStore(Protocol):
    """The operating system's safe place for small secrets."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, secret: str) -> None: ...

    def delete(self, name: str) -> None: ...


class SystemKeyStore:
    """Windows' credential store, the desktop's keyring on Linux: by the package `keyring`."""

    def get(self, name: str) -> str | None:
        return self._call("get_password", name)

    def set(self, name: str, secret: str) -> None:
        self._call("set_password", name, secret)

    def delete(self, name: str) -> None:
        self._call("delete_password", name)

    def _call(self, what: str, *words: str) -> str | None:
        if importlib.util.find_spec("keyring") is None:
            raise SurroundingsError("vault.no_keystore", detail="keyring")
        keyring = importlib.import_module("keyring")
        try:
            found: str | None = getattr(keyring, what)(SERVICE, *words)
        except Exception as error:  # each backend has its own failures
            raise SurroundingsError("vault.no_keystore", detail=type(error).__name__) from error
        return found


class _Form(msgspec.Struct, frozen=True):
    """The vault's file. Nothing in it opens anything by itself."""

    kept: Literal["system", "pin"]
    name: str
    salt: str = ""
    nonce: str = ""
    wrapped: str = ""
    rounds: int = _ROUNDS
    lanes: int = _LANES
    memory_kib: int = _MEMORY_KIB


class Keys:
    """What is made of the one key for each use."""

    def __init__(self, root: bytes) -> None:
        self._root = root

    @property
    def database(self) -> bytes:
        return self._made("database")

    @property
    def files(self) -> bytes:
        return self._made("files")

    def _made(self, purpose: str) -> bytes:
        info = f"tulpan-vault-1 {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(self._root)


def can_encrypt() -> bool:
    """Whether the extra that encrypts databases is installed."""
    return importlib.util.find_spec("sqlcipher3") is not None


class Vault:
    """One installation's vault, in its folder."""

    def __init__(self, folder: Path, keystore: KeyStore | None = None) -> None:
        self._path, self._owed = folder / FILE, folder / OWED
        self.keystore = keystore or SystemKeyStore()

    @property
    def exists(self) -> bool:
        return self._path.exists()

    @property
    def needs_pin(self) -> bool:
        return self.exists and self._read().kept == "pin"

    def make(self, pin: str = "") -> Keys:
        """A new key, wrapped by the PIN, or given to the operating system when there is none."""
        if self.exists:
            raise ValueError("there is a vault already; another key would open nothing")
        root = secrets.token_bytes(_KEY_BYTES)
        self._keep(root, secrets.token_hex(8), pin)
        return Keys(root)

    def open(self, pin: str = "") -> Keys:
        """The keys; UserError when the PIN is not the right one, SurroundingsError when the keystore has no key."""
        return Keys(self._root(pin))

    def change_pin(self, pin: str, new_pin: str) -> None:
        """Another PIN, or none (then the operating system keeps the key): the data itself stays as it is."""
        root, form = self._root(pin), self._read()
        self._keep(root, form.name, new_pin)
        if new_pin and form.kept == "system":
            self.keystore.delete(form.name)

    @property
    def kept(self) -> Kept:
        """Who keeps the key; nobody when nothing is encrypted."""
        return self._read().kept if self.exists else ""

    @property
    def owed(self) -> Kept:
        """Who kept the key that was thrown away, while there is no other: nothing of a firm may come here before."""
        if self.exists or not self._owed.exists():
            return ""
        return "system" if self._owed.read_bytes() == b"system" else "pin"

    @property
    def last_kept(self) -> Kept:
        """Who keeps the key, or kept it; a person with a PIN, when the file that says so cannot be read any more."""
        try:
            return self.kept or "pin"
        except SurroundingsError:
            return "pin"

    def try_keystore(self) -> None:
        """SurroundingsError unless the operating system keeps a secret and gives it back."""
        name, secret = f"trial-{secrets.token_hex(8)}", secrets.token_hex(8)
        self.keystore.set(name, secret)
        found = self.keystore.get(name)
        self.keystore.delete(name)
        if found != secret:
            raise SurroundingsError("vault.no_keystore", detail="keyring")

    def retire(self) -> None:
        """Nothing is encrypted any more: the file goes first, so that no crash leaves a vault without its key."""
        form = self._read()
        self._path.unlink()
        if form.kept == "system":
            self.keystore.delete(form.name)

    def forget(self) -> None:
        """The key is thrown away, and with it everything that it opens; that there was one is remembered (`owed`)."""
        if not self.exists:
            return
        form = self._read()
        self.owe(form.kept)
        if form.kept == "system":
            self.keystore.delete(form.name)
        self._path.unlink()

    def owe(self, kept: Kept) -> None:
        """Writes down, in a folder without a vault, who kept the key that there was."""
        self._put(self._owed, kept.encode())

    def _root(self, pin: str) -> bytes:
        form = self._read()
        if form.kept == "system":
            kept = self.keystore.get(form.name)
            try:
                return bytes.fromhex(kept or "none")
            except ValueError as error:
                raise SurroundingsError("vault.key_is_gone") from error
        try:
            return ChaCha20Poly1305(_stretched(pin, form)).decrypt(
                bytes.fromhex(form.nonce), bytes.fromhex(form.wrapped), form.name.encode()
            )
        except InvalidTag as error:
            raise UserError("vault.wrong_pin") from error

    def _keep(self, root: bytes, name: str, pin: str) -> None:
        if not pin:
            self.keystore.set(name, root.hex())
            self._write(_Form("system", name))
            return
        if len(pin) < SHORTEST_PIN:
            raise UserError("vault.short_pin", count=SHORTEST_PIN)
        form = _Form("pin", name, salt=secrets.token_hex(16), nonce=secrets.token_hex(12))
        wrapped = ChaCha20Poly1305(_stretched(pin, form)).encrypt(bytes.fromhex(form.nonce), root, name.encode())
        self._write(msgspec.structs.replace(form, wrapped=wrapped.hex()))

    def _read(self) -> _Form:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Form)
        except (OSError, msgspec.MsgspecError) as error:
            raise SurroundingsError("vault.key_is_gone") from error

    def _write(self, form: _Form) -> None:
        self._put(self._path, msgspec.json.encode(form))
        self._owed.unlink(missing_ok=True)

    def _put(self, path: Path, content: bytes) -> None:
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


def _stretched(pin: str, form: _Form) -> bytes:
    return Argon2id(
        salt=bytes.fromhex(form.salt), length=_KEY_BYTES, iterations=form.rounds, lanes=form.lanes,
        memory_cost=form.memory_kib,
    ).derive(pin.encode())
