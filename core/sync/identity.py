"""Who this installation is: its keys, certificate, generation or epoch, and whether it was restored or copied."""

import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from core.clock import Clock
from core.errors import SurroundingsError
from core.storage.engine import Database
from core.sync.chain import genesis
from core.sync.keys import Certificate, KeyPair, PublicKeys, checked, make_certificate
from core.sync.sql import ConnectionSql, Sql, get_state, set_state
from core.sync.tablet_ledger import read_cursor, write_cursor

_TOKEN_FILE = "sync-token"


def new_mark() -> str:
    """32 random hex digits: an epoch, a generation, a feed."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class OfficeIdentity:
    """The office as its tablets know it. `generation` changes when its database is put back from a backup."""

    office_id: str
    generation: str
    keys: KeyPair
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Pairing:
    """The office this tablet belongs to, and whom it was given to."""

    office_id: str
    office_name: str
    office_keys: PublicKeys
    certificate_pin: bytes
    addresses: tuple[str, ...]
    person_id: str
    person_name: str
    last_address: str = ""


def office_identity(database: Database, folder: Path, clock: Clock) -> OfficeIdentity:
    """The office's identity, made at its first start; a new generation when the database does not fit its folder.

    SurroundingsError when a part of it is gone: another one would be a stranger to every tablet.
    """
    with database.write() as session:
        sql = ConnectionSql(session.connection())
        if not get_state(sql, "office_id") and _key(sql, "office_keys") is None:
            office_id = str(uuid.uuid4())
            certificate = make_certificate(office_id, clock.now())
            _keep_key(sql, "office_keys", KeyPair.made().to_bytes())
            _keep_key(sql, "certificate", certificate.pem)
            _keep_key(sql, "certificate_key", certificate.key_pem)
            set_state(sql, office_id=office_id, generation=new_mark())
        if not _token_fits(sql, folder):
            set_state(sql, generation=new_mark())
        token = _next_token(sql, folder)
    _keep_token(folder, token)
    with database.read() as session:
        sql = ConnectionSql(session.connection())
        office_id, generation = get_state(sql, "office_id"), get_state(sql, "generation")
        keys, pem, key_pem = (_key(sql, name) for name in ("office_keys", "certificate", "certificate_key"))
    if not (office_id and keys and pem and key_pem):
        raise SurroundingsError("sync.office_keys_gone")
    try:
        return OfficeIdentity(office_id, generation, KeyPair.from_bytes(keys), checked(Certificate(pem, key_pem)))
    except ValueError as error:
        raise SurroundingsError("sync.office_keys_gone") from error


def tablet_keys(database: Database) -> KeyPair:
    """The tablet's keys, made when they are first needed."""
    with database.write() as session:
        sql = ConnectionSql(session.connection())
        kept = _key(sql, "tablet_keys")
        if kept is None:
            kept = KeyPair.made().to_bytes()
            _keep_key(sql, "tablet_keys", kept)
    return KeyPair.from_bytes(kept)


def prepare_tablet(database: Database, folder: Path, device_id: str) -> bool:
    """Gives the tablet its epoch; true when it had to begin a new one because its database was restored or copied.

    The database and its folder share a token that changes at every start. A database that was put back brings an
    older one: its numbers may have been used since, so that everything is sent again under a new epoch.
    """
    with database.write() as session:
        sql = ConnectionSql(session.connection())
        cursor = read_cursor(sql)
        was_restored = bool(cursor.epoch) and not _token_fits(sql, folder)
        if not cursor.epoch or was_restored:
            epoch = new_mark()
            write_cursor(
                sql,
                replace(
                    cursor, epoch=epoch, acked=0, acked_hash=genesis(device_id, epoch), done=0, settled=0, feed="",
                    have_page=0, baseline=False, backed_up=0,
                ),
                cursor,
            )
        token = _next_token(sql, folder)
    _keep_token(folder, token)
    return was_restored


def read_pairing(database: Database) -> Pairing | None:
    """The office this tablet is paired with, or None."""
    with database.read() as session:
        sql = ConnectionSql(session.connection())
        if not get_state(sql, "paired_office_id"):
            return None
        keys = bytes.fromhex(get_state(sql, "office_keys"))
        return Pairing(
            office_id=get_state(sql, "paired_office_id"), office_name=get_state(sql, "office_name"),
            office_keys=PublicKeys(keys[:32], keys[32:]),
            certificate_pin=bytes.fromhex(get_state(sql, "office_pin")),
            addresses=tuple(get_state(sql, "office_addresses").split()), person_id=get_state(sql, "person_id"),
            person_name=get_state(sql, "person_name"), last_address=get_state(sql, "last_address"),
        )


def write_pairing(database: Database, pairing: Pairing) -> None:
    with database.write() as session:
        set_state(
            ConnectionSql(session.connection()), paired_office_id=pairing.office_id, office_name=pairing.office_name,
            office_keys=(pairing.office_keys.sign + pairing.office_keys.seal).hex(),
            office_pin=pairing.certificate_pin.hex(), office_addresses=" ".join(pairing.addresses),
            person_id=pairing.person_id, person_name=pairing.person_name, last_address=pairing.last_address,
        )


# ---- The token in and outside the database --------------------------------------------------------------------------


def _token_fits(sql: Sql, folder: Path) -> bool:
    """Whether the folder's token is the database's; two that are both missing belong to a new installation."""
    path = folder / _TOKEN_FILE
    outside = path.read_text("ascii").split() if path.exists() else []
    inside = get_state(sql, "token")
    return inside in outside if inside else not outside


def _next_token(sql: Sql, folder: Path) -> str:
    """A new token into the database; the folder keeps both until the transaction is known to be written."""
    token, before = new_mark(), get_state(sql, "token")
    _write(folder / _TOKEN_FILE, f"{before} {token}".strip())
    set_state(sql, token=token)
    return token


def _keep_token(folder: Path, token: str) -> None:
    _write(folder / _TOKEN_FILE, token)


def _write(path: Path, text: str) -> None:
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _key(sql: Sql, name: str) -> bytes | None:
    row = sql.one("SELECT value FROM sync_identity WHERE name = :name", name=name)
    return bytes(row[0]) if row is not None else None


def _keep_key(sql: Sql, name: str, value: bytes) -> None:
    sql.run("INSERT INTO sync_identity (name, value) VALUES (:name, :value)", name=name, value=value)
