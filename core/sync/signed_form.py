"""Small open forms that lie in a relay: JSON with a signature, for what is said before or beside sealed letters."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from core.sync.faults import BadSignature, Malformed
from core.sync.keys import KeyPair

MAX_FORM = 8 * 1024
_SIGNATURE = 64
Form = TypeVar("Form", bound=msgspec.Struct)


class Receipt(msgspec.Struct, frozen=True):
    """The office holds an attachment whole; `tag` is the tablet's own name for it, which tells nobody else which."""

    device_id: Annotated[str, Meta(max_length=64)]
    tag: Annotated[str, Meta(pattern="^[0-9a-z]{1,40}$")]


def signed(form: msgspec.Struct, keys: KeyPair) -> bytes:
    content = msgspec.json.encode(form)
    return content + keys.sign.sign(_words(form, content))


def read_signed(raw: bytes | None, kind: type[Form], key_of: Callable[[Form], bytes]) -> Form:
    """The form in a file, signed with the key that `key_of` names for it. Malformed or BadSignature otherwise."""
    if raw is None or not _SIGNATURE < len(raw) <= MAX_FORM:
        raise Malformed("size")
    content, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    try:
        form = msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed(str(error)[:200]) from error
    try:
        Ed25519PublicKey.from_public_bytes(key_of(form)).verify(signature, _words(form, content))
    except (InvalidSignature, ValueError) as error:
        raise BadSignature(kind.__name__) from error
    return form


def _words(form: msgspec.Struct, content: bytes) -> bytes:
    return b"tulpan-hello-1\n" + type(form).__name__.encode() + b"\n" + content
