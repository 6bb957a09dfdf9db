"""A relay on S3 or SFTP, through fsspec; the library is an extra and is loaded only for such an address."""

import contextlib
import posixpath
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.errors import UserError
from core.sync.envelope import MAX_ENVELOPE
from core.sync.relay_places import TEMPORARY, Entry, RelayUnusable

_OPTIONS: dict[str, dict[str, Any]] = {
    "s3": {"config_kwargs": {"connect_timeout": 10, "read_timeout": 30, "retries": {"max_attempts": 2}}},
    "sftp": {"timeout": 10, "banner_timeout": 10, "skip_instance_cache": True},
    "memory": {},
}
_WHOLE_AT_ONCE = ("s3", "memory")
"""What is put there is seen wholly or not at all; elsewhere a file is written beside and renamed."""


class RemotePlace:
    """The keys for it are this computer's (AWS profile, SSH key): no password is kept in a database that is copied."""

    def __init__(self, location: str) -> None:
        parts = urlsplit(location)
        if parts.scheme not in _OPTIONS:
            raise UserError("sync.relay_scheme", scheme=parts.scheme)
        if parts.password:
            raise UserError("sync.relay_password")
        self._scheme = parts.scheme
        self._location = location
        self._root = ""
        self._opened: Any = None

    @property
    def _system(self) -> Any:
        """Connects when it is first needed."""
        if self._opened is None:
            try:
                from fsspec.core import url_to_fs
            except ImportError as error:
                raise UserError("sync.relay_extra_missing") from error
            try:
                options = dict(_OPTIONS[self._scheme])
                if self._scheme == "sftp":
                    options["host_key_policy"] = _known_hosts()
                self._opened, self._root = url_to_fs(self._location, **options)
            except ImportError as error:  # fsspec is there, but not its half for this kind
                raise UserError("sync.relay_extra_missing") from error
        return self._opened

    def entries(self, directory: str) -> list[Entry]:
        with _failing():
            system = self._system
            system.invalidate_cache()
            try:
                found = system.ls(self._path(directory), detail=True)
            except (FileNotFoundError, NotADirectoryError):
                return []
            return [
                Entry(posixpath.basename(one["name"].rstrip("/")), one["type"] == "directory", _modified(one))
                for one in found
            ]

    def read(self, path: str) -> bytes | None:
        with _failing():
            system = self._system
            try:
                if not 0 < int(system.info(self._path(path))["size"] or 0) <= MAX_ENVELOPE:
                    return None
                return bytes(system.cat_file(self._path(path)))
            except FileNotFoundError:
                return None

    def has(self, path: str) -> bool:
        with _failing():
            self._system.invalidate_cache()
            return bool(self._system.exists(self._path(path)))

    def write(self, path: str, content: bytes) -> None:
        with _failing():
            system, target = self._system, self._path(path)
            if self._scheme in _WHOLE_AT_ONCE:
                system.pipe_file(target, content)
                return
            system.makedirs(posixpath.dirname(target), exist_ok=True)
            temporary = posixpath.join(posixpath.dirname(target), f"{TEMPORARY}{secrets.token_hex(8)}")
            system.pipe_file(temporary, content)
            system.mv(temporary, target)

    def remove(self, path: str) -> None:
        with _failing(), contextlib.suppress(FileNotFoundError):
            self._system.rm_file(self._path(path))

    def _path(self, path: str) -> str:
        _ = self._system
        return posixpath.join(self._root, path)


def _known_hosts() -> Any:
    """fsspec trusts whatever server answers first; here it must be one that this computer's SSH knows already."""
    import paramiko

    class KnownHosts(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
        def missing_host_key(self, _client: Any, hostname: str, key: Any) -> None:
            book = Path.home() / ".ssh" / "known_hosts"
            if not book.exists() or not paramiko.HostKeys(str(book)).check(hostname, key):
                raise UserError("sync.relay_unknown_server", server=hostname)

    return KnownHosts()


def _modified(entry: dict[str, Any]) -> float | None:
    moment = next((entry[name] for name in ("LastModified", "mtime", "modified", "created") if entry.get(name)), None)
    if isinstance(moment, datetime):
        return moment.timestamp()
    return float(moment) if isinstance(moment, int | float) else None


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    """The libraries behind fsspec fail with errors of their own kinds: all of them mean «not now»."""
    try:
        yield
    except (UserError, RelayUnusable):
        raise
    except Exception as error:
        raise RelayUnusable(type(error).__name__) from error
