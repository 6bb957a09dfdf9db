"""A real SFTP server on loopback that serves one folder, by the server half of paramiko."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko

USER = "tulpan"


class _Door(paramiko.ServerInterface):
    """Lets in whoever holds the one key."""

    def __init__(self, key: paramiko.PKey) -> None:
        self._key = key

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = username == USER and key == self._key
        return paramiko.common.AUTH_SUCCESSFUL if known else paramiko.common.AUTH_FAILED

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_channel_request(self, kind: str, _number: int) -> int:
        return paramiko.common.OPEN_SUCCEEDED if kind == "session" else paramiko.common.OPEN_FAILED_UNKNOWN_CHANNEL_TYPE


class _File(paramiko.SFTPHandle):
    def __init__(self, path: str, flags: int) -> None:
        super().__init__(flags)
        # Python decides the mode that matches the flags; the descriptor decides what happens.
        mode = "r+b" if flags & (os.O_WRONLY | os.O_RDWR) else "rb"
        self.readfile = self.writefile = os.fdopen(os.open(path, flags, 0o600), mode)

    def stat(self) -> paramiko.SFTPAttributes:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


def _answered(work: Any) -> Any:
    try:
        done = work()
    except OSError as error:
        return paramiko.SFTPServer.convert_errno(error.errno or 0)
    return paramiko.sftp.SFTP_OK if done is None else done


class _Folder(paramiko.SFTPServerInterface):
    root = ""

    def _real(self, path: str) -> str:
        return self.root + self.canonicalize(path)

    def list_folder(self, path: str) -> Any:
        def work() -> list[paramiko.SFTPAttributes]:
            entries = os.scandir(self._real(path))
            return [paramiko.SFTPAttributes.from_stat(entry.stat(), entry.name) for entry in entries]

        return _answered(work)

    def stat(self, path: str) -> Any:
        return _answered(lambda: paramiko.SFTPAttributes.from_stat(os.stat(self._real(path))))

    lstat = stat

    def open(self, path: str, flags: int, _attributes: Any) -> Any:
        return _answered(lambda: _File(self._real(path), flags))

    def remove(self, path: str) -> Any:
        return _answered(lambda: os.remove(self._real(path)))

    def rename(self, old: str, new: str) -> Any:
        return _answered(lambda: os.rename(self._real(old), self._real(new)))

    posix_rename = rename

    def mkdir(self, path: str, _attributes: Any) -> Any:
        return _answered(lambda: os.mkdir(self._real(path)))

    def chattr(self, _path: str, _attributes: Any) -> Any:
        return paramiko.sftp.SFTP_OK


@contextmanager
def sftp_server(folder: Path, key: paramiko.PKey) -> Iterator[tuple[int, paramiko.PKey]]:
    """Serves `folder` to the holder of `key`; yields the port and the server's own key."""
    serving = type("Serving", (_Folder,), {"root": str(folder)})
    host_key = paramiko.ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # the listener was closed: the test is over
            transport = paramiko.Transport(connection)
            transport.add_server_key(host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, serving)
            transport.start_server(server=_Door(key))
            transports.append(transport)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], host_key
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)
        for transport in transports:
            transport.close()
