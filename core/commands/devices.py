"""Tablets the office trusts, and what a person decided about what they brought."""

from typing import Literal

from core.commands.base import Command


class PairDevice(Command, frozen=True, kw_only=True, tag="devices.pair/1"):
    """A tablet is given to a technician; keys are its raw public keys (Ed25519, X25519) in hex."""

    device_id: str
    person_id: str
    sign_key: str
    seal_key: str
    name: str = ""


class RenameDevice(Command, frozen=True, kw_only=True, tag="devices.rename/1"):
    device_id: str
    name: str


class RevokeDevice(Command, frozen=True, kw_only=True, tag="devices.revoke/1"):
    """The tablet is lost or given back: it gets nothing more, and what it still sends waits for a person."""

    device_id: str


class TrustDevice(Command, frozen=True, kw_only=True, tag="devices.trust/1"):
    """Takes a revocation back."""

    device_id: str


class RemoveDevice(Command, frozen=True, kw_only=True, tag="devices.remove/1"):
    """A tablet that was paired and never heard of goes from the list; another one stays for its history."""

    device_id: str


class ResolveFlag(Command, frozen=True, kw_only=True, tag="devices.resolve_flag/1"):
    """A person has looked at a flag (Att reda ut); an empty resolution opens it again."""

    flag_id: str
    resolution: str = "seen"


class ResolveClash(Command, frozen=True, kw_only=True, tag="devices.resolve_clash/1"):
    """Two people changed one field apart; `keep` is earlier, later or both. The other stays in the history."""

    flag_id: str
    keep: Literal["earlier", "later", "both"]


class ReopenClash(Command, frozen=True, kw_only=True, tag="devices.reopen_clash/1"):
    """Takes such a decision back: the row as it was before it, and the question open again."""

    flag_id: str
    values: dict[str, str]
    keep: Literal["earlier", "later", "both"]


COMMANDS = (PairDevice, RenameDevice, RevokeDevice, TrustDevice, RemoveDevice, ResolveFlag, ResolveClash, ReopenClash)
