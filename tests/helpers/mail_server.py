"""A real SMTP server on this computer for tests: keeps what it is given, also over TLS, and can make trouble."""

import email
import email.policy
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` has everything that was taken. `trouble`: refuse, later, or hang_up after the mail was read."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, security: str = "none", identity: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.security, self.accounts = security, list[str]()
        self.tls: ssl.SSLContext | None = None
        if identity is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(identity)
        self.mails: list[EmailMessage] = []
        self.trouble = ""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with suppress(ssl.SSLError, ConnectionError):  # a caller who does not trust the certificate hangs up
            if self.server.security == "tls":
                self._go_secret()
            self._converse()

    def _go_secret(self) -> None:
        assert self.server.tls is not None
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _converse(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            word = line.split(" ")[0].upper()
            is_secret = isinstance(self.connection, ssl.SSLSocket)
            if word == "EHLO":
                offers = ["250-here", *(["250-STARTTLS"] if self.server.tls and not is_secret else [])]
                for offer in (*offers, "250 AUTH PLAIN"):
                    self._say(offer)
            elif word == "STARTTLS" and self.server.tls is not None:
                self._say("220 go on")
                self._go_secret()
            elif word == "AUTH":
                self.server.accounts.append("in secret" if is_secret else "in the open")
                self._say("235 welcome")
            elif word in ("HELO", "MAIL", "RSET", "NOOP"):
                self._say("250 fine")
            elif word == "RCPT":
                refused = {"refuse": "550 nobody here", "later": "451 not now"}.get(self.server.trouble)
                self._say(refused or "250 fine")
            elif word == "DATA":
                self._say("354 go on")
                if not self._take():
                    return
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("502 what")

    def _take(self) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.mails.append(mail)
        if self.server.trouble == "hang_up":
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def own_identity(folder: Path) -> Path:
    """A self-made certificate for this computer with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    identity = folder / "mail-server.pem"
    identity.write_bytes(secret + certificate.public_bytes(pem))
    return identity


@contextmanager
def mail_server(security: str = "none", identity: Path | None = None) -> Iterator[MailServer]:
    with MailServer(security, identity) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
